package procedure_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

// delegation is a commune by what it signs, and its delegate at the council.
type delegation struct {
	name    string
	key     ed25519.PrivateKey
	mandate []byte
	ending  []byte
	who     commune.MemberID
}

func (d delegation) actor() commune.ActorID {
	return commune.ActorID("https://" + d.name + ".example/ag")
}
func (d delegation) at(seq commune.Seq) string {
	return fmt.Sprintf("https://%s.example/records/%d", d.name, seq)
}

func (d delegation) signs(t *testing.T, seq commune.Seq, data any) []byte {
	t.Helper()
	document, err := record.Sign(record.Envelope{
		ID: d.at(seq), Type: "Note", Body: d.actor(), To: []string{valley}, Cc: []string{}, Published: storetest.Start, Language: "fr", Content: "<p>Acte.</p>",
	}, data, d.key, string(d.actor())+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// newDelegation signs a mandate to sit in the valley's council, and its revocation by a commune whose clock is an hour ahead.
func newDelegation(t *testing.T, n byte) delegation {
	t.Helper()
	d := delegation{name: fmt.Sprintf("commune%d", n), key: key(20 + n)}
	d.mandate = d.signs(t, 3, record.Mandate{
		Header: record.Header{V: 1, Kind: record.KindMandate, Seq: 3}, Issuer: d.actor(), Holder: "Awa D.", Title: "Déléguée", Mission: "Porter nos décisions.",
		Clauses: []string{"Porter nos décisions."}, Capabilities: commune.Capabilities{commune.SitInCouncil}, Council: valley, DecidedBy: d.at(2),
		From: record.Time(storetest.Start.Add(-time.Hour)), Until: record.Time(storetest.Start.AddDate(1, 0, 0)), Status: d.at(3) + "/status", Audience: "public",
	})
	d.ending = d.signs(t, 4, record.Ending{
		Header: record.Header{V: 1, Kind: record.KindRevocation, Seq: 4}, Mandate: d.at(3), DecidedBy: d.at(3), EndedAt: record.Time(storetest.Start.Add(time.Hour)), Audience: "public",
	})
	return d
}

// inCouncil is the valley's council in a world whose clock goes on by itself, so that what comes first is known.
func inCouncil(t *testing.T, open func(store.Config) *store.Store) *world {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	var ticks atomic.Int64
	w := &world{T: t, house: procedure.Confederate(commons.NewHouse(words)), told: &heard{}}
	w.Store = open(store.Config{Publisher: w.told, Clock: func() time.Time { return storetest.Start.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }})
	w.tx(func(tx *store.Tx) error {
		m, err := commons.Found(tx, w.house, commons.Founding{
			Organisation: commune.Organisation{
				Kind: commune.KindCouncil, Name: "Conseil de la vallée", Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: "https://vallee.example",
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@vallee.example", Charter: charter,
		})
		w.founder = m.ID
		return err
	})
	return w
}

// delivers has the council hear a record of a commune's.
func (w *world) delivers(d delegation, document []byte) error {
	return w.InTx(context.Background(), func(tx *store.Tx) error {
		return procedure.ReceiveRecord(tx, w.house, d.actor(), procedure.Pulled{Document: document})
	})
}

// joins has a commune join.
func (w *world) joins(d delegation) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		p := confederation.Peer{
			Actor: d.actor(), Name: d.name, Inbox: "https://" + d.name + ".example/inbox", Records: string(d.actor()) + "/records",
			KeyID: string(d.actor()) + "#ed25519-key", Key: d.key.Public().(ed25519.PublicKey),
		}
		return procedure.ReceiveJoin(tx, w.house, p, string(d.actor())+"/join", d.signs(w.T, 2, record.Decision{
			Header: record.Header{V: 1, Kind: record.KindDecision, Seq: 2}, Number: "2026-1", Text: "La commune rejoint le conseil.", Form: string(confederation.FormJoin),
			Audience: string(commune.Public), Council: valley, Charter: &record.CharterRef{ID: "https://vallee.example/records/1", Version: 1, Hash: commons.TextHash(charter)},
		}))
	})
	w.answers(w.peer(d.actor()).ID, true)
}

// asksEntry has the commune state, now, that its delegate is to be let in.
func (d delegation) asksEntry(tx *store.Tx, w *world) (token string, err error) {
	said, err := confederation.Statement{
		Type: confederation.TypeEntry, Actor: d.actor(), Target: valley, Mandate: d.mandate, Published: tx.Now(),
	}.Sign(d.key, string(d.actor())+"#ed25519-key")
	if err != nil {
		return "", err
	}
	return procedure.AskEntry(tx, w.house, d.actor(), said)
}

// seats has a commune join, and its delegate enter.
func (w *world) seats(d delegation) delegation {
	w.Helper()
	w.joins(d)
	w.tx(func(tx *store.Tx) error {
		token, err := d.asksEntry(tx, w)
		if err != nil {
			return err
		}
		m, err := procedure.Enter(tx, token)
		d.who = m.ID
		return err
	})
	return d
}

// sits opens a sitting with all delegations, and gives its first item.
func (w *world) sits(all []delegation) (on commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := commons.CallMeeting(tx, w.founder, commune.Call{Matter: "L'eau", Reason: "Une assemblée le demande", StartsAt: tx.Now().Add(time.Minute)})
		if err != nil {
			return err
		}
		for _, d := range all {
			if err := commons.Attend(tx, d.who, m.ID, commune.Online); err != nil {
				return err
			}
		}
		if err := commons.Attend(tx, w.founder, m.ID, commune.Room); err != nil {
			return err
		}
		if _, err := commons.OpenMeeting(tx, w.founder, m.ID); err != nil {
			return err
		}
		items, err := tx.Items(m.ID)
		on = items[0].ID
		return err
	})
	return on
}

// confirms says of a mandate that it lives.
func (w *world) confirms(d delegation) error {
	return w.InTx(context.Background(), func(tx *store.Tx) error {
		return procedure.ConfirmSeat(tx, w.house, d.at(3), procedure.Confirmed{Lives: true, At: tx.Now()})
	})
}

// TestSE7_NoBallotOfARevokedDelegateIsCountedHoweverItMeetsTheClose has revocations arrive, each twice, while everybody votes and while the vote is
// closed. Who was revoked votes against once more after the receipt: nothing against is ever counted, and each decision counts the very voices
// that it names.
func TestSE7_NoBallotOfARevokedDelegateIsCountedHoweverItMeetsTheClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		w := inCouncil(t, open)
		var all []delegation
		for n := range byte(9) {
			all = append(all, w.seats(newDelegation(t, n)))
		}
		on := w.sits(all)
		for round := range 4 {
			w.races(on, all, round)
			all = all[2:]
		}
	})
}

// TestSE7_AMandateThatIsReplayedAfterItsRevocationSeatsNobody shows an old mandate again, and a revocation that arrives before its mandate.
func TestSE7_AMandateThatIsReplayedAfterItsRevocationSeatsNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		w := inCouncil(t, open)
		seated, late := w.seats(newDelegation(t, 1)), newDelegation(t, 2)
		w.joins(late)
		for _, sent := range []struct {
			by       delegation
			document []byte
		}{{seated, seated.ending}, {seated, seated.mandate}, {late, late.ending}, {late, late.mandate}, {late, late.mandate}} {
			if err := w.delivers(sent.by, sent.document); err != nil {
				t.Fatal(err)
			}
		}
		for _, d := range []delegation{seated, late} {
			w.refused(confederation.ErrSeatEnded, func(tx *store.Tx) error {
				_, err := d.asksEntry(tx, w)
				return err
			})
		}
		w.tx(func(tx *store.Tx) error {
			if _, err := commons.Account(tx, seated.who); !errors.Is(err, commune.ErrNotMember) {
				t.Errorf("who was revoked is let in: %v", err)
			}
			return nil
		})
	})
}

// races opens a vote in which the first two delegations are revoked as it is closed, of round to round later.
func (w *world) races(on commune.ItemID, all []delegation, round int) {
	w.Helper()
	var m commune.Motion
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = commons.ProposeMotion(tx, w.house, w.founder, commune.Motion{
			Item: on, Form: commune.FormPriorities, Audience: commune.Public, Text: fmt.Sprint("L'eau d'abord ", round), Payload: fmt.Appendf(nil, "Eau\nPain %d", round),
		}); err != nil {
			return err
		}
		m, err = commons.OpenVote(tx, w.house, w.founder, m.ID)
		return err
	})
	if m.Electorate != len(all) {
		w.Fatalf("%d delegations have %d voices", len(all), m.Electorate)
	}
	cast := func(d delegation, c commune.Choice) error {
		err := w.InTx(context.Background(), func(tx *store.Tx) error { _, err := commons.Cast(tx, d.who, m.ID, c); return err })
		if errors.Is(err, commune.ErrVoteClosed) {
			return nil
		}
		return err
	}
	var steps atomic.Int64
	var group sync.WaitGroup
	does := func(acts ...func() error) {
		group.Go(func() {
			for _, act := range acts {
				if err := act(); err != nil {
					w.Error(err)
				}
				steps.Add(1)
			}
		})
	}
	for _, d := range all {
		if err := w.confirms(d); err != nil {
			w.Fatal(err)
		}
		votes := func() error { return cast(d, commune.For) }
		does(votes, func() error { return w.confirms(d) }, votes)
	}
	until := func(act func() error) func() error {
		return func() error {
			for steps.Load() < int64(2*round+2) {
				runtime.Gosched()
			}
			return act()
		}
	}
	for _, d := range all[:2] {
		hears := until(func() error { return w.delivers(d, d.ending) })
		does(hears)
		does(hears, func() error { return cast(d, commune.Against) })
	}
	does(until(func() error {
		return w.InTx(context.Background(), func(tx *store.Tx) (err error) { m, err = commons.CloseVote(tx, w.house, w.founder, m.ID); return err })
	}))
	group.Wait()
	w.attested(m, all[2:])
}

// attested fails unless a closed vote counts no ballot against, and as many for as its decision names: whoever is among those who stayed and
// voted, nobody twice.
func (w *world) attested(m commune.Motion, stayed []delegation) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := tx.Motion(m.ID)
		if err != nil || m.Against != 0 || m.Settling() {
			w.Errorf("closed as %+v, settling %v: %v", m.Tally(), m.Settling(), err)
		}
		if !m.Adopted {
			return nil
		}
		d, err := tx.DecisionOf(m.ID)
		if err != nil {
			return err
		}
		entry, err := tx.Entry(d.Seq)
		if err != nil {
			return err
		}
		parsed, err := record.Parse(entry.Document)
		if err != nil {
			return err
		}
		var said record.Decision
		if err := json.Unmarshal(parsed.Data, &said); err != nil {
			return err
		}
		named := map[string]bool{}
		for _, v := range said.Voices {
			named[v.Mandate] = true
		}
		if len(named) != len(said.Voices) || len(named) != m.For || m.For > len(stayed)+2 {
			w.Errorf("%d voices are counted, and named are %v", m.For, said.Voices)
		}
		return nil
	})
}
