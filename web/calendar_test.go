package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
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

func TestOUA_ASecretAddressShowsWhatItsMemberMaySeeUntilItIsTakenBack(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	w.gathering(member, commune.Gathering{Title: "Chorale", Place: "Grenier", Guests: commune.ForMembers, Series: commune.Series{Rhythm: commune.EachWeek}})
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.CancelDay(tx, w.people[member], 1, 2, "Orage")
		return err
	})
	calendar := func(path string) string {
		a := w.as(stranger).get(path)
		if a.status != http.StatusOK {
			return fmt.Sprint(a.status)
		}
		if kind := a.header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("%s is %s", path, kind)
		}
		return strings.ReplaceAll(string(a.body), "\r\n ", "")
	}
	public := calendar("/calendar.ics")
	for _, line := range []string{"SUMMARY:Chorale", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20261021T183000", "SUMMARY:Assemblée générale", "SUMMARY:Accueil", "SUMMARY:Moment informel", "UID:meeting-2@"} {
		if !strings.Contains(public, line) {
			t.Errorf("the public calendar has no %s:\n%s", line, public)
		}
	}
	if strings.Contains(public, "Grenier") {
		t.Error("the public calendar tells a reserved place")
	}
	mine := w.as(lapsed)
	mine.post("/me/calendar", form("body", "0")).is(http.StatusSeeOther)
	address := func() string {
		return strings.TrimPrefix(textOf(mine.get("/me/calendar").one("code", "class", "hash")), w.server.URL)
	}
	first := address()
	if !strings.Contains(calendar(first), "LOCATION:Grenier") || w.as(stranger).get(first).header.Get("Cache-Control") != "no-store" {
		t.Error("a member's own calendar does not tell the place, or may be kept")
	}
	mine.post("/me/calendar", form("body", "0")).is(http.StatusSeeOther)
	second := address()
	if got := calendar(first); got != "404" || second == first {
		t.Errorf("the address before answers %s", got)
	}
	w.tx(func(tx *store.Tx) error {
		m, err := tx.MemberForUpdate(w.people[lapsed])
		m.LeftAt = tx.Now()
		if err == nil {
			err = tx.SaveMember(m)
		}
		return err
	})
	if got := calendar(second); got != "404" {
		t.Errorf("the address of someone who left answers %s", got)
	}
	other := w.as(member)
	other.post("/me/calendar", form("body", "0")).is(http.StatusSeeOther)
	other.post("/me/calendar/removal", form("body", "0")).is(http.StatusSeeOther)
	other.post("/me/calendar", form("body", "77")).is(http.StatusNotFound)
	if got := calendar("/calendar/feed/3.0123456789abcdef0123456789abcdef.ics"); got != "404" {
		t.Errorf("a guessed address answers %s", got)
	}
}

func TestOUA_WhoComesIsMailedTheDayBeforeAndWhenItChanges(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	w.gathering(facilitator, commune.Gathering{Title: "Chorale", Place: "Grenier", Guests: commune.ForMembers})
	w.as(member).post("/calendar/events/1/1/coming", form("comes", "yes")).is(http.StatusSeeOther)
	starts := time.Date(2026, 10, 14, 16, 30, 0, 0, time.UTC)
	sent := func(at time.Time) (all []mail.Message) {
		w.clock.Set(at)
		w.tx(func(tx *store.Tx) error { return procedure.TellCalendar(tx, w.house) })
		w.mails = nil
		if err := w.runner.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, m := range w.mails {
			if strings.Contains(m.Subject, "Chorale") {
				all = append(all, m)
			}
		}
		return all
	}
	eve := sent(starts.Add(-20 * time.Hour))
	if len(eve) != 1 || !strings.Contains(eve[0].Subject, "demain") || !strings.Contains(eve[0].Text, "Grenier") || eve[0].Unsubscribe == "" {
		t.Fatalf("the day before: %+v", eve)
	}
	if again := sent(starts.Add(-19 * time.Hour)); len(again) != 0 {
		t.Errorf("mailed twice: %+v", again)
	}
	w.as(facilitator).post("/calendar/events/1/edit", gatheringForm("title", "Chorale", "place", "Préau", "rhythm", "once")).is(http.StatusSeeOther)
	changed := sent(starts.Add(-18 * time.Hour))
	if len(changed) != 1 || !strings.Contains(changed[0].Subject, "Changement") || !strings.Contains(changed[0].Text, "Préau") || changed[0].Thread != eve[0].Thread {
		t.Fatalf("when it changed: %+v", changed)
	}
	w.as(stranger).post(strings.TrimPrefix(changed[0].Unsubscribe, w.server.URL), nil).is(http.StatusOK)
	w.as(facilitator).post("/calendar/events/1/cancellation", form("reason", "Orage")).is(http.StatusSeeOther)
	if gone := sent(starts.Add(-17 * time.Hour)); len(gone) != 0 {
		t.Errorf("who ended these mails got %+v", gone)
	}
	w.as(member).get("/calendar/events/1").reads("Orage")
}

func TestOUA_AFormRefusedKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	b := w.as(member)
	a := b.post("/calendar/events", gatheringForm("title", "", "place", "Sous le préau", "until", "2026-10-01")).is(http.StatusUnprocessableEntity)
	if attr(a.one("input", "name", "place"), "value") != "Sous le préau" || attr(a.one("input", "name", "until"), "value") != "2026-10-01" {
		t.Error("what was typed is lost")
	}
	for _, wrong := range []struct{ name, value, says string }{
		{"starts", "2026-01-01T10:00", "passé"}, {"until", "2026-10-01", "finirait"}, {"every", "100", "rythme"}, {"video", "ici", "adresse"}, {"length", "0", "durée"},
	} {
		b.post("/calendar/events", gatheringForm(wrong.name, wrong.value)).is(http.StatusUnprocessableEntity).reads(wrong.says)
	}
	b.post("/calendar/events", gatheringForm("body", "99")).is(http.StatusNotFound)
	b.get("/calendar?body=99").is(http.StatusNotFound)
	b.get("/calendar?month=2026-13").is(http.StatusNotFound)
}

func TestOUA_WorkThatComesBackByItselfHasSomebodyWhoDoesIt(t *testing.T) {
	pages := newWorld(t, options{}).pages
	every, does := pages.Every(), pages.Jobs()
	for _, kind := range []string{procedure.CalendarJob, procedure.ConvocationJob, procedure.WatchJob} {
		if every[kind] <= 0 {
			t.Errorf("%s never comes back", kind)
		}
	}
	for kind := range every {
		if does[kind] == nil {
			t.Errorf("nobody does %s", kind)
		}
	}
}
