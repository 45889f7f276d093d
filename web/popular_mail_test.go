package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
)

// sent are the mails about something that go out now.
func (w *world) sent(about string) (all []mail.Message) {
	w.Helper()
	w.tx(procedure.Convoke)
	w.mails = nil
	if err := w.runner.Drain(context.Background()); err != nil {
		w.Fatal(err)
	}
	for _, m := range w.mails {
		if strings.Contains(m.Subject, about) {
			all = append(all, m)
		}
		if found := ofAnAG.FindString(m.Subject + "\n" + m.Text); strings.Contains(m.Subject, about) && found != "" {
			w.Errorf("a popular assembly writes %q", found)
		}
	}
	return all
}

// organises gives a role a mandate to organise popular assemblies.
func (w *world) organises(role string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		_, err := tx.PutMandate(commune.Mandate{
			Holder: w.people[role], HolderName: role, Title: "Assemblées populaires", Clauses: commune.Clauses{"Les organiser."},
			Capabilities: commune.Capabilities{commune.Organise}, GrantedAt: tx.Now(), AcceptedAt: tx.Now(), Until: tx.Now().AddDate(1, 0, 0),
		})
		return err
	})
}

// TestAP5_ASympathiserGetsTheMailsOfASittingUntilTheySayNo moves and cancels a sitting from its pages.
func TestAP5_ASympathiserGetsTheMailsOfASittingUntilTheySayNo(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	w.tx(func(tx *store.Tx) error {
		later, err := tx.Meeting(next.ID)
		later.StartsAt = later.StartsAt.AddDate(0, 0, 6)
		if err == nil {
			_, err = tx.PutMeeting(later)
		}
		return err
	})
	w.organises(keeper)
	mine := w.as(sympathiser)
	mine.post("/p/place/mails", form("follows", "yes")).is(http.StatusSeeOther)
	mine.get("/p/place").reads("vous arrivent par courriel")
	first := w.sent("Assemblée de la place")
	if len(first) != 1 || !strings.Contains(first[0].Text, "Halle aux Grains") || first[0].Invitation == nil || !strings.Contains(first[0].Text, "/unsubscribe/") {
		t.Fatalf("the convocation: %+v", first)
	}
	if again := w.sent("Assemblée de la place"); len(again) != 0 {
		t.Errorf("mailed twice: %+v", again)
	}
	path := fmt.Sprintf("/p/place/sittings/%d", next.ID)
	by := w.as(keeper)
	if place := attr(by.get(path).is(http.StatusOK).one("input", "name", "place"), "value"); place != "Halle aux Grains" {
		t.Errorf("the form begins with the place %q", place)
	}
	wrong := by.post(path, form("starts", "2020-01-01T10:00", "place", "Préau", "why", "Il pleut.")).is(http.StatusUnprocessableEntity)
	if attr(wrong.one("input", "name", "place"), "value") != "Préau" || !strings.Contains(string(wrong.body), "Il pleut.") {
		t.Error("what was typed is lost")
	}
	at := next.StartsAt.AddDate(0, 0, 7)
	by.post(path, form("starts", at.Local().Format("2006-01-02T15:04"), "place", "Préau", "video", "https://visio.example/place", "why", "Il pleut.")).is(http.StatusSeeOther)
	changed := w.sent("a changé")
	if len(changed) != 1 || !strings.Contains(changed[0].Text, "Préau") || !strings.Contains(changed[0].Text, "Il pleut.") || changed[0].Thread != first[0].Thread {
		t.Fatalf("when it was moved: %+v", changed)
	}
	public := w.as(stranger).get("/p/place")
	public.reads("Il pleut.")
	public.one("a", "href", "https://visio.example/place")
	w.clock.Set(at.Add(-20 * time.Hour))
	if eve := w.sent("demain"); len(eve) != 1 {
		t.Errorf("the day before: %+v", eve)
	}
	by = w.as(keeper)
	by.post(path+"/cancellation", form("reason", "Orage.")).is(http.StatusSeeOther)
	if off := w.sent("n’aura pas lieu"); len(off) != 1 || !strings.Contains(off[0].Text, "Orage.") || off[0].Invitation == nil {
		t.Errorf("when it was cancelled: %+v", off)
	}
	w.as(stranger).get("/p/place").reads("annulée")
	feed := string(w.as(stranger).get("/calendar.ics").body)
	if _, event, _ := strings.Cut(feed, fmt.Sprintf("UID:meeting-%d@", next.ID)); !strings.Contains(feed, "STATUS:CANCELLED") || !strings.Contains(event, "SEQUENCE:2") && !strings.Contains(feed, "SEQUENCE:2") {
		t.Errorf("the calendar:\n%s", feed)
	}
	by.get(path).is(http.StatusConflict)
	out := strings.TrimPrefix(changed[0].Unsubscribe, w.server.URL)
	w.as(stranger).get(out).is(http.StatusOK).reads("Assemblée populaire")
	w.as(stranger).post(out, nil).is(http.StatusOK).reads("sur la page de l’assemblée")
	w.as(sympathiser).get("/p/place").reads("Recevoir ses courriels")
	w.as(stranger).get(strings.Replace(out, "popular-", "popular-9", 1)).is(http.StatusNotFound)
}

// TestCR3_TheMinutesOfASittingAreAskedOfWhoOwesThemOnTheirHomePage closes a sitting and looks at home, as they and as a stranger.
func TestCR3_TheMinutesOfASittingAreAskedOfWhoOwesThemOnTheirHomePage(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	_, next := w.popular()
	w.clock.Set(next.StartsAt)
	w.attend(next, member)
	by := w.as(member)
	by.post(fmt.Sprintf("/meetings/%d/opening", next.ID), nil).is(http.StatusSeeOther)
	by.post(fmt.Sprintf("/meetings/%d/closing", next.ID), nil).is(http.StatusSeeOther)
	home := by.get("/")
	home.reads("Le compte-rendu de « Assemblée de la place »")
	home.one("a", "href", fmt.Sprintf("/meetings/%d/minutes", next.ID))
	w.as(keeper).get("/").silent("Assemblée de la place »")
	w.clock.Set(next.StartsAt.AddDate(0, 0, 3))
	late := w.as(stranger).get("/")
	late.reads("est en retard")
	late.reads("Assemblée populaire du")
}
