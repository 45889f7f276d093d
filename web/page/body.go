package page

import (
	"fmt"

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

// BodyView is the page of a secretariat or a commission.
type BodyView struct {
	Body      commune.Body
	Today     commune.Day
	Created   DecisionRef
	Dissolved DecisionRef
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
