package commune

import (
	"cmp"
	"slices"
	"time"
)

// SpeechKind is what the floor is asked for.
type SpeechKind string

// A turn, or a point of order: on how the meeting runs, not on its matter.
const (
	Turn         SpeechKind = "speech"
	PointOfOrder SpeechKind = "order"
)

// SpeechRequest is a member waiting for the floor of a meeting (MO-1). There is one a person at most.
type SpeechRequest struct {
	Meeting     MeetingID
	Member      MemberID
	Kind        SpeechKind
	Mode        Mode
	Priority    bool // self-declared for this meeting, purged after it (ME-2)
	AskedAt     time.Time
	AnnouncedAt time.Time // since when they are told that they speak next; zero while they are not
}

// Speech is one turn at the floor. It runs while EndedAt is zero.
type Speech struct {
	ID        SpeechID
	Meeting   MeetingID
	Member    MemberID
	Item      ItemID // during which it began; 0 for none
	Kind      SpeechKind
	Mode      Mode
	Priority  bool
	StartedAt time.Time
	EndedAt   time.Time
	Recall    Recall // the moderator's last call back to the point (MO-2)
}

// Running holds while the turn lasts.
func (s Speech) Running() bool { return s.EndedAt.IsZero() }

// Length is how long the turn lasted, or has lasted so far.
func (s Speech) Length(now time.Time) time.Duration {
	if s.Running() {
		return now.Sub(s.StartedAt)
	}
	return s.EndedAt.Sub(s.StartedAt)
}

// Recall is how the moderator calls a speaker back to the point (MO-2).
type Recall string

// Too long, off the subject, already said.
const (
	TooLong    Recall = "too_long"
	OffSubject Recall = "off_subject"
	SaidBefore Recall = "said_before"
)

// Valid holds for the three calls.
func (r Recall) Valid() bool { return r == TooLong || r == OffSubject || r == SaidBefore }

// Why is what decides that one comes before another.
type Why string

// The order of MO-1: who was told that they speak next is never overtaken; then fewer turns, then the self-declared priority, then
// less time; among those who are still equal the two ways of attending take turns (MO-3); then who asked first.
const (
	WhyAnnounced  Why = "announced"
	WhyFewerTurns Why = "fewer_turns"
	WhyPriority   Why = "priority"
	WhyLessTime   Why = "less_time"
	WhyOtherMode  Why = "other_mode"
	WhyAskedFirst Why = "asked_first"
)

// Queued is one request in its place in the order in which the floor is given, with what decided that it stands there.
type Queued struct {
	SpeechRequest
	Turns int           // so far, over the whole meeting
	Spoke time.Duration // so far
	Why   Why           // why the one before comes before; empty for the first
}

// SpeakerQueue is who speaks next at a meeting, by the Canadian list (MO-1), in an order that depends on nothing but what is given.
func SpeakerQueue(requests []SpeechRequest, speeches []Speech, now time.Time) []Queued {
	places := make([]Queued, len(requests))
	for i, r := range requests {
		places[i] = Queued{SpeechRequest: r}
		for _, s := range speeches {
			if s.Member == r.Member {
				places[i].Turns++
				places[i].Spoke += s.Length(now)
			}
		}
	}
	last := lastMode(speeches)
	slices.SortFunc(places, func(a, b Queued) int {
		order, _ := a.compare(b, last)
		return order
	})
	for i := 1; i < len(places); i++ {
		_, places[i].Why = places[i-1].compare(places[i], last)
	}
	return places
}

// lastMode is how the latest speaker attends; empty before the first.
func lastMode(speeches []Speech) Mode {
	var latest Speech
	for _, s := range speeches {
		if s.StartedAt.After(latest.StartedAt) || s.StartedAt.Equal(latest.StartedAt) && s.ID > latest.ID {
			latest = s
		}
	}
	return latest.Mode
}

// compare orders two places and tells what decided. It never leaves two members equal.
func (p Queued) compare(q Queued, last Mode) (int, Why) {
	steps := []struct {
		order int
		why   Why
	}{
		{first(!p.AnnouncedAt.IsZero(), !q.AnnouncedAt.IsZero()), WhyAnnounced},
		{p.AnnouncedAt.Compare(q.AnnouncedAt), WhyAnnounced},
		{cmp.Compare(p.Turns, q.Turns), WhyFewerTurns},
		{first(p.Priority, q.Priority), WhyPriority},
		{cmp.Compare(p.Spoke.Truncate(time.Second), q.Spoke.Truncate(time.Second)), WhyLessTime},
		{first(last != "" && p.Mode != last, last != "" && q.Mode != last), WhyOtherMode},
		{p.AskedAt.Compare(q.AskedAt), WhyAskedFirst},
	}
	for _, s := range steps {
		if s.order != 0 {
			return s.order, s.why
		}
	}
	return cmp.Compare(p.Member, q.Member), WhyAskedFirst
}

// first puts what holds before what does not.
func first(p, q bool) int {
	switch {
	case p == q:
		return 0
	case p:
		return -1
	}
	return 1
}

// Waiting is how many of one mode wait for the floor, and since when the first of them does (MO-3).
type Waiting struct {
	Count int
	Since time.Time
}

// WaitingBy counts who waits, in the room and online, so that the moderator sees when one is kept waiting (MO-3).
func WaitingBy(queue []Queued) map[Mode]Waiting {
	by := make(map[Mode]Waiting)
	for _, p := range queue {
		w := by[p.Mode]
		w.Count++
		if w.Since.IsZero() || p.AskedAt.Before(w.Since) {
			w.Since = p.AskedAt
		}
		by[p.Mode] = w
	}
	return by
}

// AskFloor makes a request of a member who is there; who speaks or waits already is told so (MO-1).
func (m Meeting) AskFloor(p Presence, busy bool, now time.Time) (SpeechRequest, error) {
	switch {
	case m.State(now) != Open:
		return SpeechRequest{}, ErrMeetingNotOpen
	case p.Member == 0 || !p.LeftAt.IsZero():
		return SpeechRequest{}, ErrNotPresent
	case busy:
		return SpeechRequest{}, ErrFloorAsked
	}
	return SpeechRequest{Meeting: m.ID, Member: p.Member, Kind: Turn, Mode: p.Mode, Priority: p.Priority, AskedAt: now}, nil
}
