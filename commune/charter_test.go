package commune_test

import (
	"errors"
	"strings"
	"testing"

	"federes.org/commune"
)

func TestCH1_AVersionFollowsTheOneInForceAndSaysSomethingElse(t *testing.T) {
	inForce := commune.Charter{Version: 3, Text: "Une personne, une voix."}
	for name, c := range map[string]struct {
		text string
		now  commune.Charter
		want error
	}{
		"the first":                  {"Une voix.", commune.Charter{}, nil},
		"another":                    {"Une voix chacun·e.\r\n", inForce, nil},
		"none":                       {" \n ", inForce, commune.ErrCharterMissing},
		"the same":                   {" Une personne, une voix.\r\n", inForce, commune.ErrCharterSame},
		"as long as it can be":       {strings.Repeat("é", commune.MaxCharter), inForce, nil},
		"longer":                     {strings.Repeat("é", commune.MaxCharter+1), inForce, commune.ErrTooLong},
		"what no database can keep ": {"\x00", inForce, commune.ErrUnreadable},
	} {
		got, err := commune.CharterTerms{Text: c.text, Version: 99}.After(c.now)
		if !errors.Is(err, c.want) || got.Version != c.now.Version+1 || strings.ContainsAny(got.Text, "\r") {
			t.Errorf("%s: %v, version %d", name, err, got.Version)
		}
	}
}

func TestCH1_AVersionIsInForceFromTheInstantOfItsDecision(t *testing.T) {
	d := commune.Decision{ID: 7, DecidedAt: start}
	c := commune.CharterTerms{Text: "Une voix.", Version: 2}.Adopt(d, 12)
	if want := (commune.Charter{Version: 2, Text: "Une voix.", Decision: 7, Seq: 12, AdoptedAt: start}); c != want {
		t.Errorf("%+v", c)
	}
}
