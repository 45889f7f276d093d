package page

import (
	"cmp"
	"strconv"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Meetings is the list of assemblies: those to come, then those that were.
type Meetings struct {
	Coming  []commune.Meeting
	Called  []Call
	Past    []commune.Meeting
	Late    map[commune.MeetingID]bool // whose minutes should have been published (CR-3)
	Convene bool                       // the viewer may call an exceptional AG (AG-3)
}

// Call is an exceptional AG that still gathers the members who convene it together (AG-3).
type Call struct {
	Meeting commune.Meeting
	Given   int
	Needed  int
	Mine    bool
}

// MeetingView is the dossier of one assembly: its agenda while it is written, the way to its screens while it sits, its results afterwards.
type MeetingView struct {
	Body     commune.Body // of a popular assembly, whose sitting it is
	Meeting  commune.Meeting
	State    commune.MeetingState
	Settings commune.Settings
	Call     Call
	Points   []Point
	Gone     []Point // withdrawn by who proposed them
	Watch    *Watch  // keeps the page as the meeting is; nil for who has no account
	Public   []Entry // what it decided in public, for who has no account
	Presence Attendance
	Roles    procedure.Roles
	Ended    Ended // once it is closed, for its members
	May      Acts
	Minutes  MinutesLine

	Convocation Convocation // for its members
}

// Acts is what the viewer may do here; it chooses what is shown, and the procedures decide again.
type Acts struct {
	Propose bool // add an item (OJ-2)
	Write   bool // change the items' texts (OJ-1)
	Order   bool // move items within their priority (OJ-3)
	Move    bool // propose a motion on any item; on their own, proposers always may
	Attend  bool // be counted as present (AG-4)
	Open    bool
	Lead    bool // open and close votes, close the meeting (DR-2)
	Support bool // join the call of an exceptional AG (AG-3)
	NotGood bool // a member whose dues do not cover today: told why the rest is missing
}

// Attendance is who is there; both ways count the same (AG-6).
type Attendance struct {
	InRoom int
	Online int
	Mine   commune.Mode // empty: not there
}

// Total is everybody who is there.
func (a Attendance) Total() int { return a.InRoom + a.Online }

// Point is an item of the agenda with what was put to the vote on it.
type Point struct {
	commune.PlannedItem
	Proposer string
	Mine     bool // proposed by the reader
	Motions  []MotionView
	Version  int      // of its text; 0 as it was proposed
	Writers  []string // who has it before them now, to write it (OU-P)

	Documents []commune.Document
	Late      bool // the meeting in session can be asked to bring it onto its agenda (OJ-1)
}

// mayMove tells whether the reader may put a text to the vote on an item that asks for a decision.
func (v MeetingView) mayMove(p Point) bool {
	return p.Kind == commune.ForDecision && !v.over() && (v.May.Move || p.Mine)
}

// moves tells whether the reader can bring a point of the agenda forward, and whether they can put it back (OJ-3).
func (v MeetingView) moves(i int) (up, down bool) {
	beside := func(j int) bool {
		return v.May.Order && j >= 0 && j < len(v.Points) && commune.SameRank(v.Points[i].Item, v.Points[j].Item, v.Settings.Priorities)
	}
	return beside(i - 1), beside(i + 1)
}

// over holds once nothing can happen at the meeting any more.
func (v MeetingView) over() bool { return v.State.Over() }

// Foreseen is how many minutes the agenda asks for.
func (v MeetingView) Foreseen() int {
	minutes := 0
	for _, p := range v.Points {
		minutes += p.Minutes
	}
	return minutes
}

// FirstBeyond is the index of the first item that does not fit into the meeting's length (OJ-4), or -1.
func (v MeetingView) FirstBeyond() int {
	for i, p := range v.Points {
		if p.Beyond {
			return i
		}
	}
	return -1
}

// slice is one item's part of the time bar, in minutes, which are the drawing's units.
type slice struct{ X, Width, Class string }

// bar draws the agenda against the meeting's length: what fits, what is beyond, and where the length ends (OJ-4).
func (v MeetingView) bar() (slices []slice, width, limit string) {
	total := max(v.Foreseen(), v.Settings.LengthMinutes)
	for _, p := range v.Points {
		class := "fits"
		if p.Beyond {
			class = "over"
		}
		slices = append(slices, slice{X: strconv.Itoa(p.Starts), Width: strconv.FormatFloat(float64(p.Minutes)-0.6, 'f', 1, 64), Class: class})
	}
	return slices, strconv.Itoa(total), strconv.Itoa(v.Settings.LengthMinutes)
}

// meetingName is how a meeting is called: by its day, and an exceptional one by its matter.
func meetingName(f Frame, m commune.Meeting) string {
	if m.Popular() {
		return f.T("meeting.popular_name", f.Date(m.StartsAt))
	}
	if m.Kind == commune.Exceptional {
		return f.T("meeting.exceptional_name", f.Date(m.StartsAt))
	}
	return f.T("meeting.name", f.Date(m.StartsAt))
}

// presenceChairs draws who is there.
func presenceChairs(f Frame, a Attendance) Chairs {
	return Chairs{
		Words:  f.T("meeting.present_words", a.Total(), a.InRoom, a.Online),
		Centre: f.Count(a.Total()),
		Chairs: Circle([]Seats{{Class: "taken", Count: a.InRoom}, {Class: "online", Count: a.Online}}),
	}
}

// place is where a meeting is held, or words that say that it is not known yet.
func place(f Frame, m commune.Meeting) string { return cmp.Or(m.Place, f.T("meeting.no_place")) }
