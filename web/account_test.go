package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/web"
)

func TestPW2_TheFirstRunPageFoundsACommuneOnce(t *testing.T) {
	w := newWorld(t, options{})
	b := w.browser()
	if to := b.get("/").is(http.StatusSeeOther).header.Get("Location"); to != "/setup" {
		t.Errorf("a first visitor is sent to %s", to)
	}
	b.get("/setup").is(http.StatusForbidden).reads("clé de mise en route")
	b.get("/setup?key=fausse").is(http.StatusForbidden)
	b.get("/setup?key=" + setupKey).is(http.StatusOK).reads("Fonder une commune")
	filled := form("key", setupKey, "kind", "commune", "name", "", "place", "Salle Louise-Michel", "timezone", "Europe/Paris",
		"language", "fr", "founder", "Zoé M.", "email", "zoe at tisserands")
	a := b.post("/setup", filled).is(http.StatusUnprocessableEntity)
	a.reads("Il manque un nom.")
	a.reads("Cette adresse électronique n’est pas valable.")
	if got := attr(a.one("input", "name", "place"), "value"); got != "Salle Louise-Michel" {
		t.Errorf("the place became %q", got)
	}
	filled.Set("name", "Commune de la Basse-Deûle")
	filled.Set("email", "zoe@tisserands.example")
	b.post("/setup", filled).is(http.StatusSeeOther)
	b.get("/").is(http.StatusOK).reads("Bonjour Zoé M.")
	b.get("/members").is(http.StatusOK)
	w.browser().post("/setup", filled).is(http.StatusConflict)
	w.browser().get("/setup?key=" + setupKey).is(http.StatusNotFound)
}

// asked asks for a link and reads it out of the mail.
func asked(w *world, b browser, email string) string {
	w.Helper()
	b.post("/sign-in", form("email", email)).is(http.StatusSeeOther)
	if err := w.runner.Drain(context.Background()); err != nil {
		w.Fatal(err)
	}
	if len(w.mails) == 0 {
		return ""
	}
	m := w.mails[len(w.mails)-1]
	link := regexp.MustCompile(`http\S+/sign-in/\S+`).FindString(m.Text)
	return strings.TrimPrefix(link, w.server.URL)
}

func TestAMailedLinkIsConsumedByItsButtonOnceAndNotByBeingLookedAt(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.browser()
	link := asked(w, b, " Zoe@Tisserands.example ")
	for range 2 {
		a := w.browser().get(link).is(http.StatusOK)
		a.reads("Entrer")
		if a.header.Get("Referrer-Policy") != "no-referrer" {
			t.Error("the address of the link can leak")
		}
	}
	b.post(link, nil).is(http.StatusSeeOther)
	b.get("/").reads("Bienvenue, Zoé M.")
	b.get("/").silent("Bienvenue, Zoé M.")
	w.browser().post(link, nil).is(http.StatusForbidden).reads("Ce lien a déjà servi")
}

func TestAMailedLinkLastsTenMinutes(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	link := asked(w, w.browser(), "zoe@tisserands.example")
	w.clock.Add(10*time.Minute + time.Second)
	w.browser().get(link).is(http.StatusForbidden)
	w.browser().post(link, nil).is(http.StatusForbidden)
}

func TestALinkAskedAgainIsMailedAtOnceAndOneThatCannotBeMailedIsGivenUp(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.lost = errors.New("the mail server is down")
	if link := asked(w, w.browser(), "zoe@tisserands.example"); link != "" {
		t.Fatal(link)
	}
	w.lost = nil
	if link := asked(w, w.browser(), "zoe@tisserands.example"); link == "" {
		t.Error("who asks again waits for the retry of what failed before")
	}
	w.lost = errors.New("the mail server is down")
	asked(w, w.browser(), "zoe@tisserands.example")
	for range 10 {
		w.clock.Add(24 * time.Hour)
		if err := w.runner.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	w.lost = nil
	w.clock.Add(24 * time.Hour)
	if err := w.runner.Drain(context.Background()); err != nil || len(w.mails) != 1 {
		t.Errorf("%d mails, %v: a link is mailed days after it was asked", len(w.mails), err)
	}
}

func TestKnownAndUnknownAddressesAreAnsweredAlike(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	known := w.browser().post("/sign-in", form("email", "zoe@tisserands.example"))
	unknown := w.browser().post("/sign-in", form("email", "personne@ailleurs.example"))
	if known.status != unknown.status || known.header.Get("Location") != unknown.header.Get("Location") {
		t.Errorf("known: %d %v, unknown: %d %v", known.status, known.header, unknown.status, unknown.header)
	}
	if err := w.runner.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	if len(w.mails) != 1 || w.mails[0].To != "zoe@tisserands.example" {
		t.Errorf("mailed %v", w.mails)
	}
	w.browser().post("/sign-in", form("email", "pas une adresse")).is(http.StatusUnprocessableEntity).reads("n’est pas valable")
}

func TestLinksArePerAddressAndTriesPerNetworkLimited(t *testing.T) {
	w := newWorld(t, options{limits: web.Limits{SignInsPerIP: web.Rate{Count: 6, In: time.Hour}}})
	w.found(commune.KindCommune)
	for range 5 {
		asked(w, w.browser(), "zoe@tisserands.example")
	}
	if len(w.mails) != 3 {
		t.Errorf("%d mails went to one address in an hour, want 3", len(w.mails))
	}
	w.browser().post("/sign-in", form("email", "autre@ailleurs.example")).is(http.StatusSeeOther)
	a := w.browser().post("/sign-in", form("email", "encore@ailleurs.example")).is(http.StatusTooManyRequests)
	if a.header.Get("Retry-After") == "" {
		t.Error("nobody is told when to try again")
	}
	w.clock.Add(time.Hour)
	w.browser().post("/sign-in", form("email", "encore@ailleurs.example")).is(http.StatusSeeOther)
}

func TestANetworkIsWhatTheTrustedProxySaysAndNothingElse(t *testing.T) { // DOS-09
	w := newWorld(t, options{limits: web.Limits{SignInsPerIP: web.Rate{Count: 1, In: time.Hour}}})
	w.found(commune.KindCommune)
	ask := func(headers ...string) answer {
		return w.browser().post("/sign-in", form("email", "a@ailleurs.example"), headers...)
	}
	ask().is(http.StatusSeeOther)
	ask("X-Real-IP", "198.51.100.1").is(http.StatusTooManyRequests)
	ask("X-Forwarded-For", "198.51.100.1").is(http.StatusSeeOther)
	ask("X-Forwarded-For", "203.0.113.9, 198.51.100.1").is(http.StatusTooManyRequests)
}

func TestME2_APersonChoosesTheirPublicName(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	b.post("/me/name", form("name", " ")).is(http.StatusUnprocessableEntity).reads("Il manque un nom.")
	b.post("/me/name", form("name", "Zoé des Lins")).is(http.StatusSeeOther)
	b.get("/me").reads("Votre nom public est maintenant « Zoé des Lins ».")
}

func TestAPasswordIsOptionalLongAndProvedBeforeItIsChanged(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	b.post("/me/password", form("new", "court")).is(http.StatusUnprocessableEntity).reads("12 caractères au moins")
	b.post("/me/password", form("new", "le chat dort sur le poêle")).is(http.StatusSeeOther)
	b.get("/me").reads("Le mot de passe est enregistré.")
	b.post("/me/password", form("old", "faux", "new", "une autre phrase longue")).is(http.StatusForbidden).reads("Changer de mot de passe")
	door := w.browser()
	door.post("/sign-in/password", form("login", "zoe@tisserands.example", "password", "faux")).is(http.StatusForbidden)
	door.post("/sign-in/password", form("login", "personne@ailleurs.example", "password", "faux")).is(http.StatusForbidden).
		reads("L’adresse et le mot de passe ne vont pas ensemble.")
	door.post("/sign-in/password", form("login", "zoe@tisserands.example", "password", "le chat dort sur le poêle")).is(http.StatusSeeOther)
	door.get("/me").is(http.StatusOK)
}

func TestANewPasswordEndsTheSessionsThatBeganBeforeIt(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	here, lost := w.as(founder), w.as(founder)
	here.post("/me/password", form("new", "le chat dort sur le poêle")).is(http.StatusSeeOther)
	here.get("/me").is(http.StatusOK)
	lost.get("/me").is(http.StatusSeeOther)
	lost.post("/me/password", form("old", "le chat dort sur le poêle", "new", "une autre phrase longue")).is(http.StatusForbidden)
	lost.post("/language", form("lang", "en", "back", "/")).is(http.StatusSeeOther)
	here.get("/me").reads("Ma situation")
}

func TestTheSessionCookieIsNewAtSignInClosedToScriptsAndNamedAfterTheInstance(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	at, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	before := sessionOf(t, b.Jar.Cookies(at))
	b.post(asked(w, b, "zoe@tisserands.example"), nil).is(http.StatusSeeOther)
	after := sessionOf(t, b.Jar.Cookies(at))
	if before.Value == after.Value {
		t.Error("the session kept its token through a sign-in")
	}
	other := newWorld(t, options{})
	other.found(commune.KindCommune)
	elsewhere, _ := url.Parse(other.server.URL)
	if sessionOf(t, other.as(founder).Jar.Cookies(elsewhere)).Name == after.Name {
		t.Error("two instances on one host share a cookie")
	}
	set := w.as(founder).post("/sign-out", nil).is(http.StatusSeeOther)
	if set.header.Get("Clear-Site-Data") == "" {
		t.Error("the browser is not asked to forget")
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func sessionOf(t *testing.T, cookies []*http.Cookie) *http.Cookie {
	t.Helper()
	for _, c := range cookies {
		if strings.HasPrefix(c.Name, "federes_") {
			return c
		}
	}
	t.Fatal("no session cookie")
	return nil
}

func TestOverHTTPSTheCookieIsBoundToTheHost(t *testing.T) {
	w := newWorld(t, options{base: "https://tisserands.example"})
	w.found(commune.KindCommune)
	var token string
	w.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.SignInLink(tx, w.people[founder], time.Hour)
		return err
	})
	a := w.browser().post("/sign-in/"+token, nil).is(http.StatusSeeOther)
	cookie := strings.Join(a.header.Values("Set-Cookie"), "\n")
	for _, want := range []string{"__Host-federes_", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
	if a.header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
}

func TestAFormThatAnotherSiteSendsChangesNothing(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, {"Sec-Fetch-Site", "same-site"},
	} {
		b.post("/members", form("name", "Mallory", "email", "mallory@evil.example"), headers...).is(http.StatusForbidden)
	}
	b.get("/members").silent("Mallory")
}

func TestNobodyIsSentElsewhereAfterAnAct(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	for _, back := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "evil", "/%0d%0aSet-Cookie:x", "javascript:alert(1)", ""} {
		to := w.browser().post("/language", form("lang", "en", "back", back)).is(http.StatusSeeOther).header.Get("Location")
		if to != "/" && !strings.HasPrefix(to, "/%0") {
			t.Errorf("%q leads to %q", back, to)
		}
	}
	if to := w.browser().post("/language", form("lang", "en", "back", "/register?before=d3")).header.Get("Location"); to != "/register?before=d3" {
		t.Errorf("the way back is %q", to)
	}
}

func TestAStrangerGoesOnWhereTheyWantedAfterSigningIn(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.browser()
	if to := b.get("/me").is(http.StatusSeeOther).header.Get("Location"); to != "/sign-in" {
		t.Errorf("sent to %s", to)
	}
	if to := b.post(asked(w, b, "zoe@tisserands.example"), nil).header.Get("Location"); to != "/me" {
		t.Errorf("after signing in: %s", to)
	}
}

func TestALanguageIsKeptForThePersonAndForTheBrowser(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	b.post("/language", form("lang", "en", "back", "/me")).is(http.StatusSeeOther)
	b.get("/me").reads("Where I stand")
	w.as(founder).get("/me", "Accept-Language", "fr").reads("Where I stand")
	b.post("/language", form("lang", "xx", "back", "/")).is(http.StatusUnprocessableEntity)
	dark := w.browser()
	dark.post("/theme", form("theme", "dark", "back", "/")).is(http.StatusSeeOther)
	if theme := attr(dark.get("/").one("html", "", ""), "data-theme"); theme != "dark" {
		t.Errorf("the theme is %q", theme)
	}
}

func TestAFailureOfOursIsSaidWithoutItsCause(t *testing.T) {
	w := newWorld(t, options{lookUp: func(string) (confederation.Peer, error) { panic("secret cause") }})
	firstAssembly(w)
	item := w.item(member, w.next().ID, "Confédération")
	a := w.as(member).post("/items/"+itoa(int64(item))+"/motions", form("form", "join", "council", "conseil@ailleurs.example", "text", "Oui.", "audience", "public"))
	a.is(http.StatusInternalServerError).reads("C’est de notre faute")
	a.silent("secret cause")
	a.one("code", "", "")
}

func TestWhatIsTooLongOrUnknownIsRefusedWithASentence(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	b := w.as(founder)
	b.post("/members", form("name", strings.Repeat("a", 300<<10), "email", "a@b.example")).is(http.StatusRequestEntityTooLarge).reads("trop long")
	b.get("/nulle-part").is(http.StatusNotFound).reads("Introuvable")
	b.do(http.MethodDelete, "/members", nil, "Sec-Fetch-Site", "same-origin").is(http.StatusMethodNotAllowed)
	b.get("/meetings/1%20or%201=1").is(http.StatusNotFound)
	for _, debug := range []string{"/debug/pprof", "/metrics", "/static/", "/static/../server.go"} {
		if a := w.browser().get(debug); a.status == http.StatusOK {
			t.Errorf("%s is answered", debug)
		}
	}
}

func TestFilesOfThePagesCanBeKeptForEver(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	for _, n := range w.browser().get("/").all("link", "", "") {
		if rel := attr(n, "rel"); rel == "canonical" {
			continue
		}
		a := w.browser().get(attr(n, "href")).is(http.StatusOK)
		if !strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", attr(n, "href"), a.header)
		}
	}
}

func TestCF1_ACommuneProposesToJoinACouncilThatWasLookedUp(t *testing.T) {
	var typed string
	w := newWorld(t, options{lookUp: func(address string) (confederation.Peer, error) {
		typed = address
		if address == "nulle@part.example" {
			return confederation.Peer{}, context.DeadlineExceeded
		}
		p := newPeer(t).Peer
		p.Role, p.Name, p.CharterVersion = confederation.RoleCouncil, "Confédération du Val de Marque", 1
		p.Actor = "https://val-de-marque.example/conseil"
		return p, nil
	}})
	firstAssembly(w)
	item := w.item(member, w.next().ID, "Confédération")
	b := w.as(member)
	motions := "/items/" + itoa(int64(item)) + "/motions"
	filled := form("form", "join", "council", "nulle@part.example", "text", "La commune rejoint le conseil.", "audience", "public")
	a := b.post(motions, filled).is(http.StatusConflict)
	a.reads("Ce conseil ne répond pas.")
	a.reads("La commune rejoint le conseil.")
	filled.Set("council", " conseil@val-de-marque.example ")
	location := b.post(motions, filled).is(http.StatusSeeOther).header.Get("Location")
	b.get(location).reads("Confédération du Val de Marque")
	if typed != "conseil@val-de-marque.example" {
		t.Errorf("looked up %q", typed)
	}
}
