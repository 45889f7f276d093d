package procedure_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// sitting is a meeting in session with the founder, who leads it, and three members in the room.
func (w *world) sitting() (commune.Meeting, []commune.MemberID) {
	w.Helper()
	members := []commune.MemberID{w.member("Awa D.", true), w.member("Karim B.", true), w.member("Ioana R.", true)}
	meeting := w.nextMeeting()
	w.inSession(meeting, members...)
	return meeting, members
}

// turn is the request of a member for a turn.
func turn(m commune.Meeting, who commune.MemberID) commune.SpeechRequest {
	return commune.SpeechRequest{Meeting: m.ID, Member: who, Kind: commune.Turn}
}

func (w *world) asks(m commune.Meeting, who ...commune.MemberID) {
	w.Helper()
	for _, id := range who {
		w.clock.Add(time.Second)
		w.tx(func(tx *store.Tx) error { return procedure.AskFloor(tx, id, turn(m, id)) })
	}
}

func (w *world) gives(m commune.Meeting) (s commune.Speech) {
	w.Helper()
	w.clock.Add(time.Minute)
	w.tx(func(tx *store.Tx) (err error) { s, err = procedure.GiveFloor(tx, w.founder, m.ID, 0); return err })
	return s
}

func (w *world) queue(m commune.Meeting) (members []commune.MemberID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		f, err := procedure.ReadFloor(tx, m.ID)
		if err != nil {
			return err
		}
		for _, p := range f.Queue {
			members = append(members, p.Member)
		}
		sitting, err := procedure.ReadSitting(tx, m.ID)
		if now := sitting.Floor; !slices.Equal(now.Queue, f.Queue) || now.Speaking != f.Speaking {
			w.Errorf("a screen shows %+v, the whole past gives %+v", now.Queue, f.Queue)
		}
		return err
	})
	return members
}

func TestMO1_TheFloorGoesRoundByTheCanadianList(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.asks(m, who[0], who[1])
		if s := w.gives(m); s.Member != who[0] {
			t.Errorf("the floor went to %d", s.Member)
		}
		w.refused(commune.ErrFloorAsked, func(tx *store.Tx) error { return procedure.AskFloor(tx, who[0], turn(m, who[0])) })
		w.gives(m)
		w.asks(m, who[0], who[2])
		if got := w.queue(m); !slices.Equal(got, []commune.MemberID{who[0], who[2]}) {
			t.Errorf("who was told that they speak next was overtaken: %v", got)
		}
		w.tx(func(tx *store.Tx) error { return procedure.LeaveQueue(tx, who[0], turn(m, who[0])) })
		w.asks(m, who[0])
		if got := w.queue(m); !slices.Equal(got, []commune.MemberID{who[2], who[0]}) {
			t.Errorf("who spoke already comes first: %v", got)
		}
	})
}

func TestMO1_WhatIsDeclaredCountsForThisMeetingAndIsPurged(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.tx(func(tx *store.Tx) error { return procedure.DeclarePriority(tx, who[1], m.ID, true) })
		w.asks(m, who[0], who[1])
		if got := w.queue(m); !slices.Equal(got, []commune.MemberID{who[1], who[0]}) {
			t.Errorf("the declared priority does not count: %v", got)
		}
		w.gives(m)
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.founder, m.ID) })
		w.tx(func(tx *store.Tx) error {
			p, err := tx.Presence(m.ID, who[1])
			if err != nil {
				return err
			}
			speeches, err := tx.Speeches(m.ID)
			if p.Priority || speeches[0].Priority || speeches[0].Running() {
				t.Error("what was declared for the meeting outlives it, or the turn goes on")
			}
			return err
		})
		if got := w.queue(m); len(got) != 0 {
			t.Errorf("someone still waits: %v", got)
		}
	})
}

func TestMO1_TheModeratorNotesRaisedHandsAndNobodyElseDoes(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.tx(func(tx *store.Tx) error { return procedure.AskFloor(tx, w.founder, turn(m, who[0])) })
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.AskFloor(tx, who[0], turn(m, who[1])) })
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.LeaveQueue(tx, who[1], turn(m, who[0])) })
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, who[0], m.ID, 0); return err })
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, who[0], m.ID) })
		w.refused(commune.ErrNobodyWaits, func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, w.founder, m.ID, 0); return err })
		w.refused(commune.ErrNotPresent, func(tx *store.Tx) error { return procedure.AskFloor(tx, who[0], turn(m, who[0])) })
	})
}

func TestMO2_WhoSpeaksIsCalledBackToThePoint(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		call := func(c commune.Recall) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.RecallSpeaker(tx, w.founder, m.ID, c) }
		}
		w.refused(commune.ErrNobodySpeaks, call(commune.OffSubject))
		w.asks(m, who[0])
		w.gives(m)
		w.refused(commune.ErrRecallInvalid, call("louder"))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			return procedure.RecallSpeaker(tx, who[1], m.ID, commune.TooLong)
		})
		w.tx(call(commune.OffSubject))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.EndSpeech(tx, who[1], m.ID) })
		w.tx(func(tx *store.Tx) error { return procedure.EndSpeech(tx, who[0], m.ID) })
		w.refused(commune.ErrNobodySpeaks, func(tx *store.Tx) error { return procedure.EndSpeech(tx, w.founder, m.ID) })
	})
}

func TestMO1_TwoFacilitatorsAtOnceGiveTheFloorToTwoPersonsNotTwiceToOne(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.asks(m, who...)
		var given atomic.Int32
		done := make(chan error, 6)
		for range 6 {
			go func() {
				err := w.InTx(context.Background(), func(tx *store.Tx) error {
					_, err := procedure.GiveFloor(tx, w.founder, m.ID, 0)
					return err
				})
				if err == nil {
					given.Add(1)
				}
				done <- err
			}()
		}
		for range 6 {
			<-done
		}
		w.tx(func(tx *store.Tx) error {
			speeches, err := tx.Speeches(m.ID)
			if len(speeches) != 3 || given.Load() != 3 {
				t.Errorf("%d turns and %d answers for three requests", len(speeches), given.Load())
			}
			return err
		})
	})
}
