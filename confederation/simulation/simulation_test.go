package simulation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"federes.org/commune/store"
	"federes.org/confederation/simulation"
)

// last is how many steps before the end are told of a failure.
const last = 20

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

// planted are defects, each as what it leaves in the database of an instance that has it, and the rule that finds it.
var planted = map[string]struct{ leaves, rule string }{
	"a proof that nobody checks":      {"UPDATE peer_records SET fault = '' WHERE fault = 'proof' AND seq NOT IN (SELECT seq FROM peer_records WHERE fault = '')", "nobody's word is invented"},
	"a gap that is stepped over":      {"UPDATE peers SET next_seq = next_seq + 1 WHERE next_seq > 5", "no place of a log is skipped"},
	"a revocation that is lost":       {"UPDATE peer_records SET kind = '', document = '' , digest = 'hidden:' || digest WHERE kind = 'Revocation'", "everything that was said is here"},
	"an answer that is counted twice": {"UPDATE proposals SET yes = yes + 1 WHERE yes > 0", "each commune is counted once, and the tally is its answers"},
	"persons whom nobody counted":     {"UPDATE proposals SET electorate = electorate + 1 WHERE yes + no > 0", "each commune is counted once, and the tally is its answers"},
	"an answer in another's name":     {"UPDATE answers SET commune = 'https://commune-9.example/ag' WHERE stands AND NOT yes", "each commune is counted once, and the tally is its answers"},
	"an answer that is forgotten":     {"UPDATE answers SET stands = 0 WHERE yes = 0", "each commune is counted once, and the tally is its answers"},
	"a key that is pinned anew":       {"UPDATE peers SET key = x'00' WHERE state = 'accepted'", "a pinned key stays"},
	"an answer that is not kept":      {"UPDATE peers SET state = 'asked' WHERE role = 'council'", "both sides say the same of their tie"},
	"a register that is overwritten":  {"UPDATE log_hashes SET hash = (SELECT hash FROM log_hashes WHERE position = 0) WHERE position = 3", "a log only grows"},
}

func TestEachPlantedFaultIsFound(t *testing.T) {
	for name, fault := range planted {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var broken simulation.Broken
			for seed := range uint64(8) {
				c := played(t, seed, 400)
				c.Tamper = func(tx *store.Tx) error { return tx.DB().Exec(fault.leaves).Error }
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
