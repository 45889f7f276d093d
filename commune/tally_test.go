package commune_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

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

func TestCH2_TheMajorityIsOverWhatTheAssemblyDecided(t *testing.T) {
	for _, c := range []struct {
		tally      commune.Tally
		electorate int
		adopted    []commune.Majority
	}{
		{commune.Tally{For: 3, Against: 2, Abstain: 1}, 9, []commune.Majority{commune.OfVotes}},
		{commune.Tally{For: 4, Against: 2, Abstain: 1}, 9, []commune.Majority{commune.OfVotes, commune.OfVoters}},
		{commune.Tally{For: 5}, 9, []commune.Majority{commune.OfVotes, commune.OfVoters, commune.OfElectors}},
		{commune.Tally{For: 5, Abstain: 5}, 10, []commune.Majority{commune.OfVotes}},
		{commune.Tally{For: 4, Against: 4}, 8, nil},
		{commune.Tally{}, 0, nil},
	} {
		for _, m := range []commune.Majority{commune.OfVotes, commune.OfVoters, commune.OfElectors} {
			if got := c.tally.AdoptedBy(m, c.electorate); got != slices.Contains(c.adopted, m) {
				t.Errorf("%+v of %d by %s: adopted %v", c.tally, c.electorate, m, got)
			}
		}
	}
	r := random(t)
	for range 1000 {
		tally := commune.Tally{For: r.IntN(50), Against: r.IntN(50), Abstain: r.IntN(50)}
		electorate := tally.Voters() + r.IntN(50)
		byVotes, byVoters, byElectors := tally.AdoptedBy(commune.OfVotes, electorate), tally.AdoptedBy(commune.OfVoters, electorate), tally.AdoptedBy(commune.OfElectors, electorate)
		if byElectors && !byVoters || byVoters && !byVotes || byVotes != tally.Adopted() {
			t.Errorf("%+v of %d: %v, %v, %v", tally, electorate, byVotes, byVoters, byElectors)
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

// plural are the ballots of a choice among so many options.
func plural(r *rand.Rand, options, voters int) []commune.Ballot {
	all := make([]commune.Ballot, voters)
	for i := range all {
		choice := commune.Abstain
		if n := r.IntN(options + 1); n > 0 {
			choice = commune.OptionChoice(n)
		}
		all[i] = commune.Ballot{Motion: 7, Elector: commune.MemberID(i + 1), Choice: choice}
	}
	return all
}

// chosen closes a choice among so many options.
func chosen(t *testing.T, options int, cast commune.Counts) commune.Motion {
	t.Helper()
	m := voting()
	for n := range options {
		m.Options = append(m.Options, string(rune('A'+n)))
	}
	closed, err := m.Close(cast, start.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return closed
}

func TestAG5_PluralitySelectsTheOptionThatMoreChoseThanAnyOtherOrNone(t *testing.T) {
	r := random(t)
	for range 2000 {
		options := commune.MinOptions + r.IntN(commune.MaxOptions-commune.MinOptions+1)
		cast := plural(r, options, r.IntN(30))
		m := chosen(t, options, commune.Count(cast))
		voices := make([]int, options)
		for _, b := range cast {
			if n, err := strconv.Atoi(string(b.Choice)); err == nil {
				voices[n-1]++
			}
		}
		ordered := slices.Sorted(slices.Values(voices))
		most, second := ordered[options-1], ordered[options-2]
		want := 0
		if most > second {
			want = slices.Index(voices, most) + 1
		}
		if m.Selected != want || m.Adopted || m.Tied() != (want == 0) || m.Voters() != len(cast) {
			t.Fatalf("of %v option %d was selected, want %d", voices, m.Selected, want)
		}
	}
}

func TestAG5_TheOrderOfBallotsAndTheWayTheyCameSelectNothing(t *testing.T) {
	r := random(t)
	for range 500 {
		options := commune.MinOptions + r.IntN(5)
		cast := plural(r, options, 1+r.IntN(40))
		want := chosen(t, options, commune.Count(cast))
		r.Shuffle(len(cast), func(i, j int) { cast[i], cast[j] = cast[j], cast[i] })
		half := r.IntN(len(cast))
		for name, counts := range map[string]commune.Counts{
			"another order": commune.Count(cast), "two halves": commune.Count(cast[:half]).Plus(commune.Count(cast[half:])),
		} {
			if m := chosen(t, options, counts); m.Selected != want.Selected || !maps.Equal(m.Votes, want.Votes) || m.Abstain != want.Abstain {
				t.Fatalf("%s: %d of %v, before %d of %v", name, m.Selected, m.Votes, want.Selected, want.Votes)
			}
		}
	}
}

// Who stands where on the list changes nothing: a permutation of the options permutes the result.
func TestAG5_PluralityFavoursNoPlaceOnTheList(t *testing.T) {
	r := random(t)
	for range 500 {
		options := commune.MinOptions + r.IntN(5)
		cast := plural(r, options, r.IntN(40))
		selected := chosen(t, options, commune.Count(cast)).Selected
		places := r.Perm(options)
		for i, b := range cast {
			for n := range options {
				if b.Choice == commune.OptionChoice(n+1) {
					cast[i].Choice = commune.OptionChoice(places[n] + 1)
				}
			}
		}
		want := 0
		if selected > 0 {
			want = places[selected-1] + 1
		}
		if got := chosen(t, options, commune.Count(cast)).Selected; got != want {
			t.Fatalf("option %d moved to %d, and %d was selected", selected, want, got)
		}
	}
}

// tallied counts what ten persons said one after the other, each in the order of their own, mixed at random.
func tallied(t *testing.T, r *rand.Rand, left [10][]commune.Choice) commune.Tally {
	t.Helper()
	box := make(map[commune.MemberID]commune.Ballot)
	for _, n := range r.Perm(40) {
		who := n % len(left)
		if len(left[who]) == 0 {
			continue
		}
		b, err := voting().Cast(commune.Elector{Motion: 7, Member: commune.MemberID(who + 1)}, left[who][0], start)
		if err != nil {
			t.Fatal(err)
		}
		box[b.Elector], left[who] = b, left[who][1:]
	}
	return commune.Count(slices.Collect(maps.Values(box))).Tally()
}

func TestAG5_TheOrderOfCastsChangesNothingButWhatEachSaidLast(t *testing.T) {
	r := random(t)
	for range 300 {
		var said [10][]commune.Choice
		last := commune.Counts{}
		for who := range said {
			for range r.IntN(4) {
				said[who] = append(said[who], choices[r.IntN(3)])
			}
			if n := len(said[who]); n > 0 {
				last[said[who][n-1]]++
			}
		}
		for range 2 {
			if got := tallied(t, r, said); got != last.Tally() {
				t.Fatalf("counted %+v, said last %+v", got, last.Tally())
			}
		}
	}
}
