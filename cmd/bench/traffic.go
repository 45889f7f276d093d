package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// flow is so many requests of one kind, and the bytes of them and of their answers, headers included.
type flow struct {
	Requests int
	Bytes    int64
}

// traffic is what came to the doors of a confederation, by kind.
type traffic struct {
	mu    sync.Mutex
	kinds map[string]flow
}

func (t *traffic) add(kind string, bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.kinds[kind]
	t.kinds[kind] = flow{f.Requests + 1, f.Bytes + bytes}
}

// take gives what came since the last time, and forgets it.
func (t *traffic) take() map[string]flow {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.kinds
	t.kinds = make(map[string]flow)
	return all
}

// sum is all kinds together.
func sum(kinds map[string]flow) (all flow) {
	for _, f := range kinds {
		all.Requests += f.Requests
		all.Bytes += f.Bytes
	}
	return all
}

// join adds what was said later.
func join(all, later map[string]flow) {
	for kind, f := range later {
		all[kind] = flow{all[kind].Requests + f.Requests, all[kind].Bytes + f.Bytes}
	}
}

// listed names the kinds in order, for an error.
func listed(kinds map[string]flow) string {
	var b strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&b, "%s %d (%d B), ", kind, kinds[kind].Requests, kinds[kind].Bytes)
	}
	return strings.TrimSuffix(b.String(), ", ")
}

// watch has every request noted that a door answers.
func (t *traffic) watch(door http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		asked := int64(len(r.Method)+len(r.RequestURI)+len(" HTTP/1.1\r\nHost: \r\n")+len(r.Host)+len(body)) + length(r.Header)
		answer := &weighed{ResponseWriter: w}
		door.ServeHTTP(answer, r)
		t.add(kindOf(r, body), asked+answer.bytes+length(w.Header())+int64(len("HTTP/1.1 200 OK\r\n\r\n")))
	})
}

// weighed counts the bytes of an answer.
type weighed struct {
	http.ResponseWriter
	bytes int64
}

func (w *weighed) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

func length(h http.Header) (n int64) {
	for name, values := range h {
		for _, v := range values {
			n += int64(len(name) + len(": \r\n") + len(v))
		}
	}
	return n
}

// kindOf names what a request is: an activity by its type and that of the record in it, a reading by what is read.
func kindOf(r *http.Request, body []byte) string {
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/inbox") {
		var a struct {
			Type   string
			Object json.RawMessage
		}
		var object struct {
			Record struct{ Kind string } `json:"federes:record"`
		}
		_ = json.Unmarshal(body, &a)
		_ = json.Unmarshal(a.Object, &object) // many are addresses alone
		return strings.TrimSpace(a.Type + " " + object.Record.Kind)
	}
	last := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	switch {
	case strings.HasPrefix(r.URL.Path, "/witness/"), strings.HasPrefix(r.URL.Path, "/log/"), strings.HasPrefix(r.URL.Path, "/.well-known/"):
		return last
	case last == "ag", last == "conseil", last == "actor":
		return "actor"
	case strings.HasPrefix(r.URL.Path, "/records/"):
		return "record"
	case last == "counted.json":
		return "counted"
	case last == "records", last == "answers", last == "outcome":
		if r.URL.RawQuery != "" {
			return last + " page"
		}
		return last
	}
	return r.URL.Path
}
