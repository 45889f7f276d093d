package procedure

import (
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// activeMember is a person whom a form names, or the refusal of a form that names nobody.
func activeMember(tx *store.Tx, id commune.MemberID, nobody commune.Refusal) (commune.Member, error) {
	m, err := tx.Member(id)
	if errors.Is(err, commune.ErrNotFound) || (err == nil && !m.Active()) {
		return m, nobody
	}
	return m, err
}

// checkPriorities reads the ordered list of themes (OJ-3).
func checkPriorities(_ *store.Tx, payload []byte) ([]byte, error) {
	themes, err := commune.Priorities(string(payload))
	return []byte(strings.Join(themes, "\n")), err
}

// carryPriorities makes the list the assembly's, with the decision that set it (OJ-3, CH-2).
func carryPriorities(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	return tx.ChangeSetting(commune.SettingChange{
		Key: commune.SettingPriorities, Value: string(payload), Decision: d.ID, ChangedAt: d.DecidedAt,
	})
}
