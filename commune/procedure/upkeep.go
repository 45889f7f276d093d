package procedure

import "federes.org/commune/store"

// KeepMembers does what falls due among the people whom the organisation knows: it forgets the wishes to join whose time is over (ME-2).
func KeepMembers(tx *store.Tx) error {
	return tx.PurgeJoins()
}
