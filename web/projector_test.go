package web_test

import (
	"net/http"
	"strings"
	"testing"

	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web"
)

// projected makes the address of the first assembly's projector, as who leads it does.
func (w *world) projected() string {
	w.Helper()
	a := w.as(keeper).post("/meetings/1/projector", nil).is(http.StatusSeeOther)
	path := a.header.Get("Location")
	if !strings.HasPrefix(path, "/projector/") || len(path) < len("/projector/")+26 {
		w.Fatalf("the address is %q", path)
	}
	return path
}

func TestAProjectorNeedsNoAccountAndLearnsOfEveryAct(t *testing.T) {
	w, _ := liveWorld(t, options{})
	path := w.projected()
	wall := w.browser()
	page := wall.get(path).is(http.StatusOK)
	if page.header.Get("Referrer-Policy") != "no-referrer" || attr(page.one("div", "id", "live"), "hx-sse:connect") != path+"/stream" {
		t.Errorf("the page gives its address away, or is not live: %v", page.header)
	}
	if kept := page.header.Get("Cache-Control"); kept != "no-store" {
		t.Errorf("what the address shows may be kept: %q", kept)
	}
	l := wall.listen(t, path+"/stream", "")
	l.next()
	w.asks(member)
	w.speaks()
	l.until("Awa D.")
	for _, elsewhere := range []string{"/meetings/1/seat", "/members"} {
		if a := wall.get(elsewhere); a.status == http.StatusOK {
			t.Errorf("who has the projector's address reads %s", elsewhere)
		}
	}
}

func TestANewProjectorEndsTheOneBefore(t *testing.T) {
	w, tick := liveWorld(t, options{})
	before := w.projected()
	wall := w.browser()
	l := wall.listen(t, before+"/stream", "")
	l.next()
	after := w.projected()
	tick <- w.clock.Now()
	for e := l.next(); e.name != "anew"; e = l.next() {
		if e == (event{}) {
			t.Fatal("the old projector's stream ended without a word")
		}
	}
	wall.get(before).is(http.StatusNotFound)
	wall.get(after).is(http.StatusOK)
}

func TestAProjectorEndsWithItsMeetingAndKeepsShowingHow(t *testing.T) {
	w, _ := liveWorld(t, options{})
	path := w.projected()
	wall := w.browser()
	l := wall.listen(t, path+"/stream", "")
	l.next()
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.people[keeper], 1) })
	last := l.next()
	if end := l.next(); !strings.Contains(last.data, "projector-stage") || end.name != "end" || l.next() != (event{}) {
		t.Errorf("last came %+v, then %+v", last, end)
	}
	wall.get(path).is(http.StatusNotFound)
	wall.get(path + "/stream").is(http.StatusNotFound)
}

func TestOnlyWhoLeadsMakesAProjectorAndOfItsStreamsThereAreNotTooMany(t *testing.T) {
	w, _ := liveWorld(t, options{limits: web.Limits{Streams: web.StreamLimits{EachOne: 1}}})
	w.as(member).post("/meetings/1/projector", nil).is(http.StatusForbidden)
	path := w.projected()
	w.browser().listen(t, path+"/stream", "")
	w.browser().get(path + "/stream").is(http.StatusServiceUnavailable)
}
