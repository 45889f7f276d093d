package procedure_test

import (
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func start(who commune.MemberID, id commune.ItemID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.StartItem(tx, who, id); return err }
}

func adjourning(who commune.MemberID, m commune.Meeting, seen ...commune.ItemID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.Adjourn(tx, who, m.ID, seen); return err }
}

// agenda proposes items of these lengths to a meeting, in their order.
func (w *world) agenda(m commune.Meeting, lengths ...int) (all []commune.ItemID) {
	w.Helper()
	for _, n := range lengths {
		w.tx(func(tx *store.Tx) error {
			p, err := procedure.ProposeItem(tx, w.founder, commune.Item{Meeting: m.ID, Title: "Point", Kind: commune.Debate, Minutes: n})
			all = append(all, p.ID)
			return err
		})
	}
	return all
}

// timing is where a meeting stands.
func (w *world) timing(m commune.Meeting) (t commune.Timing) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		now, err := tx.Meeting(m.ID)
		if err != nil {
			return err
		}
		t, err = procedure.ReadTiming(tx, now)
		return err
	})
	return t
}

// on is where an item stands now.
func (w *world) on(id commune.ItemID) (i commune.Item) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { i, err = tx.Item(id); return err })
	return i
}

func TestDR4_OneItemIsTreatedAtATimeAndItsTimeIsKept(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 20, 30)
		w.refused(commune.ErrMeetingNotOpen, start(w.founder, points[0]))
		awa := w.member("Awa D.", true)
		w.inSession(m, awa)
		w.refused(commune.ErrNotMandated, start(awa, points[0]))
		w.refused(commune.ErrNoItem, func(tx *store.Tx) error { return procedure.EndItem(tx, w.founder, m.ID) })
		w.refused(commune.ErrNotFound, start(w.founder, 999))
		w.tx(start(w.founder, points[0]))
		w.clock.Add(5 * time.Minute)
		before := w.dump()
		w.tx(start(w.founder, points[0])) // pressed twice
		if w.dump() != before {
			t.Error("an item that is treated was started again")
		}
		w.tx(start(w.founder, points[1]))
		w.clock.Add(7 * time.Minute)
		w.tx(start(w.founder, points[0])) // one goes back to it
		w.clock.Add(time.Minute)
		w.tx(func(tx *store.Tx) error { return procedure.EndItem(tx, w.founder, m.ID) })
		at := w.timing(m)
		if _, running := at.Current(); running || at.Items[0].Elapsed != 6*time.Minute || at.Items[1].Elapsed != 7*time.Minute {
			t.Errorf("the items took %s and %s", at.Items[0].Elapsed, at.Items[1].Elapsed)
		}
	})
}

func TestDR4_TwoWhoStartItemsAtOnceLeaveOneThatRuns(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 5, 5, 5, 5)
		w.inSession(m)
		for _, err := range w.atOnce(12, func(i int, tx *store.Tx) error { return start(w.founder, points[i%4])(tx) }) {
			if err != nil {
				t.Error(err)
			}
		}
		running := 0
		for _, i := range w.timing(m).Items {
			if i.Running() {
				running++
			}
		}
		if running != 1 {
			t.Errorf("%d items run", running)
		}
	})
}

func TestOJ4_WhatDoesNotFitGoesToTheNextMeetingAndComesFirstThere(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 60, 50, 30, 20)
		motion := w.motion(m, commune.Motion{Item: points[3]})
		w.inSession(m)
		if over := itemIDs(w.timing(m).Overflow()); !slices.Equal(over, points[2:]) {
			t.Fatalf("foreseen to be adjourned: %v", over)
		}
		awa := w.member("Awa D.", true)
		w.refused(commune.ErrNotMandated, adjourning(awa, m))
		w.refused(commune.ErrOverflowMoved, adjourning(w.founder, m, points[1]))
		w.tx(start(w.founder, points[0]))
		w.tx(adjourning(w.founder, m, points[2:]...))
		w.refused(commune.ErrNothingOver, adjourning(w.founder, m))
		w.refused(commune.ErrMeetingNotOpen, start(w.founder, points[3])) // it is another meeting's now
		w.view(func(tx *store.Tx) error {
			left, err := tx.Adjournments(m.ID)
			if err != nil || len(left) != 2 || left[0].Item != points[2] || left[0].Title != "Point" {
				t.Fatalf("the meeting remembers %+v, %v", left, err)
			}
			next, err := tx.Meeting(left[0].To)
			if err != nil {
				return err
			}
			moved, err := tx.Motion(motion.ID)
			if err != nil || moved.Meeting != next.ID || !next.StartsAt.After(m.StartsAt) {
				t.Errorf("the motion is on %d, %v", moved.Meeting, err)
			}
			return nil
		})
		next := w.meetingOf(points[2])
		fresh := w.agenda(next, 10)
		w.treats(next, points[2], points[3], fresh[0])
		w.tx(place(w.founder, fresh[0], true)) // the preparer's place counts
		w.treats(next, points[2], fresh[0], points[3])
	})
}

// meetingOf is the meeting on whose agenda an item stands.
func (w *world) meetingOf(id commune.ItemID) (m commune.Meeting) {
	w.Helper()
	on := w.on(id).Meeting
	w.view(func(tx *store.Tx) (err error) { m, err = tx.Meeting(on); return err })
	return m
}

func TestOJ4_AtTheEndWhatWasNotTreatedIsCarriedAndWhatWasStays(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 10, 10, 10, 10)
		begun, untouched, voted, half := points[0], points[1], points[2], points[3]
		decided := w.motion(m, commune.Motion{Item: voted})
		waiting := w.motion(m, commune.Motion{Item: half})
		w.inSession(m)
		w.tx(start(w.founder, begun))
		w.tx(start(w.founder, half)) // discussed, and not voted
		w.clock.Add(time.Minute)
		w.vote(decided.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.end(m)
		for id, stays := range map[commune.ItemID]bool{begun: true, untouched: false, voted: true, half: true} {
			if got := w.on(id); (got.Meeting == m.ID) != stays || got.Running() {
				t.Errorf("item %d is on %d: %+v", id, got.Meeting, got)
			}
		}
		if spent := w.on(half).Spent; spent != time.Minute {
			t.Errorf("the item that ran at the close took %s", spent)
		}
		w.view(func(tx *store.Tx) error {
			left, err := tx.Adjournments(m.ID)
			if err != nil || len(left) != 2 {
				t.Fatalf("carried: %+v, %v", left, err)
			}
			moved, err := tx.Motion(waiting.ID)
			if err != nil {
				return err
			}
			copied, err := tx.Item(moved.Item)
			if copied.ID == half || copied.Begun() || copied.AdjournedFrom != m.ID || copied.Meeting != left[0].To {
				t.Errorf("the text that waits stands under %+v", copied)
			}
			return err
		})
	})
}

func TestOJ4_AnItemCanBeAdjournedSeveralTimes(t *testing.T) {
	each(t, func(w *world) {
		first := w.nextMeeting()
		point := w.agenda(first, 10)[0]
		w.inSession(first)
		w.end(first)
		second := w.meetingOf(point)
		w.clock.Set(second.StartsAt.Add(commune.OpenableFor)) // nobody opened it
		w.tx(procedure.Schedule)
		third := w.meetingOf(point)
		if third.ID == second.ID || w.on(point).AdjournedFrom != second.ID {
			t.Fatalf("it stands on %d, adjourned from %d", third.ID, w.on(point).AdjournedFrom)
		}
		w.view(func(tx *store.Tx) error {
			for from, to := range map[commune.MeetingID]commune.MeetingID{first.ID: second.ID, second.ID: third.ID} {
				left, err := tx.Adjournments(from)
				if err != nil || len(left) != 1 || left[0].To != to || left[0].Item != point {
					t.Errorf("%d left %+v, %v", from, left, err)
				}
			}
			return nil
		})
	})
}

func itemIDs(items []commune.Item) (all []commune.ItemID) {
	for _, i := range items {
		all = append(all, i.ID)
	}
	return all
}
