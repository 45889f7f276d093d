package page

import (
	"fmt"

	"federes.org/commune"
)

// PadForm imports a pad: its text is pasted, then the items that were recognised are ticked and corrected (OU-P).
type PadForm struct {
	Meeting    commune.Meeting
	Late       *commune.Meeting // the next assembly, once this one's agenda is closed (OJ-1)
	Priorities []string
	Text       Field
	Lines      []PadLine // empty while nothing was pasted
	Aside      string    // what was pasted and belongs to no item
	Problems   []Problem
}

// PadLine is one item that was recognised.
type PadLine struct {
	Title, Text, Minutes Field
	Theme, Kind          Field
	Ticked               bool
	Known                bool // the agenda has it already
}

// Name is a field's, among those of all lines.
func (PadLine) Name(i int, field string) string { return fmt.Sprintf("%s-%d", field, i) }

// Agenda is the one to which the items are added.
func (v PadForm) Agenda() commune.MeetingID {
	if v.Late != nil {
		return v.Late.ID
	}
	return v.Meeting.ID
}
