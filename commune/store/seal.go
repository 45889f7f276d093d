package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// seal closes our private keys before they enter the database. Its secret is a file of the data folder that only its owner reads.
type seal struct {
	aead   cipher.AEAD
	secret []byte
}

func openSeal(folder string) (seal, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return seal{}, fmt.Errorf("store: data folder: %w", err)
	}
	path := filepath.Join(folder, "secret")
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret = make([]byte, 32)
		rand.Read(secret)
		if err = writeNew(path, secret); errors.Is(err, fs.ErrExist) { // another process made it first
			secret, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return seal{}, fmt.Errorf("store: secret: %w", err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return seal{}, fmt.Errorf("store: secret: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return seal{aead, secret}, wrap(err)
}

// writeNew makes a file that did not exist, whole or not at all, and makes sure that it survives a power cut.
func writeNew(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Mark is a name of a thing for one purpose that this instance alone can make, the same in each of its processes: whoever shows it was
// given it, and nobody guesses it.
func (s *Store) Mark(purpose, thing string) string {
	mac := hmac.New(sha256.New, s.seal.secret)
	fmt.Fprintf(mac, "%q %q", purpose, thing)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// close seals b for one purpose: what was sealed for another does not open.
func (s seal) close(b []byte, purpose string) []byte {
	nonce := make([]byte, s.aead.NonceSize())
	rand.Read(nonce)
	return s.aead.Seal(nonce, nonce, b, []byte(purpose))
}

func (s seal) open(b []byte, purpose string) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(b) < n {
		return nil, errors.New("store: sealed key too short")
	}
	opened, err := s.aead.Open(nil, b[:n], b[n:], []byte(purpose))
	if err != nil {
		return nil, fmt.Errorf("store: the secret file does not open the key %s: is it the one of this database? %w", purpose, err)
	}
	return opened, nil
}
