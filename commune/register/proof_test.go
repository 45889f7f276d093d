package register_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"federes.org/commune/register"
)

const longest = 100 // entries in the longest log of these tests

func TestEveryEntryIsIncludedInEveryTreeThatHoldsIt(t *testing.T) {
	b := write(t, longest)
	for size := int64(1); size <= longest; size++ {
		tree := b.tree(t, size)
		for index := range size {
			p := inclusion(t, b, size, index)
			if err := register.VerifyInclusion(tree, b.entry(index), p); err != nil {
				t.Fatalf("entry %d of %d: %v", index, size, err)
			}
			if err := register.VerifyInclusion(tree, b.entry((index+1)%longest), p); !errors.Is(err, register.ErrProof) {
				t.Fatalf("another entry passed for entry %d of %d: %v", index, size, err)
			}
		}
	}
}

func TestEveryTreeContinuesEveryOlderOne(t *testing.T) {
	b := write(t, longest)
	for size := int64(0); size <= longest; size++ {
		newer := b.tree(t, size)
		for from := int64(0); from <= size; from++ {
			p := consistency(t, b, from, size)
			if err := register.VerifyConsistency(b.tree(t, from), newer, p); err != nil {
				t.Fatalf("%d after %d: %v", size, from, err)
			}
		}
	}
}

func TestARewrittenHistoryContinuesNothing(t *testing.T) {
	b, forged := write(t, longest), write(t, longest)
	forged.acts[10] = []byte("décision 10, autrement")
	forged.nodes = nil
	for i := range int64(longest) {
		nodes, err := register.Append(i, forged.entry(i), forged)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			forged.nodes = append(forged.nodes, n.Hash)
		}
	}
	for from := int64(11); from <= longest; from++ {
		p := consistency(t, forged, from, longest)
		if err := register.VerifyConsistency(b.tree(t, from), forged.tree(t, longest), p); !errors.Is(err, register.ErrProof) {
			t.Errorf("the forged log continues the true one of %d: %v", from, err)
		}
	}
}

func TestAProofOfInclusionWithOneBitFlippedIsRefused(t *testing.T) {
	const size = 13
	b := write(t, size)
	for index := range int64(size) {
		tree, entry, p := b.tree(t, size), b.entry(index), inclusion(t, b, size, index)
		refused := func(what string) {
			t.Helper()
			if err := register.VerifyInclusion(tree, entry, p); !errors.Is(err, register.ErrProof) {
				t.Errorf("entry %d: a bit of the %s was flipped: %v", index, what, err)
			}
		}
		eachBit(entry[:], func() { refused("entry") })
		eachBit(tree.Root[:], func() { refused("root") })
		for i := range p.Hashes {
			eachBit(p.Hashes[i][:], func() { refused("proof") })
		}
	}
}

func TestAProofOfConsistencyWithOneBitFlippedIsRefused(t *testing.T) {
	const size = 13
	b := write(t, size)
	for from := int64(0); from <= size; from++ {
		older, newer, p := b.tree(t, from), b.tree(t, size), consistency(t, b, from, size)
		refused := func(what string) {
			t.Helper()
			if err := register.VerifyConsistency(older, newer, p); !errors.Is(err, register.ErrProof) {
				t.Errorf("%d after %d: a bit of the %s was flipped: %v", size, from, what, err)
			}
		}
		eachBit(older.Root[:], func() { refused("older root") })
		if from > 0 { // any log continues the empty one
			eachBit(newer.Root[:], func() { refused("newer root") })
		}
		for i := range p.Hashes {
			eachBit(p.Hashes[i][:], func() { refused("proof") })
		}
	}
}

func TestAProofOfAnotherPlaceOrLengthIsRefused(t *testing.T) {
	b := write(t, 13)
	tree, entry, p := b.tree(t, 13), b.entry(5), inclusion(t, b, 13, 5)
	for name, bad := range map[string]register.Inclusion{
		"another index":  {Index: 4, Size: 13, Hashes: p.Hashes},
		"negative index": {Index: -1, Size: 13, Hashes: p.Hashes},
		"index beyond":   {Index: 13, Size: 13, Hashes: p.Hashes},
		"another size":   {Index: 5, Size: 12, Hashes: p.Hashes},
		"a hash less":    {Index: 5, Size: 13, Hashes: p.Hashes[1:]},
		"a hash more":    {Index: 5, Size: 13, Hashes: append(slices.Clone(p.Hashes), tree.Root)},
		"no hashes":      {Index: 5, Size: 13},
	} {
		if err := register.VerifyInclusion(tree, entry, bad); !errors.Is(err, register.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAConsistencyThatSkipsOrReturnsIsRefused(t *testing.T) {
	b := write(t, 13)
	five, thirteen, p := b.tree(t, 5), b.tree(t, 13), consistency(t, b, 5, 13)
	for name, bad := range map[string]register.Consistency{
		"from elsewhere": {From: 4, Size: 13, Hashes: p.Hashes},
		"to elsewhere":   {From: 5, Size: 12, Hashes: p.Hashes},
		"a hash less":    {From: 5, Size: 13, Hashes: p.Hashes[1:]},
		"a hash more":    {From: 5, Size: 13, Hashes: append(slices.Clone(p.Hashes), five.Root)},
	} {
		if err := register.VerifyConsistency(five, thirteen, bad); !errors.Is(err, register.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	back := register.Consistency{From: 13, Size: 5, Hashes: p.Hashes}
	if err := register.VerifyConsistency(thirteen, five, back); !errors.Is(err, register.ErrProof) {
		t.Errorf("a shorter log continues a longer one: %v", err)
	}
}

func TestAProofForAnEndlessLogEnds(t *testing.T) {
	endless := register.Tree{Size: math.MaxInt64}
	if err := register.VerifyInclusion(endless, register.Entry{}, register.Inclusion{Size: math.MaxInt64}); !errors.Is(err, register.ErrProof) {
		t.Errorf("inclusion: %v", err)
	}
	p := register.Consistency{From: 1, Size: math.MaxInt64}
	if err := register.VerifyConsistency(register.Tree{Size: 1}, endless, p); !errors.Is(err, register.ErrProof) {
		t.Errorf("consistency: %v", err)
	}
}

func TestAProofSurvivesItsJSON(t *testing.T) {
	b := write(t, 13)
	text, err := json.Marshal(inclusion(t, b, 13, 5))
	if err != nil {
		t.Fatal(err)
	}
	var p register.Inclusion
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	if err := register.VerifyInclusion(b.tree(t, 13), b.entry(5), p); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	alone, err := json.Marshal(inclusion(t, b, 1, 0))
	if err != nil || string(alone) != `{"index":0,"size":1,"hashes":[]}` {
		t.Errorf("a log of one entry is proved by %s, %v", alone, err)
	}
}

func inclusion(t *testing.T, b *book, size, index int64) register.Inclusion {
	t.Helper()
	p, err := register.ProveInclusion(size, index, b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func consistency(t *testing.T, b *book, from, size int64) register.Consistency {
	t.Helper()
	p, err := register.ProveConsistency(from, size, b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// eachBit calls f once with each bit of b flipped.
func eachBit(b []byte, f func()) {
	for i := range 8 * len(b) {
		b[i/8] ^= 1 << (i % 8)
		f()
		b[i/8] ^= 1 << (i % 8)
	}
}
