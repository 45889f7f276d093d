package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	w, _ := liveWorld(t, options{})
	const path, written = "/items/1/motions", "La commune loue le local\r\npour un an, « garde » d’enfants <b>comprise</b>."
	sent := form("form", "resolution", "audience", "public", "text", written)
	b := w.browser()
	a := b.post(path, sent).is(http.StatusForbidden)
	a.reads("Ce que vous avez écrit est toujours là")
	if kept := textOf(a.one("textarea", "name", "text")); kept != strings.Join(strings.Fields(written), " ") || !strings.Contains(string(a.body), "local\npour") {
		t.Errorf("kept is %q", kept)
	}
	if hidden := attr(a.one("input", "name", "audience"), "value"); hidden != "public" {
		t.Errorf("kept is the audience %q", hidden)
	}
	if again := a.all("form", "action", path); len(again) != 1 {
		t.Errorf("%d forms send it again", len(again))
	}
	w.as(member).post(path, sent).is(http.StatusSeeOther)
	secret := fmt.Sprint("phrase de passe ", w.clock.Now().Unix())
	b.post("/me/password", form("old", secret, "new", secret)).is(http.StatusForbidden).silent(secret)
	b.post("/sign-out", nil).silent("Ce que vous avez écrit")
}
