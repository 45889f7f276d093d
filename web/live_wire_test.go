package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// pipes is a listener of connections that hold nothing: what is not read cannot be written.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialled:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error { close(p.closed); return nil }

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// piped serves a world over pipes, and gives a way to open a stream whose browser reads when it likes.
func piped(t *testing.T, w *world) (server *http.Server, open func(role string) *listening) {
	t.Helper()
	p := pipes{make(chan net.Conn), make(chan struct{})}
	server = &http.Server{Handler: w.pages, ReadHeaderTimeout: time.Minute}
	server.RegisterOnShutdown(w.pages.EndStreams)
	ended := make(chan error)
	go func() { ended <- server.Serve(p) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return server, func(role string) *listening {
		b := w.as(role)
		r, err := http.NewRequest(http.MethodGet, w.server.URL+seat, nil)
		if err != nil {
			t.Fatal(err)
		}
		near, far := net.Pipe()
		p.dialled <- far
		fmt.Fprintf(near, "GET %s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", seat, b.cookies(r))
		return &listening{t, bufio.NewScanner(near), func() { near.Close() }}
	}
}

// cookies are those that the browser sends with a request.
func (b browser) cookies(r *http.Request) string {
	var all []string
	for _, c := range b.Jar.Cookies(r.URL) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

func TestWhoDoesNotReadKeepsNobodyWaitingAndThenReadsWhatIsNow(t *testing.T) {
	w, _ := liveWorld(t, options{})
	_, open := piped(t, w)
	slow, quick := open(facilitator), w.as(member).listen(t, seat, "")
	defer slow.close()
	if !slow.lines.Scan() { // the answer has begun, and nobody reads on
		t.Fatal("no answer")
	}
	quick.next()
	for _, speaker := range []string{member, keeper, facilitator} {
		w.asks(speaker)
		w.speaks()
		quick.until(map[string]string{member: "Awa D.", keeper: "Berfîn A.", facilitator: "Karim B."}[speaker])
	}
	slow.until("Karim B.")
}

func TestAServerThatShutsDownDoesNotWaitForItsStreams(t *testing.T) {
	w, _ := liveWorld(t, options{})
	server, open := piped(t, w)
	l := open(member)
	l.until("seat-now")
	drained := make(chan struct{})
	go func() {
		for l.lines.Scan() {
		}
		close(drained)
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Errorf("shutting down: %v", err)
	}
	<-drained
}
