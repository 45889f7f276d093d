package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// TestCF5_WhatACouncilWillTreatIsInstructedInOneClickFromItsPage reads a council's agenda, and puts an instruction on it to the vote once.
func TestCF5_WhatACouncilWillTreatIsInstructedInOneClickFromItsPage(t *testing.T) {
	w := scene(t, planned)
	council := newPeer(t)
	council.Role, council.State, council.Council, council.Peer.Name = confederation.RoleCouncil, confederation.Accepted, true, "Conseil des Weppes"
	const about = "https://weppes.example/items/4"
	document := council.signs(3, "Ordre du jour", record.Agenda{
		Header: record.Header{V: 1, Kind: record.KindAgenda, Seq: 3}, Council: council.Actor, Meeting: "https://weppes.example/meetings/2",
		StartsAt: record.Time(w.clock.Now().Add(72 * time.Hour)), Place: "Salle du port", Audience: "confederation",
		Points: []record.Point{{Item: about, Title: "Une cantine pour la vallée", Text: "Où, et à quel prix ?"}},
	})
	w.tx(func(tx *store.Tx) error {
		p, err := peers.PutPeer(tx, council.Peer)
		if err != nil {
			return err
		}
		return peers.AddRecord(tx, confederation.Record{Peer: p.ID, Seq: 3, Digest: "a", Kind: record.KindAgenda, Document: document, ReceivedAt: tx.Now()})
	})
	const path, act = "/levels/1/agenda", "/levels/1/instructions"
	a := w.as(member).get(path).is(http.StatusOK)
	a.reads("Une cantine pour la vallée")
	a.reads("Personne ne siège pour nous dans ce conseil.")
	said := form("about", about, "position", "for", "words", "Si elle est gratuite.")
	w.as(member).post(act, said).is(http.StatusConflict).reads("Personne ne siège pour nous à Conseil des Weppes.")
	w.tx(func(tx *store.Tx) error {
		_, err := tx.PutMandate(commune.Mandate{
			Holder: w.people[member], HolderName: "Berfîn A.", Title: "Déléguée", Clauses: commune.Clauses{"Porter nos décisions."}, Council: council.Actor,
			Capabilities: commune.Capabilities{commune.SitInCouncil}, GrantedAt: tx.Now(), AcceptedAt: tx.Now(), Until: tx.Now().AddDate(0, 3, 0), Seq: 1,
		})
		return err
	})
	w.as(member).get(path).reads("Berfîn A. : aucune consigne pour le moment.")
	w.as(member).post(act, form("about", about, "words", "Si elle est gratuite.")).is(http.StatusUnprocessableEntity).reads("Si elle est gratuite.")
	w.as(member).post(act, form("about", about, "position", "for", "words", strings.Repeat("a", commune.MaxText))).is(http.StatusUnprocessableEntity)
	to := w.as(member).post(act, said).is(http.StatusSeeOther).header.Get("Location")
	on := w.as(member).get(strings.Split(to, "#")[0]).is(http.StatusOK)
	on.reads("Consigne pour Conseil des Weppes : Une cantine pour la vallée")
	w.as(member).get(path).reads("Une consigne attend le vote de l’assemblée")
	w.as(member).post(act, said).is(http.StatusConflict)
}
