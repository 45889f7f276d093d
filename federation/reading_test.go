package federation_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// log reads an instance's whole log, page by page, by a way of asking.
func (i *instance) log(ask func(path string) fields) (items []fields) {
	i.Helper()
	next := i.base + "/ag/records?after=-1"
	for next != "" {
		page := ask(next[len(i.base):])
		if page["id"] != next || page["type"] != "OrderedCollectionPage" {
			i.Fatalf("%s names itself %v", next, page["id"])
		}
		for _, item := range page["orderedItems"].([]any) {
			items = append(items, item.(fields))
		}
		next, _ = page["next"].(string)
	}
	return items
}

// unsigned reads as anybody can.
func (i *instance) unsigned(path string) fields {
	i.Helper()
	answer, raw := i.fetch(path)
	if answer.StatusCode != http.StatusOK {
		i.Fatalf("%s is answered %d", path, answer.StatusCode)
	}
	return object(i, raw)
}

// signedBy reads as another instance does.
func (i *instance) signedBy(as *instance) func(path string) fields {
	return func(path string) fields {
		raw, err := io.ReadAll(signedGet(as, i, path).Body)
		if err != nil {
			i.Fatal(err)
		}
		return object(i, raw)
	}
}

// shownAs tells what stands at a place of a log: the kind of record, or "hidden".
func shownAs(items []fields, seq commune.Seq) string {
	item := items[seq]
	if data, shown := item["federes:record"].(fields); shown && data["seq"] == float64(seq) {
		return data["kind"].(string)
	}
	if item["seq"] == float64(seq) && item["leafHash"] != "" && len(item) == 2 {
		return "hidden"
	}
	return "wrong"
}

func TestCF2_ARecordIsServedToThoseWhomItConcerns(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	other := r.commune("Commune de Die")
	public := town.decides(commune.Motion{Audience: commune.Public})
	confederal := town.decides(commune.Motion{Audience: commune.Confederation})
	members := town.decides(commune.Motion{Audience: commune.MembersOnly})
	for name, c := range map[string]struct {
		log  []fields
		want []string
	}{
		"anybody":         {town.log(town.unsigned), []string{"Decision", "hidden", "hidden"}},
		"its council":     {town.log(town.signedBy(council)), []string{"Decision", "Decision", "hidden"}},
		"another commune": {town.log(town.signedBy(other)), []string{"Decision", "hidden", "hidden"}},
	} {
		if len(c.log) != int(logSize(town)) {
			t.Errorf("%s: %d entries of %d", name, len(c.log), logSize(town))
			continue
		}
		got := []string{shownAs(c.log, public.Seq), shownAs(c.log, confederal.Seq), shownAs(c.log, members.Seq)}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s sees %v, want %v", name, got, c.want)
		}
	}
	answer, _ := town.fetch("/records/" + seqOf(confederal))
	if answer.StatusCode != http.StatusNotFound || answer.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("a confederation record is answered %d, %s to anybody", answer.StatusCode, answer.Header.Get("Cache-Control"))
	}
}

func TestASignatureThatFailsReadsAsNobody(t *testing.T) { // ORG-32, SIG-10
	town, council := onSQLite(t).joined()
	d := town.decides(commune.Motion{Audience: commune.Confederation})
	path := "/records/" + seqOf(d)
	for name, c := range map[string]struct {
		path   string
		knob   knob
		status int
	}{
		"as signed":      {path, func(*http.Request) {}, http.StatusOK},
		"another path":   {path, func(r *http.Request) { r.URL.Path = "/records/" + strconv.Itoa(int(d.Seq-1)) }, http.StatusNotFound},
		"another date":   {path, header("Date", "Mon, 07 Sep 2026 08:00:01 GMT"), http.StatusNotFound},
		"another key":    {path, func(r *http.Request) { _ = newStranger(t, "/x").signer().Sign(r, nil, town.clock.Now()) }, http.StatusNotFound},
		"two signatures": {path, func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) }, http.StatusNotFound},
	} {
		r, err := http.NewRequest(http.MethodGet, town.base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := council.signs("actor").Sign(r, nil, town.clock.Now()); err != nil {
			t.Fatal(err)
		}
		c.knob(r)
		if answer, _ := town.ask(r); answer.StatusCode != c.status {
			t.Errorf("%s: answered %d, want %d", name, answer.StatusCode, c.status)
		}
	}
}

func TestARecordIsServedByteForByteWhereverItStands(t *testing.T) {
	town, council := onSQLite(t).joined()
	d := town.decides(commune.Motion{Audience: commune.Public})
	settle(town, council)
	var signed []byte
	town.tx(func(tx *store.Tx) error {
		e, err := tx.Entry(d.Seq)
		signed = e.Document
		return err
	})
	_, served := town.fetch("/records/" + seqOf(d))
	_, outbox := town.fetch("/ag/outbox?before=9223372036854775807")
	var page struct {
		Items []struct{ Object json.RawMessage } `json:"orderedItems"`
	}
	if err := json.Unmarshal(outbox, &page); err != nil {
		t.Fatal(err)
	}
	heard := council.heard(town.ag())
	for name, got := range map[string][]byte{
		"at its address": served, "in the outbox": page.Items[0].Object, "at the council": heard[len(heard)-1].Document,
	} {
		if string(got) != string(signed) {
			t.Errorf("%s it reads\n%s, signed was\n%s", name, got, signed)
		}
		if _, err := record.Verify(got, town.peerKey()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// peerKey is the assembly's public key.
func (i *instance) peerKey() (key []byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys("ag")
		key = keys.Public()
		return err
	})
	return key
}

func TestADocumentIsChosenByTheAcceptHeader(t *testing.T) {
	town := onSQLite(t).commune("Commune de Crest")
	for accept, document := range map[string]bool{
		activityAS2:           true,
		"application/ld+json": false,
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`:                                             true,
		`application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams", text/html;q=0.1`: true,
		"text/html,application/xhtml+xml;q=0.9,*/*;q=0.8":                                                                  false,
		"text/html;q=0.5, application/activity+json;q=0.6":                                                                 true,
		"*/*":              false,
		"application/json": false,
	} {
		r, err := http.NewRequest(http.MethodGet, town.base+"/ag", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		answer, _ := town.ask(r)
		got := answer.StatusCode == http.StatusOK && answer.Header.Get("Content-Type") == activityAS2+"; charset=utf-8"
		page := answer.StatusCode == http.StatusSeeOther && answer.Header.Get("Location") == town.base+"/"
		if got != document || page == document || answer.Header.Get("Vary") != "Accept" {
			t.Errorf("%s: document %v, page %v, Vary %q", accept, got, page, answer.Header.Get("Vary"))
		}
	}
}

func TestSIG38_NoDocumentShowsAPrivateKey(t *testing.T) {
	town, council := onSQLite(t).joined()
	for _, i := range []*instance{town, council} {
		for _, path := range []string{"/ag", "/conseil", "/actor", "/ag/main-key", "/records/0", "/records/1", "/ag/records?after=-1", "/conseil/records?after=-1"} {
			if _, raw := i.fetch(path); bytes.Contains(raw, []byte("PRIVATE KEY")) || bytes.Contains(raw, []byte("zoe@")) {
				t.Errorf("%s shows what is secret", path)
			}
		}
	}
}
