package commune_test

import (
	"math/rand/v2"
	"slices"
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
		if got := commune.Count(cast).Tally(); got != want || got.Voters() != len(cast) {
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
		if got := commune.Count(cast).Tally(); got != want {
			t.Errorf("counted %+v, cast %+v", got, want)
		}
	}
}

func TestAG5_OnlyWhatIsAskedCanBeAnswered(t *testing.T) {
	of := voting()
	of.Options = commune.Options{"Les Lins", "Les Ormes"}
	for _, test := range []struct {
		motion commune.Motion
		said   []commune.Choice
	}{{voting(), choices}, {of, []commune.Choice{"1", "2", commune.Abstain}}} {
		for _, c := range []commune.Choice{"for", "against", "abstain", "1", "2", "", "For", "for ", "yes", "pour", "for\x00", "0", "3", "01", "-1"} {
			_, err := test.motion.Cast(commune.Elector{Motion: 7, Member: 1}, c, start)
			if got := err == nil; got != slices.Contains(test.said, c) {
				t.Errorf("%q among %v: %v", c, test.motion.Options, err)
			}
		}
	}
}
