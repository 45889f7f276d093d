package store

import (
	"federes.org/commune"
	"federes.org/commune/register"
)

// Checkpoint is the log's head under the assembly's signature: the same bytes for the same size, whenever it is asked.
func (tx *Tx) Checkpoint(size int64) ([]byte, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	root, err := register.Root(size, tx.hashes())
	if err != nil {
		return nil, wrap(err)
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return nil, err
	}
	signed, err := register.Checkpoint{Origin: o.LogOrigin(), Tree: register.Tree{Size: size, Root: root}}.Sign(keys.Ed25519)
	return signed, wrap(err)
}

// Consistency proves that the first size entries begin with the first from.
func (tx *Tx) Consistency(from, size int64) (register.Consistency, error) {
	p, err := register.ProveConsistency(from, size, tx.hashes())
	return p, wrap(err)
}

// Tile is what stands in one tile of the log; NotFound if the log does not have the whole of it.
func (tx *Tx) Tile(t register.Tile) ([]byte, error) {
	size, err := tx.LogSize()
	if err != nil {
		return nil, err
	}
	if !t.Within(int64(size)) {
		return nil, commune.ErrNotFound
	}
	if !t.Entries() {
		return t.Hashes(tx.hashes())
	}
	rows, err := All[Entry](tx.db.Select("seq", "commitment").Where("seq >= ?", t.First()).Order("seq").Limit(t.Width()))
	entries := make([]register.Entry, len(rows))
	for i, r := range rows {
		copy(entries[i][:], r.Commitment)
	}
	return register.Bundle(entries), err
}
