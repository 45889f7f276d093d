package commune

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
)

// Counts are how many voices say each choice.
type Counts map[Choice]int

// Count counts each elector once (AG-5).
func Count(ballots []Ballot) Counts {
	counts, seen := Counts{}, make(map[MemberID]bool, len(ballots))
	for _, b := range ballots {
		if !seen[b.Elector] {
			seen[b.Elector] = true
			counts[b.Choice]++
		}
	}
	return counts
}

// Plus adds what was counted elsewhere.
func (c Counts) Plus(other Counts) Counts {
	sum := Counts{}
	maps.Copy(sum, c)
	for choice, n := range other {
		sum[choice] += n
	}
	return sum
}

// Sum is how many voices there are.
func (c Counts) Sum() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}

// Of is how many voices chose an option, from 1.
func (c Counts) Of(option int) int { return c[OptionChoice(option)] }

// Tally is the counts of a vote for or against.
func (c Counts) Tally() Tally { return Tally{For: c[For], Against: c[Against], Abstain: c[Abstain]} }

func (c Counts) without(choice Choice) Counts {
	rest := maps.Clone(c)
	delete(rest, choice)
	return rest
}

// first is the option that plurality selects among n: the one that more voices chose than any other. A tie at the top selects none (AG-5).
func (c Counts) first(n int) int {
	selected, most := 0, 0
	for option := 1; option <= n; option++ {
		switch votes := c.Of(option); {
		case votes > most:
			selected, most = option, votes
		case votes == most:
			selected = 0
		}
	}
	return selected
}

// Value writes the counts as a database keeps them.
func (c Counts) Value() (driver.Value, error) { return column(c) }

// Scan reads what Value wrote.
func (c *Counts) Scan(stored any) error { return uncolumn(stored, c) }

// Options are what a motion lets choose among, in their order (AG-5).
type Options []string

// Value writes the options as a database keeps them.
func (o Options) Value() (driver.Value, error) { return column(o) }

// Scan reads what Value wrote.
func (o *Options) Scan(stored any) error { return uncolumn(stored, o) }

func column(v any) (driver.Value, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

func uncolumn(stored, v any) error {
	switch text := stored.(type) {
	case string:
		return json.Unmarshal([]byte(text), v)
	case []byte:
		return json.Unmarshal(text, v)
	}
	return fmt.Errorf("commune: a column holds %T", stored)
}

// Tally is the counts of a vote for or against.
type Tally struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

// Adopted holds when votes for exceed votes against: abstentions do not count, a tie rejects (AG-5).
func (t Tally) Adopted() bool { return t.For > t.Against }

// Majority is what a vote for or against needs to adopt: over what votes for are counted (AG-5, CH-2).
type Majority string

// More for than against, which is the founding text's (AG-5); or more than half of those who voted, or of those who could.
const (
	OfVotes    Majority = "cast"
	OfVoters   Majority = "voters"
	OfElectors Majority = "electors"
)

// AdoptedBy holds when votes for reach a majority among so many electors. None is less than the founding text's: what any of them adopts,
// it adopts too.
func (t Tally) AdoptedBy(m Majority, electorate int) bool {
	switch m {
	case OfVoters:
		return 2*t.For > t.Voters()
	case OfElectors:
		return 2*t.For > electorate
	}
	return t.Adopted()
}

// Voters is how many ballots were counted.
func (t Tally) Voters() int { return t.For + t.Against + t.Abstain }
