package record

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// ErrProof says that a document's proof is absent, malformed, by another key, or does not match its bytes.
var ErrProof = errors.New("the proof does not verify")

const suite = "eddsa-jcs-2022"

// Sign builds the document of a record and proves it with the body's key (FEP-8b32). The bytes it returns are those to store and to serve.
func Sign(e Envelope, data any, key ed25519.PrivateKey, method string) ([]byte, error) {
	return SignDocument(document(e, data), key, method, e.Published)
}

// SignDocument proves a document given by its members.
func SignDocument(doc map[string]any, key ed25519.PrivateKey, method string, at time.Time) ([]byte, error) {
	proof := map[string]any{
		"@context":           doc["@context"],
		"type":               "DataIntegrityProof",
		"cryptosuite":        suite,
		"verificationMethod": method,
		"proofPurpose":       "assertionMethod",
		"created":            Time(at),
	}
	hash, err := hashes(doc, proof)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + encodeBase58(ed25519.Sign(key, hash))
	doc = maps.Clone(doc)
	doc["proof"] = proof
	return marshal(doc)
}

// Verify tells whether a document's one proof was made with this key over these very bytes, and gives the id of the key that it names.
func Verify(document []byte, key ed25519.PublicKey) (method string, err error) {
	doc, proof, err := split(document)
	if err != nil {
		return "", err
	}
	for property, want := range map[string]string{"type": "DataIntegrityProof", "cryptosuite": suite, "proofPurpose": "assertionMethod"} {
		if proof[property] != want {
			return "", fmt.Errorf("%w: %s is not %s", ErrProof, property, want)
		}
	}
	if !coveredBy(proof["@context"], doc["@context"]) {
		return "", fmt.Errorf("%w: its context is not the document's", ErrProof)
	}
	value, _ := proof["proofValue"].(string)
	delete(proof, "proofValue")
	encoded, ok := strings.CutPrefix(value, "z")
	if !ok || len(encoded) > 128 {
		return "", fmt.Errorf("%w: no signature", ErrProof)
	}
	signature, err := decodeBase58(encoded)
	if err != nil || len(signature) != ed25519.SignatureSize || len(key) != ed25519.PublicKeySize {
		return "", fmt.Errorf("%w: no signature", ErrProof)
	}
	hash, err := hashes(doc, proof)
	if err != nil {
		return "", err
	}
	if !ed25519.Verify(key, hash, signature) {
		return "", ErrProof
	}
	method, _ = proof["verificationMethod"].(string)
	return method, nil
}

// coveredBy holds when the document's context begins with the proof's, or the proof brings none.
func coveredBy(proof, document any) bool {
	of, inProof := proof.([]any)
	in, inDocument := document.([]any)
	if inProof && inDocument {
		return len(of) <= len(in) && reflect.DeepEqual(of, in[:len(of)])
	}
	return proof == nil || reflect.DeepEqual(proof, document)
}

// Method reads which key a document says it is proved with; it verifies nothing.
func Method(document []byte) (string, error) {
	_, proof, err := split(document)
	if err != nil {
		return "", err
	}
	method, _ := proof["verificationMethod"].(string)
	return method, nil
}

// split takes a document and its one proof apart, refusing what two readers could read differently: doubled keys, broken text, fractions.
func split(document []byte) (doc, proof map[string]any, err error) {
	if !utf8.Valid(document) {
		return nil, nil, fmt.Errorf("%w: not UTF-8", ErrProof)
	}
	if _, err := jcs.Transform(document); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrProof, err)
	}
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrProof, err)
	}
	if !integers(doc) {
		return nil, nil, fmt.Errorf("%w: a number is not a whole one", ErrProof)
	}
	if !exactNames(doc) {
		return nil, nil, fmt.Errorf("%w: a name is written as only some readers read it", ErrProof)
	}
	proof, ok := doc["proof"].(map[string]any)
	if !ok {
		return nil, nil, fmt.Errorf("%w: not exactly one proof", ErrProof)
	}
	delete(doc, "proof")
	return doc, proof, nil
}

// names are those under which a record is read. Some readers, Go's among them, take a name of another case for the same.
var names = []string{
	"@context", "annuls", "abstain", "against", "attributedTo", "audience", "body", "capabilities", "cc", "charter", "clauses", "content", "council",
	"decidedAt", "decidedBy", "electorate", "endedAt", "for", "form", "from", "hash", "holder", "id", "issuer", "kind", "mandate", "meeting", "mission",
	"mode", "number", "proof", "published", "reportEvery", "revokes", Property, "seq", "status", "tally", "text", "title", "to", "type", "until", "url", "v", "version",
	"adopted", "allowedBy", "answer", "answers", "answersHash", "at", "becomes", "carries", "deadline", "decision", "item", "key", "member", "membership", "motion",
	"name", "no", "of", "persons", "position", "proposal", "reservations", "rule", "silent", "since", "voices", "yes",
}

// exactNames holds when no member's name, at any depth, differs from one of ours by its case alone.
func exactNames(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			variant := slices.ContainsFunc(names, func(n string) bool { return n != name && strings.EqualFold(n, name) })
			if variant || !exactNames(member) {
				return false
			}
		}
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !exactNames(e) })
	}
	return true
}

func integers(v any) bool {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return err == nil && n < 1<<53 && n > -(1<<53)
	case map[string]any:
		for _, e := range v {
			if !integers(e) {
				return false
			}
		}
	case []any:
		for _, e := range v {
			if !integers(e) {
				return false
			}
		}
	}
	return true
}

// hashes is what eddsa-jcs-2022 signs: the hash of the proof's options, then that of the document.
func hashes(doc, options map[string]any) ([]byte, error) {
	var sum []byte
	for _, part := range []map[string]any{options, doc} {
		raw, err := marshal(part)
		if err != nil {
			return nil, err
		}
		canonical, err := jcs.Transform(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrProof, err)
		}
		h := sha256.Sum256(canonical)
		sum = append(sum, h[:]...)
	}
	return sum, nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
