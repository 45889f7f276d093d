package commune

import (
	"bytes"
	"time"
)

// Amendment is a text that would stand in the place of m's, and what it would carry out. It is voted before m; adopted, it becomes m's.
func (m Motion) Amendment(a Motion, now time.Time) (Motion, error) {
	switch {
	case m.Amends != 0:
		return a, ErrAmendsAmendment
	case m.Opened():
		return a, ErrVoteAlreadyOpen
	case m.Ended():
		return a, ErrWithdrawn
	case a.Text == m.Text && bytes.Equal(a.Payload, m.Payload):
		return a, ErrAmendsNothing
	}
	a.Meeting, a.Item, a.Form, a.Audience, a.Amends, a.ProposedAt = m.Meeting, m.Item, m.Form, m.Audience, m.ID, now
	return a, a.Check()
}

// Amended is m as an adopted amendment leaves it; the words that were first proposed are kept.
func (m Motion) Amended(a Motion) Motion {
	if m.Original == "" {
		m.Original = m.Text
	}
	m.Text, m.Payload, m.Options = a.Text, a.Payload, a.Options
	return m
}

// Withdraw takes back an amendment that is not put to the vote yet.
func (m Motion) Withdraw(now time.Time) (Motion, error) {
	switch {
	case m.Amends == 0:
		return m, ErrNotAmendment
	case m.Opened():
		return m, ErrVoteAlreadyOpen
	case m.Ended():
		return m, ErrWithdrawn
	}
	m.ClosedAt = now
	return m, nil
}
