package commune

import "time"

// Choice is what a ballot says.
type Choice string

// For, against, or neither.
const (
	For     Choice = "for"
	Against Choice = "against"
	Abstain Choice = "abstain"
)

// Valid holds for the three choices.
func (c Choice) Valid() bool { return c == For || c == Against || c == Abstain }

// Ballot is one elector's choice: one row a person, so that one person has one voice (AG-5).
type Ballot struct {
	Motion  MotionID
	Elector MemberID
	Choice  Choice
	CastAt  time.Time
}

// Tally is the counts of a vote.
type Tally struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

// Count counts each elector once (AG-5).
func Count(ballots []Ballot) Tally {
	var t Tally
	seen := make(map[MemberID]bool, len(ballots))
	for _, b := range ballots {
		if seen[b.Elector] {
			continue
		}
		seen[b.Elector] = true
		switch b.Choice {
		case For:
			t.For++
		case Against:
			t.Against++
		case Abstain:
			t.Abstain++
		}
	}
	return t
}

// Adopted holds when votes for exceed votes against: abstentions do not count, a tie rejects (AG-5).
func (t Tally) Adopted() bool { return t.For > t.Against }

// Voters is how many ballots were counted.
func (t Tally) Voters() int { return t.For + t.Against + t.Abstain }
