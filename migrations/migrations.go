// Package migrations brings a database to the schema of this version: versioned SQL, forward only, one folder a dialect.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// Dialect is a database that the schema is written for.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Up applies what is missing and returns how many steps it applied. Several processes may call it at once.
func Up(ctx context.Context, db *sql.DB, d Dialect) (int, error) {
	folder, err := fs.Sub(files, string(d))
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{}
	if d == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // asks every second
		if err != nil {
			return 0, fmt.Errorf("migrations: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db, folder, options...)
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	applied := 0
	for {
		done, err := provider.Up(ctx)
		if err == nil {
			return applied + len(done), nil
		}
		var stopped *goose.PartialError
		if !errors.As(err, &stopped) || !appliedElsewhere(ctx, provider, stopped.Failed.Source.Version) {
			return applied, fmt.Errorf("migrations: %w", err)
		}
		applied += len(stopped.Applied)
	}
}

// appliedElsewhere tells whether a step could not be applied because another process just did: on SQLite none waits for the other.
func appliedElsewhere(ctx context.Context, p *goose.Provider, step int64) bool {
	version, err := p.GetDBVersion(ctx)
	return err == nil && version >= step
}
