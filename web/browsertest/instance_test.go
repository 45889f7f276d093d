package browsertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	confederal "federes.org/confederation/procedure"
	"federes.org/web"
	"federes.org/web/mail"
)

// setupKey is what the log of a first run would show.
const setupKey = "cle-de-la-premiere-mise-en-route"

// instance is one organisation, served over loopback on a real store.
type instance struct {
	*testing.T
	*store.Store
	clock *storetest.Clock
	house procedure.House
	pages *web.Server
	jobs  *jobs.Runner
	base  string
	mails string
	close func() // takes every connection away
}

// serve starts an instance that nobody founded yet.
func serve(t *testing.T, change func(*web.Config)) *instance {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	i := &instance{
		T: t, clock: storetest.NewClock(), house: confederal.Confederate(procedure.NewHouse(words)),
		base: "http://" + listener.Addr().String(), mails: t.TempDir(),
	}
	i.Store = storetest.SQLite(t, store.Config{Clock: i.clock.Now})
	quiet := slog.New(slog.DiscardHandler)
	config := web.Config{
		Store: i.Store, House: i.house, BaseURL: i.base, SetupKey: setupKey, Mailer: mail.Folder{Path: i.mails, Log: quiet}, Log: quiet,
		SessionLife: 20 * 365 * 24 * time.Hour, // sessions end by the machine's clock, which may be far from the test's
	}
	if change != nil {
		change(&config)
	}
	if i.pages, err = web.New(config); err != nil {
		t.Fatal(err)
	}
	i.jobs = jobs.NewRunner(jobs.Config{DB: i.Jobs(), Clock: i.clock.Now, Handlers: i.pages.Jobs(), Log: quiet})
	i.listen(listener)
	return i
}

// listen serves until the test ends, or until the connection is cut.
func (i *instance) listen(listener net.Listener) {
	server := &http.Server{Handler: i.pages, ReadHeaderTimeout: patience}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	i.close = sync.OnceFunc(func() {
		if err := server.Close(); err != nil {
			i.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			i.Error(err)
		}
	})
	i.Cleanup(i.close)
}

// cut takes every connection away while something happens, and serves again at the same address.
func (i *instance) cut(happens func()) {
	i.Helper()
	i.close()
	happens()
	listener, err := net.Listen("tcp", strings.TrimPrefix(i.base, "http://"))
	if err != nil {
		i.Fatal(err)
	}
	i.listen(listener)
}

// tx runs a transaction that must succeed.
func (i *instance) tx(fn func(tx *store.Tx) error) {
	i.Helper()
	if err := i.InTx(context.Background(), fn); err != nil {
		i.Fatal(err)
	}
}

// link is an address that lets a member in once.
func (i *instance) link(who commune.MemberID) string {
	i.Helper()
	var token string
	i.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.SignInLink(tx, who, time.Hour)
		return err
	})
	return i.base + "/sign-in/" + token
}

// mailed does the work that waits, and reads the sign-in link out of the one mail that lies in the folder.
func (i *instance) mailed() string {
	i.Helper()
	if err := i.jobs.Drain(i.Context()); err != nil {
		i.Fatal(err)
	}
	letters, err := filepath.Glob(filepath.Join(i.mails, "*.eml"))
	if err != nil || len(letters) != 1 {
		i.Fatalf("%d letters instead of one (%v)", len(letters), err)
	}
	content, err := os.ReadFile(letters[0])
	if err != nil {
		i.Fatal(err)
	}
	if err := os.Remove(letters[0]); err != nil {
		i.Fatal(err)
	}
	link := regexp.MustCompile(regexp.QuoteMeta(i.base) + `/sign-in/\S+`).FindString(plain(i.T, content))
	if link == "" {
		i.Fatalf("no link in the mail:\n%s", content)
	}
	return link
}

// plain is a letter's text without its envelope.
func plain(t *testing.T, content []byte) string {
	t.Helper()
	letter, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(letter.Body, parameters["boundary"]).NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	var body io.Reader = part
	if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(part)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// meeting is the first assembly of the schedule that is not over.
func (i *instance) meeting() (m commune.Meeting) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		coming, err := tx.MeetingsFrom(i.clock.Now())
		if err == nil && len(coming) == 0 {
			err = errors.New("no assembly is planned")
		}
		if err == nil {
			m = coming[0]
		}
		return err
	})
	return m
}
