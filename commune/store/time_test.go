package store_test

import (
	"context"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

// A page asks for the time before its act takes the lock, and may wait for it long.
func TestAG4_WhoWaitedForTheRowThatDecidesActsAtTheHourAtWhichTheWaitWasOver(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		var m commune.Meeting
		write(t, s, func(tx *store.Tx) (err error) {
			m, err = tx.PutMeeting(commune.Meeting{Kind: commune.Ordinary, StartsAt: clock.Now()})
			return err
		})
		for name, lock := range map[string]func(tx *store.Tx) error{
			"meeting": func(tx *store.Tx) error { _, err := tx.MeetingForUpdate(m.ID); return err },
			"motion":  func(tx *store.Tx) error { _, err := tx.MotionForUpdate(1); return err },
			"ballot":  func(tx *store.Tx) error { _, err := tx.MotionForCasting(1); return err },
		} {
			err := s.InTx(context.Background(), func(tx *store.Tx) error {
				asked := tx.Now()
				clock.Add(time.Minute)
				if err := lock(tx); err != nil && name == "meeting" {
					return err
				}
				if waited := tx.Now().Sub(asked); waited != time.Minute {
					t.Errorf("the %s was locked after %v of a minute", name, waited)
				}
				clock.Add(time.Minute)
				if tx.Now().Sub(asked) != time.Minute {
					t.Errorf("the time of an act moves after the %s was locked", name)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}
