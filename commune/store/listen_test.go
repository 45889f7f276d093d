package store_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

// ear collects what a process hears.
type ear chan commune.MeetingID

func hear(t *testing.T, s *store.Store) ear {
	t.Helper()
	e := make(ear, 100)
	t.Cleanup(s.Hear(func(m commune.MeetingID) { e <- m }))
	return e
}

// hears asserts what comes next.
func (e ear) hears(t *testing.T, want ...commune.MeetingID) {
	t.Helper()
	for _, m := range want {
		select {
		case got := <-e:
			if got != m {
				t.Errorf("heard of %d, want %d", got, m)
			}
		case <-t.Context().Done():
			t.Fatalf("never heard of %d", m)
		}
	}
}

func touch(t *testing.T, s *store.Store, meetings ...commune.MeetingID) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		for _, m := range meetings {
			tx.Touch(m)
		}
		return nil
	})
}

func TestWhatChangedIsHeardOnceAndOnlyAfterTheCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		s := open(store.Config{})
		first, second := hear(t, s), make(ear, 10)
		stop := s.Hear(func(m commune.MeetingID) { second <- m })
		if strings.Contains(t.Name(), "PostgreSQL") { // listening has begun
			first.hears(t, 0)
			second.hears(t, 0)
		}
		if err := s.InTx(context.Background(), func(tx *store.Tx) error { tx.Touch(9); return errors.New("no") }); err == nil {
			t.Fatal("committed")
		}
		touch(t, s, 7, 8, 7)
		touch(t, s, 5)
		first.hears(t, 7, 8, 5)
		second.hears(t, 7, 8, 5)
		stop()
		touch(t, s, 6)
		first.hears(t, 6)
		if len(first) != 0 || len(second) != 0 {
			t.Errorf("heard again: %d and %d", len(first), len(second))
		}
	})
}

func TestEveryProcessHearsOfTheOthersActs(t *testing.T) {
	address := storetest.Schema(t)
	stores, ears := make([]*store.Store, 2), make([]ear, 2)
	folder := t.TempDir()
	for i := range stores {
		stores[i] = openOn(t, address, folder)
		ears[i] = hear(t, stores[i])
		ears[i].hears(t, 0)
	}
	elsewhere := storetest.Postgres(t, store.Config{}) // another instance in the same database
	touch(t, elsewhere, 1)
	for i, m := range []commune.MeetingID{2, 3, 4} {
		touch(t, stores[i%2], m)
		ears[0].hears(t, m)
		ears[1].hears(t, m)
	}
	for i, e := range ears {
		if len(e) != 0 {
			t.Errorf("%d heard of %d more", i, <-e)
		}
	}
}

func TestALostConnectionIsMadeGood(t *testing.T) {
	address := storetest.Schema(t)
	folder := t.TempDir()
	here, there := openOn(t, address, folder), openOn(t, address, folder)
	e := hear(t, here)
	e.hears(t, 0)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var ended int
	if err := db.QueryRow(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE query = 'LISTEN "federes_' || current_schema() || '"'`).Scan(&ended); err != nil || ended != 1 {
		t.Fatalf("ended %d connections: %v", ended, err)
	}
	e.hears(t, 0) // what was missed meanwhile is to be read anew
	touch(t, there, 11)
	e.hears(t, 11)
}

func openOn(t *testing.T, address, folder string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Config{Database: address, Data: folder})
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
