package confederation

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// FormRekey is the form of a motion by which an assembly pins another key of a peer than the one that it knew (CF-3).
const FormRekey commune.FormName = "rekey"

// The refusals of keys.
var (
	ErrKeyForeign  = commune.Refuse(commune.Forbidden, "key_foreign")
	ErrKeyOther    = commune.Refuse(commune.Conflict, "key_other") // the fingerprint that is shown now
	ErrKeyProposed = commune.Refuse(commune.Conflict, "key_proposed")
)

// RekeyTerms is what a motion to pin another key says: of whom, and which key, as both sides compared it aloud.
type RekeyTerms struct {
	Actor commune.ActorID `json:"actor"`
	Name  string          `json:"name"`
	Key   string          `json:"key"` // a Multikey
	Print string          `json:"print"`
}

// Former is a key that was pinned before. It proves what stands in the peer's log before the place at which it was given up.
type Former struct {
	KeyID string      `json:"id"`
	Key   []byte      `json:"key"`
	Below commune.Seq `json:"below"`
}

// Shown is a key that an actor's document shows.
type Shown struct {
	KeyID string
	Key   []byte
}

// Foreign tells whether the peer's address shows another key than the one that we pinned: its domain may be somebody else's.
func (p Peer) Foreign() bool { return len(p.Shown) > 0 }

// ShownPrint is the fingerprint of that key.
func (p Peer) ShownPrint() string { return Fingerprint(p.Shown) }

// Shows takes in the keys that the peer's actor shows now. The pinned one holds whatever they are; who shows it again is who we knew. A document
// without any key says nothing.
func (p Peer) Shows(keys []Shown, at time.Time) (now Peer, changed bool) {
	other := Shown{}
	for _, k := range keys {
		if bytes.Equal(k.Key, p.Key) {
			other = Shown{Key: []byte{}}
			break
		}
		if other.Key == nil {
			other = k
		}
	}
	if other.Key == nil || len(p.Key) == 0 || bytes.Equal(other.Key, p.Shown) {
		return p, false
	}
	p.Shown, p.ShownID, p.ShownAt = other.Key, other.KeyID, at
	return p, true
}

// Rekeys pins another key. What the peer's log is known to hold below a place stays proved by the former one.
func (p Peer) Rekeys(k Shown, below commune.Seq) Peer {
	former := p.formers()
	former = append(former, Former{KeyID: p.KeyID, Key: p.Key, Below: max(p.NextSeq, below)})
	raw, err := json.Marshal(former)
	if err == nil { // bytes, texts and numbers
		p.Former = string(raw)
	}
	p.KeyID, p.Key = k.KeyID, k.Key
	p.Shown, p.ShownID, p.ShownAt = []byte{}, "", time.Time{}
	return p
}

func (p Peer) formers() (all []Former) {
	if json.Unmarshal([]byte(p.Former), &all) != nil {
		return nil
	}
	return all
}

// proved tells whether a key that we pin, or pinned when the peer's log was no longer than that, made the proof of a record.
func (p Peer) proved(r record.Opened) bool {
	if method, err := r.Verify(ed25519.PublicKey(p.Key)); err == nil && method == p.KeyID {
		return true
	}
	for _, f := range p.formers() {
		if r.Header.Seq >= f.Below {
			continue
		}
		if method, err := r.Verify(ed25519.PublicKey(f.Key)); err == nil && method == f.KeyID {
			return true
		}
	}
	return false
}

// Succeeds reads which key an actor's document, proved with the pinned one, names in its place; nothing if it names none, or the pinned one still.
func (p Peer) Succeeds(document []byte) (Shown, bool) {
	var h Holder
	if json.Unmarshal(document, &h) != nil || h.ID != p.Actor || len(p.Key) == 0 {
		return Shown{}, false
	}
	if method, err := record.Verify(document, ed25519.PublicKey(p.Key)); err != nil || method != p.KeyID {
		return Shown{}, false
	}
	var next Shown
	for _, m := range h.Methods {
		key, err := record.DecodeMultikey(m.Key)
		switch {
		case err != nil || m.Controller != h.ID || commune.OriginOf(m.ID) != commune.OriginOf(string(h.ID)):
		case bytes.Equal(key, p.Key):
			return Shown{}, false
		case next.Key == nil:
			next = Shown{KeyID: m.ID, Key: key}
		}
	}
	return next, next.Key != nil
}
