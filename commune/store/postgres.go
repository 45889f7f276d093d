package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// connections is how many an instance holds to PostgreSQL.
const connections = 16

func (s *Store) openPostgres() error {
	g, err := gorm.Open(postgres.Open(s.config.Database), s.gormConfig())
	if err != nil {
		return fmt.Errorf("store: PostgreSQL: %w", err)
	}
	db, err := g.DB()
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s.writer, s.reader = g, g
	return nil
}

func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// isConflict holds when the database undid a transaction because it met another one; it can be tried again.
func isConflict(err error) bool {
	c := postgresCode(err)
	return c == "40001" || c == "40P01"
}

// IsUnique holds when a unique key refused a row.
func IsUnique(err error) bool {
	return errors.Is(err, gorm.ErrDuplicatedKey) || postgresCode(err) == "23505" || sqliteUnique(err)
}
