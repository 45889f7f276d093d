package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// everyPage walks all pages of a scene as a role, and hands each over.
func everyPage(t *testing.T, w *world, role string, see func(path string, a answer)) {
	b := w.as(role)
	for _, r := range w.pages.Routes() {
		path := r.Path
		if to, ok := tries[r.Method+" "+r.Path]; ok {
			path = to.path
		}
		if r.Method != http.MethodGet {
			continue
		}
		a := b.get(path)
		if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			see(path, a)
		}
	}
}

func TestNoPageHasAScriptAStyleOfItsOwnOrAWordFromElsewhere(t *testing.T) {
	at := scenes(t)
	for _, scene := range []string{planned, session, floor, council} {
		for _, role := range []string{stranger, member} {
			everyPage(t, at[scene], role, func(path string, a answer) {
				for n := range a.page.Descendants() {
					if n.Type != html.ElementNode {
						continue
					}
					if n.Data == "style" || (n.Data == "script" && attr(n, "type") != "application/ld+json" && (n.FirstChild != nil || attr(n, "src") == "")) {
						t.Errorf("%s %s: an element %s of its own", scene, path, n.Data)
					}
					if live := len(a.all("div", "id", "live")) == 1; n.Data == "script" && attr(n, "src") != "" && !live {
						t.Errorf("%s %s: a script, though nothing is live", scene, path)
					} else if allowed := strings.Contains(a.header.Get("Content-Security-Policy"), "script-src 'self'"); allowed != live {
						t.Errorf("%s %s: scripts are allowed: %t, the page is live: %t", scene, path, allowed, live)
					}
					for _, x := range n.Attr {
						if x.Key == "style" || strings.HasPrefix(x.Key, "on") {
							t.Errorf("%s %s: %s has an attribute %s", scene, path, n.Data, x.Key)
						}
						if x.Key == "src" || (n.Data == "link" && x.Key == "href" && attr(n, "rel") != "canonical" && attr(n, "rel") != "alternate") {
							if !strings.HasPrefix(x.Val, "/static/") {
								t.Errorf("%s %s: loads %s", scene, path, x.Val)
							}
						}
					}
				}
			})
		}
	}
}

func TestEveryPageHasOneHeadingOneMainATitleAndItsLanguage(t *testing.T) {
	at := scenes(t)
	for _, scene := range []string{planned, floor, council} {
		everyPage(t, at[scene], member, func(path string, a answer) {
			for _, name := range []string{"h1", "main", "title"} {
				if n := len(a.all(name, "", "")); n != 1 {
					t.Errorf("%s %s: %d elements %s", scene, path, n, name)
				}
			}
			if lang := attr(a.one("html", "", ""), "lang"); lang != "fr" {
				t.Errorf("%s %s: language %q", scene, path, lang)
			}
			seen := map[string]bool{}
			for n := range a.page.Descendants() {
				if id := attr(n, "id"); id != "" {
					if seen[id] {
						t.Errorf("%s %s: the id %q stands twice", scene, path, id)
					}
					seen[id] = true
				}
			}
		})
	}
}

func TestEveryFieldHasALabelAndEveryButtonAWord(t *testing.T) {
	at := scenes(t)
	for _, scene := range []string{planned, floor} {
		for _, role := range []string{keeper, facilitator} {
			everyPage(t, at[scene], role, func(path string, a answer) {
				for n := range a.page.Descendants() {
					switch {
					case n.Type != html.ElementNode:
					case n.Data == "button" && textOf(n) == "":
						t.Errorf("%s %s: a button without words", scene, path)
					case n.Data == "input" && attr(n, "type") != "hidden" && !hasAttr(n, "hidden"), n.Data == "select", n.Data == "textarea":
						if len(a.all("label", "for", attr(n, "id"))) == 0 && n.Parent.Data != "label" {
							t.Errorf("%s %s: %s has no label", scene, path, attr(n, "name"))
						}
					}
				}
			})
		}
	}
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func TestThePublicHomeSaysWhoWhenHowToFollowAndHowToJoin(t *testing.T) {
	w := scene(t, decided)
	a := w.browser().get("/").is(http.StatusOK)
	for _, words := range []string{"Commune du Faubourg-des-Tisserands", "Prochaine assemblée", "Rejoindre la commune", "Dernières décisions",
		"@ag@127.0.0.1", "Maison du peuple", "Décision 2026-2"} {
		a.reads(words)
	}
	a.silent("La caisse reste à la maison")
	if a.one("meta", "property", "og:title"); attr(a.one("script", "type", "application/ld+json"), "type") == "" {
		t.Error("no data for search engines")
	}
	w.browser().get("/", "Accept-Language", "en").reads("Next assembly")
}

func TestAG5_TheVoteIsThreeButtonsAndCanBeChanged(t *testing.T) {
	w := scene(t, floor)
	b := w.as(member)
	seat := fmt.Sprintf("/meetings/%d/seat", secondMeeting)
	a := b.get(seat)
	if n := len(a.all("button", "name", "choice")); n != 3 {
		t.Fatalf("%d buttons to vote", n)
	}
	a.reads("La commune loue le local.")
	b.get("/").reads("Un vote est ouvert")
	ballot := fmt.Sprintf("/motions/%d/ballot", runningMotion)
	for _, choice := range []string{"against", "for"} {
		to := b.post(ballot, form("choice", choice, "back", seat)).is(http.StatusSeeOther).header.Get("Location")
		if to != seat {
			t.Errorf("sent to %s, want %s", to, seat)
		}
		a = b.get(seat)
		a.reads("Votre vote est enregistré")
		if pressed := a.one("button", "value", choice); attr(pressed, "aria-pressed") != "true" {
			t.Errorf("the button %s is not pressed", choice)
		}
	}
	w.as(facilitator).get(fmt.Sprintf("/meetings/%d/console", secondMeeting)).reads("1 vote exprimé sur 3 personnes inscrites")
	w.as(lapsed).get(seat).reads("Vous n’êtes pas sur la liste de ce vote")
}

func TestAFormKeepsWhatWasTypedAndSaysWhatIsWrongBesideTheField(t *testing.T) {
	w := scene(t, planned)
	a := w.as(member).post(fmt.Sprintf("/meetings/%d/items", secondMeeting),
		form("title", "", "text", "Tout ce que j'avais écrit.", "kind", "debate", "minutes", "25"))
	a.is(http.StatusUnprocessableEntity)
	a.reads("Il manque un titre.")
	if got := textOf(a.one("textarea", "name", "text")); got != "Tout ce que j'avais écrit." {
		t.Errorf("the text became %q", got)
	}
	if got := attr(a.one("input", "name", "minutes"), "value"); got != "25" {
		t.Errorf("the time became %q", got)
	}
	title := a.one("input", "name", "title")
	if attr(title, "aria-invalid") != "true" || !strings.Contains(attr(title, "aria-describedby"), "title-error") {
		t.Error("the field does not say that it is wrong")
	}
	a.one("p", "id", "title-error")
	a.one("a", "href", "#title")
}

func TestOJ1_WhatIsTooLateGoesToTheNextAgendaAndTheReaderIsTold(t *testing.T) {
	w := scene(t, session)
	b := w.as(member)
	to := b.post(fmt.Sprintf("/meetings/%d/items", secondMeeting), form("title", "Trop tard", "kind", "debate", "minutes", "10"))
	location := to.is(http.StatusSeeOther).header.Get("Location")
	b.get(location).reads("Votre point est proposé à l’assemblée du jeudi")
}

func TestCR2_ADecisionIsShownWithItsCountsItsBaseAndItsProof(t *testing.T) {
	w := scene(t, decided)
	a := w.browser().get("/decisions/2026-1").is(http.StatusOK)
	for _, words := range []string{"Animation", "pour 3 contre 0", "au 30 juin 2027", "Votes : 3, sur 4 personnes présentes et à jour", "Vérifiée", "Télécharger la preuve", "Karim B."} {
		a.reads(words)
	}
	if n := len(a.all("circle", "class", "for")); n != 3 {
		t.Errorf("%d chairs for, want 3", n)
	}
	if got := w.browser().get("/decisions/2026-1/record"); got.header.Get("Content-Type") != "application/activity+json" ||
		!strings.Contains(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the record came as %v", got.header)
	}
}

func TestWhatIsForMembersIsNotFoundByOthersInAnyForm(t *testing.T) {
	w := scene(t, decided)
	for _, path := range []string{"/decisions/2026-3", "/decisions/2026-3/record", "/decisions/2026-3/proof"} {
		w.browser().get(path).is(http.StatusNotFound)
		w.as(lapsed).get(path).is(http.StatusOK)
	}
	w.browser().get("/register").silent("La caisse reste à la maison")
	w.as(member).get("/register").reads("La caisse reste à la maison")
	if body := string(w.browser().get("/api/v1/decisions").body); strings.Contains(body, "La caisse") {
		t.Error("the API shows strangers what is for members")
	}
}

func TestTheMarkOfADecisionTurnsWhenOneStoredByteIsAltered(t *testing.T) {
	w := scene(t, decided)
	w.browser().get("/decisions/2026-1").reads("Vérifiée")
	w.tx(func(tx *store.Tx) error {
		d, err := tx.Decision(2026, 1)
		if err != nil {
			return err
		}
		return tx.DB().Exec("UPDATE log_entries SET document = replace(document, 'Animation', 'Direction') WHERE seq = ?", d.Seq).Error
	})
	w.browser().get("/decisions/2026-1").reads("Non vérifiée")
	if body := string(w.browser().get("/api/v1/decisions").body); !strings.Contains(body, `"verified":false`) {
		t.Errorf("the API still says verified: %s", body)
	}
}

func TestTheRegisterIsReadPageByPageAndEachDecisionOnce(t *testing.T) {
	w := scene(t, decided)
	second := w.next()
	item := w.item(facilitator, second.ID, "Beaucoup de décisions")
	var motions []commune.MotionID
	for i := range 42 {
		motions = append(motions, w.motion(facilitator, commune.Motion{
			Item: item, Form: commune.FormResolution, Text: fmt.Sprintf("Résolution numéro %d.", i), Audience: commune.Public,
		}))
	}
	w.attend(second, facilitator, member)
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenMeeting(tx, w.people[facilitator], second.ID)
		return err
	})
	for _, m := range motions {
		w.adopt(facilitator, m, member)
	}
	seen := map[string]int{}
	b := w.browser()
	pages := 0
	for path := "/register"; path != ""; pages++ {
		a := b.get(path).is(http.StatusOK)
		for _, n := range a.all("p", "class", "number") {
			seen[textOf(n)]++
		}
		path = ""
		if next := a.all("a", "rel", "next"); len(next) == 1 {
			path = attr(next[0], "href")
		}
	}
	if pages != 3 || len(seen) != 44 {
		t.Errorf("%d pages with %d decisions, want 3 with 44", pages, len(seen))
	}
	for number, times := range seen {
		if times != 1 {
			t.Errorf("%s is shown %d times", number, times)
		}
	}
	b.get("/register?before=n'importe").is(http.StatusNotFound)
}
