package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// settling is how long a process is left alone before its memory is read: its first periodic work is done by then.
const settling = 1500 * time.Millisecond

// memoryReadings is how many processes of each kind have their memory read at most.
const memoryReadings = 3

// process measures the binary itself, on an instance that was founded before: how long from its start until it listens, and what it holds of
// memory then and after many page views. Its ceilings are the same binary doing nothing, and a web server that answers nothing.
func process(ctx context.Context, o options, report func(figure) error) error {
	ours, bare, err := o.programs(ctx)
	if err != nil {
		return err
	}
	m, err := alternately(ctx, o.starts, func() (float64, error) {
		return ours.coldStart(ctx)
	}, func() (float64, error) {
		return milliseconds(func() error { return ours.do(ctx, "version") })
	})
	if err != nil {
		return err
	}
	if err := report(cost("cold_start", "s", pair{m.ours / 1000, m.ceiling / 1000}, "the same binary printing its version")); err != nil {
		return err
	}
	var after [2][]float64
	m, err = alternately(ctx, min(o.starts, memoryReadings), func() (float64, error) {
		return ours.memory(ctx, o.views, &after[0])
	}, func() (float64, error) {
		return bare.memory(ctx, o.views, &after[1])
	})
	if err != nil {
		return err
	}
	if err := report(cost("memory_idle", "MiB", m, "a Go web server that answers nothing")); err != nil {
		return err
	}
	m = pair{median(after[0]), median(after[1])}
	return report(cost(fmt.Sprintf("memory_after_%d_views", o.views), "MiB", m, "the same server after as many requests"))
}

// program is a binary, the arguments with which it serves, and all of its environment.
type program struct {
	file        string
	serve       []string
	environment []string
}

// programs are the two that are compared; ours has an instance founded for it.
func (o options) programs(ctx context.Context) (ours, bare program, err error) {
	ours = program{file: o.binary, serve: []string{"serve"}, environment: []string{
		"FEDERES_URL=http://127.0.0.1:8080", "FEDERES_LISTEN=127.0.0.1:0", "FEDERES_DATA=" + filepath.Join(o.folder, "data"),
	}}
	bare.file = filepath.Join(o.folder, "bare")
	if err := build(ctx, "federes.org/cmd/bench/bare", bare.file); err != nil {
		return ours, bare, err
	}
	if ours.file == "" {
		ours.file = filepath.Join(o.folder, "federes")
		if err := build(ctx, "federes.org/cmd/federes", ours.file); err != nil {
			return ours, bare, err
		}
	}
	return ours, bare, ours.do(ctx, "init", "--name", "Commune du Faubourg-des-Tisserands", "--founder", "zoe@tisserands.example")
}

// build makes a binary as it is shipped.
func build(ctx context.Context, command, file string) error {
	c := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", file, command)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	return finished(c)
}

// do runs one command of the program to its end.
func (p program) do(ctx context.Context, args ...string) error {
	c := exec.CommandContext(ctx, p.file, args...)
	c.Env = p.environment
	return finished(c)
}

func finished(c *exec.Cmd) error {
	said, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(c.Args, " "), err, said)
	}
	return nil
}

// coldStart is how many milliseconds pass until the program listens.
func (p program) coldStart(ctx context.Context) (float64, error) {
	var s *serving
	took, err := milliseconds(func() (err error) {
		s, err = p.start(ctx)
		return err
	})
	if err != nil {
		return 0, err
	}
	return took, s.stop()
}

// memory is what the program holds when it has settled, in MiB; what it holds after many page views is added to after.
func (p program) memory(ctx context.Context, views int, after *[]float64) (idle float64, err error) {
	s, err := p.start(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	time.Sleep(settling)
	if idle, err = s.resident(); err != nil {
		return 0, err
	}
	line, err := dial(s.address)
	if err != nil {
		return 0, err
	}
	defer line.Close()
	for n := range views {
		target := []string{"/", "/register"}[n%2]
		if err := line.exchange([]byte("GET "+target+" HTTP/1.1\r\nHost: "+s.address+"\r\n\r\n"), http.StatusOK); err != nil {
			return 0, err
		}
	}
	held, err := s.resident()
	*after = append(*after, held)
	return idle, err
}

// resident is the memory that the process holds now.
func (s *serving) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmRSS:" {
			kib, err := strconv.ParseFloat(fields[1], 64)
			return kib / 1024, err
		}
	}
	return 0, errors.New("this system does not tell what memory a process holds")
}
