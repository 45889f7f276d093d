package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
)

// serving is a process that listens.
type serving struct {
	*exec.Cmd
	address string
	read    chan struct{} // closed when its log has been read to the end
}

// start runs the program until it says that it listens.
func (p program) start(ctx context.Context) (*serving, error) {
	s := &serving{Cmd: exec.CommandContext(ctx, p.file, p.serve...), read: make(chan struct{})}
	s.Env = p.environment
	log, err := s.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(log)
	var said []string
	for s.address == "" && lines.Scan() {
		said = append(said, lines.Text())
		_, after, _ := strings.Cut(lines.Text(), "listening on ")
		s.address = strings.Trim(after, `" `)
	}
	if s.address == "" {
		return nil, errors.Join(fmt.Errorf("%s did not come to listen: %s", p.file, strings.Join(said, "\n")), s.Wait())
	}
	go func() {
		_, _ = io.Copy(io.Discard, log)
		close(s.read)
	}()
	return s, nil
}

// stop asks the process to end, as the system does, and waits for it. Being ended by the signal itself is an end too.
func (s *serving) stop() error {
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-s.read
	var ended *exec.ExitError
	if err := s.Wait(); err != nil && !(errors.As(err, &ended) && ended.Sys().(syscall.WaitStatus).Signaled()) {
		return err
	}
	return nil
}
