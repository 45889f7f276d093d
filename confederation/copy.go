package confederation

import (
	"bytes"
	"encoding/json"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
)

// Holder is an actor with the keys by which its records and heads are proved: what an actor's document says of them, under the same names, so
// that a saved actor document is read as one (FEP-521a).
type Holder struct {
	ID      commune.ActorID `json:"id"`
	Methods []Method        `json:"assertionMethod"`
}

// Method is one key of a holder.
type Method struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Controller commune.ActorID `json:"controller"`
	Key        string          `json:"publicKeyMultibase"`
}

// HolderOf is an actor with one key.
func HolderOf(actor commune.ActorID, keyID string, key []byte) Holder {
	return Holder{ID: actor, Methods: []Method{{ID: keyID, Type: "Multikey", Controller: actor, Key: record.EncodeMultikey(key)}}}
}

// Keys are the Ed25519 keys that the holder controls; others prove nothing here.
func (h Holder) Keys() (keys [][]byte) {
	for _, m := range h.Methods {
		if key, err := record.DecodeMultikey(m.Key); err == nil && m.Controller == h.ID {
			keys = append(keys, key)
		}
	}
	return keys
}

// Cover is the first line of a copy of a register: whose it is, and the head that it ends at, as signed and cosigned (CR-2). The keys in it
// are those that the keeper of the register says: who holds others, or compared their fingerprints, need not believe it.
type Cover struct {
	Form       string          `json:"form"`
	Actor      commune.ActorID `json:"actor"` // the assembly whose register it is
	Language   string          `json:"language"`
	Checkpoint string          `json:"checkpoint"`
	Keys       []Holder        `json:"keys"`      // of the assembly
	Witnesses  []Holder        `json:"witnesses"` // as the assembly pinned them
}

// Leaf is one entry of a register as a copy holds it, on a line of its own: its commitment and, where the reader may see it, the act that it
// commits to.
type Leaf struct {
	Seq    commune.Seq     `json:"seq"`
	Entry  register.Entry  `json:"entry"`
	Salt   *register.Salt  `json:"salt,omitempty"`
	Record json.RawMessage `json:"record,omitempty"`
	By     *Holder         `json:"by,omitempty"` // who signed it, where it is not the assembly and was not told before
}

// Extract is one act of a register with all that shows, offline, that it stands there (CR-2).
type Extract struct {
	Cover
	Salt      register.Salt      `json:"salt"`
	Inclusion register.Inclusion `json:"inclusion"`
	By        *Holder            `json:"by,omitempty"`
	Record    json.RawMessage    `json:"record"`
}

// The forms in which a register, or one act of it, is copied.
const (
	FormRegister = "federes.org/register/copy/v1"
	FormExtract  = "federes.org/register/extract/v1"
)

// Line writes what stands on one line of a copy. A record is written as it was signed, byte for byte.
func Line(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("confederation: a line of a copy: %w", err)
	}
	return b.Bytes(), nil
}
