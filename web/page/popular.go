package page

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/confederation"
)

// PopularActPath is where an act of a popular assembly, or a page beside its own, stands.
func PopularActPath(b commune.Body, act string) string { return BodyPath(b) + "/" + act }

func popularAct(b commune.Body, act string) templ.SafeURL {
	return templ.SafeURL(PopularActPath(b, act))
}

// popularFeed is what a calendar application reads of a popular assembly.
func popularFeed(b commune.Body) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/calendar.ics?body=%d", b.ID))
}

// PopularList is the list of the popular assemblies of which the organisation tells.
type PopularList struct {
	List  []PopularLine
	Ended []commune.Body // that do not meet any more

	Offers    []OfferLine // of others, that our commune is asked to organise with them: for the members
	Elsewhere []OfferLine // of others, that it organises with them
}

// PopularLine is one of them, with its next sitting if one is convoked.
type PopularLine struct {
	commune.Body
	Next *commune.Meeting
}

// PopularView is the page of a popular assembly: everybody's, with what only the members and who organises have.
type PopularView struct {
	Body       commune.Body
	Page       commune.PopularAssemblyPage
	Organisers []commune.Ally

	CoOrganisers []confederation.CoOrganiser // communes that were asked, but for those that said no

	Initiatives []commune.Ally
	Next        *commune.Meeting // convoked or in session
	Open        bool
	Later       []commune.Meeting // convoked after it, and those that were cancelled before their hour
	Follows     bool              // the reader gets its mails
	EndedBy     *commune.Decision // of its own, by which it ended; nil for none
	Items       []commune.Item    // of its agenda
	Decisions   []Entry
	Minutes     []commune.Meeting // whose minutes are published
	Past        []commune.Meeting
	Guest       GuestForm
}

// GuestForm is what a person says who wants to take part with their own device.
type GuestForm struct {
	Name, Email Field
	Follows     bool // they want its mails too
	Sent        bool
	Problems    []Problem
}

// PopularForm is what who organises writes of a popular assembly.
type PopularForm struct {
	Body                                   commune.Body // none while it is new
	Name, Slug, Purpose                    Field
	Coming, Rules, Organisers, Initiatives Field
	Proposers                              Field
	Problems                               []Problem
}

func (v PopularForm) action() templ.SafeURL {
	if v.Body.ID == 0 {
		return "/assemblies"
	}
	return popularAct(v.Body, "edit")
}

// PopularCall is the form of a convocation.
type PopularCall struct {
	Body          commune.Body
	Starts, Place Field
	Problems      []Problem
}

// PopularPlan moves a sitting, or cancels it.
type PopularPlan struct {
	Body                              commune.Body
	Meeting                           commune.Meeting
	Starts, Place, Video, Why, Reason Field
	Problems                          []Problem
}

func sittingAct(b commune.Body, m commune.MeetingID, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("%s/sittings/%d%s", BodyPath(b), m, act))
}

// PopularDecision is what a popular assembly decided.
type PopularDecision struct {
	Body     commune.Body
	Decision commune.Decision
	Record   Record
}

// PopularEnding is the form by which who organises says that an assembly does not meet any more.
type PopularEnding struct {
	Body      commune.Body
	Decisions []commune.Decision // of its own
	By, Why   Field
	Problems  []Problem
}

func (v PopularEnding) options(f Frame) []Option {
	options := []Option{{Label: f.T("ending.by_hand")}}
	for _, d := range v.Decisions {
		options = append(options, Option{Value: d.OwnNumber(), Label: f.T("ending.decision", d.OwnNumber(), Summary(d.Text, 60))})
	}
	return options
}

// PopularSession is a sitting as who takes part with their own device has it, member or not.
type PopularSession struct {
	Body     commune.Body
	Meeting  commune.Meeting
	State    commune.MeetingState
	Mine     commune.Mode // empty: not there
	Count    Attendance
	Item     commune.Item // that is treated; none while its ID is 0
	Speaking string
	Place    int // mine in the queue, from 1; 0 for none
	Votes    []PopularVote
}

// PopularVote is a vote that is open, as one of those who are there has it.
type PopularVote struct {
	commune.Motion
	Listed bool
	Said   commune.Choice // my named ballot
	Final  bool           // I voted, and secretly
	ByHand bool
}

// Caucus is what the members prepare among themselves.
type Caucus struct {
	Body     commune.Body
	Meeting  *commune.Meeting // the next sitting, or the last
	Points   []CaucusPoint
	Compare  []ComparedLine
	Problems []Problem
}

// CaucusPoint is an item with the members' position on it, and those that it had before.
type CaucusPoint struct {
	Item    commune.Item
	Now     commune.Position
	By      string
	Mine    Field // what was refused, as it was written
	Earlier []EarlierPosition
}

// EarlierPosition is a version that was written over.
type EarlierPosition struct {
	commune.Position
	By string
}

// ComparedLine is a point of the comparison, with what was said of it.
type ComparedLine struct {
	Point string
	commune.Comparison
	By string
}

func (c ComparedLine) answers(f Frame) []Option {
	options := make([]Option, len(commune.ComparedAnswers))
	for i, a := range commune.ComparedAnswers {
		options[i] = Option{Value: string(a), Label: f.T("caucus.answer_" + string(a))}
	}
	return options
}

func (c ComparedLine) answer() string {
	if c.Answer == "" {
		return string(commune.ComparedUnknown)
	}
	return string(c.Answer)
}

// PositionName is where the position on an item stands on the page of the caucus.
func PositionName(i commune.ItemID) string { return fmt.Sprintf("position-%d", i) }

// text is what stands in the form: what was refused, or else the position.
func (p CaucusPoint) text() string {
	if p.Mine.Error != "" {
		return p.Mine.Value
	}
	return p.Now.Text
}

// turnout words how many voted, of whom: in a popular assembly everybody who is there counts (AP-2), in a commune's members in good standing (AG-4),
// in a council each delegation that is there (CF-5). What a council knows from others is of communes, and of councils below it.
func turnout(f Frame, e Entry) string {
	of := "tally.members"
	switch {
	case e.Popular:
		of = "popular.tally_people"
	case e.Delegations:
		of = "tally.delegations"
	}
	return f.N("tally.of", e.Tally.Voters(), f.N(of, e.Base))
}

// tallyBase words who could vote when a vote opened, and how many did.
func tallyBase(popular bool) string {
	if popular {
		return "popular.tally_base"
	}
	return "tally.base"
}

// unlisted words why one is not on the list of a vote: in a popular assembly only who came after its opening is not (AP-2).
func unlisted(popular bool) string {
	if popular {
		return "popular.not_listed"
	}
	return "vote.not_elector"
}

// title is how the page of a meeting is called: of a popular assembly by its name too.
func (v MeetingView) title(f Frame) string {
	if v.Meeting.Popular() {
		return v.Body.Name + ", " + f.Date(v.Meeting.StartsAt)
	}
	return meetingName(f, v.Meeting)
}

// kicker stands above the name of a meeting.
func (v MeetingView) kicker(f Frame) string {
	if v.Meeting.Popular() {
		return f.Said(v.Body.Name)
	}
	return meetingKicker(f, v.Meeting)
}

func motionKey(id commune.MotionID) string { return fmt.Sprintf("%d", id) }

// published tells whether the minutes of a sitting can be read.
func (v PopularView) published(id commune.MeetingID) bool {
	return slices.ContainsFunc(v.Minutes, func(m commune.Meeting) bool { return m.ID == id })
}
