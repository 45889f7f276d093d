package record

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

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
	return verify(doc, proof, key)
}

// verify holds a proof against its document, both in canonical form.
func verify(doc, proof []byte, key ed25519.PublicKey) (method string, err error) {
	for _, p := range [...][2]string{{"type", `"DataIntegrityProof"`}, {"cryptosuite", `"` + suite + `"`}, {"proofPurpose", `"assertionMethod"`}} {
		if _, _, value := find(proof, p[0]); string(value) != p[1] {
			return "", fmt.Errorf("%w: %s is not %s", ErrProof, p[0], p[1])
		}
	}
	_, _, of := find(proof, "@context")
	if _, _, in := find(doc, "@context"); !coveredBy(of, in) {
		return "", fmt.Errorf("%w: its context is not the document's", ErrProof)
	}
	options, value := take(proof, "proofValue")
	signature, err := signatureOf(value)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return "", fmt.Errorf("%w: no signature", ErrProof)
	}
	if !ed25519.Verify(key, slices.Concat(digest(options), digest(doc)), signature) {
		return "", ErrProof
	}
	return named(proof), nil
}

// signatureOf reads a proof's value: a JSON text in base58btc.
func signatureOf(value []byte) ([]byte, error) {
	encoded, ok := strings.CutPrefix(string(value), `"z`)
	if !ok {
		return nil, errBase58
	}
	signature, err := decodeBase58(strings.TrimSuffix(encoded, `"`))
	if err == nil && len(signature) != ed25519.SignatureSize {
		err = errBase58
	}
	return signature, err
}

// coveredBy holds when the document's context begins with the proof's, or the proof brings none.
func coveredBy(proof, document []byte) bool {
	if proof == nil || string(proof) == "null" || bytes.Equal(proof, document) {
		return true
	}
	if proof[0] != '[' || !bytes.HasPrefix(document, proof[:len(proof)-1]) {
		return false
	}
	return len(proof) == len("[]") || document[len(proof)-1] == ','
}

// Method reads which key a document says it is proved with; it verifies nothing.
func Method(document []byte) (string, error) {
	_, proof, err := split(document)
	if err != nil {
		return "", err
	}
	return named(proof), nil
}

// named is the key that a proof names; empty if it names none.
func named(proof []byte) (method string) {
	if _, _, value := find(proof, "verificationMethod"); json.Unmarshal(value, &method) != nil {
		return ""
	}
	return method
}

// split takes a document and its one proof apart, both in canonical form.
func split(document []byte) (doc, proof []byte, err error) {
	whole, err := canonical(document)
	if err != nil {
		return nil, nil, err
	}
	if whole[0] != '{' {
		return nil, nil, fmt.Errorf("%w: not an object", ErrProof)
	}
	return parts(whole)
}

// parts takes a canonical object and its one proof apart.
func parts(whole []byte) (doc, proof []byte, err error) {
	doc, proof = take(whole, "proof")
	if len(proof) == 0 || proof[0] != '{' {
		return nil, nil, fmt.Errorf("%w: not exactly one proof", ErrProof)
	}
	return doc, proof, nil
}

// digest is the hash of a canonical text.
func digest(text []byte) []byte {
	h := sha256.Sum256(text)
	return h[:]
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
