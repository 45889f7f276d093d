package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

func TestCF3_ADomainThatChangedHandsIsSaidInWordsWhereMembersLook(t *testing.T) {
	w := seated(t)
	p := peerOf(w)
	own := fmt.Sprintf("/communes/%d", p.ID)
	w.as(member).get("/").silent("Voir ce qui s’est passé")
	w.tx(func(tx *store.Tx) error {
		_, err := confederal.ReceiveKeys(tx, p.Actor, []confederation.Shown{{KeyID: p.KeyID, Key: make([]byte, 32)}})
		return err
	})
	home := w.as(member).get("/").is(http.StatusOK)
	home.reads("Ce qui est dit au nom de « Commune des Weppes-Libres » se contredit, ou vient de quelqu’un d’autre.")
	home.one("a", "href", "/witness")
	w.browser().get("/").silent("Voir ce qui s’est passé")
	for _, path := range []string{own, "/witness"} {
		a := w.browser().get(path).is(http.StatusOK)
		a.reads("Le nom de domaine a peut-être été racheté par quelqu’un d’autre.")
		a.reads(p.Fingerprint())
		a.reads(confederation.Fingerprint(make([]byte, 32)))
		a.silent("Proposer à l’assemblée")
		w.as(member).get(path).is(http.StatusOK).one("form", "action", fmt.Sprintf("/peers/%d/key", p.ID))
	}
}
