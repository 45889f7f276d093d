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
		for name, state := range map[string]confederation.State{"lilas": confederation.Accepted, "die": confederation.Asked, "crest": confederation.Refused} {
			host := "https://" + name + ".example"
			if _, err := peers.PutCoOrganiser(tx, confederation.CoOrganiser{
				Body: b.ID, Actor: commune.ActorID(host + "/ag"), Name: "Commune de " + name, State: state, Offer: name, Since: tx.Now(),
			}); err != nil {
				return err
			}
		}
		return confederal.ReceiveOffer(tx, confederation.Offer{Assembly: "https://lilas.example/p/halle", Name: "Assemblée de la halle"}, commune.ActorID(w.base+"/ag"))
	})
	said := string(w.as(stranger).get("/p/place").is(http.StatusOK).body)
	if !strings.Contains(said, "Commune de lilas") || !strings.Contains(said, "demande envoyée") || strings.Contains(said, "Commune de crest") {
		t.Error("the page of the assembly names another set of communes")
	}
	if said := string(w.as(stranger).get("/assemblies").is(http.StatusOK).body); strings.Contains(said, "halle") {
		t.Error("everybody reads what anybody offers")
	}
	awa := w.as(member)
	awa.get("/assemblies").is(http.StatusOK).reads("Assemblée de la halle")
	awa.post("/assemblies/offers/1/motion", form()).is(http.StatusSeeOther)
	awa.get("/assemblies").is(http.StatusOK).reads("La motion attend son vote")
	awa.post("/assemblies/offers/1/motion", form()).is(http.StatusConflict)
}
