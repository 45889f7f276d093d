package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
)

// wire is one kept connection to an instance, over which requests go as bytes that were made before the clock started.
type wire struct {
	net.Conn
	answers *bufio.Reader
}

func dial(address string) (*wire, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{Conn: c, answers: bufio.NewReader(c)}, nil
}

// wires are several connections to one instance.
func wires(address string, n int) ([]*wire, func(), error) {
	var all []*wire
	hangUp := func() {
		for _, w := range all {
			w.Close()
		}
	}
	for range n {
		w, err := dial(address)
		if err != nil {
			hangUp()
			return nil, nil, err
		}
		all = append(all, w)
	}
	return all, hangUp, nil
}

// exchange sends a request and reads the answer to its end; another status than the one wanted is an error with the answer's words.
func (w *wire) exchange(request []byte, want int) error {
	if _, err := w.Write(request); err != nil {
		return err
	}
	answer, err := http.ReadResponse(w.answers, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != want {
		words, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		return fmt.Errorf("answered %s, wanted %d: %s", answer.Status, want, words)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}
