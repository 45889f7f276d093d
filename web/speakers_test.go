package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestMO1_TheFloorGoesRoundAndEverybodySeesWhy(t *testing.T) {
	w := scene(t, session)
	at := func(act string) string { return fmt.Sprintf("/meetings/%d/%s", secondMeeting, act) }
	seat, console := at("seat"), at("console")
	lead, zoe, awa := w.as(facilitator), w.as(keeper), w.as(member)
	zoe.post(at("requests"), nil).is(http.StatusSeeOther)
	w.clock.Add(time.Second)
	awa.post(at("requests"), nil).is(http.StatusSeeOther)
	awa.post(at("requests"), nil).is(http.StatusConflict)
	awa.get(seat).reads("Vous êtes à la place 2.")
	lead.post(at("speeches"), nil).is(http.StatusSeeOther)
	awa.get(seat).reads("Vous parlez ensuite.")
	zoe.get(seat).reads("J’ai fini")
	lead.get(console).reads("Berfîn A. a la parole.")
	lead.post(at("speeches/recall"), form("call", "off_subject")).is(http.StatusSeeOther)
	zoe.get(seat).reads("revenons au sujet")
	zoe.post(at("speeches/end"), nil).is(http.StatusSeeOther)
	zoe.post(at("requests"), nil).is(http.StatusSeeOther)
	zoe.get(seat).reads("La personne devant a déjà été appelée à parler ensuite.")
	awa.post(at("requests/withdrawal"), nil).is(http.StatusSeeOther)
	awa.get(seat).reads("Vous n’avez pas demandé la parole.")
	w.browser().get(seat).is(http.StatusSeeOther)
}

func TestME2_WhatAMemberDeclaresIsReadByTheModerationAlone(t *testing.T) {
	w := scene(t, session)
	at := func(act string) string { return fmt.Sprintf("/meetings/%d/%s", secondMeeting, act) }
	seat, console := at("seat"), at("console")
	lead, zoe, awa := w.as(facilitator), w.as(keeper), w.as(member)
	awa.post(at("priority"), form("declared", "yes")).is(http.StatusSeeOther)
	zoe.post(at("requests"), nil).is(http.StatusSeeOther)
	awa.post(at("requests"), nil).is(http.StatusSeeOther)
	lead.get(console).reads("la personne devant se déclare prioritaire")
	seen := zoe.get(seat)
	seen.reads("la priorité déclarée, puis le temps de parole")
	seen.silent("se déclare prioritaire")
	awa.get(seat).reads("Vous parlez ensuite.")
	awa.post(at("priority"), form("declared", "no")).is(http.StatusSeeOther)
}
