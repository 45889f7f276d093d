package federation_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/federation"
)

func TestAnActorIsReadWithItsKeysAndAddresses(t *testing.T) {
	p := newPeer(t)
	id := p.URL + "/ag"
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	got, raw, err := newClient(t).Actor(t.Context(), commune.ActorID(id))
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != commune.ActorID(id) || got.Type != "Group" || got.Name != "AG de Crest" || got.Username != "ag" || got.Inbox != id+"/inbox" ||
		got.SharedInbox != p.URL+"/inbox" || got.Outbox != id+"/outbox" || got.Followers != id+"/followers" || got.Records != id+"/records" || got.Charter != "" {
		t.Errorf("%+v", got)
	}
	if got.Key.ID != id+"#main-key" || !got.Key.Public.Equal(&crestKey().PublicKey) {
		t.Errorf("key %+v", got.Key)
	}
	if key, ok := got.ProofKey(id + "#ed25519-key"); !ok || len(key) != 32 {
		t.Errorf("proof key %x, %v", key, ok)
	}
	if _, ok := got.ProofKey(id + "#main-key"); ok {
		t.Error("the RSA key proves no record")
	}
	if again, err := federation.Decode(raw); err != nil || again["id"] != id {
		t.Errorf("the bytes: %v, %v", again, err)
	}
}

func TestAnActorOtherwiseThanWeWriteItIsRead(t *testing.T) {
	p := newPeer(t)
	id := p.URL + "/ag"
	pkcs1 := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&crestKey().PublicKey)}))
	for name, change := range map[string]func(fields){
		"without what we can do without": func(a fields) {
			delete(a, "outbox")
			delete(a, "name")
			delete(a, "endpoints")
			delete(a, "assertionMethod")
		},
		"ORG-26 shared inbox of another origin": func(a fields) { a["endpoints"] = fields{"sharedInbox": "https://victim.test/inbox"} },
		"an embedded outbox":                    func(a fields) { a["outbox"] = fields{"id": id + "/outbox", "type": "OrderedCollection"} },
		"a key in a list":                       func(a fields) { a["publicKey"] = []any{a["publicKey"]} },
		"a PKCS #1 key":                         func(a fields) { a["publicKey"].(fields)["publicKeyPem"] = pkcs1 },
		"a key at a path, as GoToSocial's":      func(a fields) { a["publicKey"].(fields)["id"] = id + "/main-key" },
		"a name without end":                    func(a fields) { a["name"] = strings.Repeat("é", 100_000) },
		"proof keys of others, of other kinds": func(a fields) {
			sound := a["assertionMethod"].([]any)[0].(fields)["publicKeyMultibase"]
			a["assertionMethod"] = []any{
				"https://b.test/key", fields{"id": id + "#1", "controller": "https://b.test/ag", "publicKeyMultibase": sound},
				fields{"id": "https://b.test/key", "controller": id, "publicKeyMultibase": sound}, fields{"id": id + "#2", "controller": id, "publicKeyMultibase": "z6LS"},
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			actor := p.assembly("/ag")
			change(actor)
			got, err := federation.ParseActor(actor)
			if err != nil {
				t.Fatal(err)
			}
			if len([]rune(got.Name)) > federation.MaxName || got.SharedInbox != "" && !federation.SameOrigin(got.SharedInbox, id) {
				t.Errorf("%+v", got)
			}
			if _, isOurs := actor["assertionMethod"].([]any); isOurs && strings.HasPrefix(name, "proof") && len(got.ProofKeys) != 0 {
				t.Errorf("proof keys %v", got.ProofKeys)
			}
		})
	}
}

func TestAnActorThatReachesBeyondItsOriginOrHasNoSoundKeyIsRefused(t *testing.T) {
	p := newPeer(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	key := func(name string, value any) func(fields) {
		return func(a fields) { a["publicKey"].(fields)[name] = value }
	}
	set := func(name string, value any) func(fields) { return func(a fields) { a[name] = value } }
	for name, change := range map[string]func(fields){
		"ORG-25 inbox of ours":           set("inbox", "https://"+ourHost+"/inbox"),
		"ORG-25 followers of ours":       set("followers", "https://"+ourHost+"/ag/followers"),
		"outbox on another port":         set("outbox", "http://127.0.0.1:1/outbox"),
		"records by another scheme":      set("federes:records", strings.Replace(p.URL, "http:", "https:", 1)+"/records"),
		"charter on another host":        set("federes:charter", "https://b.test/charter"),
		"no inbox":                       set("inbox", nil),
		"no user name":                   set("preferredUsername", ""),
		"JSN-10 a user name without end": set("preferredUsername", strings.Repeat("x", 10_000)),
		"a Note":                         set("type", "Note"),
		"no id":                          set("id", nil),
		"no key":                         set("publicKey", nil),
		"SIG-23 a weak key":              key("publicKeyPem", pemOf(&weak.PublicKey)),
		"SIG-23 no key in it":            key("publicKeyPem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
		"another's key":                  key("owner", "https://b.test/ag"),
		"a key on another host":          key("id", "https://b.test/key"),
	} {
		t.Run(name, func(t *testing.T) {
			actor := p.assembly("/ag")
			change(actor)
			if got, err := federation.ParseActor(actor); !errors.Is(err, federation.ErrActor) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestAnActorIsOnlyBelievedAtItsOwnID(t *testing.T) {
	p := newPeer(t)
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	p.serves("/copy", activityAS2, p.assembly("/ag"))
	p.redirects("/old", "/ag")
	p.mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	client := newClient(t)
	for _, path := range []string{"/copy", "/old"} {
		if _, _, err := client.Actor(t.Context(), commune.ActorID(p.URL+path)); !errors.Is(err, federation.ErrIdentity) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, _, err := client.Actor(t.Context(), commune.ActorID(p.URL+"/gone")); !federation.Gone(err) {
		t.Errorf("SIG-35: %v", err)
	}
}

func TestAKeyLeadsToTheOwnerThatListsIt(t *testing.T) {
	p := newPeer(t)
	fragment, path, alone := p.assembly("/ag"), p.assembly("/bob"), p.assembly("/die")
	path["publicKey"].(fields)["id"] = p.URL + "/bob/main-key"
	alone["publicKey"].(fields)["id"] = p.URL + "/keys/1"
	p.serves("/ag", activityAS2, fragment)
	p.serves("/bob", activityAS2, path)
	p.serves("/die", activityAS2, alone)
	p.serves("/bob/main-key", activityAS2, fields{ // what GoToSocial serves without signature
		"id": p.URL + "/bob", "type": "Person", "preferredUsername": "bob", "publicKey": path["publicKey"],
	})
	p.serves("/keys/1", activityAS2, fields{
		"id": p.URL + "/keys/1", "type": "CryptographicKey", "owner": p.URL + "/die", "publicKeyPem": pemOf(&crestKey().PublicKey),
	})
	for keyID, want := range map[string]struct {
		owner   string
		fetches int32
	}{"/ag#main-key": {"/ag", 1}, "/bob/main-key": {"/bob", 2}, "/keys/1": {"/die", 2}} {
		before := p.requests.Load()
		got, raw, err := newClient(t).ActorOfKey(t.Context(), p.URL+keyID)
		if err != nil || got.ID != commune.ActorID(p.URL+want.owner) || got.Key.ID != p.URL+keyID || !strings.Contains(string(raw), "inbox") {
			t.Errorf("%s: %+v, %v", keyID, got, err)
		}
		if n := p.requests.Load() - before; n != want.fetches {
			t.Errorf("%s: %d fetches, want %d", keyID, n, want.fetches)
		}
	}
}

func TestAKeyThatItsOwnerDoesNotListIsNobodys(t *testing.T) {
	p := newPeer(t)
	p.serves("/bob", activityAS2, p.assembly("/bob"))
	mallorys := func(id, owner string) fields {
		return fields{"id": id, "type": "Key", "owner": owner, "publicKeyPem": pemOf(&dieKey().PublicKey)}
	}
	stolen := p.assembly("/bob")
	stolen["publicKey"].(fields)["publicKeyPem"] = pemOf(&dieKey().PublicKey)
	p.serves("/k1", activityAS2, mallorys(p.URL+"/k1", p.URL+"/bob"))
	p.serves("/k2", activityAS2, mallorys(p.URL+"/k3", p.URL+"/bob"))
	p.serves("/k4", activityAS2, mallorys(p.URL+"/k4", "https://b.test/bob"))
	p.serves("/k5", activityAS2, stolen)
	same := mallorys(p.URL+"/bob#main-key", p.URL+"/bob")
	p.serves("/k6", activityAS2, same)
	p.redirects("/k7", "/k1")
	p.serves("/k8", activityAS2, fields{"id": p.URL + "/k8", "type": "Key", "owner": p.URL + "/bob", "publicKeyPem": pemOf(&crestKey().PublicKey)})
	moved := p.assembly("/die")
	moved["publicKey"].(fields)["id"] = p.URL + "/k9"
	p.serves("/die", activityAS2, moved)
	p.serves("/k9", activityAS2, fields{"id": p.URL + "/k10", "type": "Key", "owner": p.URL + "/die", "publicKeyPem": pemOf(&crestKey().PublicKey)})
	rekeyed := p.assembly("/eve")
	rekeyed["publicKey"].(fields)["id"] = p.URL + "/k11"
	p.serves("/eve", activityAS2, rekeyed)
	p.serves("/k11", activityAS2, mallorys(p.URL+"/k11", p.URL+"/eve"))
	client := newClient(t)
	for keyID, why := range map[string]string{
		"/k1":            "SIG-25 a key document that claims an owner",
		"/k2":            "SIG-26 a key document with another id",
		"/k4":            "an owner of another origin",
		"/k5":            "a copy of the actor with another key",
		"/k5#main-key":   "the same, by fragment",
		"/k6":            "SIG-37 the id of another's key",
		"/k7":            "a key that is redirected",
		"/k8":            "an owner's true key under another id",
		"/k9":            "SIG-26 a true key whose document names another id",
		"/k11":           "SIG-25 the key that is listed, with other digits",
		"/bob#other-key": "a key that the actor does not list",
	} {
		if got, _, err := client.ActorOfKey(t.Context(), p.URL+keyID); !errors.Is(err, federation.ErrKeyOwner) {
			t.Errorf("%s: %s: %+v, %v", why, keyID, got.ID, err)
		}
	}
}
