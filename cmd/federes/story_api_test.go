package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
	"federes.org/commune/record"
)

const activityJSON = "application/activity+json"

// get asks as any program on the web does.
func get(ctx context.Context, t *testing.T, address, accept string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	ok(t, err)
	r.Header.Set("Accept", accept)
	answer, err := http.DefaultClient.Do(r)
	ok(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ok(t, err)
	return answer, body
}

// document asks for JSON that must be there.
func document(ctx context.Context, t *testing.T, address, accept string) map[string]any {
	t.Helper()
	answer, body := get(ctx, t, address, accept)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s: %s", address, answer.Status, body)
	}
	var fields map[string]any
	ok(t, json.Unmarshal(body, &fields))
	return fields
}

func (s *story) api(ctx context.Context, t *testing.T) {
	for _, at := range []*world.Instance{s.a.Instance, s.council} {
		own := at == s.a.Instance
		page := document(ctx, t, at.URL+"/api/v1/decisions?limit=1", "application/json")
		items, _ := page["items"].([]any)
		cursor, more := page["next"].(string)
		if len(items) != 1 || !more || len(page) != 2 {
			t.Fatalf("a page of one item is %v", page)
		}
		item, _ := items[0].(map[string]any)
		tally, _ := item["tally"].(map[string]any)
		if item["text"] != "La commune adhère à la coopérative d'achat du Marché-aux-Lins." || tally["for"] != 2.0 || tally["against"] != 0.0 || tally["abstain"] != 1.0 {
			t.Errorf("the latest decision is %v", item)
		}
		origin, address := item["origin"], item["record"].(string)
		if item["own"] != own || item["verified"] != true || item["audience"] != "public" || origin != s.a.URL || !strings.HasPrefix(address, s.a.URL+"/records/") {
			t.Errorf("the latest decision is %v", item)
		}
		if at, err := time.Parse(time.RFC3339, item["decidedAt"].(string)); err != nil || at.Location() != time.UTC || at.Before(s.starts) {
			t.Errorf("decided at %v: %v", item["decidedAt"], err)
		}
		fields := []string{"number", "text", "tally", "decidedAt", "origin", "own", "verified", "audience", "record"}
		if len(item) != len(fields) || slices.ContainsFunc(fields, func(f string) bool { return item[f] == nil }) {
			t.Errorf("the fields are %v", item)
		}
		rest := document(ctx, t, at.URL+"/api/v1/decisions?after="+cursor, "application/json")
		if left, _ := rest["items"].([]any); rest["next"] != nil || len(left) != map[bool]int{true: 1, false: 2}[own] {
			t.Errorf("the last page is %v", rest)
		}
	}
	if answer, _ := get(ctx, t, s.a.URL+"/api/v1/decisions?after=nonsense", "application/json"); answer.StatusCode/100 != 4 {
		t.Errorf("a cursor that is none is answered %s", answer.Status)
	}
}

func (s *story) documents(ctx context.Context, t *testing.T) {
	for handle, actor := range map[string]string{"ag@" + s.a.Listen(): s.a.URL + "/ag", "conseil@" + s.council.Listen(): s.council.URL + "/conseil"} {
		_, host, _ := strings.Cut(handle, "@")
		found := document(ctx, t, "http://"+host+"/.well-known/webfinger?resource=acct:"+handle, "application/jrd+json")
		if found["subject"] != "acct:"+handle || !strings.Contains(string(encoded(t, found)), actor) {
			t.Errorf("%s is %v", handle, found)
		}
		if body := document(ctx, t, actor, activityJSON); body["id"] != actor || body["type"] != "Group" {
			t.Errorf("%s is %v", actor, body)
		}
	}
	decisions, err := world.NewBrowser(s.council.URL, "").Decisions(ctx)
	ok(t, err)
	answer, body := get(ctx, t, decisions[0].Record, activityJSON)
	if answer.Header.Get("Content-Type") != activityJSON+"; charset=utf-8" || !strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), "Accept") {
		t.Errorf("the record is served with %v", answer.Header)
	}
	parsed, err := record.Parse(body)
	ok(t, err)
	if parsed.ID != decisions[0].Record || string(parsed.AttributedTo) != s.a.URL+"/ag" {
		t.Errorf("the record is %s of %s", parsed.ID, parsed.AttributedTo)
	}
	s.proved(ctx, t, body)
	log := document(ctx, t, s.a.URL+"/ag/records", activityJSON)
	page := document(ctx, t, fmt.Sprint(log["first"]), activityJSON)
	if items, _ := page["orderedItems"].([]any); log["type"] != "OrderedCollection" || log["totalItems"] != float64(len(items)) || len(items) < 3 {
		t.Errorf("the log is %v, its first page holds %d entries", log, len(items))
	}
}

// proved verifies a record's proof with the key of the actor's own document, as anyone can.
func (s *story) proved(ctx context.Context, t *testing.T, document []byte) {
	t.Helper()
	_, body := get(ctx, t, s.a.URL+"/ag", activityJSON)
	var actor struct {
		AssertionMethod []struct{ ID, PublicKeyMultibase string }
	}
	ok(t, json.Unmarshal(body, &actor))
	if len(actor.AssertionMethod) != 1 {
		t.Fatalf("the actor shows %d keys", len(actor.AssertionMethod))
	}
	key, err := record.DecodeMultikey(actor.AssertionMethod[0].PublicKeyMultibase)
	ok(t, err)
	method, err := record.Verify(document, key)
	if err != nil || method != actor.AssertionMethod[0].ID {
		t.Errorf("the record is proved by %q: %v", method, err)
	}
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	ok(t, err)
	return text
}
