package world

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// World is some instances of one binary, the clock that they share, and the mailbox of everybody in it.
type World struct {
	Folder    string
	Clock     Clock
	Mailbox   *Mailbox
	Instances []*Instance

	binary string
	people atomic.Int32
}

// Open makes a world in a folder, or opens the one that the folder holds. A new world's clock is the machine's.
func Open(binary, folder string) (*World, error) {
	w := &World{Folder: folder, Clock: Clock{File: filepath.Join(folder, "clock")}, binary: binary}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if _, err := os.Stat(w.Clock.File); errors.Is(err, os.ErrNotExist) {
		if err := w.Clock.SetNow(); err != nil {
			return nil, err
		}
	}
	var err error
	w.Mailbox, err = OpenMailbox()
	return w, err
}

// linkLife is how long a mailed link can be used in a world: people look at it in their own time.
const linkLife = 24 * time.Hour

// Instance adds an instance that is reached at a port of loopback.
func (w *World) Instance(name string, port int) *Instance {
	i := &Instance{Name: name, URL: fmt.Sprintf("http://127.0.0.1:%d", port), Data: filepath.Join(w.Folder, name), binary: w.binary}
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "FEDERES_") {
			i.env = append(i.env, setting)
		}
	}
	i.env = append(i.env,
		"FEDERES_URL="+i.URL, "FEDERES_LISTEN="+i.Listen(), "FEDERES_DATA="+i.Data, "FEDERES_FEDERATION_ALLOW=127.0.0.0/8",
		"FEDERES_SMTP=smtp://"+w.Mailbox.Address, "FEDERES_LINK_LIFE="+linkLife.String(), "FEDERES_DEMO_CLOCK="+w.Clock.File)
	w.Instances = append(w.Instances, i)
	return i
}

// Close ends every process, and takes no more mail.
func (w *World) Close() error {
	ended := make(chan error, len(w.Instances))
	for _, i := range w.Instances {
		go func() { ended <- i.Stop() }()
	}
	var errs []error
	for range w.Instances {
		errs = append(errs, <-ended)
	}
	return errors.Join(append(errs, w.Mailbox.Close())...)
}

// FreePorts are ports of loopback on which nobody listens.
func FreePorts(n int) ([]int, error) {
	ports := make([]int, n)
	for i := range ports {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		address, ok := listener.Addr().(*net.TCPAddr)
		if !ok {
			return nil, errors.New("loopback without ports")
		}
		ports[i] = address.Port
	}
	return ports, nil
}

// pause is between two looks at something that another process is about to do.
const pause = 50 * time.Millisecond

// Until looks again and again, until what is awaited has come about; look says what is still missing. After patience it fails with that.
func Until(ctx context.Context, patience time.Duration, look func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		missing := look()
		if missing == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited %v: %w", patience, missing)
		case <-time.After(pause):
		}
	}
}
