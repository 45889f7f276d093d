package federation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/go-fed/activity/pub"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/store"
)

// Options say where an instance's federation stands.
type Options struct {
	Store   *store.Store
	House   commons.House  // where its procedures run
	BaseURL string         // final: every id is built on it
	Version string         // of the software, told by NodeInfo
	Allow   []netip.Prefix // networks reached beside the public ones
	Log     *slog.Logger
	Rate    rate.Limit // signed requests a second that one host may send; zero for InboxRate
}

// Service is the federation of one instance: it answers peers, delivers to them and reads what it missed.
type Service struct {
	Options
	host  string
	actor pub.Actor
	gate  *gate

	bookmarks bookmarks
	desk      *desk

	mu     sync.Mutex
	client *Client           // made once the instance is founded
	keys   map[string]Signer // of our actors, by name; they never change
}

// New makes the federation of an instance, founded or not.
func New(o Options) (*Service, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("federation: %q is no base URL", o.BaseURL)
	}
	if o.Rate == 0 {
		o.Rate = InboxRate
	}
	s := &Service{Options: o, host: base.Host, gate: newGate(o.Rate), desk: newDesk(o.Rate), keys: make(map[string]Signer), bookmarks: bookmarks{all: make(map[string]bookmark)}}
	s.actor = pub.NewCustomActor(delegate{service: s}, false, true, clock{s})
	return s, nil
}

// Close lets connections go.
func (s *Service) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client != nil {
		s.client.Close()
	}
}

// clock is the store's, as the protocol engine asks for it.
type clock struct{ *Service }

// Now reads it.
func (c clock) Now() time.Time { return c.Store.Clock() }

// signer gives the key with which one of our actors signs requests.
func (s *Service) signer(ctx context.Context, name string) (Signer, error) {
	s.mu.Lock()
	known, ok := s.keys[name]
	s.mu.Unlock()
	if ok {
		return known, nil
	}
	var signer Signer
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		keys, err := tx.Keys(name)
		signer = Signer{KeyID: s.BaseURL + "/" + name + "#main-key", Key: keys.RSA}
		return err
	})
	if err != nil {
		return Signer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[name] = signer
	return signer, nil
}

// speaker is the one client, which signs as the instance (CF-2).
func (s *Service) speaker(ctx context.Context) (*Client, error) {
	fetcher, err := s.signer(ctx, "actor")
	if err != nil {
		return nil, fmt.Errorf("federation: the instance has no key yet: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client == nil {
		s.client = NewClient(Config{
			Own: s.host, Agent: "federes/" + s.Version + " (+" + s.BaseURL + ")", Fetcher: fetcher, Now: s.Store.Clock, Allow: s.Allow,
		})
	}
	return s.client, nil
}

// organisation is what this instance hosts; NotFound before the founding.
func (s *Service) organisation(ctx context.Context) (o commune.Organisation, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		o, err = tx.Organisation()
		return err
	})
	return o, err
}

// isRefusal tells the rules' answer from a failure of ours.
func isRefusal(err error) (commune.Refusal, bool) {
	var r commune.Refusal
	ok := errors.As(err, &r)
	return r, ok
}
