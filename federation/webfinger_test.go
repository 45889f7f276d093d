package federation_test

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/federation"
)

const jrd = "application/jrd+json"

// finger is a webfinger answer that names an actor.
func finger(subject, href string) fields {
	return fields{"subject": subject, "links": []any{
		fields{"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "https://evil.test/"},
		fields{"rel": "self", "type": activityAS2, "href": href},
	}}
}

// fingers answers webfinger by resource.
func (p *peer) fingers(answers map[string]fields) {
	p.mux.HandleFunc("GET /.well-known/webfinger", func(w http.ResponseWriter, r *http.Request) {
		answer, known := answers[r.FormValue("resource")]
		if !known {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", jrd+"; charset=utf-8")
		_ = json.NewEncoder(w).Encode(answer)
	})
}

func TestAnActorIsFoundByItsHandleOrItsAddress(t *testing.T) {
	p := newPeer(t)
	own := "acct:ag@" + p.host()
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	p.redirects("/@ag", "/ag")
	p.fingers(map[string]fields{own: finger(own, p.URL+"/ag")})
	for _, text := range []string{own, "@ag@" + p.host(), "ag@" + p.host(), " ag@" + p.host() + " ", p.URL + "/ag", p.URL + "/@ag", p.URL + "/ag#top"} {
		got, raw, err := newClient(t).Resolve(t.Context(), text)
		if err != nil || got.ID != commune.ActorID(p.URL+"/ag") || len(raw) == 0 {
			t.Errorf("%q: %+v, %v", text, got.ID, err)
		}
	}
}

func TestAHandleAndAnActorThatDoNotNameEachOtherAreRefused(t *testing.T) {
	p, other := newPeer(t), newPeer(t)
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	p.fingers(map[string]fields{
		"acct:ag@" + p.host():      finger("acct:ag@"+p.host(), other.URL+"/ag"),
		"acct:cut@" + p.host():     {"subject": "acct:cut@" + p.host()},
		"acct:mute@" + p.host():    {"links": []any{}},
		"acct:subject@" + p.host(): finger("acct:bob@"+p.host(), p.URL+"/ag"),
	})
	other.serves("/ag", activityAS2, other.assembly("/ag"))
	other.fingers(map[string]fields{
		"acct:ag@" + other.host():  finger("acct:ag@"+other.host(), p.URL+"/ag"),
		"acct:bob@" + other.host(): finger("acct:bob@"+other.host(), p.URL+"/ag"),
	})
	client := newClient(t)
	for _, text := range []string{
		"ag@" + p.host(), "bob@" + other.host(), p.URL + "/ag", "cut@" + p.host(), "mute@" + p.host(), "subject@" + p.host(),
		"", "ag", "@ag", "ag@", "@" + p.host(), "ag@" + p.host() + "/path", "ag@evil.test@" + p.host(), "a/g@" + p.host(), "javascript:alert(1)",
	} {
		if got, _, err := client.Resolve(t.Context(), text); !errors.Is(err, federation.ErrHandle) {
			t.Errorf("%q: %v, %v", text, got.ID, err)
		}
	}
}

func TestAnAnswerAboutAnotherNameIsNoAnswer(t *testing.T) {
	p := newPeer(t)
	own := "acct:ag@" + p.host()
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	p.fingers(map[string]fields{own: finger(own, p.URL+"/ag"), "acct:alias@" + p.host(): finger(own, p.URL+"/ag")})
	if got, _, err := newClient(t).Resolve(t.Context(), "alias@"+p.host()); !errors.Is(err, federation.ErrHandle) {
		t.Errorf("%v, %v", got.ID, err)
	}
}

func TestAHandleOnAShorterDomainLeadsToTheHostOfTheID(t *testing.T) {
	short, p := newPeer(t), newPeer(t)
	subject := "acct:ag@" + short.host()
	short.fingers(map[string]fields{subject: finger(subject, p.URL+"/ag")})
	p.serves("/ag", activityAS2, p.assembly("/ag"))
	p.fingers(map[string]fields{"acct:ag@" + p.host(): finger(subject, p.URL+"/ag")})
	got, _, err := newClient(t).Resolve(t.Context(), "ag@"+short.host())
	if err != nil || got.ID != commune.ActorID(p.URL+"/ag") {
		t.Errorf("%v, %v", got.ID, err)
	}
}

func TestWebfingerGoesByTLSWhereThereIsTLS(t *testing.T) {
	var host string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &peer{Server: &httptest.Server{URL: "https://" + host}}
		answer, kind := p.assembly("/ag"), activityAS2
		if r.URL.Path != "/ag" {
			answer, kind = finger("acct:ag@"+host, p.URL+"/ag"), "application/json"
		}
		w.Header().Set("Content-Type", kind)
		_ = json.NewEncoder(w).Encode(answer)
	}))
	defer server.Close()
	host = strings.TrimPrefix(server.URL, "https://")
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := newClient(t, func(c *federation.Config) { c.Roots = roots })
	if got, _, err := client.Resolve(t.Context(), "ag@"+host); err != nil || got.ID != commune.ActorID(server.URL+"/ag") {
		t.Errorf("%v, %v", got.ID, err)
	}
}

func TestWebfingerOutsideTheAllowedNetworksIsNotAsked(t *testing.T) {
	p := newPeer(t)
	client := newClient(t, func(c *federation.Config) { c.Allow = nil })
	for _, text := range []string{"ag@" + p.host(), "ag@localhost:" + p.host()[strings.LastIndex(p.host(), ":")+1:]} {
		if _, _, err := client.Resolve(t.Context(), text); !errors.Is(err, federation.ErrAddress) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if p.requests.Load() != 0 {
		t.Error("it was asked")
	}
}
