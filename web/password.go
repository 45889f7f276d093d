package web

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"federes.org/commune"
)

// The cost of a password: 19 MiB and two passes of argon2id, about 60 ms.
const (
	hashMemory  = 19 << 10 // KiB
	hashPasses  = 2
	hashThreads = 1
	hashLength  = 32
	hashSalt    = 16
)

// decoy is compared where there is no password, so that an unknown address takes as long as a known one.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hashPassword checks a new password and makes what is kept of it.
func (s *Server) hashPassword(password string) (string, error) {
	switch n := len([]rune(password)); {
	case n < commune.MinPassword:
		return "", commune.ErrPasswordShort.With(commune.MinPassword)
	case n > commune.MaxPassword:
		return "", commune.ErrTooLong.With(commune.MaxPassword, n)
	}
	salt := make([]byte, hashSalt)
	rand.Read(salt)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashThreads,
		encode(salt), encode(s.argon(password, salt))), nil
}

// verifyPassword compares in constant time; without a kept hash it takes as long and fails.
func (s *Server) verifyPassword(kept, password string) bool {
	known := kept != ""
	if !known {
		kept = decoy
	}
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || len(password) > 4*commune.MaxPassword {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(s.argon(password, salt), want) == 1 && known
}

// argon runs the costly function, in a bounded number of places at once.
func (s *Server) argon(password string, salt []byte) []byte {
	s.hashing <- struct{}{}
	defer func() { <-s.hashing }()
	return argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashLength)
}
