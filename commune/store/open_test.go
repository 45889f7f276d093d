package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func write(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.InTx(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// each opens a new store on both databases, with a clock that stands still.
func each(t *testing.T, test func(t *testing.T, s *store.Store, clock *storetest.Clock)) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		clock := storetest.NewClock()
		test(t, open(store.Config{Clock: clock.Now}), clock)
	})
}

func member(t *testing.T, s *store.Store, email string) (m commune.Member) {
	t.Helper()
	write(t, s, func(tx *store.Tx) (err error) {
		m, err = tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "Awa D.", Email: email, AdmittedAt: tx.Now()})
		return err
	})
	return m
}

func TestSQLiteIsOpenedDurableStrictAndWithReadersThatCannotWrite(t *testing.T) {
	s := storetest.SQLite(t, store.Config{})
	pragma := func(tx *store.Tx, name string) (value string) {
		if err := tx.DB().Raw("PRAGMA " + name).Row().Scan(&value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	write(t, s, func(tx *store.Tx) error {
		for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "query_only": "0"} {
			if got := pragma(tx, name); got != want {
				t.Errorf("the writer's %s is %s, want %s", name, got, want)
			}
		}
		return nil
	})
	read(t, s, func(tx *store.Tx) error {
		if got := pragma(tx, "query_only"); got != "1" {
			t.Errorf("a reader's query_only is %s", got)
		}
		return nil
	})
}

// An immediate transaction holds the write lock before its first statement, so that none waits for a lock after it has read.
func TestSQLiteWritesBeginByTakingTheLock(t *testing.T) {
	folder := t.TempDir()
	s := storetest.SQLite(t, store.Config{Data: folder})
	other, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "federes.db")+"?_txlock=immediate") // waits for nobody
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	write(t, s, func(*store.Tx) error {
		if _, err := other.Begin(); err == nil {
			t.Error("two transactions that write have begun")
		}
		return nil
	})
	read(t, s, func(*store.Tx) error {
		tx, err := other.Begin()
		if err != nil {
			return err
		}
		return tx.Rollback()
	})
}

func TestAViewCannotWrite(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		err := s.View(context.Background(), func(tx *store.Tx) error {
			_, err := tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "x", Email: "x@x.example"})
			return err
		})
		if err == nil {
			t.Error("a view wrote")
		}
		read(t, s, func(tx *store.Tx) error {
			if all, err := tx.Members(); err != nil || len(all) != 0 {
				t.Errorf("a view left %v, %v", all, err)
			}
			return nil
		})
	})
}

func TestATransactionHappensWholeOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		stop := errors.New("stop")
		if err := s.InTx(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "x", Email: "x@x.example"}); err != nil {
				return err
			}
			return stop
		}); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		write(t, s, func(tx *store.Tx) error {
			err := tx.Savepoint(func() error {
				_, err := tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "x", Email: "x@x.example"})
				return errors.Join(err, stop)
			})
			if !errors.Is(err, stop) {
				t.Error(err)
			}
			_, err = tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "y", Email: "y@x.example"})
			return err
		})
		read(t, s, func(tx *store.Tx) error {
			if all, err := tx.Members(); err != nil || len(all) != 1 || all[0].PublicName != "y" {
				t.Errorf("left %v, %v", all, err)
			}
			return nil
		})
	})
}

func TestTimesSurviveToTheMicrosecondAndWhatHasNotHappenedStaysZero(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		for i, at := range []time.Time{
			{}, time.Date(2026, 10, 25, 0, 30, 0, 123456789, time.UTC), time.Date(2026, 10, 25, 2, 30, 0, 999_999_999, time.FixedZone("", 3600)),
			time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Date(2200, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		} {
			var m commune.Meeting
			write(t, s, func(tx *store.Tx) (err error) {
				m, err = tx.PutMeeting(commune.Meeting{Kind: commune.Exceptional, StartsAt: at, AgendaClosesAt: storetest.Start})
				return err
			})
			read(t, s, func(tx *store.Tx) error {
				got, err := tx.Meeting(m.ID)
				if err != nil {
					return err
				}
				if !got.StartsAt.Equal(at.Truncate(time.Microsecond)) || got.StartsAt.IsZero() != at.IsZero() || !got.ClosedAt.IsZero() || !got.OpenedAt.IsZero() {
					t.Errorf("%d: %s was read %s; closed %s", i, at, got.StartsAt, got.ClosedAt)
				}
				return nil
			})
		}
		clock.Set(time.Date(2026, 9, 7, 8, 0, 0, 123456789, time.FixedZone("", 7200)))
		write(t, s, func(tx *store.Tx) error {
			first := tx.Now()
			clock.Add(time.Hour)
			if first.Nanosecond() != 123456000 || first.Location() != time.UTC || !tx.Now().Equal(first) {
				t.Errorf("the transaction's time is %s, then %s", first, tx.Now())
			}
			return nil
		})
	})
}

func TestFourProcessesThatStartAtOnceShareOneSecretAndOneSchema(t *testing.T) {
	for name, address := range map[string]string{"SQLite": "", "PostgreSQL": storetest.Schema(t)} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			stores := make([]*store.Store, 4)
			var all sync.WaitGroup
			for i := range stores {
				all.Go(func() {
					var err error
					if stores[i], err = store.Open(context.Background(), store.Config{Database: address, Data: folder}); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if t.Failed() {
				t.FailNow()
			}
			write(t, stores[0], func(tx *store.Tx) error { return tx.NewKeys("ag") })
			for _, s := range stores {
				read(t, s, func(tx *store.Tx) error { _, err := tx.Keys("ag"); return err })
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestAnAddressThatIsNoDatabaseIsRefused(t *testing.T) {
	for _, address := range []string{"mysql://x", "federes.db", "/tmp/x", "POSTGRES://x"} {
		if s, err := store.Open(context.Background(), store.Config{Database: address, Data: t.TempDir()}); err == nil {
			t.Errorf("%s was opened: %v", address, s.Close())
		}
	}
	if _, err := store.Open(context.Background(), store.Config{Database: "postgres://nobody@/nothing?host=" + t.TempDir(), Data: t.TempDir()}); err == nil {
		t.Error("a server that is not there was opened")
	}
}
