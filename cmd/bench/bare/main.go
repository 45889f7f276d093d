// Command bare is a web server that answers every request with nothing: the least that one costs in this language. It is the ceiling of
// what cmd/bench measures of a process.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "listening on", listener.Addr())
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	server := &http.Server{Handler: nothing, ReadHeaderTimeout: time.Minute}
	fmt.Fprintln(os.Stderr, "bare:", server.Serve(listener))
}
