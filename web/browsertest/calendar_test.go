package browsertest

import (
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

var calendarViews = []view{
	{route: "/calendar", path: "/calendar", who: everybody},
	{route: "/calendar", path: "/calendar?body=0", who: members},
	{route: "/calendar", path: "/calendar?month=2031-02", who: outsiders},
	{route: "/calendar", path: "/calendar?month=hier", who: outsiders, status: 404},
	{route: "/calendar/list", path: "/calendar/list", who: insidersFirst},
	{route: "/calendar/list", path: "/calendar/list?month=2031-02", who: members},
	{route: "/calendar/new", path: "/calendar/new", who: members},
	{route: "/calendar/new", path: "/calendar/new", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/calendar/new", path: "/calendar/new", who: members, status: 422, fill: map[string]string{"starts": "2020-01-01T10:00", "title": "Hier"}},
	{route: "/calendar/events/:id", path: "/calendar/events/{public}", who: []string{member, stranger}},
	{route: "/calendar/events/:id", path: "/calendar/events/{off}", who: members},
	{route: "/calendar/events/:id/:number", path: "/calendar/events/{series}/2", who: []string{stranger, member}},
	{route: "/calendar/events/:id/:number", path: "/calendar/events/{series}/99999", who: outsiders, status: 404},
	{route: "/calendar/events/:id/edit", path: "/calendar/events/{series}/edit", who: members},
	{route: "/calendar/events/:id/edit", path: "/calendar/events/{series}/edit", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/calendar/events/:id/edit", path: "/calendar/events/{series}/edit", who: lapsing, status: 403},
	{route: "/calendar/events/:id/:number/edit", path: "/calendar/events/{series}/3/edit", who: members},
	{route: "/calendar/events/:id/:number/edit", path: "/calendar/events/{series}/3/edit", who: members, status: 422, fill: map[string]string{"reason": ""}},
	{route: "/me/calendar", path: "/me/calendar", who: members},
}

var calendarFiles = []file{
	{"/calendar.ics", "/calendar.ics"},
	{"/calendar/events/:id/ics", "/calendar/events/{public}/ics"},
	{"/calendar/feed/:token", "/calendar/feed/{feed}"},
}

// agenda is a commune with a full calendar: assemblies, a series one day of which was moved, a banquet, and what was cancelled.
func agenda(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.amina)
	w.meeting()
	put := func(days int, g commune.Gathering) commune.GatheringID {
		g.Kind, g.Length = commune.Workshop, 120
		g.Day = commune.DayOf(w.clock.Now(), time.UTC).Add(days)
		g.Hour = 18*60 + 30
		w.tx(func(tx *store.Tx) (err error) {
			g, err = procedure.PutGathering(tx, w.amina, g)
			return err
		})
		return g.ID
	}
	public := put(3, commune.Gathering{Title: "Banquet de quartier", Place: "Cour de l’école", Text: "Chacun apporte un plat.", Guests: commune.ForEverybody})
	series := put(5, commune.Gathering{Title: "Chorale", Place: "Grenier", Video: "https://visio.example/chorale", Guests: commune.ForMembers, Series: commune.Series{Rhythm: commune.EachWeek}})
	off := put(4, commune.Gathering{Title: "Atelier vélo", Place: "Garage", Guests: commune.ForMembers})
	w.tx(func(tx *store.Tx) error {
		if _, err := procedure.CancelGathering(tx, w.amina, off, "Il manque des outils."); err != nil {
			return err
		}
		if err := procedure.Come(tx, w.amina, series, 2, true); err != nil {
			return err
		}
		if _, err := procedure.MoveDay(tx, w.amina, series, 2, commune.Otherwise{StartsAt: w.clock.Now().AddDate(0, 0, 13), Place: "Préau"}); err != nil {
			return err
		}
		return procedure.MakeFeed(tx, w.amina, 0)
	})
	return w, map[string]string{"public": fmt.Sprint(public), "series": fmt.Sprint(series), "off": fmt.Sprint(off), "feed": "1." + w.Mark("calendar feed", "1") + ".ics"}
}
