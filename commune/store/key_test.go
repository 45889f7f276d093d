package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func TestOurKeysAreSealedByASecretThatOnlyItsOwnerReads(t *testing.T) {
	folder := t.TempDir()
	s := storetest.SQLite(t, store.Config{Data: folder})
	var keys store.Keys
	write(t, s, func(tx *store.Tx) (err error) {
		if err := tx.NewKeys("ag"); err != nil {
			return err
		}
		keys, err = tx.Keys("ag")
		return err
	})
	info, err := os.Stat(filepath.Join(folder, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("the secret is %v, %v", info, err)
	}
	if err := s.Close(); err != nil { // the write-ahead log enters the file
		t.Fatal(err)
	}
	private := [][]byte{keys.Ed25519.Seed(), keys.RSA.D.Bytes(), keys.RSA.Primes[0].Bytes(), x509.MarshalPKCS1PrivateKey(keys.RSA)[200:240]}
	files, err := filepath.Glob(filepath.Join(folder, "federes.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, secret := range private {
			if bytes.Contains(content, secret) {
				t.Errorf("%s holds private bytes %d in the open", filepath.Base(name), i)
			}
		}
	}
	again := storetest.SQLite(t, store.Config{Data: folder})
	read(t, again, func(tx *store.Tx) error {
		got, err := tx.Keys("ag")
		if err == nil && (!got.Ed25519.Equal(keys.Ed25519) || !got.RSA.Equal(keys.RSA)) {
			t.Error("other keys were opened")
		}
		return err
	})
}

func TestAKeyOpensForItsActorAloneAndIsNotMadeTwice(t *testing.T) {
	folder := t.TempDir()
	s := storetest.SQLite(t, store.Config{Data: folder})
	write(t, s, func(tx *store.Tx) error { return errors.Join(tx.NewKeys("ag"), tx.NewKeys("actor")) })
	if err := s.InTx(context.Background(), func(tx *store.Tx) error { return tx.NewKeys("ag") }); !store.IsUnique(err) {
		t.Errorf("made again: %v", err)
	}
	write(t, s, func(tx *store.Tx) error { // a sealed key put in another's place
		return tx.DB().Exec("UPDATE actor_keys SET ed25519_sealed = (SELECT ed25519_sealed FROM actor_keys WHERE name = 'ag') WHERE name = 'actor'").Error
	})
	if err := s.View(context.Background(), func(tx *store.Tx) error { _, err := tx.Keys("actor"); return err }); err == nil {
		t.Error("a key sealed for one actor opened for another")
	}
	if err := s.View(context.Background(), func(tx *store.Tx) error { _, err := tx.Keys("conseil"); return err }); !errors.Is(err, commune.ErrNotFound) {
		t.Errorf("a key that was never made: %v", err)
	}
}

func TestAStoreWhoseSecretIsLostOrAnotherIsNotOpened(t *testing.T) {
	folder := t.TempDir()
	s := storetest.SQLite(t, store.Config{Data: folder})
	write(t, s, func(tx *store.Tx) error { return tx.NewKeys("ag") })
	secret := filepath.Join(folder, "secret")
	kept, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(secret); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first makes a new one
		if s, err := store.Open(context.Background(), store.Config{Data: folder}); err == nil {
			t.Error("opened without its secret", s.Close())
		}
	}
	if err := os.WriteFile(secret, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	storetest.SQLite(t, store.Config{Data: folder})
}

// An assembly whose vote creates a body does not wait for its keys: some were made ahead.
func TestKeysThatWereMadeAheadAreTakenAndNoneIsMadeMeanwhile(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	making := make(chan *rsa.PrivateKey)
	s := storetest.SQLite(t, store.Config{RSA: func() (*rsa.PrivateKey, error) { return <-making, nil }})
	ctx, cancel := context.WithCancel(t.Context())
	var ahead sync.WaitGroup
	ahead.Go(func() { s.SpareKeys(ctx) })
	for range 2 {
		making <- key // the second is asked for when the first is ready
	}
	err = s.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.NewKeys("s/caisse"); err != nil {
			return err
		}
		made, err := tx.Keys("s/caisse")
		if err == nil && !made.RSA.Equal(key) {
			t.Error("another key than the one that was ready")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	cancel()
	close(making)
	ahead.Wait()
}
