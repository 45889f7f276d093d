package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// waitingCharter is the motion that was proposed last, which adopts a charter.
func (w *world) waitingCharter() (id commune.MotionID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Unended(commune.FormCharter)
		if err == nil && len(all) > 0 {
			id = all[len(all)-1].ID
		}
		return err
	})
	return id
}

func TestCH1_TheCharterIsProposedVotedReadAndComparedOnItsPages(t *testing.T) {
	w := scene(t, session)
	stranger, awa := w.browser(), w.as(member)
	stranger.get("/charter").is(http.StatusOK).reads("L’assemblée n’a pas encore adopté de charte.")
	stranger.get("/charter").silent("Proposer une charte")
	awa.get("/charter").reads("Proposer une charte")
	awa.get("/charter/edit").is(http.StatusOK).reads("L’assemblée adopte la version 1 de la charte.")
	again := awa.post("/charter", form("charter", " ", "text", "On l’adopte.", "item", itoa(openItem))).is(http.StatusUnprocessableEntity)
	again.reads("Écrivez le texte de la charte")
	again.reads("On l’adopte.")
	propose := func(text string) string {
		t.Helper()
		awa.post("/charter", form("charter", text, "text", "L’assemblée adopte la charte.", "item", itoa(openItem))).is(http.StatusSeeOther)
		id := w.waitingCharter()
		awa.get("/charter").reads("L’assemblée adopte la charte.")
		return fmt.Sprintf("/motions/%d", id)
	}
	proposed := propose("# Nos règles\n\nUne personne, **une voix**.")
	awa.get(proposed).reads("Le texte proposé, version 1 Nos règles Une personne, une voix .")
	w.adopt(facilitator, w.waitingCharter(), member, facilitator)
	page := stranger.get("/charter").is(http.StatusOK)
	page.reads("version 1 Décision 2026-4")
	page.reads("Une personne, une voix")
	awa.get("/charter/edit").reads("L’assemblée adopte la version 2 de la charte.")
	awa.post("/charter", form("charter", "# Nos règles\n\nUne personne, **une voix**.", "text", "Oui.")).is(http.StatusConflict).reads("Ce texte est déjà celui de la charte en vigueur.")

	proposed = propose("# Nos règles\n\nUne personne, deux voix.")
	main := w.waitingCharter()
	awa.get(proposed).reads("Ce qui change depuis la version 1")
	awa.get(proposed + "/amendments/new").is(http.StatusOK).reads("Une personne, deux voix.")
	amended := awa.post(proposed+"/amendments", form("charter", "Une personne, trois voix.", "text", "L’assemblée adopte la charte.")).is(http.StatusSeeOther).header.Get("Location")
	awa.get(amended).reads("Ce qui change dans la proposition")
	awa.post(amended+"/withdrawal", form()).is(http.StatusSeeOther)
	w.adopt(facilitator, main, member, facilitator)
	stranger.get("/charter").reads("Toutes les versions")
	second := stranger.get("/charter/versions/2").is(http.StatusOK)
	second.reads("Ce qui change depuis la version 1")
	second.one("a", "href", "/charter/versions/2/proof")
	stranger.get("/charter/versions/1").reads("Cette version n’est plus en vigueur.")
	if a := stranger.get("/charter/versions/1/record").is(http.StatusOK); !strings.Contains(string(a.body), "Une personne, **une voix**.") {
		t.Errorf("the record is %s", a.body)
	}
	stranger.get("/charter/versions/3").is(http.StatusNotFound)
	stranger.get("/charter/versions/deux").is(http.StatusNotFound)
}

func TestCH1_ACouncilsCharterStandsFromItsFounding(t *testing.T) {
	w := scene(t, council)
	page := w.browser().get("/charter").is(http.StatusOK)
	page.reads("une personne, une voix")
	page.reads("Depuis la fondation")
	if a := w.browser().get("/charter/versions/1/record"); a.header.Get("Content-Type") != "application/activity+json" {
		t.Errorf("the charter came as %s", a.header.Get("Content-Type"))
	}
}

func TestCH1_TheCharterOfACouncilThatWasJoinedStandsBesideOurs(t *testing.T) {
	w := scene(t, planned)
	at := newPeer(t)
	asked := at.Peer
	asked.Role, asked.State, asked.Name, asked.Actor = confederation.RoleCouncil, confederation.Asked, "Confédération du Val de Marque", "https://val-de-marque.example/conseil"
	asked.CharterVersion, asked.CharterText, asked.JoinRecord = 4, "La *commune* d’abord.", at.decision(1, "confederation", nil)
	known := asked
	known.State, known.Name, known.Actor = confederation.Known, "Conseil regardé", "https://ailleurs.example/conseil"
	w.tx(func(tx *store.Tx) error {
		for _, p := range []confederation.Peer{asked, known} {
			if _, err := peers.PutPeer(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	page := w.browser().get("/charter").is(http.StatusOK)
	page.reads("Confédération du Val de Marque version 4 Par une décision de l’assemblée")
	page.reads("La commune d’abord.")
	page.silent("Conseil regardé")
	w.as(member).get("/charter").reads("version 4 Décision 2026-7")
}
