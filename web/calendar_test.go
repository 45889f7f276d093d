package web_test

import (
	"net/url"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// gathering puts something into the calendar; what is not said is a meeting of two hours on Wednesday 14 October 2026 at 18:30.
func (w *world) gathering(by string, g commune.Gathering) (put commune.Gathering) {
	w.Helper()
	if g.Kind == "" {
		g.Kind = commune.BodyMeeting
	}
	if g.Day == "" {
		g.Day = "2026-10-14"
	}
	g.Hour, g.Length = 18*60+30, 120
	w.tx(func(tx *store.Tx) (err error) {
		put, err = procedure.PutGathering(tx, w.people[by], g)
		return err
	})
	return put
}

// gatheringForm is what a browser sends of a weekly gathering for members, with other values where they are given.
func gatheringForm(pairs ...string) url.Values {
	typed := form("title", "Chorale", "kind", "workshop", "starts", "2026-10-14T18:30", "length", "120", "place", "Grenier", "guests", "members", "rhythm", "week")
	for i := 0; i < len(pairs); i += 2 {
		typed.Set(pairs[i], pairs[i+1])
	}
	return typed
}

func TestOUA_EverybodySeesThatItTakesPlaceAndThoseItIsForWhere(t *testing.T) {
	w := scene(t, decided)
	w.gathering(member, commune.Gathering{Title: "Chorale", Place: "Grenier", Video: "https://visio.example/chorale", Text: "Apportez les partitions.", Guests: commune.ForMembers})
	w.gathering(member, commune.Gathering{Title: "Banquet", Place: "Cour", Guests: commune.ForEverybody})
	for role, sees := range map[string]bool{stranger: false, lapsed: true, member: true} {
		b := w.as(role)
		for _, path := range []string{"/calendar?month=2026-10", "/calendar/list?month=2026-10"} {
			a := b.get(path).is(200)
			a.reads("Chorale")
			a.reads("Banquet")
			a.reads("Assemblée générale")
		}
		for path, details := range map[string][]string{
			"/calendar/list?month=2026-10": {"Grenier"}, "/calendar/events/1": {"Grenier", "visio.example", "partitions"}, "/calendar/events/1/ics": {"Grenier", "visio.example", "partitions"},
		} {
			a := b.get(path).is(200)
			said := strings.ReplaceAll(string(a.body), "\r\n ", "")
			for _, d := range details {
				if strings.Contains(said, d) != sees {
					t.Errorf("%s tells a %s of %s: %v", path, role, d, !sees)
				}
			}
			a.reads("Chorale")
		}
		b.get("/calendar/events/2").reads("Cour")
	}
}
