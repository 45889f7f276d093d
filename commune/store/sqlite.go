package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// openSQLite opens one connection that writes and several that cannot. Times are stored as whole microseconds.
func (s *Store) openSQLite() error {
	path := filepath.Join(s.config.Data, "federes.db")
	var err error
	if s.writer, err = s.sqlitePool(path, 1, "immediate", "foreign_keys(1)", "synchronous(FULL)"); err != nil {
		return err
	}
	s.reader, err = s.sqlitePool(path, max(4, runtime.NumCPU()), "deferred", "query_only(1)")
	return err
}

func (s *Store) sqlitePool(path string, connections int, lock string, pragmas ...string) (*gorm.DB, error) {
	q := url.Values{
		"_pragma":              append([]string{"busy_timeout(10000)", "journal_mode(WAL)"}, pragmas...),
		"_txlock":              {lock},
		"_time_integer_format": {"unix_micro"},
		"_inttotime":           {"1"},
	}
	c, err := driver.NewConnector("file:" + path + "?" + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	db := sql.OpenDB(keeping{c})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	g, err := gorm.Open(sqlite.New(sqlite.Config{Conn: db}), s.gormConfig())
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, errors.Join(err, db.Close()))
	}
	return g, nil
}

func sqliteCode(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func sqliteUnique(err error) bool {
	c := sqliteCode(err)
	return c == lib.SQLITE_CONSTRAINT_UNIQUE || c == lib.SQLITE_CONSTRAINT_PRIMARYKEY
}
