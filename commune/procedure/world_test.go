package procedure_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

// world is one commune that was founded on a Monday morning.
type world struct {
	*testing.T
	*store.Store
	clock   *storetest.Clock
	house   procedure.House
	founder commune.MemberID
	told    *heard
}

// heard keeps what was published.
type heard struct{ events []commune.Event }

func (h *heard) Publish(_ *store.Tx, e commune.Event) error {
	h.events = append(h.events, e)
	return nil
}

func each(t *testing.T, test func(w *world)) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		words, err := locale.Load()
		if err != nil {
			t.Fatal(err)
		}
		w := &world{T: t, clock: storetest.NewClock(), house: procedure.NewHouse(words), told: &heard{}}
		w.Store = open(store.Config{Clock: w.clock.Now, Publisher: w.told})
		w.tx(func(tx *store.Tx) error {
			m, err := procedure.Found(tx, w.house, procedure.Founding{
				Organisation: commune.Organisation{
					Kind: commune.KindCommune, Name: "Commune du Faubourg-des-Tisserands", Place: "Maison du peuple",
					TimeZone: "Europe/Paris", Language: "fr", BaseURL: "http://127.0.0.1:8080",
				},
				FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
			})
			w.founder = m.ID
			return err
		})
		test(w)
	})
}

// tx runs a transaction that must succeed.
func (w *world) tx(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// refused runs a transaction that must be refused for this reason.
func (w *world) refused(want commune.Refusal, fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); !errors.Is(err, want) {
		w.Errorf("got %v, want the refusal %s", err, want.Key)
	}
}

// member admits a person and, if paid, records dues for this year.
func (w *world) member(name string, paid bool) commune.MemberID {
	w.Helper()
	var m commune.Member
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = procedure.Admit(tx, w.founder, name, fmt.Sprintf("m%x@tisserands.example", name)); err != nil || !paid {
			return err
		}
		_, err = procedure.RecordPayment(tx, w.founder, commune.Payment{Member: m.ID, Cents: 1200, From: "2026-09-01", Until: "2027-08-31"})
		return err
	})
	return m.ID
}

// nextMeeting is the first meeting of the schedule that is not over.
func (w *world) nextMeeting() (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		all, err := tx.MeetingsFrom(w.clock.Now())
		if len(all) > 0 {
			m = all[0]
		}
		return err
	})
	return m
}

// inSession has a meeting opened by the founder, with these members in the room.
func (w *world) inSession(m commune.Meeting, present ...commune.MemberID) {
	w.Helper()
	w.clock.Set(m.StartsAt)
	w.tx(func(tx *store.Tx) error {
		for _, who := range append([]commune.MemberID{w.founder}, present...) {
			if err := procedure.Attend(tx, who, m.ID, commune.Room); err != nil {
				return err
			}
		}
		_, err := procedure.OpenMeeting(tx, w.founder, m.ID)
		return err
	})
}

// motion proposes an item with a motion.
func (w *world) motion(on commune.Meeting, m commune.Motion) commune.Motion {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		item, err := procedure.ProposeItem(tx, w.founder, commune.Item{Meeting: on.ID, Title: "Épicerie coopérative", Kind: commune.ForDecision, Minutes: 20})
		if err != nil {
			return err
		}
		m.Item = item.ID
		if m.Audience == "" {
			m.Audience = commune.Public
		}
		if m.Form == "" {
			m.Form = commune.FormResolution
		}
		if m.Text == "" {
			m.Text = "La commune adhère à la coopérative d'achat du Marché-aux-Lins pour un an."
		}
		m, err = procedure.ProposeMotion(tx, w.house, w.founder, m)
		return err
	})
	return m
}

// vote opens a motion, casts, and closes it.
func (w *world) vote(id commune.MotionID, choices map[commune.MemberID]commune.Choice) (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenVote(tx, w.founder, id)
		return err
	})
	for who, c := range choices {
		w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, who, id, c); return err })
	}
	w.tx(func(tx *store.Tx) (err error) { m, err = procedure.CloseVote(tx, w.house, w.founder, id); return err })
	return m
}

func payload(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
