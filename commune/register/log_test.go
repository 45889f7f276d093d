package register_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"testing"

	"federes.org/commune/register"
)

// book is a register of acts with its nodes in memory, as a store keeps them in a table.
type book struct {
	acts  [][]byte
	salts []register.Salt
	nodes []register.Hash
}

func (b *book) ReadHashes(indexes []int64) ([]register.Hash, error) {
	found := make([]register.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(b.nodes)) {
			return nil, fmt.Errorf("no node %d", index)
		}
		found[i] = b.nodes[index]
	}
	return found, nil
}

func (b *book) entry(index int64) register.Entry {
	return register.Commit(b.salts[index], b.acts[index])
}

func (b *book) tree(t *testing.T, size int64) register.Tree {
	t.Helper()
	root, err := register.Root(size, b)
	if err != nil {
		t.Fatal(err)
	}
	return register.Tree{Size: size, Root: root}
}

// write appends acts with salts that every run repeats.
func write(t *testing.T, count int) *book {
	t.Helper()
	b := new(book)
	for i := range count {
		b.acts = append(b.acts, fmt.Appendf(nil, "décision %d", i))
		b.salts = append(b.salts, register.Salt{0: byte(i), 31: 7})
		nodes, err := register.Append(int64(i), b.entry(int64(i)), b)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			if n.Index != int64(len(b.nodes)) {
				t.Fatalf("entry %d stores node %d after %d nodes", i, n.Index, len(b.nodes))
			}
			b.nodes = append(b.nodes, n.Hash)
		}
	}
	return b
}

func TestTheRootIsThatOfRFC6962(t *testing.T) {
	for size := range int64(40) {
		b := write(t, int(size))
		if got, want := b.tree(t, size).Root, rootByDefinition(b, 0, size); got != want {
			t.Errorf("root of %d entries is %v, by the definition %v", size, got, want)
		}
	}
}

func TestTheRootOfNoEntriesIsTheHashOfTheEmptyString(t *testing.T) {
	root := new(book).tree(t, 0).Root
	if got := hex.EncodeToString(root[:]); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("root is %s", got)
	}
}

func TestALeafIsFoundAtItsIndex(t *testing.T) {
	b := write(t, 40)
	for n := range int64(40) {
		if b.nodes[register.LeafIndex(n)] != register.LeafHash(b.entry(n)) {
			t.Errorf("node %d is not the leaf of entry %d", register.LeafIndex(n), n)
		}
	}
}

func TestSizesThatNoLogHasAreRefused(t *testing.T) {
	b := write(t, 3)
	for _, size := range []int64{-1, math.MaxInt64} {
		if _, err := register.Append(size, b.entry(0), b); err == nil {
			t.Errorf("appended to a log of %d", size)
		}
		if _, err := register.Root(size, b); err == nil {
			t.Errorf("root of a log of %d", size)
		}
		if _, err := register.ProveInclusion(size, 0, b); err == nil {
			t.Errorf("inclusion in a log of %d", size)
		}
		if _, err := register.ProveConsistency(1, size, b); err == nil {
			t.Errorf("consistency with a log of %d", size)
		}
	}
}

func TestAFailingStoreIsReported(t *testing.T) {
	broken := errors.New("disk")
	r := register.ReaderFunc(func([]int64) ([]register.Hash, error) { return nil, broken })
	if _, err := register.Append(1, register.Entry{}, r); !errors.Is(err, broken) {
		t.Errorf("append: %v", err)
	}
	if _, err := register.Root(3, r); !errors.Is(err, broken) {
		t.Errorf("root: %v", err)
	}
	if _, err := register.ProveInclusion(3, 1, r); !errors.Is(err, broken) {
		t.Errorf("inclusion: %v", err)
	}
	if _, err := register.ProveConsistency(2, 3, r); !errors.Is(err, broken) {
		t.Errorf("consistency: %v", err)
	}
}
