package federation_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// changesHands has somebody else keep what stands at an instance's address: the same actor, other keys.
func (i *instance) changesHands(name string) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		if err := tx.DB().Exec("DELETE FROM actor_keys WHERE name = ?", name).Error; err != nil {
			return err
		}
		return tx.NewKeys(name)
	})
	i.start()
}

func TestCF3_WhoBoughtTheDomainOfACommuneIsNotHeardInItsName(t *testing.T) {
	town, council := onSQLite(t).joined()
	told := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	if !council.knows(town.ag(), told) {
		t.Fatal("the council does not know what the commune decided")
	}
	pinned := council.peer(town.ag()).Fingerprint()
	town.changesHands("ag")
	forged := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	town.later(24*time.Hour, town, council)
	p := council.peer(town.ag())
	if !p.Foreign() || p.Fingerprint() != pinned || !council.frozen(town.ag()) || council.knows(town.ag(), forged) {
		t.Errorf("foreign %t, frozen %t, heard %t, the pinned key is %s, was %s", p.Foreign(), council.frozen(town.ag()), council.knows(town.ag(), forged), p.Fingerprint(), pinned)
	}
	for _, r := range council.heard(town.ag()) {
		if _, fault := p.Examine(r.Document); fault == confederation.NoFault && r.Seq > told.Seq {
			t.Errorf("something that came after is believed: %s", r.Document)
		}
	}
}

// imitates has the instance's assembly show a proof key that is not its own.
func (i *instance) imitates(key []byte) {
	i.Helper()
	mounted := i.service.Mount(http.NotFoundHandler())
	own := i.keyOf("ag")
	i.doorway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ag" {
			mounted.ServeHTTP(w, r)
			return
		}
		said := httptest.NewRecorder()
		mounted.ServeHTTP(said, r)
		for name, values := range said.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(said.Code)
		_, _ = w.Write(bytes.ReplaceAll(said.Body.Bytes(), []byte(record.EncodeMultikey(own)), []byte(record.EncodeMultikey(key))))
	}))
}

// keyOf is the public proof key of one of the actors here.
func (i *instance) keyOf(name string) (key []byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys(name)
		key = keys.Public()
		return err
	})
	return key
}

// TestCF5_WhoBoughtTheDomainAndCopiesTheKeyThatItShowedLetsNobodyInAndConfirmsNobody has the address of a commune show the key that is pinned, while requests
// are signed by whoever keeps it now: the old mandate opens no door any more, and its seat lapses with its last confirmation.
func TestCF5_WhoBoughtTheDomainAndCopiesTheKeyThatItShowedLetsNobodyInAndConfirmsNobody(t *testing.T) {
	town, council := onSQLite(t).joined()
	given := town.delegates(council)
	settle(town, council)
	seat := func() (s confederation.Seat) {
		council.tx(func(tx *store.Tx) error {
			all, err := peers.Seats(tx)
			if err == nil {
				s = all[0]
			}
			return err
		})
		return s
	}
	confirmed := seat().ConfirmedAt
	if confirmed.IsZero() {
		t.Fatal("the mandate was not confirmed while the commune had its domain")
	}
	pinned := town.keyOf("ag")
	town.changesHands("ag")
	town.imitates(pinned)
	town.clock.Add(time.Hour)
	if address, err := town.service.Entry(context.Background(), town.founder, given.ID); err == nil {
		t.Errorf("they enter by %s", address)
	}
	town.later(25*time.Hour, town, council)
	if s := seat(); !s.ConfirmedAt.Equal(confirmed) || s.Holds(council.clock.Now(), true) {
		t.Errorf("the seat was confirmed at %v, and holds still: %t", s.ConfirmedAt, s.Holds(council.clock.Now(), true))
	}
	if p := council.peer(town.ag()); p.Foreign() {
		t.Error("the copied key was taken for another")
	}
}
