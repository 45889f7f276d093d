package register

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// maxSize is far beyond any register. A size comes from strangers too, and arithmetic on trees near 2^63 does not end.
const maxSize = 1 << 40

// Reader reads stored nodes: as many hashes as indexes, in the same order, or an error.
type Reader = tlog.HashReader

// ReaderFunc makes a Reader of a function.
type ReaderFunc = tlog.HashReaderFunc

// Node is one hash of the tree and the index under which it is stored, once and for ever. Indexes are dense and start at 0.
type Node struct {
	Index int64
	Hash  Hash
}

// Append returns the nodes that an entry adds to a log of the given size: its leaf and every subtree that it completes. The entry's index
// in the log is that size. Whoever appends holds the log's head locked: two entries cannot share an index.
func Append(size int64, e Entry, r Reader) ([]Node, error) {
	if size < 0 || size >= maxSize {
		return nil, fmt.Errorf("register: no log has the size %d", size)
	}
	hashes, err := tlog.StoredHashesForRecordHash(size, LeafHash(e), r)
	if err != nil {
		return nil, fmt.Errorf("register: appending entry %d: %w", size, err)
	}
	first := tlog.StoredHashIndex(0, size)
	nodes := make([]Node, len(hashes))
	for i, h := range hashes {
		nodes[i] = Node{Index: first + int64(i), Hash: h}
	}
	return nodes, nil
}

// LeafIndex is the index of the node that holds the leaf of the entry at index n.
func LeafIndex(n int64) int64 { return tlog.StoredHashIndex(0, n) }

// Tree stands for the first Size entries of a log.
type Tree struct {
	Size int64
	Root Hash
}

// Root returns the hash of the first size entries. The root of no entries is the hash of the empty string.
func Root(size int64, r Reader) (Hash, error) {
	if size < 0 || size > maxSize {
		return Hash{}, fmt.Errorf("register: no log has the size %d", size)
	}
	h, err := tlog.TreeHash(size, r)
	if err != nil {
		return Hash{}, fmt.Errorf("register: root of %d entries: %w", size, err)
	}
	return h, nil
}
