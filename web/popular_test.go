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
			Initiatives: "Cantine | l'AG du faubourg", ChangedBy: w.people[member], ChangedAt: tx.Now(),
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
