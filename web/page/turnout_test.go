package page

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/locale"
)

func TestACouncilCountsDelegationsAndItsCommunesPeople(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	french := words.Printer("fr", nil)
	for _, test := range []struct {
		of   Entry
		want string
	}{
		{Entry{Delegations: true, Base: 1, Tally: commune.Tally{For: 1}}, "1 vote sur 1 délégation présente"},
		{Entry{Delegations: true, Base: 3, Tally: commune.Tally{For: 1, Against: 1}}, "2 votes sur 3 délégations présentes"},
		{Entry{Base: 1, Tally: commune.Tally{For: 1}}, "1 vote sur 1 personne présente et à jour"},
		{Entry{Own: true, Base: 4, Tally: commune.Tally{For: 1}}, "1 vote sur 4 personnes présentes et à jour"},
		{Entry{Own: true, Popular: true, Base: 1}, "0 vote sur 1 personne présente"},
	} {
		f := Frame{Printer: french}
		if got := turnout(f, test.of); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
