package locale_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune/locale"
)

func load(t *testing.T) *locale.Catalogues {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func printers(t *testing.T) (french, english locale.Printer) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	c := load(t)
	return c.Printer("fr", paris), c.Printer("en", paris)
}

func TestFrenchIsTheFirstLanguage(t *testing.T) {
	if got := load(t).Languages(); !slices.Equal(got, []string{"fr", "en"}) {
		t.Errorf("languages %v, want fr then en", got)
	}
}

func TestTheLanguageIsTheOneAPersonChoseElseTheOneTheirBrowserLikesBest(t *testing.T) {
	c := load(t)
	for _, test := range []struct{ chosen, header, want string }{
		{"", "", "fr"},
		{"en", "fr", "en"},
		{"xx", "en", "en"},
		{"", "en-GB,en;q=0.9,fr;q=0.8", "en"},
		{"", "de, fr-BE;q=0.8, en;q=0.5", "fr"},
		{"", "de;q=0.9, en;q=0.5, *;q=0.1", "en"},
		{"", "*", "fr"},
		{"", "en;q=0, fr;q=0.1", "fr"},
		{"", "en;q=peut-être", "fr"},
		{"", strings.Repeat("de,", 1000) + "en", "fr"},
	} {
		if got := c.Negotiate(test.chosen, test.header); got != test.want {
			t.Errorf("chosen %q, header %.40q: got %s, want %s", test.chosen, test.header, got, test.want)
		}
	}
}

func TestDatesAreInWordsWithTheDayInTheZoneOfTheCommune(t *testing.T) {
	french, english := printers(t)
	at := time.Date(2026, 11, 26, 17, 30, 0, 0, time.UTC)
	first := time.Date(2026, 7, 31, 22, 5, 0, 0, time.UTC)
	for _, test := range []struct{ got, want string }{
		{french.DateTime(at), "jeudi 26 novembre 2026, 18 h 30"},
		{english.DateTime(at), "Thursday 26 November 2026, 18:30"},
		{french.DateTime(first), "samedi 1er août 2026, 0 h 05"},
		{french.ShortDate(at), "26 novembre 2026"},
		{english.Date(first), "Saturday 1 August 2026"},
		{french.Machine(at), "2026-11-26T17:30:00Z"},
		{french.Weekday(at) + " " + french.DayNumber(at) + " " + french.Month(at), "jeudi 26 novembre"},
	} {
		if got := strings.ReplaceAll(test.got, "\u00a0", " "); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestADeadlineNeverSeemsFurtherThanItIs(t *testing.T) {
	french, _ := printers(t)
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for length, want := range map[time.Duration]string{
		20 * time.Second:               "dans un instant",
		0:                              "à l’instant",
		-20 * time.Second:              "à l’instant",
		59 * time.Minute:               "dans 59 minutes",
		time.Hour:                      "dans 1 heure",
		47 * time.Hour:                 "dans 1 jour",
		3*24*time.Hour - time.Second:   "dans 2 jours",
		-90 * time.Minute:              "il y a 1 heure",
		100 * 24 * time.Hour:           "dans 3 mois",
		-2*24*time.Hour - 5*time.Hour:  "il y a 2 jours",
		-(60*24*time.Hour + time.Hour): "il y a 2 mois",
	} {
		if got := french.Until(now.Add(length), now); got != want {
			t.Errorf("%v: got %q, want %q", length, got, want)
		}
	}
}

func TestLengthsSumsAndCountsFollowTheLanguage(t *testing.T) {
	french, english := printers(t)
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
	for _, test := range []struct{ got, want string }{
		{french.Duration(45 * time.Minute), "45 min"},
		{french.Duration(2 * time.Hour), "2 h"},
		{french.Duration(90 * time.Minute), "1 h 30"},
		{french.Duration(60 * 24 * time.Hour), "60 jours"},
		{french.Count(1234567), "1 234 567"},
		{french.Count(-1200), "-1 200"},
		{english.Count(1234567), "1,234,567"},
		{french.Money(1200), "12 €"},
		{french.Money(1250), "12,50 €"},
		{french.Money(1205), "12,05 €"},
		{english.Money(100000), "€1,000"},
		{french.List([]string{"Zoé", "Karim", "Awa"}), "Zoé, Karim et Awa"},
		{english.List([]string{"Zoé"}), "Zoé"},
		{french.List(nil), ""},
		{french.N("span.days", 0), "0 jour"},
		{english.N("span.days", 0), "0 days"},
		{french.N("members.count", 1500), "1 500 membres"},
	} {
		if got := plain.Replace(test.got); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestAnInstantInASentenceIsWordedAndNothingIsLeftOver(t *testing.T) {
	french, _ := printers(t)
	got := french.T("refusal.agenda_closed", time.Date(2026, 11, 22, 17, 30, 0, 0, time.UTC), "de trop")
	if want := "L’ordre du jour est clos depuis dimanche 22 novembre 2026, 18\u00a0h\u00a030."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := french.T("tally.for", 3); got != "pour" {
		t.Errorf("a text without a place for it took an argument: %q", got)
	}
}

func TestALanguageWithoutACatalogueIsAnsweredInTheFirst(t *testing.T) {
	if got := load(t).Printer("eo", nil).Lang(); got != "fr" {
		t.Errorf("answered in %s", got)
	}
}

func TestWhatPeopleWroteIsShownWithTheSpacesOfItsLanguage(t *testing.T) {
	if got, want := locale.Spaced("fr", "« Oui » : 300 € ? Non !"), "«\u00a0Oui\u00a0»\u00a0: 300\u00a0€\u202f? Non\u202f!"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if text := "Yes : 300 €"; locale.Spaced("en", text) != text {
		t.Errorf("English was given French spaces")
	}
}

func TestFrenchKeepsItsSpacesUnbreakable(t *testing.T) {
	loose := regexp.MustCompile(`[ ][;!?:»]|«[ ]|'`)
	c := load(t)
	french := c.Printer("fr", nil)
	for _, key := range c.Keys("fr") {
		if text := french.T(key); loose.MatchString(text) {
			t.Errorf("%s: %q has a space that can break, or a straight apostrophe", key, text)
		}
	}
}

func TestACouncilHasWordsOfItsOwnAndACommunesWhereItHasNone(t *testing.T) {
	french, english := printers(t)
	for _, test := range []struct{ got, want string }{
		{french.T("meetings.title"), "L’assemblée"},
		{french.OfCouncil().T("meetings.title"), "Les séances"},
		{english.OfCouncil().T("strip.open"), "The council is sitting"},
		{french.OfCouncil().N("vote.listed", 2), "2 délégations inscrites"},
		{french.OfCouncil().N("span.days", 2), french.N("span.days", 2)},
		{french.OfCouncil().T("tally.for"), french.T("tally.for")},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
