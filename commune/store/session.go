package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// Sessions keeps browser sessions; it is what the session library asks for.
type Sessions struct{ store *Store }

// Sessions of this instance.
func (s *Store) Sessions() Sessions { return Sessions{s} }

type sessionRow struct {
	Token     string `gorm:"primaryKey"`
	Data      []byte
	ExpiresAt time.Time
}

func (sessionRow) TableName() string { return "sessions" }

// FindCtx gives a session's data unless it expired.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var row sessionRow
	err := s.store.View(ctx, func(tx *Tx) (err error) {
		row, err = One[sessionRow](tx.db, "token = ? AND expires_at > ?", token, tx.Now())
		return err
	})
	if errors.Is(err, commune.ErrNotFound) {
		return nil, false, nil
	}
	return row.Data, err == nil, err
}

// CommitCtx keeps a session until its expiry, and clears away those that expired.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.store.InTx(ctx, func(tx *Tx) error {
		if err := tx.db.Where("expires_at < ?", tx.Now()).Delete(&sessionRow{}).Error; err != nil {
			return wrap(err)
		}
		return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&sessionRow{token, data, expiry.UTC()}).Error)
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.InTx(ctx, func(tx *Tx) error {
		return wrap(tx.db.Where("token = ?", token).Delete(&sessionRow{}).Error)
	})
}

// Find is FindCtx without a context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// LivingSessions are those of the given sessions that have not ended, by the name under which they are kept.
func (tx *Tx) LivingSessions(tokens []string) (map[string]bool, error) {
	living := make(map[string]bool, len(tokens))
	for some := range slices.Chunk(tokens, 500) {
		var found []string
		if err := tx.db.Model(&sessionRow{}).Where("token IN ? AND expires_at > ?", some, tx.Now()).Pluck("token", &found).Error; err != nil {
			return nil, wrap(err)
		}
		for _, token := range found {
			living[token] = true
		}
	}
	return living, nil
}
