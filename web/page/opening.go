package page

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// OpeningView is the opening of a meeting, walked through by who leads it and read by all.
type OpeningView struct {
	Meeting  commune.Meeting
	State    commune.MeetingState
	Settings commune.Settings
	List     procedure.Checklist
	Presence Attendance
	New      []string // the first names of those who attend for the first time (DR-3)
	Code     Code     // where one says that one is in the room
	Vote     *MotionView
	Form     SittingForm
	Next     time.Time // the meeting whose agenda the third mandate prepares (DR-2)
	Agenda   []commune.PlannedItem
	Late     []commune.Item // of a later agenda, that this meeting can be asked to bring onto its own (OJ-1)
	Lead     bool
	Here     bool // the reader is present
}

// SittingForm is the form of the three mandates (DR-2).
type SittingForm struct {
	People   []Option // who is there and can be mandated
	Holders  [3]Field
	Mode     Field
	Problems []Problem
}

// holders are the fields of the three mandates, by what each allows.
var holders = [3]struct {
	Name       string
	Capability commune.Capability
}{{"facilitator", commune.Facilitate}, {"taker", commune.TakeMinutes}, {"preparer", commune.PrepareAgenda}}

// SittingMode is how the three mandates are voted unless who leads says otherwise: where some have no device, hands are raised in the room.
func SittingMode(present []commune.Presence) commune.VoteMode {
	if slices.ContainsFunc(present, func(p commune.Presence) bool { return p.NotedBy != 0 }) {
		return commune.Mixed
	}
	return commune.Named
}

// now is the step that the opening has come to; empty once none waits.
func (v OpeningView) now() commune.OpeningStep {
	for _, line := range v.List.Steps {
		if line.State == commune.StepWaits || line.State == commune.StepVoting {
			return line.Step
		}
	}
	return ""
}

// steers tells whether the reader can note a step now: who leads, and for the video anyone present before the meeting opens.
func (v OpeningView) steers(step commune.OpeningStep) bool {
	if v.State == commune.Due {
		return v.Here && step == commune.StepVideo
	}
	return v.Lead && v.State == commune.Open
}

// roles are the three mandates as they were given, in their order.
func (v OpeningView) roles() [3]commune.Mandate {
	return [3]commune.Mandate{v.List.Roles.Facilitator, v.List.Roles.Taker, v.List.Roles.Preparer}
}

// minutes is how long the agenda is foreseen to take.
func (v OpeningView) minutes() time.Duration {
	sum := 0
	for _, i := range v.Agenda {
		sum += i.Minutes
	}
	return time.Duration(sum) * time.Minute
}

// firstName is what one is called by in a round.
func firstName(public string) string {
	name, _, _ := strings.Cut(public, " ")
	return name
}

// FirstNames are those of some public names.
func FirstNames(public []string) []string {
	names := make([]string, len(public))
	for i, name := range public {
		names[i] = firstName(name)
	}
	return names
}

// OpeningPath is the page of a meeting's opening.
func OpeningPath(id commune.MeetingID) string { return MeetingPath(id) + "/opening" }

// ArrivalPath is where the QR code of the room leads.
func ArrivalPath(id commune.MeetingID) string { return MeetingPath(id) + "/arrival" }

// PresencesPath is the list of who attends a meeting.
func PresencesPath(id commune.MeetingID) string { return MeetingPath(id) + "/presences" }

func openingPath(id commune.MeetingID) templ.SafeURL   { return templ.SafeURL(OpeningPath(id)) }
func arrivalPath(id commune.MeetingID) templ.SafeURL   { return templ.SafeURL(ArrivalPath(id)) }
func presencesPath(id commune.MeetingID) templ.SafeURL { return templ.SafeURL(PresencesPath(id)) }

// howMeetingsRun is the presentation for who attends for the first time (DR-3).
var howMeetingsRun = [...]string{"opening.how.decide", "opening.how.speak", "opening.how.vote", "opening.how.time", "opening.how.after"}

// mandatedFor is one of the mandates that a meeting gave, with the key of what it is for.
type mandatedFor struct {
	key     string
	mandate commune.Mandate
}

// mandated are the mandates of a meeting that were given, and who prepared its agenda (DR-2).
func (v MeetingView) mandated() []mandatedFor {
	all := []mandatedFor{
		{"roles.prepared", v.Roles.Prepared}, {"opening.role.facilitate", v.Roles.Facilitator},
		{"opening.role.take_minutes", v.Roles.Taker}, {"opening.role.prepare_agenda", v.Roles.Preparer},
	}
	return slices.DeleteFunc(all, func(m mandatedFor) bool { return m.mandate.ID == 0 })
}
