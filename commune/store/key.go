package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// Keys are those of one of our actors: RSA signs requests, Ed25519 proves records.
type Keys struct {
	RSA     *rsa.PrivateKey
	Ed25519 ed25519.PrivateKey
}

// PublicPEM is the RSA public key as actor documents carry it.
func (k Keys) PublicPEM() (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&k.RSA.PublicKey)
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// Public is the key that verifies records.
func (k Keys) Public() ed25519.PublicKey { return k.Ed25519.Public().(ed25519.PublicKey) }

type actorKeyRow struct {
	Name          string `gorm:"primaryKey"`
	RSASealed     []byte `gorm:"column:rsa_sealed"`
	RSAPublic     string `gorm:"column:rsa_public"`
	Ed25519Sealed []byte `gorm:"column:ed25519_sealed"`
	Ed25519Public []byte `gorm:"column:ed25519_public"`
}

func (actorKeyRow) TableName() string { return "actor_keys" }

// spareKeys is how many RSA keys are kept ready, beside the one that is being made.
const spareKeys = 3

// SpareKeys keeps RSA keys ready until the context ends: making one takes long, and an assembly whose vote creates a body does not wait for it.
func (s *Store) SpareKeys(ctx context.Context) {
	for {
		key, err := s.config.RSA()
		if err != nil {
			s.config.Log.Error("no RSA key could be made ahead; one is made when it is needed", "error", err)
			return
		}
		select {
		case s.spare <- key:
		case <-ctx.Done():
			return
		}
	}
}

// rsaKey is a key that was ready, or one that is made now.
func (s *Store) rsaKey() (*rsa.PrivateKey, error) {
	select {
	case key := <-s.spare:
		return key, nil
	default:
		key, err := s.config.RSA()
		if err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		return key, nil
	}
}

// NewKeys makes the keys of an actor, once; they are never made again.
func (tx *Tx) NewKeys(name string) error {
	r, err := tx.store.rsaKey()
	if err != nil {
		return err
	}
	_, e, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	public, err := Keys{RSA: r}.PublicPEM()
	if err != nil {
		return err
	}
	return wrap(tx.db.Create(&actorKeyRow{
		Name:      name,
		RSASealed: tx.store.seal.close(x509.MarshalPKCS1PrivateKey(r), "rsa "+name), RSAPublic: public,
		Ed25519Sealed: tx.store.seal.close(e.Seed(), "ed25519 "+name), Ed25519Public: e.Public().(ed25519.PublicKey),
	}).Error)
}

// ProofKey is the public key that verifies the records of one of our actors.
func (tx *Tx) ProofKey(name string) (ed25519.PublicKey, error) {
	row, err := One[actorKeyRow](tx.db.Select("ed25519_public"), "name = ?", name)
	return ed25519.PublicKey(row.Ed25519Public), err
}

// unsealed makes sure that the secret is the one of this database, so that nobody serves an organisation whose keys are lost.
func (s *Store) unsealed(ctx context.Context) error {
	return s.View(ctx, func(tx *Tx) error {
		rows, err := All[actorKeyRow](tx.db)
		for _, row := range rows {
			if _, err := tx.Keys(row.Name); err != nil {
				return err
			}
		}
		return err
	})
}

// Keys opens the keys of one of our actors: "ag", "conseil", "actor".
func (tx *Tx) Keys(name string) (Keys, error) {
	row, err := One[actorKeyRow](tx.db, "name = ?", name)
	if err != nil {
		return Keys{}, err
	}
	der, err := tx.store.seal.open(row.RSASealed, "rsa "+name)
	if err != nil {
		return Keys{}, err
	}
	r, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil {
		return Keys{}, fmt.Errorf("store: %w", err)
	}
	seed, err := tx.store.seal.open(row.Ed25519Sealed, "ed25519 "+name)
	if err != nil {
		return Keys{}, err
	}
	return Keys{RSA: r, Ed25519: ed25519.NewKeyFromSeed(seed)}, nil
}
