package web_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	"federes.org/web"
	"federes.org/web/mail"
)

// The people of the world, by what they hold.
const (
	stranger    = "stranger"
	sympathiser = "sympathiser" // an account without a vote
	lapsed      = "lapsed"      // a member without dues
	member      = "member"      // in good standing
	facilitator = "facilitator" // a mandate to facilitate
	keeper      = "keeper"      // a mandate to admit members and to record dues
	founder     = "founder"     // of the council: the provisional mandate
)

const setupKey = "la-cle-du-journal"

// world is one instance with its pages, its people and its clock.
type world struct {
	testing.TB
	*store.Store
	clock  *storetest.Clock
	house  procedure.House
	server *httptest.Server
	pages  *web.Server
	people map[string]commune.MemberID
	mails  []mail.Message
	lost   error // why the mail server takes nothing; nil when it does
	runner *jobs.Runner
	folder string
	base   string // of the organisation
}

// options change how a world is set up.
type options struct {
	base   string // of the organisation; the test server's address if empty
	limits web.Limits
	lookUp func(string) (confederation.Peer, error)
	folder string // of a database that is there already
	people map[string]commune.MemberID
	clock  *storetest.Clock

	database string           // of a PostgreSQL; SQLite in the folder if empty
	tick     <-chan time.Time // when those who watch a meeting are looked at
}

func newWorld(t testing.TB, o options) *world {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, clock: o.clock, folder: o.folder, people: o.people, house: confederal.Confederate(procedure.NewHouse(words))}
	if w.clock == nil {
		w.clock, w.folder, w.people = storetest.NewClock(), t.TempDir(), map[string]commune.MemberID{}
	}
	w.Store = storetest.SQLite(t, store.Config{Database: o.database, Data: w.folder, Clock: w.clock.Now})
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.pages.ServeHTTP(rw, r) }))
	w.server.Start()
	t.Cleanup(w.server.Close)
	if o.base == "" {
		o.base = w.server.URL
	}
	if o.limits == (web.Limits{}) {
		o.limits = web.Limits{SignInsPerIP: web.Rate{Count: 1000, In: time.Minute}, Acts: web.Rate{Count: 1000, In: time.Minute}}
	}
	w.base = o.base
	w.pages, err = web.New(web.Config{
		Store: w.Store, House: w.house, BaseURL: o.base, Directory: directory(o.lookUp), Councils: w, Mailer: w, SetupKey: setupKey,
		Limits: o.limits, Tick: o.tick, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.runner = jobs.NewRunner(jobs.Config{DB: w.Jobs(), Clock: w.Clock, Handlers: w.pages.Jobs(), Log: slog.New(slog.DiscardHandler)})
	return w
}

// directory finds councils and communes as the test says.
type directory func(string) (confederation.Peer, error)

func (d directory) Council(_ context.Context, address string) (confederation.Peer, error) {
	return d(address)
}

func (d directory) Commune(_ context.Context, address string) (confederation.Peer, error) {
	return d(address)
}

// Entry is where a delegate enters the council of the valley, which lets in whoever it should.
func (w *world) Entry(ctx context.Context, who commune.MemberID, id commune.MandateID) (address string, err error) {
	err = w.View(ctx, func(tx *store.Tx) error {
		council, _, err := confederal.EntryFor(tx, who, id)
		address = commune.OriginOf(string(council.Actor)) + "/entry/secret"
		return err
	})
	return address, err
}

// Send keeps a mail.
func (w *world) Send(_ context.Context, m mail.Message) error {
	if w.lost != nil {
		return w.lost
	}
	w.mails = append(w.mails, m)
	return nil
}

// tx runs a transaction that must succeed.
func (w *world) tx(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// found starts the organisation.
func (w *world) found(kind commune.OrganisationKind) commune.MemberID {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.Found(tx, w.house, procedure.Founding{
			Organisation: commune.Organisation{
				Kind: kind, Name: "Commune du Faubourg-des-Tisserands", Place: "Maison du peuple", TimeZone: "Europe/Paris",
				Language: "fr", BaseURL: w.server.URL,
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
		})
		w.people[founder] = m.ID
		return err
	})
	return w.people[founder]
}

// admit admits a person and, if paid, records dues.
func (w *world) admit(role, name string, paid bool) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.Admit(tx, w.people[founder], name, role+"@tisserands.example")
		w.people[role] = m.ID
		if err != nil || !paid {
			return err
		}
		_, err = procedure.RecordPayment(tx, w.people[founder], commune.Payment{Member: m.ID, Cents: 1200, From: "2026-09-01", Until: "2027-08-31"})
		return err
	})
}

// sympathise gives a person an account without a vote.
func (w *world) sympathise(role, name string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.AdmitSympathiser(tx, w.people[founder], name, role+"@tisserands.example")
		w.people[role] = m.ID
		return err
	})
}

// next is the first meeting of the schedule that is to come.
func (w *world) next() (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		if err := procedure.Schedule(tx); err != nil {
			return err
		}
		all, err := tx.MeetingsFrom(w.clock.Now())
		if err == nil {
			m = all[0]
		}
		return err
	})
	return m
}

func (w *world) item(by string, on commune.MeetingID, title string) (id commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		p, err := procedure.ProposeItem(tx, w.people[by], commune.Item{Meeting: on, Title: title, Kind: commune.ForDecision, Minutes: 20})
		id = p.ID
		return err
	})
	return id
}

func (w *world) motion(by string, m commune.Motion) commune.MotionID {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ProposeMotion(tx, w.house, w.people[by], m)
		return err
	})
	return m.ID
}

func (w *world) attend(m commune.Meeting, roles ...string) {
	w.Helper()
	w.clock.Set(m.StartsAt)
	for _, role := range roles {
		w.tx(func(tx *store.Tx) error { return procedure.Attend(tx, w.people[role], m.ID, commune.Room) })
	}
}

// adopt opens a motion, votes for it and closes it.
func (w *world) adopt(lead string, id commune.MotionID, voters ...string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.people[lead], id); return err })
	for _, role := range voters {
		w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, w.people[role], id, commune.For); return err })
	}
	w.tx(func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, w.people[lead], id); return err })
}

// accepted is the motion of a mandate that its holder has accepted before the vote (SE-3).
func (w *world) accepted(holder string, id commune.MotionID) commune.MotionID {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.AnswerTerms(tx, w.people[holder], id, true); return err })
	return id
}

func (w *world) mandate(to, title string, capabilities ...commune.Capability) []byte {
	terms, err := json.Marshal(commune.MandateTerms{
		Holder: w.people[to], Title: title, Clauses: commune.Clauses{"Tout ce qu'il faut."}, Capabilities: capabilities, Until: "2027-06-30",
	})
	if err != nil {
		w.Fatal(err)
	}
	return terms
}

// browser is one person's: it keeps cookies and follows no redirect by itself.
type browser struct {
	*http.Client
	w *world
}

func (w *world) browser() browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return browser{w: w, Client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is the browser of someone who is signed in.
func (w *world) as(role string) browser {
	w.Helper()
	b := w.browser()
	if role == stranger {
		return b
	}
	var token string
	w.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.SignInLink(tx, w.people[role], time.Hour)
		return err
	})
	if a := b.post("/sign-in/"+token, nil); a.status != http.StatusSeeOther {
		w.Fatalf("signing in as %s: %d\n%s", role, a.status, a.text())
	}
	b.get("/me") // the greeting is said once
	return b
}

// answer is what came back.
type answer struct {
	testing.TB
	status int
	header http.Header
	body   []byte
	page   *html.Node
}

func (b browser) do(method, path string, form url.Values, headers ...string) answer {
	b.w.Helper()
	r, err := http.NewRequest(method, b.w.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.w.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.Do(r)
	if err != nil {
		b.w.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.w.Fatal(err)
	}
	page, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		b.w.Fatal(err)
	}
	a := answer{b.w, response.StatusCode, response.Header, body, page}
	a.isWorded(path)
	return a
}

func (b browser) get(path string, headers ...string) answer {
	b.w.Helper()
	return b.do(http.MethodGet, path, nil, headers...)
}

func (b browser) post(path string, form url.Values, headers ...string) answer {
	b.w.Helper()
	return b.do(http.MethodPost, path, form, headers...)
}

var spaces = regexp.MustCompile(`[\s\x{00a0}\x{202f}]+`)

// text is what one reads, with single spaces.
func (a answer) text() string { return textOf(a.page) }

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.Data != "script") {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.TrimSpace(spaces.ReplaceAllString(b.String(), " "))
}

// all are the elements of a name whose attribute has this value; an empty attribute takes every element of the name.
func (a answer) all(name, attribute, value string) []*html.Node {
	var found []*html.Node
	for n := range a.page.Descendants() {
		if n.Type == html.ElementNode && n.Data == name && (attribute == "" || attr(n, attribute) == value) {
			found = append(found, n)
		}
	}
	return found
}

// one is the only such element.
func (a answer) one(name, attribute, value string) *html.Node {
	a.Helper()
	found := a.all(name, attribute, value)
	if len(found) != 1 {
		a.Fatalf("%d elements %s[%s=%q], want 1", len(found), name, attribute, value)
	}
	return found[0]
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// reads asserts that the page says something.
func (a answer) reads(words string) {
	a.Helper()
	if !strings.Contains(a.text(), words) {
		a.Errorf("the page (%d) does not say %q:\n%s", a.status, words, a.text())
	}
}

// silent asserts that the page does not say something.
func (a answer) silent(words string) {
	a.Helper()
	if strings.Contains(a.text(), words) {
		a.Errorf("the page says %q", words)
	}
}

// is asserts the status.
func (a answer) is(status int) answer {
	a.Helper()
	if a.status != status {
		a.Fatalf("answered %d, want %d: %s", a.status, status, a.text())
	}
	return a
}

// file is a path of the test data.
func file(name string) string { return filepath.Join("testdata", name) }
