package mail

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
)

// Invitation is what a calendar enters, changes or takes out. Its times are written in UTC: they need no table of a zone's clock changes,
// and every calendar shows them in its own.
type Invitation struct {
	UID         string // the same from the first invitation to the cancellation
	Sequence    int    // rises with each change
	At          time.Time
	Starts      time.Time
	Ends        time.Time
	Summary     string
	Description string
	Location    string
	Page        string // the meeting's
	Call        string // the address at which the call is joined
	CallName    string
	Attendee    string // name of who is invited
	Cancelled   bool
}

func (i Invitation) method() string {
	if i.Cancelled {
		return "CANCEL"
	}
	return "REQUEST"
}

// calendar is the invitation as iCalendar (RFC 5545, RFC 5546). Nobody is asked to answer: who comes is seen when they are there.
func (i Invitation) calendar(m Message, s sender) (string, error) {
	event := ical.NewEvent()
	set := event.Props.SetText
	set(ical.PropUID, i.UID)
	set(ical.PropSummary, i.Summary)
	set(ical.PropDescription, i.Description)
	set(ical.PropLocation, i.Location)
	plain(event, ical.PropSequence, fmt.Sprint(i.Sequence), nil)
	event.Props.SetDateTime(ical.PropDateTimeStamp, i.At.UTC())
	event.Props.SetDateTime(ical.PropDateTimeStart, i.Starts.UTC())
	event.Props.SetDateTime(ical.PropDateTimeEnd, i.Ends.UTC())
	plain(event, ical.PropURL, i.Page, nil)
	person(event, ical.PropOrganizer, m.From, s.from, nil)
	person(event, ical.PropAttendee, i.Attendee, m.To, ical.Params{"ROLE": {"REQ-PARTICIPANT"}, "PARTSTAT": {"NEEDS-ACTION"}, "RSVP": {"FALSE"}})
	if i.Call != "" {
		plain(event, ical.PropConference, i.Call, ical.Params{"VALUE": {"URI"}, "FEATURE": {"AUDIO", "VIDEO"}, "LABEL": {quotable(i.CallName)}})
	}
	event.SetStatus(ical.EventConfirmed)
	if i.Cancelled {
		event.SetStatus(ical.EventCancelled)
	}
	c := ical.NewCalendar()
	c.Props.SetText(ical.PropVersion, "2.0")
	c.Props.SetText(ical.PropProductID, "-//Federes//federes//FR")
	c.Props.SetText(ical.PropMethod, i.method())
	c.Children = append(c.Children, event.Component)
	var text bytes.Buffer
	if err := ical.NewEncoder(&text).Encode(c); err != nil {
		return "", fmt.Errorf("mail: invitation: %w", err)
	}
	return folded(text.String()), nil
}

// plain sets a property whose value is not escaped, such as an address.
func plain(event *ical.Event, name, value string, parameters ical.Params) {
	property := ical.NewProp(name)
	property.Value = value
	for k, v := range parameters {
		property.Params[k] = v
	}
	event.Props.Set(property)
}

func person(event *ical.Event, role, name, address string, parameters ical.Params) {
	p := ical.Params{"CN": {quotable(name)}}
	for k, v := range parameters {
		p[k] = v
	}
	plain(event, role, "mailto:"+address, p)
}

// quotable is a text that can stand in a parameter.
func quotable(s string) string { return strings.ReplaceAll(oneLine(s), `"`, "'") }

// maxLine is how many bytes a line of iCalendar has at most (RFC 5545, 3.1).
const maxLine = 75

// folded breaks what is longer, never within a character.
func folded(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		length := 0
		for _, r := range line {
			if length+utf8.RuneLen(r) > maxLine {
				b.WriteString("\r\n ")
				length = 1
			}
			b.WriteRune(r)
			length += utf8.RuneLen(r)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}
