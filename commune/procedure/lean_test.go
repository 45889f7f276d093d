package procedure_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// SE-7, PW-1: an admission that has done all but commit when its mandate is revoked is not done any more. Where one writes at a time, the
// revocation waits for it instead.
func TestSE7_AnActBegunUnderAMandateIsNotDoneAfterItsRevocation(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", false)
		point := w.item(meeting)
		w.inSession(meeting)
		m := w.give(point.ID, awa, commune.AdmitMembers)
		w.tx(w.revoking(w.founder, m.ID))
		motion := w.revocation(m.ID)
		w.open(motion.ID)
		w.tx(w.cast(w.founder, motion.ID, commune.For))
		admit := func(tx *store.Tx) error {
			_, err := procedure.Admit(tx, awa, "Nino B.", "nino@tisserands.example")
			return err
		}
		err := w.overtaken(admit, w.closing(motion.ID))
		if ended := w.mandate(); ended.Ending != commune.Revoked {
			t.Errorf("the mandate is %+v", ended)
		}
		if done := err == nil; done != (w.dialect() == "sqlite") || !done && !errors.Is(err, commune.ErrNotMandated) {
			t.Errorf("the admission ends with %v", err)
		}
		w.view(func(tx *store.Tx) error {
			all, err := tx.Members()
			if want := map[string]int{"sqlite": 3, "postgres": 2}[w.dialect()]; len(all) != want {
				t.Errorf("%d people, want %d", len(all), want)
			}
			return err
		})
	})
}

// overtaken begins an act, has another one done before it commits if the database lets two write at once, and gives what came of the first.
func (w *world) overtaken(act, by func(tx *store.Tx) error) error {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	other := make(chan error, 1)
	var begun sync.Once
	err := w.InTx(ctx, func(tx *store.Tx) error {
		if err := act(tx); err != nil {
			return err
		}
		begun.Do(func() {
			go func() { other <- w.InTx(ctx, by) }()
			if tx.DB().Name() == "postgres" {
				other <- <-other
			}
		})
		return nil
	})
	if by := <-other; by != nil {
		w.Errorf("what overtook it ends with %v", by)
	}
	return err
}
