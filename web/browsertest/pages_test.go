package browsertest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// Who reads a page: a stranger, a member, the person whose mandate it is to look after the members.
const (
	stranger = "stranger"
	member   = "member"
	lapsed   = "lapsed" // a member whose dues are not paid
	mandated = "mandated"
)

// view is one state of one page. {name} in a path stands for something of the place.
type view struct {
	route  string // as in web.Routes
	path   string
	who    []string          // the first of them looks at it in both languages, the others in French
	status int64             // 200 if zero
	fill   map[string]string // sends the page's own form, so filled, and looks at the answer
}

// place is an instance with what lies there to be seen.
type place struct {
	name  string
	open  func(*testing.T) (town, map[string]string)
	views []view
	files []file
}

// file is what a browser keeps or another program reads: there is no page to look at.
type file struct{ route, path string }

var (
	everybody     = []string{stranger, member, mandated}
	insidersFirst = []string{member, mandated, stranger}
	insiders      = []string{member, mandated}
	outsiders     = []string{stranger}
	keepers       = []string{mandated}
	members       = []string{member}
	lapsing       = []string{lapsed}
)

// places are where every page is looked at. A route that none of them visits fails the test.
var places = []place{
	{"unfounded", unfounded, []view{
		{route: "/setup", path: "/setup?key=" + setupKey, who: outsiders},
		{route: "/setup", path: "/setup?key=" + setupKey, who: outsiders, status: 422, fill: map[string]string{"name": "", "email": "zoe"}},
		{route: "/setup", path: "/setup?key=guessed", who: outsiders, status: 403},
	}, nil},
	{"evening", evening, []view{
		{route: "/", path: "/", who: []string{stranger, lapsed, mandated}},
		{route: "/meetings", path: "/meetings", who: outsiders},
		{route: "/meetings/:id", path: "/meetings/{due}", who: []string{mandated, lapsed, stranger}},
		{route: "/meetings/:id/opening", path: "/meetings/{due}/opening", who: insiders},
		{route: "/meetings/:id/seat", path: "/meetings/{due}/seat", who: []string{mandated, lapsed}},
		{route: "/projector/:token", path: "/projector/{token}", who: outsiders},
		{route: "/register", path: "/register", who: outsiders},
		{route: "/mandates", path: "/mandates", who: outsiders},
		{route: "/me", path: "/me", who: lapsing},
		{route: "/me", path: "/me", who: lapsing, status: 422, fill: map[string]string{"new": "court"}},
	}, nil},
	{"session", inSession, slices.Concat(sessionViews, writingViews), []file{
		{"/healthz", "/healthz"},
		{"/readyz", "/readyz"},
		{"/api/v1/decisions", "/api/v1/decisions"},
		{"/register/copy", "/register/copy"},
		{"/decisions/:number/record", "/decisions/2026-3/record"},
		{"/decisions/:number/proof", "/decisions/2026-3/proof"},
	}},
	{"opening", opening, openingViews, nil},
	{"account", account, minutesViews, minutesFiles},
	{"votes", votes, voteViews, nil},
	{"calendar", agenda, calendarViews, calendarFiles},
	{"mandates", mandates, mandateViews, mandateFiles},
	{"bodies", working, slices.Concat(bodyViews, charterViews), slices.Concat(bodyFiles, charterFiles)},
	{"people", people, peopleViews, nil},
	{"popular", popular, popularViews, popularFiles},
	{"council", council, []view{
		{route: "/", path: "/", who: everybody},
		{route: "/communes", path: "/communes", who: insidersFirst},
		{route: "/communes/:id", path: "/communes/{seated}", who: []string{stranger, mandated}},
		{route: "/ratifications", path: "/ratifications", who: []string{stranger, mandated}},
		{route: "/ratifications/new", path: "/ratifications/new", who: []string{mandated}},
		{route: "/ratifications/:ref", path: "/ratifications/{text}", who: []string{stranger, mandated}},
		{route: "/communes/:id", path: "/communes/{asking}", who: keepers},
		{route: "/levels", path: "/levels", who: []string{member, stranger}},
		{route: "/levels/:id/agenda", path: "/levels/{above}/agenda", who: []string{member}},
		{route: "/motions/:id", path: "/motions/{voiced}", who: []string{mandated}},
		{route: "/items/:id/motions/new", path: "/items/{item}/motions/new", who: []string{mandated}},
		{route: "/witness", path: "/witness", who: []string{stranger}},
		{route: "/entry/:token", path: "/entry/{ticket}", who: []string{stranger}},
		{route: "/entry/:token", path: "/entry/spent", who: []string{stranger}, status: 403},
		{route: "/charter", path: "/charter", who: outsiders},
		{route: "/charter/versions/:version", path: "/charter/versions/1", who: outsiders},
		{route: "/register", path: "/register", who: outsiders},
		{route: "/mandates", path: "/mandates", who: keepers},
		{route: "/members", path: "/members", who: keepers},
		{route: "/meetings", path: "/meetings", who: members},
	}, []file{
		{"/ratifications/:ref/everything", "/ratifications/{text}/everything"},
		{"/charter/versions/:version/record", "/charter/versions/1/record"},
		{"/charter/versions/:version/proof", "/charter/versions/1/proof"},
	}},
}

var sessionViews = []view{
	{route: "/", path: "/", who: insidersFirst},
	{route: "/sign-in", path: "/sign-in", who: outsiders},
	{route: "/sign-in", path: "/sign-in?sent=1", who: outsiders},
	{route: "/sign-in", path: "/sign-in", who: outsiders, status: 422, fill: map[string]string{"email": "zoe"}},
	{route: "/sign-in/:token", path: "{link}", who: outsiders},
	{route: "/sign-in/:token", path: "/sign-in/spent", who: outsiders, status: 403},
	{route: "/register", path: "/register", who: everybody},
	{route: "/register", path: "/register?before={cursor}", who: outsiders},
	{route: "/decisions/:number", path: "/decisions/2026-3", who: outsiders},
	{route: "/decisions/:number", path: "/decisions/2026-1", who: members},
	{route: "/decisions/:number", path: "/decisions/2026-999", who: outsiders, status: 404},
	{route: "/mandates", path: "/mandates", who: everybody},
	{route: "/meetings", path: "/meetings", who: everybody},
	{route: "/meetings/:id", path: "/meetings/{first}", who: everybody},
	{route: "/meetings/:id", path: "/meetings/{second}", who: []string{mandated, member, lapsed, stranger}},
	{route: "/meetings/:id/seat", path: "/meetings/{second}/seat", who: []string{member, lapsed, mandated}},
	{route: "/meetings/:id/console", path: "/meetings/{second}/console", who: keepers},
	{route: "/meetings/:id/console", path: "/meetings/{second}/console", who: members, status: 403},
	{route: "/projector/:token", path: "/projector/{token}", who: outsiders},
	{route: "/meetings/:id", path: "/meetings/{third}", who: insiders},
	{route: "/meetings/:id", path: "/meetings/{called}", who: insiders},
	{route: "/meetings/:id/plan", path: "/meetings/{third}/plan", who: keepers},
	{route: "/meetings/:id/plan", path: "/meetings/{third}/plan", who: keepers, status: 422, fill: map[string]string{"video": "visio"}},
	{route: "/meetings/:id/plan", path: "/meetings/{third}/plan", who: members, status: 403},
	{route: "/meetings/:id/video", path: "/meetings/{third}/video", who: members, status: 404},
	{route: "/me/mails", path: "/me/mails", who: members},
	{route: "/unsubscribe/:token", path: "/unsubscribe/{out}", who: outsiders},
	{route: "/unsubscribe/:token", path: "/unsubscribe/{out}0", who: outsiders, status: 404},
	{route: "/meetings/new", path: "/meetings/new", who: insiders},
	{route: "/meetings/new", path: "/meetings/new", who: members, status: 422, fill: map[string]string{"matter": ""}},
	{route: "/meetings/:id/items/new", path: "/meetings/{third}/items/new", who: members},
	{route: "/meetings/:id/items/new", path: "/meetings/{third}/items/new", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=mandate", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=mandate", who: members, status: 422, fill: map[string]string{"text": "Oui."}},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=priorities", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=join", who: members},
	{route: "/settings", path: "/settings", who: []string{stranger, member}},
	{route: "/settings/:key", path: "/settings/length_minutes", who: members},
	{route: "/settings/:key", path: "/settings/length_minutes", who: members, status: 422, fill: map[string]string{"value": "5"}},
	{route: "/settings/:key", path: "/settings/floor_ties", who: members},
	{route: "/settings/:key", path: "/settings/votes", who: members, status: 404},
	{route: "/meetings/:id/speakers", path: "/meetings/{second}/speakers", who: members},
	{route: "/me", path: "/me", who: insiders},
	{route: "/members", path: "/members", who: keepers},
	{route: "/members", path: "/members", who: members, status: 403},
	{route: "/members/new", path: "/members/new", who: keepers},
	{route: "/members/new", path: "/members/new", who: keepers, status: 422, fill: map[string]string{"name": "", "email": "x"}},
	{route: "/members/:id", path: "/members/{member}", who: keepers},
	{route: "/members/:id", path: "/members/{paid}", who: keepers},
	{route: "/members/:id", path: "/members/{member}", who: keepers, status: 422, fill: map[string]string{"amount": "douze"}},
	{path: "/sign-out", who: outsiders, status: 405},
}

func unfounded(t *testing.T) (town, map[string]string) {
	return town{instance: serve(t, unbounded)}, nil
}

// evening is a commune at the hour of its first assembly: nothing was ever decided, the founder is there.
func evening(t *testing.T) (town, map[string]string) {
	w := founded(t, "Commune de Saillans")
	due := w.meeting()
	w.clock.Set(due.StartsAt)
	w.pays(w.zoe)
	w.tx(func(tx *store.Tx) error { return procedure.Attend(tx, w.zoe, due.ID, commune.Room) })
	return w, map[string]string{"due": fmt.Sprint(due.ID), "token": w.projects(due)}
}

var names = regexp.MustCompile(`\{\w+\}`)

// at puts what the names of a place stand for into a path.
func at(path string, known map[string]string) string {
	return names.ReplaceAllStringFunc(path, func(name string) string {
		if value := known[strings.Trim(name, "{}")]; value != "" {
			return value
		}
		panic(path + " names what this place does not have")
	})
}

func TestEveryPageIsForEverybody(t *testing.T) {
	t.Parallel()
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.look(t)
		})
	}
}

func TestEveryRouteIsLookedAt(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range places {
		for _, v := range p.views {
			seen[v.route] = len(v.who) > 0
		}
		for _, f := range p.files {
			seen[f.route] = true
		}
	}
	for _, r := range serve(t, nil).pages.Routes() {
		if r.Method == http.MethodGet && !seen[r.Path] && !strings.HasSuffix(r.Path, "/stream") { // a stream is heard by the pages that it keeps
			t.Errorf("%s is looked at nowhere: add it to the views or to the files of a place", r.Path)
		}
	}
}

// look opens the place and shows it to each of its people, in either language.
func (p place) look(t *testing.T) {
	w, known := p.open(t)
	for _, f := range p.files {
		w.keeps(at(f.path, known))
	}
	for _, who := range []string{stranger, lapsed, member, mandated} {
		mine := slices.DeleteFunc(slices.Clone(p.views), func(v view) bool { return !slices.Contains(v.who, who) })
		if len(mine) == 0 {
			continue
		}
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			reader := newPerson(t, "fr")
			reader.enters(w, who)
			for _, language := range []string{"fr", "en"} {
				reader.reads(language)
				titles := map[string]string{}
				for _, v := range mine {
					if language != "fr" && v.who[0] != who {
						continue
					}
					t.Run(language+" "+v.path, func(t *testing.T) {
						reader.in(t).looksAt(v, w.base+at(v.path, known), language, titles)
					})
				}
			}
		})
	}
}

// enters as one of the people, by a link, in the language of the moment.
func (p person) enters(w town, who string) {
	p.Helper()
	id := map[string]commune.MemberID{lapsed: w.leo, member: w.amina, mandated: w.zoe}[who]
	if id == 0 {
		return
	}
	p.goes(w.link(id))
	p.presses("Entrer")
}

// keeps answers a path with something other than a page.
func (w town) keeps(path string) {
	w.Helper()
	answer, err := http.Get(w.base + path)
	if err != nil {
		w.Fatal(err)
	}
	answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || strings.Contains(kind, "html") {
		w.Errorf("%s answers %d, %s", path, answer.StatusCode, kind)
	}
}
