package page

import (
	"fmt"

	"github.com/a-h/templ"

	"federes.org/confederation/procedure"
)

// Hearings are the sittings of a council that are to come, with what our assembly has its delegates say there.
type Hearings struct {
	Council  int64 // our number for it
	Name     string
	Seated   bool // somebody sits for us
	List     []procedure.Hearing
	About    string // the point of the form that was refused
	Words    Field
	Problems []Problem
}

// HearingsPath is the page of a council's agenda.
func HearingsPath(council int64) string { return fmt.Sprintf("/levels/%d/agenda", council) }

// words is what was typed in the form of a point.
func (v Hearings) words(p procedure.Point) Field {
	if p.About == v.About {
		return v.Words
	}
	return Field{}
}

// instructAct is where an instruction is proposed.
func instructAct(council int64) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/levels/%d/instructions", council))
}
