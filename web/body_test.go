package web_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// inBodies is a commune with a secretariat in which the keeper holds a mandate, and a commission of which the member is.
func inBodies(t *testing.T) *world {
	w := newWorld(t, options{})
	firstAssembly(w)
	bodies(w)
	mandated(w)
	works(w)
	return w
}

func TestSE8_AMemberProposesASecretariatInOneStep(t *testing.T) {
	w := inBodies(t)
	b := w.as(member)
	b.get("/bodies").is(http.StatusOK).reads("Proposer un secrétariat ou une commission")
	again := b.post("/bodies", form("kind", "secretariat", "name", "Trésorerie", "purpose", "La caisse.", "until", "")).is(http.StatusConflict)
	again.reads("Cette adresse est prise")
	if got := attr(again.one("input", "id", "name"), "value"); got != "Trésorerie" {
		t.Errorf("what was typed is gone: %q", got)
	}
	b.post("/bodies", form("kind", "secretariat", "name", "Achats", "purpose", "Acheter.", "until", "2027-01-01")).is(http.StatusUnprocessableEntity).reads("jusqu’à ce que l’assemblée le dissolve")
	to := b.post("/bodies", form("kind", "commission", "name", "Cantine", "purpose", "Manger ensemble.")).is(http.StatusSeeOther).header.Get("Location")
	page := b.get(to).is(http.StatusOK)
	page.reads("Création de la commission « Cantine »")
	page.reads("@cantine@")
}

func TestSE4_TheFormDecidesUnderAClauseOrSendsToTheAssemblyByOneButton(t *testing.T) {
	w := inBodies(t)
	b := w.as(keeper)
	page := b.get("/bodies/1/decisions/new").is(http.StatusOK)
	page.reads("Clause 1 : Acheter jusqu")
	b.post("/bodies/1/decisions", form("text", "On achète un cahier.", "audience", "public")).is(http.StatusUnprocessableEntity).reads("Choisissez la clause de votre mandat")
	to := b.post("/bodies/1/decisions", form("text", "On achète un cahier.", "audience", "members", "clause", "5.1")).is(http.StatusSeeOther).header.Get("Location")
	if to != "/s/tresorerie/decisions/tresorerie-2026-2" {
		t.Fatalf("decided at %s", to)
	}
	decided := b.get(to)
	decided.reads("Ce n’est pas une décision de l’assemblée")
	decided.reads("Vérifiée")
	w.as(stranger).get(to).is(http.StatusNotFound)
	w.as(stranger).get("/s/tresorerie").silent("On achète un cahier.")
	// The assembly's register never shows it.
	w.as(keeper).get("/register").silent("On achète un cahier.")
	// One click: the words go to the next agenda as a motion.
	to = b.post("/bodies/1/proposal", form("text", "La commune achète un coffre.", "audience", "public")).is(http.StatusSeeOther).header.Get("Location")
	b.get(to).reads("La commune achète un coffre.")
	var motions []commune.Motion
	w.tx(func(tx *store.Tx) error {
		next, err := procedure.NextAgenda(tx)
		if err == nil {
			motions, err = tx.Motions(next.ID)
		}
		return err
	})
	if len(motions) != 1 || !motions[0].Waits() {
		t.Errorf("the next agenda has %+v", motions)
	}
}

func TestSE5_WhatABodyPublishesIsOnTheFrontPageInTheMailAndInItsFeed(t *testing.T) {
	w := inBodies(t)
	b := w.as(keeper)
	w.drain()
	w.mails = nil
	to := b.post("/reports", form("body", "1", "about", "0", "version", "0", "title", "Réunion d'octobre", "text", "## Caisse\n\nIl reste **120 euros**.",
		"until", "2026-09-17", "audience", "public", "publish", "yes")).is(http.StatusSeeOther).header.Get("Location")
	report := w.as(stranger).get(to).is(http.StatusOK)
	report.reads("Il reste 120 euros .")
	report.reads("Vérifiée")
	w.as(member).get("/").reads("Réunion d'octobre")
	w.drain()
	if n := len(w.mails); n != 13 {
		t.Errorf("%d letters, want one for each member", n)
	}
	if m := w.mails[0]; !strings.Contains(m.Text, "Réunion d'octobre") || !strings.Contains(m.Text, to) || m.Unsubscribe == "" {
		t.Errorf("the letter is %+v", m)
	}
	feed := w.as(stranger).get("/s/tresorerie/feed").is(http.StatusOK)
	var read struct {
		Entries []struct {
			Title string `xml:"title"`
			ID    string `xml:"id"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(feed.body, &read); err != nil || len(read.Entries) != 2 || !strings.HasSuffix(read.Entries[0].ID, to) {
		t.Errorf("the feed is %+v %v", read, err)
	}
	if strings.Contains(string(feed.body), "La caisse") {
		t.Error("the feed shows what is for members")
	}
	b.get(to + "/edit").is(http.StatusConflict)
}

func TestSE6_ADraftIsKeptAndAConflictLosesNothing(t *testing.T) {
	w := inBodies(t)
	b := w.as(keeper)
	fields := func(version, text string) []string {
		return []string{"body", "1", "about", "0", "version", version, "title", "Brouillon", "text", text, "until", "2026-09-17", "audience", "members"}
	}
	to := b.post("/reports", form(fields("0", "Un début.")...)).is(http.StatusSeeOther).header.Get("Location")
	b.post(to, form(fields("1", "Une suite.")...)).is(http.StatusSeeOther)
	again := b.post(to, form(fields("1", "Une autre suite.")...)).is(http.StatusConflict)
	again.reads("Une autre suite.")
	if got := attr(again.one("input", "name", "version"), "value"); got != "2" {
		t.Errorf("the form stands over version %s", got)
	}
	w.as(member).get(to).is(http.StatusForbidden)
	b.get("/s/tresorerie").reads("Brouillon")
	w.as(member).get("/s/tresorerie").silent("Brouillon")
}

func TestSE6_AnOverdueReportIsSaidToEverybodyAndItsHolderIsAsked(t *testing.T) {
	w := inBodies(t)
	w.tx(func(tx *store.Tx) error {
		m, err := tx.Mandate(workingMandate)
		m.ReportEvery = 14
		if err == nil {
			_, err = tx.PutMandate(m)
		}
		return err
	})
	w.clock.Set(w.clock.Now().AddDate(0, 0, 12))
	w.as(keeper).get("/").reads("Votre rapport sur le mandat « Caisse » est attendu")
	w.as(member).get("/").silent("Rapport en retard")
	w.clock.Set(w.clock.Now().Add(3 * 24 * time.Hour))
	for _, path := range []string{"/", "/s/tresorerie"} {
		w.as(stranger).get(path).reads("Rapport en retard : Berfîn A. devait rendre compte")
	}
}

func TestCF6_ADelegateIsAskedForTheReportOnASittingOfTheirCouncil(t *testing.T) {
	w := inBodies(t)
	const council = "https://vallee.example/conseil"
	w.tx(func(tx *store.Tx) error {
		m, err := tx.Mandate(workingMandate)
		if err != nil {
			return err
		}
		m.Council = council
		if _, err = tx.PutMandate(m); err != nil {
			return err
		}
		p := newPeer(t).Peer
		p.Actor, p.Role, p.State, p.Name = council, confederation.RoleCouncil, confederation.Accepted, "Conseil de la vallée"
		if _, err := peers.PutPeer(tx, p); err != nil {
			return err
		}
		return tx.AddCouncilSitting(commune.CouncilSitting{Record: council + "/1", Council: council, ClosedAt: w.clock.Now().Add(time.Hour)})
	})
	w.clock.Set(w.clock.Now().AddDate(0, 0, 5))
	on := fmt.Sprintf("/mandates/%d", workingMandate)
	w.as(keeper).get("/").reads("Votre rapport sur le mandat « Caisse » est attendu")
	w.as(keeper).get(on).reads("Il porte sur la séance du conseil du")
	w.clock.Set(w.clock.Now().AddDate(0, 0, 3))
	a := w.as(stranger).get("/s/tresorerie")
	a.reads("Rapport en retard : Berfîn A. devait rendre compte")
	a.reads("Il porte sur la séance du conseil du")
}

func TestSE1_EverybodySeesHowFarADecisionIs(t *testing.T) {
	w := inBodies(t)
	b := w.as(keeper)
	b.post("/decisions/2026-1/notes", form("state", "given_up", "note", "")).is(http.StatusUnprocessableEntity).reads("Dites pourquoi")
	b.post("/decisions/2026-1/notes", form("state", "doing", "note", "Trois devis demandés.")).is(http.StatusSeeOther)
	for _, role := range []string{stranger, member} {
		page := w.as(role).get("/decisions/2026-1").is(http.StatusOK)
		page.reads("En cours")
		page.reads("Trois devis demandés.")
		w.as(role).get("/decisions").reads("Décision 2026-1")
		w.as(role).get("/s/tresorerie").reads("Décision 2026-1")
	}
	w.as(stranger).get("/decisions/2026-1").silent("Berfîn A. Trois")
}

func TestCO3_OneButtonJoinsACommissionAndOneLeavesIt(t *testing.T) {
	w := inBodies(t)
	b := w.as(lapsed)
	b.get("/c/fetes").reads("Rejoindre la commission")
	b.post("/bodies/2/joining", nil).is(http.StatusSeeOther)
	joined := b.get("/c/fetes")
	joined.reads("Quitter la commission")
	joined.reads("2 membres")
	if own := textOf(joined.one("ul", "class", "own")); !strings.Contains(own, "Fêtes") {
		t.Errorf("the bar has %q", own)
	}
	b.post("/bodies/2/leaving", nil).is(http.StatusSeeOther)
	b.get("/c/fetes").reads("1 membre")
	shown := w.as(stranger).get("/c/fetes")
	shown.reads("1 membre")
	shown.silent("Awa D.")
}

func TestCO3_NoRouteRecordsADecisionOfACommission(t *testing.T) {
	w := inBodies(t)
	for _, r := range w.pages.Routes() {
		if strings.HasPrefix(r.Path, "/c/") && strings.Contains(r.Path, "decision") {
			t.Errorf("%s %s", r.Method, r.Path)
		}
	}
	for _, role := range []string{member, keeper} {
		w.as(role).get("/bodies/2/decisions/new").is(http.StatusForbidden)
		w.as(role).post("/bodies/2/decisions", form("text", "On fête.", "clause", "5.1", "audience", "public")).is(http.StatusForbidden).reads("Une commission ne décide rien")
	}
}

func TestCO6_ARequestShowsOnTheSecretariatsPageWithItsAnswer(t *testing.T) {
	w := inBodies(t)
	w.as(keeper).get("/").reads("La commission « Fêtes » vous demande : Des lampions")
	w.as(keeper).get("/s/tresorerie").reads("Attend une réponse")
	w.as(keeper).get("/bodies/1/decisions/new?request=1").reads("Il en faut trente.")
	w.as(keeper).post("/bodies/1/decisions", form("text", "On achète trente lampions.", "audience", "public", "clause", "5.1", "request", "1")).is(http.StatusSeeOther)
	for _, path := range []string{"/s/tresorerie", "/c/fetes"} {
		w.as(member).get(path).reads("Décidé par le secrétariat")
		w.as(stranger).get(path).silent("Des lampions")
	}
}

func TestCO7_TheMeetingsOfACommissionStandOnItsPage(t *testing.T) {
	w := inBodies(t)
	b := w.as(member)
	b.get("/c/fetes").reads("Prévoir une réunion")
	b.get("/calendar/new?body=2").is(http.StatusOK)
	b.post("/calendar/events", form("body", "2", "kind", "meeting", "title", "Préparer le bal", "starts", "2026-09-30T19:00", "length", "90",
		"guests", "members", "rhythm", "once", "place", "Cour")).is(http.StatusSeeOther)
	w.as(lapsed).get("/c/fetes").reads("Préparer le bal")
	w.as(stranger).get("/c/fetes").reads("Préparer le bal")
	w.as(lapsed).get("/c/fetes").silent("Prévoir une réunion")
}

func TestCO8_TheSignalLinkIsForMembersAlone(t *testing.T) {
	w := inBodies(t)
	b := w.as(member)
	again := b.post("/bodies/2/signal", form("link", "https://signal.example/#x")).is(http.StatusUnprocessableEntity)
	if got := attr(again.one("input", "id", "link"), "value"); got != "https://signal.example/#x" {
		t.Errorf("what was typed is gone: %q", got)
	}
	b.post("/bodies/2/signal", form("link", "https://signal.group/#CjQKIJ0abc")).is(http.StatusSeeOther)
	for role, shown := range map[string]int{stranger: 0, sympathiser: 0, lapsed: 1, member: 1, keeper: 1} {
		if got := len(w.as(role).get("/c/fetes").all("a", "href", "https://signal.group/#CjQKIJ0abc")); got != shown {
			t.Errorf("%s is shown %d links", role, got)
		}
	}
}
