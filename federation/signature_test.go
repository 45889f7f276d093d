package federation_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-fed/httpsig"

	"federes.org/federation"
)

const (
	crestKeyID = "https://crest.test/ag#main-key"
	body       = `{"id":"https://crest.test/activities/1","type":"Create","actor":"https://crest.test/ag"}`
	mastodons  = "(request-target) host date digest"
)

func terms() federation.Terms {
	return federation.Terms{Host: ourHost, Now: noon(), Window: federation.OrdinaryWindow()}
}

// verify reads and verifies r as Crest's.
func verify(r *http.Request, body string, terms federation.Terms) error {
	s, err := federation.ParseSignature(r)
	if err != nil {
		return err
	}
	return s.Verify(r, []byte(body), &crestKey().PublicKey, terms)
}

func TestTheSignaturesOfHonestPeersAreVerified(t *testing.T) {
	for name, l := range map[string]letter{
		"Mastodon's, rsa-sha256 (SIG-02)": {body: body},
		"GoToSocial's, hs2019":            {body: body, algorithm: "hs2019"},
		"without algorithm":               {body: body, algorithm: "-"},
		"with more headers covered":       {body: body, headers: mastodons + " content-type", before: func(r *http.Request) { r.Header.Set("Content-Type", activityAS2) }},
		"by (created) in place of a date": {body: body, headers: "(request-target) (created) host digest", algorithm: "hs2019", params: fmt.Sprintf(",created=%d", noon().Unix())},
		"with an expiry to come":          {body: body, algorithm: "hs2019", params: fmt.Sprintf(",expires=%d", noon().Unix()+60)},
		"with spaces after the commas": {body: body, after: func(r *http.Request) {
			r.Header.Set("Signature", strings.ReplaceAll(r.Header.Get("Signature"), ",", ", "))
		}},
		"with a parameter that we do not know":      {body: body, params: `,opaque="x=y,z"`},
		"with the digest's algorithm in lower case": {body: body, before: func(r *http.Request) { r.Header.Set("Digest", strings.Replace(digestOf(body), "SHA", "sha", 1)) }},
		"with a second digest algorithm":            {body: body, before: func(r *http.Request) { r.Header.Set("Digest", "MD5=1B2M2Y8AsgTpgAmY7PhCfg==,"+digestOf(body)) }},
		"of a GET without digest":                   {method: http.MethodGet, headers: "(request-target) host date", after: func(r *http.Request) { r.Header.Del("Digest") }},
		"of a GET with its query":                   {method: http.MethodGet, target: "/ag/records?after=4"},
		"of a GET without its query, as Fedify's":   {method: http.MethodGet, target: "/ag/records?after=4", signedTarget: "/ag/records"},
		"of a path that is written with escapes":    {body: body, target: "/c/%C3%A9cole%2Fnord/inbox"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := verify(l.request(t), l.body, terms()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestASignatureThatProvesNothingIsRefused(t *testing.T) {
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	add := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Add(name, value) }
	}
	without := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	garbage := `keyId="https://crest.test/ag#main-key",headers="` + mastodons + `",signature="AAAA"`
	for name, c := range map[string]struct {
		letter
		want error
	}{
		"SIG-01 none":                            {letter{after: without("Signature")}, federation.ErrUnsigned},
		"RFC 9421 only":                          {letter{after: set("Signature-Input", `sig1=("@method");keyid="x"`)}, federation.ErrUnsigned},
		"SIG-04 a digest made after signing":     {letter{after: set("Digest", digestOf("other"))}, federation.ErrSignatureDigest},
		"SIG-04 body and digest changed":         {letter{body: "other", before: set("Digest", digestOf(body)), after: set("Digest", digestOf("other"))}, federation.ErrSignatureWrong},
		"SIG-05 no digest":                       {letter{after: without("Digest")}, federation.ErrSignatureCoverage},
		"SIG-05 a digest that is not signed":     {letter{headers: "(request-target) host date"}, federation.ErrSignatureCoverage},
		"two Digest headers":                     {letter{after: add("Digest", digestOf("x"))}, federation.ErrSignatureDigest},
		"two SHA-256 in one Digest":              {letter{before: set("Digest", digestOf("x")+","+digestOf(""))}, federation.ErrSignatureDigest},
		"another digest algorithm":               {letter{before: set("Digest", "MD5=1B2M2Y8AsgTpgAmY7PhCfg==")}, federation.ErrSignatureDigest},
		"SIG-08 signed for another host":         {letter{before: func(r *http.Request) { r.Host = "die.test" }}, federation.ErrSignatureHost},
		"SIG-08 sent on from another host":       {letter{before: func(r *http.Request) { r.Host = "die.test" }, after: func(r *http.Request) { r.Host = ourHost }}, federation.ErrSignatureWrong},
		"SIG-08 host not signed":                 {letter{headers: "(request-target) date digest"}, federation.ErrSignatureCoverage},
		"SIG-10 another query":                   {letter{method: "GET", target: "/x?page=2", signedTarget: "/x?page=1"}, federation.ErrSignatureWrong},
		"SIG-11 another method":                  {letter{signedAs: "GET"}, federation.ErrSignatureWrong},
		"another path":                           {letter{signedTarget: "/ag/inbox"}, federation.ErrSignatureWrong},
		"SIG-13 a date that cannot be read":      {letter{before: set("Date", "yesterday")}, federation.ErrSignatureTime},
		"SIG-13 no date":                         {letter{after: without("Date")}, federation.ErrSignatureTime},
		"SIG-13 two dates":                       {letter{after: add("Date", noon().Format(http.TimeFormat))}, federation.ErrSignatureTime},
		"SIG-14 a date that is not signed":       {letter{headers: "(request-target) host digest"}, federation.ErrSignatureCoverage},
		"SIG-19 two headers":                     {letter{after: add("Signature", garbage)}, federation.ErrSignatures},
		"SIG-19 two headers, the good one last":  {letter{after: func(r *http.Request) { r.Header["Signature"] = []string{garbage, r.Header.Get("Signature")} }}, federation.ErrSignatures},
		"SIG-19 a parameter twice":               {letter{params: `,keyId="https://evil.test/key"`}, federation.ErrSignatureMalformed},
		"SIG-19 a parameter twice, in two cases": {letter{params: `,KEYID="https://evil.test/key"`}, federation.ErrSignatureMalformed},
		"SIG-20 no headers parameter":            {letter{headers: "-"}, federation.ErrSignatureCoverage},
		"SIG-20 only the date":                   {letter{headers: "date"}, federation.ErrSignatureCoverage},
		"a header covered twice":                 {letter{headers: mastodons + " date"}, federation.ErrSignatureMalformed},
		"SIG-22 hmac-sha256":                     {letter{algorithm: "hmac-sha256"}, federation.ErrSignatureAlgorithm},
		"SIG-22 none":                            {letter{algorithm: "none"}, federation.ErrSignatureAlgorithm},
		"rsa-sha1":                               {letter{algorithm: "rsa-sha1"}, federation.ErrSignatureAlgorithm},
		"(created) with rsa-sha256":              {letter{headers: mastodons + " (created)", params: fmt.Sprintf(",created=%d", noon().Unix())}, federation.ErrSignatureAlgorithm},
		"(created) that is not given":            {letter{headers: "(request-target) (created) host digest", algorithm: "hs2019"}, federation.ErrSignatureTime},
		"an expiry that has passed":              {letter{params: fmt.Sprintf(",expires=%d", noon().Unix()-1)}, federation.ErrSignatureTime},
		"another's key":                          {letter{key: dieKey()}, federation.ErrSignatureWrong},
		"a key id that is no address":            {letter{after: set("Signature", strings.Replace(garbage, "https://crest.test", "javascript:", 1))}, federation.ErrSignatureMalformed},
		"no key id":                              {letter{after: set("Signature", `signature="AAAA"`)}, federation.ErrSignatureMalformed},
		"a signature that is not base64":         {letter{after: set("Signature", strings.Replace(garbage, "AAAA", "A*", 1))}, federation.ErrSignatureMalformed},
		"a header without end":                   {letter{params: `,x="` + strings.Repeat("x", federation.MaxSignature) + `"`}, federation.ErrSignatureMalformed},
		"an escape in a parameter":               {letter{params: `,x="\"`}, federation.ErrSignatureMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.request(t)
			sent := c.body
			err := verify(r, sent, terms())
			var class federation.SignatureError
			if !errors.Is(err, c.want) || !errors.As(err, &class) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestASecretMadeOfThePublicKeyProvesNothing(t *testing.T) {
	r := letter{body: body, algorithm: "hs2019"}.request(t)
	mac := hmac.New(sha256.New, []byte(pemOf(&crestKey().PublicKey)))
	fmt.Fprintf(mac, "(request-target): post /inbox\nhost: %s\ndate: %s\ndigest: %s", ourHost, r.Header.Get("Date"), digestOf(body))
	before, _, _ := strings.Cut(r.Header.Get("Signature"), `,signature=`)
	r.Header.Set("Signature", before+`,signature="`+base64.StdEncoding.EncodeToString(mac.Sum(nil))+`"`)
	if err := verify(r, body, terms()); !errors.Is(err, federation.ErrSignatureWrong) {
		t.Errorf("SIG-22: got %v", err)
	}
}

func TestTheBodyIsHeldAgainstItsDigestWhateverWasSigned(t *testing.T) {
	r := letter{body: body}.request(t)
	if err := verify(r, body+" ", terms()); !errors.Is(err, federation.ErrSignatureDigest) {
		t.Errorf("one byte more: %v", err)
	}
}

func TestASignatureHoldsInsideItsWindowOnly(t *testing.T) {
	const edge = time.Second
	for _, c := range []struct {
		name   string
		window federation.Window
		age    time.Duration
		holds  bool
	}{
		{"ordinary, an hour old", federation.OrdinaryWindow(), time.Hour, true},
		{"ordinary, older", federation.OrdinaryWindow(), time.Hour + edge, false},
		{"ordinary, five minutes ahead", federation.OrdinaryWindow(), -5 * time.Minute, true},
		{"ordinary, further ahead", federation.OrdinaryWindow(), -5*time.Minute - edge, false},
		{"confederal, five minutes old", federation.ConfederalWindow(), 5 * time.Minute, true},
		{"confederal, older", federation.ConfederalWindow(), 5*time.Minute + edge, false},
		{"confederal, further ahead", federation.ConfederalWindow(), -5*time.Minute - edge, false},
	} {
		for _, headers := range []string{mastodons, "(request-target) (created) host digest"} {
			t.Run(c.name+", "+headers, func(t *testing.T) {
				l := letter{body: body, headers: headers, algorithm: "hs2019", params: fmt.Sprintf(",created=%d", noon().Unix())}
				at := federation.Terms{Host: ourHost, Now: noon().Add(c.age), Window: c.window}
				if err := verify(l.request(t), body, at); (err == nil) != c.holds {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

func TestWeakAndOddKeysVerifyNothing(t *testing.T) {
	sized := func(bits uint, exponent int) *rsa.PublicKey {
		return &rsa.PublicKey{N: new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bits-1), big.NewInt(1)), E: exponent}
	}
	r := letter{body: body}.request(t)
	s, err := federation.ParseSignature(r)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*rsa.PublicKey{
		"none": nil, "empty": {}, "512 bits": sized(512, 65537), "2047 bits": sized(2047, 65537),
		"4097 bits": sized(4097, 65537), "65536 bits": sized(65536, 65537), "e=1": sized(2048, 1), "e=3": sized(2048, 3),
	} {
		t.Run(name, func(t *testing.T) {
			if err := s.Verify(r, []byte(body), key, terms()); !errors.Is(err, federation.ErrSignatureKey) {
				t.Errorf("SIG-23: got %v", err)
			}
		})
	}
}

func TestOurSignaturesAreThoseOfAnIndependentImplementation(t *testing.T) {
	us := federation.Signer{KeyID: crestKeyID, Key: crestKey()}
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		r := httptest.NewRequest(method, "https://"+ourHost+"/inbox?x=1", nil)
		for _, at := range []time.Time{noon().Add(-time.Hour), noon()} { // signed again, it is as fresh as the second time
			if err := us.Sign(r, []byte(body), at); err != nil {
				t.Fatal(err)
			}
		}
		if got := r.Header.Get("Date"); got != noon().Format(http.TimeFormat) {
			t.Errorf("%s dated %s", method, got)
		}
		if got := r.Header.Values("Digest"); method == http.MethodGet && got != nil {
			t.Errorf("a GET has no digest, got %v", got)
		}
		verifier, err := httpsig.NewVerifier(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := verifier.Verify(&crestKey().PublicKey, httpsig.RSA_SHA256); err != nil || verifier.KeyId() != crestKeyID {
			t.Errorf("%s: httpsig says %v of %s", method, err, verifier.KeyId())
		}
	}
}

func TestTheSignaturesOfAnIndependentImplementationAreVerified(t *testing.T) {
	signer, _, err := httpsig.NewSigner([]httpsig.Algorithm{httpsig.RSA_SHA256}, httpsig.DigestSha256, strings.Fields(mastodons), httpsig.Signature, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "https://"+ourHost+"/inbox", bytes.NewReader([]byte(body)))
	r.Header.Set("Host", ourHost)
	r.Header.Set("Date", noon().Format(http.TimeFormat))
	if err := signer.SignRequest(crestKey(), crestKeyID, r, []byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := verify(r, body, terms()); err != nil {
		t.Error(err)
	}
}

func FuzzParseSignature(f *testing.F) {
	for _, seed := range []string{
		`keyId="https://crest.test/ag#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="AAAA"`,
		`keyId="https://crest.test/u/main-key",algorithm="hs2019",created=1,expires="2",headers="(created) host",signature="AAAA"`,
		`keyId="https://crest.test/k", headers="date" , signature="AA==" , x=y`,
		`sig1=:AAAA:`, `keyId="`, `keyId=,,=""`, ``, "keyId=\"\x00\"", `keyId="https://[::1]:1/",headers="a a",signature="A"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodPost, "https://"+ourHost+"/inbox", nil)
		r.Header.Set("Signature", header)
		first, err := federation.ParseSignature(r)
		if err != nil {
			return
		}
		r.Header.Set("Signature", first.String())
		second, err := federation.ParseSignature(r)
		if err != nil || second.String() != first.String() {
			t.Errorf("SIG-40: %q was written %q, then %q, %v", header, first, second, err)
		}
		if err := first.Verify(r, nil, &crestKey().PublicKey, terms()); err == nil {
			t.Errorf("%q was believed", header)
		}
	})
}
