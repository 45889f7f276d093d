package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// put puts a gathering of an hour into the calendar, at 18:30 ten days after the founding unless another day is said.
func (w *world) put(who commune.MemberID, g commune.Gathering) commune.Gathering {
	w.Helper()
	g = announced(w, g)
	w.tx(func(tx *store.Tx) (err error) {
		g, err = procedure.PutGathering(tx, who, g)
		return err
	})
	return g
}

func announced(w *world, g commune.Gathering) commune.Gathering {
	g.Kind, g.Hour, g.Length = commune.BodyMeeting, 18*60+30, 60
	if g.Title == "" {
		g.Title = "Chorale"
	}
	if g.Guests == "" {
		g.Guests = commune.ForMembers
	}
	if g.Day == "" {
		g.Day = commune.DayOf(w.clock.Now(), time.UTC).Add(10)
	}
	return g
}

// tell runs the work of the calendar, and gives how many letters wait.
func (w *world) tell() (letters int) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		if err := procedure.TellCalendar(tx, w.house); err != nil {
			return err
		}
		var n int64
		err := tx.DB().Table("jobs").Where("kind = ?", procedure.GatheringLetterJob).Count(&n).Error
		letters = int(n)
		return err
	})
	return letters
}

// eventsTold are those that the fediverse was told of.
func (h *heard) eventsTold() (all []commune.EventTold) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.events {
		if told, ok := e.(commune.EventTold); ok {
			all = append(all, told)
		}
	}
	return all
}

func TestCO7_WhoIsOfABodyWritesItsMeetingsAndMembersWriteTheCommunes(t *testing.T) {
	each(t, func(w *world) {
		awa, karim, ines := w.member("Awa D.", true), w.member("Karim B.", true), w.member("Inès Q.", false)
		var jardins commune.Body
		w.tx(func(tx *store.Tx) (err error) {
			jardins, err = procedure.AddBody(tx, commune.Body{Kind: commune.Commission, Slug: "jardins", Name: "Jardins", Purpose: "Planter.", CreatedAt: tx.Now()})
			if err == nil {
				_, err = procedure.JoinCommission(tx, awa, jardins.ID)
			}
			return err
		})
		for _, no := range []struct {
			who  commune.MemberID
			body commune.BodyID
		}{{karim, jardins.ID}, {ines, 0}} {
			w.refused(commune.ErrCalendarHand, func(tx *store.Tx) error {
				_, err := procedure.PutGathering(tx, no.who, announced(w, commune.Gathering{Body: no.body}))
				return err
			})
		}
		of := w.put(awa, commune.Gathering{Body: jardins.ID, Title: "Semis"})
		w.put(karim, commune.Gathering{Title: "Banquet"})
		w.refused(commune.ErrCalendarHand, func(tx *store.Tx) error {
			_, err := procedure.CancelGathering(tx, karim, of.ID, "Non")
			return err
		})
		w.view(func(tx *store.Tx) error {
			span := commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 1, 0)}
			found, err := procedure.EventsOf(tx, commune.Reader{}, jardins.ID, span)
			if err != nil || len(found) != 1 || found[0].Title != "Semis" || !found[0].Hidden {
				t.Errorf("of the body: %+v %v", found, err)
			}
			all, err := procedure.ReadCalendar(tx, procedure.CalendarView{Span: span})
			assemblies := 0
			for _, o := range all {
				if o.Meeting != 0 {
					assemblies++
				}
			}
			if err != nil || len(all)-assemblies != 2 || assemblies == 0 {
				t.Errorf("of everybody: %+v %v", all, err)
			}
			return nil
		})
	})
}

func TestOUA_OneDayOfASeriesIsOtherwiseAndItsReadersAreTold(t *testing.T) {
	each(t, func(w *world) {
		awa, karim := w.member("Awa D.", true), w.member("Karim B.", true)
		g := w.put(awa, commune.Gathering{Series: commune.Series{Rhythm: commune.EachWeek}, Place: "Cour"})
		w.tx(func(tx *store.Tx) error { return procedure.Come(tx, karim, g.ID, 2, true) })
		if n := w.tell(); n != 0 {
			t.Errorf("%d letters before anything changed", n)
		}
		start := w.clock.Now().AddDate(0, 0, 18)
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.MoveDay(tx, awa, g.ID, 2, commune.Otherwise{StartsAt: start, Place: "Préau"})
			return err
		})
		if n := w.tell(); n != 1 {
			t.Errorf("%d letters after it was moved", n)
		}
		if n := w.tell(); n != 1 {
			t.Errorf("%d letters when told twice", n)
		}
		var letter commune.GatheringLetter
		w.view(func(tx *store.Tx) error {
			letter = commune.GatheringLetter{Gathering: g.ID, Number: 2, Member: karim, Edition: 2, EndsAt: start.Add(time.Hour)}
			m, err := procedure.ReadGatheringMail(tx, letter)
			if err != nil || !m.Before || m.Occasion.Place != "Préau" || m.Topic != commune.TopicEvents {
				t.Errorf("the letter says %+v %v", m, err)
			}
			return nil
		})
		w.tx(func(tx *store.Tx) error { return tx.PutGatheringLetter(letter) })
		w.tx(func(tx *store.Tx) error { _, err := procedure.CancelDay(tx, awa, g.ID, 2, "Orage"); return err })
		w.refused(commune.ErrGatheringCancelled, func(tx *store.Tx) error { return procedure.Come(tx, awa, g.ID, 2, true) })
		if n := w.tell(); n != 2 {
			t.Errorf("%d letters after it was cancelled", n)
		}
		w.view(func(tx *store.Tx) error {
			view, err := procedure.ReadGathering(tx, commune.Reader{Member: true}, g.ID, 2)
			if err != nil || !view.Occasion.Cancelled || view.Occasion.Reason != "Orage" || len(view.Coming) != 1 {
				t.Errorf("its page: %+v %v", view, err)
			}
			return nil
		})
	})
}

func TestOUA_ADayBeforeThoseItConcernsAreRemindedOnce(t *testing.T) {
	each(t, func(w *world) {
		awa, karim, ines, jules := w.member("Awa D.", true), w.member("Karim B.", true), w.member("Inès Q.", false), w.member("Jules V.", true)
		g := w.put(awa, commune.Gathering{})
		w.tx(func(tx *store.Tx) error { return procedure.Come(tx, karim, g.ID, 1, true) })
		w.tx(func(tx *store.Tx) error { return procedure.Come(tx, jules, g.ID, 1, true) })
		w.tx(func(tx *store.Tx) error {
			return procedure.ChooseMails(tx, ines, []commune.Topic{commune.TopicAllEvents})
		})
		w.tx(func(tx *store.Tx) error { return procedure.ChooseMails(tx, jules, nil) })
		day, _ := g.Occurrence(1, nil, time.FixedZone("CEST", 7200))
		w.clock.Set(day.StartsAt.Add(-25 * time.Hour))
		if n := w.tell(); n != 0 {
			t.Errorf("%d letters two days before", n)
		}
		w.clock.Set(day.StartsAt.Add(-23 * time.Hour))
		if n := w.tell(); n != 2 { // who comes, and who wished for all; not who asked for none, nor who only put it there
			t.Errorf("%d letters the day before", n)
		}
		w.view(func(tx *store.Tx) error {
			for who, topic := range map[commune.MemberID]commune.Topic{karim: commune.TopicEvents, ines: commune.TopicAllEvents} {
				m, err := procedure.ReadGatheringMail(tx, commune.GatheringLetter{Gathering: g.ID, Number: 1, Member: who})
				if err != nil || m.Before || m.Topic != topic {
					t.Errorf("a letter to %d: %+v %v", who, m, err)
				}
			}
			return nil
		})
		w.clock.Set(day.EndsAt.Add(time.Hour))
		w.tell()
		w.view(func(tx *store.Tx) error {
			if all, err := tx.Comers(g.ID, 1); err != nil || len(all) != 0 {
				t.Errorf("who came is still known when it is over: %v %v", all, err)
			}
			return nil
		})
	})
}

func TestOUA_PublicEventsAreToldToTheFediverseAndTakenBack(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		w.put(awa, commune.Gathering{Title: "Réservé"})
		g := w.put(awa, commune.Gathering{Title: "Banquet", Guests: commune.ForEverybody, Place: "Cour"})
		w.tell()
		w.tell()
		told := w.told.eventsTold()
		if len(told) != 1 || told[0].Verb != commune.EventAnnounced || told[0].Name != "Banquet" || !strings.HasSuffix(told[0].ID, "/calendar/events/2/1") || !strings.Contains(told[0].Content, "Cour") {
			t.Fatalf("told of %+v", told)
		}
		g.Place = "Préau"
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeGathering(tx, awa, g); return err })
		w.tell()
		g.Guests = commune.ForMembers
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeGathering(tx, awa, g); return err })
		w.tell()
		g.Guests = commune.ForEverybody
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeGathering(tx, awa, g); return err })
		w.tell()
		w.tx(func(tx *store.Tx) error { _, err := procedure.CancelGathering(tx, awa, g.ID, "Orage"); return err })
		w.tell()
		var verbs []string
		for _, e := range w.told.eventsTold() {
			verbs = append(verbs, string(e.Verb))
		}
		if got := strings.Join(verbs, " "); got != "announced changed withdrawn announced changed" {
			t.Errorf("told: %s", got)
		}
	})
}

func TestOUA_AnAssemblyIsToldToTheFediverseOnceItsMembersAreCalled(t *testing.T) {
	each(t, func(w *world) {
		var m commune.Meeting
		w.tx(func(tx *store.Tx) error {
			if err := procedure.Schedule(tx); err != nil {
				return err
			}
			all, err := tx.MeetingsFrom(tx.Now())
			m = all[0]
			return err
		})
		w.tell()
		if told := w.told.eventsTold(); len(told) != 0 {
			t.Errorf("told before the convocation: %+v", told)
		}
		w.clock.Set(m.StartsAt.AddDate(0, 0, -6))
		w.tx(procedure.Convoke)
		w.tell()
		told := w.told.eventsTold()
		if len(told) != 1 || !strings.HasPrefix(told[0].Name, "Assemblée générale") || !strings.Contains(told[0].ID, "/meetings/") || told[0].Place != "Maison du peuple" {
			t.Fatalf("told of %+v", told)
		}
	})
}

func TestDR5_TheNextAssemblyShowsItsInformalMomentAndWhoComesForTheFirstTime(t *testing.T) {
	each(t, func(w *world) {
		w.member("Awa D.", true)
		w.tx(procedure.Schedule)
		w.view(func(tx *store.Tx) error {
			all, err := procedure.ReadCalendar(tx, procedure.CalendarView{Members: true, Span: commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 2, 0)}})
			if err != nil || len(all) < 3 {
				t.Fatalf("%+v %v", all, err)
			}
			next := all[0]
			if next.WelcomeAt.Sub(next.StartsAt) != -30*time.Minute || !next.InformalAt.Equal(next.StartsAt.Add(2*time.Hour)) || next.Newcomers != 2 || all[1].Newcomers != 0 {
				t.Errorf("the next assembly: %+v", next)
			}
			if !all[2].Foreseen || all[1].Foreseen || all[2].Meeting != 0 || all[2].InformalAt.IsZero() || all[2].StartsAt.Sub(all[1].StartsAt) < 13*24*time.Hour {
				t.Errorf("the one after those that have an agenda: %+v", all[2])
			}
			return nil
		})
	})
}
