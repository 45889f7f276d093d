package procedure_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestME1_ARevokedTreasurersOpenTabRecordsNothingMore(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", false)
		pay := func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: awa, Cents: 500, Method: commune.Cash, From: "2026-09-01", Until: "2027-08-31"})
			return err
		}
		w.tx(pay)
		w.tx(func(tx *store.Tx) error { return procedure.EndMandatesOf(tx, w.founder) })
		w.refused(commune.ErrNotMandated, pay)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.TakePaymentBack(tx, w.founder, 1); return err })
	})
}

func TestME1_AWrongPaymentIsTakenBackOnceByAnEntryAndNeverChanged(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		back := func(tx *store.Tx) error { _, err := procedure.TakePaymentBack(tx, w.founder, 1); return err }
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error { return back(tx) }), commune.ErrPaymentTaken)
		w.refused(commune.ErrPaymentTaken, func(tx *store.Tx) error { _, err := procedure.TakePaymentBack(tx, w.founder, 2); return err })
		w.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, awa)
			if err != nil || p.Good || p.Standing.PaidUntil() != "" {
				t.Errorf("after the correction: good %v until %q, %v", p.Good, p.Standing.PaidUntil(), err)
			}
			sum := 0
			for _, payment := range p.Standing.Payments {
				sum += payment.Cents
			}
			if sum != 0 {
				t.Errorf("the sum is %d", sum)
			}
			return nil
		})
	})
}

func TestME1_EachReminderOfDuesIsLeftOnceAndOnlyToWhomItConcerns(t *testing.T) {
	each(t, func(w *world) {
		awa, karim := w.member("Awa D.", true), w.member("Karim B.", true)
		w.member("Inès Q.", false)
		w.tx(func(tx *store.Tx) error { return tx.Mute(karim, commune.TopicDues) })
		left := func() (n int64) {
			w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
			w.view(func(tx *store.Tx) error {
				return tx.DB().Table("jobs").Where("kind = ?", procedure.DuesJob).Count(&n).Error
			})
			return n
		}
		for i, day := range []string{"2027-08-16", "2027-08-17", "2027-08-31", "2027-09-01"} {
			at, _ := time.Parse(time.DateOnly, day)
			w.clock.Set(at.Add(12 * time.Hour))
			for range 2 {
				if got := left(); got != int64(i) {
					t.Errorf("on %s %d letters are left, want %d", day, got, i)
				}
			}
		}
		r := procedure.DuesReminder{Member: awa, Kind: commune.DuesOver, Until: "2027-08-31"}
		w.view(func(tx *store.Tx) error { _, err := r.Reminded(tx); return err })
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: awa, Method: commune.Exemption, Reason: "Au chômage", From: "2027-09-01", Until: "2028-08-31"})
			return err
		})
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := r.Reminded(tx); return err })
	})
}
