package commune

import (
	"slices"
	"time"
)

// HandCount is what who leads saw: how many hands said each choice.
type HandCount struct {
	By       MemberID
	Counts   Counts
	Corrects bool // replaces the count that is there
}

// Raising is how many electors raise a hand in this vote: those who were excluded meanwhile do not.
func (m Motion) Raising(electors []Elector) int {
	n := 0
	for _, e := range electors {
		if !e.Expelled && m.Mode.ByHand(e.Mode) {
			n++
		}
	}
	return n
}

// CountHands keeps a hand count. It is checked against the electors of that mode as the opening wrote them, shown to everybody, and stands
// only once it is proclaimed; from then on nobody casts, so that who votes online did not see it before.
func (m Motion) CountHands(c HandCount, electors []Elector, now time.Time) (Motion, error) {
	switch {
	case !m.Opened():
		return m, ErrVoteNotOpen
	case m.Ended():
		return m, ErrVoteClosed.With(m.ClosedAt)
	case !m.Mode.Counts():
		return m, ErrNotByHand
	case m.Counted() && !c.Corrects:
		return m, ErrCountThere
	}
	for choice, n := range c.Counts {
		if n < 0 || !slices.Contains(m.Choices(), choice) {
			return m, ErrCountInvalid
		}
	}
	if hands, raising := c.Counts.Sum(), m.Raising(electors); hands > raising {
		return m, ErrCountTooMany.With(hands, raising)
	}
	m.Hands, m.CountedBy, m.CountedAt = c.Counts, c.By, now
	return m, nil
}

// Again is the same question put once more: in place of a hand count that is doubted, which becomes void, or after a choice that selected
// none (AG-5). It gives the motion as it then is, and the one to be voted.
func (m Motion) Again(by MemberID, now time.Time) (before, again Motion, err error) {
	switch {
	case m.Voting() && m.Counted():
		m.ClosedAt, m.Void = now, true
	case m.Voting() && m.Mode.Counts():
		return m, m, ErrCountMissing
	case !m.Tied():
		return m, m, ErrNothingToRepeat
	}
	return m, Motion{
		Meeting: m.Meeting, Item: m.Item, Form: m.Form, Text: m.Text, Payload: m.Payload, Options: m.Options, Audience: m.Audience,
		ProposedBy: m.ProposedBy, ProposedAt: now, Amends: m.Amends, Original: m.Original, Repeats: m.ID, Follows: m.Follows,
	}, nil
}
