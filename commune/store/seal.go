package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// seal closes our private keys before they enter the database. Its secret is a file of the data folder that only its owner reads.
type seal struct{ aead cipher.AEAD }

func openSeal(folder string) (seal, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return seal{}, fmt.Errorf("store: data folder: %w", err)
	}
	path := filepath.Join(folder, "secret")
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret = make([]byte, 32)
		rand.Read(secret)
		err = writeNew(path, secret)
	}
	if err != nil {
		return seal{}, fmt.Errorf("store: secret: %w", err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return seal{}, fmt.Errorf("store: secret: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return seal{aead}, wrap(err)
}

// writeNew makes a file that did not exist and makes sure that it survives a power cut.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
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
