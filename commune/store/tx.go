package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/jobs"
)

// Tx is one transaction. Its time and the mandates are read when first asked for, and anew once a row that decides is locked.
type Tx struct {
	db           *gorm.DB
	store        *Store
	now          time.Time
	organisation *commune.Organisation
	settings     *commune.Settings
	mandates     commune.Mandates
	leans        map[commune.MandateID]bool
	work         bool
	touched      []commune.MeetingID
}

// Now is the time of the transaction, in UTC, to the microsecond.
func (tx *Tx) Now() time.Time {
	if tx.now.IsZero() {
		tx.now = tx.store.Clock()
	}
	return tx.now
}

// DB is the transaction for the stores that stand on this one.
func (tx *Tx) DB() *gorm.DB { return tx.db }

// Publish tells the publisher of an event, in this transaction.
func (tx *Tx) Publish(e commune.Event) error {
	if tx.store.config.Publisher == nil {
		return nil
	}
	return tx.store.config.Publisher.Publish(tx, e)
}

// Touch says that what a meeting shows has changed; those who watch it hear of it after the commit.
func (tx *Tx) Touch(m commune.MeetingID) {
	if !slices.Contains(tx.touched, m) {
		tx.touched = append(tx.touched, m)
	}
}

// Enqueue leaves durable work, once per kind and key, done after the commit.
func (tx *Tx) Enqueue(all ...jobs.Job) error {
	for i := range all {
		if all[i].RunAt.IsZero() {
			all[i].RunAt = tx.Now()
		}
	}
	tx.work = tx.work || len(all) > 0
	return jobs.Add(tx.db, all...)
}

// EnqueueOrWake leaves durable work, or has what is already there done now.
func (tx *Tx) EnqueueOrWake(j jobs.Job) error {
	j.RunAt = tx.Now()
	tx.work = true
	return jobs.AddOrWake(tx.db, j)
}

// Savepoint runs fn so that its refusal undoes what it wrote and nothing else.
func (tx *Tx) Savepoint(fn func() error) (err error) {
	outer, leans := tx.db, maps.Clone(tx.leans)
	defer func() {
		tx.db, tx.mandates = outer, nil
		if err != nil {
			tx.leans = leans
		}
	}()
	return outer.Transaction(func(inner *gorm.DB) error {
		tx.db = inner
		return fn()
	})
}

// How a row is locked: against everybody else, or only against who would change it.
const (
	forUpdate = "UPDATE"
	forShare  = "SHARE"
)

// lock reads a row that decides and keeps it until the transaction ends. Who waited for it acts at the hour at which the wait was over:
// what was asked before, by a page for its frame, does not count as the time of the act, nor a mandate that ended meanwhile.
func lock[T any](tx *Tx, strength string, conditions ...any) (T, error) {
	v, err := One[T](tx.db.Clauses(clause.Locking{Strength: strength}), conditions...)
	tx.now, tx.mandates = time.Time{}, nil
	return v, err
}

// One reads one row, or refuses with what is missing.
func One[T any](q *gorm.DB, conditions ...any) (T, error) {
	var v T
	err := q.Take(&v, conditions...).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return v, commune.ErrNotFound
	}
	return v, wrap(err)
}

// All reads every row of a query.
func All[T any](q *gorm.DB) ([]T, error) {
	var v []T
	return v, wrap(q.Find(&v).Error)
}

func count(q *gorm.DB) (int, error) {
	var n int64
	err := q.Count(&n).Error
	return int(n), wrap(err)
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %w", err)
}
