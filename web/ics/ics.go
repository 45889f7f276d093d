// Package ics writes what calendar applications read: invitations in mails, feeds, single events (RFC 5545).
package ics

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"federes.org/commune"
)

// The methods of a calendar that is sent to someone (RFC 5546); one that is read at an address has none.
const (
	Request = "REQUEST"
	Cancel  = "CANCEL"
)

// Calendar is a list of events in one zone.
type Calendar struct {
	Name   string
	Method string
	Zone   *time.Location // nil: its times are written in UTC, which every calendar shows in its own zone
	Events []Event
}

// Event is what a calendar enters, changes or takes out.
type Event struct {
	UID         string // the same from the first time to the cancellation
	Sequence    int    // rises with each change
	At          time.Time
	Starts      time.Time
	Ends        time.Time
	Summary     string
	Description string
	Location    string
	Page        string
	Call        string // the address at which the call is joined
	CallName    string
	Cancelled   bool
	Tentative   bool
	Free        bool // who comes to it is not taken by it
	Organizer   Person
	Attendee    Person

	Series commune.Series // of what comes back; once for what does not
	Hour   commune.Hour   // of the clocks, at which a series starts
	Except []commune.Day  // days of the series that do not take place
	Of     commune.Day    // the day of the series that this event replaces; empty: none
}

// Person is who invites or is invited; without an address nobody is.
type Person struct{ Name, Address string }

// Encode writes the calendar, in lines of the length that the standard allows.
func (c Calendar) Encode() (string, error) {
	calendar := ical.NewCalendar()
	calendar.Props.SetText(ical.PropVersion, "2.0")
	calendar.Props.SetText(ical.PropProductID, "-//Federes//federes//FR")
	if c.Method != "" {
		calendar.Props.SetText(ical.PropMethod, c.Method)
	}
	if c.Name != "" {
		calendar.Props.SetText(ical.PropName, printable(c.Name))
		calendar.Props.SetText("X-WR-CALNAME", printable(c.Name))
		plain(calendar.Component, ical.PropRefreshInterval, "PT1H", ical.Params{"VALUE": {"DURATION"}})
		plain(calendar.Component, "X-PUBLISHED-TTL", "PT1H", nil)
	}
	if c.Zone != nil {
		calendar.Children = append(calendar.Children, zone(c.Zone, c.first()))
	}
	for _, e := range c.Events {
		calendar.Children = append(calendar.Children, c.event(e).Component)
	}
	var text bytes.Buffer
	if err := ical.NewEncoder(&text).Encode(calendar); err != nil {
		return "", fmt.Errorf("ics: %w", err)
	}
	return folded(text.String()), nil
}

// first is the earliest hour that is written in the calendar's zone.
func (c Calendar) first() time.Time {
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, e := range c.Events {
		if e.Starts.Before(first) {
			first = e.Starts
		}
	}
	return first
}

func (c Calendar) event(e Event) *ical.Event {
	event := ical.NewEvent()
	set := func(name, value string) {
		if value != "" {
			event.Props.SetText(name, printable(value))
		}
	}
	set(ical.PropUID, e.UID)
	set(ical.PropSummary, e.Summary)
	set(ical.PropDescription, e.Description)
	set(ical.PropLocation, e.Location)
	plain(event.Component, ical.PropSequence, strconv.Itoa(e.Sequence), nil)
	event.Props.SetDateTime(ical.PropDateTimeStamp, e.At.UTC())
	c.times(event, e)
	plain(event.Component, ical.PropURL, e.Page, nil)
	person(event, ical.PropOrganizer, e.Organizer, nil)
	person(event, ical.PropAttendee, e.Attendee, ical.Params{"ROLE": {"REQ-PARTICIPANT"}, "PARTSTAT": {"NEEDS-ACTION"}, "RSVP": {"FALSE"}})
	if e.Call != "" {
		plain(event.Component, ical.PropConference, e.Call, ical.Params{"VALUE": {"URI"}, "FEATURE": {"AUDIO", "VIDEO"}, "LABEL": {quotable(e.CallName)}})
	}
	if e.Free {
		event.Props.SetText(ical.PropTransparency, "TRANSPARENT")
	}
	switch {
	case e.Cancelled:
		event.SetStatus(ical.EventCancelled)
	case e.Tentative:
		event.SetStatus(ical.EventTentative)
	default:
		event.SetStatus(ical.EventConfirmed)
	}
	return event
}

// times writes when an event is. A series stands at the hours of the clocks, in its zone, so that it keeps them when the clocks change.
func (c Calendar) times(event *ical.Event, e Event) {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	event.Props.SetDateTime(ical.PropDateTimeStart, e.Starts.In(zone))
	event.Props.SetDateTime(ical.PropDateTimeEnd, e.Ends.In(zone))
	if e.Of != "" {
		event.Props.Add(c.wall(ical.PropRecurrenceID, e.Of, e.Hour))
	}
	rule := rule(e.Series, e.Hour, zone)
	if rule == "" || e.Of != "" {
		return
	}
	event.Props.Set(c.wall(ical.PropDateTimeStart, e.Series.Day, e.Hour))
	plain(event.Component, ical.PropRecurrenceRule, rule, nil)
	for _, day := range e.Except {
		event.Props.Add(c.wall(ical.PropExceptionDates, day, e.Hour))
	}
}

// wall is an hour of the clocks on a day of the calendar's zone, whether they show it that day or skip it.
func (c Calendar) wall(name string, day commune.Day, hour commune.Hour) *ical.Prop {
	p := ical.NewProp(name)
	p.Params.Set(ical.ParamTimezoneID, c.Zone.String())
	p.Value = strings.ReplaceAll(string(day), "-", "") + fmt.Sprintf("T%02d%02d00", int(hour)/60, int(hour)%60)
	return p
}

// weekdays are the days of the week as a rule names them.
var weekdays = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// rule is how a series comes back, as a calendar reads it; empty for what does not.
func rule(s commune.Series, hour commune.Hour, zone *time.Location) string {
	day := s.Day.Time()
	how := map[commune.Rhythm]string{
		commune.EachDay: "FREQ=DAILY", commune.EachWeek: "FREQ=WEEKLY", commune.EachMonth: fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", day.Day()),
		commune.EachWeekday: fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", (day.Day()-1)/7+1, weekdays[day.Weekday()]),
		commune.EachLast:    "FREQ=MONTHLY;BYDAY=-1" + weekdays[day.Weekday()],
	}[s.Rhythm]
	if how == "" {
		return ""
	}
	if s.Every > 1 {
		how += ";INTERVAL=" + strconv.Itoa(s.Every)
	}
	if s.Times > 0 {
		how += ";COUNT=" + strconv.Itoa(s.Times)
	}
	if s.Until != "" {
		y, m, d := s.Until.Time().Date()
		how += ";UNTIL=" + time.Date(y, m, d, 0, int(hour), 0, 0, zone).UTC().Format("20060102T150405Z")
	}
	return how
}

// plain sets a property whose value is not escaped, such as an address.
func plain(c *ical.Component, name, value string, parameters ical.Params) {
	property := ical.NewProp(name)
	property.Value = value
	for k, v := range parameters {
		property.Params[k] = v
	}
	c.Props.Set(property)
}

func person(event *ical.Event, role string, who Person, parameters ical.Params) {
	if who.Address == "" {
		return
	}
	p := ical.Params{"CN": {quotable(who.Name)}}
	for k, v := range parameters {
		p[k] = v
	}
	plain(event.Component, role, "mailto:"+who.Address, p)
}

// quotable is a text that can stand in a parameter.
func quotable(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(printable(s)), " "), `"`, "'")
}

// printable is a text with the one line break that iCalendar writes, and none of the signs that it has no place for: a lone carriage return
// would end a line in some calendars, and what comes after it be read as a property.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

// maxLine is how many bytes a line has at most (RFC 5545, 3.1).
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
