package federation

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Signer is the key of one of our actors: the acting one for a POST, the instance for a GET. The zero Signer leaves requests unsigned.
type Signer struct {
	KeyID string // ACTOR#main-key
	Key   *rsa.PrivateKey
}

// Sign dates the request and signs it as the whole fediverse verifies it; the body's digest is signed with it unless it is a GET.
// It may be called again on the same request, which is then as fresh as the first time.
func (k Signer) Sign(r *http.Request, body []byte, at time.Time) error {
	s := Signature{KeyID: k.KeyID, algorithm: rsaSHA256, covered: []string{requestTarget, "host", "date"}}
	r.Header.Set("Date", at.UTC().Format(http.TimeFormat))
	if r.Method != http.MethodGet {
		r.Header.Set("Digest", digestPrefix+digest(body))
		s.covered = append(s.covered, "digest")
	}
	message, _ := s.message(r, r.URL.RequestURI())
	hash := sha256.Sum256([]byte(message))
	var err error
	if s.value, err = rsa.SignPKCS1v15(rand.Reader, k.Key, crypto.SHA256, hash[:]); err != nil {
		return fmt.Errorf("signing as %s: %w", k.KeyID, err)
	}
	r.Header.Set("Signature", s.String())
	return nil
}

const digestPrefix = "SHA-256="

// digest is the body's SHA-256 as the Digest header writes it.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// digested holds the Digest header, if there is one, against the very bytes: one header, in it exactly one SHA-256 (SIG-04, SIG-05).
// Whether there must be one is said by what the signature covers.
func digested(r *http.Request, body []byte) error {
	headers := r.Header.Values("Digest")
	if len(headers) == 0 {
		return nil
	}
	found, holds := 0, 0
	for entry := range strings.SplitSeq(headers[0], ",") {
		algorithm, value, _ := strings.Cut(strings.TrimSpace(entry), "=")
		if strings.EqualFold(algorithm+"=", digestPrefix) {
			found++
			holds += subtle.ConstantTimeCompare([]byte(value), []byte(digest(body)))
		}
	}
	if len(headers) != 1 || found != 1 || holds != 1 {
		return ErrSignatureDigest
	}
	return nil
}
