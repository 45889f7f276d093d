package confederation

import (
	"cmp"
	"slices"
	"time"

	"federes.org/commune"
)

// SilentAfter is how long nothing may be heard of a peer, which is read every day, before it is called silent.
const SilentAfter = 48 * time.Hour

// Footing is how far we know what an organisation says.
type Footing string

// From ourselves to who is known only by what its council says of it.
const (
	Here       Footing = "here"     // it is us
	Told       Footing = "told"     // a council says that it is a member; we do not read it ourselves
	InStep     Footing = "in_step"  // everything that we know of is here without a gap
	Behind     Footing = "behind"   // something before what we know is missing here
	Silent     Footing = "silent"   // nothing was heard for SilentAfter
	InConflict Footing = "conflict" // it says different things at one place of its register
	Frozen     Footing = "frozen"   // nothing of what it says is counted until an assembly answered for it (CR-2, CF-3)
)

// Heard is what is kept of a peer's log.
type Heard struct {
	Beyond    bool // something stands here that comes after a gap
	Contested bool // two of its records stand at one place
}

// Footing tells how far we know what a peer says.
func (p Peer) Footing(h Heard, at time.Time) Footing {
	switch {
	case h.Contested:
		return InConflict
	case at.Sub(p.HeardAt) > SilentAfter:
		return Silent
	case h.Beyond:
		return Behind
	}
	return InStep
}

// Stand is where one organisation stands in the levels.
type Stand struct {
	Actor   commune.ActorID
	Name    string
	Kind    string
	Level   int               // 0 is the highest
	Members []commune.ActorID // by name
}

// deepest bounds the levels that are told apart: a circle, which is refused, would have no end.
const deepest = 12

// Levels are all organisations above and below us, level by level from the highest, in each by name. What is directly above nobody whom we know of
// stands at the top.
func (r Rolls) Levels(us Stand, names map[commune.ActorID]string) [][]Stand {
	stands := map[commune.ActorID]Stand{us.Actor: us}
	tops := []commune.ActorID{us.Actor}
	for _, a := range r.Above(us.Actor) {
		stands[a] = Stand{Actor: a, Name: cmp.Or(names[a], string(a)), Kind: OfCouncil}
		tops = append(tops, a)
	}
	for _, top := range tops {
		for _, b := range r.Below(top) {
			if _, known := stands[b.Member]; !known {
				stands[b.Member] = Stand{Actor: b.Member, Name: b.Name, Kind: b.Kind}
			}
		}
	}
	for range deepest {
		for a, s := range stands {
			for _, e := range r[a] {
				below := stands[e.Member]
				below.Level = max(below.Level, min(s.Level+1, deepest-1))
				stands[e.Member] = below
			}
		}
	}
	levels := make([][]Stand, deepest)
	for a, s := range stands {
		for _, e := range r[a] {
			s.Members = append(s.Members, e.Member)
		}
		levels[s.Level] = append(levels[s.Level], s)
	}
	for _, level := range levels {
		slices.SortFunc(level, func(a, b Stand) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Actor, b.Actor)) })
	}
	return slices.DeleteFunc(levels, func(l []Stand) bool { return len(l) == 0 })
}

// ByActor finds where each stands.
func ByActor(levels [][]Stand) map[commune.ActorID]Stand {
	all := make(map[commune.ActorID]Stand)
	for _, level := range levels {
		for _, s := range level {
			all[s.Actor] = s
		}
	}
	return all
}
