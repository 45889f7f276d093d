package procedure_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

func TestCF5_ADelegateSitsInACouncilThatSeatedTheCommune(t *testing.T) {
	eachCommune(t, func(w *world) {
		on := w.item()
		sends := func(council commune.ActorID) commune.Motion {
			return commune.Motion{
				Item: on, Form: commune.FormMandate, Audience: commune.Public, Text: "Zoé nous représente.",
				Payload: payload(commune.MandateTerms{
					Holder: w.founder, Title: "Déléguée", Clauses: commune.Clauses{"Porter nos décisions."}, Council: council,
					Capabilities: commune.Capabilities{commune.SitInCouncil}, Until: commune.DayOf(w.clock.Now(), w.clock.Now().Location()).Add(90),
				}),
			}
		}
		propose := func(council commune.ActorID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := commons.ProposeMotion(tx, w.house, w.founder, sends(council))
				return err
			}
		}
		w.refused(commune.ErrCouncilMissing, propose(""))
		w.refused(confederation.ErrCouncilUnknown, propose(valley))
		w.meets()
		w.votes(join(on), commune.For)
		w.refused(confederation.ErrCouncilUnknown, propose(valley))
		w.tx(answers(valley, true))
		if closed := w.votes(sends(valley), commune.For); !closed.Adopted {
			t.Error("the delegate was not mandated")
		}
	})
}

func TestADecisionToJoinIsNotForMembersOnlySinceTheCouncilHearsOfIt(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		hidden := join(w.item())
		hidden.Audience = commune.MembersOnly
		w.refused(commune.ErrAudienceTold, func(tx *store.Tx) error {
			_, err := commons.ProposeMotion(tx, w.house, w.founder, hidden)
			return err
		})
	})
}

func TestTheKeyWhoseFingerprintIsComparedIsNotReplacedMeanwhile(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.applies(joining(t, 2, 1, commons.TextHash(charter)))
		other := crestPeer()
		other.Key = key(2).Public().(ed25519.PublicKey)
		w.refused(confederation.ErrAlreadyJoined, func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, other, crest+"/join/2", joining(t, 3, 1, commons.TextHash(charter)))
		})
		if p := w.peer(crest); !bytes.Equal(p.Key, crestPeer().Key) {
			t.Error("another key took the place of the one that was shown")
		}
	})
}

func TestAVoteThatWasCountedCanAlwaysBeClosed(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		on := w.item()
		var motions []commune.Motion
		for range 2 {
			w.tx(func(tx *store.Tx) error {
				m, err := commons.ProposeMotion(tx, w.house, w.founder, join(on))
				motions = append(motions, m)
				return err
			})
		}
		for _, m := range motions {
			w.tx(func(tx *store.Tx) error { _, err := commons.OpenVote(tx, w.house, w.founder, m.ID); return err })
			w.tx(func(tx *store.Tx) error { _, err := commons.Cast(tx, w.founder, m.ID, commune.For); return err })
		}
		for _, m := range motions {
			w.tx(func(tx *store.Tx) error { _, err := commons.CloseVote(tx, w.house, w.founder, m.ID); return err })
		}
		if told := w.told.named("join-decided"); len(told) != 1 {
			t.Errorf("the council is asked %d times", len(told))
		}
	})
}
