package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
)

// founderLinkLife is how long the founder's first sign-in link can be used.
const founderLinkLife = 24 * time.Hour

type initCommand struct {
	settings
	Kind        string `help:"What this instance hosts: commune or council." enum:"commune,council" default:"commune"`
	Name        string `help:"Its name." required:""`
	Founder     string `help:"E-mail address of the person who founds it." required:"" placeholder:"EMAIL"`
	FounderName string `help:"Public name of that person."`
	Place       string `help:"Where its assemblies are held."`
	Timezone    string `help:"Its time zone." default:"Europe/Paris"`
	Language    string `help:"Language of the records that it publishes." default:"fr"`
	Charter     string `help:"File with the council's charter; without one, a short default text." type:"existingfile"`
}

// Run founds the organisation and prints a sign-in link for its founder. It needs no running server.
func (c initCommand) Run(ctx context.Context, o output) (err error) {
	base, err := c.baseURL()
	if err != nil {
		return err
	}
	founding, err := c.founding(base)
	if err != nil {
		return err
	}
	warnPlain(base, o.err)
	words, err := locale.Load()
	if err != nil {
		return err
	}
	s, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var token string
	err = s.InTx(ctx, func(tx *store.Tx) error {
		founder, err := procedure.Found(tx, confederal.Confederate(procedure.NewHouse(words)), founding)
		if err != nil {
			return err
		}
		token, err = procedure.SignInLink(tx, founder.ID, founderLinkLife)
		return err
	})
	if refusal, ok := errors.AsType[commune.Refusal](err); ok {
		p := words.Printer(c.Language, time.UTC)
		return errors.New(p.T("refusal."+refusal.Key, refusal.Args...))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.out, "%s is founded. Its founder signs in within a day at\n%s/sign-in/%s\n", c.Name, base, token)
	return err
}

// founding is what the flags say.
func (c initCommand) founding(base string) (procedure.Founding, error) {
	f := procedure.Founding{
		Organisation: commune.Organisation{
			Kind: commune.OrganisationKind(c.Kind), Name: c.Name, Place: c.Place, TimeZone: c.Timezone, Language: c.Language, BaseURL: base,
		},
		FounderName: c.FounderName, FounderEmail: c.Founder,
	}
	if c.Charter == "" {
		return f, nil
	}
	text, err := os.ReadFile(c.Charter)
	f.Charter = string(text)
	return f, err
}
