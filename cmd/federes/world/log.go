package world

import (
	"bytes"
	"os"
	"strings"
	"sync"
)

// tailLines is how much of a log is shown when something went wrong.
const tailLines = 25

// logFile keeps what a process logs, remembers the end of it, and notices when the process listens.
type logFile struct {
	listening chan struct{}

	mu    sync.Mutex
	file  *os.File
	rest  []byte // of a line that is not finished
	lines []string
	heard bool
}

func openLog(name string) (*logFile, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &logFile{file: file, listening: make(chan struct{})}, err
}

// Write takes in what the process says.
func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			break
		}
		l.line(string(line))
		l.rest = rest
	}
	return l.file.Write(p)
}

func (l *logFile) line(line string) {
	l.lines = append(l.lines, line)
	if len(l.lines) > tailLines {
		l.lines = l.lines[1:]
	}
	if !l.heard && strings.Contains(line, "listening on ") {
		l.heard = true
		close(l.listening)
	}
}

// Tail is the end of the log.
func (l *logFile) Tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(append(l.lines[:len(l.lines):len(l.lines)], string(l.rest)), "\n")
}

// Close ends the log.
func (l *logFile) Close() error { return l.file.Close() }
