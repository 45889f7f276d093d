package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/video"
)

// drain does the work that is due.
func (w *world) drain() {
	w.Helper()
	if err := w.runner.Drain(context.Background()); err != nil {
		w.Fatal(err)
	}
}

// convoke calls the members, and gives what was mailed.
func (w *world) convoke() []mail.Message {
	w.Helper()
	w.tx(procedure.Convoke)
	return w.newMails()
}

// newMails is what is mailed now.
func (w *world) newMails() []mail.Message {
	w.Helper()
	w.mails = nil
	w.drain()
	return w.mails
}

// called is a commune with two members, a week before its first assembly, at which something stands.
func called(t *testing.T) (*world, commune.Meeting) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	w.admit(lapsed, "Inès Q.", false)
	m := w.next()
	w.item(member, m.ID, "Épicerie : <choix> du local")
	w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
	return w, m
}

func to(mails []mail.Message, role string) (found mail.Message) {
	for _, m := range mails {
		if m.To == role+"@tisserands.example" || role == founder && m.To == "zoe@tisserands.example" {
			found = m
		}
	}
	return found
}

func TestAG2_TheConvocationSaysWhenWhereAndWhat(t *testing.T) {
	w, m := called(t)
	mails := w.convoke()
	if len(mails) != 3 {
		t.Fatalf("%d were called, want 3", len(mails))
	}
	got := to(mails, member)
	text := spaces.ReplaceAllString(got.Text, " ")
	for _, said := range []string{
		"Bonjour Awa D.,", "jeudi 17 septembre 2026, 18 h 30", "Accueil : à partir de 18 h", "Maison du peuple", "Épicerie : <choix> du local (Décision, 20 min)",
		"Ordre du jour : ouvert à tous les membres. Clôture : dimanche 13 septembre 2026, 18 h 30", w.server.URL + "/meetings/1/items/new", w.server.URL + "/me/mails",
		"Le registre des décisions comptait alors 1 écriture",
	} {
		if !strings.Contains(text, said) {
			t.Errorf("the convocation does not say %q:\n%s", said, got.Text)
		}
	}
	if strings.Contains(got.HTML, "<choix>") || strings.Contains(text, "cotisation") {
		t.Errorf("the convocation says %s", got.HTML)
	}
	if strings.Contains(text, "/video") || got.Invitation.Call != "" {
		t.Error("a call is announced that nobody holds")
	}
	if i := got.Invitation; i.UID != "meeting-1@"+strings.TrimPrefix(w.server.URL, "http://") || !i.Starts.Equal(m.StartsAt) || i.Sequence != 0 || i.Cancelled {
		t.Errorf("invited to %+v", i)
	}
	if !strings.Contains(to(mails, lapsed).Text, "cotisation n’est pas à jour") {
		t.Error("who lapsed is not told that they cannot vote")
	}
	if again := w.convoke(); len(again) != 0 {
		t.Errorf("%d were called twice", len(again))
	}
	a := w.as(member).get("/meetings/1").is(http.StatusOK)
	a.reads("Envoyée jeudi 10 septembre 2026, 18 h 30 à 3 membres.")
	a.reads("L’ordre du jour se ferme dimanche 13 septembre 2026, 18 h 30.")
	w.browser().get("/meetings/1").silent("Envoyée")
}

func TestAG2_AMailThatWasNotTakenIsMailedAgainAndThoseThatWereAreNot(t *testing.T) {
	w, _ := called(t)
	w.lost = errors.New("no mail server")
	w.convoke()
	w.lost = nil
	w.clock.Add(time.Hour)
	mails := w.newMails()
	if len(mails) != 3 || to(mails, member).ID == "" {
		t.Fatalf("%d mails after the server came back", len(mails))
	}
	id := to(mails, member).ID
	w.tx(func(tx *store.Tx) error { // we stopped after the mail was taken, before that was noted
		return tx.DB().Exec(`DELETE FROM letters WHERE member = ?`, w.people[member]).Error
	})
	again := w.convoke()
	if len(again) != 1 || again[0].ID != id {
		t.Errorf("mailed again: %d", len(again))
	}
}

func TestAG2_ALetterWhoseHourHasPassedIsNotMailed(t *testing.T) {
	w, m := called(t)
	w.lost = errors.New("no mail server")
	w.convoke()
	w.lost = nil
	w.clock.Set(m.StartsAt)
	if mails := w.newMails(); len(mails) != 0 {
		t.Errorf("%d are called to a meeting that has begun", len(mails))
	}
}

func TestAG2_WhoConvenesChangesAndCancelsAndEverybodyIsTold(t *testing.T) {
	w, m := called(t)
	w.convoke()
	w.as(member).get("/meetings/1/plan").is(http.StatusForbidden)
	b := w.as(founder)
	b.get("/meetings/1").reads("Changer ou annuler")
	a := b.get("/meetings/1/plan").is(http.StatusOK)
	if got := attr(a.one("input", "name", "starts"), "value"); got != "2026-09-17T18:30" {
		t.Errorf("the form says %s", got)
	}
	a = b.post("/meetings/1/plan", form("starts", "2026-09-17T18:30", "place", "Cour", "video", "visio")).is(http.StatusUnprocessableEntity)
	a.reads("Cette adresse ne convient pas")
	if got := attr(a.one("input", "name", "place"), "value"); got != "Cour" {
		t.Errorf("the place became %q", got)
	}
	b.post("/meetings/1/plan", form("starts", "2026-09-11T18:30", "place", "Cour")).is(http.StatusUnprocessableEntity).reads("l’ordre du jour aurait dû se fermer")
	w.clock.Add(time.Hour)
	b.post("/meetings/1/plan", form("starts", "2026-09-18T19:00", "place", "Cour de l’École", "video", "https://visio.example/ag")).is(http.StatusSeeOther)
	mails := w.newMails()
	if len(mails) != 3 {
		t.Fatalf("%d were told of the change", len(mails))
	}
	changed := to(mails, member)
	if !strings.Contains(changed.Subject, "Changement") || !strings.Contains(changed.Text, "Cour de l’École") || changed.Invitation.Sequence != 1 ||
		changed.Thread == "" || changed.Invitation.Call != w.server.URL+"/meetings/1/video" {
		t.Errorf("told: %s %+v", changed.Text, changed.Invitation)
	}
	b.post("/meetings/1/cancellation", form("reason", "")).is(http.StatusUnprocessableEntity).reads("Dites pourquoi")
	b.post("/meetings/1/cancellation", form("reason", "La salle a brûlé.")).is(http.StatusSeeOther)
	mails = w.newMails()
	if len(mails) != 3 {
		t.Fatalf("%d were told that it is cancelled", len(mails))
	}
	gone := to(mails, member)
	if !strings.Contains(gone.Subject, "Annulation") || !strings.Contains(gone.Text, "La salle a brûlé.") || !gone.Invitation.Cancelled ||
		gone.Invitation.Sequence != 2 || gone.Invitation.UID != changed.Invitation.UID {
		t.Errorf("told: %s %+v", gone.Text, gone.Invitation)
	}
	b.get("/meetings/1").reads("La salle a brûlé.")
	b.get("/meetings").reads("annulée")
	outside := w.browser().get("/meetings/1").is(http.StatusOK)
	outside.reads("annulée")
	outside.silent("La salle a brûlé.")
	w.browser().get("/").is(http.StatusOK)
	w.clock.Set(m.StartsAt.Add(48 * time.Hour))
	b.get("/meetings").is(http.StatusOK)
}

func TestEverybodyChoosesTheirMailsAndLeavesThemWithoutSigningIn(t *testing.T) {
	w, m := called(t)
	mails := w.convoke()
	out := strings.TrimPrefix(to(mails, member).Unsubscribe, w.server.URL)
	stranger := w.browser()
	stranger.get(out).is(http.StatusOK).reads("Convocations")
	for _, forged := range []string{out + "0", strings.Replace(out, "convocations", "reminders", 1), "/unsubscribe/1.convocations." + strings.Repeat("0", 32), "/unsubscribe/x"} {
		stranger.post(forged, nil).is(http.StatusNotFound)
	}
	w.tx(func(tx *store.Tx) error { // looking at it ended nothing
		muted, err := tx.Mutes(w.people[member])
		if !slices.Equal(muted, []commune.Topic{commune.TopicAllEvents}) { // of which nobody gets mail unasked
			t.Errorf("muted %v", muted)
		}
		return err
	})
	// As a mail program presses it: without cookies, without a page of ours before.
	answer, err := http.PostForm(w.server.URL+out, url.Values{"List-Unsubscribe": {"One-Click"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("one click is answered %d", answer.StatusCode)
	}
	b := w.as(member)
	a := b.get("/me/mails").is(http.StatusOK)
	a.reads("Sans elles, rien ne vous prévient")
	checked := map[string]bool{}
	for _, box := range a.all("input", "name", "topics") {
		checked[attr(box, "value")] = slices.ContainsFunc(box.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
	}
	if checked["convocations"] || !checked["reminders"] {
		t.Errorf("wanted: %v", checked)
	}
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.ChangeMeeting(tx, w.people[founder], m.ID, commune.Change{StartsAt: m.StartsAt, Place: "Cour"})
		return err
	})
	if mails := w.newMails(); len(mails) != 2 || to(mails, member).To != "" {
		t.Errorf("%d were told", len(mails))
	}
	b.post("/me/mails", form("topics", "convocations")).is(http.StatusSeeOther)
	if mails := w.convoke(); len(mails) != 1 || to(mails, member).To == "" {
		t.Errorf("who takes them up again gets %d", len(mails))
	}
	w.clock.Set(m.StartsAt.AddDate(0, 0, -1))
	if mails := w.convoke(); len(mails) != 2 || !strings.Contains(to(mails, founder).Subject, "C’est demain") || to(mails, founder).Invitation != nil {
		t.Errorf("%d are reminded", len(mails))
	}
}

func TestDR1_OneButtonLeadsIntoTheCallFromTheWelcomeOn(t *testing.T) {
	w, m := called(t)
	b := w.as(member)
	b.get("/meetings/1/video").is(http.StatusNotFound).reads("Aucun appel vidéo")
	w.pages.Video = provider(t, "jitsi+https://jitsi.example")
	b.get("/meetings/1").reads("L’appel vidéo s’ouvre avec l’accueil, à 18 h.")
	b.get("/meetings/1/video").is(http.StatusConflict)
	w.clock.Set(m.StartsAt.Add(-30 * time.Minute))
	link := b.get("/meetings/1").one("a", "href", "/meetings/1/video")
	if attr(link, "rel") != "noopener noreferrer" {
		t.Error("the call learns where one comes from")
	}
	a := b.get("/meetings/1/video").is(http.StatusSeeOther)
	room := a.header.Get("Location")
	if !strings.HasPrefix(room, "https://jitsi.example/") || len(room) < 50 || a.header.Get("Referrer-Policy") != "no-referrer" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("led to %s with %v", room, a.header)
	}
	w.as(lapsed).get("/meetings/1/video").is(http.StatusForbidden)
	if door := w.browser().get("/meetings/1/video").is(http.StatusSeeOther).header.Get("Location"); door != "/sign-in" {
		t.Errorf("a stranger is led to %s", door)
	}
	w.pages.Video = provider(t, "https://visio.example/salle")
	w.browser().get("/meetings/1").reads("Première fois")
	if to := w.browser().get("/meetings/1/video").is(http.StatusSeeOther).header.Get("Location"); to != "https://visio.example/salle" {
		t.Errorf("a guest is led to %s", to)
	}
	w.attend(m, member)
	w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.people[member], m.ID); return err })
	if door := w.browser().get("/meetings/1/video").header.Get("Location"); door != "/sign-in" {
		t.Errorf("after the welcome a stranger is led to %s", door)
	}
}

func TestDR1_AServerThatDoesNotAnswerIsSaidInWords(t *testing.T) {
	w, m := called(t)
	silent := httptest.NewServer(http.NotFoundHandler())
	w.pages.Video = provider(t, "bbb+"+strings.Replace(silent.URL, "http://", "http://:hush@", 1)+"/bigbluebutton")
	silent.Close()
	w.clock.Set(m.StartsAt)
	w.as(member).get("/meetings/1/video").is(http.StatusBadGateway).reads("Le serveur vidéo ne répond pas")
}

func provider(t *testing.T, address string) video.Provider {
	t.Helper()
	p, err := video.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
