package jobs_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite"

	"federes.org/commune/jobs"
	"federes.org/migrations"
)

// onBoth runs a test on each of the two databases.
func onBoth(t *testing.T, test func(*testing.T, *gorm.DB)) {
	t.Run("SQLite", func(t *testing.T) { test(t, onSQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, onPostgres(t)) })
}

func onSQLite(t *testing.T) *gorm.DB {
	dsn := "file:" + filepath.Join(t.TempDir(), "jobs.db") +
		"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_txlock=immediate"
	db := open(t, sqlite.Dialector{DriverName: "sqlite", DSN: dsn}, migrations.SQLite)
	pool(t, db).SetMaxOpenConns(1) // as the writer is
	return db
}

func onPostgres(t *testing.T) *gorm.DB {
	server := os.Getenv("FEDERES_TEST_POSTGRES")
	if server == "" {
		t.Fatal("FEDERES_TEST_POSTGRES is not set: run `make test`, or start a server with `.ci/postgres start FOLDER`")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close() })
	name := "jobs_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", name)
	address.RawQuery = query.Encode()
	return open(t, postgres.Open(address.String()), migrations.Postgres)
}

func open(t *testing.T, d gorm.Dialector, dialect migrations.Dialect) *gorm.DB {
	t.Helper()
	db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool(t, db).Close() })
	if _, err := migrations.Up(t.Context(), pool(t, db), dialect); err != nil {
		t.Fatal(err)
	}
	return db
}

func pool(t *testing.T, db *gorm.DB) *sql.DB {
	t.Helper()
	p, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// world is a table, a clock that only the test moves, and what was done.
type world struct {
	t  *testing.T
	db *gorm.DB

	mu   sync.Mutex
	now  time.Time
	done []string // "kind/key payload attempt"
}

func newWorld(t *testing.T, db *gorm.DB) *world {
	return &world{t: t, db: db, now: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// does returns a handler that notes its job and answers what result says.
func (w *world) does(result func(jobs.Job) error) jobs.Handler {
	return func(_ context.Context, j jobs.Job) error {
		w.mu.Lock()
		w.done = append(w.done, j.Kind+"/"+j.Key+" "+string(j.Payload)+" "+string(rune('0'+j.Attempts)))
		w.mu.Unlock()
		return result(j)
	}
}

func succeed(jobs.Job) error { return nil }

// runner does the jobs of the kind "post" with the handler; change may alter the rest.
func (w *world) runner(h jobs.Handler, change func(*jobs.Config)) *jobs.Runner {
	c := jobs.Config{
		DB:       w.db,
		Clock:    w.clock,
		Handlers: map[string]jobs.Handler{"post": h},
		Log:      slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&c)
	}
	return jobs.NewRunner(c)
}

func (w *world) drain(r *jobs.Runner) {
	w.t.Helper()
	if err := r.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// post is a job that is due now.
func (w *world) post(key string) jobs.Job {
	return jobs.Job{Kind: "post", Key: key, Payload: []byte("v1"), RunAt: w.clock()}
}

func (w *world) add(j ...jobs.Job) {
	w.t.Helper()
	if err := jobs.Add(w.db, j...); err != nil {
		w.t.Fatal(err)
	}
}

// did asserts what was done since the last time.
func (w *world) did(want ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if strings.Join(w.done, "\n") != strings.Join(want, "\n") {
		w.t.Errorf("done: %q, want %q", w.done, want)
	}
	w.done = nil
}

// pending asserts how many jobs are due.
func (w *world) pending(want int64) {
	w.t.Helper()
	count, _, err := jobs.Pending(w.db, w.clock())
	if err != nil || count != want {
		w.t.Errorf("%d jobs are pending, want %d (%v)", count, want, err)
	}
}

// lastError returns what the table keeps of a job's failure; ok says whether the job is there.
func (w *world) lastError(key string) (text string, ok bool) {
	w.t.Helper()
	var texts []string
	if err := w.db.Raw("SELECT last_error FROM jobs WHERE key = ?", key).Scan(&texts).Error; err != nil {
		w.t.Fatal(err)
	}
	if len(texts) == 0 {
		return "", false
	}
	return texts[0], true
}
