package commune

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// VoteMode is how a vote is held; who leads says it when they open the vote.
type VoteMode string

// The four modes of the one vote (AG-5). Named: one row a person, replaceable until the close. Secret: a roll of who voted, and an urn of
// counters that nothing joins to it; final. Hands: counted by who leads. Mixed: hands in the room, named ballots online.
const (
	Named  VoteMode = "named"
	Secret VoteMode = "secret"
	Hands  VoteMode = "hands"
	Mixed  VoteMode = "mixed"
)

// Valid holds for the four modes.
func (m VoteMode) Valid() bool { return m == Named || m == Secret || m.Counts() }

// Counts holds where hands are counted.
func (m VoteMode) Counts() bool { return m == Hands || m == Mixed }

// ByHand tells whether who attends in this way raises a hand; the others cast.
func (m VoteMode) ByHand(attends Mode) bool { return m == Hands || m == Mixed && attends == Room }

// Elector is a member on the list written when the vote opened (AG-4).
type Elector struct {
	Motion   MotionID
	Member   MemberID
	Mode     Mode
	Expelled bool // from the sitting, while this vote ran
	Voted    bool // in a secret vote, whose ballots name nobody
}

// Attendee is a member as the opening of a vote sees them.
type Attendee struct {
	Presence
	Good       bool    // standing
	Delegation ActorID // of a delegate
	SeatRank   Seq
}

// Voices leaves each delegation one voice: that of the first of its delegates who is there (CF-5). Once delegations sit in a council nobody
// else has one.
func Voices(there []Attendee, delegations bool) []Attendee {
	first := make(map[ActorID]Attendee)
	for _, a := range there {
		before, found := first[a.Delegation]
		if a.Good && a.LeftAt.IsZero() && a.Delegation != "" && (!found || a.SeatRank < before.SeatRank) {
			first[a.Delegation] = a
		}
	}
	voices := slices.Clone(there)
	for i, a := range voices {
		if a.Delegation != "" {
			voices[i].Good = a.Good && first[a.Delegation].Member == a.Member
		} else if delegations {
			voices[i].Good = false
		}
	}
	return voices
}

// Roll names a list of electors beyond doubt: the SHA-256 of one line "member mode" each, in the order of their numbers (AG-4).
func Roll(electors []Elector) string {
	h := sha256.New()
	for _, e := range slices.SortedFunc(slices.Values(electors), func(a, b Elector) int { return cmp.Compare(a.Member, b.Member) }) {
		fmt.Fprintf(h, "%d %s\n", e.Member, e.Mode)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Choice is what a voice says.
type Choice string

// For, against, or neither. Among several options a choice is the number of one of them, from 1, or an abstention.
const (
	For     Choice = "for"
	Against Choice = "against"
	Abstain Choice = "abstain"
)

// OptionChoice says an option, from 1.
func OptionChoice(n int) Choice { return Choice(strconv.Itoa(n)) }

// Ballot is one elector's choice: one row a person, so that one person has one voice (AG-5).
type Ballot struct {
	Motion  MotionID
	Elector MemberID
	Choice  Choice
	CastAt  time.Time

	EnteredBy MemberID // who leads, for someone without a device; 0 when the elector cast it
}
