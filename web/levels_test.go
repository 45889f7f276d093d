package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// TestCF8_TheLevelsAreDrawnForEverybodyWithHowFarEachIsKnown reads the page as a council's member comes into step, falls behind, goes silent,
// contradicts itself, and shows another key.
func TestCF8_TheLevelsAreDrawnForEverybodyWithHowFarEachIsKnown(t *testing.T) {
	w := councilScene(t)
	w.browser().get("/levels").is(http.StatusOK).reads("Aucune commune n’est encore membre de ce conseil.")
	w.as(founder).post("/communes/1/acceptance", nil).is(http.StatusSeeOther)
	shows := func(words string) {
		t.Helper()
		a := w.browser().get("/levels").is(http.StatusOK)
		a.reads("Commune des Weppes-Libres")
		if tags := a.all("span", "class", "tag "+map[string]string{"À jour": "good", "Se contredit": "bad"}[words]); words == "À jour" && len(tags) == 0 {
			t.Error("the commune is not in step")
		}
		a.reads(words)
		if drawn := len(a.all("svg", "role", "img")); drawn != 2 {
			t.Errorf("%d drawings", drawn)
		}
	}
	weppes := peerOf(w)
	w.tx(func(tx *store.Tx) error {
		_, err := confederal.ReceivePulled(tx, w.house, weppes.Actor, []confederal.Pulled{{Seq: 0, LeafHash: "a"}, {Seq: 2, LeafHash: "b"}})
		return err
	})
	shows("En retard")
	w.tx(func(tx *store.Tx) error {
		var all []confederal.Pulled
		for seq := range commune.Seq(20) {
			all = append(all, confederal.Pulled{Seq: seq, LeafHash: fmt.Sprint("leaf", seq)})
		}
		_, err := confederal.ReceivePulled(tx, w.house, weppes.Actor, all)
		return err
	})
	shows("À jour")
	w.clock.Add(49 * time.Hour)
	shows("Sans nouvelles")
	w.tx(func(tx *store.Tx) error {
		return peers.AddRecord(tx, confederation.Record{Peer: weppes.ID, Seq: 1, Digest: "x", Kind: record.KindDecision, Fault: confederation.FaultConflict})
	})
	shows("Se contredit")
	w.tx(func(tx *store.Tx) error {
		_, err := confederal.ReceiveKeys(tx, weppes.Actor, []confederation.Shown{{KeyID: string(weppes.Actor) + "#other", Key: make([]byte, 32)}})
		return err
	})
	shows("Non comptée")
	if drawn := w.browser().get("/levels").all("g", "class", "node frozen commune"); len(drawn) == 0 {
		t.Error("the commune is not drawn as one that is not counted")
	}
}

// TestCF1_AMemberPutsLeavingACouncilToTheVoteOnce puts the motion from the page of the levels, and finds it waiting there.
func TestCF1_AMemberPutsLeavingACouncilToTheVoteOnce(t *testing.T) {
	w := scene(t, planned)
	w.tx(func(tx *store.Tx) error {
		_, err := peers.PutPeer(tx, confederation.Peer{
			Actor: "https://vallee.example/conseil", Role: confederation.RoleCouncil, State: confederation.Accepted, Council: true, Name: "Conseil de la vallée",
			CharterVersion: 1, HeardAt: tx.Now(), Since: tx.Now(),
		})
		return err
	})
	stranger := w.browser().get("/levels").is(http.StatusOK)
	stranger.reads("Conseil de la vallée")
	stranger.silent("Proposer de quitter")
	w.as(member).get("/levels").reads("Proposer de quitter")
	w.as(member).post("/levels/1/adoption", nil).is(http.StatusConflict).reads("La version 1 de cette charte est déjà adoptée")
	w.as(member).post("/levels/1/leaving", nil).is(http.StatusSeeOther)
	a := w.as(member).get("/levels")
	a.reads("La proposition de quitter attend le vote")
	a.silent("Proposer de quitter")
	w.as(member).post("/levels/1/leaving", nil).is(http.StatusConflict)
}
