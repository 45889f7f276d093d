package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func TestASignInLinkLivesUntilItsEndAndIsSpentOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		awa := member(t, s, "awa@x.example")
		end := clock.Now().Add(15 * time.Minute)
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AddSignInLink("one", awa.ID, end), tx.AddSignInLink("two", awa.ID, end))
		})
		clock.Set(end.Add(-time.Microsecond))
		write(t, s, func(tx *store.Tx) error {
			for _, look := range []func(string) (commune.MemberID, error){tx.SignInLink, tx.SignInLink, tx.SpendSignInLink} {
				if who, err := look("one"); err != nil || who != awa.ID {
					t.Errorf("lets in %d, %v", who, err)
				}
			}
			if _, err := tx.SpendSignInLink("one"); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("spent twice: %v", err)
			}
			return nil
		})
		clock.Set(end)
		write(t, s, func(tx *store.Tx) error {
			if _, err := tx.SpendSignInLink("two"); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("spent at its end: %v", err)
			}
			return nil
		})
		clock.Add(time.Minute)
		write(t, s, func(tx *store.Tx) error { return tx.AddSignInLink("three", awa.ID, end.Add(time.Hour)) })
		write(t, s, func(tx *store.Tx) error {
			var left int
			if err := tx.DB().Raw("SELECT count(*) FROM sign_in_links").Row().Scan(&left); err != nil || left != 1 {
				t.Errorf("%d links are left, %v", left, err)
			}
			return nil
		})
	})
}

func TestOfThoseWhoSpendALinkAtOnceOneSucceeds(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		awa := member(t, s, "awa@x.example")
		write(t, s, func(tx *store.Tx) error { return tx.AddSignInLink("one", awa.ID, clock.Now().Add(time.Hour)) })
		var spent atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				err := s.InTx(context.Background(), func(tx *store.Tx) error { _, err := tx.SpendSignInLink("one"); return err })
				if err == nil {
					spent.Add(1)
				} else if !errors.Is(err, commune.ErrNotFound) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if spent.Load() != 1 {
			t.Errorf("spent %d times", spent.Load())
		}
	})
}

func TestASessionIsKeptReplacedEndedAndForgottenAtItsEnd(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		sessions, end := s.Sessions(), clock.Now().Add(time.Hour)
		find := func(token, want string) {
			t.Helper()
			data, found, err := sessions.Find(token)
			if err != nil || string(data) != want || found != (want != "") {
				t.Errorf("%s: %q, %v, %v", token, data, found, err)
			}
		}
		find("a", "")
		for _, data := range []string{"1", "2"} {
			if err := errors.Join(sessions.Commit("a", []byte(data), end), sessions.Commit("b", []byte("b"), end)); err != nil {
				t.Fatal(err)
			}
			find("a", data)
		}
		if err := errors.Join(sessions.Delete("b"), sessions.Delete("never")); err != nil {
			t.Fatal(err)
		}
		find("b", "")
		clock.Set(end.Add(-time.Microsecond))
		find("a", "2")
		clock.Set(end)
		find("a", "")
		clock.Add(time.Second)
		if err := sessions.Commit("c", []byte("c"), end.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		write(t, s, func(tx *store.Tx) error {
			var left int
			if err := tx.DB().Raw("SELECT count(*) FROM sessions").Row().Scan(&left); err != nil || left != 1 {
				t.Errorf("%d sessions are left, %v", left, err)
			}
			return nil
		})
	})
}
