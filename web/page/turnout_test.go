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
		kind commune.OrganisationKind
		of   Entry
		want string
	}{
		{commune.KindCouncil, Entry{Own: true, Base: 1, Tally: commune.Tally{For: 1}}, "1 vote sur 1 délégation présente"},
		{commune.KindCouncil, Entry{Own: true, Base: 3, Tally: commune.Tally{For: 1, Against: 1}}, "2 votes sur 3 délégations présentes"},
		{commune.KindCouncil, Entry{Base: 1, Tally: commune.Tally{For: 1}}, "1 vote sur 1 personne présente et à jour"},
		{commune.KindCommune, Entry{Own: true, Base: 4, Tally: commune.Tally{For: 1}}, "1 vote sur 4 personnes présentes et à jour"},
		{commune.KindCommune, Entry{Own: true, Popular: true, Base: 1}, "0 vote sur 1 personne présente"},
	} {
		f := Frame{Printer: french}
		f.Site.Kind = test.kind
		if got := turnout(f, test.of); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
