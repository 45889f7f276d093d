package commune

import "time"

// FormRevocation ends a mandate (SE-7).
const FormRevocation FormName = "revocation"

// RevocationTerms is which mandate a motion would revoke.
type RevocationTerms struct {
	Mandate MandateID `json:"mandate"`
	Holder  string    `json:"holder"` // public name
	Title   string    `json:"title"`
	Record  string    `json:"record,omitempty"` // of the mandate; none of one that never began
}

// TakesRevocations tells whether a revocation can be proposed for a meeting: for every ordinary one until it closes, whatever has become of
// its agenda, and for an exceptional one once it is in session (SE-7, AG-3).
func (m Meeting) TakesRevocations(now time.Time) bool {
	state := m.State(now)
	return state == Open || m.Kind == Ordinary && (state == Planned || state == Due)
}

// Renewable refuses what nobody can be asked to do once more: a mandate for one meeting, and the founder's.
func (m Mandate) Renewable() error {
	if m.Provisional || m.Meeting != 0 {
		return ErrNotRenewable
	}
	return nil
}

// Again are the terms under which the mandate would be given again, for as long as it was given before: from the end of its term, or from
// today if nobody holds it any more.
func (m Mandate) Again(today Day, loc *time.Location) MandateTerms {
	last := DayOf(m.Until.Add(-time.Second), loc)
	days := int(last.Time().Sub(DayOf(m.GrantedAt, loc).Time()).Hours() / 24)
	if m.AcceptedAt.IsZero() || !m.EndedAt.IsZero() {
		last = today
	}
	until := max(last, today).Add(max(days, 1))
	return MandateTerms{
		Holder: m.Holder, HolderName: m.HolderName, Title: m.Title, Clauses: m.Clauses, Body: m.Body, Capabilities: m.Capabilities,
		Council: m.Council, ReportEvery: m.ReportEvery, Renews: m.ID, Until: min(until, today.Add(int(MaxMandateTerm/(24*time.Hour)))),
	}
}

// RenewBefore is how long before its term a mandate asks to be renewed or left.
const RenewBefore = 30 * 24 * time.Hour

// EndsSoon holds in the last days of a living mandate.
func (m Mandate) EndsSoon(now time.Time) bool {
	return m.Renewable() == nil && m.LivingAt(now) && !now.Before(m.Until.Add(-RenewBefore))
}

// The refusals of revoking and renewing.
var (
	ErrRevocationAsked = Refuse(Conflict, "revocation_asked")
	ErrRenewalAsked    = Refuse(Conflict, "renewal_asked")
	ErrNotRenewable    = Refuse(Conflict, "not_renewable")
)
