package confederation

import (
	"encoding/json"
	"slices"
	"time"

	"federes.org/commune"
)

// Limits of what each commune compares by itself; whoever doubts a larger count has it verified.
const (
	MaxCompared  = 4000           // communes that a count has at most
	CompareUntil = 48 * time.Hour // after the count: until then its list is asked for
)

// Comparison is what a count says of the answer of one commune, held against what that commune signed (CF-7).
type Comparison string

// What can be found. NotCompared is where there is nothing to compare.
const (
	NotCompared    Comparison = ""
	CountedSame    Comparison = "same"
	CountedOther   Comparison = "other"   // another answer than the one that holds is counted
	CountedWithout Comparison = "without" // the answer that holds is not counted
)

// Compare holds a list of counted answers against all answers that a commune gave.
func Compare(list []byte, who commune.ActorID, own []Answer, q Question) Comparison {
	var l CountedList
	if len(list) == 0 || json.Unmarshal(list, &l) != nil {
		return NotCompared
	}
	stands := Positions(own, q).Standing(q, Circumstances{Enrolled: true})
	n := slices.IndexFunc(l.Answers, func(a CountedAnswer) bool { return a.Commune == who })
	switch {
	case n < 0 && stands.Counts():
		return CountedWithout
	case n < 0:
		return NotCompared
	case stands.Counts() && l.Answers[n].Digest == stands.Answer.Digest:
		return CountedSame
	}
	return CountedOther
}
