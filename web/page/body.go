package page

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// BodyPath is the page of a body, and the address of its actor.
func BodyPath(b commune.Body) string { return "/" + b.ActorName() }

func bodyPath(b commune.Body) templ.SafeURL { return templ.SafeURL(BodyPath(b)) }

// BodyActPath is where an act of a body, or a page beside its own, stands.
func BodyActPath(id commune.BodyID, act string) string { return fmt.Sprintf("/bodies/%d/%s", id, act) }

func bodyAct(id commune.BodyID, act string) templ.SafeURL {
	return templ.SafeURL(BodyActPath(id, act))
}

func newBodyUnder(id commune.ItemID) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/bodies/new?item=%d", id))
}

// Bodies is the list of them: those that live, by kind, then those that the assembly dissolved.
type Bodies struct {
	Groups []BodyGroup
	Past   []commune.Body
}

// BodyGroup is the living bodies of one kind.
type BodyGroup struct {
	Kind commune.BodyKind
	List []BodyLine
}

// BodyLine is a body in a list.
type BodyLine struct {
	commune.Body
	Members int
}

// BodyView is the page of a secretariat or a commission, as its reader may see it.
type BodyView struct {
	Body      commune.Body
	Today     commune.Day
	Created   DecisionRef
	Dissolved DecisionRef
	Mandates  []MandateLine    // that are exercised in it now (SE-2)
	Mine      commune.Mandates // those of the reader
	Joined    bool             // the reader is in the commission
	Count     int              // of those who are
	Members   []string         // their names, for members
	Duties    []commune.Duty   // reports that its mandates owe (SE-6)
	Decisions []BodyDecisionLine
	Charges   []ChargeLine
	Requests  []RequestLine
	Meetings  []commune.Occasion // that it has in the calendar (CO-7)
	Planner   bool               // the reader puts them there
	Reports   []commune.Report
	Drafts    []commune.Report // for those who write them
}

// Works tells whether the reader acts for the body: under a mandate in a secretariat, as one of the members of a commission.
func (v BodyView) Works() bool { return v.Body.Living() && (len(v.Mine) > 0 || v.Joined) }

// BodyDecisionLine is a decision of a secretariat in a list.
type BodyDecisionLine struct {
	commune.BodyDecision
	Body commune.Body
}

// ChargeLine is a decision in the hands of a secretariat, in a list.
type ChargeLine struct {
	commune.Charge
	Of   commune.Decision
	Body commune.Body
}

// RequestLine is what a commission sent to a secretariat.
type RequestLine struct {
	commune.Request
	From, Secretariat commune.Body
	Answer            string // where it stands; empty while it waits, or if the reader may not see it
}

// DecisionRef is a decision that is named in passing: its number if the reader may see it, and its day.
type DecisionRef struct {
	Number string
	Day    commune.Day
}

// NewBody is the form that proposes a secretariat or a commission.
type NewBody struct {
	Item                             commune.Item // under which it is voted; none for one of its own
	Kind, Name, Slug, Purpose, Until Field
	Text                             Field
	Theme                            Theme
	Problems                         []Problem
}

func (v NewBody) kinds(f Frame) []Option {
	var options []Option
	for _, k := range []commune.BodyKind{commune.Secretariat, commune.Commission} {
		options = append(options, Option{Value: string(k), Label: f.T("body." + string(k)), Help: f.T("body." + string(k) + "_help")})
	}
	return options
}

// Dissolution is the form that proposes to dissolve a body.
type Dissolution struct {
	Body     commune.Body
	Text     Field
	Theme    Theme
	Problems []Problem
}

// HandleOf is how the fediverse calls a body.
func (f Frame) HandleOf(b commune.Body) string { return "@" + b.Slug + "@" + f.Site.Host() }

func bodyIcon(k commune.BodyKind) string {
	switch k {
	case commune.Secretariat:
		return "badge-check"
	case commune.Commission:
		return "users"
	}
	return "megaphone"
}

// BodyDecisionPath is the page of a decision of a secretariat.
func BodyDecisionPath(b commune.Body, d commune.BodyDecision) string {
	return BodyPath(b) + "/decisions/" + d.Number(b)
}

// NewReportPath is where a mandate is reported on.
func NewReportPath(m commune.Mandate) string { return fmt.Sprintf("/reports/new?mandate=%d", m.ID) }

func bodyNumber(b commune.Body) string { return strconv.FormatInt(int64(b.ID), 10) }
