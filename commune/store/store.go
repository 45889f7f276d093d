// Package store keeps a commune: embedded SQLite by default, PostgreSQL in production, through GORM. Its transactions are where
// deadlines, electorates and capabilities are decided. It is one of the two places that read the clock.
//
// A time that has not happened is the zero time in both the nouns and the columns.
package store

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"federes.org/commune"
	"federes.org/migrations"
)

// Publisher hears every event in the transaction that brought it about, so that an act and what it sends are one.
// The federation's outbox implements it.
type Publisher interface {
	Publish(tx *Tx, e commune.Event) error
}

// Config says where the data lies and who else takes part in a transaction.
type Config struct {
	Database  string           // postgres://…; empty for SQLite in the data folder
	Data      string           // folder of the SQLite file and of the secret that seals our keys
	Clock     func() time.Time // nil for the machine's
	Publisher Publisher        // nil to publish nothing
	Committed func()           // called after each commit that left work to do; may be nil
	RSA       func() (*rsa.PrivateKey, error)
	Log       *slog.Logger // slog.Default() if nil
}

// Store is one instance's data.
type Store struct {
	config  Config
	dialect migrations.Dialect
	writer  *gorm.DB
	reader  *gorm.DB
	seal    seal
	name    string // of this process, among those that share a database
	ears    ears
	spare   chan *rsa.PrivateKey // keys that are ready
}

// Open connects, brings the schema up to this version, and reads the secret (made at the first start).
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.RSA == nil {
		c.RSA = func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &Store{config: c, dialect: migrations.SQLite, name: rand.Text(), spare: make(chan *rsa.PrivateKey, spareKeys)}
	var err error
	if s.seal, err = openSeal(c.Data); err != nil {
		return nil, err
	}
	if strings.HasPrefix(c.Database, "postgres://") || strings.HasPrefix(c.Database, "postgresql://") {
		s.dialect = migrations.Postgres
		err = s.openPostgres()
	} else if c.Database == "" {
		err = s.openSQLite()
	} else {
		err = fmt.Errorf("store: a database address begins with postgres://, or is empty for SQLite")
	}
	if err != nil {
		return nil, err
	}
	db, err := s.writer.DB()
	if err == nil {
		_, err = migrations.Up(ctx, db, s.dialect)
	}
	if err == nil {
		err = s.unsealed(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close lets the database go.
func (s *Store) Close() error {
	s.ears.shut()
	var errs []error
	for _, g := range []*gorm.DB{s.writer, s.reader} {
		if g == nil {
			continue
		}
		if db, err := g.DB(); err == nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Jobs is the connection on which durable work is taken.
func (s *Store) Jobs() *gorm.DB { return s.writer }

// Clock is the time that the store's transactions read.
func (s *Store) Clock() time.Time { return s.config.Clock().UTC().Truncate(time.Microsecond) }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	db, err := s.reader.DB()
	if err != nil {
		return err
	}
	return db.PingContext(ctx)
}

// attempts is how often a transaction is tried that met another one.
const attempts = 5

// InTx runs fn in one transaction that writes: all of it happens, or nothing. fn may run again after a conflict, on a new Tx.
func (s *Store) InTx(ctx context.Context, fn func(tx *Tx) error) error {
	var err error
	for range attempts {
		var done *Tx
		err = s.writer.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			done = &Tx{db: db, store: s}
			if err := fn(done); err != nil {
				return err
			}
			if err := done.hold(); err != nil {
				return err
			}
			return done.notify()
		})
		if err == nil {
			s.tell(done)
		}
		if !isConflict(err) && !errors.Is(err, errEndedMeanwhile) {
			return err
		}
	}
	return err
}

// tell says what a transaction that has committed left behind.
func (s *Store) tell(tx *Tx) {
	if tx.work && s.config.Committed != nil {
		s.config.Committed()
	}
	for _, m := range tx.touched {
		s.ears.hear(m)
	}
}

// View runs fn in one transaction that only reads.
func (s *Store) View(ctx context.Context, fn func(tx *Tx) error) error {
	return s.reader.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return fn(&Tx{db: db, store: s})
	}, &sql.TxOptions{ReadOnly: s.dialect == migrations.Postgres})
}

func (s *Store) gormConfig() *gorm.Config {
	return &gorm.Config{
		Logger:                 logger.Discard,
		NowFunc:                s.Clock,
		SkipDefaultTransaction: true,
		TranslateError:         false,
	}
}
