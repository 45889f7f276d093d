package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestMO2_TheConsoleShowsSignsAndTakesTheLastActBackOnce(t *testing.T) {
	w := scene(t, session)
	path := func(act string) string { return fmt.Sprintf("/meetings/%d/%s", secondMeeting, act) }
	lead, awa := w.as(facilitator), w.as(member)
	awa.post(path("requests"), nil).is(http.StatusSeeOther)
	awa.post(path("requests"), form("kind", "order")).is(http.StatusSeeOther)
	lead.get(path("console")).reads("point d’ordre")
	lead.post(path("speeches"), form("member", fmt.Sprint(w.people[keeper]))).is(http.StatusConflict)
	lead.post(path("speeches"), form("member", fmt.Sprint(w.people[member]))).is(http.StatusSeeOther)
	lead.post(path("gestures"), form("kind", "too_long")).is(http.StatusSeeOther)
	console := lead.get(path("console"))
	console.reads("Annuler : parole donnée à Awa D.")
	console.reads("trop long : 1")
	seen := attr(console.one("input", "name", "act"), "value")
	awa.post(path("undo"), form("act", seen)).is(http.StatusForbidden)
	lead.post(path("undo"), form("act", seen)).is(http.StatusSeeOther)
	lead.post(path("undo"), form("act", seen)).is(http.StatusConflict)
	lead.get(path("console")).reads("Personne n’a la parole")
	lead.post(path("undo"), form("act", "-1")).is(http.StatusNotFound)
	awa.get(path("speakers")).reads("Awa D. point d’ordre")
}

func TestOJ4_TheConsoleAdjournsWhatItShowsAndTheDossierRemembers(t *testing.T) {
	w := scene(t, session)
	path := func(act string) string { return fmt.Sprintf("/meetings/%d%s", secondMeeting, act) }
	lead := w.as(facilitator)
	lead.get(path("/console")).silent("Reporter à la prochaine assemblée")
	w.clock.Add(2 * time.Hour)
	console := lead.get(path("/console"))
	console.reads("Ce point ne tient pas dans les 2 h : Épicerie coopérative : choix du local")
	item := attr(console.one("input", "name", "item"), "value")
	lead.post(path("/adjournment"), form("item", "999")).is(http.StatusConflict)
	lead.post(path("/adjournment"), form("item", item)).is(http.StatusSeeOther)
	lead.get(path("/console")).reads("Annuler : 1 point reporté")
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.people[facilitator], secondMeeting) })
	lead.get(path("")).reads("Points reportés Épicerie coopérative : choix du local à l’assemblée du")
}

func TestCH2_EverybodyReadsTheSettingsAndAMemberProposesAChange(t *testing.T) {
	w := scene(t, planned)
	w.browser().get("/settings").is(http.StatusOK).reads("Durée d’une assemblée 2 h")
	awa := w.as(member)
	awa.get("/settings/votes").is(http.StatusNotFound)
	again := awa.post("/settings/length_minutes", form("value", "5", "text", "Elles durent cinq minutes.")).is(http.StatusUnprocessableEntity)
	again.reads("La valeur est un nombre entier, de 30 à 480.")
	again.reads("Elles durent cinq minutes.")
	awa.post("/settings/length_minutes", form("value", "150", "text", "Les assemblées durent 2 h 30.")).is(http.StatusSeeOther)
	w.tx(func(tx *store.Tx) error {
		motions, err := tx.Motions(secondMeeting)
		if n := len(motions); n == 0 || motions[n-1].Form != commune.FormSetting {
			t.Errorf("the motions of the next assembly are %+v", motions)
		}
		return err
	})
	awa.get(fmt.Sprintf("/meetings/%d", secondMeeting)).reads("Réglage : Durée d’une assemblée")
}

func TestCH2_EverySettingIsShownAndThePrioritiesAreProposedLikeOne(t *testing.T) {
	w := scene(t, planned)
	all := w.browser().get("/settings").is(http.StatusOK)
	for _, s := range commune.AllSettings() {
		all.one("article", "id", s.Key)
	}
	awa := w.as(member)
	for _, s := range commune.AllSettings() {
		awa.get("/settings/" + s.Key).is(http.StatusOK)
	}
	awa.get("/settings").one("a", "href", "/settings/priorities")
	awa.get("/settings/priorities").is(http.StatusOK)
	again := awa.post("/settings/priorities", form("priorities", "Logement\nLogement", "text", "Nos priorités.")).is(http.StatusUnprocessableEntity)
	again.reads("Nos priorités.")
	sent := awa.post("/settings/priorities", form("priorities", "Logement\nFêtes", "text", "Nos priorités.")).is(http.StatusSeeOther)
	awa.get(sent.header.Get("Location")).reads("Logement Fêtes")
}
