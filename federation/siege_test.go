package federation_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/federation"
)

// siege is a commune and three who follow it: bob and mallory live on one host, eve on another.
type siege struct {
	town              *instance
	bob, mallory, eve *stranger
}

// inboxes are all the ways in; each behaves like every other (SIG-31).
var inboxes = []string{"/inbox", "/ag/inbox", "/actor/inbox"}

func newSiege(t *testing.T) siege {
	t.Helper()
	return onSQLite(t).besieged()
}

func (r *region) besieged() siege {
	r.Helper()
	t := r.T
	host := newPeer(t)
	s := siege{
		town: r.commune("Commune de Crest"), bob: host.hosts(t, "/bob", crestKey()), mallory: host.hosts(t, "/mallory", dieKey()),
		eve: newStranger(t, "/eve"),
	}
	for _, who := range []*stranger{s.bob, s.mallory, s.eve} {
		if status := who.posts(s.town, "/inbox", who.follow(s.town)); status != http.StatusAccepted {
			t.Fatal(status)
		}
	}
	settle(s.town)
	return s
}

// asked is how many requests left our instance.
func (s siege) asked() int32 { return s.bob.requests.Load() + s.eve.requests.Load() }

// attack is one letter, thrown into an inbox.
type attack func(s siege, inbox string) int

// unharmed throws an attack into every inbox and demands its answer, no row anywhere, and no request to anyone.
func (s siege) unharmed(t *testing.T, status int, a attack) {
	t.Helper()
	for _, inbox := range inboxes {
		before, asked := s.town.dump(), s.asked()
		if got := a(s, inbox); got != status {
			t.Errorf("%s answers %d, want %d", inbox, got, status)
		}
		settle(s.town)
		if after := s.town.dump(); after != before {
			t.Errorf("%s keeps a trace:\n%s\n%s", inbox, before, after)
		}
		if n := s.asked() - asked; n != 0 {
			t.Errorf("%s caused %d requests", inbox, n)
		}
	}
}

// note is what the attacks carry: a Follow, since that one leaves the plainest trace.
func (s siege) note(as *stranger) fields { return as.follow(s.town) }

// tampered sends bob's letter, changed after it was signed.
func tampered(knobs ...knob) attack {
	return func(s siege, inbox string) int { return s.bob.posts(s.town, inbox, s.note(s.bob), knobs...) }
}

// signed sends what a change made of bob's letter, well signed by bob.
func signed(change func(s siege, f fields)) attack {
	return func(s siege, inbox string) int {
		f := s.note(s.bob)
		change(s, f)
		return s.bob.posts(s.town, inbox, f)
	}
}

// written sends a text in bob's name, well signed; BOB stands for his id.
func written(text string) attack {
	return func(s siege, inbox string) int {
		return post(s.town, inbox, []byte(strings.ReplaceAll(text, "BOB", s.bob.id)), s.bob.signer())
	}
}

func header(name string, values ...string) knob {
	return func(r *http.Request) {
		r.Header.Del(name)
		for _, v := range values {
			r.Header.Add(name, v)
		}
	}
}

// otherBody puts another text in the place of the one that was signed.
func otherBody(change func(body string) string, knobs ...knob) knob {
	return func(r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		changed := change(string(raw))
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
		for _, k := range knobs {
			k(r)
		}
	}
}

func larger(body string) string { return strings.Replace(body, `"type"`, `"summary":"more","type"`, 1) }

// resigned signs the request as the region's clock and the given host would have it.
func resigned(shift time.Duration, host string, then func(*http.Request)) attack {
	return func(s siege, inbox string) int {
		raw, err := json.Marshal(s.note(s.bob))
		if err != nil {
			panic(err)
		}
		return post(s.town, inbox, raw, s.bob.signer(), func(r *http.Request) {
			r.Host = or(host, r.Host)
			if err := s.bob.signer().Sign(r, raw, s.town.clock.Now().Add(shift)); err != nil {
				panic(err)
			}
			then(r)
		})
	}
}

func asSigned(*http.Request) {}

func toAnotherInbox(r *http.Request) {
	r.URL.Path = map[bool]string{true: "/ag/inbox", false: "/inbox"}[r.URL.Path == "/inbox"]
}

func TestALetterThatProvesNothingIsRefusedWithoutTrace(t *testing.T) {
	s := newSiege(t)
	for name, c := range map[string]struct {
		status int
		attack attack
	}{
		"unsigned (SIG-01)":          {401, tampered(header("Signature"))},
		"without digest (SIG-05)":    {401, tampered(header("Digest"))},
		"with another body (SIG-03)": {401, tampered(otherBody(larger))},
		"with another body and its digest (SIG-04)": {401, tampered(otherBody(larger, func(r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			r.Header.Set("Digest", digestOf(string(raw)))
			r.Body = io.NopCloser(bytes.NewReader(raw))
		}))},
		"signed by RFC 9421 alone, upon which peers fall back": {401, tampered(func(r *http.Request) {
			r.Header.Set("Signature-Input", `sig1=("@method" "@target-uri" "content-digest");keyid="x";created=1`)
			r.Header.Set("Signature", "sig1=:ppXRt8:")
		})},
		"signed for another host and sent there (SIG-08)": {401, resigned(0, "die.example", asSigned)},
		"signed for another host and sent to us (SIG-08)": {401, resigned(0, "die.example", func(r *http.Request) { r.Host = r.URL.Host })},
		"two hours old (SIG-13)":                          {401, resigned(-2*time.Hour, "", asSigned)},
		"from the future (SIG-13)":                        {401, resigned(time.Hour, "", asSigned)},
		"with two dates (SIG-13)":                         {401, tampered(func(r *http.Request) { r.Header.Add("Date", r.Header.Get("Date")) })},
		"with two signatures (SIG-19)":                    {401, tampered(func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) })},
		"signed for another inbox (SIG-11)":               {401, resigned(0, "", toAnotherInbox)},
		"in another's name of the same host (SIG-28)": {401, func(s siege, inbox string) int {
			return s.mallory.posts(s.town, inbox, withActor(s.note(s.mallory), s.bob))
		}},
		"that deletes in another's name (SIG-29)": {401, func(s siege, inbox string) int {
			return s.mallory.posts(s.town, inbox, withActor(s.mallory.activity("Delete", s.bob.id), s.bob))
		}},
		"in another's name of another host (ORG-05)": {401, func(s siege, inbox string) int { return s.eve.posts(s.town, inbox, withActor(s.note(s.eve), s.bob)) }},
		"without actor":                                      {401, signed(func(_ siege, f fields) { delete(f, "actor") })},
		"in our own name":                                    {401, signed(func(s siege, f fields) { f["actor"] = s.town.ag() })},
		"with an id of another origin (ORG-07)":              {403, signed(func(s siege, f fields) { f["id"] = s.eve.URL + "/activities/1" })},
		"with an id of ours (ORG-07)":                        {403, signed(func(s siege, f fields) { f["id"] = s.town.base + "/activities/1" })},
		"without id":                                         {400, signed(func(_ siege, f fields) { delete(f, "id") })},
		"with its actor embedded (GO-FED)":                   {400, signed(func(s siege, f fields) { f["actor"] = fields{"id": s.bob.id, "type": "Person"} })},
		"with @graph (JSN-01)":                               {400, signed(func(_ siege, f fields) { f["@graph"] = []any{fields{"type": "Delete"}} })},
		"with two types (JSN-13)":                            {400, signed(func(_ siege, f fields) { f["type"] = []any{"Follow", "Delete"} })},
		"with two actors (JSN-04)":                           {400, written(`{"id":"BOB/1","type":"Follow","actor":"BOB","Actor":"BOB","object":"BOB"}`)},
		"with two ids (JSN-05)":                              {400, written(`{"id":"BOB/1","id":"BOB/2","type":"Follow","actor":"BOB","object":"BOB"}`)},
		"with NUL in its id (JSN-07)":                        {400, written(`{"id":"BOB/\u0000","type":"Follow","actor":"BOB","object":"BOB"}`)},
		"that is too deep (JSN-08)":                          {400, written(strings.Repeat("[", 100_000))},
		"that is no JSON":                                    {400, written("follow me")},
		"that is too large":                                  {413, written(strings.Repeat(" ", federation.MaxActivity+1))},
		"that is compressed (JSN-17)":                        {415, tampered(header("Content-Encoding", "gzip"))},
		"of plain JSON":                                      {406, tampered(header("Content-Type", "application/json"))},
		"of JSON-LD without the profile":                     {406, tampered(header("Content-Type", "application/ld+json"))},
		"without content type":                               {406, tampered(header("Content-Type"))},
		"of a type that we do not know, though it is honest": {202, signed(func(_ siege, f fields) { f["type"] = "Listen" })},
		"of a type that nobody knows, though it is honest":   {202, signed(func(_ siege, f fields) { f["type"] = "Grant" })},
	} {
		t.Run(name, func(t *testing.T) { s.unharmed(t, c.status, c.attack) })
	}
}

func withActor(f fields, who *stranger) fields {
	f["actor"] = who.id
	f["id"] = who.URL + f["id"].(string)[strings.LastIndex(f["id"].(string), "/activities"):]
	return f
}

// refusal is which rule refused each letter of one sender, by its id.
func (s siege) refusal(f fields) (key string) {
	s.town.Helper()
	s.town.read("SELECT refusal FROM receipts WHERE activity = ?", &key, f["id"])
	return key
}

func TestALetterThatAsksForWhatIsAnothersChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		presumptuous(t, newRegion(t, open).besieged())
	})
}

// presumptuous are the letters that are their sender's own and ask for what is not.
func presumptuous(t *testing.T, s siege) {
	t.Helper()
	own := s.town.decides(commune.Motion{Audience: commune.Public})
	record := s.town.base + "/records/" + seqOf(own)
	settle(s.town)
	stolen := s.bob.peer.assembly("/bob")
	stolen["publicKey"] = fields{"id": s.bob.id + "#main-key", "owner": s.bob.id, "publicKeyPem": pemOf(&dieKey().PublicKey)}
	bobs := fields{"type": "Follow", "id": followOf(s, s.bob), "actor": s.bob.id, "object": string(s.town.ag())}
	for name, c := range map[string]struct {
		by      *stranger
		kind    string
		object  any
		refusal string
	}{
		"an Update of another's key (ORG-10)":                       {s.mallory, "Update", stolen, "not_theirs"},
		"an Update of another's key from another host (ORG-11)":     {s.eve, "Update", stolen, "not_theirs"},
		"an Update of our record (ORG-11)":                          {s.eve, "Update", fields{"type": "Note", "id": record}, "not_theirs"},
		"a Delete of another on the same host (ORG-13)":             {s.mallory, "Delete", s.bob.id, ""},
		"a Delete of another on another host (ORG-13)":              {s.eve, "Delete", s.bob.id, "not_theirs"},
		"a Delete of our decision (ORG-13)":                         {s.eve, "Delete", record, "not_theirs"},
		"a Delete with another's tombstone (ORG-14)":                {s.eve, "Delete", fields{"type": "Tombstone", "id": s.bob.id}, "not_theirs"},
		"an Undo of another's Follow by its id (ORG-16)":            {s.mallory, "Undo", followOf(s, s.bob), ""},
		"an Undo of another's Follow, embedded (ORG-16)":            {s.mallory, "Undo", bobs, "not_theirs"},
		"an Accept of a Follow that we never sent (ORG-17)":         {s.eve, "Accept", s.town.base + "/activities/never", "not_asked"},
		"an Accept of a decision of ours":                           {s.eve, "Accept", record + "/activity", "not_asked"},
		"a Reject of what we never asked":                           {s.eve, "Reject", fields{"type": "Join", "id": s.town.base + "/activities/never"}, "not_asked"},
		"a Follow of somebody who is not here":                      {s.eve, "Follow", s.town.base + "/nobody", "not_found"},
		"a Join of a commune":                                       {s.eve, "Join", string(s.town.ag()), "join_unproved"},
		"a Create of a record by nobody whom we know":               {s.eve, "Create", fields{"type": "Note", "id": s.eve.URL + "/1", "federes:record": fields{"v": 1}}, "peer_unknown"},
		"a Create of a record that stands on another host (ORG-05)": {s.eve, "Create", fields{"type": "Note", "id": s.bob.URL + "/1", "federes:record": fields{"v": 1}}, "not_theirs"},
		"a Create of a note like any other":                         {s.eve, "Create", fields{"type": "Note", "id": s.eve.URL + "/2", "content": "Bonjour"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before, asked := business(s.town), s.asked()
			f := c.by.activity(c.kind, c.object)
			if status := c.by.posts(s.town, "/ag/inbox", f); status != http.StatusAccepted {
				t.Errorf("answered %d", status)
			}
			settle(s.town)
			if after := business(s.town); after != before || s.asked() != asked {
				t.Errorf("something changed, or %d requests left:\n%s\n%s", s.asked()-asked, before, after)
			}
			if got := s.refusal(f); got != c.refusal {
				t.Errorf("refused by %q, want %q", got, c.refusal)
			}
		})
	}
}

// business is all but the list of what was received.
func business(i *instance) string {
	i.Helper()
	var kept []string
	for line := range strings.Lines(i.dump()) {
		if !strings.HasPrefix(line, "receipts ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// followOf is the id of a follower's Follow.
func followOf(s siege, who *stranger) (id string) {
	s.town.Helper()
	s.town.read("SELECT follow FROM followers WHERE follower = ?", &id, who.id)
	return id
}
