package procedure

import (
	"errors"
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// mayBeCharged refuses a motion that names no living secretariat to carry it out, or a day that nobody could ask on (SE-1).
func mayBeCharged(tx *store.Tx, m commune.Motion) error {
	if m.Charged == 0 {
		return nil
	}
	b, err := tx.Body(m.Charged)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.ErrNoSecretariat
	}
	if err != nil {
		return err
	}
	if _, err := b.Charge(commune.Decision{}, m.ReviewOn, m.ProposedBy, tx.Now()); err != nil {
		return err
	}
	return checkReview(tx, m.ReviewOn)
}

func checkReview(tx *store.Tx, review commune.Day) error {
	today, err := Today(tx)
	if err != nil {
		return err
	}
	return commune.CheckReview(review, today)
}

// Today is the day in the organisation's zone.
func Today(tx *store.Tx) (commune.Day, error) {
	o, err := tx.Organisation()
	return commune.DayOf(tx.Now(), o.Location()), err
}

// chargeVoted puts a decision into the hands of the secretariat that its motion named (SE-1). Of one that was dissolved meanwhile nothing
// comes: anybody who may will find another.
func chargeVoted(tx *store.Tx, m commune.Motion, d commune.Decision) error {
	if m.Charged == 0 {
		return nil
	}
	b, err := tx.Body(m.Charged)
	if err != nil || !b.Living() {
		return err
	}
	c, err := b.Charge(d, m.ReviewOn, m.ProposedBy, tx.Now())
	if err != nil {
		return err
	}
	return tx.AddCharge(c)
}

// MayCharge tells whether a person may put a decision into the hands of a secretariat after the vote: who holds a mandate in that
// secretariat takes it up; who holds one to take minutes, or to prepare the agenda, gives it (SE-1, PW-1).
func MayCharge(p Person, b commune.BodyID, d commune.Decision, tx *store.Tx) bool {
	if len(p.Mandates.In(b, tx.Now())) > 0 {
		return true
	}
	return mayHandOut(p, d, tx)
}

// mayHandOut tells whether a person hands decisions out to secretariats: the taker of minutes keeps the register of that meeting (DR-2), the
// preparer follows decisions up on the next agenda.
func mayHandOut(p Person, d commune.Decision, tx *store.Tx) bool {
	_, takes := p.MayAt(d.Meeting, commune.TakeMinutes, tx.Now())
	prepares := slices.ContainsFunc(p.Mandates, func(m commune.Mandate) bool { return m.Allows(commune.PrepareAgenda, tx.Now()) })
	return takes == nil || prepares
}

// Charge puts a decision of the assembly into the hands of a secretariat (SE-1). One that is in the hands of another is taken from it only
// if that was dissolved, or by who hands decisions out.
func Charge(tx *store.Tx, who commune.MemberID, asked commune.Charge) (commune.Charge, error) {
	d, err := tx.DecisionByID(asked.Decision)
	if err != nil {
		return asked, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return asked, err
	}
	b, err := tx.Body(asked.Body)
	if errors.Is(err, commune.ErrNotFound) {
		err = commune.ErrNoSecretariat
	}
	if err != nil {
		return asked, err
	}
	if !MayCharge(p, b.ID, d, tx) {
		return asked, commune.ErrMayNotCharge
	}
	if err := checkReview(tx, asked.ReviewOn); err != nil {
		return asked, err
	}
	c, err := b.Charge(d, asked.ReviewOn, who, tx.Now())
	if err != nil {
		return c, err
	}
	before, err := tx.ChargeForUpdate(d.ID)
	if errors.Is(err, commune.ErrNotFound) {
		return c, tx.AddCharge(c)
	}
	if err != nil {
		return c, err
	}
	return c, handOver(tx, before, c, mayHandOut(p, d, tx))
}

// handOver takes a decision from one secretariat to another, or changes the day of its review.
func handOver(tx *store.Tx, from, to commune.Charge, handsOut bool) error {
	holder, err := tx.Body(from.Body)
	if err != nil {
		return err
	}
	if from.Body != to.Body && holder.Living() && !handsOut {
		return commune.ErrChargeTaken
	}
	if from.Body == to.Body {
		to.State, to.ChargedBy, to.ChargedAt = from.State, from.ChargedBy, from.ChargedAt
	}
	return tx.SaveCharge(to)
}

// MarkCharge says how far a decision is carried out, with a dated note: who holds a mandate in the secretariat that carries it out (SE-1).
func MarkCharge(tx *store.Tx, who commune.MemberID, n commune.ChargeNote) (commune.Charge, error) {
	c, err := tx.ChargeForUpdate(n.Decision)
	if err != nil {
		return c, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return c, err
	}
	if len(p.Mandates.In(c.Body, tx.Now())) == 0 {
		return c, commune.ErrNotInBody
	}
	n.WrittenBy = who
	c, n, err = c.Mark(n, tx.Now())
	if err != nil {
		return c, err
	}
	if err := tx.SaveCharge(c); err != nil {
		return c, err
	}
	return c, tx.AddChargeNote(n)
}
