package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/web"
)

// event is one of a stream, as a browser reads it.
type event struct{ id, name, data string }

// listening is a browser that follows a stream.
type listening struct {
	*testing.T
	lines *bufio.Scanner
	close func()
}

// listen opens a stream; shown is the name of what the browser shows already.
func (b browser) listen(t *testing.T, path, shown string) *listening {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.w.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", shown)
	answer, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	close := func() { cancel(); answer.Body.Close() }
	t.Cleanup(close)
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%s answered %d, %s", path, answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	return &listening{t, lines, close}
}

// next is the next event but signs of life; none when the stream has ended.
func (l *listening) next() (e event) {
	for l.lines.Scan() {
		field, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data += value + "\n"
		case "":
			if e.name != "beat" && e != (event{}) {
				return e
			}
			e = event{}
		}
	}
	return event{}
}

// until is the first event that says something.
func (l *listening) until(words string) event {
	l.Helper()
	for {
		e := l.next()
		if e == (event{}) {
			l.Fatalf("the stream ended without %q", words)
		}
		if strings.Contains(e.data, words) {
			return e
		}
	}
}

// shows asserts that nothing of a stream's page was sent but what stands in one part.
func (e event) shows(t *testing.T, part string) {
	t.Helper()
	if n := strings.Count(e.data, "<hx-partial "); n == 0 || n != strings.Count(e.data, `hx-target="#`+part) {
		t.Errorf("%d parts came, not %s alone:\n%s", n, part, e.data)
	}
}

// seat is the stream of a participant's screen.
const seat = "/meetings/1/stream?screen=seat"

// liveWorld is a commune whose first assembly is open, led by the keeper, with everybody there; its hub looks who may watch when it is told.
func liveWorld(t *testing.T, o options) (*world, chan time.Time) {
	t.Helper()
	tick := make(chan time.Time)
	o.tick = tick
	w := newWorld(t, o)
	if o.clock != nil {
		return w, tick
	}
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	w.admit(facilitator, "Karim B.", true)
	w.admit(keeper, "Berfîn A.", true)
	w.item(member, w.next().ID, "Épicerie coopérative")
	w.attend(w.next(), member, facilitator, keeper)
	w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.people[keeper], 1); return err })
	return w, tick
}

// asks has a member ask for the floor.
func (w *world) asks(role string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return procedure.AskFloor(tx, w.people[role], commune.SpeechRequest{Meeting: 1, Member: w.people[role], Kind: commune.Turn})
	})
}

// speaks has the keeper, who leads, give the floor to who is first.
func (w *world) speaks() {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, w.people[keeper], 1, 0); return err })
}

func TestAPageThatIsOpenIsSentWhatChangesAndNothingElse(t *testing.T) {
	w, _ := liveWorld(t, options{})
	awa := w.as(member).listen(t, seat, "")
	if first := awa.next(); first.id == "" || !strings.Contains(first.data, "seat-now") || !strings.Contains(first.data, "seat-me") {
		t.Fatalf("first came %+v", first)
	}
	w.asks(member)
	awa.next().shows(t, "seat-me")
	w.speaks()
	if e := awa.next(); !strings.Contains(e.data, "Awa D.") || !strings.Contains(e.data, "seat-now") {
		t.Errorf("then came %+v", e)
	}
}

func TestAnActOfAnotherProcessIsSeen(t *testing.T) {
	address := storetest.Schema(t)
	w, _ := liveWorld(t, options{database: address})
	other, _ := liveWorld(t, options{database: address, base: w.server.URL, folder: w.folder, people: w.people, clock: w.clock})
	awa := w.as(member).listen(t, seat, "")
	awa.next()
	other.asks(facilitator)
	other.speaks()
	awa.until("Karim B.")
}

func TestABrowserThatComesBackIsSentOnlyWhatItMissed(t *testing.T) {
	w, _ := liveWorld(t, options{})
	b := w.as(member)
	before := b.listen(t, seat, "")
	shown := before.next().id
	before.close()
	back := b.listen(t, seat, shown)
	w.asks(member)
	back.next().shows(t, "seat-me")
	back.close()
	w.asks(facilitator)
	w.speaks() // whoever asked first
	if e := b.listen(t, seat, shown).next(); !strings.Contains(e.data, "Awa D.") || !strings.Contains(e.data, "seat-now") {
		t.Errorf("what was missed: %+v", e)
	}
}

func TestManyStreamsAllComeToShowTheSame(t *testing.T) {
	w, _ := liveWorld(t, options{limits: web.Limits{Streams: web.StreamLimits{EachOne: 100}}})
	b := w.as(facilitator)
	streams := make([]*listening, 60)
	for i := range streams {
		streams[i] = b.listen(t, seat, "")
	}
	var all sync.WaitGroup
	for _, l := range streams {
		all.Go(func() {
			if !strings.Contains(l.until("Berfîn A.").data, "seat-now") {
				t.Error("the last speaker came without the part in which they stand")
			}
		})
	}
	for i := range 6 {
		w.asks([]string{member, facilitator}[i%2])
		w.speaks()
	}
	w.asks(keeper)
	w.speaks()
	all.Wait()
}

func TestWhoMayNoLongerWatchIsSentAway(t *testing.T) {
	for name, act := range map[string]func(w *world, b browser){
		"left": func(w *world, _ browser) {
			w.tx(func(tx *store.Tx) error {
				m, err := tx.MemberForUpdate(w.people[member])
				m.LeftAt = tx.Now()
				return errors.Join(err, tx.SaveMember(m))
			})
		},
		"another password": func(w *world, _ browser) {
			w.tx(func(tx *store.Tx) error { return procedure.SetPassword(tx, w.people[member], "else") })
		},
		"signed out elsewhere": func(w *world, b browser) {
			w.tx(func(tx *store.Tx) error {
				return tx.DB().Exec("DELETE FROM sessions WHERE token IN (SELECT token FROM sessions ORDER BY expires_at DESC LIMIT 1)").Error
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, tick := liveWorld(t, options{})
			others := w.as(facilitator).listen(t, seat, "")
			others.next()
			w.clock.Add(time.Second) // the last session is the member's
			b := w.as(member)
			l := b.listen(t, seat, "")
			l.next()
			act(w, b)
			tick <- time.Time{} // every three seconds
			if e := l.next(); e.name != "anew" || l.next() != (event{}) {
				t.Errorf("not sent away: %+v", e)
			}
			w.asks(facilitator)
			others.next().shows(t, "seat-me")
		})
	}
}

func TestAG4_WhoIsExcludedFromTheSittingFollowsItNoLonger(t *testing.T) {
	w, _ := liveWorld(t, options{})
	b := w.as(member)
	l := b.listen(t, seat, "")
	l.next()
	terms, err := json.Marshal(commune.ExclusionTerms{Member: w.people[member]})
	if err != nil {
		t.Fatal(err)
	}
	w.adopt(keeper, w.motion(keeper, commune.Motion{
		Item: 1, Form: commune.FormExclusion, Text: "Une personne quitte la séance.", Audience: commune.MembersOnly, Payload: terms,
	}), keeper, facilitator)
	e := l.next()
	for e.name == "" && e.data != "" {
		e = l.next()
	}
	if e.name != "anew" || l.next() != (event{}) {
		t.Errorf("not sent away: %+v", e)
	}
	b.get("/meetings/1/seat").is(http.StatusOK).silent("stream?screen=seat")
	if a := b.get(seat); a.status != http.StatusNotFound {
		t.Errorf("listens again: %d", a.status)
	}
	w.pages.Video = provider(t, "jitsi+https://commune:secret@jitsi.example")
	b.get("/meetings/1/video").is(http.StatusForbidden).reads("vous écarte de cette séance")
	w.as(facilitator).get("/meetings/1/video").is(http.StatusSeeOther)
}

func TestSigningOutEndsTheStreamsOfThatSessionAtOnce(t *testing.T) {
	w, _ := liveWorld(t, options{})
	here, there := w.as(member), w.as(member)
	ends, stays := here.listen(t, seat, ""), there.listen(t, seat, "")
	ends.next()
	stays.next()
	here.post("/sign-out", nil).is(http.StatusSeeOther)
	if e := ends.next(); e.name != "anew" || ends.next() != (event{}) {
		t.Errorf("not sent away: %+v", e)
	}
	w.asks(member)
	stays.next().shows(t, "seat-me")
}

func TestAScreenIsStreamedToWhomItIsFor(t *testing.T) {
	w, _ := liveWorld(t, options{limits: web.Limits{Streams: web.StreamLimits{EachOne: 2}}})
	w.as(keeper).listen(t, "/meetings/1/stream?screen=console", "").next()
	b := w.as(member)
	for path, want := range map[string]int{
		"/meetings/1/stream?screen=console": http.StatusNotFound, "/meetings/1/stream?screen=projector": http.StatusNotFound,
		"/meetings/9/stream?screen=seat": http.StatusNotFound, "/meetings/1/stream": http.StatusNotFound,
	} {
		if a := b.get(path); a.status != want {
			t.Errorf("%s answered %d", path, a.status)
		}
	}
	w.browser().get(seat).is(http.StatusForbidden)
	first := b.listen(t, seat, "")
	b.listen(t, seat, "")
	if a := b.get(seat).is(http.StatusServiceUnavailable); a.header.Get("Retry-After") == "" {
		t.Error("it is not said when to come back")
	}
	first.close()
	w.as(facilitator).listen(t, seat, "")
}
