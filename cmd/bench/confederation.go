package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"math"
	"math/bits"

	"federes.org/commune/register"
)

// few is the small confederation beside which a large one is measured.
const few = 100

// tallies measures what counting costs: one answer more beside many and beside few, and all of them from scratch beside the bare signatures.
func tallies(ctx context.Context, o options, report func(figure) error) error {
	all := assemblies(o.communes)
	first, err := answered(all, 4)
	if err != nil {
		return err
	}
	if err := increment(ctx, o, all, first, report); err != nil {
		return err
	}
	return verify(ctx, o, all, first, report)
}

// increment measures an answer that is amended: proved, read, and counted instead of the one before.
func increment(ctx context.Context, o options, all []answerer, first [][]byte, report func(figure) error) error {
	amended, err := answered(all[:min(few, len(all))], 6)
	if err != nil {
		return err
	}
	oneMore := func(known int) func() (float64, error) {
		return func() (float64, error) {
			c := newCounting()
			for i := range known {
				if err := c.hear(all[i].peer, first[i]); err != nil {
					return 0, err
				}
			}
			ms, err := milliseconds(func() error {
				for range o.amended {
					for i, document := range amended {
						if err := c.hear(all[i].peer, document); err != nil {
							return err
						}
					}
				}
				return nil
			})
			if err == nil && c.tally != c.recounted() {
				err = fmt.Errorf("the tally is %+v, and counted anew %+v", c.tally, c.recounted())
			}
			return ms, err
		}
	}
	m, err := alternately(ctx, o.rounds, oneMore(len(all)), oneMore(min(few, len(all))))
	if err != nil {
		return err
	}
	against := fmt.Sprintf("no growth from %d communes to %d; at most 1.3 is wanted", few, len(all))
	return report(cost("tally_increment_growth", "times", pair{m.ours / m.ceiling, 1}, against))
}

// verify measures a count from scratch, as whoever does not believe the council makes it: every answer proved by its commune's key, read, and
// counted. The ceiling is the signatures alone, over texts that are ready.
func verify(ctx context.Context, o options, all []answerer, documents [][]byte, report func(figure) error) error {
	type signature struct{ text, value []byte }
	bare := make([]signature, len(all))
	for i, a := range all {
		h := sha256.Sum256(documents[i])
		text := append(h[:], h[:]...) // as long as what a proof signs
		bare[i] = signature{text, ed25519.Sign(a.key, text)}
	}
	m, err := alternately(ctx, o.rounds, func() (float64, error) {
		return milliseconds(func() error {
			c := newCounting()
			for i, document := range documents {
				if err := c.hear(all[i].peer, document); err != nil {
					return err
				}
			}
			if got := c.recounted(); got.Answered() != len(all) || !got.Adopted(question.Rule) {
				return fmt.Errorf("counted %+v", got)
			}
			return nil
		})
	}, func() (float64, error) {
		return milliseconds(func() error {
			for i, s := range bare {
				if !ed25519.Verify(all[i].peer.Key, s.text, s.value) {
					return errUnproved
				}
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	against := fmt.Sprintf("%d bare Ed25519 verifications, %.4g ms; at most 2 is wanted", len(all), m.ceiling)
	return report(cost(fmt.Sprintf("tally_verify_%d", len(all)), "times", pair{m.ours / m.ceiling, 1}, against))
}

// proofs measures how long the proofs of a register are: the longest of many, beside the height of the tree.
func proofs(_ context.Context, o options, report func(figure) error) error {
	for size := int64(few); size <= int64(o.entries); size *= 100 {
		log, err := grow(size)
		if err != nil {
			return err
		}
		included, continued := 0, 0
		for k := range int64(few) {
			at := k * size / few
			inclusion, err := register.ProveInclusion(size, at, log)
			if err != nil {
				return err
			}
			consistency, err := register.ProveConsistency(at+1, size, log)
			if err != nil {
				return err
			}
			included, continued = max(included, len(inclusion.Hashes)), max(continued, len(consistency.Hashes))
		}
		height := float64(bits.Len64(uint64(size - 1)))
		against := fmt.Sprintf("the height of a tree of %d, in hashes of 32 bytes", size)
		if err := report(cost(fmt.Sprintf("proof_inclusion_%d", size), "hashes", pair{float64(included), height}, against)); err != nil {
			return err
		}
		if err := report(cost(fmt.Sprintf("proof_consistency_%d", size), "hashes", pair{math.Max(1, float64(continued)), height}, against)); err != nil {
			return err
		}
	}
	return nil
}

// grow is a log of so many entries, in memory.
func grow(size int64) (register.Reader, error) {
	var nodes []register.Hash
	reader := register.ReaderFunc(func(at []int64) ([]register.Hash, error) {
		all := make([]register.Hash, len(at))
		for n, i := range at {
			all[n] = nodes[i]
		}
		return all, nil
	})
	for n := range size {
		added, err := register.Append(n, register.Entry(sha256.Sum256(fmt.Append(nil, n))), reader)
		if err != nil {
			return nil, err
		}
		for _, node := range added {
			nodes = append(nodes, node.Hash)
		}
	}
	return reader, nil
}
