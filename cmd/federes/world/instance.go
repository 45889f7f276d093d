package world

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// How long an instance may take to listen, and to end.
const (
	startTimeout = 30 * time.Second
	stopTimeout  = 15 * time.Second
)

// Instance is one commune or council: a data folder of its own, and the process that serves it while it runs.
type Instance struct {
	Name string
	URL  string
	Data string

	binary string
	env    []string
	log    *logFile

	process *exec.Cmd
	exited  chan struct{} // closed when the process is no more
}

// Listen is the host and port of the instance.
func (i *Instance) Listen() string {
	u, err := url.Parse(i.URL)
	if err != nil {
		return i.URL
	}
	return u.Host
}

// Run runs another command of the binary on this instance, and gives what it printed.
func (i *Instance) Run(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, i.binary, args...)
	command.Env = i.env
	var out, problem bytes.Buffer
	command.Stdout, command.Stderr = &out, &problem
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("federes %s: %w: %s", args[0], err, strings.TrimSpace(problem.String()))
	}
	return out.String(), nil
}

// Init founds the instance and gives its founder's sign-in link.
func (i *Instance) Init(ctx context.Context, args ...string) (string, error) {
	out, err := i.Run(ctx, append([]string{"init"}, args...)...)
	if err != nil {
		return "", err
	}
	link := linkShape.FindString(out)
	if link == "" {
		return "", fmt.Errorf("federes init printed no link: %s", out)
	}
	return link, nil
}

// Start serves the instance, and returns when it listens.
func (i *Instance) Start(ctx context.Context, args ...string) error {
	if err := i.Vacant(); err != nil {
		return err
	}
	log, err := openLog(filepath.Join(filepath.Dir(i.Data), i.Name+".log"))
	if err != nil {
		return err
	}
	command := exec.Command(i.binary, append([]string{"serve"}, args...)...)
	command.Env, command.Stderr = i.env, log
	if err := command.Start(); err != nil {
		return errors.Join(err, log.Close())
	}
	i.process, i.log, i.exited = command, log, make(chan struct{})
	go func(exited chan struct{}) {
		defer close(exited)
		_ = command.Wait() // its log says why it ended
		_ = log.Close()
	}(i.exited)
	select {
	case <-log.listening:
		return nil
	case <-i.exited:
		return i.Died()
	case <-ctx.Done():
		return errors.Join(ctx.Err(), i.Stop())
	case <-time.After(startTimeout):
		return errors.Join(fmt.Errorf("%s does not listen:\n%s", i.Name, log.Tail()), i.Kill())
	}
}

// Vacant refuses a port that somebody else listens on.
func (i *Instance) Vacant() error {
	listener, err := net.Listen("tcp", i.Listen())
	if err != nil {
		return fmt.Errorf("the address %s of %s is taken: %w", i.Listen(), i.Name, err)
	}
	return listener.Close()
}

// Exited is closed when the process is no more; nil while none was started.
func (i *Instance) Exited() <-chan struct{} { return i.exited }

// Died is the error of a process that ended by itself, with the end of its log.
func (i *Instance) Died() error { return fmt.Errorf("%s ended:\n%s", i.Name, i.log.Tail()) }

// Log is the end of what the process logged.
func (i *Instance) Log() string { return i.log.Tail() }

// Stop lets the process finish what it is doing.
func (i *Instance) Stop() error {
	if !i.running() {
		return nil
	}
	if err := i.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-i.exited:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("%s did not end when asked to", i.Name), i.Kill())
	}
}

// Kill ends the process between two instructions, as a power cut does.
func (i *Instance) Kill() error {
	if !i.running() {
		return nil
	}
	if err := i.process.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-i.exited
	return nil
}

func (i *Instance) running() bool {
	if i.exited == nil {
		return false
	}
	select {
	case <-i.exited:
		return false
	default:
		return true
	}
}
