package confederation

import (
	"encoding/json"
	"slices"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
)

// FormInstruct is the form of a motion by which an assembly has its delegates to a council say something on a point of its agenda (CF-5).
const FormInstruct commune.FormName = "instruct"

// InstructTerms is what such a motion says. What is on the council's agenda completes the words.
type InstructTerms struct {
	Council  commune.ActorID `json:"council"`
	About    string          `json:"about"` // the address of the item, or of the motion
	Words    string          `json:"words"` // of that item or motion
	Position commune.Choice  `json:"position"`
	Text     string          `json:"text,omitempty"`
}

// Check refuses terms that instruct nobody.
func (t InstructTerms) Check() error {
	if !slices.Contains(Stances(), t.Position) {
		return ErrStanceMissing
	}
	return commune.OptionalText(t.Text, commune.MaxText/4)
}

// Treats is what an agenda says that stands at an address; false if nothing does.
func Treats(a record.Agenda, about string) (words string, stands bool) {
	for _, p := range a.Points {
		if p.Item == about {
			return p.Title, true
		}
		for _, w := range p.Votes {
			if w.Motion == about {
				return w.Text, true
			}
		}
	}
	return "", false
}

// ReadAgenda reads what a verified record of a council says that one of its sittings will treat. The second value is false for any other record,
// and for an agenda that speaks of what is not the council's own.
func ReadAgenda(r record.Parsed) (a record.Agenda, ok bool) {
	if r.Header.Kind != record.KindAgenda || json.Unmarshal(r.Data, &a) != nil || a.Council != r.AttributedTo {
		return a, false
	}
	own := commune.OriginOf(string(a.Council)) + "/"
	for _, p := range a.Points {
		if !strings.HasPrefix(p.Item, own) || slices.ContainsFunc(p.Votes, func(w record.Wording) bool { return !strings.HasPrefix(w.Motion, own) }) {
			return a, false
		}
	}
	return a, strings.HasPrefix(a.Meeting, own)
}

// The refusals of an instruction.
var (
	ErrStanceMissing    = commune.Refuse(commune.Invalid, "stance_missing")
	ErrPointUnknown     = commune.Refuse(commune.Conflict, "point_unknown")
	ErrNoDelegate       = commune.Refuse(commune.Conflict, "no_delegate") // to which council
	ErrInstructionWaits = commune.Refuse(commune.Conflict, "instruction_waits")
)
