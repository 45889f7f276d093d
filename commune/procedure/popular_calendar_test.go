package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// occasions are what a stranger reads in the calendar of a body in the month to come.
func (w *world) occasions(body commune.BodyID) (all []commune.Occasion) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) {
		all, err = procedure.EventsOf(tx, commune.Reader{}, body, commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 1, 0)})
		return err
	})
	return all
}

func TestAP5_ASittingStandsInTheCalendarAndIsAnnouncedByItsAssembly(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		found := w.occasions(s.body.ID)
		if len(found) != 1 || found[0].Meeting != s.meeting.ID || found[0].Title != s.body.Name || found[0].Guests != commune.ForEverybody || found[0].General() || found[0].Place != "Place du marché" {
			t.Fatalf("its calendar: %+v", found)
		}
		for _, o := range w.occasions(0) {
			if o.Meeting == s.meeting.ID {
				t.Errorf("it stands in the calendar of the organisation itself: %+v", o)
			}
		}
		w.tell()
		w.tell()
		told := w.told.eventsTold()
		if len(told) != 1 || told[0].Verb != commune.EventAnnounced || told[0].Name != s.body.Name || !strings.HasSuffix(string(told[0].Body), "/p/assemblee-de-la-place") {
			t.Errorf("told: %+v", told)
		}
	})
}

func TestCO7_AnEventOfABodyIsToldAsItsOwn(t *testing.T) {
	each(t, func(w *world) {
		b := w.popular("Assemblée de la place")
		w.put(w.founder, commune.Gathering{Title: "Banquet", Guests: commune.ForEverybody, Body: b.ID})
		w.put(w.founder, commune.Gathering{Title: "Chorale", Guests: commune.ForEverybody})
		awa := w.member("Awa D.", true)
		w.refused(commune.ErrCalendarHand, func(tx *store.Tx) error {
			_, err := procedure.PutGathering(tx, awa, announced(w, commune.Gathering{Body: b.ID}))
			return err
		})
		w.tell()
		by := map[string]string{}
		for _, e := range w.told.eventsTold() {
			by[e.Name] = string(e.Body)
		}
		if !strings.HasSuffix(by["Banquet"], "/p/assemblee-de-la-place") || !strings.HasSuffix(by["Chorale"], "/ag") {
			t.Errorf("told by %v", by)
		}
	})
}

func TestAG2_TheRhythmIsForeseenForAboutAYearAndToldToNobody(t *testing.T) {
	each(t, func(w *world) {
		w.tx(procedure.Schedule)
		w.view(func(tx *store.Tx) error {
			all, err := procedure.ReadCalendar(tx, procedure.CalendarView{Span: commune.Span{From: tx.Now(), Until: tx.Now().AddDate(50, 0, 0)}})
			if err != nil || len(all) < 25 || len(all) > 31 || !all[len(all)-1].Foreseen || all[len(all)-1].StartsAt.After(tx.Now().Add(401*24*time.Hour)) {
				t.Errorf("%d occasions in fifty years, %v", len(all), err)
			}
			return nil
		})
		w.tell()
		if told := w.told.eventsTold(); len(told) != 0 {
			t.Errorf("told of %+v", told)
		}
	})
}
