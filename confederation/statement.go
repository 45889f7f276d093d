package confederation

import (
	"crypto/ed25519"
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// Statement is what an assembly says of a mandate at one moment, outside its register. It is proved by the assembly's own key, whatever signs the
// request that carries it: whoever bought a domain has keys for requests, and can copy all that its actor showed (CF-3, CF-5).
type Statement struct {
	Type      string          `json:"type"`
	Actor     commune.ActorID `json:"actor"`
	Target    commune.ActorID `json:"target"` // the council to which it is said; nobody if to all
	Mandate   json.RawMessage `json:"object"` // its record as signed, or its address
	Published time.Time       `json:"published"`
}

// What is said: let the delegate of this mandate in; this mandate lives.
const (
	TypeEntry = "federes:Entry"
	TypeLives = "federes:Lives"
)

// StatementLife is how long before and after its moment a statement holds.
const StatementLife = 5 * time.Minute

// Sign proves a statement with the key of the assembly that makes it.
func (s Statement) Sign(key ed25519.PrivateKey, keyID string) ([]byte, error) {
	document := map[string]any{
		"@context": record.Context(), "type": s.Type, "actor": s.Actor, "object": s.Mandate, "published": record.Time(s.Published),
	}
	if s.Target != "" {
		document["target"] = s.Target
	}
	return record.SignDocument(document, key, keyID, s.Published)
}

// Says reads a statement that the peer makes at this moment, proved by the key that we pinned.
func (p Peer) Says(document []byte, kind string, now time.Time) (s Statement, ok bool) {
	if json.Unmarshal(document, &s) != nil || s.Type != kind || s.Actor != p.Actor || len(p.Key) == 0 || s.Published.Sub(now).Abs() > StatementLife {
		return s, false
	}
	method, err := record.Verify(document, ed25519.PublicKey(p.Key))
	return s, err == nil && method == p.KeyID
}

// About is the address of the mandate, where that is all that is said of it.
func (s Statement) About() (mandate string) {
	if json.Unmarshal(s.Mandate, &mandate) != nil {
		return ""
	}
	return mandate
}
