package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"federes.org/commune/locale"
	"federes.org/federation"
)

// verifyCommand is what anybody can check without being a member anywhere.
type verifyCommand struct {
	Outcome  outcomeCommand  `cmd:"" help:"Read the answers to a text at the communes that gave them, and count again."`
	Register registerCommand `cmd:"" help:"Check copies of registers, without any network."`
	Record   recordCommand   `cmd:"" help:"Check that one act stands in its register, without any network."`
}

// outcomeCommand counts an outcome again (CF-7).
type outcomeCommand struct {
	URL   string   `arg:"" help:"Address of the outcome's record." placeholder:"https://HOST/records/N"`
	Allow []string `help:"Networks reached beside the public ones, in which plain http is accepted." env:"FEDERES_FEDERATION_ALLOW" name:"federation-allow" placeholder:"127.0.0.0/8,…"`
}

// errNotConfirmed ends a recount that did not find what the outcome says.
var errNotConfirmed = errors.New("the outcome is not confirmed")

// Run prints what each commune itself shows, in the language of the outcome, and fails unless everything confirms it.
func (c outcomeCommand) Run(ctx context.Context, o output) error {
	allow, err := networks(c.Allow)
	if err != nil {
		return err
	}
	words, err := locale.Load()
	if err != nil {
		return err
	}
	client := federation.NewClient(federation.Config{Agent: "federes/" + version, Now: time.Now, Allow: allow})
	defer client.Close()
	found, err := client.Recount(ctx, c.URL)
	if err != nil {
		return err
	}
	if err := tellRecount(o.out, printer(words, found.Language), found); err != nil {
		return err
	}
	if !found.Confirmed() {
		return errNotConfirmed
	}
	return nil
}

// printer speaks the language of what is checked, or else English.
func printer(words *locale.Catalogues, language string) locale.Printer {
	if !words.Speaks(language) {
		language = "en"
	}
	return words.Printer(language, time.UTC)
}

// tellRecount writes a recount for people to read.
func tellRecount(to io.Writer, p locale.Printer, found federation.Recount) error {
	lines := []string{p.T("verify.title", found.Title, found.Author), ""}
	for _, l := range found.Lines {
		if l.Counted || l.Problem != "" {
			lines = append(lines, lineOf(p, l))
		}
	}
	t := found.Tally
	lines = append(lines, "",
		p.T("verify.counted", p.N("outcome.yes", t.Yes), t.No, t.Persons.For, t.Persons.Against, t.Persons.Abstain),
		p.T("verify.said", p.N("outcome.yes", found.Said.Yes), found.Said.No, found.Said.Persons.For, found.Said.Persons.Against, found.Said.Persons.Abstain),
		p.T("verify.silent", found.Silent(), found.Said.Silent),
		p.T("rule."+found.Said.Rule), "")
	if slices.ContainsFunc(found.Lines, func(l federation.RecountLine) bool { return l.Attested != nil }) {
		lines = append(lines, p.T("verify.attested_worth"), "")
	}
	if !found.List {
		lines = append(lines, p.T("verify.list"))
	}
	result := "verify.not_confirmed"
	if found.Confirmed() {
		result = "verify.rejected"
		if found.Said.Adopted {
			result = "verify.adopted"
		}
	}
	return tell(to, append(lines, p.T(result)))
}

// lineOf is one commune: what it answered, and what contradicts the outcome.
func lineOf(p locale.Printer, l federation.RecountLine) string {
	name := l.Name
	if name == "" {
		name = string(l.Commune)
	}
	if l.Problem != "" {
		return p.T("verify.problem", name, p.T("verify."+l.Problem))
	}
	said := "answer.no"
	if l.Answer.Yes {
		said = "answer.yes"
	}
	if l.Attested != nil {
		return p.T("verify.attested", name, p.T(said), p.T("answer.counts", l.Answer.For, l.Answer.Against, l.Answer.Abstain), l.WitnessName, l.Attested.Size)
	}
	return p.T("verify.line", name, p.T(said), p.T("answer.counts", l.Answer.For, l.Answer.Against, l.Answer.Abstain))
}
