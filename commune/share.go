package commune

import "time"

// Side is one part of those who spoke.
type Side string

// By how they attended, and by whether they had declared a priority for the meeting.
const (
	SideRoom     Side = "room"
	SideOnline   Side = "online"
	SideDeclared Side = "declared"
	SideOthers   Side = "others"
)

// fewest is how many persons must have spoken on both sides for the split by declared priority to be kept: so that nobody is recognised (ME-2).
const fewest = 3

// Share is how much of the floor one side had at a meeting: counts and time, of nobody in particular (MO-1, ME-2).
type Share struct {
	Meeting MeetingID
	Side    Side
	Persons int
	Turns   int
	Seconds int
}

// Spoke is how long that side spoke.
func (s Share) Spoke() time.Duration { return time.Duration(s.Seconds) * time.Second }

// Shares adds the turns of a meeting up: by mode always, by declared priority only where at least three persons spoke on both sides (ME-2).
// A point of order is no turn.
func Shares(speeches []Speech, now time.Time) []Share {
	shares := []Share{share(speeches, SideRoom, now), share(speeches, SideOnline, now)}
	declared, others := share(speeches, SideDeclared, now), share(speeches, SideOthers, now)
	if declared.Persons >= fewest && others.Persons >= fewest {
		shares = append(shares, declared, others)
	}
	return shares
}

func share(speeches []Speech, side Side, now time.Time) Share {
	sum := Share{Side: side}
	spoke := make(map[MemberID]bool)
	var length time.Duration
	for _, s := range speeches {
		if s.Kind == PointOfOrder || !side.has(s) {
			continue
		}
		sum.Meeting = s.Meeting
		sum.Turns++
		length += s.Length(now)
		spoke[s.Member] = true
	}
	sum.Persons, sum.Seconds = len(spoke), int(length/time.Second)
	return sum
}

func (side Side) has(s Speech) bool {
	switch side {
	case SideRoom, SideOnline:
		return string(s.Mode) == string(side)
	case SideDeclared:
		return s.Priority
	}
	return !s.Priority
}
