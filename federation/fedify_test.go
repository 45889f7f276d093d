package federation_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// fedify is a server of another make, running as a process of its own.
type fedify struct {
	*testing.T
	orders io.Writer
	told   chan fields
	actor  string
}

// fedifyPatience is how long a process of its own may take to answer; nothing is measured by it.
const fedifyPatience = 2 * time.Minute

// newFedify starts testdata/fedify/peer.mjs; where its packages are missing the test says so and fails.
func newFedify(t *testing.T) *fedify {
	t.Helper()
	folder := filepath.Join("testdata", "fedify")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "@fedify", "fedify")); err != nil {
		t.Fatal("the Fedify peer is not installed: run `.ci/npm federation/testdata/fedify` (needs Node.js 20 or newer)")
	}
	command := exec.Command("node", "peer.mjs")
	command.Dir = folder
	orders, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	told, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = testWriter{t}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	f := &fedify{T: t, orders: orders, told: make(chan fields, 64)}
	reading := make(chan struct{})
	go func() {
		defer close(reading)
		defer close(f.told)
		f.listen(told)
	}()
	t.Cleanup(func() {
		orders.Close() // upon which it ends
		<-reading
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	f.actor, _ = f.hears("listening")["actor"].(string)
	return f
}

// testWriter shows what a process complains about.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Logf("fedify: %s", p)
	return len(p), nil
}

func (f *fedify) listen(from io.Reader) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		var event fields
		if json.Unmarshal(lines.Bytes(), &event) == nil {
			f.told <- event
		}
	}
}

// does gives an order.
func (f *fedify) does(act string, with fields) {
	f.Helper()
	order := fields{"act": act}
	for name, value := range with {
		order[name] = value
	}
	raw, err := json.Marshal(order)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := f.orders.Write(append(raw, '\n')); err != nil {
		f.Fatal(err)
	}
}

// hears waits for an event, which must come next.
func (f *fedify) hears(event string) fields {
	f.Helper()
	select {
	case got, ok := <-f.told:
		if !ok || got["event"] != event {
			f.Fatalf("heard %v, want %s", got, event)
		}
		return got
	case <-time.After(fedifyPatience):
		f.Fatalf("nothing was heard, want %s", event)
	}
	return nil
}

// is compares some facts of an event.
func (f *fedify) is(got, want fields) {
	f.Helper()
	for name, value := range want {
		if got[name] != value {
			f.Errorf("%s: %s is %v, want %v", got["event"], name, got[name], value)
		}
	}
}

func TestCF4_AFedifyServerFollowsTheAssemblyAndBelievesItsDecisions(t *testing.T) {
	r := onSQLite(t)
	r.clock.Set(time.Now())
	town := r.commune("Commune du Faubourg-des-Tisserands")
	f := newFedify(t)

	f.does("follow", fields{"handle": "ag@" + town.host()})
	f.is(f.hears("found"), fields{"id": string(town.ag()), "type": "Group", "provers": 1.0})
	f.is(f.hears("posted"), fields{"spec": "rfc9421", "status": 401.0}) // upon which it falls back
	f.is(f.hears("posted"), fields{"spec": "cavage", "status": 202.0})
	f.is(f.hears("done"), fields{"act": "follow"})
	if n := town.count("followers WHERE follower = '" + f.actor + "'"); n != 1 {
		t.Fatalf("%d followers", n)
	}
	settle(town)
	f.is(f.hears("signature"), fields{"type": "Accept", "key": string(town.ag()) + "#main-key", "spec": "cavage"})
	f.is(f.hears("accept"), fields{"actor": string(town.ag()), "ours": true})

	d := town.decides(commune.Motion{Audience: commune.Public})
	settle(town)
	f.is(f.hears("signature"), fields{"type": "Create", "key": string(town.ag()) + "#main-key"})
	f.is(f.hears("create"), fields{
		"actor": string(town.ag()), "note": town.base + "/records/" + seqOf(d), "number": d.Number(), "proved": true, "tamperedProved": false,
	})

	f.does("undo", nil)
	f.is(f.hears("posted"), fields{"status": 202.0})
	f.is(f.hears("done"), fields{"act": "undo"})
	if n := town.count("followers"); n != 0 {
		t.Errorf("%d followers after the Undo", n)
	}
	f.does("tamper", fields{"inbox": town.base + "/ag/inbox"})
	f.is(f.hears("posted"), fields{"spec": "cavage", "status": 401.0})
	f.is(f.hears("posted"), fields{"spec": "cavage", "status": 202.0}) // as it was signed
	f.is(f.hears("done"), fields{"act": "tamper"})
}

// A secretariat is found, followed and believed by its own name, and its records by its own key (SE-5).
func TestSE5_AFedifyServerFollowsASecretariatAndBelievesWhatItDecidesAndReports(t *testing.T) {
	r := onSQLite(t)
	r.clock.Set(time.Now())
	town := r.commune("Commune du Faubourg-des-Tisserands")
	b, mandate := town.treasury()
	actor := town.base + "/s/tresorerie"
	f := newFedify(t)

	f.does("follow", fields{"handle": "tresorerie@" + town.host()})
	f.is(f.hears("found"), fields{"id": actor, "type": "Organization", "provers": 1.0})
	f.is(f.hears("posted"), fields{"spec": "rfc9421", "status": 401.0}) // upon which it falls back
	f.is(f.hears("posted"), fields{"spec": "cavage", "status": 202.0})
	f.is(f.hears("done"), fields{"act": "follow"})
	settle(town)
	f.is(f.hears("signature"), fields{"type": "Accept", "key": actor + "#main-key"})
	f.is(f.hears("accept"), fields{"actor": actor, "ours": true})

	d := town.decidesIn(b, mandate, commune.Public)
	settle(town)
	f.is(f.hears("signature"), fields{"type": "Create", "key": actor + "#main-key"})
	f.is(f.hears("create"), fields{
		"actor": actor, "note": fmt.Sprintf("%s/records/%d", town.base, d.Seq), "kind": record.KindBodyDecision, "proved": true, "tamperedProved": false,
	})
	report := town.reports(b, mandate)
	settle(town)
	f.is(f.hears("signature"), fields{"type": "Create", "key": actor + "#main-key"})
	f.is(f.hears("create"), fields{
		"actor": actor, "note": fmt.Sprintf("%s/records/%d", town.base, report.Seq), "kind": record.KindReport, "proved": true, "tamperedProved": false,
	})
}
