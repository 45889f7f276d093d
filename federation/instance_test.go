package federation_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	confederal "federes.org/confederation/procedure"
	"federes.org/federation"
)

// region is where several instances live under one clock and speak to each other over real HTTP.
type region struct {
	*testing.T
	clock *storetest.Clock
	open  func(store.Config) *store.Store
	words *locale.Catalogues
	keys  int
}

func newRegion(t *testing.T, open func(store.Config) *store.Store) *region {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &region{T: t, clock: storetest.NewClock(), open: open, words: words}
}

// onSQLite is a region whose instances all keep their data in SQLite.
func onSQLite(t *testing.T) *region {
	return newRegion(t, func(c store.Config) *store.Store { return storetest.SQLite(t, c) })
}

// ring holds RSA keys for the actors of all instances, made once: no two actors of a region share one.
var ring = [8]func() *rsa.PrivateKey{}

func init() {
	for i := range ring {
		ring[i] = sync.OnceValue(newKey)
	}
}

// instance is one organisation: its database, its front door, and the part of it that speaks with others.
type instance struct {
	*region
	*store.Store
	base    string
	house   procedure.House
	founder commune.MemberID
	meeting commune.MeetingID
	rate    rate.Limit

	service *federation.Service
	runner  *jobs.Runner
	door    atomic.Pointer[http.Handler] // what answers at this address
	posts   atomic.Int32                 // that came to the door
}

// commune founds one under a name.
func (r *region) commune(name string) *instance { return r.found(commune.KindCommune, name) }

// council founds one under a name.
func (r *region) council(name string) *instance { return r.found(commune.KindCouncil, name) }

func (r *region) found(kind commune.OrganisationKind, name string) *instance {
	r.Helper()
	i := &instance{region: r, house: confederal.Confederate(procedure.NewHouse(r.words))}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodPost {
			i.posts.Add(1)
		}
		(*i.door.Load()).ServeHTTP(w, q)
	}))
	r.Cleanup(server.Close)
	i.base = server.URL
	i.founded(kind, name)
	return i
}

// founded opens the database and the door, and founds the organisation.
func (i *instance) founded(kind commune.OrganisationKind, name string) {
	i.Helper()
	i.Store = i.open(store.Config{Clock: i.clock.Now, Publisher: federation.Outbox{}, RSA: i.nextKey})
	i.start()
	i.tx(func(tx *store.Tx) error {
		m, err := procedure.Found(tx, i.house, procedure.Founding{
			Organisation: commune.Organisation{
				Kind: kind, Name: name, Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: i.base,
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
			Charter: "La commune est la cellule de base. Le mandat est impératif et révocable.",
		})
		i.founder = m.ID
		return err
	})
}

func (r *region) nextKey() (*rsa.PrivateKey, error) {
	r.keys++
	return ring[r.keys%len(ring)](), nil
}

// start opens the door with nothing remembered but what the database holds: called again, it is a restart.
func (i *instance) start() {
	i.Helper()
	if i.service != nil {
		i.service.Close()
	}
	log := slog.New(slog.DiscardHandler)
	service, err := federation.New(federation.Options{
		Store: i.Store, House: i.house, BaseURL: i.base, Version: "0.0.0-test", Allow: loopback(), Log: log, Rate: i.rate,
	})
	if err != nil {
		i.Fatal(err)
	}
	i.Cleanup(service.Close)
	i.service = service
	i.runner = jobs.NewRunner(jobs.Config{
		DB: i.Store.Jobs(), Clock: i.Store.Clock, Handlers: service.Jobs(), Every: service.Every(), Backoff: service.Backoff(), Log: log,
	})
	i.opens()
}

// opens lets everyone in again.
func (i *instance) opens() { i.doorway(i.service.Mount(http.NotFoundHandler())) }

func (i *instance) doorway(h http.Handler) { i.door.Store(&h) }

// fails answers every POST with a status, and reads go on as before.
func (i *instance) fails(status int) {
	mounted := i.service.Mount(http.NotFoundHandler())
	i.doorway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			http.Error(w, "out of order", status)
			return
		}
		mounted.ServeHTTP(w, r)
	}))
}

// host is the second half of the handles here.
func (i *instance) host() string { return strings.TrimPrefix(i.base, "http://") }

func (i *instance) ag() commune.ActorID      { return commune.ActorID(i.base + "/ag") }
func (i *instance) conseil() commune.ActorID { return commune.ActorID(i.base + "/conseil") }

// tx runs a transaction that must succeed.
func (i *instance) tx(fn func(tx *store.Tx) error) {
	i.Helper()
	if err := i.InTx(context.Background(), fn); err != nil {
		i.Fatal(err)
	}
}

// settle has all work that is due done, here and there, until nothing follows from it any more.
func settle(instances ...*instance) {
	for range 5 {
		for _, i := range instances {
			i.Helper()
			if err := i.runner.Drain(context.Background()); err != nil {
				i.Fatal(err)
			}
		}
	}
}

// later moves the clock on, then settles.
func (r *region) later(d time.Duration, instances ...*instance) {
	r.Helper()
	r.clock.Add(d)
	settle(instances...)
}

// decides has the assembly adopt a motion, in a meeting that stays open for the next one.
func (i *instance) decides(m commune.Motion) (d commune.Decision) {
	i.Helper()
	if i.meeting == 0 {
		i.assembles()
	}
	i.tx(func(tx *store.Tx) error {
		items, err := tx.Items(i.meeting)
		if err != nil {
			return err
		}
		m.Item = items[0].ID
		if m.Form == "" {
			m.Form = commune.FormResolution
		}
		m.Text = or(m.Text, "La commune remet l'eau en régie : l'eau n'est pas une marchandise.")
		if m, err = procedure.ProposeMotion(tx, i.house, i.founder, m); err != nil {
			return err
		}
		_, err = procedure.OpenVote(tx, i.house, i.founder, m.ID)
		return err
	})
	i.tx(func(tx *store.Tx) error {
		if _, err := procedure.Cast(tx, i.founder, m.ID, commune.For); err != nil {
			return err
		}
		if _, err := procedure.CloseVote(tx, i.house, i.founder, m.ID); err != nil {
			return err
		}
		var err error
		d, err = tx.DecisionOf(m.ID)
		return err
	})
	return d
}

// accounts closes the meeting and publishes its minutes.
func (i *instance) accounts(a commune.Audience) (m commune.Minutes) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		section := commune.MinutesSection{Meeting: i.meeting, Item: commune.EndSection, Text: "On range *ensemble*."}
		if _, err := procedure.WriteMinutes(tx, i.founder, section); err != nil {
			return err
		}
		return procedure.CloseMeeting(tx, i.founder, i.meeting)
	})
	i.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.PublishMinutes(tx, i.house, i.founder, commune.Minutes{Meeting: i.meeting, Audience: a})
		return err
	})
	i.meeting = 0
	return m
}

// assembles calls an exceptional AG and opens it.
func (i *instance) assembles() {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		m, err := procedure.CallMeeting(tx, i.founder, commune.Call{
			Matter: "L'eau", Reason: "Le contrat prend fin", Place: "Maison du peuple", StartsAt: tx.Now().Add(time.Minute),
		})
		if err != nil {
			return err
		}
		if err := procedure.Attend(tx, i.founder, m.ID, commune.Room); err != nil {
			return err
		}
		_, err = procedure.OpenMeeting(tx, i.founder, m.ID)
		i.meeting = m.ID
		return err
	})
}

// fetch reads a document here as a stranger does, and its body as it is.
func (i *instance) fetch(path string) (*http.Response, []byte) {
	i.Helper()
	r, err := http.NewRequest(http.MethodGet, i.base+path, nil)
	if err != nil {
		i.Fatal(err)
	}
	return i.ask(r)
}

// asking follows no redirect: what an address answers is what is tested.
var asking = http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// ask sends a request as it is, with the Accept header of a server unless it has its own.
func (i *instance) ask(r *http.Request) (*http.Response, []byte) {
	i.Helper()
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", activityAS2)
	}
	answer, err := asking.Do(r)
	if err != nil {
		i.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		i.Fatal(err)
	}
	return answer, body
}

// object reads a JSON object.
func object(t testing.TB, raw []byte) fields {
	t.Helper()
	var f fields
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return f
}
