package federation_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/federation"
)

// stranger is an actor of another kind of server: its document, its key, and what came to its inbox.
type stranger struct {
	*peer
	t      *testing.T
	id     string
	path   string
	key    *rsa.PrivateKey
	closed atomic.Bool // its inbox answers 401, which is tried again later
	gone   atomic.Bool // its inbox answers 410

	mu       sync.Mutex
	document fields
	received []fields
	sent     int
}

func newStranger(t *testing.T, path string) *stranger {
	t.Helper()
	return newPeer(t).hosts(t, path, crestKey())
}

// hosts adds an actor with a key of its own to a host.
func (p *peer) hosts(t *testing.T, path string, key *rsa.PrivateKey) *stranger {
	s := &stranger{peer: p, t: t, id: p.URL + path, path: path, key: key, document: p.assembly(path)}
	s.document["type"], s.document["preferredUsername"] = "Person", strings.Trim(path, "/")
	s.document["publicKey"] = fields{"id": s.id + "#main-key", "owner": s.id, "publicKeyPem": pemOf(&key.PublicKey)}
	delete(s.document, "endpoints")
	p.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.document == nil {
			w.WriteHeader(http.StatusGone)
			return
		}
		w.Header().Set("Content-Type", activityAS2)
		_ = json.NewEncoder(w).Encode(s.document)
	})
	p.mux.HandleFunc("POST "+path+"/inbox", s.receive)
	return s
}

func (s *stranger) receive(w http.ResponseWriter, r *http.Request) {
	if s.gone.Load() {
		w.WriteHeader(http.StatusGone)
		return
	}
	if s.closed.Load() {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	raw, err := io.ReadAll(r.Body)
	var got fields
	if err != nil || json.Unmarshal(raw, &got) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, got)
	w.WriteHeader(http.StatusAccepted)
}

// inbox is what came, of one type.
func (s *stranger) inbox(kind string) (all []fields) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.received {
		if a["type"] == kind {
			all = append(all, a)
		}
	}
	return all
}

// becomes changes what stands at the actor's id; nil: it is gone.
func (s *stranger) becomes(document fields) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.document = document
}

// activity is one of this actor's, with an id of its own.
func (s *stranger) activity(kind string, object any) fields {
	s.sent++
	return fields{
		"@context": "https://www.w3.org/ns/activitystreams", "id": fmt.Sprintf("%s/activities/%s/%d", s.URL, strings.Trim(s.path, "/"), s.sent),
		"type": kind, "actor": s.id, "object": object,
	}
}

func (s *stranger) follow(i *instance) fields { return s.activity("Follow", string(i.ag())) }

func (s *stranger) signer() federation.Signer {
	return federation.Signer{KeyID: s.id + "#main-key", Key: s.key}
}

// knob changes a request that is already signed.
type knob func(*http.Request)

// posts signs an activity as this actor and posts it; the answer is a status.
func (s *stranger) posts(i *instance, path string, a fields, knobs ...knob) int {
	s.t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		s.t.Fatal(err)
	}
	return post(i, path, raw, s.signer(), knobs...)
}

// post signs a body and posts it to an inbox here.
func post(i *instance, path string, body []byte, as federation.Signer, knobs ...knob) int {
	i.Helper()
	r, err := http.NewRequest(http.MethodPost, i.base+path, bytes.NewReader(body))
	if err != nil {
		i.Fatal(err)
	}
	r.Header.Set("Content-Type", activityAS2)
	if err := as.Sign(r, body, i.clock.Now()); err != nil {
		i.Fatal(err)
	}
	for _, k := range knobs {
		k(r)
	}
	answer, _ := i.ask(r)
	return answer.StatusCode
}

// signedGet reads from one instance as another's instance actor.
func signedGet(as, from *instance, path string) *http.Response {
	as.Helper()
	r, err := http.NewRequest(http.MethodGet, from.base+path, nil)
	if err != nil {
		as.Fatal(err)
	}
	if err := as.signs("actor").Sign(r, nil, as.clock.Now()); err != nil {
		as.Fatal(err)
	}
	answer, body := as.ask(r)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer
}

// signs is the key with which one of our actors signs.
func (i *instance) signs(name string) (s federation.Signer) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys(name)
		s = federation.Signer{KeyID: i.base + "/" + name + "#main-key", Key: keys.RSA}
		return err
	})
	return s
}

// redeliver posts the activity of a decision once more.
func (i *instance) redeliver(d commune.Decision, to *instance) {
	i.Helper()
	if status := post(to, "/inbox", i.published(d), i.signs("ag")); status != http.StatusAccepted {
		i.Errorf("a second delivery is answered %d", status)
	}
}

func seqOf(d commune.Decision) string { return strconv.FormatInt(int64(d.Seq), 10) }

// tables are everything that an activity could leave a trace in.
var tables = []string{"activities", "followers", "followings", "receipts", "remote_actors", "peers", "peer_records", "co_organisers", "offers", "jobs", "log_entries"}

// count counts the rows of a table, with a condition if it has one.
func (i *instance) count(table string) (n int64) {
	i.Helper()
	i.tx(func(tx *store.Tx) error { return tx.DB().Raw("SELECT count(*) FROM " + table).Scan(&n).Error })
	return n
}

// read is one value of the database.
func (i *instance) read(query string, into any, values ...any) {
	i.Helper()
	i.tx(func(tx *store.Tx) error { return tx.DB().Raw(query, values...).Scan(into).Error })
}

// dump is all that an activity could change, as one text.
func (i *instance) dump() string {
	i.Helper()
	var b strings.Builder
	i.tx(func(tx *store.Tx) error {
		for _, table := range tables {
			var rows []map[string]any
			if err := tx.DB().Raw("SELECT * FROM " + table + " ORDER BY 1, 2").Scan(&rows).Error; err != nil {
				return err
			}
			for _, row := range rows {
				h := sha256.Sum256(fmt.Append(nil, row))
				fmt.Fprintf(&b, "%s %v %v %s\n", table, row["id"], row["uri"], hex.EncodeToString(h[:6]))
			}
		}
		return nil
	})
	return b.String()
}
