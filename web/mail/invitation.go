package mail

import "federes.org/web/ics"

// Invitation is what a calendar enters, changes or takes out. Its times are written in UTC: they need no table of a zone's clock changes,
// and every calendar shows them in its own.
type Invitation struct {
	ics.Event
	Attendee string // name of who is invited
}

func (i Invitation) method() string {
	if i.Cancelled {
		return ics.Cancel
	}
	return ics.Request
}

// calendar is the invitation as iCalendar (RFC 5545, RFC 5546). Nobody is asked to answer: who comes is seen when they are there.
func (i Invitation) calendar(m Message, s sender) (string, error) {
	e := i.Event
	e.Organizer, e.Attendee = ics.Person{Name: m.From, Address: s.from}, ics.Person{Name: i.Attendee, Address: m.To}
	return ics.Calendar{Method: i.method(), Events: []ics.Event{e}}.Encode()
}
