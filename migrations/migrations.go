// Package migrations brings a database to the schema of this version: versioned SQL, forward only, one folder a dialect.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

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

// How often, and how far apart, Up asks again for a SQLite file that another process is making.
const (
	busyTries = 300
	busyPause = 100 * time.Millisecond
)

// Up applies what is missing and returns how many steps it applied. Several processes may call it at once.
func Up(ctx context.Context, db *sql.DB, d Dialect) (int, error) {
	provider, err := provider(db, d)
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	applied := 0
	for tries := 0; ; tries++ {
		done, err := provider.Up(ctx)
		if err == nil {
			return applied + len(done), nil
		}
		var stopped *goose.PartialError
		partial := errors.As(err, &stopped)
		if partial {
			applied += len(stopped.Applied)
		}
		elsewhere := partial && appliedElsewhere(ctx, provider, stopped.Failed.Source.Version)
		if !elsewhere && !(busy(err) && tries < busyTries && wait(ctx, busyPause) == nil) {
			return applied, fmt.Errorf("migrations: %w", err)
		}
	}
}

func provider(db *sql.DB, d Dialect) (*goose.Provider, error) {
	all, err := steps(d)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(all...)}
	if d == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, nil, options...)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // asks every second
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, nil, append(options, goose.WithSessionLocker(locker))...)
}

// steps are the files of a dialect. Both drivers take a file whole, so that nothing has to find where its statements end.
func steps(d Dialect) ([]*goose.Migration, error) {
	names, err := fs.Glob(files, string(d)+"/*.sql")
	if err != nil {
		return nil, err
	}
	var all []*goose.Migration
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, string(text)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}}, nil))
	}
	return all, nil
}

// busy tells whether SQLite refused because another process switches the new file to its journal: no busy timeout covers that.
func busy(err error) bool {
	var refused interface{ Code() int }
	return errors.As(err, &refused) && refused.Code()&0xff == 5 // SQLITE_BUSY, whatever its extension
}

func wait(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// appliedElsewhere tells whether a step could not be applied because another process just did: on SQLite none waits for the other.
func appliedElsewhere(ctx context.Context, p *goose.Provider, step int64) bool {
	version, err := p.GetDBVersion(ctx)
	return err == nil && version >= step
}
