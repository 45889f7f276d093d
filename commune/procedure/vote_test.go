package procedure_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"sync"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

func TestAG4_TwoHundredBallotsFromOneHundredPersonsLeaveOneHundred(t *testing.T) {
	each(t, func(w *world) {
		voters := make([]commune.MemberID, 100)
		for i := range voters {
			voters[i] = w.member(fmt.Sprintf("Votante %d", i), true)
		}
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{})
		w.inSession(meeting, voters...)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.founder, motion.ID); return err })
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				err := w.InTx(context.Background(), func(tx *store.Tx) error {
					_, err := procedure.Cast(tx, voters[i%100], motion.ID, commune.For)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		w.tx(func(tx *store.Tx) (err error) {
			motion, err = procedure.CloseVote(tx, w.house, w.founder, motion.ID)
			return err
		})
		if motion.For != 100 || motion.Electorate != 101 {
			t.Errorf("counted %d for, electorate %d; want 100 and 101", motion.For, motion.Electorate)
		}
	})
}

func TestCR2_AnAdoptedMotionIsANumberedDecisionWithItsLeafInTheLog(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{})
		w.inSession(meeting, awa)
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For, awa: commune.For})
		w.tx(func(tx *store.Tx) error {
			d, err := tx.Decision(2026, 1)
			if err != nil {
				return err
			}
			entry, err := tx.Entry(d.Seq)
			if err != nil {
				return err
			}
			keys, err := tx.Keys("ag")
			if err != nil {
				return err
			}
			if _, err := record.Verify(entry.Document, keys.Ed25519.Public().(ed25519.PublicKey)); err != nil {
				t.Error(err)
			}
			return nil
		})
	})
}
