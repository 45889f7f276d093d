package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
)

// ofAnAG are the words of a general assembly, which a popular one is not: it has no members, no dues and another register.
var ofAnAG = regexp.MustCompile(`(?i).{0,60}(assemblée générale|\bAG\b|membres? à jour|adhérent|cotisation|registre de la commune|présentes? et à jour|` +
	`general assembly|\bdues\b|good standing|register of the commune).{0,60}`)

// TestAP2_TheScreensOfASittingDoNotSpeakOfAGeneralAssembly reads the main part of each before, during and after a vote.
func TestAP2_TheScreensOfASittingDoNotSpeakOfAGeneralAssembly(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	motion := w.motion(member, commune.Motion{Item: w.item(member, next.ID, "Fontaine"), Form: commune.FormResolution, Text: "La place a une fontaine."})
	projector := "/rien"
	look := func(when string) {
		paths := []string{projector}
		for _, screen := range []string{"", "/seat", "/opening", "/presences", "/minutes", "/console", "/decisions"} {
			paths = append(paths, fmt.Sprintf("/meetings/%d%s", next.ID, screen))
		}
		for _, role := range []string{member, lapsed, stranger} {
			for _, language := range []string{"en", "fr"} {
				reader := w.as(role)
				reader.post("/language", form("lang", language, "back", "/")).is(http.StatusSeeOther)
				for _, path := range paths {
					a := reader.get(path)
					if found := ofAnAG.FindAllString(a.text(), -1); a.status == http.StatusOK && len(found) > 0 {
						t.Errorf("%s, %s reads at %q: %q", when, role, path, found)
					}
				}
			}
		}
	}
	look("before")
	w.clock.Set(next.StartsAt)
	w.attend(next, member)
	by := w.as(member)
	by.post(fmt.Sprintf("/meetings/%d/opening", next.ID), nil).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/motions/%d/opening", motion), form("mode", "named")).is(http.StatusSeeOther)
	projector = by.post(fmt.Sprintf("/meetings/%d/projector", next.ID), nil).is(http.StatusSeeOther).header.Get("Location")
	by.get(projector).is(http.StatusOK)
	look("during the vote")
	by.get(fmt.Sprintf("/meetings/%d/opening", next.ID)).silent("mandats de séance")
	late := w.as(lapsed).get(fmt.Sprintf("/motions/%d", motion))
	late.silent("les membres à jour")
	w.as(lapsed).get(fmt.Sprintf("/meetings/%d/seat", next.ID)).reads("Je suis sur place")
	w.as(lapsed).post(fmt.Sprintf("/meetings/%d/presence", next.ID), form("mode", "room")).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/motions/%d/ballot", motion), form("choice", "for")).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/motions/%d/closing", motion), nil).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/meetings/%d/closing", next.ID), nil).is(http.StatusSeeOther)
	by.get("/").reads("La séance est close.")
	look("after")
	signed := w.as(stranger).get("/p/place/decisions/2026-1/record").is(http.StatusOK)
	if found := ofAnAG.Find(signed.body); found != nil {
		t.Errorf("it signs %q", found)
	}
}

// TestAP2_TheLettersOfASittingDoNotSpeakOfAGeneralAssembly reads all that they can say, in every language.
func TestAP2_TheLettersOfASittingDoNotSpeakOfAGeneralAssembly(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range words.Languages() {
		printer := words.Printer(language, time.UTC)
		for _, key := range words.Keys(language) {
			if said := printer.T(key, "X", time.Unix(0, 0), "X"); strings.HasPrefix(key, "sitting.") && ofAnAG.MatchString(said) {
				t.Errorf("%s, %s says %q", language, key, said)
			}
		}
	}
}
