package commune_test

import (
	"math/rand/v2"
	"testing"

	"federes.org/commune"
)

var choices = []commune.Choice{commune.For, commune.Against, commune.Abstain}

// ballots are one a person, in any order.
func ballots(r *rand.Rand, t commune.Tally) []commune.Ballot {
	var all []commune.Ballot
	for i, n := range []int{t.For, t.Against, t.Abstain} {
		for range n {
			all = append(all, commune.Ballot{Motion: 1, Elector: commune.MemberID(len(all) + 1), Choice: choices[i]})
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func TestAG5_AdoptedWhenVotesForExceedVotesAgainst(t *testing.T) {
	for _, test := range []struct {
		tally   commune.Tally
		adopted bool
	}{
		{commune.Tally{}, false},
		{commune.Tally{For: 1}, true},
		{commune.Tally{Against: 1}, false},
		{commune.Tally{For: 2, Against: 1}, true},
		{commune.Tally{For: 1, Against: 2}, false},
		{commune.Tally{For: 1, Abstain: 99}, true},
		{commune.Tally{Abstain: 99}, false},
		{commune.Tally{For: 41, Against: 40, Abstain: 19}, true},
	} {
		if got := test.tally.Adopted(); got != test.adopted {
			t.Errorf("%+v: adopted %v", test.tally, got)
		}
	}
}

func TestAG5_ATieRejects(t *testing.T) {
	for n := range 200 {
		if (commune.Tally{For: n, Against: n, Abstain: 200 - n}).Adopted() {
			t.Errorf("%d against %d was adopted", n, n)
		}
	}
}

func TestAG5_AbstentionsChangeNoOutcome(t *testing.T) {
	r := random(t)
	for range 1000 {
		a := commune.Tally{For: r.IntN(50), Against: r.IntN(50)}
		b := a
		b.Abstain = r.IntN(1000)
		if a.Adopted() != b.Adopted() || b.Voters() != a.Voters()+b.Abstain {
			t.Errorf("%+v and %+v", a, b)
		}
	}
}

func TestAG5_CountingFindsWhatWasCastInWhateverOrder(t *testing.T) {
	r := random(t)
	for range 500 {
		want := commune.Tally{For: r.IntN(40), Against: r.IntN(40), Abstain: r.IntN(40)}
		cast := ballots(r, want)
		if got := commune.Count(cast); got != want || got.Voters() != len(cast) {
			t.Errorf("counted %+v, cast %+v", got, want)
		}
	}
}

func TestAG5_APersonCountsOnce(t *testing.T) {
	r := random(t)
	for range 500 {
		want := commune.Tally{For: r.IntN(20), Against: r.IntN(20), Abstain: r.IntN(20)}
		cast := ballots(r, want)
		for range 3 {
			cast = append(cast, cast...)
		}
		if got := commune.Count(cast); got != want {
			t.Errorf("counted %+v, cast %+v", got, want)
		}
	}
}

func TestAG5_OnlyTheThreeChoicesAreChoices(t *testing.T) {
	for _, c := range choices {
		if !c.Valid() {
			t.Errorf("%q is refused", c)
		}
	}
	for _, c := range []commune.Choice{"", "For", "for ", "yes", "pour", "for\x00"} {
		if c.Valid() {
			t.Errorf("%q is a choice", c)
		}
		if got := commune.Count([]commune.Ballot{{Elector: 1, Choice: c}}); got != (commune.Tally{}) {
			t.Errorf("%q was counted: %+v", c, got)
		}
	}
}
