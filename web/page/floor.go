package page

import (
	"strconv"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// NoGesture is what a listener's form says who takes a sign back.
const NoGesture = "none"

// Ended is what a closed assembly leaves to read of its time (MO-1, OJ-4).
type Ended struct {
	Shares    []commune.Share
	Adjourned []commune.Adjournment
	To        map[commune.MeetingID]commune.Meeting
}

// Spoken tells whether anybody spoke by the list.
func (e Ended) Spoken() bool {
	for _, s := range e.Shares {
		if s.Turns > 0 {
			return true
		}
	}
	return false
}

// gestured counts the silent signs to who speaks, in the order in which they are offered (MO-2).
func gestured(s procedure.Sitting) map[commune.Recall]int {
	by := make(map[commune.Recall]int)
	for _, g := range s.Floor.Gestures {
		by[g.Kind]++
	}
	return by
}

// undone says in words what would be taken back.
func undone(f Frame, s procedure.Sitting) string {
	a := s.Last
	switch a.Kind {
	case commune.ActAdjourn:
		return f.N("undo.adjourned", a.Count)
	case commune.ActStarted, commune.ActStopped:
		for _, i := range s.Timing.Items {
			if i.ID == a.Item {
				return f.T("undo."+string(a.Kind), f.Said(i.Title))
			}
		}
		return f.T("undo.item")
	}
	return f.T("undo."+string(a.Kind), s.Names[a.Member])
}

// blanks are the empty lines of the list on paper: for who asks later.
func blanks(s procedure.Sitting) []string {
	lines := make([]string, max(4, 20-len(s.Floor.Queue)))
	for i := range lines {
		lines[i] = strconv.Itoa(len(s.Floor.Queue) + i + 1)
	}
	return lines
}
