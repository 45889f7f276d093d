package page

import (
	"fmt"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// MandatePath is the page of a mandate.
func MandatePath(id commune.MandateID) string { return fmt.Sprintf("/mandates/%d", id) }

func mandatePath(id commune.MandateID) templ.SafeURL { return templ.SafeURL(MandatePath(id)) }

func mandateAct(id commune.MandateID, act string) templ.SafeURL {
	return templ.SafeURL(MandatePath(id) + "/" + act)
}

func mandateAfter(id commune.MandateID) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/mandates/new?after=%d", id))
}

func mandatesIn(id commune.BodyID) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/mandates?body=%d", id))
}

// Mandates are all that were ever given: power is public.
type Mandates struct {
	Bodies   []commune.Body // by which the list can be narrowed down
	Body     commune.BodyID // to which it is; 0 for all
	Living   []MandateLine
	Awaiting []MandateLine
	Vacant   []MandateLine
	Past     []MandateLine
	Sittings []MandateLine // past ones that were for one meeting alone (DR-2)
}

// MandateLine is a mandate in a list.
type MandateLine struct {
	commune.Mandate
	BodyName    string
	CouncilName string // of the council where its holder sits, if that is known here
}

// MandateView is the page of one mandate.
type MandateView struct {
	commune.Mandate
	State       commune.MandateState
	Body        *commune.Body
	Given       DecisionRef
	EndedBy     DecisionRef
	Before      commune.MandateID // the one that it gives again, if the reader may see it
	After       commune.MandateID // the one that gives it again
	CouncilName string            // of a delegate's
	CouncilID   int64             // our number for it
	Vacant      bool
	Mine        bool
	Revocation  *commune.Motion // that would revoke it, and waits for its vote
	Renewal     *commune.Motion // that would give it again, and waits for its vote
	Record      *Record         // none of a mandate that never began
	Reports     []commune.Report
	Due         time.Time // of the next report; zero for none
	SatAt       time.Time // of that report: when the sitting of the council ended on which it is (CF-6)
	Reasons     Field
	Theme       Theme // under which its revocation would be treated
	Problems    []Problem
}

// revocable tells whether the reader can propose to revoke it.
func (v MandateView) revocable(f Frame) bool {
	return f.Viewer != nil && !f.Council() && v.Revocable(f.Now) == nil
}

// enters tells whether the reader sits in a council by this mandate (CF-5).
func (v MandateView) enters() bool {
	return v.Mine && v.Council != "" && v.State == commune.MandateLiving
}

// renewable tells whether the reader can propose to give it again as it is, to the same person.
func (v MandateView) renewable(f Frame) bool {
	return f.Viewer != nil && !f.Council() && v.Renewable() == nil && v.Renewal == nil && v.After == 0 && v.State != commune.MandateAwaits
}

// reportable tells whether the reader can report on it: who holds it, beyond one sitting (SE-6).
func (v MandateView) reportable(f Frame) bool {
	return v.Mine && !f.Council() && v.State == commune.MandateLiving && v.Meeting == 0
}

// endedAt is when a mandate that is over ended.
func (v MandateView) endedAt() time.Time {
	if v.State == commune.MandateLapsed {
		return v.AcceptBy()
	}
	return v.LastDay()
}

// endingWords say how a mandate came to end. Why a person left it is for members to read.
func endingWords(f Frame, m commune.Mandate) string {
	switch {
	case m.State(f.Now) == commune.MandateLapsed:
		return f.T("mandate.state_lapsed")
	case m.Ending == commune.Revoked, m.Ending == commune.Renewed, m.Ending == commune.Fulfilled, m.Ending == commune.Dissolved,
		m.Ending != "" && f.Viewer != nil:
		return f.T("mandate.ending_" + string(m.Ending))
	}
	return f.T("mandate.state_ended")
}

// NewMandate is the form that brings a mandate to the next agenda.
type NewMandate struct {
	NewMotion
	Theme  Theme
	Before *commune.Mandate // the one that it gives again; nil for a new one
}

// bodies are those in which a mandate can be exercised.
func (v NewMotion) bodies(f Frame) []Option {
	options := []Option{{Value: "", Label: f.T("mandate.body_none")}}
	for _, b := range v.Bodies {
		options = append(options, Option{Value: strconv.FormatInt(int64(b.ID), 10), Label: f.T("mandate.body_option", f.T("body."+string(b.Kind)), b.Name)})
	}
	return options
}

// CapabilityLine is one capability: what it is, by which rule, who has it now.
type CapabilityLine struct {
	commune.Capability
	Held []commune.Mandate
}

// title are the words of the capability, as a heading begins.
func (c CapabilityLine) title(f Frame) string {
	first, size := utf8.DecodeRuneInString(f.T("capability." + string(c.Capability)))
	return string(unicode.ToUpper(first)) + f.T("capability." + string(c.Capability))[size:]
}

// Consent is what the persons whom a motion would mandate answer to it.
type Consent struct {
	Shown   bool // the motion mandates someone
	Yes, No []string
	Asked   bool // the reader is one of them, and can still answer
	Said    bool // they did
	Accepts bool
}

// mandateLines are mandates in a list that says nothing of bodies.
func mandateLines(list commune.Mandates) []MandateLine {
	lines := make([]MandateLine, len(list))
	for i, m := range list {
		lines[i].Mandate = m
	}
	return lines
}
