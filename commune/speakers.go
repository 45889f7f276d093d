package commune

import (
	"cmp"
	"slices"
	"time"
)

// Why is what decides that one comes before another.
type Why string

// The order of MO-1: a point of order first; who was told that they speak next is never overtaken; then fewer turns, then the self-declared
// priority, then less time; among those who are still equal the two ways of attending take turns (MO-3); then who asked first.
const (
	WhyPointOfOrder Why = "point_of_order"
	WhyAnnounced    Why = "announced"
	WhyFewerTurns   Why = "fewer_turns"
	WhyPriority     Why = "priority"
	WhyLessTime     Why = "less_time"
	WhyOtherMode    Why = "other_mode"
	WhyAskedFirst   Why = "asked_first"
)

// FloorRules are what the assembly decided about the floor, at the item that is treated (MO-1, CH-2).
type FloorRules struct {
	Scope FloorScope
	Ties  FloorTies
	Item  ItemID
}

// FloorRules are the assembly's, while an item is treated; 0 for none.
func (s Settings) FloorRules(item ItemID) FloorRules {
	return FloorRules{Scope: s.FloorScope, Ties: s.FloorTies, Item: item}
}

// counts tells whether a speech is a turn of its speaker: a point of order is none, nor is what was said on another item where turns are
// counted anew for each.
func (r FloorRules) counts(s Speech) bool {
	return s.Kind != PointOfOrder && (r.Scope != EachItem || s.Item == r.Item)
}

// Queued is one request in its place in the order in which the floor is given, with what decided that it stands there.
type Queued struct {
	SpeechRequest
	Turns int           // so far, as the rules count them
	Spoke time.Duration // so far, in these turns
	Why   Why           // why the one before comes before; empty for the first
}

// SpeakerQueue is who speaks next at a meeting, by the Canadian list (MO-1), in an order that depends on nothing but what is given.
func SpeakerQueue(requests []SpeechRequest, speeches []Speech, r FloorRules, now time.Time) []Queued {
	places, said := make([]Queued, len(requests)), make(map[MemberID]Queued)
	for _, s := range speeches {
		if r.counts(s) {
			p := said[s.Member]
			p.Turns, p.Spoke = p.Turns+1, p.Spoke+s.Length(now)
			said[s.Member] = p
		}
	}
	for i, request := range requests {
		places[i] = said[request.Member]
		places[i].SpeechRequest = request
	}
	last := lastMode(speeches)
	slices.SortFunc(places, func(a, b Queued) int {
		order, _ := r.compare(a, b, last)
		return order
	})
	for i := 1; i < len(places); i++ {
		_, places[i].Why = r.compare(places[i-1], places[i], last)
	}
	return places
}

// lastMode is how the one attends who had the last turn; empty before the first.
func lastMode(speeches []Speech) Mode {
	var latest Speech
	for _, s := range speeches {
		if s.Kind != PointOfOrder && (s.StartedAt.After(latest.StartedAt) || s.StartedAt.Equal(latest.StartedAt) && s.ID > latest.ID) {
			latest = s
		}
	}
	return latest.Mode
}

// step is one question of the order, with its answer and its name.
type step struct {
	order int
	why   Why
}

// compare orders two places and tells what decided. It never leaves two requests equal.
func (r FloorRules) compare(p, q Queued, last Mode) (int, Why) {
	steps := append(make([]step, 0, 10), step{first(p.Kind == PointOfOrder, q.Kind == PointOfOrder), WhyPointOfOrder})
	if p.Kind != PointOfOrder && q.Kind != PointOfOrder {
		steps = r.turns(steps, p, q, last)
	}
	steps = append(steps, step{p.AskedAt.Compare(q.AskedAt), WhyAskedFirst}, step{cmp.Compare(p.Member, q.Member), WhyAskedFirst},
		step{cmp.Compare(p.Kind, q.Kind), WhyAskedFirst})
	for _, s := range steps {
		if s.order != 0 {
			return s.order, s.why
		}
	}
	return 0, ""
}

// turns adds the questions that order those who wait for a turn, before the one who asked first.
func (r FloorRules) turns(steps []step, p, q Queued, last Mode) []step {
	steps = append(steps, step{first(!p.AnnouncedAt.IsZero(), !q.AnnouncedAt.IsZero()), WhyAnnounced},
		step{p.AnnouncedAt.Compare(q.AnnouncedAt), WhyAnnounced}, step{cmp.Compare(p.Turns, q.Turns), WhyFewerTurns})
	if r.Ties == TiesPriority {
		steps = append(steps, step{first(p.Priority, q.Priority), WhyPriority})
	}
	if r.Ties != TiesAsked {
		steps = append(steps, step{cmp.Compare(p.Spoke.Truncate(time.Second), q.Spoke.Truncate(time.Second)), WhyLessTime},
			step{first(last != "" && p.Mode != last, last != "" && q.Mode != last), WhyOtherMode})
	}
	return steps
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
