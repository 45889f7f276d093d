package procedure_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func item(on commune.MeetingID) commune.Item {
	return commune.Item{Meeting: on, Title: "Jardins partagés", Kind: commune.Debate, Minutes: 10}
}

func TestOJ1_WhatIsProposedFromTheCloseOnGoesToTheNextAgenda(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.clock.Set(meeting.AgendaClosesAt.Add(-time.Microsecond))
		if p := w.item(meeting); p.Late || p.Meeting != meeting.ID || p.On.ID != meeting.ID {
			t.Errorf("in time: %+v", p)
		}
		for _, at := range []time.Time{meeting.AgendaClosesAt, meeting.StartsAt, meeting.StartsAt.AddDate(0, 0, 3)} {
			w.clock.Set(at)
			p := w.item(meeting)
			if !p.Late || p.Meeting == meeting.ID || p.On.Kind != commune.Ordinary || !p.On.StartsAt.After(meeting.StartsAt) || !p.On.AgendaClosesAt.After(at) {
				t.Errorf("at %s: %+v", at, p)
			}
		}
	})
}

func TestOJ1_NoneOfThoseProposedAtOnceFromTheCloseOnIsOnTheAgenda(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.clock.Set(meeting.AgendaClosesAt)
		for _, err := range w.atOnce(20, func(_ int, tx *store.Tx) error {
			_, err := procedure.ProposeItem(tx, w.founder, item(meeting.ID))
			return err
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		w.view(func(tx *store.Tx) error {
			if on, err := tx.Items(meeting.ID); err != nil || len(on) != 0 {
				t.Errorf("%d items came in, %v", len(on), err)
			}
			return nil
		})
	})
}

func TestOJ2_EveryMemberCanAddAnItemPaidOrNotAndNobodyElse(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", false)
		w.tx(func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, awa, item(meeting.ID)); return err })
		w.tx(func(tx *store.Tx) error {
			m, err := tx.Member(awa)
			if err != nil {
				return err
			}
			m.LeftAt = tx.Now()
			return tx.SaveMember(m)
		})
		w.refused(commune.ErrNotMember, func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, awa, item(meeting.ID)); return err })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, 999, item(meeting.ID)); return err })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, w.founder, item(999)); return err })
		w.refused(commune.ErrTitleMissing, func(tx *store.Tx) error {
			_, err := procedure.ProposeItem(tx, w.founder, commune.Item{Meeting: meeting.ID, Title: " "})
			return err
		})
	})
}

func TestOJ3_WhoProposesNeitherPlacesTheItemNorReplacesAnother(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		first := w.item(meeting)
		w.tx(func(tx *store.Tx) error {
			other := item(meeting.ID)
			other.ID, other.Position = first.ID, -5
			p, err := procedure.ProposeItem(tx, w.founder, other)
			if p.ID == first.ID || p.Position != 0 {
				t.Errorf("proposed as %+v", p.Item)
			}
			return err
		})
		motion := w.motion(meeting, commune.Motion{Item: first.ID})
		forged := w.motion(meeting, commune.Motion{Item: first.ID, ID: motion.ID, OpenedAt: w.clock.Now(), ClosedAt: w.clock.Now(), For: 99, Adopted: true})
		if forged.ID == motion.ID || forged.Opened() || forged.Adopted || forged.For != 0 {
			t.Errorf("a motion was proposed as %+v", forged)
		}
	})
}

func TestOJ3_PrioritiesThatTheAssemblyDecidedOrderItsAgendas(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.refused(commune.ErrThemeUnknown, func(tx *store.Tx) error {
			i := item(meeting.ID)
			i.Theme = "logement"
			_, err := procedure.ProposeItem(tx, w.founder, i)
			return err
		})
		point := w.item(meeting)
		w.refused(commune.ErrPrioritiesInvalid, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: point.ID, Form: commune.FormPriorities, Text: "t", Audience: commune.Public, Payload: []byte("a\na"),
			})
			return err
		})
		motion := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormPriorities, Payload: []byte(" logement \r\nsolidarité")})
		w.inSession(meeting)
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		next := w.nextMeeting()
		for _, theme := range []string{"", "solidarité", "logement"} {
			w.tx(func(tx *store.Tx) error {
				i := item(next.ID)
				i.Theme, i.Title = theme, "Sur "+theme
				_, err := procedure.ProposeItem(tx, w.founder, i)
				return err
			})
		}
		w.view(func(tx *store.Tx) error {
			agenda, err := procedure.Agenda(tx, next.ID)
			if err != nil || len(agenda) != 3 || agenda[0].Theme != "logement" || agenda[1].Theme != "solidarité" || agenda[2].Starts != 20 {
				t.Errorf("the agenda is %+v, %v", agenda, err)
			}
			var history []commune.SettingChange // CH-2
			if err := tx.DB().Find(&history).Error; err != nil {
				return err
			}
			d, err := tx.DecisionOf(motion.ID)
			if err != nil || len(history) != 1 || history[0].Decision != d.ID || history[0].Value != "logement\nsolidarité" || !history[0].ChangedAt.Equal(d.DecidedAt) {
				t.Errorf("the history is %+v, %v", history, err)
			}
			return nil
		})
	})
}

func TestOJ4_WhatAMeetingDidNotDecideGoesToTheNext(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		decided := w.motion(meeting, commune.Motion{})
		waiting := w.motion(meeting, commune.Motion{})
		half := w.motion(meeting, commune.Motion{})
		rest := w.motion(meeting, commune.Motion{Item: half.Item})
		w.inSession(meeting)
		for _, m := range []commune.Motion{decided, half} {
			w.vote(m.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		}
		w.end(meeting)
		w.view(func(tx *store.Tx) error {
			on := make(map[commune.MotionID]bool)
			for _, m := range []commune.Motion{decided, waiting, half, rest} {
				now, err := tx.Motion(m.ID)
				if err != nil {
					return err
				}
				i, err := tx.Item(now.Item)
				if err != nil || i.Meeting != now.Meeting {
					t.Errorf("the motion %d is on %d, its item on %d, %v", m.ID, now.Meeting, i.Meeting, err)
				}
				on[m.ID] = now.Meeting == meeting.ID
			}
			if !on[decided.ID] || on[waiting.ID] || !on[half.ID] || on[rest.ID] {
				t.Errorf("on the meeting that is over: %v", on)
			}
			return nil
		})
	})
}

func TestAG2_AMissedMeetingLeavesItsItemsToTheNext(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{})
		w.clock.Set(meeting.StartsAt.Add(commune.OpenableFor))
		for _, err := range w.atOnce(4, func(_ int, tx *store.Tx) error { return procedure.Schedule(tx) }) {
			if err != nil {
				t.Error(err)
			}
		}
		w.view(func(tx *store.Tx) error {
			moved, err := tx.Motion(motion.ID)
			if err != nil {
				return err
			}
			next, err := tx.Meeting(moved.Meeting)
			if err != nil || !next.StartsAt.After(meeting.StartsAt) || next.AcceptsItems(tx.Now()) != nil {
				t.Errorf("the motion went to %+v, %v", next, err)
			}
			return nil
		})
	})
}

func TestAG2_TwoMeetingsAreAlwaysForeseenHoweverOftenAndHoweverLateOneLooks(t *testing.T) {
	each(t, func(w *world) {
		for range 12 {
			w.clock.Add(11 * 24 * time.Hour)
			for range 2 {
				w.tx(procedure.Schedule)
			}
		}
		w.view(func(tx *store.Tx) error {
			all, err := tx.Meetings()
			if err != nil {
				return err
			}
			slices.Reverse(all)
			coming := 0
			for i, m := range all {
				if m.AcceptsItems(tx.Now()) == nil {
					coming++
				}
				if local := m.StartsAt.In(time.FixedZone("", 7200)); i > 0 && !m.StartsAt.After(all[i-1].StartsAt) || local.Weekday() != time.Thursday {
					t.Errorf("%d is on %s", i, fmt.Sprint(local))
				}
			}
			if coming != 2 {
				t.Errorf("%d are foreseen", coming)
			}
			return nil
		})
	})
}
