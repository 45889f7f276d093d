package federation

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// Remote is an actor of another instance, as far as we need to know it. All its addresses share the origin of its id.
type Remote struct {
	ID          commune.ActorID
	Type        string
	Name        string
	Username    string
	Inbox       string
	SharedInbox string // empty when it has none of its own origin
	Outbox      string
	Followers   string
	Records     string // federes:records
	Charter     string // federes:charter, of a council
	Key         RemoteKey
	ProofKeys   []ProofKey
}

// RemoteKey is the key that signs an actor's requests.
type RemoteKey struct {
	ID     string
	Public *rsa.PublicKey
}

// ProofKey is a key that signs an actor's records (FEP-521a).
type ProofKey struct {
	ID     string
	Public ed25519.PublicKey
}

// ProofKey finds the key that a proof names, if it is one of the actor's.
func (r Remote) ProofKey(id string) (ed25519.PublicKey, bool) {
	for _, key := range r.ProofKeys {
		if key.ID == id {
			return key.Public, true
		}
	}
	return nil, false
}

// shown are the keys by which an actor's document says that it signs.
func (r Remote) shown() []confederation.Shown {
	keys := make([]confederation.Shown, len(r.ProofKeys))
	for i, k := range r.ProofKeys {
		keys[i] = confederation.Shown{KeyID: k.ID, Key: k.Public}
	}
	return keys
}

// ParseActor reads an actor's document (ORG-25, ORG-26, SIG-23). The document's own id is believed: fetch it there.
func ParseActor(fields map[string]any) (Remote, error) {
	r := Remote{
		ID:        commune.ActorID(text(fields, "id")),
		Type:      text(fields, "type"),
		Name:      cut(text(fields, "name"), MaxName),
		Username:  text(fields, "preferredUsername"),
		Inbox:     idOf(fields["inbox"]),
		Outbox:    idOf(fields["outbox"]),
		Followers: idOf(fields["followers"]),
		Records:   idOf(fields["federes:records"]),
		Charter:   idOf(fields["federes:charter"]),
	}
	if !isActor(fields) || r.Inbox == "" || r.Username == "" || len(r.Username) > MaxUsername {
		return Remote{}, ErrActor
	}
	for _, address := range []string{r.Inbox, r.Outbox, r.Followers, r.Records, r.Charter} {
		if address != "" && !SameOrigin(address, string(r.ID)) {
			return Remote{}, fmt.Errorf("%w: %s is of another origin", ErrActor, address)
		}
	}
	endpoints, _ := fields["endpoints"].(map[string]any)
	if shared := text(endpoints, "sharedInbox"); SameOrigin(shared, string(r.ID)) {
		r.SharedInbox = shared
	}
	var err error
	if r.Key, err = requestKey(fields, r.ID); err != nil {
		return Remote{}, err
	}
	r.ProofKeys = proofKeys(fields, r.ID)
	return r, nil
}

func isActor(fields map[string]any) bool {
	return slices.Contains([]string{"Application", "Group", "Organization", "Person", "Service"}, text(fields, "type"))
}

// requestKey is the actor's first RSA key that names the actor as its owner and lies within its origin.
func requestKey(fields map[string]any, owner commune.ActorID) (RemoteKey, error) {
	for _, entry := range list(fields["publicKey"]) {
		key, _ := entry.(map[string]any)
		id := text(key, "id")
		if text(key, "owner") != string(owner) || !SameOrigin(id, string(owner)) {
			continue
		}
		if public, ok := parseKey(text(key, "publicKeyPem")); ok {
			return RemoteKey{ID: id, Public: public}, nil
		}
	}
	return RemoteKey{}, fmt.Errorf("%w: it has no sound RSA key of its own", ErrActor)
}

// parseKey reads an RSA public key in either of the two forms that servers publish.
func parseKey(text string) (*rsa.PublicKey, bool) {
	block, _ := pem.Decode([]byte(text))
	if block == nil || len(block.Bytes) > MaxSignature {
		return nil, false
	}
	var parsed any
	var err error
	if block.Type == "RSA PUBLIC KEY" {
		parsed, err = x509.ParsePKCS1PublicKey(block.Bytes)
	} else {
		parsed, err = x509.ParsePKIXPublicKey(block.Bytes)
	}
	key, isRSA := parsed.(*rsa.PublicKey)
	return key, err == nil && isRSA && soundKey(key)
}

// proofKeys are the actor's Ed25519 keys; other kinds, and keys that another controls, prove nothing here.
func proofKeys(fields map[string]any, controller commune.ActorID) []ProofKey {
	var keys []ProofKey
	for _, entry := range list(fields["assertionMethod"]) {
		method, _ := entry.(map[string]any)
		id := text(method, "id")
		if text(method, "controller") != string(controller) || !SameOrigin(id, string(controller)) || len(keys) == MaxProofKeys {
			continue
		}
		if key, err := record.DecodeMultikey(text(method, "publicKeyMultibase")); err == nil {
			keys = append(keys, ProofKey{ID: id, Public: key})
		}
	}
	return keys
}

func cut(text string, characters int) string {
	if runes := []rune(text); len(runes) > characters {
		return string(runes[:characters])
	}
	return text
}
