package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/federation"
	"federes.org/web"
	"federes.org/web/mail"
	"federes.org/web/video"
)

// What a connection may take.
const (
	readTimeout     = 30 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
	scheduleEvery   = 15 * time.Minute
)

// jobSchedule keeps the coming meetings planned.
const jobSchedule = "schedule"

type serveCommand struct {
	settings
	Listen         string        `help:"Address to listen on." env:"FEDERES_LISTEN" default:"127.0.0.1:8080"`
	SMTP           string        `help:"Mail server: smtp://USER:PASSWORD@HOST:PORT?from=SENDER, or smtps://…; without one mails are kept in the data folder." env:"FEDERES_SMTP" name:"smtp"`
	Video          string        `help:"Video calls of meetings: https://… (any page), jitsi+https://HOST, jitsi+https://APP:SECRET@HOST, bbb+https://:SECRET@HOST/bigbluebutton, galene+https://:KEY@HOST/group/NAME." env:"FEDERES_VIDEO"`
	Allow          []string      `help:"Networks reached beside the public ones, in which plain http is accepted." env:"FEDERES_FEDERATION_ALLOW" name:"federation-allow" placeholder:"127.0.0.0/8,…"`
	TrustedProxies []string      `help:"Networks of the reverse proxies whose X-Forwarded-For is believed." env:"FEDERES_TRUSTED_PROXIES" default:"127.0.0.0/8,::1/128"`
	LinkLife       time.Duration `help:"How long a mailed sign-in link can be used." env:"FEDERES_LINK_LIFE" default:"10m"`
}

// instance is one organisation with everything that serves it.
type instance struct {
	store      *store.Store
	federation *federation.Service
	runner     *jobs.Runner
	handler    http.Handler
	pages      *web.Server
}

// Run serves until the context ends, then lets requests and jobs finish.
func (c serveCommand) Run(ctx context.Context, o output) (err error) {
	log := slog.New(slog.NewTextHandler(o.err, nil))
	base, err := c.baseURL()
	if err != nil {
		return err
	}
	i, err := c.build(ctx, base, log)
	if err != nil {
		return err
	}
	defer func() {
		i.federation.Close()
		err = errors.Join(err, i.store.Close())
	}()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{
		Handler: i.handler, ReadTimeout: readTimeout, ReadHeaderTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(i.pages.EndStreams)
	working, stopJobs := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() { i.runner.Run(working); close(done) }()
	go i.store.SpareKeys(working)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	log.Info("listening on " + listener.Addr().String())
	select {
	case err = <-ended:
	case <-ctx.Done():
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		err = server.Shutdown(limited)
	}
	stopJobs()
	<-done
	return err
}

// build wires an instance, from the database up to the handler.
func (c serveCommand) build(ctx context.Context, base string, log *slog.Logger) (*instance, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	allow, err := networks(c.Allow)
	if err != nil {
		return nil, err
	}
	i := &instance{}
	if i.store, err = c.open(ctx, func() { i.runner.Wake() }); err != nil {
		return nil, err
	}
	_, isFounded, err := founded(ctx, i.store, base)
	if err != nil {
		return nil, errors.Join(err, i.store.Close())
	}
	house := confederal.Confederate(procedure.NewHouse(words))
	i.federation, err = federation.New(federation.Options{Store: i.store, House: house, BaseURL: base, Version: version, Allow: allow, Log: log})
	if err != nil {
		return nil, errors.Join(err, i.store.Close())
	}
	config, err := c.reaching(web.Config{
		Store: i.store, House: house, BaseURL: base, Directory: i.federation, Councils: i.federation,
		SetupKey: c.setupKey(isFounded, base, log), LinkLife: c.LinkLife, TrustedProxies: c.TrustedProxies, Log: log,
	})
	if err != nil {
		return nil, errors.Join(err, i.store.Close())
	}
	if i.pages, err = web.New(config); err != nil {
		return nil, errors.Join(err, i.store.Close())
	}
	i.handler = i.federation.Mount(i.pages)
	i.runner = i.newRunner(i.pages, log)
	if err := i.federation.CatchUp(ctx); err != nil {
		return nil, errors.Join(err, i.store.Close())
	}
	return i, nil
}

// newRunner registers the durable work of every wing.
func (i *instance) newRunner(pages *web.Server, log *slog.Logger) *jobs.Runner {
	handlers := i.federation.Jobs()
	maps.Copy(handlers, pages.Jobs())
	handlers[jobSchedule] = func(ctx context.Context, _ jobs.Job) error { return i.schedule(ctx) }
	handlers[procedure.UrnJob] = func(ctx context.Context, _ jobs.Job) error { return i.store.Forget(ctx) }
	every := i.federation.Every()
	maps.Copy(every, pages.Every())
	every[jobSchedule] = scheduleEvery
	return jobs.NewRunner(jobs.Config{
		DB: i.store.Jobs(), Clock: i.store.Clock, Tick: time.NewTicker(time.Second).C,
		Handlers: handlers, Every: every, Backoff: i.federation.Backoff(), Log: log,
	})
}

// schedule keeps the coming meetings planned (AG-2), once there is an organisation.
func (i *instance) schedule(ctx context.Context) error {
	err := i.store.InTx(ctx, procedure.Schedule)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// mailer sends through the mail server, or keeps mails in the data folder where there is none.
func (c serveCommand) mailer(base string, log *slog.Logger) (mail.Sender, error) {
	if c.SMTP == "" {
		return mail.Folder{Path: filepath.Join(c.Data, "mail"), Log: log}, nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	return mail.NewSMTP(c.SMTP, u.Hostname())
}

// reaching names the servers by which people are reached: for mail, and for video calls, which without a setting each meeting names.
func (c serveCommand) reaching(w web.Config) (_ web.Config, err error) {
	if w.Mailer, err = c.mailer(w.BaseURL, w.Log); err != nil || c.Video == "" {
		return w, err
	}
	if w.Video, err = video.Open(c.Video); err != nil {
		return w, fmt.Errorf("FEDERES_VIDEO: %w", err)
	}
	return w, nil
}

// setupKey opens the first-run page to whoever reads this log, and to nobody else.
func (c serveCommand) setupKey(isFounded bool, base string, log *slog.Logger) string {
	if isFounded {
		return ""
	}
	key := rand.Text()
	log.Info("first run: set this instance up at " + base + "/setup?key=" + key)
	return key
}

// networks reads what is allowed beside the public networks.
func networks(texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("FEDERES_FEDERATION_ALLOW: %w", err)
		}
		all = append(all, p)
	}
	return all, nil
}
