package procedure

import (
	"federes.org/commune/store"
)

// KeepMembers does what falls due among the people whom the organisation knows: it forgets the wishes to join, and the files to import, whose
// time is over (ME-2), erases who asked for it and cannot sign in (ME-3), forgets guests (ME-2), and reminds of dues that end (ME-1).
func KeepMembers(tx *store.Tx, h House) error {
	if err := tx.PurgeJoins(); err != nil {
		return err
	}
	if err := tx.PurgeImports(); err != nil {
		return err
	}
	if err := depart(tx, h); err != nil {
		return err
	}
	if err := forgetGuests(tx, h); err != nil {
		return err
	}
	return remindDues(tx)
}
