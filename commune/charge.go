package commune

import (
	"strings"
	"time"
)

// ChargeState is how far a decision is carried out.
type ChargeState string

// A decision waits to be carried out, is under way, is done, or was given up for a reason that everybody reads.
const (
	ChargeToDo    ChargeState = "todo"
	ChargeDoing   ChargeState = "doing"
	ChargeDone    ChargeState = "done"
	ChargeGivenUp ChargeState = "given_up"
)

// ChargeStates are all of them, in their order.
func ChargeStates() []ChargeState {
	return []ChargeState{ChargeToDo, ChargeDoing, ChargeDone, ChargeGivenUp}
}

// Over holds once nothing more will be done.
func (s ChargeState) Over() bool { return s == ChargeDone || s == ChargeGivenUp }

// Charge is a decision of the assembly in the hands of a secretariat (SE-1).
type Charge struct {
	Decision  DecisionID `gorm:"primaryKey;autoIncrement:false"`
	Body      BodyID
	State     ChargeState
	ReviewOn  Day      // when the assembly asks whether it was carried out; empty for never
	ChargedBy MemberID // who gave it to the secretariat after the vote; who proposed the motion, if that named the secretariat
	ChargedAt time.Time
	ChangedAt time.Time
}

// ChargeNote is one dated line of what became of a decision: never edited.
type ChargeNote struct {
	ID        ChargeNoteID
	Decision  DecisionID
	Body      BodyID
	State     ChargeState // from then on
	Text      string
	WrittenBy MemberID
	WrittenAt time.Time
}

// Charge puts a decision into the hands of a secretariat, from now on to be done (SE-1).
func (b Body) Charge(d Decision, review Day, by MemberID, now time.Time) (Charge, error) {
	switch {
	case b.Kind != Secretariat:
		return Charge{}, ErrNoSecretariat
	case !b.Living():
		return Charge{}, ErrBodyDissolved.With(b.DissolvedAt)
	}
	return Charge{Decision: d.ID, Body: b.ID, State: ChargeToDo, ReviewOn: review, ChargedBy: by, ChargedAt: now, ChangedAt: now}, nil
}

// CheckReview refuses a day on which nobody could ask whether a decision was carried out.
func CheckReview(review, today Day) error {
	if review != "" && (review <= today || review > today.Add(MaxReview)) {
		return ErrReviewDay
	}
	return nil
}

// Mark says how far the decision is, with a note. Who gives up says why (SE-1).
func (c Charge) Mark(n ChargeNote, now time.Time) (Charge, ChargeNote, error) {
	n.Text = strings.TrimSpace(n.Text)
	known := false
	for _, s := range ChargeStates() {
		known = known || s == n.State
	}
	switch {
	case !known:
		return c, n, ErrChargeState
	case n.State == ChargeGivenUp && n.Text == "":
		return c, n, ErrChargeReason
	case n.State == c.State && n.Text == "":
		return c, n, ErrChargeSame
	}
	if err := OptionalText(n.Text, MaxText); err != nil {
		return c, n, err
	}
	c.State, c.ChangedAt = n.State, now
	n.Decision, n.Body, n.WrittenAt = c.Decision, c.Body, now
	return c, n, nil
}

// Reviewed holds once the day has come on which the assembly asks whether the decision was carried out, unless that is said already.
func (c Charge) Reviewed(today Day) bool {
	return c.ReviewOn != "" && today >= c.ReviewOn && !c.State.Over()
}

// The refusals of carrying out.
var (
	ErrChargeState  = Refuse(Invalid, "charge_state")
	ErrChargeReason = Refuse(Invalid, "charge_reason")
	ErrChargeSame   = Refuse(Invalid, "charge_same")
	ErrChargeTaken  = Refuse(Conflict, "charge_taken")
	ErrReviewDay    = Refuse(Invalid, "review_day")
	ErrMayNotCharge = Refuse(Forbidden, "may_not_charge")
)
