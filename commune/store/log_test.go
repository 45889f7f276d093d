package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func add(tx *store.Tx, document string) error {
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	return tx.Append(store.Entry{Seq: seq, Kind: "Test", Audience: commune.MembersOnly, Document: []byte(document)})
}

// included proves every entry of the log against its root, from the stored salt and document.
func included(t *testing.T, tx *store.Tx) register.Tree {
	t.Helper()
	tree, err := tx.Tree()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := tx.Entries(0, int(tree.Size)+1)
	if err != nil || len(entries) != int(tree.Size) {
		t.Fatalf("%d entries in a log of %d, %v", len(entries), tree.Size, err)
	}
	for i, e := range entries {
		proof, err := tx.Inclusion(e.Seq, tree.Size)
		if err != nil {
			t.Fatal(err)
		}
		entry := register.Commit(register.Salt(e.Salt), e.Document)
		if e.Seq != commune.Seq(i) || entry != register.Entry(e.Commitment) {
			t.Errorf("entry %d is at %d and commits to something else", i, e.Seq)
		}
		if err := register.VerifyInclusion(tree, entry, proof); err != nil {
			t.Errorf("entry %d of %d: %v", i, tree.Size, err)
		}
	}
	return tree
}

func TestEveryEntryStandsInTheLogAtEverySize(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		roots := make(map[register.Hash]bool)
		for size := range 34 {
			write(t, s, func(tx *store.Tx) error {
				if tree := included(t, tx); int(tree.Size) != size || roots[tree.Root] {
					t.Errorf("the log of %d entries has the size %d and an old root", size, tree.Size)
				} else {
					roots[tree.Root] = true
				}
				return add(tx, fmt.Sprintf("entry %d", size))
			})
		}
	})
}

func TestSeveralEntriesOfOneTransactionTakeConsecutivePlaces(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		write(t, s, func(tx *store.Tx) error { return errors.Join(add(tx, "a"), add(tx, "b"), add(tx, "c")) })
		read(t, s, func(tx *store.Tx) error {
			if tree := included(t, tx); tree.Size != 3 {
				t.Errorf("a log of %d", tree.Size)
			}
			return nil
		})
	})
}

func TestEntriesWrittenAtOnceEachTakeAPlaceOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				stop := errors.New("stop")
				err := s.InTx(context.Background(), func(tx *store.Tx) error {
					if err := add(tx, fmt.Sprintf("entry %d", i)); err != nil || i%4 > 0 {
						return err
					}
					return stop // every fourth act is given up after its entry: its place is taken by another
				})
				if err != nil && !errors.Is(err, stop) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		read(t, s, func(tx *store.Tx) error {
			if tree := included(t, tx); tree.Size != 30 {
				t.Errorf("a log of %d", tree.Size)
			}
			return nil
		})
	})
}

func TestME3_ErasingAnEntrysWordsLeavesTheLogWhole(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		write(t, s, func(tx *store.Tx) error { return errors.Join(add(tx, "a"), add(tx, "personal"), add(tx, "c")) })
		var before register.Tree
		read(t, s, func(tx *store.Tx) (err error) { before, err = tx.Tree(); return err })
		write(t, s, func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE log_entries SET salt = ?, document = ? WHERE seq = 1", []byte{}, []byte{}).Error
		})
		read(t, s, func(tx *store.Tx) error {
			after, err := tx.Tree()
			if err != nil || after != before {
				t.Errorf("the tree became %v, %v", after, err)
			}
			e, err := tx.Entry(1)
			if err != nil {
				return err
			}
			proof, err := tx.Inclusion(1, after.Size)
			if err != nil {
				return err
			}
			return register.VerifyInclusion(after, register.Entry(e.Commitment), proof)
		})
	})
}

func TestAnEntryTakesNoPlaceButTheNext(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		write(t, s, func(tx *store.Tx) error { return errors.Join(add(tx, "a"), add(tx, "b"), add(tx, "c")) })
		for _, seq := range []commune.Seq{-1, 0, 2, 4, 9} {
			if err := s.InTx(context.Background(), func(tx *store.Tx) error {
				return tx.Append(store.Entry{Seq: seq, Kind: "Test", Audience: commune.MembersOnly, Document: []byte("x")})
			}); err == nil {
				t.Errorf("an entry took the place %d of a log of 3", seq)
			}
		}
		read(t, s, func(tx *store.Tx) error { included(t, tx); return nil })
	})
}
