package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func openingAt(rest string) string { return fmt.Sprintf("/meetings/%d%s", secondMeeting, rest) }

func TestAG6_TheCodeOfTheRoomLeadsAStrangerThroughTheDoorAndBack(t *testing.T) {
	w := scene(t, due)
	b := w.browser()
	if a := b.get(openingAt("/arrival")).is(http.StatusSeeOther); a.header.Get("Location") != "/sign-in" {
		t.Errorf("sent to %s", a.header.Get("Location"))
	}
	var token string
	w.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.SignInLink(tx, w.people["other1"], w.pages.LinkLife)
		return err
	})
	if a := b.post("/sign-in/"+token, nil); a.header.Get("Location") != openingAt("/arrival") {
		t.Errorf("after signing in, sent to %s", a.header.Get("Location"))
	}
	b.get(openingAt("/arrival")).is(http.StatusOK).reads("Je suis dans la salle")
	a := b.post(openingAt("/presence"), form("mode", "room", "back", openingAt("/arrival"))).is(http.StatusSeeOther)
	b.get(a.header.Get("Location")).reads("Vous êtes sur place.")
	w.as(lapsed).get(openingAt("/arrival")).silent("Je suis dans la salle")
}

func TestAG6_WhoLeadsTicksByNameAndTheListSaysWhoNotedWhom(t *testing.T) {
	w := scene(t, session)
	lead := w.as(facilitator)
	found := lead.get(openingAt("/presences?q=solene")).is(http.StatusOK) // without accent or capital
	found.reads("Noter sur place")
	id := fmt.Sprint(w.people["other0"])
	a := lead.post(openingAt("/presence"), form("member", id, "mode", "room")).is(http.StatusSeeOther)
	lead.get(a.header.Get("Location")).reads("Solène P. est sur place.")
	list := w.as(member).get(openingAt("/presences")).is(http.StatusOK)
	list.reads("Présence notée par Karim B.")
	list.silent("Noter le départ")
	lead.get(openingAt("/presences?q=ines")).reads("Sa cotisation n’est pas à jour")
	lead.post(openingAt("/presence"), form("member", fmt.Sprint(w.people[lapsed]), "mode", "room")).is(http.StatusForbidden).reads("La cotisation de Inès Q.")
	w.as(member).post(openingAt("/presence"), form("member", id, "mode", "left")).is(http.StatusForbidden)
	lead.post(openingAt("/presence"), form("member", id, "mode", "left")).is(http.StatusSeeOther)
	lead.post(openingAt("/presence"), form("member", id, "mode", "asleep")).is(http.StatusUnprocessableEntity)
	lead.post(openingAt("/presence"), form("member", "x", "mode", "room")).is(http.StatusNotFound)
	w.as(member).get(openingAt("/presences")).reads("départ à")
	sheet := w.as(facilitator).get(openingAt("/presences/sheet"))
	if rows := len(sheet.all("tr", "", "")); rows != 14 {
		t.Errorf("%d lines on the sheet", rows)
	}
	poster := w.as(member).get(openingAt("/arrival/poster"))
	poster.reads(openingAt("/arrival"))
	if d := attr(poster.one("svg", "class", "code").FirstChild, "d"); !strings.HasPrefix(d, "M4 4h7v1h-7z") {
		t.Errorf("the code begins %.30s", d)
	}
}

func TestDR2_TheOpeningIsWalkedThroughAndReadByAll(t *testing.T) {
	w := scene(t, session)
	lead, reader := w.as(facilitator), w.as(member)
	steps := openingAt("/opening/steps")
	before := reader.get(openingAt("/opening")).is(http.StatusOK)
	before.reads("Trois mandats de séance")
	before.silent("Ouvrir le vote sur ces trois mandats")
	if a := lead.post(steps, form("step", "video", "state", "done")); a.header.Get("Location") != openingAt("/opening#step-video") {
		t.Errorf("sent to %s", a.header.Get("Location"))
	}
	reader.get(openingAt("/opening")).reads("Lancée à 18 h 30")
	lead.post(steps, form("step", "video", "state", "passed"))
	reader.get(openingAt("/opening")).reads("Cette fois, on se réunit sans visio.")
	typed := form("facilitator", fmt.Sprint(w.people[member]), "taker", fmt.Sprint(w.people[member]), "preparer", fmt.Sprint(w.people[keeper]))
	again := lead.post(openingAt("/opening/mandates"), typed).is(http.StatusUnprocessableEntity)
	again.reads("choisissez trois personnes différentes")
	if n := len(again.all("option", "selected", "")); n < 3 {
		t.Errorf("%d of three answers are kept", n)
	}
	typed.Set("taker", fmt.Sprint(w.people[facilitator]))
	lead.post(openingAt("/opening/mandates"), typed).is(http.StatusSeeOther)
	voting := reader.get(openingAt("/opening"))
	voting.reads("Awa D. pour l’animation et la modération, Karim B. pour le compte-rendu et le registre, Berfîn A. pour préparer")
	voting.reads("vote en cours")
	lead.post(openingAt("/opening/mandates"), typed).is(http.StatusConflict).reads("déjà ouvert")
	var motion string
	for _, f := range lead.get(openingAt("/opening")).all("form", "", "") {
		if rest, closes := strings.CutSuffix(attr(f, "action"), "/closing"); closes {
			motion = strings.TrimPrefix(rest, "/motions/")
		}
	}
	for _, b := range []browser{lead, reader} {
		b.post("/motions/"+motion+"/ballot", form("choice", "for")).is(http.StatusSeeOther)
	}
	closed := lead.post("/motions/"+motion+"/closing", form("back", openingAt("/opening"))).is(http.StatusSeeOther)
	if to := closed.header.Get("Location"); to != openingAt("/opening") {
		t.Errorf("sent to %s", to)
	}
	reader.get(openingAt("/opening")).reads("Awa D. Animation et modération")
	reader.get(openingAt("")).reads("Animation et modération Awa D.")
	reader.get(openingAt("/seat")).reads("Awa D. – Animation et modération")
	reader.post(steps, form("step", "agenda", "state", "done")).is(http.StatusSeeOther) // who was mandated leads now
	confirmed := reader.get(openingAt("/opening"))
	confirmed.reads("passée")
	reader.get(openingAt("/console")).is(http.StatusOK).reads("Épicerie coopérative")
	w.tx(func(tx *store.Tx) error {
		m, err := tx.Meeting(secondMeeting)
		if m.Item != openItem {
			t.Errorf("item %d is treated", m.Item)
		}
		return err
	})
	reader.post(steps, form("step", "coffee", "state", "done")).is(http.StatusUnprocessableEntity)
	w.as(keeper).post(steps, form("step", "video", "state", "done")).is(http.StatusForbidden)
	w.as(stranger).get("/mandates").silent("Animation de l’assemblée du") // the vote was for members
	reader.get("/mandates").reads("Animation de l’assemblée du")
}
