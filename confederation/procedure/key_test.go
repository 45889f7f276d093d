package procedure_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// atCrest is what stands at Crest's address: an actor with these keys.
func (w *world) atCrest(seeds ...byte) (foreign bool) {
	w.Helper()
	var keys []confederation.Shown
	for _, seed := range seeds {
		keys = append(keys, confederation.Shown{KeyID: crest + "#ed25519-key", Key: key(seed).Public().(ed25519.PublicKey)})
	}
	w.tx(func(tx *store.Tx) (err error) {
		foreign, err = procedure.ReceiveKeys(tx, crest, keys)
		return err
	})
	return foreign
}

// pins tells whether our roll says that Crest has a key.
func (w *world) pins(seed byte) (is bool) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		roll, err := peers.Roll(tx, valley)
		is = len(roll) == 1 && roll[0].Pinned().Equal(key(seed).Public())
		return err
	})
	return is && w.peer(crest).Fingerprint() == confederation.Fingerprint(key(seed).Public().(ed25519.PublicKey))
}

func TestCF3_ADomainBoughtBySomebodyElseIsDetectedAndNeverCounted(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		w.hears(decision(t, 3, "L'eau est commune.", key(1)))
		if w.atCrest() || w.atCrest(1) || w.atCrest(7, 1) {
			t.Error("who shows nothing, or the pinned key among others, is said to be somebody else")
		}
		if _, frozen := w.alerted(); frozen {
			t.Error("frozen without a ground")
		}
		for range 2 {
			if !w.atCrest(7) {
				t.Error("another key is not noticed")
			}
		}
		w.hears(decision(t, 4, "L'eau est vendue.", key(7)))
		w.is(0, "2", "3", "4proof")
		if _, frozen := w.alerted(); !frozen || !w.pins(1) {
			t.Errorf("frozen %t, pinned %t", frozen, w.pins(1))
		}
		if w.atCrest(1) {
			t.Error("who shows the pinned key again is still somebody else")
		}
		if _, frozen := w.alerted(); frozen {
			t.Error("still frozen")
		}
	})
}

// rekeys has the assembly vote on the key that stands at a peer's address, which can become another while the vote runs.
func (w *world) rekeys(p confederation.Peer, item commune.ItemID, choice commune.Choice, meanwhile func()) (closed commune.Motion) {
	w.Helper()
	m := commune.Motion{Item: item, Form: confederation.FormRekey, Audience: commune.Public, Text: "Nous avons comparé.", Payload: payload(confederation.RekeyTerms{
		Actor: p.Actor, Name: p.Name, Key: record.EncodeMultikey(p.Shown), Print: p.ShownPrint(),
	})}
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = commons.ProposeMotion(tx, w.house, w.founder, m); err == nil {
			_, err = commons.OpenVote(tx, w.house, w.founder, m.ID)
		}
		return err
	})
	meanwhile()
	w.tx(func(tx *store.Tx) (err error) {
		if _, err = commons.Cast(tx, w.founder, m.ID, choice); err == nil {
			closed, err = commons.CloseVote(tx, w.house, w.founder, m.ID)
		}
		return err
	})
	return closed
}

func TestCF3_APinnedKeyIsChangedByARecordedDecisionAlone(t *testing.T) {
	eachCouncil(t, func(w *world) {
		p := w.seated()
		w.hears(decision(t, 3, "L'eau est commune.", key(1)))
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error {
			_, err := procedure.ProposeRekey(tx, w.house, w.founder, p.ID)
			return err
		})
		w.atCrest(7)
		item := w.item()
		w.rekeys(w.peer(crest), item, commune.Against, func() {})
		if !w.pins(1) || !w.peer(crest).Foreign() {
			t.Fatal("a rejected motion changed the key")
		}
		w.rekeys(w.peer(crest), item, commune.For, func() { w.atCrest(8) })
		if !w.pins(1) {
			t.Fatal("the key was another by the time of the vote, and was pinned unseen")
		}
		voted := w.rekeys(w.peer(crest), item, commune.For, func() {})
		if !w.pins(8) || w.peer(crest).Foreign() {
			t.Fatalf("the key that was voted is not pinned: %+v", w.peer(crest))
		}
		w.hears(decision(t, 4, "La terre aussi.", key(8)))
		w.is(0, "2", "3", "4")
		old := w.peer(crest)
		if _, fault := old.Examine(decision(t, 3, "L'eau est commune.", key(1))); fault != confederation.NoFault {
			t.Errorf("what was signed before is not proved any more: %s", fault)
		}
		if _, fault := old.Examine(decision(t, 9, "L'eau est vendue.", key(1))); fault != confederation.FaultProof {
			t.Errorf("the former key goes on signing: %q", fault)
		}
		var carried commune.Decision
		w.tx(func(tx *store.Tx) (err error) { carried, err = tx.DecisionOf(voted.ID); return err })
		last := w.decision(carried.ID)
		if last.Form != string(confederation.FormRekey) || last.Rekeys != crest || last.Key != record.EncodeMultikey(key(8).Public().(ed25519.PublicKey)) {
			t.Errorf("the decision's record says %+v", last)
		}
	})
}

func TestCF3_AnAssemblyPinsTheNewKeyOfItsCouncilByItsOwnVote(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.joined()
		council := w.peer(valley)
		again := func(tx *store.Tx) error {
			_, err := procedure.ProposeRekey(tx, w.house, w.founder, council.ID)
			return err
		}
		w.refused(commune.ErrNotFound, again)
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.ReceiveKeys(tx, valley, []confederation.Shown{{KeyID: valley + "#new", Key: key(7).Public().(ed25519.PublicKey)}})
			return err
		})
		w.tx(again)
		w.refused(confederation.ErrKeyProposed, again)
		w.rekeys(w.peer(valley), w.sitting(), commune.For, func() {})
		if p := w.peer(valley); p.Foreign() || p.KeyID != valley+"#new" || !bytes.Equal(p.Key, key(7).Public().(ed25519.PublicKey)) {
			t.Errorf("after the vote the council is known as %+v", p)
		}
	})
}

// sitting is the item of the meeting that sits.
func (w *world) sitting() (id commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := tx.OpenMeeting()
		if err != nil {
			return err
		}
		items, err := tx.Items(m.ID)
		id = items[0].ID
		return err
	})
	return id
}

func TestCF3_WhoHasTheKeyNamesTheNextOne(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		next := func(by, named byte) []byte {
			h := confederation.HolderOf(crest, crest+"#ed25519-key-2", key(named).Public().(ed25519.PublicKey))
			document, err := record.SignDocument(map[string]any{
				"@context": "https://www.w3.org/ns/activitystreams", "id": crest, "type": "Group", "assertionMethod": h.Methods,
			}, key(by), crest+"#ed25519-key", w.clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			return document
		}
		w.atCrest(7)
		for _, document := range [][]byte{nil, next(7, 7), next(1, 1)} {
			w.tx(func(tx *store.Tx) error { return procedure.ReceiveSuccession(tx, w.house, crest, document) })
			if !w.pins(1) {
				t.Fatalf("another key is pinned by %s", document)
			}
		}
		w.tx(func(tx *store.Tx) error { return procedure.ReceiveSuccession(tx, w.house, crest, next(1, 7)) })
		if !w.pins(7) || w.peer(crest).Foreign() {
			t.Errorf("the key that the former one names is not pinned: %+v", w.peer(crest))
		}
	})
}
