// Package storetest opens real databases for tests: every test that uses it runs on SQLite and on PostgreSQL.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver with which test schemas are made

	"federes.org/commune/store"
)

// Clock is a time that a test sets; it starts on a Monday morning and stands still.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Start is when every test begins: Monday 7 September 2026, 10:00 in Paris.
var Start = time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)

// NewClock stands at Start.
func NewClock() *Clock { return &Clock{now: Start} }

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// rsaKey is made once for all tests of a process: making one takes longer than most tests.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// Each runs a test on both databases.
func Each(t *testing.T, test func(t *testing.T, open func(store.Config) *store.Store)) {
	t.Run("SQLite", func(t *testing.T) {
		test(t, func(c store.Config) *store.Store { return SQLite(t, c) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		test(t, func(c store.Config) *store.Store { return Postgres(t, c) })
	})
}

// fresh is a SQLite file as the first start leaves it, made once for all tests of a process: each begins with a copy.
var fresh = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "federes-fresh")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	s, err := store.Open(context.Background(), store.Config{Data: folder})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, "federes.db"))
})

// SQLite opens a new database in a folder of the test's own, or the one that the config names.
func SQLite(t testing.TB, c store.Config) *store.Store {
	t.Helper()
	if c.Data == "" {
		c.Data = t.TempDir()
	}
	path := filepath.Join(c.Data, "federes.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && c.Database == "" {
		file, err := fresh()
		if err == nil {
			err = os.WriteFile(path, file, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return open(t, c)
}

// Postgres opens a new schema of the server that FEDERES_TEST_POSTGRES names; without a server the test fails.
func Postgres(t testing.TB, c store.Config) *store.Store {
	t.Helper()
	c.Database = Schema(t)
	return open(t, c)
}

// Schema makes a schema of the test's own and gives its address.
func Schema(t testing.TB) string {
	t.Helper()
	server := os.Getenv("FEDERES_TEST_POSTGRES")
	if server == "" {
		t.Fatal("FEDERES_TEST_POSTGRES is not set: `make test` starts a PostgreSQL of its own and sets it")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 8)
	rand.Read(raw)
	name := "t" + hex.EncodeToString(raw)
	if _, err := db.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	q := address.Query()
	q.Set("search_path", name)
	address.RawQuery = q.Encode()
	return address.String()
}

func open(t testing.TB, c store.Config) *store.Store {
	t.Helper()
	if c.Data == "" {
		c.Data = t.TempDir()
	}
	if c.RSA == nil {
		c.RSA = rsaKey
	}
	s, err := store.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
