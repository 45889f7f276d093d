package procedure_test

import (
	"context"
	"testing"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation/procedure"
)

// holds has a witness show a head of our own log of a size, signed by us or by another key.
func (w *world) holds(size int64, ours bool) (missing int64) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		keys, err := tx.Keys(o.AssemblyName())
		if err != nil {
			return err
		}
		by := keys.Ed25519
		if !ours {
			by = key(7)
		}
		head, err := register.Checkpoint{Origin: o.LogOrigin(), Tree: register.Tree{Size: size}}.Sign(by)
		if err != nil {
			return err
		}
		missing, err = procedure.ReceiveOwnHead(tx, head)
		return err
	})
	return missing
}

func TestCR2_ARegisterOfWhichAnOldCopyWasPutBackIsNotWrittenOn(t *testing.T) {
	eachCommune(t, func(w *world) {
		var size int64
		w.tx(func(tx *store.Tx) error {
			n, err := tx.LogSize()
			size = int64(n)
			return err
		})
		calls := func(tx *store.Tx) error { _, err := tx.LockLog(); return err }
		if w.holds(size, true) != 0 || w.holds(size+3, false) != 0 {
			t.Error("a head that we have, or did not sign, stops us")
		}
		w.tx(calls)
		if got := w.holds(size+3, true); got != 3 {
			t.Errorf("%d entries are missing, want 3", got)
		}
		w.holds(size+1, true)
		w.refused(commune.ErrRegisterBehind, calls)
		if err := w.View(context.Background(), func(tx *store.Tx) error { _, err := tx.Tree(); return err }); err != nil {
			t.Errorf("it cannot be read either: %v", err)
		}
		w.tx(func(tx *store.Tx) error { return tx.GoOn() })
		w.tx(calls)
	})
}
