// Command bare is a web server that answers every request with nothing, and has one stream on which it says a word to everybody at once:
// the least that either costs in this language. It is the ceiling of what cmd/bench measures of a process.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "listening on", listener.Addr())
	f := fan{next: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /stream", f.listen)
	mux.HandleFunc("POST /say", f.say)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	fmt.Fprintln(os.Stderr, "bare:", server.Serve(listener))
}

// fan says the latest word to all who listen.
type fan struct {
	mu   sync.Mutex
	word string
	next chan struct{} // closed when there is a later word
}

func (f *fan) say(_ http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.word = r.URL.Query().Get("word")
	close(f.next)
	f.next = make(chan struct{})
}

func (f *fan) latest() (string, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.word, f.next
}

func (f *fan) listen(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	for {
		word, next := f.latest()
		if _, err := io.WriteString(w, "data: "+word+"\n\n"); err != nil || flush.Flush() != nil {
			return
		}
		select {
		case <-next:
		case <-r.Context().Done():
			return
		}
	}
}
