package page

import (
	"slices"
	"time"

	"federes.org/commune"
)

// Speakers is who speaks and who waits at a meeting, as one member sees it (MO-1 to MO-3).
type Speakers struct {
	Meeting  commune.MeetingID
	Speaking commune.Speech // none while its ID is 0
	Queue    []commune.Queued
	Waiting  map[commune.Mode]commune.Waiting
	Names    map[commune.MemberID]string
	Me       commune.MemberID
	Here     bool // present: may ask
	Declared bool // a priority, for this meeting
	Lead     bool
	Others   []Option // who is there and does not wait, for the moderator to note
}

// patience is how long one way of attending waits before it is shown that it does (MO-3).
const patience = 5 * time.Minute

// Mine is one's own place in the queue, from 1; 0 for none.
func (s Speakers) Mine() int {
	return slices.IndexFunc(s.Queue, func(p commune.Queued) bool { return p.Member == s.Me }) + 1
}

// Speaks tells whether someone has the floor.
func (s Speakers) Speaks() bool { return s.Speaking.ID != 0 }

// LongWait lists the ways of attending of which someone has waited for long, while the other way spoke (MO-3).
func (s Speakers) LongWait(now time.Time) []commune.Mode {
	var modes []commune.Mode
	for _, mode := range []commune.Mode{commune.Room, commune.Online} {
		if w := s.Waiting[mode]; w.Count > 0 && now.Sub(w.Since) >= patience {
			modes = append(modes, mode)
		}
	}
	return modes
}

// why words what decided a place. What a member declared of themselves is not given away: among those who spoke as often, everybody
// but the moderator and the member reads the rule (MO-1, ME-2).
func (s Speakers) why(f Frame, p commune.Queued) string {
	switch p.Why {
	case "":
		return f.T("why.first")
	case commune.WhyAnnounced, commune.WhyFewerTurns:
		return f.T("why." + string(p.Why))
	}
	if s.Lead {
		return f.T("why." + string(p.Why))
	}
	return f.T("why.equal_turns")
}
