package procedure_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func undo(who commune.MemberID, m commune.Meeting, seen commune.ActID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.Undo(tx, who, m.ID, seen); return err }
}

// moment is all that the acts of the floor and of the agenda change, as the database keeps it.
type moment struct {
	Item  commune.ItemID
	Floor procedure.Floor
	Items []commune.Item
	Left  []commune.Adjournment
}

func (w *world) moment(m commune.Meeting) (s moment) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		now, err := tx.Meeting(m.ID)
		if err != nil {
			return err
		}
		s.Item = now.Item
		if s.Floor, err = procedure.ReadFloor(tx, m.ID); err != nil {
			return err
		}
		if s.Items, err = tx.Items(m.ID); err != nil {
			return err
		}
		s.Left, err = tx.Adjournments(m.ID)
		return err
	})
	return s
}

func TestMO2_EveryActIsTakenBackExactly(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 60, 50, 100)
		who := []commune.MemberID{w.member("Awa D.", true), w.member("Karim B.", true), w.member("Ioana R.", true)}
		w.inSession(m, who...)
		w.asks(m, who[0], who[1])
		steps := []func(tx *store.Tx) error{
			start(w.founder, points[0]),
			func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, w.founder, m.ID, who[0]); return err },
			func(tx *store.Tx) error { return procedure.RecallSpeaker(tx, w.founder, m.ID, commune.TooLong) },
			func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, w.founder, m.ID, 0); return err },
			func(tx *store.Tx) error { return procedure.EndSpeech(tx, who[1], m.ID) },
			start(w.founder, points[1]),
			adjourning(w.founder, m),
			func(tx *store.Tx) error { return procedure.EndItem(tx, w.founder, m.ID) },
		}
		var before []string
		for _, step := range steps {
			before = append(before, fmt.Sprintf("%+v", w.moment(m)))
			w.clock.Add(time.Minute)
			w.tx(step)
		}
		w.refused(commune.ErrNotMandated, undo(who[0], m, 0))
		for i := len(steps) - 1; i >= 0; i-- {
			w.clock.Add(time.Second)
			w.tx(undo(w.founder, m, 0))
			if after := fmt.Sprintf("%+v", w.moment(m)); after != before[i] {
				t.Errorf("step %d was taken back to\n%s, it was\n%s", i, after, before[i])
			}
		}
		w.refused(commune.ErrNothingToUndo, undo(w.founder, m, 0))
	})
}

func TestMO2_WhatCameLaterStandsAgainstTakingBack(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		remove := func(whom commune.MemberID) {
			w.tx(func(tx *store.Tx) error { return procedure.LeaveQueue(tx, w.founder, turn(m, whom)) })
		}
		w.asks(m, who[0])
		remove(who[0])
		w.asks(m, who[0]) // asks anew
		w.refused(commune.ErrUndoAgainst, undo(w.founder, m, 0))
		remove(who[0])
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, who[0], m.ID) })
		w.refused(commune.ErrUndoAgainst, undo(w.founder, m, 0))
		w.asks(m, who[1])
		w.gives(m)
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, who[1], m.ID) }) // the turn ends with it
		w.refused(commune.ErrUndoAgainst, undo(w.founder, m, 0))
		if f := w.moment(m).Floor; f.Speaking.ID != 0 {
			t.Errorf("who left still speaks: %+v", f.Speaking)
		}
		w.asks(m, who[2])
		w.gives(m)
		w.tx(func(tx *store.Tx) error { return procedure.EndSpeech(tx, who[2], m.ID) })
		w.asks(m, who[2])
		w.refused(commune.ErrUndoAgainst, undo(w.founder, m, 0)) // they would speak and wait at once
		w.end(m)
		w.refused(commune.ErrMeetingNotOpen, undo(w.founder, m, 0))
	})
}

func TestMO2_PressedTwiceItTakesOneActBack(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.asks(m, who...)
		w.gives(m)
		w.gives(m)
		var last commune.Act
		w.view(func(tx *store.Tx) (err error) { last, err = tx.LastAct(m.ID); return err })
		w.one(w.atOnce(6, func(_ int, tx *store.Tx) error { return undo(w.founder, m, last.ID)(tx) }), commune.ErrUndoStale)
		if f := w.moment(m).Floor; f.Speaking.Member != who[0] || len(f.Queue) != 2 || f.Queue[0].Member != who[1] {
			t.Errorf("the floor is %+v", f)
		}
	})
}

func TestMO1_TwoWhoGiveTheFloorToTheSamePersonAtOnceGiveItOnce(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.asks(m, who...)
		errs := w.atOnce(2, func(_ int, tx *store.Tx) error {
			_, err := procedure.GiveFloor(tx, w.founder, m.ID, who[0])
			return err
		})
		w.one(errs, commune.ErrFloorMoved)
		if f := w.moment(m).Floor; len(f.Speeches) != 1 || f.Speaking.Member != who[0] {
			t.Errorf("the speeches are %+v", f.Speeches)
		}
	})
}

func TestMO1_APointOfOrderCostsNeitherAPlaceNorATurn(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		order := commune.SpeechRequest{Meeting: m.ID, Member: who[1], Kind: commune.PointOfOrder}
		w.asks(m, who[0], who[1])
		w.clock.Add(time.Second)
		w.tx(func(tx *store.Tx) error { return procedure.AskFloor(tx, who[1], order) })
		w.refused(commune.ErrFloorAsked, func(tx *store.Tx) error { return procedure.AskFloor(tx, who[1], order) })
		w.refused(commune.ErrFloorKind, func(tx *store.Tx) error {
			return procedure.AskFloor(tx, who[2], commune.SpeechRequest{Meeting: m.ID, Member: who[2], Kind: "shout"})
		})
		if s := w.gives(m); s.Member != who[1] || s.Kind != commune.PointOfOrder {
			t.Fatalf("the floor went to %+v", s)
		}
		w.gives(m)
		if s := w.gives(m); s.Member != who[1] || s.Kind != commune.Turn {
			t.Errorf("their turn became %+v", s)
		}
		w.asks(m, who[0])
		w.view(func(tx *store.Tx) error {
			f, err := procedure.ReadFloor(tx, m.ID)
			if len(f.Queue) != 1 || f.Queue[0].Turns != 1 {
				t.Errorf("the queue is %+v", f.Queue)
			}
			return err
		})
	})
}

func TestMO2_SignsAreOneAPersonAndGoneWithTheSpeech(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		sign := func(by commune.MemberID, kind commune.Recall) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.Gesture(tx, by, m.ID, kind) }
		}
		w.refused(commune.ErrNobodySpeaks, sign(who[1], commune.TooLong))
		w.asks(m, who[0], who[1])
		w.gives(m)
		w.refused(commune.ErrGestureOwn, sign(who[0], commune.TooLong))
		w.refused(commune.ErrRecallInvalid, sign(who[1], "louder"))
		w.refused(commune.ErrNotPresent, sign(w.member("Jules V.", true), commune.TooLong))
		w.tx(sign(who[1], commune.TooLong))
		w.tx(sign(who[1], commune.SaidBefore))
		w.tx(sign(who[2], commune.SaidBefore))
		if g := w.moment(m).Floor.Gestures; len(g) != 2 || g[0].Kind != commune.SaidBefore || g[1].Kind != commune.SaidBefore {
			t.Errorf("the signs are %+v", g)
		}
		w.tx(sign(who[2], ""))
		if g := w.moment(m).Floor.Gestures; len(g) != 1 {
			t.Errorf("a sign that was taken back stays: %+v", g)
		}
		w.gives(m)
		if g := w.moment(m).Floor.Gestures; len(g) != 0 {
			t.Errorf("the next speech has signs: %+v", g)
		}
		w.end(m)
		w.view(func(tx *store.Tx) error {
			var kept int64
			if err := tx.DB().Model(&commune.Gesture{}).Count(&kept).Error; err != nil || kept != 0 {
				t.Errorf("%d signs outlive the meeting, %v", kept, err)
			}
			return nil
		})
	})
}

func TestME2_HowTheFloorWasSharedIsKeptWithoutWhoDeclaredWhat(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.tx(func(tx *store.Tx) error { return procedure.DeclarePriority(tx, who[0], m.ID, true) })
		w.asks(m, who[0], who[1])
		w.gives(m)
		w.gives(m)
		w.clock.Add(2 * time.Minute)
		w.end(m)
		w.view(func(tx *store.Tx) error {
			shares, err := tx.Shares(m.ID)
			if len(shares) != 2 || shares[0].Side != commune.SideRoom || shares[0].Persons != 2 || shares[0].Turns != 2 || shares[0].Seconds != 180 {
				t.Errorf("the floor was shared %+v", shares)
			}
			return err
		})
	})
}

// An item that was left to the next agenda may be written there at the moment at which that is taken back: what is saved is saved.
func TestOUP_WhatIsWrittenWhileAnAdjournmentIsTakenBackIsKept(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		points := w.agenda(m, 60, 50, 100)
		w.inSession(m)
		w.tx(adjourning(w.founder, m))
		const written = "Ce que l’on a écrit entre-temps."
		saving, taken := make(chan struct{}), make(chan error)
		go func() {
			<-saving
			taken <- w.InTx(context.Background(), undo(w.founder, m, 0))
		}()
		w.tx(func(tx *store.Tx) error {
			item, err := tx.Item(points[2])
			if err != nil {
				return err
			}
			after := item.Writing()
			after.Text = written
			if _, err := procedure.RewriteItem(tx, w.founder, item.ID, 0, after); err != nil {
				return err
			}
			close(saving)
			w.awaitsLock()
			return nil
		})
		if err := <-taken; err != nil {
			t.Fatal(err)
		}
		w.view(func(tx *store.Tx) error {
			item, err := tx.Item(points[2])
			if err == nil && (item.Text != written || item.Meeting != m.ID) {
				t.Errorf("the item says %q at meeting %d", item.Text, item.Meeting)
			}
			return err
		})
	})
}

// awaitsLock returns once another transaction waits for this one; on SQLite it waits before it has read anything.
func (w *world) awaitsLock() {
	w.Helper()
	for tries := 0; w.dialect() == "postgres" && tries < 500; tries++ {
		if n := w.column("SELECT count(*) FROM pg_locks WHERE NOT granted"); n[0] > 0 {
			return
		}
	}
}
