package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// checkMandate completes the terms with the holder's public name and refuses terms that could not be given (SE-3).
func checkMandate(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.MandateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	holder, err := activeMember(tx, terms.Holder, commune.ErrHolderInvalid)
	if err != nil {
		return nil, err
	}
	terms.HolderName = holder.PublicName
	if err := checkTerms(tx, terms); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

// checkTerms refuses what this assembly does not have to give: another kind's capabilities, work in a body that is over, a renewal of what
// is none of its mandates (SE-3).
func checkTerms(tx *store.Tx, terms commune.MandateTerms) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	today := commune.DayOf(tx.Now(), o.Location())
	if err := terms.Check(o.Kind, today); err != nil {
		return err
	}
	if terms.Renews != 0 {
		before, err := tx.Mandate(terms.Renews)
		if err != nil {
			return err
		}
		if err := before.Renewable(); err != nil {
			return err
		}
	}
	if terms.Body == 0 {
		return nil
	}
	body, err := tx.Body(terms.Body)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.ErrBodyOver
	}
	if err != nil {
		return err
	}
	return terms.CheckIn(body, today)
}

// notDeclined refuses the vote on a mandate to which the person said no: nobody is mandated against their will (SE-3).
func notDeclined(tx *store.Tx, m commune.Motion) error {
	var terms commune.MandateTerms
	if err := unmarshal(m.Payload, &terms); err != nil {
		return err
	}
	answer, err := answerTo(tx, m, terms)
	if err == nil && answer == declines {
		err = commune.ErrHolderDeclined.With(terms.HolderName)
	}
	return err
}

// carryMandate gives the mandate at the instant of the decision (SE-3, PW-1). It begins at once if its holder has accepted these terms;
// otherwise it waits for them.
func carryMandate(tx *store.Tx, h House, d commune.Decision, payload []byte) error {
	var terms commune.MandateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	motion, err := tx.Motion(d.Motion)
	if err != nil {
		return err
	}
	answer, err := answerTo(tx, motion, terms)
	if err != nil {
		return err
	}
	m := terms.Grant(d, o.Location())
	switch answer {
	case accepts:
		m.AcceptedAt = d.DecidedAt
		return begin(tx, h, d, m)
	case declines:
		m = m.Conclude(commune.Declined, d.DecidedAt)
	}
	if m, err = tx.PutMandate(m); err != nil || answer == declines {
		return err
	}
	return askAcceptance(tx, m)
}

// begin has a mandate begin that its holder accepted: its record enters the register, which names nobody who did not accept it (ME-3), and
// the one that it gives again ends.
func begin(tx *store.Tx, h House, d commune.Decision, m commune.Mandate) error {
	if m.Renews != 0 {
		if err := end(tx, m.Renews, commune.Renewed); err != nil {
			return err
		}
	}
	var err error
	if m.Seq, err = tx.LockLog(); err != nil {
		return err
	}
	if m, err = tx.PutMandate(m); err != nil {
		return err
	}
	if err := recordMandate(tx, h, d, m); err != nil || h.Mandated == nil {
		return err
	}
	return h.Mandated(tx, h, m)
}

// end ends a mandate that still waits or lives; one that is over stays as it is.
func end(tx *store.Tx, id commune.MandateID, how commune.Ending) error {
	m, err := tx.MandateForUpdate(id)
	if err != nil {
		return err
	}
	ended := m.Conclude(how, tx.Now())
	if ended.EndedAt.Equal(m.EndedAt) {
		return nil
	}
	_, err = tx.PutMandate(ended)
	return err
}

// EndMandatesOf ends what a person was mandated for: who is no longer a member holds no power here (PW-1, ME-3).
func EndMandatesOf(tx *store.Tx, who commune.MemberID) error {
	return endAll(tx, commune.Left, func(m commune.Mandate) bool { return m.Holder == who })
}

// EndMandatesIn ends the mandates in a body that is dissolved: their mission is over with it (SE-8).
func EndMandatesIn(tx *store.Tx, body commune.BodyID) error {
	return endAll(tx, commune.Dissolved, func(m commune.Mandate) bool { return m.Body == body })
}

// EndMandatesTo ends the mandates to sit in a council of which we are no member any more (CF-1).
func EndMandatesTo(tx *store.Tx, council commune.ActorID) error {
	return endAll(tx, commune.Left, func(m commune.Mandate) bool { return m.Council == council })
}

// endAll ends those mandates for which something holds.
func endAll(tx *store.Tx, how commune.Ending, ends func(commune.Mandate) bool) error {
	all, err := tx.Mandates()
	if err != nil {
		return err
	}
	for _, m := range all {
		if !ends(m) || m.Revocable(tx.Now()) != nil {
			continue
		}
		if err := end(tx, m.ID, how); err != nil {
			return err
		}
	}
	return nil
}
