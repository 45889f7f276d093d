package commune

import (
	"strings"
	"time"
)

// FormCharter adopts a version of the commune's own charter (CH-1).
const FormCharter FormName = "charter"

// Charter is one version of the text that all bodies respect, as Markdown (CH-1). Versions count from 1; none is ever edited.
type Charter struct {
	Version   int
	Text      string
	Decision  DecisionID // that adopted it; 0 for the first of a council, which stands from its founding
	Seq       Seq        // its record
	AdoptedAt time.Time
}

// CharterTerms is what a motion that adopts a version of the charter says (CH-1).
type CharterTerms struct {
	Text    string `json:"text"`
	Version int    `json:"version"` // that adopting it makes; written by the form
}

// After gives the terms of adopting this text after the version in force, or refuses them. Before any was adopted the one in force is the
// zero Charter: a commune may begin without one.
func (t CharterTerms) After(inForce Charter) (CharterTerms, error) {
	t.Text, t.Version = strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n")), inForce.Version+1
	if err := Text(t.Text, MaxCharter, ErrCharterMissing); err != nil {
		return t, err
	}
	if t.Text == inForce.Text {
		return t, ErrCharterSame
	}
	return t, nil
}

// Adopt is the version that the decision adopts, from its instant on (CH-1).
func (t CharterTerms) Adopt(d Decision, seq Seq) Charter {
	return Charter{Version: t.Version, Text: t.Text, Decision: d.ID, Seq: seq, AdoptedAt: d.DecidedAt}
}

// The refusals of a charter.
var (
	ErrCharterMissing = Refuse(Invalid, "charter_missing")
	ErrCharterSame    = Refuse(Conflict, "charter_same")
	ErrCharterVoting  = Refuse(Conflict, "charter_voting")
)
