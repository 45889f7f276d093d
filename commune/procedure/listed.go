package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// Vote is one that is open. Who answered what stands nowhere in it: until the close that is nobody's to know (AG-5).
type Vote struct {
	commune.Motion
	Voted    int                                  // ballots so far
	Casting  int                                  // electors who cast
	Raising  int                                  // electors who raise a hand instead
	Electors map[commune.MemberID]commune.Elector // the list written when it opened (AG-4)
	Voices   []commune.Voice                      // of the delegations, in a council (CF-5)
}

// ReadVote reads how far an open vote is.
func ReadVote(tx *store.Tx, m commune.Motion) (Vote, error) {
	v := Vote{Motion: m, Electors: make(map[commune.MemberID]commune.Elector, m.Electorate)}
	electors, err := tx.Electors(m.ID)
	if err != nil {
		return v, err
	}
	for _, e := range electors {
		v.Electors[e.Member] = e
		if !e.Expelled && !m.Mode.ByHand(e.Mode) {
			v.Casting++
		}
	}
	v.Raising = m.Raising(electors)
	if m.Mode == commune.Secret {
		v.Voted, err = tx.CountVoted(m.ID)
	} else {
		v.Voted, err = tx.CountBallots(m.ID)
	}
	return v, err
}

// Listed is how a member stands to an open vote.
type Listed rune

// An elector answers, or raises a hand; who answered in a secret vote is done. Who is not on the list does nothing, nor does who was
// expelled from the vote (AG-4).
const (
	Answers  Listed = 'a'
	Raises   Listed = 'h'
	Done     Listed = 'd'
	Unlisted Listed = 'u'
	Expelled Listed = 'x'
)

// Listed is how a member stands to the vote.
func (v Vote) Listed(who commune.MemberID) Listed {
	switch e, ok := v.Electors[who]; {
	case !ok:
		return Unlisted
	case e.Expelled:
		return Expelled
	case v.Mode.ByHand(e.Mode):
		return Raises
	case e.Voted:
		return Done
	}
	return Answers
}
