package commune

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Mandate is exactly one person and one defined mission, granted by an assembly (SE-3). It is the only source of power (PW-1).
type Mandate struct {
	ID           MandateID
	Holder       MemberID
	HolderName   string // the public name that the person accepted
	Title        string
	Clauses      Clauses // the mission
	Body         BodyID  // in which it is exercised; 0 for the organisation itself
	Capabilities Capabilities
	Council      ActorID    // where a delegate sits; empty for a mandate inside the commune
	Meeting      MeetingID  // the one for which it was given, and where alone it allows anything (DR-2); 0 for none
	ReportEvery  int        // days between two reports to the assembly (SE-6); 0 for none
	Renews       MandateID  // the one that it gives again; 0 for none
	Decision     DecisionID // that gave it; 0 for a provisional one
	Provisional  bool       // PW-2: confers standing, ends when the first AG closes
	GrantedAt    time.Time
	AcceptedAt   time.Time // from when it allows anything; zero until its holder accepts it
	Until        time.Time // its term; zero for a provisional one
	EndedAt      time.Time // zero until it is ended before its term
	Ending       Ending    // how; empty until then
	EndedBy      DecisionID
	Seq          Seq // its record in the register's log; none for a provisional one, and before it is accepted
}

// Ending is how a mandate came to end before its term.
type Ending string

// A mandate ends before its term in one of these ways.
const (
	Fulfilled Ending = "fulfilled" // what it was given for is over: a meeting, its minutes, the founding (DR-2, PW-2)
	Revoked   Ending = "revoked"   // by the assembly (SE-7)
	Resigned  Ending = "resigned"  // by its holder
	Declined  Ending = "declined"  // by its holder, who never accepted it
	Renewed   Ending = "renewed"   // the one that gives it again has begun
	Dissolved Ending = "dissolved" // with its body (SE-8)
	Left      Ending = "left"      // its holder is no longer a member (ME-3), or we are no longer one of the council where they sat (CF-1)
)

// LivingAt holds from the acceptance to the term, or to the moment at which it was ended.
func (m Mandate) LivingAt(t time.Time) bool {
	return !m.AcceptedAt.IsZero() && !t.Before(m.AcceptedAt) &&
		(m.Until.IsZero() || t.Before(m.Until)) &&
		(m.EndedAt.IsZero() || t.Before(m.EndedAt))
}

// End is the moment at which the mandate ended or will end; zero if none is known.
func (m Mandate) End() time.Time {
	if m.EndedAt.IsZero() || (!m.Until.IsZero() && m.Until.Before(m.EndedAt)) {
		return m.Until
	}
	return m.EndedAt
}

// LastDay is within the last day of the mandate; zero if no end is known.
func (m Mandate) LastDay() time.Time {
	if m.End().IsZero() {
		return time.Time{}
	}
	return m.End().Add(-time.Second)
}

// Allows tells whether the mandate gives a capability at an instant (PW-1).
func (m Mandate) Allows(c Capability, at time.Time) bool {
	return m.Capabilities.Has(c) && m.LivingAt(at)
}

// AllowsAt tells whether the mandate gives a capability at one meeting (DR-2). One that was given for a meeting is living until it was
// ended or its term is over, whatever a clock that was put back says of its grant.
func (m Mandate) AllowsAt(id MeetingID, c Capability, at time.Time) bool {
	if m.Meeting == 0 {
		return m.Allows(c, at)
	}
	return m.Meeting == id && m.Capabilities.Has(c) && !m.AcceptedAt.IsZero() && m.EndedAt.IsZero() && at.Before(m.Until)
}

// Mandates are those of one person.
type Mandates []Mandate

// For gives the living mandate that allows c anywhere, or refuses (PW-1). One that was given for a meeting does not.
func (ms Mandates) For(c Capability, at time.Time) (Mandate, error) { return ms.ForMeeting(c, 0, at) }

// ForMeeting gives the living mandate that allows c at one meeting, or refuses (PW-1, DR-2).
func (ms Mandates) ForMeeting(c Capability, id MeetingID, at time.Time) (Mandate, error) {
	for _, m := range ms {
		if m.AllowsAt(id, c, at) {
			return m, nil
		}
	}
	return Mandate{}, ErrNotMandated.With(string(c))
}

// MandateTerms is what a motion of the form "give a mandate" says (SE-3): one person, one mission, a term.
type MandateTerms struct {
	Holder       MemberID     `json:"holder"`
	HolderName   string       `json:"holderName"`
	Title        string       `json:"title"`
	Clauses      Clauses      `json:"mission"`
	Body         BodyID       `json:"body,omitempty"`
	Capabilities Capabilities `json:"capabilities"`
	Council      ActorID      `json:"council,omitempty"`
	ReportEvery  int          `json:"reportEvery,omitempty"` // days
	Renews       MandateID    `json:"renews,omitempty"`
	Until        Day          `json:"until"` // last day, in the commune's zone
}

// Check refuses terms that no assembly of this kind could give.
func (t MandateTerms) Check(kind OrganisationKind, today Day) error {
	if t.Holder == 0 {
		return ErrHolderInvalid
	}
	if err := Text(strings.TrimSpace(t.Title), MaxName, ErrTitleMissing); err != nil {
		return err
	}
	if err := t.Clauses.Check(); err != nil {
		return err
	}
	for _, c := range t.Capabilities {
		if !AllCapabilities(kind).Has(c) {
			return ErrCapabilityUnknown.With(string(c))
		}
	}
	switch {
	case t.Capabilities.Has(SitInCouncil) != (t.Council != ""):
		return ErrCouncilMissing
	case t.ReportEvery < 0 || t.ReportEvery > MaxInterval:
		return ErrIntervalInvalid.With(MaxInterval)
	case t.Until <= today || t.Until > today.Add(int(MaxMandateTerm/(24*time.Hour))):
		return ErrTermInvalid
	}
	return nil
}

// CheckIn refuses terms of a mandate in a body that could not be exercised there: in one that is no part of the organisation (AP-2), in one
// that is over, or with a capability that work in such a body has no need of (SE-2, CO-3).
func (t MandateTerms) CheckIn(b Body, today Day) error {
	switch {
	case !b.Kind.Ours():
		return ErrBodyPopular
	case !b.Active(today):
		return ErrBodyOver
	}
	for _, c := range t.Capabilities {
		if !b.Kind.Capabilities().Has(c) {
			return ErrCapabilityBody
		}
	}
	return nil
}

// Hash names what the mandate says beyond doubt, whoever would hold it: who accepts it accepts these terms and no others.
func (t MandateTerms) Hash() (string, error) {
	t.Holder, t.HolderName = 0, ""
	said, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("commune: the terms of a mandate: %w", err)
	}
	sum := sha256.Sum256(said)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// Grant makes the mandate that a decision gave, to the end of its last day. It begins once its holder accepts it.
func (t MandateTerms) Grant(d Decision, loc *time.Location) Mandate {
	y, m, day := t.Until.Add(1).Time().Date()
	return Mandate{
		Holder: t.Holder, HolderName: t.HolderName, Title: t.Title, Clauses: t.Clauses, Body: t.Body,
		Capabilities: t.Capabilities, Council: t.Council, ReportEvery: t.ReportEvery, Renews: t.Renews, Decision: d.ID,
		GrantedAt: d.DecidedAt, Until: time.Date(y, m, day, 0, 0, 0, 0, loc).UTC(),
	}
}

// Provisional is the founder's mandate: it confers standing and every capability, and ends when the first AG closes (PW-2).
func Provisional(founder Member, kind OrganisationKind, title, mission string, at time.Time) Mandate {
	return Mandate{
		Holder: founder.ID, HolderName: founder.PublicName, Title: title, Clauses: ParseClauses(mission),
		Capabilities: AllCapabilities(kind), Provisional: true, GrantedAt: at, AcceptedAt: at,
	}
}

// The refusals of a mandate's terms.
var (
	ErrCouncilMissing = Refuse(Invalid, "council_missing") // CF-5
	ErrBodyPopular    = Refuse(Invalid, "body_popular")    // AP-2
	ErrBodyOver       = Refuse(Invalid, "body_over")
	ErrCapabilityBody = Refuse(Invalid, "capability_body")
)
