package commune_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
)

func TestAP3_WhoOrganisesIsNamedWithTheirLink(t *testing.T) {
	got, err := commune.ParseAllies("Commune d'en face | https://face.example\n\nUnion locale\n Cantine | soutenue par l'AG | https://cantine.example \n")
	want := []commune.Ally{
		{Name: "Commune d'en face", Link: "https://face.example"}, {Name: "Union locale"},
		{Name: "Cantine", Link: "https://cantine.example", By: "soutenue par l'AG"},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, line := range []string{"| https://x.example", "https://x.example", "X | http://x.example", "X | javascript://x", "X | https://a.example | https://b.example", "X | a | b"} {
		if _, err := commune.ParseAllies(line); !errors.Is(err, commune.ErrAllyLine) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestAP6_InitiativesAreListedWithWhoSupportsThem(t *testing.T) {
	p := commune.PopularAssemblyPage{Rules: "Une personne, une voix.", Initiatives: "Cantine | l'AG du faubourg"}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	p.Initiatives = "Cantine | ftp://cantine.example"
	if err := p.Check(); !errors.Is(err, commune.ErrAllyLine) {
		t.Errorf("%v", err)
	}
}

func TestAP2_APopularAssemblyIsLedByWhoOpenedItWhateverOurMandates(t *testing.T) {
	m := commune.Meeting{ID: 1, Body: 7, StartsAt: start, ConvenedAt: start, OpenedAt: start, OpenedBy: 2}
	if err := m.Facilitates(2, nil, commune.Lead{Opener: true, Asker: true, Facilitator: true}, start.Add(time.Minute)); err != nil {
		t.Errorf("who opened it: %v", err)
	}
	own := commune.Mandates{commune.Provisional(commune.Member{ID: 3, PublicName: "Zoé"}, commune.KindCommune, "t", "m", start)}
	if err := m.Facilitates(3, own, commune.Lead{Opener: true, Asker: true}, start.Add(time.Minute)); !errors.Is(err, commune.ErrNotMandated) {
		t.Errorf("our facilitator: %v", err)
	}
}

func TestAP2_TheAgendaOfAPopularAssemblyIsWrittenUntilItIsOver(t *testing.T) {
	b := commune.Body{ID: 7, Kind: commune.PopularAssembly}
	m, err := commune.NewPopularMeeting(b, commune.Meeting{StartsAt: start.Add(time.Hour), Place: "Place"}, start)
	if err != nil || m.AcceptsItems(start.Add(2*time.Hour)) != nil {
		t.Errorf("%+v, %v", m, err)
	}
	m.OpenedAt, m.ClosedAt = start.Add(time.Hour), start.Add(2*time.Hour)
	if err := m.AcceptsItems(start.Add(3 * time.Hour)); !errors.Is(err, commune.ErrMeetingEnded) {
		t.Errorf("%v", err)
	}
	if _, err := commune.NewPopularMeeting(commune.Body{Kind: commune.Commission}, m, start); !errors.Is(err, commune.ErrNotFound) {
		t.Errorf("a commission's: %v", err)
	}
}

func TestASlugIsCutBetweenWords(t *testing.T) {
	for name, want := range map[string]string{
		"Assemblée de la place du Marché":      "assemblee-de-la-place",
		"Assemblée de la place du Bourg":       "assemblee-de-la-place-du-bourg",
		"Anticonstitutionnellementimpensables": "anticonstitutionnellementimpen",
		"Jardins":                              "jardins",
	} {
		if got := commune.SlugOf(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
