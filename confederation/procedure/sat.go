package procedure

import (
	"encoding/json"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// hearSitting notes that a council of ours sat: our delegates owe their assembly a report on it (CF-6).
func hearSitting(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	var said record.Minutes
	if by.Role != confederation.RoleCouncil || r.AttributedTo != by.Actor || json.Unmarshal(r.Data, &said) != nil {
		return nil
	}
	closed, err := time.Parse(time.RFC3339, said.ClosedAt)
	if err != nil {
		return nil // minutes of a meeting that never ended
	}
	return tx.AddCouncilSitting(commune.CouncilSitting{Record: r.ID, Council: by.Actor, ClosedAt: closed.UTC()})
}

// unhearSitting forgets a sitting whose minutes do not count any more.
func unhearSitting(tx *store.Tx, _ commons.House, _ confederation.Peer, r record.Parsed) error {
	return tx.RemoveCouncilSitting(r.ID)
}
