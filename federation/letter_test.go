package federation_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// letter is a request to our inbox with every knob of its signature; the zero values are those of an honest peer.
type letter struct {
	method, target, body   string
	headers, algorithm     string // "-": left out
	params                 string // added to the header
	signedTarget, signedAs string // what is signed in place of what is sent
	key                    *rsa.PrivateKey
	before                 func(*http.Request) // before signing
	after                  func(*http.Request) // after signing
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func digestOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "SHA-256=" + base64.StdEncoding.EncodeToString(sum[:])
}

// request writes and signs the letter, independently of the code under test.
func (l letter) request(t *testing.T) *http.Request {
	t.Helper()
	method, target := or(l.method, http.MethodPost), or(l.target, "/inbox")
	r := httptest.NewRequest(method, "https://"+ourHost+target, strings.NewReader(l.body))
	r.RequestURI = target
	r.Header.Set("Date", noon().Format(http.TimeFormat))
	r.Header.Set("Digest", digestOf(l.body))
	if l.before != nil {
		l.before(r)
	}
	headers := or(l.headers, mastodons)
	var lines []string
	for name := range strings.FieldsSeq(headers) {
		value := r.Header.Get(name)
		switch name {
		case "(request-target)":
			value = strings.ToLower(or(l.signedAs, method)) + " " + or(l.signedTarget, target)
		case "(created)":
			value = fmt.Sprint(noon().Unix())
		case "host":
			value = r.Host
		}
		lines = append(lines, name+": "+value)
	}
	header := fmt.Sprintf(`keyId="%s"`, crestKeyID)
	if l.headers != "-" {
		header += fmt.Sprintf(`,headers="%s"`, headers)
	}
	if l.algorithm != "-" {
		header += fmt.Sprintf(`,algorithm="%s"`, or(l.algorithm, "rsa-sha256"))
	}
	r.Header.Set("Signature", header+l.params+`,signature="`+sign(t, l.key, strings.Join(lines, "\n"))+`"`)
	if l.after != nil {
		l.after(r)
	}
	return r
}

func sign(t *testing.T, key *rsa.PrivateKey, message string) string {
	t.Helper()
	if key == nil {
		key = crestKey()
	}
	hash := sha256.Sum256([]byte(message))
	value, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(value)
}
