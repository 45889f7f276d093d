package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// popular is a popular assembly of which the commune tells, with a sitting and what it decided once.
func (w *world) popular() (b commune.Body, next commune.Meeting) {
	w.tx(func(tx *store.Tx) (err error) {
		if b, err = procedure.AddBody(tx, commune.Body{
			Kind: commune.PopularAssembly, Slug: "place", Name: "Assemblée de la place", Purpose: "Décider ensemble de la place.", CreatedAt: tx.Now(),
		}); err != nil {
			return err
		}
		if err := tx.PutPopularAssemblyPage(commune.PopularAssemblyPage{
			Body: b.ID, Coming: "Le samedi, sous la halle.", Rules: "Une personne présente, une voix.", Organisers: "Union locale | https://ul.example",
			Initiatives: "Cantine | l'union du faubourg", ChangedBy: w.people[member], ChangedAt: tx.Now(),
		}); err != nil {
			return err
		}
		next, err = commune.NewPopularMeeting(b, commune.Meeting{StartsAt: tx.Now().Add(24 * time.Hour), Place: "Halle aux Grains"}, tx.Now())
		if err != nil {
			return err
		}
		next, err = tx.PutMeeting(next)
		return err
	})
	return b, next
}

// TestAP4_NothingOfTheCaucusStandsOnAPageThatOthersRead reads every page of the assembly as somebody who is no member.
func TestAP4_NothingOfTheCaucusStandsOnAPageThatOthersRead(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	item := w.item(member, next.ID, "Cantine")
	secret := "Porter un mandat révocable."
	w.as(member).do(http.MethodPost, "/p/place/caucus/positions", form("item", fmt.Sprint(item), "version", "0", "text", secret))
	late := w.as(facilitator).do(http.MethodPost, "/p/place/caucus/positions", form("item", fmt.Sprint(item), "version", "0", "text", "Et des comptes."))
	if said := string(late.body); late.status != http.StatusConflict || !strings.Contains(said, secret) || !strings.Contains(said, "Et des comptes.") || !strings.Contains(said, `name="version" value="1"`) {
		t.Errorf("who wrote meanwhile loses their words: %d", late.status)
	}
	w.as(member).do(http.MethodPost, "/p/place/caucus/points", form("point", "speakers", "answer", "no", "note", secret))
	if a := w.as(facilitator).do(http.MethodGet, "/p/place/caucus", nil); strings.Count(string(a.body), secret) != 2 {
		t.Errorf("a member does not read the caucus: %d", a.status)
	}
	for _, path := range []string{"/p/place", "/p/place/caucus", "/p/place/session", fmt.Sprint("/meetings/", next.ID), "/assemblies", "/calendar", "/"} {
		for _, role := range []string{stranger, sympathiser} {
			if a := w.as(role).do(http.MethodGet, path, nil); strings.Contains(string(a.body), secret) || a.status == http.StatusOK && strings.Contains(string(a.body), "/caucus") {
				t.Errorf("%s reads the caucus at %s", role, path)
			}
		}
	}
}

// TestAP2_ASympathiserTakesPartAndVotesWithTheirOwnDevice holds a sitting from its page.
func TestAP2_ASympathiserTakesPartAndVotesWithTheirOwnDevice(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	motion := w.motion(member, commune.Motion{Item: w.item(member, next.ID, "Cantine"), Form: commune.FormResolution, Text: "La place ouvre une cantine."})
	w.clock.Set(next.StartsAt)
	w.attend(next, member)
	w.as(sympathiser).do(http.MethodPost, "/p/place/session", form("mode", "room"))
	if a := w.as(member).do(http.MethodPost, fmt.Sprintf("/meetings/%d/opening", next.ID), nil); a.status != http.StatusSeeOther {
		t.Fatalf("the opening: %d", a.status)
	}
	w.as(member).do(http.MethodPost, fmt.Sprintf("/meetings/%d/guests", next.ID), form("name", "Ana"))
	w.as(member).do(http.MethodPost, fmt.Sprintf("/motions/%d/opening", motion), form("mode", "named"))
	if a := w.as(sympathiser).do(http.MethodGet, "/p/place/session", nil); !strings.Contains(string(a.body), "La place ouvre une cantine.") {
		t.Errorf("the sitting shows no vote: %d", a.status)
	}
	w.as(sympathiser).do(http.MethodPost, "/p/place/session", form("floor", "ask"))
	w.as(sympathiser).do(http.MethodPost, "/p/place/session", form("motion", fmt.Sprint(motion), "choice", "for"))
	for _, path := range []string{"", "/seat", "/console", "/presences"} {
		if a := w.as(member).do(http.MethodGet, fmt.Sprintf("/meetings/%d%s", next.ID, path), nil); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	w.as(member).do(http.MethodPost, fmt.Sprintf("/motions/%d/closing", motion), nil)
	for _, path := range []string{"/p/place", "/p/place/decisions/2026-1"} {
		if a := w.as(stranger).do(http.MethodGet, path, nil); !strings.Contains(string(a.body), "La place ouvre une cantine.") {
			t.Errorf("%s does not say what was decided: %d", path, a.status)
		}
	}
	if a := w.as(stranger).do(http.MethodGet, "/register", nil); strings.Contains(string(a.body), "cantine") {
		t.Error("our register says what another assembly decided")
	}
	if a := w.as(member).do(http.MethodPost, "/p/place/decisions/2026-1/agenda", nil); a.status != http.StatusSeeOther {
		t.Errorf("bringing it: %d", a.status)
	}
}

// TestAP5_ASittingStandsInTheCalendarItsListsAndItsFeeds reads them as a stranger, and at a member's secret addresses.
func TestAP5_ASittingStandsInTheCalendarItsListsAndItsFeeds(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	b, next := w.popular()
	w.gathering(member, commune.Gathering{Title: "Chorale", Guests: commune.ForEverybody})
	w.gathering(facilitator, commune.Gathering{Title: "Banquet", Guests: commune.ForEverybody})
	outside := w.as(stranger)
	month := next.StartsAt.Format("2006-01")
	for _, path := range []string{"/calendar?month=" + month, "/calendar/list?month=" + month, fmt.Sprintf("/calendar/list?body=%d", b.ID), "/"} {
		a := outside.get(path).is(http.StatusOK)
		a.reads("Assemblée de la place")
		a.reads("Assemblée populaire")
	}
	outside.get("/calendar/list?month=2026-12").is(http.StatusOK).reads("prévue")
	feed := func(path string) string {
		return strings.ReplaceAll(string(outside.get(path).is(http.StatusOK).body), "\r\n ", "")
	}
	uid := fmt.Sprintf("UID:meeting-%d@", next.ID)
	public := feed("/calendar.ics")
	for _, line := range []string{uid, "SUMMARY:Assemblée de la place", "LOCATION:Halle aux Grains", "STATUS:TENTATIVE", "UID:foreseen-", "SUMMARY:Chorale"} {
		if !strings.Contains(public, line) {
			t.Errorf("the public calendar has no %s:\n%s", line, public)
		}
	}
	own := feed(fmt.Sprintf("/calendar.ics?body=%d", b.ID))
	if !strings.Contains(own, uid) || strings.Contains(own, "Chorale") || strings.Contains(own, "SUMMARY:Assemblée générale") || strings.Contains(own, "moment informel") {
		t.Errorf("its own calendar:\n%s", own)
	}
	outside.get("/calendar.ics?body=99").is(http.StatusNotFound)
	mine := w.as(member)
	mine.post("/me/calendar", form("body", fmt.Sprint(b.ID))).is(http.StatusSeeOther)
	for _, hash := range mine.get("/me/calendar").is(http.StatusOK).all("code", "class", "hash") {
		if secret := feed(strings.TrimPrefix(textOf(hash), w.server.URL)); !strings.Contains(secret, uid) {
			t.Errorf("a member's calendar of it:\n%s", secret)
		}
	}
}

// TestAP2_AnAssemblyThatEndedSaysSoAndItsDecisionsAreStillProven ends one from its page.
func TestAP2_AnAssemblyThatEndedSaysSoAndItsDecisionsAreStillProven(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	motion := w.motion(member, commune.Motion{Item: w.item(member, next.ID, "Fin"), Form: commune.FormResolution, Text: "Nous cessons de nous réunir."})
	w.organises(keeper)
	w.clock.Set(next.StartsAt)
	w.attend(next, member)
	in := w.as(member)
	in.post(fmt.Sprintf("/meetings/%d/opening", next.ID), nil).is(http.StatusSeeOther)
	in.post(fmt.Sprintf("/motions/%d/opening", motion), form("mode", "named")).is(http.StatusSeeOther)
	in.post("/p/place/session", form("motion", fmt.Sprint(motion), "choice", "for")).is(http.StatusSeeOther)
	in.post(fmt.Sprintf("/motions/%d/closing", motion), nil).is(http.StatusSeeOther)
	in.post(fmt.Sprintf("/meetings/%d/closing", next.ID), nil).is(http.StatusSeeOther)
	number := fmt.Sprintf("%d-1", next.StartsAt.Year())
	outside := w.as(stranger)
	outside.get("/").reads("@place@") // AP-5
	outside.get("/p/place/decisions/" + number).is(http.StatusOK).reads("Vérifiée")
	for what, holds := range map[string]string{"record": "PopularDecision", "proof": "inclusion"} {
		if file := outside.get("/p/place/decisions/" + number + "/" + what).is(http.StatusOK); !strings.Contains(string(file.body), holds) {
			t.Errorf("the %s is %.200s", what, file.body)
		}
	}
	by := w.as(keeper)
	by.get("/p/place/end").is(http.StatusOK).reads("Nous cessons de nous réunir.")
	refused := by.post("/p/place/end", form("by", number, "why", "")).is(http.StatusUnprocessableEntity)
	refused.reads("Dites pourquoi")
	by.post("/p/place/end", form("by", number, "why", "Le quartier est gagné.")).is(http.StatusSeeOther)
	ended := outside.get("/p/place").is(http.StatusOK)
	ended.reads("ne se réunit plus")
	ended.reads("Le quartier est gagné.")
	ended.silent("Recevoir le lien")
	outside.get("/assemblies").reads("Ne se réunissent plus")
	outside.get("/").silent("@place@")
	by.get("/p/place/end").is(http.StatusConflict)
}
