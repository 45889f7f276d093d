package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"federes.org/commune"
)

// ofAnAG are the words of a general assembly, which a popular one is not: it has no members, no dues and another register.
var ofAnAG = regexp.MustCompile(`(?i).{0,60}(assemblée générale|\bAG\b|membres à jour|cotisation|registre de la commune|présentes et à jour).{0,60}`)

// TestAP2_TheScreensOfASittingDoNotSpeakOfAGeneralAssembly reads the main part of each before, during and after a vote.
func TestAP2_TheScreensOfASittingDoNotSpeakOfAGeneralAssembly(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	motion := w.motion(member, commune.Motion{Item: w.item(member, next.ID, "Fontaine"), Form: commune.FormResolution, Text: "La place a une fontaine."})
	look := func(when string) {
		for _, path := range []string{"", "/seat", "/opening", "/presences", "/minutes", "/console", "/decisions"} {
			for _, role := range []string{member, lapsed, stranger} {
				a := w.as(role).get(fmt.Sprintf("/meetings/%d%s", next.ID, path))
				if found := ofAnAG.FindAllString(a.text(), -1); a.status == http.StatusOK && len(found) > 0 {
					t.Errorf("%s, %s reads at %q: %q", when, role, path, found)
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
	look("during the vote")
	by.get(fmt.Sprintf("/meetings/%d/opening", next.ID)).silent("mandats de séance")
	late := w.as(lapsed).get(fmt.Sprintf("/motions/%d", motion))
	late.silent("les membres à jour")
	w.as(lapsed).get(fmt.Sprintf("/meetings/%d/seat", next.ID)).reads("Je suis sur place")
	w.as(lapsed).post(fmt.Sprintf("/meetings/%d/presence", next.ID), form("mode", "room")).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/motions/%d/closing", motion), nil).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/meetings/%d/closing", next.ID), nil).is(http.StatusSeeOther)
	by.get("/").reads("La séance est close.")
	look("after")
}
