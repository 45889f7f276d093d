package procedure

import (
	"encoding/json"
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// checkExclusion refuses to exclude who is no member.
func checkExclusion(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.ExclusionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	if _, err := activeMember(tx, terms.Member, commune.ErrExcludedInvalid); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

// namesNobody refuses a text that names the person: it stays in the register, and the name would stay with it (ME-3).
func namesNobody(tx *store.Tx, m commune.Motion) error {
	var terms commune.ExclusionTerms
	if err := unmarshal(m.Payload, &terms); err != nil {
		return err
	}
	person, err := tx.Member(terms.Member)
	if err == nil && strings.Contains(strings.ToLower(m.Text), strings.ToLower(person.PublicName)) {
		err = commune.ErrExclusionNames
	}
	return err
}

// carryExclusion ends a person's attendance at the sitting that decided it. They leave the floor, are marked on the list of every vote that
// runs, and cannot come back to this sitting; they stay a member, and come to the next.
func carryExclusion(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.ExclusionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	if err := tx.Exclude(d, terms.Member); err != nil {
		return err
	}
	running, err := tx.RunningMotions(d.Meeting)
	if err != nil {
		return err
	}
	if err := tx.ExpelElector(terms.Member, running); err != nil {
		return err
	}
	if err := Leave(tx, terms.Member, d.Meeting); !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	return nil // who is not there cannot come
}

// allowed refuses who was excluded from a sitting.
func allowed(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	excluded, err := tx.IsExcluded(id, who)
	if err == nil && excluded {
		err = commune.ErrExcluded
	}
	return err
}
