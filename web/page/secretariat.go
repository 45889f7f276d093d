package page

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// BodyDecisionView is a decision of a secretariat with the clause that allowed it.
type BodyDecisionView struct {
	Decision commune.BodyDecision
	Body     commune.Body
	Mandate  commune.Mandate
	Record   Record
}

// NewBodyDecision is the form in which a holder decides under a clause, or sends to the assembly what no clause covers (SE-4).
type NewBodyDecision struct {
	Body     commune.Body
	Request  *commune.Request // that it would answer; nil for none
	Clauses  []Option         // of the reader's mandates in the body
	Text     Field
	Clause   Field
	Audience Field
	Problems []Problem
}

// NewProposal is the form in which a body brings an item to the assembly (CO-4, SE-4).
type NewProposal struct {
	Body        commune.Body
	Request     *commune.Request
	Title, Text Field
	Words       Field
	Audience    Field
	Problems    []Problem
}

// NewRequest is the form in which a commission asks a secretariat (CO-6).
type NewRequest struct {
	Body         commune.Body
	Secretariats []Option
	To           Field
	Title, Text  Field
	Problems     []Problem
}

// NewSignal is the form of a commission's Signal link (CO-8).
type NewSignal struct {
	Body     commune.Body
	Link     Field
	Problems []Problem
}

// ChargeView is what became of a decision: in whose hands it is, how far, since when; and what this reader can do about it (SE-1).
type ChargeView struct {
	Decision     commune.Decision
	Charge       *commune.Charge // nil while it is in nobody's hands
	Body         commune.Body
	Notes        []ChargeNoteLine
	Secretariats []Option // to which the reader may give it
	Mark         bool     // the reader says how far it is
	State, Note  Field
	To, ReviewOn Field
	Problems     []Problem
}

// Shown tells whether there is anything to say of it, or to do.
func (v ChargeView) Shown() bool { return v.Charge != nil || len(v.Secretariats) > 0 }

// ChargeNoteLine is one dated line of what became of a decision.
type ChargeNoteLine struct {
	commune.ChargeNote
	By string // for members
}

// Follow is the page of all decisions that are being carried out.
type Follow struct {
	Groups []ChargeGroup
	Body   commune.Body // whose alone are listed; none for all
	Bodies []commune.Body
}

// ChargeGroup is the decisions that are equally far.
type ChargeGroup struct {
	State commune.ChargeState
	List  []ChargeLine
}

// ChargePath is where a decision's carrying out stands on its page.
func ChargePath(d commune.Decision) string { return DecisionPath(d.Number()) + "#charge" }

func chargeAct(d commune.Decision, act string) templ.SafeURL {
	return templ.SafeURL(DecisionPath(d.Number()) + "/" + act)
}

func followPath(b commune.Body) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/decisions?body=%d", b.ID))
}

// ClauseValue is how a form names a clause of a mandate.
func ClauseValue(m commune.Mandate, clause int) string { return fmt.Sprintf("%d.%d", m.ID, clause) }

func chargeStates(f Frame) []Option {
	var options []Option
	for _, s := range commune.ChargeStates() {
		options = append(options, Option{Value: string(s), Label: f.T("charge." + string(s))})
	}
	return options
}

func chargeClass(s commune.ChargeState) string {
	switch s {
	case commune.ChargeDone:
		return "good"
	case commune.ChargeDoing:
		return "late"
	}
	return "quiet"
}

// answersRequest is the request that a form answers.
func answersRequest(r *commune.Request) string {
	if r == nil {
		return ""
	}
	return strconv.FormatInt(int64(r.ID), 10)
}
