package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// CountHands keeps what who leads counted, for everybody to see before it is proclaimed by the close or doubted. Each count stays in the log.
func CountHands(tx *store.Tx, who commune.MemberID, id commune.MotionID, c commune.HandCount) (commune.Motion, error) {
	m, in, err := leadingVote(tx, who, id)
	if err != nil {
		return m, err
	}
	electors, err := tx.Electors(id)
	if err != nil {
		return m, err
	}
	c.By = who
	if m, err = m.CountHands(c, electors, tx.Now()); err != nil {
		return m, err
	}
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	tx.Touch(in.ID)
	return m, Note(tx, "HandCount", map[string]any{"motion": m.ID, "by": who, "hands": m.Hands, "countedAt": m.CountedAt})
}

// VoteAgain puts the same question once more, at once and in the same mode, to those who are there now: in place of a hand count that is
// doubted, which stays in the log, or after a choice that selected none (AG-5).
func VoteAgain(tx *store.Tx, h House, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	m, in, err := leadingVote(tx, who, id)
	if err != nil {
		return m, err
	}
	doubted := m.Voting()
	before, again, err := m.Again(who, tx.Now())
	if err != nil {
		return m, err
	}
	if doubted {
		if before, err = tx.PutMotion(before); err != nil {
			return m, err
		}
		if err := Note(tx, "Void", map[string]any{"motion": m.ID, "hands": m.Hands, "voidedAt": tx.Now()}); err != nil {
			return m, err
		}
	}
	if again, err = tx.PutMotion(again); err != nil {
		if store.IsUnique(err) {
			err = commune.ErrNothingToRepeat
		}
		return m, err
	}
	return openVote(tx, h, in, again, before.Mode)
}
