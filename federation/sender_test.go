package federation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/federation"
)

func TestTheSameLetterTwiceChangesNothing(t *testing.T) { // SIG-16
	s := newSiege(t)
	f := s.bob.follow(s.town)
	for range 2 {
		if status := s.bob.posts(s.town, "/inbox", f); status != http.StatusAccepted {
			t.Fatal(status)
		}
		settle(s.town)
	}
	if n := len(s.bob.inbox("Accept")); n != 2 {
		t.Errorf("%d Accepts for two Follows, one of which came twice", n)
	}
}

func TestAFollowThatWasUndoneStaysUndone(t *testing.T) { // SIG-17
	s := newSiege(t)
	f := s.bob.follow(s.town)
	for _, a := range []fields{f, s.bob.activity("Undo", f["id"]), f} {
		if status := s.bob.posts(s.town, "/ag/inbox", a); status != http.StatusAccepted {
			t.Fatal(status)
		}
	}
	if n := s.town.count("followers WHERE follower = '" + s.bob.id + "'"); n != 0 {
		t.Error("the replay of an undone Follow follows again")
	}
}

func TestAnAcceptCarriesTheFollowAsItCame(t *testing.T) {
	s := newSiege(t)
	f := s.bob.follow(s.town)
	f["_misskey"] = []any{"x"}
	s.bob.posts(s.town, "/ag/inbox", f)
	settle(s.town)
	accepts := s.bob.inbox("Accept")
	got, want := canonical(t, accepts[len(accepts)-1]["object"]), canonical(t, f)
	if got != want {
		t.Errorf("the Accept embeds\n%s, want\n%s", got, want)
	}
}

// canonical is a value as canonical JSON, for comparison.
func canonical(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAnActorThatIsGoneCanBeDeletedThoughItsKeyIsGoneToo(t *testing.T) { // SIG-35
	s := newSiege(t)
	s.bob.becomes(nil)
	if status := s.bob.posts(s.town, "/inbox", s.bob.activity("Delete", s.bob.id)); status != http.StatusAccepted {
		t.Errorf("known: answered %d", status)
	}
	if n := s.town.count("followers WHERE follower = '"+s.bob.id+"'") + s.town.count("remote_actors WHERE uri = '"+s.bob.id+"'"); n != 0 {
		t.Errorf("%d rows of a deleted actor are left", n)
	}
	ghost := newStranger(t, "/ghost")
	ghost.becomes(nil)
	before := s.town.dump()
	for range 2 {
		if status := ghost.posts(s.town, "/inbox", ghost.activity("Delete", ghost.id)); status != http.StatusAccepted {
			t.Errorf("unknown: answered %d", status)
		}
	}
	if s.town.dump() != before || ghost.requests.Load() > 2 {
		t.Errorf("the Delete of an unknown actor leaves a trace, or %d requests", ghost.requests.Load())
	}
	if status := ghost.posts(s.town, "/inbox", ghost.activity("Delete", s.eve.id)); status != http.StatusUnauthorized {
		t.Errorf("a ghost that deletes another is answered %d", status)
	}
}

func TestAKeyThatWasChangedIsFetchedOnceMore(t *testing.T) { // SIG-32
	s := newSiege(t)
	s.town.clock.Add(federation.KeyRefetch + time.Second)
	old := s.eve.signer()
	s.eve.key = ring[7]()
	changed := s.eve.peer.assembly("/eve")
	changed["publicKey"] = fields{"id": s.eve.id + "#main-key", "owner": s.eve.id, "publicKeyPem": pemOf(&s.eve.key.PublicKey)}
	s.eve.becomes(changed)
	asked := s.asked()
	if status := s.eve.posts(s.town, "/inbox", s.eve.activity("Listen", "x")); status != http.StatusAccepted {
		t.Errorf("the new key is answered %d", status)
	}
	raw, err := json.Marshal(s.eve.follow(s.town))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if status := post(s.town, "/inbox", raw, old); status != http.StatusUnauthorized {
			t.Errorf("the old key is answered %d", status)
		}
	}
	if n := s.asked() - asked; n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
}

func TestAnUpdateChangesTheKeyOfItsSenderAndOfNobodyElse(t *testing.T) { // ORG-10, SIG-37
	s := newSiege(t)
	next := s.eve.peer.assembly("/eve")
	next["publicKey"] = fields{"id": s.eve.id + "#main-key", "owner": s.eve.id, "publicKeyPem": pemOf(&ring[6]().PublicKey)}
	if status := s.eve.posts(s.town, "/inbox", s.eve.activity("Update", next)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	s.eve.key = ring[6]()
	if status := s.eve.posts(s.town, "/inbox", s.eve.activity("Listen", "x")); status != http.StatusAccepted {
		t.Errorf("the key of the Update is answered %d", status)
	}
	squat := s.mallory.peer.assembly("/mallory")
	squat["publicKey"] = fields{"id": s.bob.id + "#main-key", "owner": s.mallory.id, "publicKeyPem": pemOf(&dieKey().PublicKey)}
	if status := s.mallory.posts(s.town, "/inbox", s.mallory.activity("Update", squat)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	if status := s.bob.posts(s.town, "/inbox", s.bob.activity("Listen", "x")); status != http.StatusAccepted {
		t.Errorf("after another claimed the name of his key, bob is answered %d", status)
	}
}

func TestAFloodIsStoppedBeforeAnythingIsFetched(t *testing.T) { // DOS-01, SIG-34
	r := onSQLite(t)
	town := r.commune("Commune de Crest")
	town.rate = 0.000001
	town.start()
	flood, honest := newStranger(t, "/flood"), newStranger(t, "/bob")
	if status := flood.posts(town, "/inbox", flood.follow(town)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	before, asked := town.dump(), flood.requests.Load()
	for n := range 20 {
		flood.id = fmt.Sprintf("%s/flood/%d", flood.URL, n)
		if status := flood.posts(town, inboxes[n%len(inboxes)], flood.follow(town)); status != http.StatusTooManyRequests {
			t.Errorf("answered %d", status)
		}
	}
	if town.dump() != before || flood.requests.Load() != asked {
		t.Errorf("the flood leaves a trace, or %d requests", flood.requests.Load()-asked)
	}
	if status := honest.posts(town, "/inbox", honest.follow(town)); status != http.StatusAccepted {
		t.Errorf("another host is answered %d", status)
	}
}

func TestNobodyUsesUpAnothersPartByNamingItsKey(t *testing.T) { // DOS-01
	r := onSQLite(t)
	town := r.commune("Commune de Crest")
	town.rate = 1
	town.start()
	honest, mallory := newStranger(t, "/bob"), newStranger(t, "/mallory")
	if status := honest.posts(town, "/inbox", honest.follow(town)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	forged := federation.Signer{KeyID: honest.signer().KeyID, Key: dieKey()}
	raw, err := json.Marshal(honest.follow(town))
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		if status := post(town, "/inbox", raw, forged); status != http.StatusUnauthorized {
			t.Errorf("the forger is answered %d", status)
		}
	}
	if status := honest.posts(town, "/inbox", honest.follow(town)); status != http.StatusAccepted {
		t.Errorf("after a forger named its key, the honest host is answered %d", status)
	}
	if status := mallory.posts(town, "/inbox", mallory.follow(town)); status != http.StatusAccepted {
		t.Errorf("another host is answered %d", status)
	}
}

func TestASlowHostHoldsUpItselfAlone(t *testing.T) { // SIG-34
	r := onSQLite(t)
	town := r.commune("Commune de Crest")
	slow, honest := newStranger(t, "/slow"), newStranger(t, "/bob")
	held := make(chan struct{})
	slow.mux.HandleFunc("GET /stalls/{n}", func(http.ResponseWriter, *http.Request) { <-held })
	answers := make(chan int, 20)
	for n := range cap(answers) {
		go func() {
			answers <- post(town, "/inbox", []byte(fmt.Sprintf(`{"type":"Follow","actor":"%s/stalls/%d"}`, slow.URL, n)),
				federation.Signer{KeyID: fmt.Sprintf("%s/stalls/%d#main-key", slow.URL, n), Key: crestKey()})
		}()
	}
	for range cap(answers) - federation.KeysPerHost {
		if status := <-answers; status != http.StatusTooManyRequests {
			t.Errorf("answered %d", status)
		}
	}
	if status := honest.posts(town, "/inbox", honest.follow(town)); status != http.StatusAccepted {
		t.Errorf("another host is answered %d", status)
	}
	close(held)
	for range federation.KeysPerHost {
		if status := <-answers; status != http.StatusUnauthorized {
			t.Errorf("a key that is none is answered %d", status)
		}
	}
	if n := slow.requests.Load(); n > 3*federation.KeysPerHost {
		t.Errorf("the slow host was asked %d times", n)
	}
}

func TestAPostThatIsNoRecordLeavesNoTrace(t *testing.T) { // DOS-01
	s := newSiege(t)
	before := s.town.dump()
	note := s.bob.activity("Create", fields{"id": s.bob.URL + "/notes/1", "type": "Note", "attributedTo": s.bob.id, "content": "Bonjour !"})
	if status := s.bob.posts(s.town, "/inbox", note); status != http.StatusAccepted {
		t.Fatal(status)
	}
	if s.town.dump() != before {
		t.Error("a post that concerns nobody here is kept, or that it came")
	}
}

func TestAnAcceptDoesNotRepeatAFollowWithoutBounds(t *testing.T) { // DOS-01
	s := newSiege(t)
	f := s.bob.follow(s.town)
	f["summary"] = strings.Repeat("x", federation.MaxEcho)
	s.bob.posts(s.town, "/ag/inbox", f)
	settle(s.town)
	accepts := s.bob.inbox("Accept")
	if got := accepts[len(accepts)-1]["object"]; got != f["id"] {
		t.Errorf("the Accept embeds %.80v", got)
	}
}

func TestWhatConcernsOnlyMembersNeverLeaves(t *testing.T) { // CF-2
	town, council := onSQLite(t).joined()
	reader := newStranger(t, "/amina")
	reader.posts(town, "/ag/inbox", reader.follow(town))
	d := town.decides(commune.Motion{Audience: commune.MembersOnly, Text: "Cela reste entre nous."})
	settle(town, council)
	town.later(federation.PullEvery, town, council)
	if len(reader.inbox("Create")) != 0 || council.knows(town.ag(), d) {
		t.Error("a decision for members was sent")
	}
	for _, path := range []string{"", "/activity", "/proof", "/status"} {
		if answer := signedGet(council, town, "/records/"+seqOf(d)+path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("/records/%s%s is answered %d to the council", seqOf(d), path, answer.StatusCode)
		}
	}
	if next, size := council.peer(town.ag()).NextSeq, logSize(town); next != size {
		t.Errorf("the council knows the log up to %d of %d, hidden entries included", next, size)
	}
}
