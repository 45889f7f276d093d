package federation

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SignatureError is why a request proves nothing about who sent it. Each one is answered 401.
type SignatureError string

func (e SignatureError) Error() string { return string(e) }

// The closed list of what a signature lacks.
const (
	ErrUnsigned           SignatureError = "no draft-cavage signature" // also a request signed by RFC 9421 only: peers then fall back
	ErrSignatures         SignatureError = "more than one signature"
	ErrSignatureMalformed SignatureError = "the signature cannot be read"
	ErrSignatureAlgorithm SignatureError = "the signature's algorithm is unknown"
	ErrSignatureCoverage  SignatureError = "the signature leaves out the target, host, date or digest"
	ErrSignatureHost      SignatureError = "the request was signed for another host"
	ErrSignatureTime      SignatureError = "the signature's time is missing or outside the window"
	ErrSignatureDigest    SignatureError = "the body is not the one that was signed"
	ErrSignatureKey       SignatureError = "the key is not RSA of 2048 to 4096 bits with exponent 65537"
	ErrSignatureWrong     SignatureError = "the key did not make this signature" // the one case for fetching the key again
)

// Window is how old, and how far ahead of our clock, a signature may be.
type Window struct{ Past, Future time.Duration }

// OrdinaryWindow is as wide as the fediverse's clocks are wrong.
func OrdinaryWindow() Window { return Window{Past: time.Hour, Future: 5 * time.Minute} }

// ConfederalWindow is for the acts of communes and councils.
func ConfederalWindow() Window { return Window{Past: 5 * time.Minute, Future: 5 * time.Minute} }

// holds tells whether a request made at the time made may be read now.
func (w Window) holds(made, now time.Time) bool {
	return !made.Before(now.Add(-w.Past)) && !made.After(now.Add(w.Future))
}

// Terms are what a signature is held against: our canonical host, our clock, and the window of the act.
type Terms struct {
	Host   string
	Now    time.Time
	Window Window
}

// Signature is a request's one draft-cavage signature as its sender states it; only Verify makes it mean anything.
type Signature struct {
	KeyID string // whose key to look for: a claim, until Verify

	algorithm        string
	covered          []string
	created, expires string
	value            []byte
}

// The names of the components that stand for no header.
const (
	requestTarget = "(request-target)"
	createdAt     = "(created)"
	expiresAt     = "(expires)"
)

// Verify holds the signature against the request and the very bytes of its body (SIG-02 to SIG-23). The target's query may be signed or left out.
func (s Signature) Verify(r *http.Request, body []byte, key *rsa.PublicKey, terms Terms) error {
	if err := s.covers(r, body); err != nil {
		return err
	}
	if !strings.EqualFold(r.Host, terms.Host) {
		return ErrSignatureHost
	}
	if err := s.timely(r, terms); err != nil {
		return err
	}
	if err := digested(r, body); err != nil {
		return err
	}
	if !soundKey(key) {
		return ErrSignatureKey
	}
	target := targetOf(r)
	path, _, hasQuery := strings.Cut(target, "?")
	err := s.madeBy(key, r, target)
	if err == ErrSignatureWrong && hasQuery {
		err = s.madeBy(key, r, path)
	}
	return err
}

// covers demands method, target, host, a time, and the digest of what is not a bare GET (SIG-05, SIG-14, SIG-20).
func (s Signature) covers(r *http.Request, body []byte) error {
	has := func(name string) bool { return slices.Contains(s.covered, name) }
	bare := (r.Method == http.MethodGet || r.Method == http.MethodHead) && len(body) == 0
	if has(requestTarget) && has("host") && (has("date") || has(createdAt)) && (bare || has("digest")) {
		return nil
	}
	return ErrSignatureCoverage
}

// timely holds every time that is signed against the window, and an expiry even when it is not (SIG-13).
func (s Signature) timely(r *http.Request, terms Terms) error {
	if slices.Contains(s.covered, "date") {
		dates := r.Header.Values("Date")
		if len(dates) != 1 {
			return ErrSignatureTime
		}
		made, err := http.ParseTime(dates[0])
		if err != nil || !terms.Window.holds(made, terms.Now) {
			return ErrSignatureTime
		}
	}
	if slices.Contains(s.covered, createdAt) {
		made, ok := unixTime(s.created)
		if !ok || !terms.Window.holds(made, terms.Now) {
			return ErrSignatureTime
		}
	}
	if s.expires != "" {
		if end, ok := unixTime(s.expires); !ok || end.Before(terms.Now) {
			return ErrSignatureTime
		}
	}
	return nil
}

// madeBy tells whether key signed the request's covered components with this target.
func (s Signature) madeBy(key *rsa.PublicKey, r *http.Request, target string) error {
	message, ok := s.message(r, target)
	if !ok {
		return ErrSignatureCoverage
	}
	hash := sha256.Sum256([]byte(message))
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], s.value) != nil {
		return ErrSignatureWrong
	}
	return nil
}

// message writes the text that is signed; false means that it names what the request lacks.
// We write it ourselves because httpsig signs the decoded path and judges (created) by the machine's clock.
func (s Signature) message(r *http.Request, target string) (string, bool) {
	lines := make([]string, len(s.covered))
	for i, name := range s.covered {
		value, ok := s.component(r, name, target)
		if !ok {
			return "", false
		}
		lines[i] = name + ": " + value
	}
	return strings.Join(lines, "\n"), true
}

func (s Signature) component(r *http.Request, name, target string) (string, bool) {
	switch name {
	case requestTarget:
		return strings.ToLower(r.Method) + " " + target, true
	case createdAt:
		return s.created, s.created != ""
	case expiresAt:
		return s.expires, s.expires != ""
	case "host":
		return hostOf(r), true
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10), r.ContentLength >= 0
	}
	values := slices.Clone(r.Header.Values(name))
	for i, value := range values {
		values[i] = strings.TrimSpace(value)
	}
	return strings.Join(values, ", "), len(values) > 0
}

// String writes the signature as its header holds it.
func (s Signature) String() string {
	var b strings.Builder
	b.WriteString(`keyId="` + s.KeyID + `"`)
	if s.algorithm != "" {
		b.WriteString(`,algorithm="` + s.algorithm + `"`)
	}
	if s.created != "" {
		b.WriteString(`,created=` + s.created)
	}
	if s.expires != "" {
		b.WriteString(`,expires=` + s.expires)
	}
	b.WriteString(`,headers="` + strings.Join(s.covered, " ") + `"`)
	b.WriteString(`,signature="` + base64.StdEncoding.EncodeToString(s.value) + `"`)
	return b.String()
}

// targetOf is path and query as they came or will go, never decoded.
func targetOf(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}

func hostOf(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}

// soundKey bounds the keys that we verify with (SIG-23).
func soundKey(key *rsa.PublicKey) bool {
	return key != nil && key.N != nil && key.E == RSAExponent && key.N.BitLen() >= MinRSABits && key.N.BitLen() <= MaxRSABits
}

func unixTime(seconds string) (time.Time, bool) {
	n, err := strconv.ParseInt(seconds, 10, 64)
	return time.Unix(n, 0), err == nil
}
