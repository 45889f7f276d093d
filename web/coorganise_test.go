package web_test

import (
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// TestAP1_AP3_WhoOrganisesIsNamedAndWhoSaidNoIsNot reads the pages of both sides as everybody and as a member, who puts an offer on the agenda.
func TestAP1_AP3_WhoOrganisesIsNamedAndWhoSaidNoIsNot(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	b, _ := w.popular()
	w.tx(func(tx *store.Tx) error {
		for name, state := range map[string]confederation.State{"lilas": confederation.Accepted, "die": confederation.Asked, "crest": confederation.Refused, "eurre": confederation.Left} {
			host := "https://" + name + ".example"
			if _, err := peers.PutCoOrganiser(tx, confederation.CoOrganiser{
				Body: b.ID, Actor: commune.ActorID(host + "/ag"), Name: "Commune de " + name, State: state, Offer: name, Since: tx.Now(),
			}); err != nil {
				return err
			}
		}
		_, err := peers.PutOffer(tx, confederation.Offer{
			Assembly: "https://die.example/p/pont", Origin: "https://die.example", Name: "Assemblée du pont", State: confederation.Accepted, Decision: 1, Since: tx.Now(),
		})
		if err != nil {
			return err
		}
		return confederal.ReceiveOffer(tx, confederation.Offer{Assembly: "https://lilas.example/p/halle", Name: "Assemblée de la halle"}, commune.ActorID(w.base+"/ag"))
	})
	said := string(w.as(stranger).get("/p/place").is(http.StatusOK).body)
	if !strings.Contains(said, "Commune de lilas") || !strings.Contains(said, "demande envoyée") || strings.Contains(said, "Commune de crest") || strings.Contains(said, "Commune de eurre") {
		t.Error("the page of the assembly names another set of communes")
	}
	if said := string(w.as(stranger).get("/assemblies").is(http.StatusOK).body); strings.Contains(said, "halle") {
		t.Error("everybody reads what anybody offers")
	}
	awa := w.as(member)
	awa.get("/assemblies").is(http.StatusOK).reads("Assemblée de la halle")
	motion := awa.post("/assemblies/offers/2/motion", form()).is(http.StatusSeeOther).header.Get("Location")
	a := awa.get("/assemblies").is(http.StatusOK)
	a.reads("La motion attend son vote")
	a.reads("Proposer de se retirer")
	awa.post("/assemblies/offers/2/motion", form()).is(http.StatusConflict)
	awa.post("/assemblies/offers/2/parting", form()).is(http.StatusConflict).reads("ne co-organise pas")
	awa.post("/assemblies/offers/1/parting", form()).is(http.StatusSeeOther)
	awa.post("/assemblies/offers/1/parting", form()).is(http.StatusConflict)
	w.tx(func(tx *store.Tx) error {
		o := confederation.Offer{Assembly: "https://lilas.example/p/halle"}
		return confederal.ReceiveTakingBack(tx, o, commune.ActorID(w.base+"/ag"))
	})
	awa.get("/assemblies").is(http.StatusOK).silent("Assemblée de la halle")
	awa.get(motion).is(http.StatusOK).reads("Il n’y a plus rien à décider")
}

// TestAP3_PW1_WhoOrganisesAsksACommuneAndTakesItBack fills the form in, as one would.
func TestAP3_PW1_WhoOrganisesAsksACommuneAndTakesItBack(t *testing.T) {
	crest := confederation.Peer{Actor: "https://crest.example/ag", Name: "Commune de Crest", Inbox: "https://crest.example/inbox"}
	var typed string
	w := newWorld(t, options{lookUp: func(address string) (confederation.Peer, error) { typed = address; return crest, nil }})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	w.popular()
	zoe := w.as(founder)
	to := zoe.post("/p/place/coorganisers", form("commune", " @ag@crest.example ")).is(http.StatusSeeOther).header.Get("Location")
	a := zoe.get(to).is(http.StatusOK)
	a.reads("La demande part vers « Commune de Crest »")
	a.reads("demande envoyée")
	if typed != "@ag@crest.example" {
		t.Errorf("looked up %q", typed)
	}
	a = zoe.post("/p/place/coorganisers", form("commune", "crest.example")).is(http.StatusConflict)
	if a.typed("commune") != "crest.example" {
		t.Error("what was typed is lost")
	}
	w.as(member).post("/p/place/coorganisers/1/withdrawal", form()).is(http.StatusForbidden)
	zoe.post("/p/place/coorganisers/1/withdrawal", form()).is(http.StatusSeeOther)
	a = zoe.get("/p/place/coorganisers").is(http.StatusOK)
	a.reads("n’est plus sollicitée")
	a.reads("demande reprise")
	a.silent("Reprendre la demande")
	zoe.post("/p/place/coorganisers/1/withdrawal", form()).is(http.StatusConflict)
	zoe.post("/p/place/coorganisers", form("commune", "crest.example")).is(http.StatusSeeOther)
}
