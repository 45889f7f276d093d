package confederation

import (
	"cmp"
	"crypto/ed25519"
	"encoding/json"
	"slices"

	"federes.org/commune"
	"federes.org/commune/record"
)

// Kinds of members of a council (CF-8).
const (
	OfCommune = "commune"
	OfCouncil = "council"
)

// Enrolled is an organisation on the roll of a council, as the council's own records say (CF-1, CF-8). Of those about one member the one with the
// highest seq says everything: what the others said is nothing.
type Enrolled struct {
	ID             int64
	Council        commune.ActorID
	Member         commune.ActorID
	Kind           string // OfCommune or OfCouncil; empty once it left
	Name           string
	CharterID      string // that it adopted (CH-1)
	CharterVersion int
	CharterHash    string
	Decision       string // the record of its decision to join, or to adopt that charter
	Key            string // its Ed25519 key as the council pinned it, a Multikey
	Since          string
	Record         string // of the council, that says so
	Seq            commune.Seq
	Departed       bool
}

// TableName names the table.
func (Enrolled) TableName() string { return "rolls" }

// Pinned is the member's key; nil if it is none.
func (e Enrolled) Pinned() ed25519.PublicKey {
	key, err := record.DecodeMultikey(e.Key)
	if err != nil {
		return nil
	}
	return key
}

// After is what holds of what was known and what is heard, in whatever order both came. Of one signer at one seq there is one record only.
func (e Enrolled) After(heard Enrolled) Enrolled {
	if e.Record != "" && e.Seq >= heard.Seq {
		return e
	}
	heard.ID = e.ID
	return heard
}

// ReadRoll reads what a verified record says of a council's roll. Only the council itself can say it.
func ReadRoll(parsed record.Parsed) (Enrolled, bool) {
	e := Enrolled{Record: parsed.ID, Seq: parsed.Header.Seq}
	switch parsed.Header.Kind {
	case record.KindMembership:
		var m record.Membership
		if json.Unmarshal(parsed.Data, &m) != nil || m.Of != OfCommune && m.Of != OfCouncil {
			return e, false
		}
		e.Council, e.Member, e.Kind, e.Name, e.Decision, e.Key, e.Since = m.Council, m.Member, m.Of, m.Name, m.Decision, m.Key, m.Since
		e.CharterID, e.CharterVersion, e.CharterHash = m.Charter.ID, m.Charter.Version, m.Charter.Hash
		if e.Pinned() == nil {
			return e, false
		}
	case record.KindDeparture:
		var d record.Departure
		if json.Unmarshal(parsed.Data, &d) != nil {
			return e, false
		}
		e.Council, e.Member, e.Decision, e.Since, e.Departed = d.Council, d.Member, d.DecidedBy, d.At, true
	}
	return e, e.Member != "" && e.Council == parsed.AttributedTo && e.Member != e.Council
}

// Rolls are the living members of councils, by council.
type Rolls map[commune.ActorID][]Enrolled

// RollsOf gathers what is known by council, without who left.
func RollsOf(all []Enrolled) Rolls {
	rolls := make(Rolls)
	for _, e := range all {
		if !e.Departed {
			rolls[e.Council] = append(rolls[e.Council], e)
		}
	}
	for council := range rolls {
		slices.SortFunc(rolls[council], func(a, b Enrolled) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Member, b.Member)) })
	}
	return rolls
}

// Reached is an organisation that stands below a council, once however many ways lead to it (CF-8).
type Reached struct {
	Enrolled                     // on the roll of the nearest council
	Paths    [][]commune.ActorID // each from the council down to the one on whose roll it stands, both included
}

// Below are all that stand below a council: communes and councils, level by level, each once. What comes back to itself ends.
func (r Rolls) Below(council commune.ActorID) []Reached {
	var all []Reached
	at := make(map[commune.ActorID]int)
	level := [][]commune.ActorID{{council}}
	for len(level) > 0 {
		var next [][]commune.ActorID
		for _, path := range level {
			for _, e := range r[path[len(path)-1]] {
				if slices.Contains(path, e.Member) {
					continue
				}
				n, known := at[e.Member]
				if !known {
					n = len(all)
					at[e.Member] = n
					all = append(all, Reached{Enrolled: e})
				}
				all[n].Paths = append(all[n].Paths, path)
				if e.Kind == OfCouncil {
					next = append(next, append(slices.Clone(path), e.Member))
				}
			}
		}
		level = next
	}
	return all
}

// Stands tells whether an organisation is a council itself or stands below it.
func (r Rolls) Stands(who, council commune.ActorID) bool {
	return who == council || slices.ContainsFunc(r.Below(council), func(b Reached) bool { return b.Member == who })
}

// Above are the councils above an organisation, the nearest first, each once.
func (r Rolls) Above(who commune.ActorID) []commune.ActorID {
	over := make(map[commune.ActorID][]commune.ActorID)
	for council, members := range r {
		for _, e := range members {
			over[e.Member] = append(over[e.Member], council)
		}
	}
	var all []commune.ActorID
	for level := []commune.ActorID{who}; len(level) > 0; {
		var next []commune.ActorID
		for _, member := range level {
			councils := over[member]
			slices.Sort(councils)
			for _, c := range councils {
				if c != who && !slices.Contains(all, c) {
					all, next = append(all, c), append(next, c)
				}
			}
		}
		level = next
	}
	return all
}
