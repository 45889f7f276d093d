package confederation_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/confederation"
)

// put is a question whose deadline is a week away.
var put = confederation.Question{Hash: "sha256:aa", Deadline: at.AddDate(0, 0, 7), Rule: confederation.ByBoth}

// enrolled is the case of a member whose register is in order.
var enrolled = confederation.Circumstances{Enrolled: true}

// said is an answer of a commune at a place of its log.
func said(seq commune.Seq, yes bool, votes, against int) confederation.Answer {
	return confederation.Answer{
		Commune: crest, Seq: seq, Digest: fmt.Sprint(seq, yes, votes, against), Hash: put.Hash, Yes: yes,
		Persons: commune.Tally{For: votes, Against: against}, Electorate: votes + against + 3, DecidedAt: at.Add(time.Duration(seq) * time.Hour),
	}
}

// position folds answers, and gives what of them stands.
func position(answers ...confederation.Answer) confederation.Standing {
	return confederation.Positions(answers, put).Standing(put, enrolled)
}

func TestCF7_UntilTheDeadlineTheLastAnswerHolds(t *testing.T) {
	yes, no := said(4, true, 30, 5), said(9, false, 10, 25)
	if got := position(yes, no); !got.Counts() || got.Answer.Yes {
		t.Errorf("amended: %+v", got)
	}
	late := said(12, true, 40, 0)
	late.DecidedAt = put.Deadline.Add(time.Second)
	if got := position(yes, late, no); !got.Counts() || got.Answer.Seq != 9 {
		t.Errorf("an answer after the deadline amends: %+v", got)
	}
	if got := position(late); got.Counts() || got.Apart != confederation.ApartLate || got.Answer.Seq != 12 {
		t.Errorf("late: %+v", got)
	}
	punctual := said(5, true, 2, 1)
	punctual.DecidedAt = put.Deadline
	if got := position(punctual); !got.Counts() {
		t.Errorf("at the deadline itself: %+v", got)
	}
	if got := position(); got.Counts() {
		t.Errorf("silence counts: %+v", got)
	}
}

func TestCF7_WhatIsNotCountedSaysWhy(t *testing.T) {
	other, forged, huge := said(4, true, 30, 5), said(4, true, 5, 30), said(4, true, 30, 5)
	other.Hash = "sha256:bb"
	huge.Persons.For = huge.Electorate + 1
	for name, c := range map[string]struct {
		answers []confederation.Answer
		in      confederation.Circumstances
		want    confederation.Apart
	}{
		"a stranger":                  {[]confederation.Answer{said(4, true, 30, 5)}, confederation.Circumstances{}, confederation.ApartRoll},
		"a register in contradiction": {[]confederation.Answer{said(4, true, 30, 5)}, confederation.Circumstances{Enrolled: true, Frozen: true}, confederation.ApartFrozen},
		"two answers at one place":    {[]confederation.Answer{said(4, true, 30, 5), said(4, false, 5, 30)}, enrolled, confederation.ApartConflict},
		"another text":                {[]confederation.Answer{other}, enrolled, confederation.ApartText},
		"a yes that lost":             {[]confederation.Answer{forged}, enrolled, confederation.ApartCounts},
		"more voters than electors":   {[]confederation.Answer{huge}, enrolled, confederation.ApartCounts},
	} {
		got := confederation.Positions(c.answers, put).Standing(put, c.in)
		if got.Apart != c.want || got.Counts() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestCF7_ANewVoteEndsAConflict(t *testing.T) {
	if got := position(said(4, true, 30, 5), said(4, false, 5, 30), said(8, true, 31, 4)); !got.Counts() || got.Answer.Seq != 8 {
		t.Errorf("%+v", got)
	}
}

func TestCF7_NeitherOrderNorRepetitionChangesWhereACommuneStands(t *testing.T) {
	seeded := rand.New(rand.NewPCG(5, 7))
	for range 2000 {
		var all []confederation.Answer
		for range 1 + seeded.IntN(6) {
			a := said(commune.Seq(seeded.IntN(4)), seeded.IntN(2) == 0, seeded.IntN(3), seeded.IntN(3))
			if seeded.IntN(4) == 0 {
				a.DecidedAt = put.Deadline.Add(time.Hour)
				a.Digest += "late"
			}
			if a.Contested = seeded.IntN(8) == 0; a.Contested {
				a.Digest += "contested"
			}
			all = append(all, a)
		}
		want := confederation.Positions(all, put)
		for range 5 {
			shuffled := append(append([]confederation.Answer{}, all...), all[seeded.IntN(len(all))], all[seeded.IntN(len(all))])
			seeded.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if got := confederation.Positions(shuffled, put); got != want {
				t.Fatalf("%+v\n%+v\n%+v", all, got, want)
			}
		}
	}
}

func TestCF7_TheTallyTakenAnswerByAnswerIsTheOneFromScratch(t *testing.T) {
	seeded := rand.New(rand.NewPCG(1, 2))
	positions, tally := make([]confederation.Position, 50), confederation.Tally{}
	for n := range 3000 {
		i := seeded.IntN(len(positions))
		a := said(commune.Seq(n/10), seeded.IntN(2) == 0, seeded.IntN(9), seeded.IntN(9))
		if a.Yes && seeded.IntN(3) == 0 {
			a.Reservations = "Pas sans l'eau."
		}
		next := positions[i].Hear(a, put)
		tally = tally.Answer(positions[i].Standing(put, enrolled), next.Standing(put, enrolled))
		positions[i] = next
	}
	var all []confederation.Standing
	for _, p := range positions {
		all = append(all, p.Standing(put, enrolled))
	}
	if want := confederation.Recount(all); tally != want || tally.Answered() == 0 {
		t.Errorf("%+v, from scratch %+v", tally, want)
	}
}

func TestCF7_TheRuleSaysWhichMajorityIsNeeded(t *testing.T) {
	communes := confederation.Tally{Yes: 3, No: 2, Persons: commune.Tally{For: 40, Against: 60, Abstain: 9}}
	persons := confederation.Tally{Yes: 2, No: 2, Persons: commune.Tally{For: 61, Against: 60}}
	both := confederation.Tally{Yes: 3, No: 2, Persons: commune.Tally{For: 61, Against: 60}}
	for _, c := range []struct {
		tally confederation.Tally
		want  [3]bool // by communes, persons, both
	}{{communes, [3]bool{true, false, false}}, {persons, [3]bool{false, true, false}}, {both, [3]bool{true, true, true}}, {confederation.Tally{}, [3]bool{}}} {
		for i, rule := range confederation.Rules {
			if got := c.tally.Adopted(rule); got != c.want[i] {
				t.Errorf("%+v by %s: %v", c.tally, rule, got)
			}
		}
	}
	if both.Adopted("unanimity") {
		t.Error("an unknown rule adopts")
	}
}
