package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Opening is the opening of a meeting as one member sees it: walked through by who leads it, and read by all.
type Opening struct {
	Now     procedure.Sitting // with its opening
	Me      procedure.Own
	Live    *Live                               // nil for who was excluded, and while a form waits to be corrected
	Choices map[commune.MotionID]commune.Choice // of one's own ballots, as they were when the page was opened; nil in a stream
	Form    SittingForm
}

// OpeningParts are those that everybody reads alike.
func OpeningParts(f Frame, s procedure.Sitting) []Part {
	return []Part{{"opening-call", call(f, s, "opening-call")}, {"step-presence", stepAt(f, Opening{Now: s}, commune.StepPresence)}}
}

// OpeningOwn are those that have something to do for some: the others read in them what was done.
func OpeningOwn() []OwnPart {
	whole := func(me procedure.Own) procedure.Own { return me }
	parts := []OwnPart{{"opening-state", whole, func(f Frame, s procedure.Sitting, me procedure.Own) templ.Component {
		return openingState(f, Opening{Now: s, Me: me})
	}}}
	for _, step := range []commune.OpeningStep{commune.StepVideo, commune.StepMandates, commune.StepRound, commune.StepAgenda} {
		parts = append(parts, OwnPart{"step-" + string(step), whole, func(f Frame, s procedure.Sitting, me procedure.Own) templ.Component {
			return stepAt(f, Opening{Now: s, Me: me}, step)
		}})
	}
	return parts
}

// SittingForm is the form of the three mandates (DR-2).
type SittingForm struct {
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
func (v Opening) now() commune.OpeningStep {
	for _, line := range v.Now.Opening.Steps {
		if line.State == commune.StepWaits || line.State == commune.StepVoting {
			return line.Step
		}
	}
	return ""
}

// line is how far a step is; of a step that this meeting does not walk through it is empty.
func (v Opening) line(step commune.OpeningStep) commune.OpeningLine {
	all := v.Now.Opening.Steps
	if i := slices.IndexFunc(all, func(l commune.OpeningLine) bool { return l.Step == step }); i >= 0 {
		return all[i]
	}
	return commune.OpeningLine{}
}

// steers tells whether the reader can note a step now: who leads, and for the video anyone present before the meeting opens.
func (v Opening) steers(step commune.OpeningStep) bool {
	if v.Now.State == commune.Due {
		return v.Me.There != "" && step == commune.StepVideo
	}
	return v.Me.Leads && v.Now.State == commune.Open
}

// roles are the three mandates as they were given, in their order.
func (v Opening) roles() [3]commune.Mandate {
	roles := v.Now.Opening.Roles
	return [3]commune.Mandate{roles.Facilitator, roles.Taker, roles.Preparer}
}

// there counts who is present.
func (v Opening) there() Attendance {
	return Attendance{InRoom: v.Now.Count[commune.Room], Online: v.Now.Count[commune.Online]}
}

// newcomers are the first names of those who attend for the first time (DR-3).
func (v Opening) newcomers() []string {
	var names []string
	for _, id := range v.Now.Opening.Newcomers {
		names = append(names, v.Now.Names[id])
	}
	return FirstNames(names)
}

// people are who is there and can be mandated, after the first answer, which is none.
func (v Opening) people(f Frame) []Option {
	return append([]Option{{Label: f.T("opening.mandates.choose")}}, hands(f, v.Now)...)
}

// mode is how the three mandates would be voted.
func (v Opening) mode() Field {
	return Field{Value: cmp.Or(v.Form.Mode.Value, string(SittingMode(v.Now.Opening.Present))), Error: v.Form.Mode.Error}
}

// asked are the motions that would bring an item onto this agenda and are not decided yet (OJ-1), each as the reader may see it.
func (v Opening) asked(f Frame) []MotionView {
	var views []MotionView
	for _, m := range v.Now.Motions {
		if m.Form == commune.FormLateItem && !m.Ended() {
			views = append(views, v.voted(f, m))
		}
	}
	return views
}

// voted is a motion of the opening, waiting or being voted, as the reader may see it.
func (v Opening) voted(f Frame, m commune.Motion) MotionView {
	view := waitingView(v.Now, m)
	if i := slices.IndexFunc(v.Now.Votes, func(vote procedure.Vote) bool { return vote.ID == m.ID }); i >= 0 {
		view = running(v.Now, i)
		view.Listed, view.Said, view.Unread = v.Me.In(i), v.Choices[m.ID], v.Choices == nil
		view.Noted = Noted(f, v.Now.Opening.Present, v.Now.Names)
	}
	view.Back = OpeningPath(v.Now.Meeting.ID)
	return view
}

// agenda is what the meeting is to confirm; under its opening stands only what that votes.
func (v Opening) agenda() []commune.TimedItem {
	return slices.DeleteFunc(slices.Clone(v.Now.Timing.Items), func(i commune.TimedItem) bool { return i.Opening })
}

// minutes is how long the agenda is foreseen to take.
func (v Opening) minutes() time.Duration {
	sum := 0
	for _, i := range v.agenda() {
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
func howMeetingsRun(m commune.Meeting) []string {
	if m.Popular() {
		return []string{"opening.how.popular", "opening.how.speak", "opening.how.vote", "opening.how.after"}
	}
	return []string{"opening.how.decide", "opening.how.speak", "opening.how.vote", "opening.how.time", "opening.how.after"}
}

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
