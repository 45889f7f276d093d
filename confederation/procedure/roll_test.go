package procedure_test

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// roll is who a council has for members, as it is known here: each with the version of the charter that it adopted.
func (w *world) roll(council commune.ActorID) (all []string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		roll, err := peers.Roll(tx, council)
		for _, e := range roll {
			all = append(all, fmt.Sprintf("%s %d", e.Name, e.CharterVersion))
		}
		return err
	})
	return all
}

func TestCF1_ACouncilThatAcceptsAMemberWritesThatItDid(t *testing.T) {
	eachCouncil(t, func(w *world) {
		p := w.seated()
		if roll := fmt.Sprint(w.roll(valley)); roll != "[Commune de Crest 1]" {
			t.Errorf("on the roll: %s", roll)
		}
		w.tx(func(tx *store.Tx) error {
			roll, err := peers.Roll(tx, valley)
			if err != nil {
				return err
			}
			entry, err := tx.Entry(roll[0].Seq)
			if err != nil {
				return err
			}
			if entry.Kind != record.KindMembership || entry.Audience != commune.Public || !roll[0].Pinned().Equal(ed25519.PublicKey(p.Key)) {
				t.Errorf("the record is %s, %s", entry.Kind, entry.Document)
			}
			return nil
		})
	})
}

// says is one of the valley's records about a member, at a place of its log.
func says(t *testing.T, seq commune.Seq, data any) procedure.Pulled {
	t.Helper()
	document, err := record.Sign(record.Envelope{
		ID: fmt.Sprintf("https://vallee.example/records/%d", seq), Type: "Note", Body: valley, To: []string{record.Public}, Cc: []string{},
		Published: time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC), Language: "fr", Content: "<p>…</p>",
	}, data, key(9), valley+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	return shown(document)
}

func enrols(t *testing.T, seq commune.Seq, version int) procedure.Pulled {
	return says(t, seq, record.Membership{
		Header: record.Header{V: 1, Kind: record.KindMembership, Seq: seq}, Council: valley, Member: crest, Of: "commune", Name: "Commune de Crest",
		Charter: record.CharterRef{Version: version, Hash: "sha256:00"}, Key: record.EncodeMultikey(crestPeer().Key), Audience: "public",
	})
}

func parts(t *testing.T, seq commune.Seq) procedure.Pulled {
	return says(t, seq, record.Departure{
		Header: record.Header{V: 1, Kind: record.KindDeparture, Seq: seq}, Council: valley, Member: crest, Audience: "public",
	})
}

// joined is a commune that the valley's council has seated.
func (w *world) joined() {
	w.Helper()
	w.meets()
	w.votes(join(w.item()), commune.For)
	w.tx(answers(valley, true))
}

func TestCF8_WhatIsKnownOfARollIsAFunctionOfTheSetOfItsRecords(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.joined()
		records := []procedure.Pulled{enrols(t, 1, 1), enrols(t, 3, 2), parts(t, 5), enrols(t, 8, 4), enrols(t, 9, 5), enrols(t, 9, 6), hidden(2)}
		random := rand.New(rand.NewPCG(3, 4))
		for range 12 {
			order := append(records[:len(records):len(records)], records[random.IntN(len(records))], records[random.IntN(len(records))])
			random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
			for _, e := range order {
				w.tx(func(tx *store.Tx) error {
					_, err := procedure.ReceivePulled(tx, w.house, valley, []procedure.Pulled{e})
					return err
				})
			}
			if roll := fmt.Sprint(w.roll(valley)); roll != "[Commune de Crest 4]" {
				t.Fatalf("two records at one place, and the last that holds: %s after %v", roll, order)
			}
			w.tx(func(tx *store.Tx) error {
				return tx.DB().Exec("DELETE FROM rolls").Error
			})
			w.tx(func(tx *store.Tx) error { return tx.DB().Exec("DELETE FROM peer_records").Error })
		}
	})
}
