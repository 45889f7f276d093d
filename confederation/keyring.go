package confederation

import (
	"bytes"
	"encoding/json"
	"errors"

	"federes.org/commune"
	"federes.org/commune/record"
)

// ErrKey says that a text holds no key that could be trusted.
var ErrKey = errors.New("neither an actor's document nor a key in base58 (z6Mk…)")

// Keyring is the keys that who checks a copy holds from elsewhere. They come before those that the copy itself brings.
type Keyring struct {
	of    map[commune.ActorID][]Trusted
	owner []Trusted // of the assembly whose register is checked
}

// Trusted is a key, and whence it was had: a name that the reader knows; empty for the copy itself.
type Trusted struct {
	Key  []byte
	From string
}

// Add takes in an actor's document as it was saved, or the key of the assembly alone.
func (k *Keyring) Add(text []byte, from string) error {
	text = bytes.TrimSpace(text)
	if key, err := record.DecodeMultikey(string(text)); err == nil {
		k.owner = append(k.owner, Trusted{key, from})
		return nil
	}
	var h Holder
	if err := json.Unmarshal(text, &h); err != nil || h.ID == "" || len(h.Keys()) == 0 {
		return ErrKey
	}
	k.add(h, from)
	return nil
}

func (k *Keyring) add(h Holder, from string) {
	if k.of == nil {
		k.of = make(map[commune.ActorID][]Trusted)
	}
	for _, key := range h.Keys() {
		k.of[h.ID] = append(k.of[h.ID], Trusted{key, from})
	}
}

// held are the keys of an actor: those that were given, else those that the copy tells.
func (k *Keyring) held(actor commune.ActorID, told ...Holder) []Trusted {
	if given := k.of[actor]; len(given) > 0 {
		return given
	}
	var all []Trusted
	for _, h := range told {
		if h.ID == actor {
			for _, key := range h.Keys() {
				all = append(all, Trusted{Key: key})
			}
		}
	}
	return all
}

// assembly are the keys of whose register is checked.
func (k *Keyring) assembly(c Cover) []Trusted {
	if len(k.owner) > 0 {
		return k.owner
	}
	return k.held(c.Actor, c.Keys...)
}
