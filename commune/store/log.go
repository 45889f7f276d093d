package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/register"
)

// Entry is one entry of the register's log. Erasing its salt and document leaves the log whole (ME-3).
type Entry struct {
	Seq        commune.Seq `gorm:"primaryKey;autoIncrement:false"`
	Kind       string
	IsRecord   bool // a signed record; else an internal fact
	Audience   commune.Audience
	Commitment []byte
	Salt       []byte
	Document   []byte
	WrittenAt  time.Time
}

// TableName names the table.
func (Entry) TableName() string { return "log_entries" }

type logHead struct {
	ID    int
	Size  int64
	Reach int64 // entries that somebody holds of it under our signature, as far as we were shown; below zero once its people agreed to go on without them
}

// missing is how many of them this log lacks.
func (h logHead) missing() int64 { return max(h.Reach-h.Size, 0) }

func (logHead) TableName() string { return "log_head" }

type logHash struct {
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash     []byte
}

func (logHash) TableName() string { return "log_hashes" }

// LockLog locks the log's head until the transaction ends and gives the place of the next entry. What it writes was decided before. A log of which
// an older copy was put back gives none: what would be written has been written already, otherwise (CR-2).
func (tx *Tx) LockLog() (commune.Seq, error) {
	head, err := One[logHead](tx.db.Clauses(clause.Locking{Strength: forUpdate}), "id = 1")
	if err == nil && head.missing() > 0 {
		err = commune.ErrRegisterBehind.With(head.missing())
	}
	return commune.Seq(head.Size), err
}

// Missing is how many entries of our log somebody holds and we do not.
func (tx *Tx) Missing() (int64, error) {
	head, err := One[logHead](tx.db, "id = 1")
	return head.missing(), err
}

// Reaches notes how many entries of our log somebody holds. To be shown again what its people agreed to go on without changes nothing.
func (tx *Tx) Reaches(size int64) error {
	return wrap(tx.db.Model(&logHead{}).Where("id = 1 AND reach < ? AND -reach < ?", size, size).Update("reach", size).Error)
}

// GoOn has the log written on from where it ends here, whatever others showed that they hold of it.
func (tx *Tx) GoOn() error {
	return wrap(tx.db.Model(&logHead{}).Where("id = 1 AND reach > 0").Update("reach", gorm.Expr("-reach")).Error)
}

// Append writes an entry at the place that LockLog gave.
func (tx *Tx) Append(e Entry) error {
	salt := register.NewSalt()
	entry := register.Commit(salt, e.Document)
	nodes, err := register.Append(int64(e.Seq), entry, tx.hashes())
	if err != nil {
		return fmt.Errorf("store: log: %w", err)
	}
	e.Salt, e.Commitment, e.WrittenAt = salt[:], entry[:], tx.Now()
	if err := tx.db.Create(&e).Error; err != nil {
		return wrap(err)
	}
	rows := make([]logHash, len(nodes))
	for i, n := range nodes {
		rows[i] = logHash{Position: n.Index, Hash: n.Hash[:]}
	}
	if err := tx.db.Create(&rows).Error; err != nil {
		return wrap(err)
	}
	head := tx.db.Model(&logHead{}).Where("id = 1 AND size = ?", int64(e.Seq)).Update("size", int64(e.Seq)+1)
	if head.Error == nil && head.RowsAffected != 1 {
		return fmt.Errorf("store: log: %d is not the next place", e.Seq)
	}
	return wrap(head.Error)
}

// Entry is the one at a place of the log.
func (tx *Tx) Entry(seq commune.Seq) (Entry, error) { return One[Entry](tx.db, "seq = ?", seq) }

// Entries are those from a place on.
func (tx *Tx) Entries(from commune.Seq, limit int) ([]Entry, error) {
	return All[Entry](tx.db.Where("seq >= ?", from).Order("seq").Limit(limit))
}

// LogSize is how many entries the log has.
func (tx *Tx) LogSize() (commune.Seq, error) {
	head, err := One[logHead](tx.db, "id = 1")
	return commune.Seq(head.Size), err
}

// Tree is the log's size and root.
func (tx *Tx) Tree() (register.Tree, error) {
	size, err := tx.LogSize()
	if err != nil {
		return register.Tree{}, err
	}
	root, err := register.Root(int64(size), tx.hashes())
	return register.Tree{Size: int64(size), Root: root}, wrap(err)
}

// Inclusion proves that an entry stands in the log of this size.
func (tx *Tx) Inclusion(seq commune.Seq, size int64) (register.Inclusion, error) {
	p, err := register.ProveInclusion(size, int64(seq), tx.hashes())
	return p, wrap(err)
}

// ReceiptAt is what shows, offline, that an entry stands in the register: its salt, its place, and the log's head of a size, signed by the assembly.
func (tx *Tx) ReceiptAt(e Entry, size int64) (register.Receipt, error) {
	checkpoint, err := tx.Checkpoint(size)
	if err != nil {
		return register.Receipt{}, err
	}
	r := register.Receipt{Checkpoint: string(checkpoint)}
	copy(r.Salt[:], e.Salt)
	r.Inclusion, err = tx.Inclusion(e.Seq, size)
	return r, err
}

// hashes reads stored hashes in the order asked.
func (tx *Tx) hashes() register.Reader {
	return register.ReaderFunc(func(positions []int64) ([]register.Hash, error) {
		rows, err := All[logHash](tx.db.Where("position IN ?", positions))
		if err != nil {
			return nil, err
		}
		at := make(map[int64][]byte, len(rows))
		for _, r := range rows {
			at[r.Position] = r.Hash
		}
		hashes := make([]register.Hash, len(positions))
		for i, p := range positions {
			if copy(hashes[i][:], at[p]) != len(hashes[i]) {
				return nil, fmt.Errorf("store: the log lacks hash %d", p)
			}
		}
		return hashes, nil
	})
}
