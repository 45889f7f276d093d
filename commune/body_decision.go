package commune

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// BodyDecision is what a secretariat decided under one clause of one mandate (SE-4). It is never a decision of the assembly, and its
// number says whose it is.
type BodyDecision struct {
	ID         BodyDecisionID
	Body       BodyID
	Year       int
	Rank       int // within the body and the year
	Mandate    MandateID
	Clause     int    // of the mandate, from 1
	ClauseText string // as it stands in the mandate
	Text       string
	Audience   Audience
	TakenBy    MemberID
	TakenAt    time.Time
	Seq        Seq // its record in the register's log
}

// Number is how people cite it: tresorerie-2026-3.
func (d BodyDecision) Number(b Body) string { return fmt.Sprintf("%s-%d-%d", b.Slug, d.Year, d.Rank) }

// ParseBodyNumber reads, of what Number wrote, what follows the slug.
func ParseBodyNumber(b Body, s string) (year, rank int, err error) {
	rest, ok := strings.CutPrefix(s, b.Slug+"-")
	if !ok {
		return 0, 0, ErrNotFound
	}
	return ParseNumber(rest)
}

// Ground is what a decision of a secretariat stands on: a mandate and one of its clauses.
type Ground struct {
	Mandate Mandate
	Clause  int
}

// Decide takes a decision of a secretariat: under a living mandate of who takes it, in that body, and a clause that the mandate has
// (SE-4). No other body decides anything (CO-3).
func (b Body) Decide(on Ground, text string, by MemberID, now time.Time) (BodyDecision, error) {
	m := on.Mandate
	switch {
	case b.Kind != Secretariat:
		return BodyDecision{}, ErrBodyDecidesNothing
	case !b.Living():
		return BodyDecision{}, ErrBodyDissolved.With(b.DissolvedAt)
	case m.Holder != by || m.Body != b.ID || !m.LivingAt(now):
		return BodyDecision{}, ErrNotInBody
	case m.Clauses.Clause(on.Clause) == "":
		return BodyDecision{}, ErrClauseMissing
	}
	text = strings.TrimSpace(text)
	if err := Text(text, MaxText, ErrDecisionEmpty); err != nil {
		return BodyDecision{}, err
	}
	return BodyDecision{
		Body: b.ID, Mandate: m.ID, Clause: on.Clause, ClauseText: m.Clauses.Clause(on.Clause), Text: text, TakenBy: by, TakenAt: now,
	}, nil
}

// In are those of the mandates that are exercised in a body and live (SE-2).
func (ms Mandates) In(b BodyID, at time.Time) Mandates {
	return slices.DeleteFunc(slices.Clone(ms), func(m Mandate) bool { return m.Body != b || b == 0 || !m.LivingAt(at) })
}

// The refusals of a secretariat's decisions.
var (
	ErrBodyDecidesNothing = Refuse(Forbidden, "body_decides_nothing") // CO-3
	ErrNotInBody          = Refuse(Forbidden, "not_in_body")          // SE-2, SE-4
	ErrClauseMissing      = Refuse(Invalid, "clause_missing")         // SE-4
	ErrDecisionEmpty      = Refuse(Invalid, "decision_empty")
)
