package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// A word that a stream says stands between these; a seat's is the name of who speaks.
var before, behind = []byte(`<p class="name">`), []byte("<")

// longest is more than a word and what stands around it.
const longest = 200

// audience are browsers that each follow a stream of one server. It knows when the last of them has heard each word.
type audience struct {
	wires  []*wire
	places map[string]*atomic.Int64 // of a word, when it is said
	heard  []atomic.Int64           // by how many, by place
	at     []time.Time              // when the last did
	all    chan int                 // the places that all have heard
	silent chan error               // a stream that ended
}

// words are what can be said, at most so many in all.
func gather(words []string, said int) *audience {
	a := &audience{
		places: make(map[string]*atomic.Int64, len(words)), heard: make([]atomic.Int64, said), at: make([]time.Time, said),
		all: make(chan int, said), silent: make(chan error, len(words)),
	}
	for _, w := range words {
		a.places[w] = &atomic.Int64{}
		a.places[w].Store(-1)
	}
	return a
}

// join opens a stream for each request.
func (a *audience) join(address string, requests [][]byte) error {
	for _, r := range requests {
		w, err := dial(address)
		if err != nil {
			return err
		}
		a.wires = append(a.wires, w)
		if _, err := w.Write(r); err != nil {
			return err
		}
	}
	for _, w := range a.wires {
		answer, err := http.ReadResponse(w.answers, nil)
		if err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("a stream was answered %s", answer.Status)
		}
		go func() { a.silent <- a.follow(answer.Body) }()
	}
	return nil
}

// leave closes every stream.
func (a *audience) leave() {
	for _, w := range a.wires {
		w.Close()
	}
}

// follow reads a stream to its end.
func (a *audience) follow(stream io.Reader) error {
	buffer, last := make([]byte, 0, 16<<10), int64(-1)
	for {
		if len(buffer) > cap(buffer)-4096 {
			buffer = buffer[:copy(buffer, buffer[len(buffer)-longest:])]
		}
		n, err := stream.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		from := bytes.LastIndex(buffer, before)
		if from >= 0 {
			word, _, whole := bytes.Cut(buffer[from+len(before):], behind)
			if whole {
				last = a.hears(string(word), last)
				buffer = buffer[:0]
			}
		}
		if err != nil {
			return err
		}
	}
}

// hears notes that a browser heard a word, and with it all before: who is slow misses some.
func (a *audience) hears(word string, last int64) int64 {
	place := int64(-1)
	if p := a.places[word]; p != nil {
		place = p.Load()
	}
	for ; last < place; last++ {
		if a.heard[last+1].Add(1) == int64(len(a.wires)) {
			a.at[last+1] = time.Now()
			a.all <- int(last + 1)
		}
	}
	return last
}

// speech is a run of words said at an even pace.
type speech struct {
	*audience
	every time.Duration
	words []string // in the order in which they are said
	said  int      // so far
	say   func(word string) error
}

// round says the next n words, and gives the milliseconds between the moment at which one was to be said and that at which the last browser
// heard it: 99 of 100 took no longer.
func (s *speech) round(ctx context.Context, n int) (float64, error) {
	first, due := s.said, make([]time.Time, n)
	failed := make(chan error, 1)
	start := time.Now().Add(s.every)
	go func() {
		for i := range n {
			due[i] = start.Add(time.Duration(i) * s.every)
			time.Sleep(time.Until(due[i]))
			s.places[s.words[first+i]].Store(int64(first + i))
			if err := s.say(s.words[first+i]); err != nil {
				failed <- err
				return
			}
		}
	}()
	limit := time.After(time.Duration(n)*s.every + time.Minute)
	for range n {
		select {
		case <-s.all:
		case err := <-failed:
			return 0, err
		case err := <-s.silent:
			return 0, fmt.Errorf("a stream ended: %w", err)
		case <-limit:
			return 0, fmt.Errorf("not everybody heard")
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	s.said += n
	took := make([]float64, n)
	for i := range took {
		took[i] = float64(s.at[first+i].Sub(due[i]).Microseconds()) / 1000
	}
	slices.Sort(took)
	return took[(99*n+99)/100-1], nil
}
