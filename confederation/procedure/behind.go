package procedure

import (
	"federes.org/commune/register"
	"federes.org/commune/store"
)

// ReceiveOwnHead takes in the head of our own log that a witness cosigned last. Our signature alone makes it one: nobody else can stop us from
// writing. If our log is shorter, an older copy of it was put back, and nothing is written any more until the newer one is back or the
// assembly's answer is to go on (CR-2). It tells how many entries are missing.
func ReceiveOwnHead(tx *store.Tx, signed []byte) (missing int64, err error) {
	o, err := tx.Organisation()
	if err != nil {
		return 0, err
	}
	own, err := tx.ProofKey(o.AssemblyName())
	if err != nil {
		return 0, err
	}
	head, err := register.OpenCheckpoint(signed, o.LogOrigin(), own)
	if err != nil {
		return 0, nil //nolint:nilerr // what we did not sign says nothing of us
	}
	size, err := tx.LogSize()
	if err != nil || head.Tree.Size <= int64(size) {
		return 0, err
	}
	return head.Tree.Size - int64(size), tx.Reaches(head.Tree.Size)
}
