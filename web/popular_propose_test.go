package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
)

// TestAP2_ASympathiserProposesFromThePageOfTheAssembly writes an item and its texts, and takes it off.
func TestAP2_ASympathiserProposesFromThePageOfTheAssembly(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	b, next := w.popular()
	by := w.as(sympathiser)
	public := by.get("/p/place")
	public.reads("Tout le monde peut proposer")
	public.one("a", "href", "/p/place/proposals")
	again := by.post("/p/place/proposals", form("title", "", "text", "Il fait soif.")).is(http.StatusUnprocessableEntity)
	again.reads("Il fait soif.")
	by.post("/p/place/proposals", form("title", "Fontaine", "text", "Il fait soif.", "words", "La place ouvre une cantine.")).is(http.StatusSeeOther)
	var item commune.Item
	w.tx(func(tx *store.Tx) error {
		items, err := tx.Items(next.ID)
		item = items[0]
		return err
	})
	path := fmt.Sprintf("/p/place/proposals/%d", item.ID)
	empty := by.post(path+"/texts", form(fmt.Sprint("words-", item.ID), " ")).is(http.StatusUnprocessableEntity)
	empty.one("p", "id", fmt.Sprintf("words-%d-error", item.ID))
	by.post(path+"/texts", form(fmt.Sprint("words-", item.ID), "Le four est à tout le monde.")).is(http.StatusSeeOther)
	mine := by.get("/p/place/proposals")
	mine.reads("La place ouvre une cantine.")
	mine.reads("Le four est à tout le monde.")
	mine.one("form", "action", path+"/withdrawal")
	if n := len(w.as(keeper).get("/p/place/proposals").all("form", "action", path+"/withdrawal")); n != 0 {
		t.Error("who neither proposed nor organises is shown the button")
	}
	w.as(stranger).get("/p/place").reads("Fontaine")
	by.post(path+"/withdrawal", nil).is(http.StatusSeeOther)
	w.as(stranger).get("/p/place").silent("Fontaine")
	w.tx(func(tx *store.Tx) error {
		p, err := tx.PopularAssemblyPage(b.ID)
		p.Proposers = commune.MembersPropose
		if err != nil {
			return err
		}
		return tx.PutPopularAssemblyPage(p)
	})
	by = w.as(sympathiser)
	by.get("/p/place").reads("Les points sont proposés par les membres")
	by.get("/p/place/proposals").reads("Par les règles de cette assemblée")
	by.post("/p/place/proposals", form("title", "Fontaine")).is(http.StatusForbidden)
}
