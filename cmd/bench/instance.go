package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/federation"
	"federes.org/web"
	"federes.org/web/mail"
)

// instance is a real one, founded in a folder of its own and served on loopback. Only its limits are out of the way: a bench is
// one host and one network that asks for more than any other.
type instance struct {
	*store.Store
	house   procedure.House
	founder commune.MemberID
	address string
	ahead   atomic.Int64 // nanoseconds by which its clock is moved
	server  *http.Server
	service *federation.Service
}

// unlimited is a rate that no run reaches.
const unlimited = 1_000_000

// open founds an organisation and serves it.
func open(ctx context.Context, o options, kind commune.OrganisationKind, database string) (*instance, error) {
	folder, err := os.MkdirTemp(o.folder, string(kind))
	if err != nil {
		return nil, err
	}
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	i := &instance{house: confederal.Confederate(procedure.NewHouse(words))}
	i.Store, err = store.Open(ctx, store.Config{Database: database, Data: folder, Clock: i.now, Publisher: federation.Outbox{}})
	if err != nil {
		return nil, err
	}
	if err := i.serve(ctx, kind); err != nil {
		return nil, errors.Join(err, i.close())
	}
	return i, nil
}

// now is the instance's time.
func (i *instance) now() time.Time { return time.Now().Add(time.Duration(i.ahead.Load())) }

// moveTo moves the instance's clock.
func (i *instance) moveTo(t time.Time) { i.ahead.Store(int64(time.Until(t))) }

func (i *instance) serve(ctx context.Context, kind commune.OrganisationKind) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	i.address = listener.Addr().String()
	handler, err := i.found(ctx, kind)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	i.server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = i.server.Serve(listener) }() // ends when the server is closed
	return nil
}

func (i *instance) found(ctx context.Context, kind commune.OrganisationKind) (http.Handler, error) {
	base, log := "http://"+i.address, slog.New(slog.DiscardHandler)
	err := i.InTx(ctx, func(tx *store.Tx) error {
		founder, err := procedure.Found(tx, i.house, procedure.Founding{
			Organisation: commune.Organisation{
				Kind: kind, Name: "Commune du Faubourg-des-Tisserands", Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: base,
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
		})
		i.founder = founder.ID
		return err
	})
	if err != nil {
		return nil, err
	}
	i.service, err = federation.New(federation.Options{Store: i.Store, House: i.house, BaseURL: base, Version: "bench", Log: log, Rate: unlimited})
	if err != nil {
		return nil, err
	}
	often := web.Rate{Count: unlimited, In: time.Second}
	pages, err := web.New(web.Config{
		Store: i.Store, House: i.house, BaseURL: base, Directory: i.service, Councils: i.service, Mailer: mail.Folder{Log: log}, Log: log,
		Limits: web.Limits{LinksPerAddress: often, SignInsPerIP: often, Passwords: often, Acts: often},
	})
	if err != nil {
		return nil, err
	}
	return i.service.Mount(pages), nil
}

// close ends the server and lets the database go.
func (i *instance) close() error {
	var err error
	if i.server != nil {
		err = i.server.Close()
	}
	if i.service != nil {
		i.service.Close()
	}
	return errors.Join(err, i.Store.Close())
}
