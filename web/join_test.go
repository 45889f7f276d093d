package web_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/web"
)

// mailed does the work that waits, and gives the last mail to an address.
func (w *world) mailed(to string) string {
	w.Helper()
	if err := w.runner.Drain(context.Background()); err != nil {
		w.Fatal(err)
	}
	for i := len(w.mails) - 1; i >= 0; i-- {
		if w.mails[i].To == to {
			return w.mails[i].Subject + "\n" + w.mails[i].Text
		}
	}
	w.Fatalf("nothing was mailed to %s: %v", to, w.mails)
	return ""
}

// linkIn is the path of this instance that a mail leads to.
func (w *world) linkIn(text, under string) string {
	w.Helper()
	link := regexp.MustCompile(`http\S+` + under + `\S+`).FindString(text)
	if link == "" {
		w.Fatalf("no link under %s in %q", under, text)
	}
	return strings.TrimPrefix(link, w.server.URL)
}

func TestME1_FromThePublicPageToTheFirstPageOfANewcomer(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.browser()
	a := b.get("/").is(http.StatusOK)
	a.one("a", "href", "/join")
	a = b.get("/join").is(http.StatusOK)
	a.reads("Prochain accueil")
	a.reads("Maison du peuple")
	a = b.post("/join", form("kind", "member", "name", "", "email", "lucia@x.example", "word", "Du quai")).is(http.StatusUnprocessableEntity)
	if attr(a.one("input", "name", "email"), "value") != "lucia@x.example" {
		t.Error("what was typed is lost")
	}
	b.post("/join", form("kind", "member", "name", "Lucia G.", "email", "lucia@x.example", "word", "Du quai")).is(http.StatusSeeOther)
	b.get("/join?sent=1").reads("Regardez vos courriels")
	text := w.mailed("lucia@x.example")
	if strings.Contains(text, "Lucia") || strings.Contains(text, "quai") {
		t.Errorf("the mail carries words of a stranger: %s", text)
	}
	link := w.linkIn(text, "/join/")
	for range 2 {
		w.browser().get(link).is(http.StatusOK).reads("Confirmer ma demande")
	}
	w.as(founder).get("/").silent("demande à rejoindre")
	b.post(link, nil).is(http.StatusSeeOther)
	b.get(link).reads("attend sa réponse")

	zoe := w.as(founder)
	zoe.get("/").reads("1 personne demande à rejoindre la commune.")
	a = zoe.get("/members/requests").is(http.StatusOK)
	a.reads("Lucia G.")
	a.reads("Du quai")
	zoe.post("/members/requests/1/admission", nil).is(http.StatusSeeOther)
	zoe.get("/members/requests").reads("Lucia G. est membre.")
	text = w.mailed("lucia@x.example")
	for _, said := range []string{"vous êtes membre", "Prochain accueil", "Maison du peuple"} {
		if !strings.Contains(text, said) {
			t.Errorf("the welcome does not say %q:\n%s", said, text)
		}
	}
	lucia := w.browser()
	lucia.post(asked(w, lucia, "lucia@x.example"), nil).is(http.StatusSeeOther)
	a = lucia.get("/").is(http.StatusOK)
	a.reads("Pour commencer")
	a.reads("Venez à l’accueil")
	a.reads("Versez une cotisation")
}

func TestME2_TheJoinPageTellsNobodyWhoIsAMember(t *testing.T) {
	w := newWorld(t, options{limits: web.Limits{}})
	w.found(commune.KindCommune)
	answers := map[string]string{}
	for _, email := range []string{"zoe@tisserands.example", "inconnue@x.example"} {
		a := w.browser().post("/join", form("kind", "member", "name", "Lucia", "email", email)).is(http.StatusSeeOther)
		answers[a.header.Get("Location")+string(a.body)] = email
	}
	if len(answers) != 1 {
		t.Errorf("the answers differ: %v", answers)
	}
	if text := w.mailed("zoe@tisserands.example"); !strings.Contains(text, "a déjà un compte") || strings.Contains(text, "/join/") {
		t.Errorf("mailed to a member: %s", text)
	}
	link := w.linkIn(w.mailed("inconnue@x.example"), "/join/")
	b := w.browser()
	b.post(link+"/withdrawal", nil).is(http.StatusSeeOther)
	b.get(link).is(http.StatusNotFound)
}

func TestASympathiserSignsInFindsTheirRoomAndAsksToBecomeAMember(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	w.sympathise(sympathiser, "Oumar F.")
	zoe := w.as(founder)
	zoe.post("/chat", form("sympathisers", "https://evil.example/")).is(http.StatusUnprocessableEntity).reads("commence par https://signal.group/#")
	zoe.post("/chat", form("sympathisers", "https://signal.group/#CjSympa", "members", "https://signal.group/#CjMembres")).is(http.StatusSeeOther)
	b := w.as(sympathiser)
	a := b.get("/chat").is(http.StatusOK)
	a.one("a", "href", "https://signal.group/#CjSympa")
	if strings.Contains(string(a.body), "CjMembres") {
		t.Error("a sympathiser sees the link for members in good standing")
	}
	w.as(member).get("/chat").one("a", "href", "https://signal.group/#CjMembres")
	b.get("/me").is(http.StatusOK).reads("pas de cotisation, pas de vote")
	b.get("/meetings/1/items/new").is(http.StatusForbidden).reads("réservé aux membres")
	b.post("/me/membership", form("word", "Je viens à chaque fois.")).is(http.StatusSeeOther)
	b.get("/me").reads("attend sa réponse")
	zoe.get("/members").reads("1 personne sympathise")
	zoe.get("/members/requests").reads("Je viens à chaque fois.")
	zoe.post("/members/requests/1/refusal", form("word-1", "Venez d'abord à un accueil.")).is(http.StatusSeeOther)
	if text := w.mailed("sympathiser@tisserands.example"); !strings.Contains(text, "Venez d'abord") || !strings.Contains(text, "Rien de votre demande") {
		t.Errorf("the refusal says %s", text)
	}
	b.get("/me").reads("Demander à devenir membre")
}
