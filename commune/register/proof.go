package register

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof says that a proof does not show what it is offered for.
var ErrProof = errors.New("register: the proof does not hold")

// Inclusion is the proof that the entry at Index stands in the tree of the first Size entries (RFC 6962, section 2.1.1).
type Inclusion struct {
	Index  int64  `json:"index"`
	Size   int64  `json:"size"`
	Hashes []Hash `json:"hashes"`
}

// ProveInclusion proves the entry at index to whoever knows the root of the first size entries.
func ProveInclusion(size, index int64, r Reader) (Inclusion, error) {
	if index < 0 || index >= size || size > maxSize {
		return Inclusion{}, fmt.Errorf("register: a log of %d entries has none at %d", size, index)
	}
	hashes, err := tlog.ProveRecord(size, index, r)
	if err != nil {
		return Inclusion{}, fmt.Errorf("register: proving entry %d: %w", index, err)
	}
	return Inclusion{Index: index, Size: size, Hashes: hashes}, nil
}

// VerifyInclusion returns nil only if the entry is the one at the proof's index in the tree.
func VerifyInclusion(t Tree, e Entry, p Inclusion) error {
	if p.Size != t.Size || p.Size > maxSize {
		return ErrProof
	}
	if tlog.CheckRecord(p.Hashes, t.Size, t.Root, p.Index, LeafHash(e)) != nil {
		return ErrProof
	}
	return nil
}

// Consistency is the proof that the first Size entries begin with the first From (RFC 6962, section 2.1.2).
type Consistency struct {
	From   int64  `json:"from"`
	Size   int64  `json:"size"`
	Hashes []Hash `json:"hashes"`
}

// ProveConsistency proves to whoever knows the root of the first from entries that they still begin the first size entries.
func ProveConsistency(from, size int64, r Reader) (Consistency, error) {
	if from < 0 || from > size || size > maxSize {
		return Consistency{}, fmt.Errorf("register: a log of %d entries does not begin with %d", size, from)
	}
	p := Consistency{From: from, Size: size, Hashes: []Hash{}}
	if from == 0 {
		return p, nil
	}
	hashes, err := tlog.ProveTree(size, from, r)
	if err != nil {
		return Consistency{}, fmt.Errorf("register: proving %d from %d: %w", size, from, err)
	}
	p.Hashes = hashes
	return p, nil
}

// VerifyConsistency returns nil only if the newer tree continues the older one: no entry that the older held was changed or removed.
func VerifyConsistency(older, newer Tree, p Consistency) error {
	if p.From != older.Size || p.Size != newer.Size || p.From < 0 || p.From > p.Size || p.Size > maxSize {
		return ErrProof
	}
	if older.Size == 0 {
		return verifyFromNothing(older, newer, p)
	}
	if tlog.CheckTree(p.Hashes, newer.Size, newer.Root, older.Size, older.Root) != nil {
		return ErrProof
	}
	return nil
}

// verifyFromNothing: every log continues the empty one, and there is only one empty log.
func verifyFromNothing(older, newer Tree, p Consistency) error {
	empty, err := tlog.TreeHash(0, nil)
	if err != nil {
		return fmt.Errorf("register: root of no entries: %w", err)
	}
	if older.Root != empty || len(p.Hashes) != 0 || (newer.Size == 0 && newer.Root != empty) {
		return ErrProof
	}
	return nil
}
