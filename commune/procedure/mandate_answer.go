package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// answer is what a person says to a mandate that is proposed to them.
type answer int

// Nothing yet, yes, or no.
const (
	silent answer = iota
	accepts
	declines
)

// AnswerTerms is a person's yes or no to a mandate for which they are proposed, or for which they stand, before the vote is over (SE-3).
func AnswerTerms(tx *store.Tx, who commune.MemberID, id commune.MotionID, yes bool) (commune.Motion, error) {
	m, _, err := motionAndMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if _, err := Identify(tx, who); err != nil {
		return m, err
	}
	var asked commune.ElectionTerms
	if m.Form == commune.FormMandate || m.Form == commune.FormElection {
		if err := unmarshal(m.Payload, &asked); err != nil {
			return m, err
		}
	}
	terms, err := m.Proposed(asked, who)
	if err != nil {
		return m, err
	}
	hash, err := terms.Hash()
	if err != nil {
		return m, err
	}
	tx.Touch(m.Meeting)
	return m, tx.PutMandateAnswer(commune.MandateAnswer{Motion: m.ID, Member: who, Terms: hash, Accepts: yes, AnsweredAt: tx.Now()})
}

// AnswersTo are who accepts the terms of a motion as they now are, and who declines them (SE-3).
func AnswersTo(tx *store.Tx, m commune.Motion) (yes, no []commune.MemberID, err error) {
	var asked commune.ElectionTerms
	if err := unmarshal(m.Payload, &asked); err != nil {
		return nil, nil, err
	}
	people := asked.Candidates
	if m.Form == commune.FormMandate {
		people = []commune.MemberID{asked.Holder}
	}
	for _, who := range people {
		answer, err := answerTo(tx, m, asked.For(who, ""))
		switch {
		case err != nil:
			return nil, nil, err
		case answer == accepts:
			yes = append(yes, who)
		case answer == declines:
			no = append(no, who)
		}
	}
	return yes, no, nil
}

// answerTo is what the person of the terms answered to them, on the motion or on the choice among several that it follows. Who proposes
// themselves accepts, until other terms are adopted in the place of theirs.
func answerTo(tx *store.Tx, m commune.Motion, terms commune.MandateTerms) (answer, error) {
	hash, err := terms.Hash()
	if err != nil {
		return silent, err
	}
	for {
		given, err := tx.MandateAnswers(m.ID)
		if err != nil {
			return silent, err
		}
		for _, a := range given {
			if a.Member != terms.Holder || a.Terms != hash {
				continue
			}
			if a.Accepts {
				return accepts, nil
			}
			return declines, nil
		}
		if m.Follows == 0 {
			break
		}
		if m, err = tx.Motion(m.Follows); err != nil {
			return silent, err
		}
	}
	if m.ProposedBy == terms.Holder && m.Original == "" {
		return accepts, nil
	}
	return silent, nil
}

// AcceptMandate begins a mandate that waits for its holder: what it allows, it allows from now on (SE-3, PW-1).
func AcceptMandate(tx *store.Tx, h House, who commune.MemberID, id commune.MandateID) (commune.Mandate, error) {
	m, err := ownMandate(tx, who, id)
	if err != nil {
		return m, err
	}
	if m, err = m.Accept(who, tx.Now()); err != nil {
		return m, err
	}
	d, err := tx.DecisionByID(m.Decision)
	if err != nil {
		return m, err
	}
	return m, begin(tx, h, d, m)
}

// DeclineMandate leaves vacant what was given to someone who does not want it (SE-3).
func DeclineMandate(tx *store.Tx, who commune.MemberID, id commune.MandateID) (commune.Mandate, error) {
	m, err := ownMandate(tx, who, id)
	if err != nil {
		return m, err
	}
	if m, err = m.Decline(who, tx.Now()); err != nil {
		return m, err
	}
	if err := Note(tx, "MandateDeclined", map[string]any{"mandate": m.ID}); err != nil {
		return m, err
	}
	return tx.PutMandate(m)
}

// Resign ends a living mandate at once, by its holder, and the register says so.
func Resign(tx *store.Tx, h House, who commune.MemberID, id commune.MandateID) (commune.Mandate, error) {
	m, err := ownMandate(tx, who, id)
	if err != nil {
		return m, err
	}
	if m, err = m.Resign(who, tx.Now()); err != nil {
		return m, err
	}
	if m, err = tx.PutMandate(m); err != nil {
		return m, err
	}
	if err := touchSession(tx); err != nil {
		return m, err
	}
	if m.Seq == 0 {
		return m, Note(tx, "Resignation", map[string]any{"mandate": m.ID, "endedAt": m.EndedAt})
	}
	return m, recordEnding(tx, h, m)
}

// ownMandate locks a mandate for its holder, after the log in which the answer will stand: a vote that closes locks them in this order.
func ownMandate(tx *store.Tx, who commune.MemberID, id commune.MandateID) (commune.Mandate, error) {
	if _, err := Identify(tx, who); err != nil {
		return commune.Mandate{}, err
	}
	if _, err := tx.LockLog(); err != nil {
		return commune.Mandate{}, err
	}
	return tx.MandateForUpdate(id)
}

// touchSession has the pages of the meeting in session drawn anew: who leads it may be another.
func touchSession(tx *store.Tx) error {
	open, err := tx.OpenMeeting()
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	tx.Touch(open.ID)
	return err
}

// AskedOf are the motions of a form that would mandate a person, and to which they have not answered yet (SE-3).
func AskedOf(tx *store.Tx, who commune.MemberID, form commune.FormName) ([]commune.Motion, error) {
	unended, err := tx.Unended(form)
	if err != nil {
		return nil, err
	}
	var asked []commune.Motion
	for _, m := range unended {
		var terms commune.ElectionTerms
		if err := unmarshal(m.Payload, &terms); err != nil {
			return nil, err
		}
		if _, err := m.Proposed(terms, who); err != nil {
			continue // it is somebody else's to answer
		}
		said, err := answerTo(tx, m, terms.For(who, ""))
		if err != nil {
			return nil, err
		}
		waits, err := stillWaits(tx, m)
		if err != nil {
			return nil, err
		}
		if said == silent && waits {
			asked = append(asked, m)
		}
	}
	return asked, nil
}
