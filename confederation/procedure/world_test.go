package procedure_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

const (
	crest  = "https://crest.example/ag"
	valley = "https://vallee.example/conseil"
)

// world is one organisation, of either kind, and all that it published.
type world struct {
	*testing.T
	*store.Store
	clock   *storetest.Clock
	house   commons.House
	founder commune.MemberID
	told    *heard
}

// heard keeps what was published.
type heard struct {
	mu     sync.Mutex
	events []commune.Event
}

func (h *heard) Publish(_ *store.Tx, e commune.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
	return nil
}

// named are the events of a name so far.
func (h *heard) named(name string) (all []commune.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.events {
		if e.EventName() == name {
			all = append(all, e)
		}
	}
	return all
}

func eachCommune(t *testing.T, test func(w *world)) {
	each(t, commune.KindCommune, "https://tisserands.example", test)
}

func eachCouncil(t *testing.T, test func(w *world)) {
	each(t, commune.KindCouncil, "https://vallee.example", test)
}

func each(t *testing.T, kind commune.OrganisationKind, base string, test func(w *world)) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		words, err := locale.Load()
		if err != nil {
			t.Fatal(err)
		}
		w := &world{T: t, clock: storetest.NewClock(), house: procedure.Confederate(commons.NewHouse(words)), told: &heard{}}
		w.Store = open(store.Config{Clock: w.clock.Now, Publisher: w.told})
		w.tx(func(tx *store.Tx) error {
			m, err := commons.Found(tx, w.house, commons.Founding{
				Organisation: commune.Organisation{
					Kind: kind, Name: "Faubourg-des-Tisserands", Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: base,
				},
				FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example", Charter: charter,
			})
			w.founder = m.ID
			return err
		})
		test(w)
	})
}

const charter = "La commune est la cellule de base."

// tx runs a transaction that must succeed.
func (w *world) tx(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// refused runs a transaction that must be refused for this reason.
func (w *world) refused(want commune.Refusal, fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); !errors.Is(err, want) {
		w.Errorf("got %v, want the refusal %s", err, want.Key)
	}
}

// key makes a key out of a seed.
func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// crestPeer is Crest's AG as its own actor shows it.
func crestPeer() confederation.Peer {
	return confederation.Peer{
		Actor: crest, Name: "Commune de Crest", Inbox: "https://crest.example/inbox", Records: crest + "/records",
		KeyID: crest + "#ed25519-key", Key: key(1).Public().(ed25519.PublicKey),
	}
}

// council is the valley's council as its own actor shows it.
func council() confederation.Peer {
	return confederation.Peer{
		Actor: valley, Role: confederation.RoleCouncil, Name: "Conseil de la vallée", Inbox: "https://vallee.example/inbox",
		KeyID: valley + "#ed25519-key", Key: key(9).Public().(ed25519.PublicKey),
		CharterID: "https://vallee.example/records/1", CharterVersion: 1, CharterHash: commons.TextHash(charter), CharterText: charter,
	}
}

// decision is one of Crest's, at a place of its log, signed with a key.
func decision(t *testing.T, seq commune.Seq, text string, by ed25519.PrivateKey) []byte {
	t.Helper()
	return signed(t, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: fmt.Sprintf("2026-%d", seq), Text: text,
		Form: string(commune.FormResolution), Audience: string(commune.Confederation),
	}, by)
}

// joining is Crest's decision to join the valley's council.
func joining(t *testing.T, seq commune.Seq, version int, hash string) []byte {
	t.Helper()
	return signed(t, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: "2026-1", Text: "La commune rejoint le conseil.",
		Form: string(confederation.FormJoin), Audience: string(commune.Public), Council: valley,
		Charter: &record.CharterRef{ID: "https://vallee.example/records/1", Version: version, Hash: hash},
	}, key(1))
}

func signed(t *testing.T, d record.Decision, by ed25519.PrivateKey) []byte {
	t.Helper()
	document, err := record.Sign(record.Envelope{
		ID: fmt.Sprintf("https://crest.example/records/%d", d.Seq), Type: "Note", Body: crest, To: []string{valley}, Cc: []string{},
		Published: time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC), Language: "fr", Content: "<p>" + d.Text + "</p>",
	}, d, by, crest+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// seated has the council seat Crest, whose decision to join stands at place 2 of its log.
func (w *world) seated() confederation.Peer {
	w.Helper()
	w.applies(joining(w.T, 2, 1, commons.TextHash(charter)))
	w.answers(w.peer(crest).ID, true)
	return w.peer(crest)
}

// answers accepts or refuses, as the founder.
func (w *world) answers(id confederation.PeerID, accept bool) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: id, Accept: accept})
	})
}

func (w *world) applies(decision []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join", decision)
	})
}

// peer is another organisation as it is known here.
func (w *world) peer(actor commune.ActorID) (p confederation.Peer) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		p, err = peers.PeerByActor(tx, actor)
		return err
	})
	return p
}

// kept are the records of a peer that can be seen here, each as its place and its fault, the oldest first.
func (w *world) kept(p confederation.Peer) (all []string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		records, err := peers.Records(tx, p.ID, 0, 100)
		for n := range records {
			r := records[len(records)-1-n]
			all = append(all, fmt.Sprintf("%d%s", r.Seq, r.Fault))
		}
		return err
	})
	return all
}

func payload(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// answers is a council answering the request that we sent it last.
func answers(council commune.ActorID, accepted bool) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		asked, err := peers.PeerByActor(tx, council)
		if err != nil && !errors.Is(err, commune.ErrNotFound) {
			return err
		}
		return procedure.ReceiveAnswer(tx, council, asked.JoinRecord, accepted)
	}
}
