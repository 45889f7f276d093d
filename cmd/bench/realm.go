package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/federation"
)

// shape is how many organisations stand at each level, the highest first; the last are communes. Each belongs to one of the level above, as evenly
// as the numbers allow.
type shape []int

// all is how many they are together.
func (s shape) all() (n int) {
	for _, level := range s {
		n += level
	}
	return n
}

// above is which of the level above one belongs to.
func (s shape) above(level, n int) int { return n * s[level-1] / s[level] }

// communes is the lowest level.
func (s shape) communes() int { return len(s) - 1 }

// realm is a confederation of real instances, each with its own database, that speak to each other over HTTP. They share one clock, which moves only
// when it is moved, and a few RSA keys.
type realm struct {
	shape   shape
	levels  [][]*citizen
	words   *locale.Catalogues
	folder  string
	ring    []*rsa.PrivateKey
	ahead   atomic.Int64
	start   time.Time
	traffic *traffic
}

// citizen is one organisation of it.
type citizen struct {
	*instance
	realm   *realm
	actor   commune.ActorID
	runner  *jobs.Runner
	meeting commune.MeetingID
}

// pooled is how many RSA keys a realm shares: making one for each would take longer than all that is measured.
const pooled = 8

// settled is where a realm stands before anything is measured: everybody is founded, belongs to the level above, and has read what follows from that.
func settled(ctx context.Context, o options, s shape) (*realm, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	r := &realm{shape: s, words: words, start: time.Now().Truncate(time.Second), traffic: &traffic{kinds: make(map[string]flow)}}
	if r.folder, err = os.MkdirTemp(o.folder, "realm"); err != nil {
		return nil, err
	}
	for range pooled {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		r.ring = append(r.ring, key)
	}
	for level, n := range s {
		r.levels = append(r.levels, nil)
		for i := range n {
			c, err := r.found(ctx, level, i)
			if err != nil {
				return nil, errors.Join(err, r.close())
			}
			r.levels[level] = append(r.levels[level], c)
		}
	}
	if err := r.unite(ctx); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

func (r *realm) now() time.Time { return r.start.Add(time.Duration(r.ahead.Load())) }

func (r *realm) close() error {
	var err error
	for _, c := range r.everybody() {
		err = errors.Join(err, c.close())
	}
	return err
}

func (r *realm) everybody() (all []*citizen) {
	for _, level := range r.levels {
		all = append(all, level...)
	}
	return all
}

func (r *realm) found(ctx context.Context, level, n int) (c *citizen, err error) {
	kind, name := commune.KindCouncil, fmt.Sprintf("Conseil %d.%d", level, n)
	if level == r.shape.communes() {
		kind, name = commune.KindCommune, fmt.Sprintf("Commune %d", n)
	}
	c = &citizen{realm: r, instance: &instance{house: confederal.Confederate(procedure.NewHouse(r.words))}}
	folder, err := r.template(ctx, fmt.Sprintf("%d-%d", level, n))
	if err != nil {
		return nil, err
	}
	turn := 0
	c.Store, err = store.Open(ctx, store.Config{Data: folder, Clock: r.now, Publisher: federation.Outbox{}, RSA: func() (*rsa.PrivateKey, error) {
		turn++
		return r.ring[(n+turn)%pooled], nil
	}})
	if err != nil {
		return nil, err
	}
	return c, c.enter(ctx, kind, name)
}

// template is a folder with a database as the first start leaves it: bringing a schema up takes longer than all that follows.
func (r *realm) template(ctx context.Context, name string) (string, error) {
	const database = "federes.db"
	made := filepath.Join(r.folder, database)
	if _, err := os.Stat(made); errors.Is(err, os.ErrNotExist) {
		s, err := store.Open(ctx, store.Config{Data: r.folder})
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			return "", err
		}
	}
	folder := filepath.Join(r.folder, name)
	file, err := os.ReadFile(made)
	if err == nil {
		err = os.Mkdir(folder, 0o700)
	}
	if err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, database), file, 0o600)
}

// enter founds the organisation and opens its door.
func (c *citizen) enter(ctx context.Context, kind commune.OrganisationKind, name string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.address = listener.Addr().String()
	base, log := "http://"+c.address, slog.New(slog.DiscardHandler)
	o := commune.Organisation{Kind: kind, Name: name, Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: base}
	c.actor = o.Assembly()
	if err := c.InTx(ctx, func(tx *store.Tx) error {
		founder, err := procedure.Found(tx, c.house, procedure.Founding{
			Organisation: o, FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example", Charter: "Le mandat est impératif et révocable.",
		})
		c.founder = founder.ID
		return err
	}); err != nil {
		return errors.Join(err, listener.Close())
	}
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	c.service, err = federation.New(federation.Options{Store: c.Store, House: c.house, BaseURL: base, Version: "bench", Log: log, Rate: unlimited, Allow: loopback})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	c.runner = jobs.NewRunner(jobs.Config{
		DB: c.Store.Jobs(), Clock: c.Store.Clock, Handlers: c.service.Jobs(), Every: c.service.Every(), Backoff: c.service.Backoff(), Log: log,
	})
	c.server = &http.Server{Handler: c.realm.traffic.watch(c.service.Mount(http.NotFoundHandler())), ReadHeaderTimeout: time.Minute}
	go func() { _ = c.server.Serve(listener) }() // ends when the server is closed
	return nil
}

// settle has all work done that is due, until nothing follows from it any more. It gives what was said meanwhile.
func (r *realm) settle(ctx context.Context) (map[string]flow, error) {
	all := make(map[string]flow)
	for {
		for _, c := range r.everybody() {
			if err := c.runner.Drain(ctx); err != nil {
				return nil, err
			}
		}
		round := r.traffic.take()
		if len(round) == 0 {
			return all, ctx.Err()
		}
		join(all, round)
	}
}

// unite has each level join the one above, the highest first, and opens an assembly everywhere.
func (r *realm) unite(ctx context.Context) error {
	for level := range r.shape {
		for n, c := range r.levels[level] {
			if err := c.assemble(ctx); err != nil {
				return err
			}
			if level == 0 {
				continue
			}
			if err := c.join(ctx, r.levels[level-1][r.shape.above(level, n)]); err != nil {
				return err
			}
		}
		if _, err := r.settle(ctx); err != nil {
			return err
		}
		if level == 0 {
			continue
		}
		for _, c := range r.levels[level-1] {
			if err := c.acceptAll(ctx); err != nil {
				return err
			}
		}
		if _, err := r.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// encoded is what a motion carries.
func encoded(v any) []byte {
	payload, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own terms
	}
	return payload
}

// later moves everybody's clock.
func (r *realm) later(d time.Duration) { r.ahead.Add(int64(d)) }
