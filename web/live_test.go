package web_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
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

func TestAPageThatIsOpenLearnsOfAnAct(t *testing.T) {
	w := scenes(t)[session].copied(t)
	seat := w.as(member).listen(t, fmt.Sprintf("/meetings/%d/stream?screen=seat", secondMeeting), "")
	first := seat.next()
	if first.id == "" || !strings.Contains(first.data, `<hx-partial hx-target="#seat-now" hx-swap="outerMorph">`) {
		t.Fatalf("first came %+v", first)
	}
	w.tx(func(tx *store.Tx) error {
		return procedure.AskFloor(tx, w.people[member], commune.SpeechRequest{Meeting: secondMeeting, Member: w.people[member], Kind: commune.Turn})
	})
	after := seat.next()
	if after.id == first.id || strings.Contains(after.data, "seat-now") || !strings.Contains(after.data, `#seat-me`) {
		t.Errorf("then came %+v", after)
	}
}
