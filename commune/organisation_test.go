package commune_test

import (
	"strings"
	"testing"

	"federes.org/commune"
)

func tisserands() commune.Organisation {
	return commune.Organisation{
		Kind: commune.KindCommune, Name: "Commune du Faubourg", Place: "Maison du peuple", TimeZone: "Europe/Paris",
		Language: "fr", BaseURL: "http://127.0.0.1:8080",
	}
}

func TestCF1_AnOrganisationIsACommuneOrACouncilWithItsActors(t *testing.T) {
	o := tisserands()
	accepted(t, o.Faults().Err())
	if o.Assembly() != "http://127.0.0.1:8080/ag" || o.Instance() != "http://127.0.0.1:8080/actor" || o.Host() != "127.0.0.1:8080" {
		t.Errorf("%s %s %s", o.Assembly(), o.Instance(), o.Host())
	}
	o.Kind = commune.KindCouncil
	accepted(t, o.Faults().Err())
	if o.Assembly() != "http://127.0.0.1:8080/conseil" {
		t.Errorf("%s", o.Assembly())
	}
}

func TestPW2_AFoundingNamesAKindAPlaceAndAZoneOfTheWorld(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*commune.Organisation)
		want   commune.Refusal
	}{
		"no kind":         {func(o *commune.Organisation) { o.Kind = "" }, commune.ErrFormUnknown},
		"a kind unknown":  {func(o *commune.Organisation) { o.Kind = "party" }, commune.ErrFormUnknown},
		"no name":         {func(o *commune.Organisation) { o.Name = "" }, commune.ErrNameMissing},
		"a long name":     {func(o *commune.Organisation) { o.Name = strings.Repeat("x", commune.MaxName+1) }, commune.ErrTooLong},
		"a broken name":   {func(o *commune.Organisation) { o.Name = "\xff" }, commune.ErrUnreadable},
		"a long place":    {func(o *commune.Organisation) { o.Place = strings.Repeat("x", commune.MaxName+1) }, commune.ErrTooLong},
		"no zone":         {func(o *commune.Organisation) { o.TimeZone = "" }, commune.ErrTimeZoneUnknown},
		"the machine's":   {func(o *commune.Organisation) { o.TimeZone = "Local" }, commune.ErrTimeZoneUnknown},
		"a zone of Mars":  {func(o *commune.Organisation) { o.TimeZone = "Mars/Olympus" }, commune.ErrTimeZoneUnknown},
		"a way elsewhere": {func(o *commune.Organisation) { o.TimeZone = "../../etc/passwd" }, commune.ErrTimeZoneUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			o := tisserands()
			test.change(&o)
			refused(t, o.Faults().Err(), test.want)
		})
	}
}

func TestPW2_AFoundingIsToldAllThatStandsAgainstIt(t *testing.T) {
	err := commune.Organisation{TimeZone: "Mars/Olympus", Place: "\xff"}.Faults().Err()
	for _, want := range []commune.Refusal{commune.ErrFormUnknown, commune.ErrNameMissing, commune.ErrUnreadable, commune.ErrTimeZoneUnknown} {
		refused(t, err, want)
	}
}

func TestAG7_EveryCommuneHasAnAssemblyOfItsOwn(t *testing.T) {
	seen := map[commune.ActorID]bool{}
	for _, base := range []string{"https://crest.example", "https://die.example", "https://die.example:8443"} {
		ag := commune.Organisation{Kind: commune.KindCommune, BaseURL: base}.Assembly()
		if seen[ag] || commune.OriginOf(string(ag)) != base {
			t.Errorf("%s is not of %s alone", ag, base)
		}
		seen[ag] = true
	}
}
