package store

import (
	"context"
	"errors"

	"federes.org/migrations"
)

// errJournal is that somebody reads what is to be forgotten.
var errJournal = errors.New("the journal is being read")

// Forget has the database forget how the rolls and urns of secret votes came to be: it keeps, for its own sake, what rows were before and
// which changed together, and so which ballot came with which mark on the roll (AG-5). It is asked for after each close of such a vote.
func (s *Store) Forget(ctx context.Context) error {
	db := s.writer.WithContext(ctx)
	if s.dialect == migrations.Postgres {
		for _, table := range [...]string{"electors", "urns"} {
			if err := db.Exec("VACUUM (FULL) " + table).Error; err != nil { // writes what stands in it into another file
				return wrap(err)
			}
		}
		return nil
	}
	var journal struct{ Busy int }
	err := db.Raw("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&journal).Error
	if err == nil && journal.Busy != 0 {
		err = errJournal
	}
	return wrap(err)
}
