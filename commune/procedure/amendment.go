package procedure

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// ProposeAmendment proposes other words in the place of a motion's; every member in good standing can until its vote opens, one at a time (AG-4).
func ProposeAmendment(tx *store.Tx, h House, who commune.MemberID, a commune.Motion) (commune.Motion, error) {
	m, in, err := motionAndMeeting(tx, a.Amends)
	if err != nil {
		return a, err
	}
	p, err := Identify(tx, who)
	switch state := in.State(tx.Now()); {
	case err != nil:
		return a, err
	case !p.Good:
		return a, commune.ErrNoStanding
	case state == commune.Closed || state == commune.Missed:
		return a, commune.ErrMeetingEnded
	case h.Forms[m.Form].Whole:
		return a, commune.ErrAmendsWhole
	}
	if err := allowed(tx, who, in.ID); err != nil {
		return a, err
	}
	waiting, err := amendmentsWaiting(tx, m.ID)
	if err != nil {
		return a, err
	}
	for _, other := range waiting {
		if other.ProposedBy == who {
			return a, commune.ErrAmendmentTwice
		}
	}
	if len(a.Payload) == 0 {
		a.Payload = m.Payload // other words alone
	}
	if a.Payload, err = h.Forms[m.Form].Check(tx, a.Payload); err != nil {
		return a, err
	}
	if a, err = m.Amendment(commune.Motion{ProposedBy: who, Text: strings.TrimSpace(a.Text), Payload: a.Payload}, tx.Now()); err != nil {
		return a, err
	}
	return putMotion(tx, h, a)
}

// WithdrawAmendment takes an amendment back: its author can, and who leads the meeting.
func WithdrawAmendment(tx *store.Tx, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	m, in, err := motionAndMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if m.ProposedBy != who {
		if _, err := Facilitating(tx, who, in); err != nil {
			return m, err
		}
	} else if _, err := Identify(tx, who); err != nil {
		return m, err
	}
	if m, err = m.Withdraw(tx.Now()); err != nil {
		return m, err
	}
	tx.Touch(in.ID)
	return tx.PutMotion(m)
}

// amendmentsWaiting are the amendments of a motion that are not voted yet.
func amendmentsWaiting(tx *store.Tx, id commune.MotionID) ([]commune.Motion, error) {
	all, err := tx.Amendments(id)
	var waiting []commune.Motion
	for _, a := range all {
		if !a.Ended() {
			waiting = append(waiting, a)
		}
	}
	return waiting, err
}

// amendmentsFirst refuses a vote on a text that may still change.
func amendmentsFirst(tx *store.Tx, m commune.Motion) error {
	waiting, err := amendmentsWaiting(tx, m.ID)
	if err == nil && len(waiting) > 0 {
		err = commune.ErrAmendmentsFirst.With(len(waiting))
	}
	return err
}

// carryAmendment gives a motion the words that were adopted in the place of its own. It makes no entry of the register: the decision will
// be the main vote's.
func carryAmendment(tx *store.Tx, a commune.Motion) error {
	m, err := tx.MotionForUpdate(a.Amends)
	if err != nil {
		return err
	}
	fact := facts(a)
	fact["replaces"], a.Original = m.Text, m.Text
	if _, err := tx.PutMotion(a); err != nil {
		return err
	}
	if _, err := tx.PutMotion(m.Amended(a)); err != nil {
		return err
	}
	return noteAt(tx, a.Seq, "Amendment", fact)
}
