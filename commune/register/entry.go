package register

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// entryDomain keeps a commitment apart from any other SHA-256 that is computed over a salt and a text.
const entryDomain = "federes.org/register/entry/v1\x00"

// Salt hides what an entry commits to. Whoever holds the salt and the act can show that the entry is theirs; once the salt is destroyed,
// nobody can, not even by guessing the act (ME-3).
type Salt [32]byte

// NewSalt returns a salt that nobody can guess.
func NewSalt() Salt {
	var s Salt
	rand.Read(s[:]) // never fails: the runtime ends the process rather than return weak bytes
	return s
}

// MarshalText writes the salt in base64.
func (s Salt) MarshalText() ([]byte, error) { return encode(s[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Salt) UnmarshalText(text []byte) error { return decode("salt", s[:], text) }

// Entry is what the log holds of one act.
type Entry [32]byte

// Commit binds an act to its entry. The length stands before the payload, so that no two pairs of salt and payload are written alike.
func Commit(salt Salt, payload []byte) Entry {
	b := make([]byte, 0, len(entryDomain)+len(salt)+8+len(payload))
	b = append(b, entryDomain...)
	b = append(b, salt[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(payload)))
	b = append(b, payload...)
	return sha256.Sum256(b)
}

// MarshalText writes the entry in base64.
func (e Entry) MarshalText() ([]byte, error) { return encode(e[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (e *Entry) UnmarshalText(text []byte) error { return decode("entry", e[:], text) }

// Hash is a hash of the tree; its JSON is base64.
type Hash = tlog.Hash

// LeafHash is the entry's leaf in the tree (RFC 6962, section 2.1). It is what a reader who may not see the act is told.
func LeafHash(e Entry) Hash { return tlog.RecordHash(e[:]) }

func encode(b []byte) []byte { return base64.StdEncoding.AppendEncode(nil, b) }

func decode(what string, into, text []byte) error {
	b, err := base64.StdEncoding.Strict().DecodeString(string(text))
	if err != nil || len(b) != len(into) {
		return fmt.Errorf("register: malformed %s", what)
	}
	copy(into, b)
	return nil
}
