package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// itemText is the form of an item with this text, written on a version.
func itemText(version int, text string) url.Values {
	return form("version", fmt.Sprint(version), "title", "Le local", "text", text, "kind", "debate", "minutes", "15")
}

// typed is what stands in a field of the page.
func (a answer) typed(name string) string {
	a.Helper()
	if areas := a.all("textarea", "name", name); len(areas) == 1 {
		return strings.TrimPrefix(textOf(areas[0]), "\n")
	}
	return attr(a.one("input", "name", name), "value")
}

var editOpenItem = fmt.Sprintf("/items/%d/edit", openItem)

func TestOUP_WhatAnotherSavedMeanwhileStandsBesideWhatWasTyped(t *testing.T) {
	w := scene(t, planned)
	awa, karim := w.as(member), w.as(facilitator)
	a := awa.get(editOpenItem).is(http.StatusOK)
	if v := a.typed("version"); v != "0" {
		t.Fatalf("the form is of version %s", v)
	}
	karim.get(editOpenItem).reads("Awa D. modifie ce point")
	awa.get(fmt.Sprint("/meetings/", secondMeeting)).reads("Karim B. modifie ce point")
	karim.post(editOpenItem, itemText(0, "Le texte de Karim.")).is(http.StatusSeeOther)
	a = awa.post(editOpenItem, itemText(0, "Le texte d’Awa.")).is(http.StatusConflict)
	a.reads("Rien n’est perdu")
	a.reads("Ce que Karim B. a enregistré")
	a.reads("Le texte de Karim.")
	if got := a.typed("text"); got != "Le texte d’Awa." || attr(a.one("button", "name", "over"), "value") != "1" {
		t.Errorf("the form holds %q", got)
	}
	// What was refused is kept as a draft, and is still beside the other text after the browser has died.
	a = w.as(member).get(editOpenItem).is(http.StatusOK)
	a.reads("Le texte de Karim.")
	a.reads("Votre brouillon est repris")
	if got := a.typed("text"); got != "Le texte d’Awa." || a.typed("version") != "0" {
		t.Errorf("the draft holds %q", got)
	}
	over := itemText(0, "Les deux textes.")
	over.Set("over", "1")
	awa.post(editOpenItem, over).is(http.StatusSeeOther)
	awa.get(fmt.Sprint("/meetings/", secondMeeting)).reads("3 versions")
	a = awa.get(fmt.Sprintf("/items/%d/versions", openItem))
	for _, text := range []string{"Les deux textes.", "Le texte de Karim.", "Épicerie coopérative : choix du local"} {
		a.reads(text)
	}
	if got := awa.get(editOpenItem + "?version=1").typed("text"); got != "Le texte de Karim." {
		t.Errorf("taken up: %q", got)
	}
}

func TestOUP_WhoWritesLearnsThatAnotherSaved(t *testing.T) {
	w := scene(t, planned)
	awa, karim := w.as(member), w.as(facilitator)
	a := awa.get(editOpenItem)
	around := attr(a.one("div", "id", "around"), "data-fresh")
	sign := func() string { return attr(awa.get(editOpenItem).one("span", "id", "sign"), "data-state") }
	before := sign()
	if awa.get(around).silent("vient d’enregistrer"); sign() != before {
		t.Error("the sign changed, and nothing else")
	}
	karim.post(editOpenItem, itemText(0, "Le texte de Karim.")).is(http.StatusSeeOther)
	awa.get(around, "HX-Request", "true").reads("Karim B. vient d’enregistrer un autre texte")
	if sign() == before {
		t.Error("the sign is the same")
	}
	kept := awa.post(attr(a.one("form", "class", "form"), "data-draft"), itemText(0, "Le texte d’Awa."), "Accept", "application/json", "Referer", w.server.URL+editOpenItem)
	if kept.is(http.StatusOK); !strings.Contains(string(kept.body), "brouillon est gardé") {
		t.Errorf("kept: %s", kept.body)
	}
	a = awa.get(editOpenItem)
	a.reads("Le texte de Karim.")
	if a.typed("text") != "Le texte d’Awa." {
		t.Errorf("the draft holds %q", a.typed("text"))
	}
	w.clock.Add(30 * 24 * time.Hour)
	w.as(member).get(around).is(http.StatusOK).reads("est clos depuis")
}

func TestOUP_TheTextOfTheOthersIsTakenAndTheDraftGivenUp(t *testing.T) {
	w := scene(t, planned)
	awa, karim := w.as(member), w.as(facilitator)
	karim.post(editOpenItem, itemText(0, "Le texte de Karim.")).is(http.StatusSeeOther)
	awa.post(editOpenItem, itemText(0, "Le texte d’Awa.")).is(http.StatusConflict)
	awa.post(fmt.Sprintf("/items/%d/draft/removal", openItem), nil).is(http.StatusSeeOther)
	a := awa.get(editOpenItem)
	a.silent("brouillon est repris")
	if got := a.typed("text"); got != "Le texte de Karim." {
		t.Errorf("the form holds %q", got)
	}
}

func TestOUP_ARefusedFormKeepsWhatWasTypedAndADraftComesBack(t *testing.T) {
	w := scene(t, planned)
	awa := w.as(member)
	wrong := itemText(0, "Un long texte.")
	wrong.Set("minutes", "beaucoup")
	a := awa.post(editOpenItem, wrong).is(http.StatusUnprocessableEntity)
	if a.typed("text") != "Un long texte." || a.typed("minutes") != "beaucoup" {
		t.Errorf("the form holds %q and %q", a.typed("text"), a.typed("minutes"))
	}
	fresh := fmt.Sprintf("/meetings/%d/items/new", secondMeeting)
	awa.post(fmt.Sprintf("/meetings/%d/items/draft", secondMeeting), form("title", "Cantine", "text", "À midi.", "kind", "information", "minutes", "5")).is(http.StatusSeeOther)
	a = awa.get(fresh)
	a.reads("Votre brouillon est repris")
	if a.typed("title") != "Cantine" || a.typed("minutes") != "5" || a.typed("text") != "À midi." {
		t.Errorf("the draft holds %q", a.typed("title"))
	}
	if got := w.as(facilitator).get(fresh).typed("title"); got != "" {
		t.Errorf("another reads the draft: %q", got)
	}
	awa.post(fmt.Sprintf("/meetings/%d/items", secondMeeting), form("title", "Cantine", "kind", "information", "minutes", "5")).is(http.StatusSeeOther)
	if got := awa.get(fresh).typed("title"); got != "" {
		t.Errorf("the draft is left: %q", got)
	}
}

func TestOJ1_WhatIsSavedAfterTheCloseIsRefusedAndCanGoToTheNextAssembly(t *testing.T) {
	w := scene(t, planned)
	var m commune.Meeting
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = tx.Meeting(secondMeeting); err == nil {
			w.clock.Set(m.AgendaClosesAt)
			err = procedure.Schedule(tx)
		}
		return err
	})
	awa := w.as(member)
	awa.get(editOpenItem).is(http.StatusConflict).reads("définitifs depuis")
	a := awa.post(editOpenItem, itemText(0, "Trop tard.")).is(http.StatusConflict)
	a.reads("définitifs depuis")
	if got := a.typed("text"); got != "Trop tard." {
		t.Errorf("the form holds %q", got)
	}
	a = awa.get(editOpenItem).is(http.StatusOK)
	to := attr(a.one("form", "class", "form"), "action")
	if awa.post(to, itemText(0, a.typed("text"))).is(http.StatusSeeOther); !strings.HasPrefix(to, "/meetings/3/") {
		t.Errorf("goes to %s", to)
	}
	if n := len(awa.get(fmt.Sprint("/meetings/", secondMeeting)).all("a", "href", editOpenItem)); n != 0 {
		t.Errorf("%d links to write what is final", n)
	}
}

func TestOJ1_AWithdrawnPointIsReadBelowTheAgendaAndComesBack(t *testing.T) {
	w := scene(t, planned)
	awa, page := w.as(member), fmt.Sprint("/meetings/", secondMeeting)
	if n := len(w.as(facilitator).get(page).all("form", "action", fmt.Sprintf("/items/%d/withdrawal", openItem))); n != 0 {
		t.Errorf("%d buttons for who did not propose it", n)
	}
	awa.post(attr(awa.get(page).one("form", "action", fmt.Sprintf("/items/%d/withdrawal", openItem)), "action"), nil).is(http.StatusSeeOther)
	a := awa.get(page)
	a.reads("1 point retiré")
	a.reads("Aucun point pour l’instant")
	awa.get(editOpenItem).is(http.StatusConflict).reads("a été retiré")
	awa.post(attr(a.one("form", "action", fmt.Sprintf("/items/%d/return", openItem)), "action"), nil).is(http.StatusSeeOther)
	awa.get(page).silent("point retiré")
}

func TestTheWordsOfAMotionAreChangedBeforeItsVote(t *testing.T) {
	w := scene(t, planned)
	awa, edit := w.as(member), fmt.Sprintf("/motions/%d/edit", waitingMotion)
	awa.get(fmt.Sprint("/meetings/", secondMeeting)).one("a", "href", edit)
	awa.post(edit, form("version", "0", "text", "La commune visite trois locaux.")).is(http.StatusSeeOther)
	a := awa.post(edit, form("version", "0", "text", "Aucun local.")).is(http.StatusConflict)
	a.reads("La commune visite trois locaux.")
	a.reads("La commune visite encore.")
	if a.typed("text") != "Aucun local." || a.typed("version") != "1" {
		t.Errorf("the form holds %q of %s", a.typed("text"), a.typed("version"))
	}
	awa.post(edit, form("version", "1", "text", " ")).is(http.StatusUnprocessableEntity)
}

func TestOUP_APadIsPastedCorrectedAndAddedOnce(t *testing.T) {
	w := scene(t, planned)
	awa := w.as(member)
	path := fmt.Sprintf("/meetings/%d/items/import", secondMeeting)
	awa.get(path).is(http.StatusOK)
	awa.post(path+"/preview", form("pad", " ")).is(http.StatusOK).reads("Aucun point n’est reconnu")
	a := awa.post(path+"/preview", form("pad", "AG\n- Cantine (débat, 10 min)\n  À midi.\n- Fête\n- Bancs")).is(http.StatusOK)
	a.reads("3 points reconnus")
	a.reads("Ce qui n’est dans aucun point AG")
	if a.typed("title-0") != "Cantine" || a.typed("text-0") != "À midi." || a.typed("minutes-0") != "10" {
		t.Errorf("read: %s, %s, %s", a.typed("title-0"), a.typed("text-0"), a.typed("minutes-0"))
	}
	lines := form("lines", "3", "take", "0", "take", "1", "title-0", "Cantine", "text-0", "À midi.", "kind-0", "debate", "minutes-0", "10",
		"title-1", "Fête", "kind-1", "debate", "minutes-1", "0", "title-2", "Bancs", "kind-2", "decision", "minutes-2", "")
	a = awa.post(path, lines).is(http.StatusUnprocessableEntity)
	a.reads("1 des points cochés")
	if a.typed("title-1") != "Fête" || len(a.all("input", "name", "take")) != 3 || attr(a.one("input", "id", "minutes-1"), "aria-invalid") != "true" {
		t.Error("the lines were not kept as they were corrected")
	}
	lines.Set("minutes-1", "20")
	for range 2 { // a second time adds nothing
		awa.post(path, lines).is(http.StatusSeeOther)
	}
	a = awa.get(fmt.Sprint("/meetings/", secondMeeting))
	a.reads("Ces points étaient déjà à l’ordre du jour")
	if n := len(a.all("h3", "", "")); n != 3 {
		t.Errorf("%d points", n)
	}
	a.silent("Bancs")
}
