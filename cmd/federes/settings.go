package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/federation"
)

// settings are those of where an instance runs. What its assembly decides is not here.
type settings struct {
	URL      string `help:"Address under which the instance is reached; final once it is founded." env:"FEDERES_URL" placeholder:"https://HOST"`
	Database string `help:"PostgreSQL address (postgres://…); without one, SQLite in the data folder." env:"FEDERES_DATABASE"`
	Data     string `help:"Folder of the database, of the secret that seals the keys, and of mails kept for want of SMTP." env:"FEDERES_DATA" default:"data" type:"path"`

	DemoClock string `hidden:"" env:"FEDERES_DEMO_CLOCK"` // file with the seconds by which a demo's clock is moved; loopback only
}

// baseURL is the address in its one form: scheme and host.
func (s settings) baseURL() (string, error) {
	if s.URL == "" {
		return "", errors.New("FEDERES_URL is not set: it is the address under which the instance is reached, final once it is founded")
	}
	u, err := url.Parse(s.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return "", fmt.Errorf("FEDERES_URL is %q: it must be a scheme and a host, such as https://commune.example", s.URL)
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

// warnPlain says before it is too late that an address without TLS is final too. On loopback it is what one wants.
func warnPlain(base string, to io.Writer) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme == "https" || u.Hostname() == "localhost" {
		return
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsLoopback() {
		return
	}
	fmt.Fprintf(to, "warning: %s is reached without TLS, and this address is final: others on the internet will not federate with it\n", base)
}

// open opens the store; what its transactions publish goes to the federation's outbox.
func (s settings) open(ctx context.Context, committed func()) (*store.Store, error) {
	clock, err := s.clock()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{
		Database: s.Database, Data: s.Data, Clock: clock, Publisher: federation.Outbox{}, Committed: committed,
	})
}

// clock is the machine's, or a demo's: moved by what its file says, so that days can pass. Only on loopback.
func (s settings) clock() (func() time.Time, error) {
	if s.DemoClock == "" {
		return time.Now, nil
	}
	base, err := s.baseURL()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err != nil || !ip.IsLoopback() {
		return nil, errors.New("FEDERES_DEMO_CLOCK is for demos on loopback addresses")
	}
	if _, err := demoOffset(s.DemoClock); err != nil {
		return nil, err
	}
	return func() time.Time {
		offset, err := demoOffset(s.DemoClock)
		if err != nil {
			return time.Now()
		}
		return time.Now().Add(offset)
	}, nil
}

func demoOffset(file string) (time.Duration, error) {
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return 0, fmt.Errorf("the demo's clock: %w", err)
	}
	return time.ParseDuration(strings.TrimSpace(string(text)))
}

// founded is the organisation of this instance, if it has one; another address than its own is refused.
func founded(ctx context.Context, s *store.Store, baseURL string) (o commune.Organisation, ok bool, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		o, err = tx.Organisation()
		return err
	})
	switch {
	case errors.Is(err, commune.ErrNotFound):
		return o, false, nil
	case err != nil:
		return o, false, err
	case o.BaseURL != baseURL:
		return o, true, fmt.Errorf("this instance was founded as %s and every identifier is built on it: FEDERES_URL cannot become %s", o.BaseURL, baseURL)
	}
	return o, true, nil
}
