package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// TestCF5_OnlyAFormAsksACouncilToLetItsDelegateIn: what merely opens an address asks for nothing, and who is let in sees where they go.
func TestCF5_OnlyAFormAsksACouncilToLetItsDelegateIn(t *testing.T) {
	w := scene(t, planned)
	council := newPeer(t)
	council.Role, council.State, council.Council, council.Peer.Name = confederation.RoleCouncil, confederation.Accepted, true, "Conseil des Weppes"
	w.tx(func(tx *store.Tx) error {
		if _, err := peers.PutPeer(tx, council.Peer); err != nil {
			return err
		}
		_, err := tx.PutMandate(commune.Mandate{
			Holder: w.people[member], HolderName: "Berfîn A.", Title: "Déléguée", Clauses: commune.Clauses{"Porter nos décisions."}, Council: council.Actor,
			Capabilities: commune.Capabilities{commune.SitInCouncil}, GrantedAt: tx.Now(), AcceptedAt: tx.Now(), Until: tx.Now().AddDate(0, 3, 0), Seq: 1,
		})
		return err
	})
	mandate := fmt.Sprintf("/mandates/%d", w.lastMandate().ID)
	b := w.as(member)
	b.get(mandate).is(http.StatusOK).one("form", "action", mandate+"/entry")
	b.get(mandate + "/entry").is(http.StatusMethodNotAllowed)
	to := b.post(mandate+"/entry", nil).is(http.StatusOK)
	to.reads("Conseil des Weppes vous ouvre sa porte.")
	to.reads("Vous passez sur son site, weppes.example.")
	if link := to.one("a", "href", "https://weppes.example/entry/secret"); attr(link, "rel") != "noopener noreferrer" || textOf(link) != "Continuer vers le conseil" {
		t.Errorf("the way in is %q", textOf(link))
	}
	if cached := to.header.Get("Cache-Control"); cached != "no-store" {
		t.Errorf("the way in is kept: %q", cached)
	}
	w.as(keeper).post(mandate+"/entry", nil).is(http.StatusForbidden)
}
