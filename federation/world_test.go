package federation_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/commune/record"
	"federes.org/federation"
)

const (
	ourHost     = "saillans.test"
	activityAS2 = "application/activity+json"
)

// noon is the hour of every clock in these tests.
func noon() time.Time { return time.Date(2026, time.October, 3, 12, 0, 0, 0, time.UTC) }

// Two pairs of keys, made once: RSA keys take their time.
var (
	crestKey = sync.OnceValue(newKey)
	dieKey   = sync.OnceValue(newKey)
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func pemOf(key *rsa.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

// newClient is saillans.test's client; change adapts its configuration.
func newClient(t *testing.T, change ...func(*federation.Config)) *federation.Client {
	t.Helper()
	config := federation.Config{
		Own:     ourHost,
		Agent:   "federes-test",
		Fetcher: federation.Signer{KeyID: "https://saillans.test/actor#main-key", Key: dieKey()},
		Now:     noon,
		Allow:   loopback(),
	}
	for _, c := range change {
		c(&config)
	}
	client := federation.NewClient(config)
	t.Cleanup(client.Close)
	return client
}

// peer is another instance on loopback, which answers as each test teaches it and counts who comes.
type peer struct {
	*httptest.Server
	mux      *http.ServeMux
	requests atomic.Int32
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	p := &peer{mux: http.NewServeMux()}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.requests.Add(1)
		p.mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

// host is the name and port that stand in this peer's handles.
func (p *peer) host() string { return strings.TrimPrefix(p.URL, "http://") }

// serves answers a GET of path with a document of a content type.
func (p *peer) serves(path, contentType string, document any) {
	body, isText := document.(string)
	if !isText {
		raw, err := json.Marshal(document)
		if err != nil {
			panic(err)
		}
		body = string(raw)
	}
	p.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{contentType}
		_, _ = io.WriteString(w, body)
	})
}

func (p *peer) redirects(path, to string) {
	p.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
}

// fields is a JSON object under construction.
type fields = map[string]any

// assembly is the document of an AG at this peer, sound in every respect.
func (p *peer) assembly(path string) fields {
	id := p.URL + path
	proof := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	return fields{
		"@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Group", "name": "AG de Crest", "preferredUsername": "ag",
		"inbox": id + "/inbox", "outbox": id + "/outbox", "followers": id + "/followers", "federes:records": id + "/records",
		"endpoints": fields{"sharedInbox": p.URL + "/inbox"},
		"publicKey": fields{"id": id + "#main-key", "owner": id, "publicKeyPem": pemOf(&crestKey().PublicKey)},
		"assertionMethod": []any{fields{
			"id": id + "#ed25519-key", "type": "Multikey", "controller": id, "publicKeyMultibase": record.EncodeMultikey(proof),
		}},
	}
}
