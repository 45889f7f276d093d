package migrations_test

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"federes.org/commune/store/storetest"
	"federes.org/migrations"
)

// address is a new, empty database; several pools can be opened on it.
func address(t *testing.T, d migrations.Dialect) (driver, dsn string) {
	t.Helper()
	if d == migrations.Postgres {
		return "pgx", storetest.Schema(t) + "&timezone=UTC" // in which the snapshot writes times
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	return "sqlite", "file:" + filepath.Join(t.TempDir(), "federes.db") + "?" + q.Encode()
}

func open(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// migrated is a new database of this version's schema.
func migrated(t *testing.T, d migrations.Dialect) *sql.DB {
	t.Helper()
	driver, dsn := address(t, d)
	db := open(t, driver, dsn)
	if _, err := migrations.Up(context.Background(), db, d); err != nil {
		t.Fatal(err)
	}
	return db
}

func each(t *testing.T, test func(t *testing.T, d migrations.Dialect)) {
	for _, d := range []migrations.Dialect{migrations.SQLite, migrations.Postgres} {
		t.Run(string(d), func(t *testing.T) { test(t, d) })
	}
}

// rows reads a query whose columns are all text, and joins them with spaces.
func rows(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	r, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer r.Close()
	names, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for r.Next() {
		words := make([]sql.NullString, len(names))
		into := make([]any, len(names))
		for i := range words {
			into[i] = &words[i]
		}
		if err := r.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, joined(words))
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func joined(words []sql.NullString) string {
	var line string
	for _, w := range words {
		if w.Valid && w.String != "" {
			line += " " + w.String
		}
	}
	if line == "" {
		return ""
	}
	return line[1:]
}
