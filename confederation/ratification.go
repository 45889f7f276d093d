package confederation

import (
	"time"

	"federes.org/commune"
)

// Rule is by which majority a text that was put to all communes is adopted (CF-7).
type Rule = commune.RatificationRule

// The rules, as the council sets them.
const (
	ByCommunes = commune.ByCommunes
	ByPersons  = commune.ByPersons
	ByBoth     = commune.ByBoth
)

// Rules are all of them.
var Rules = []Rule{ByCommunes, ByPersons, ByBoth}

// Question is what makes answers comparable: the text that was put, named beyond doubt, until when it could be answered, and the rule.
type Question struct {
	Hash     string
	Deadline time.Time
	Rule     Rule
}

// Answer is what one assembly said to a proposal in one record that its key proves (CF-7).
type Answer struct {
	Commune      commune.ActorID
	Seq          commune.Seq // of the commune's log
	Digest       string      // of the very bytes
	Hash         string      // of the text that was voted
	Yes          bool
	Reservations string
	Persons      commune.Tally
	Electorate   int
	DecidedAt    time.Time
	Contested    bool // something else is signed at its place of the log
}

// Heard holds once there is an answer.
func (a Answer) Heard() bool { return a.Digest != "" }

// sound holds when the counts can be those of one vote with that result: no majority that an assembly may choose is less than more for
// than against (AG-5).
func (a Answer) sound() bool {
	t := a.Persons
	if t.For < 0 || t.Against < 0 || t.Abstain < 0 || a.Electorate < 0 || a.Electorate > MaxElectorate {
		return false
	}
	return t.For <= a.Electorate && t.Against <= a.Electorate && t.Abstain <= a.Electorate && t.Voters() <= a.Electorate && (!a.Yes || t.Adopted())
}

// MaxElectorate bounds what one assembly can say that it counted, so that sums stay sums.
const MaxElectorate = 100_000_000

// Apart is why an answer is shown and not counted; empty when it counts.
type Apart string

// The reasons, in words that the catalogues explain.
const (
	ApartNone     Apart = ""
	ApartRoll     Apart = "roll"     // its commune is on the roll neither of this council nor of one below it
	ApartKey      Apart = "key"      // signed by another key than the one that was pinned
	ApartFrozen   Apart = "frozen"   // its register contradicts itself, until its assembly answers for that
	ApartConflict Apart = "conflict" // two different answers are signed at one place of its log
	ApartText     Apart = "text"     // another text was voted
	ApartCounts   Apart = "counts"   // its counts are not those of a vote with that result
	ApartLate     Apart = "late"     // decided after the deadline, or heard after the count
)

// Position is where one commune stands on a proposal: the fold of all its answers. Neither their order nor how often each came changes it
// (CF-7): of those decided in time the one at the highest place of its log holds.
type Position struct {
	Held     Answer
	Conflict bool   // another answer is signed at the place of the one that holds
	Late     Answer // the last decided after the deadline
}

// Hear takes in one answer.
func (p Position) Hear(a Answer, q Question) Position {
	if a.DecidedAt.After(q.Deadline) {
		p.Late, _ = later(p.Late, a)
		return p
	}
	held, tied := later(p.Held, a)
	p.Conflict = tied || held.Contested || p.Conflict && held.Seq == p.Held.Seq && !p.Held.Contested
	p.Held = held
	return p
}

// later is the answer at the higher place; of two at one place the one that is not contested, or else always the same.
func later(a, b Answer) (held Answer, tied bool) {
	switch {
	case !a.Heard():
		return b, false
	case a.Digest == b.Digest:
		a.Contested = a.Contested || b.Contested
		return a, false
	case a.Seq > b.Seq:
		return a, false
	case a.Seq < b.Seq:
		return b, false
	case a.Contested != b.Contested:
		if a.Contested {
			a = b
		}
		return a, false
	case a.Digest < b.Digest:
		return a, true
	}
	return b, true
}

// Positions folds the answers of one commune.
func Positions(answers []Answer, q Question) (p Position) {
	for _, a := range answers {
		p = p.Hear(a, q)
	}
	return p
}

// Circumstances are what a council knows of a commune beside its answers.
type Circumstances struct {
	Enrolled bool // a member of the council, or of one below it (CF-8)
	OtherKey bool // none of its answers is signed by the key that was pinned
	Frozen   bool // its register contradicts itself
}

// Standing is the answer by which a commune is shown, and why it is not counted if it is not.
type Standing struct {
	Answer Answer
	Apart  Apart
}

// Counts holds for an answer that is part of the tally.
func (s Standing) Counts() bool { return s.Answer.Heard() && s.Apart == ApartNone }

// Standing tells what of a commune is shown, and whether it counts.
func (p Position) Standing(q Question, c Circumstances) Standing {
	a := p.Held
	switch {
	case !a.Heard():
		return Standing{p.Late, ApartLate}
	case !c.Enrolled:
		return Standing{a, ApartRoll}
	case c.OtherKey:
		return Standing{a, ApartKey}
	case c.Frozen:
		return Standing{a, ApartFrozen}
	case p.Conflict:
		return Standing{a, ApartConflict}
	case a.Hash != q.Hash:
		return Standing{a, ApartText}
	case !a.sound():
		return Standing{a, ApartCounts}
	}
	return Standing{a, ApartNone}
}

// Tally is what was counted so far. It takes in one answer at a cost that does not depend on how many communes there are.
type Tally struct {
	Yes        int // communes
	No         int
	Reserved   int           // of those that say yes: with reservations
	Persons    commune.Tally // over all of them
	Electorate int
}

// Answer replaces what a commune counted by what it counts now. Each commune is counted once (CF-7).
func (t Tally) Answer(before, after Standing) Tally {
	return t.plus(before, -1).plus(after, 1)
}

func (t Tally) plus(s Standing, sign int) Tally {
	if !s.Counts() {
		return t
	}
	a := s.Answer
	switch {
	case a.Yes:
		t.Yes += sign
		if a.Reservations != "" {
			t.Reserved += sign
		}
	default:
		t.No += sign
	}
	t.Persons.For += sign * a.Persons.For
	t.Persons.Against += sign * a.Persons.Against
	t.Persons.Abstain += sign * a.Persons.Abstain
	t.Electorate += sign * a.Electorate
	return t
}

// Recount counts from scratch.
func Recount(all []Standing) (t Tally) {
	for _, s := range all {
		t = t.plus(s, 1)
	}
	return t
}

// Answered is how many communes are counted.
func (t Tally) Answered() int { return t.Yes + t.No }

// OfCommunes holds when more communes say yes than no.
func (t Tally) OfCommunes() bool { return t.Yes > t.No }

// OfPersons holds when over all communes more persons voted for than against.
func (t Tally) OfPersons() bool { return t.Persons.Adopted() }

// Adopted tells whether the rule's majority is reached: a tie rejects, and who did not answer does not count (AG-5, CF-7).
func (t Tally) Adopted(by Rule) bool {
	switch by {
	case ByCommunes:
		return t.OfCommunes()
	case ByPersons:
		return t.OfPersons()
	case ByBoth:
		return t.OfCommunes() && t.OfPersons()
	}
	return false
}
