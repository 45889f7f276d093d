package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"federes.org/cmd/federes/world"
)

// demoComplete is the file by which a folder is known to hold a demo in which all has happened that was to happen.
const demoComplete = "complete"

// demoInstances are two communes and a council.
const demoInstances = 3

type demoCommand struct {
	Dir   string `help:"Folder of the demo, begun there or continued; without one, a temporary folder that is removed at the end." type:"path" placeholder:"FOLDER"`
	Ports []int  `help:"Ports of the two communes and of the council." default:"8080,8081,8082"`
	Story bool   `help:"Play the path from the founding to the council step by step on free ports, say what happened, and end."`
}

// Run starts two communes and a council as processes of this binary, lets their first weeks happen, and serves them until it is
// interrupted.
func (c demoCommand) Run(ctx context.Context, o output) (err error) {
	folder, leave, err := c.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, leave()) }()
	begun, err := demoIn(folder)
	if err != nil {
		return err
	}
	d, err := c.open(folder, o.out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.world.Close()) }()
	if err := together(d.world.Instances, (*world.Instance).Vacant); err != nil {
		return err
	}
	if begun {
		err = d.start(ctx)
	} else {
		err = d.play(ctx)
	}
	if err != nil || c.Story {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, demoComplete), nil, 0o600); err != nil {
		return err
	}
	return d.serve(ctx)
}

// folder is where the demo lives, and how it is left: a temporary folder goes with it.
func (c demoCommand) folder() (folder string, leave func() error, err error) {
	if c.Dir != "" && !c.Story {
		return c.Dir, func() error { return nil }, nil
	}
	folder, err = os.MkdirTemp("", "federes-demo-")
	return folder, func() error { return os.RemoveAll(folder) }, err
}

// open makes the world of the demo, in which nothing runs yet.
func (c demoCommand) open(folder string, out io.Writer) (*demo, error) {
	ports := c.Ports
	if c.Story {
		var err error
		if ports, err = world.FreePorts(demoInstances); err != nil {
			return nil, err
		}
	}
	if len(ports) != demoInstances {
		return nil, fmt.Errorf("a demo has %d ports: of two communes and of their council", demoInstances)
	}
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w, err := world.Open(binary, folder)
	if err != nil {
		return nil, err
	}
	return newDemo(w, ports, out)
}

// demoIn tells whether a folder holds a demo; a folder with anything else in it is left alone.
func demoIn(folder string) (bool, error) {
	if _, err := os.Stat(filepath.Join(folder, demoComplete)); err == nil {
		return true, nil
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty and holds no finished demo: remove it, or name another folder", folder)
	}
	return false, err
}

// start serves the three instances.
func (d *demo) start(ctx context.Context) error {
	return together(d.world.Instances, func(i *world.Instance) error { return i.Start(ctx) })
}

// serve says where to go and with which links, then tells every link that is mailed, until the end.
func (d *demo) serve(ctx context.Context) error {
	if err := d.invite(ctx); err != nil {
		return err
	}
	var printing sync.Mutex
	d.world.Mailbox.Announce(func(l world.Letter) {
		printing.Lock()
		defer printing.Unlock()
		fmt.Fprintf(d.out, "%s signs in at\n  %s\n", l.To, l.Link)
	})
	died := make(chan *world.Instance, len(d.world.Instances))
	for _, i := range d.world.Instances {
		go func() { <-i.Exited(); died <- i }()
	}
	select {
	case <-ctx.Done():
		return nil
	case i := <-died:
		if ctx.Err() != nil {
			return nil // interrupted with us
		}
		return i.Died()
	}
}

// invite prints the three addresses, and a sign-in link for each role.
func (d *demo) invite(ctx context.Context) error {
	fmt.Fprintln(d.out)
	for _, c := range d.communes {
		fmt.Fprintf(d.out, "%s\n  %s\n", c.at.URL, c.name)
	}
	fmt.Fprintf(d.out, "%s\n  %s\n\nSign-in links, good once and for a day:\n", d.council.URL, councilName)
	for _, r := range d.roles() {
		if err := r.AskLink(ctx); err != nil {
			return err
		}
		limited, cancel := context.WithTimeout(ctx, time.Minute)
		link, err := d.world.Mailbox.Link(limited, r.Email)
		cancel()
		if err != nil {
			return err
		}
		fmt.Fprintf(d.out, "  %-20s %s (%s)\n    %s\n", r.what, r.Name, r.Email, link)
	}
	fmt.Fprintln(d.out, "\nWhoever asks for a link on a sign-in page gets it here. Ctrl-C ends the demo.")
	return nil
}

// role is somebody as whom one can look around.
type role struct {
	what string
	*world.Person
}

// roles come with browsers of their own, which are not signed in.
func (d *demo) roles() []role {
	first := d.communes[0]
	return []role{
		{"member", first.newcomer(ordinary)},
		{"facilitator", first.newcomer(facilitator)},
		{"treasurer", first.newcomer(treasurer)},
		{"delegate", first.newcomer(delegate)},
		{"council's founder", d.world.Person(d.council, councilFounder, councilEmail)},
	}
}

// together does something for all of them at once.
func together[T any](all []T, do func(T) error) error {
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, one := range all {
		wg.Go(func() { errs[i] = do(one) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// say prints a line of the story.
func say(out io.Writer, format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
