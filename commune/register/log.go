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
func Append(size int64, e Entry, r Reader) ([]Node, error) { return AppendLeaf(size, LeafHash(e), r) }

// AppendLeaf is Append for who knows an entry by its leaf alone.
func AppendLeaf(size int64, leaf Hash, r Reader) ([]Node, error) {
	if size < 0 || size >= maxSize {
		return nil, fmt.Errorf("register: no log has the size %d", size)
	}
	hashes, err := tlog.StoredHashesForRecordHash(size, leaf, r)
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

// AppendLeaves is AppendLeaf for several leaves in a row.
func AppendLeaves(size int64, leaves []Hash, r Reader) ([]Node, error) {
	first := tlog.StoredHashIndex(0, size)
	var nodes []Node
	both := ReaderFunc(func(indexes []int64) ([]Hash, error) {
		found := make([]Hash, len(indexes))
		var missing, at []int64
		for i, index := range indexes {
			if index >= first {
				found[i] = nodes[index-first].Hash
				continue
			}
			missing, at = append(missing, index), append(at, int64(i))
		}
		if len(missing) == 0 {
			return found, nil
		}
		stored, err := r.ReadHashes(missing)
		for i := range stored {
			found[at[i]] = stored[i]
		}
		return found, err
	})
	for i, leaf := range leaves {
		added, err := AppendLeaf(size+int64(i), leaf, both)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, added...)
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

// Copy is the tree of a log in memory, made from its leaves. The zero value is the tree of no entries.
type Copy struct {
	size  int64
	nodes []Hash
}

// Append adds leaves.
func (c *Copy) Append(leaves ...Hash) error {
	nodes, err := AppendLeaves(c.size, leaves, c)
	for _, n := range nodes {
		c.nodes = append(c.nodes, n.Hash)
	}
	c.size += int64(len(leaves))
	return err
}

// ReadHashes reads its nodes.
func (c *Copy) ReadHashes(indexes []int64) ([]Hash, error) {
	found := make([]Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(c.nodes)) {
			return nil, fmt.Errorf("register: the copy lacks hash %d", index)
		}
		found[i] = c.nodes[index]
	}
	return found, nil
}
