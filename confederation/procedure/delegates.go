package procedure

import (
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Delegate is a mandate by which somebody would sit in our council, and whether they do now.
type Delegate struct {
	confederation.Seat
	Sits bool
}

// DelegatesOf are the mandates of a member that run and of which no end is known, in the order in which they have its voice (CF-5).
func DelegatesOf(tx *store.Tx, p confederation.Peer) (all []Delegate, err error) {
	held, err := peers.SeatsOf(tx, p.ID)
	if err != nil {
		return nil, err
	}
	tied, err := seats(tx, p)
	for _, s := range held {
		if s.Given && s.Ending == "" && tx.Now().Before(s.Until) {
			all = append(all, Delegate{s, s.Holds(tx.Now(), tied)})
		}
	}
	return all, err
}
