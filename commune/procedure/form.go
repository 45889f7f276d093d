package procedure

import (
	"encoding/json"
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// checkMandate completes the terms with the holder's public name and refuses terms that could not be given (SE-3).
func checkMandate(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.MandateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	holder, err := activeMember(tx, terms.Holder, commune.ErrHolderInvalid)
	if err != nil {
		return nil, err
	}
	terms.HolderName = holder.PublicName
	if err := terms.Check(o.Kind, commune.DayOf(tx.Now(), o.Location())); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

// activeMember is a person whom a form names, or the refusal of a form that names nobody.
func activeMember(tx *store.Tx, id commune.MemberID, nobody commune.Refusal) (commune.Member, error) {
	m, err := tx.Member(id)
	if errors.Is(err, commune.ErrNotFound) || (err == nil && !m.Active()) {
		return m, nobody
	}
	return m, err
}

// carryMandate gives the mandate at the instant of the decision (SE-3, PW-1).
func carryMandate(tx *store.Tx, h House, d commune.Decision, payload []byte) error {
	var terms commune.MandateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	m := terms.Grant(d, o.Location())
	m.AcceptedAt = d.DecidedAt
	if m.Seq, err = tx.LockLog(); err != nil {
		return err
	}
	if m, err = tx.PutMandate(m); err != nil {
		return err
	}
	return recordMandate(tx, h, d, m)
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
