package simulation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation/simulation"
	peers "federes.org/confederation/store"
)

// last is how many steps before the end are told of a failure.
const last = 20

// tries is how many seeds are played at most until a planted fault shows.
const tries = 8

// played is a confederation of four communes and two councils.
func played(t *testing.T, seed uint64, steps int) simulation.Config {
	return simulation.Config{Folder: t.TempDir(), Seed: seed, Steps: steps, Communes: 4, Councils: 2}
}

func TestWhateverBefallsTheNetworkTheRulesHold(t *testing.T) {
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			trace, err := simulation.Play(t.Context(), played(t, seed, steps))
			if err != nil {
				t.Fatalf("%v\n%s", err, strings.Join(trace[max(0, len(trace)-last):], "\n"))
			}
		})
	}
}

func TestTheSameSeedPlaysTheSameStepsAgain(t *testing.T) {
	one, err := simulation.Play(t.Context(), played(t, 7, 120))
	if err != nil {
		t.Fatal(err)
	}
	other, err := simulation.Play(t.Context(), played(t, 7, 120))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one, other) {
		t.Errorf("%q\n%q", one, other)
	}
}

// leaves is a defect that leaves this in the database of an instance that has it.
func leaves(what string) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.DB().Exec(what).Error }
}

// planted are defects, and the rule that finds each: every one another. The seed is the first that shows it, within so many steps.
var planted = map[string]struct {
	defect func(*store.Tx) error
	rule   string
	seed   uint64
	within int
}{
	"a proof that nobody checks": {
		leaves("UPDATE peer_records SET fault = '' WHERE fault = 'proof' AND seq NOT IN (SELECT seq FROM peer_records WHERE fault = '')"),
		"nobody's word is invented", 1, 500,
	},
	"a gap that is stepped over":      {leaves("UPDATE peers SET next_seq = next_seq + 1 WHERE next_seq > 5"), "no place of a log is skipped", 0, 120},
	"a key that is pinned anew":       {leaves("UPDATE peers SET key = x'00' WHERE state = 'accepted'"), "a pinned key stays", 0, 80},
	"an answer that is counted twice": {leaves("UPDATE proposals SET yes = yes + 1 WHERE yes > 0"), "each commune is counted once, and the tally is its answers", 0, 500},
	"an answer of who is no member":   {leaves("UPDATE answers SET apart = '' WHERE apart = 'roll'"), "nobody is counted who stands below nobody", 6, 500},
	"a freeze that freezes nothing":   {leaves("UPDATE answers SET apart = '' WHERE apart = 'frozen'"), "who told two stories is not counted", 1, 500},
	"a revocation that ends no seat":  {reseats, "nobody sits without a living mandate", 0, 480},
	"a voice that nobody confirmed":   {confirmsAll, "no voice counts before it is confirmed", 7, 250},
	"a head that nobody proved":       {leaves("UPDATE witnessed_logs SET size = size + 1 WHERE size > 0"), "a witness cosigns one history", 0, 120},
	"a register that is overwritten": {
		leaves("UPDATE log_hashes SET hash = (SELECT hash FROM log_hashes WHERE position = 0) WHERE position = 3"), "a log only grows", 0, 80,
	},
	"a record that is lost": {
		leaves("UPDATE peer_records SET kind = '', document = '' , digest = 'hidden:' || digest WHERE kind = 'Revocation'"),
		"everything that was said is here", 0, 500,
	},
	"an answer to a request that is not kept": {leaves("UPDATE peers SET state = 'asked' WHERE role = 'council'"), "both sides say the same of their tie", 0, 500},
}

// reseats has every delegate sit who ever sat.
func reseats(tx *store.Tx) error {
	all, err := store.All[commune.Member](tx.DB().Where("delegation <> ''"))
	for _, m := range all {
		m.LeftAt, m.SeatedUntil = time.Time{}, tx.Now().Add(time.Hour)
		if err == nil {
			err = tx.SaveMember(m)
		}
	}
	return err
}

// confirmsAll takes every mandate for confirmed at the instant at which the last vote opened.
func confirmsAll(tx *store.Tx) error {
	votes, err := store.All[commune.Motion](tx.DB().Order("id DESC").Limit(1))
	if err != nil || len(votes) == 0 {
		return err
	}
	all, err := peers.Seats(tx)
	for _, s := range all {
		if err == nil && s.ConfirmedAt.Before(votes[0].OpenedAt) {
			s.ConfirmedAt = votes[0].OpenedAt
			_, err = peers.PutSeat(tx, s)
		}
	}
	return err
}

func TestEachPlantedFaultIsFound(t *testing.T) {
	for name, fault := range planted {
		if fault.within > steps {
			continue // under the race detector: what shows early is found
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var broken simulation.Broken
			for n := range uint64(tries) {
				c := played(t, fault.seed+n, steps)
				c.Tamper = fault.defect
				if _, err := simulation.Play(t.Context(), c); errors.As(err, &broken) && broken.Rule == fault.rule {
					t.Log(broken)
					return
				} else if err != nil {
					t.Fatalf("found as something else: %v", err)
				}
			}
			t.Errorf("%s is not found", name)
		})
	}
}

func TestEachPlantedFaultIsFoundByAnotherRule(t *testing.T) {
	by := map[string]string{}
	for name, fault := range planted {
		if by[fault.rule] != "" {
			t.Errorf("%s and %s are found by one rule", name, by[fault.rule])
		}
		by[fault.rule] = name
	}
}
