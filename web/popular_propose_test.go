package web_test

import (
	"fmt"
	"net/http"
	"strings"
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
	rewords(w, by, path)
	by.post(path+"/withdrawal", nil).is(http.StatusSeeOther)
	w.as(stranger).get("/p/place").silent("Fontaine")
	by.get(path).is(http.StatusConflict)
	by.get("/p/place/proposals").one("form", "action", path+"/return")
	by.post(path+"/return", nil).is(http.StatusSeeOther)
	w.as(stranger).get("/p/place").reads("Fontaine publique")
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

// rewords has who proposed a fountain word it anew, with its texts, in one form.
func rewords(w *world, by browser, path string) {
	w.Helper()
	page := by.get(path).is(http.StatusOK)
	first := attr(page.all("textarea", "", "")[1], "name")
	if page.typed("title") != "Fontaine" || textOf(page.one("textarea", "name", first)) != "La place ouvre une cantine." {
		w.Errorf("the form begins with %q, %s", page.typed("title"), page.text())
	}
	w.as(keeper).get(path).is(http.StatusForbidden)
	w.as(keeper).post(path, form("title", "Rien", "version", "0")).is(http.StatusForbidden)
	said := form("version", "0", "title", "Fontaine publique", "text", "Il fait soif.", strings.Replace(first, "text", "version", 1), "0", first, "")
	again := by.post(path, said).is(http.StatusUnprocessableEntity)
	again.one("p", "id", first+"-error")
	if again.typed("title") != "Fontaine publique" {
		w.Error("what was typed is lost")
	}
	by.get("/p/place/proposals").silent("Fontaine publique")
	said.Set(first, "La place ouvre une fontaine.")
	by.post(path, said).is(http.StatusSeeOther)
	now := by.get("/p/place/proposals")
	now.reads("Fontaine publique")
	now.reads("La place ouvre une fontaine.")
	said.Set("title", "Autre chose")
	by.post(path, said).is(http.StatusConflict).reads("Ce qui est enregistré")
}
