package main_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
)

// binary is federes as it is shipped: the stories know nothing else of it.
var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "federes-story-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "federes")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building federes: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// arrival is how long something may take from one process to another.
const arrival = 30 * time.Second

// story is two communes and a council, each a process of its own.
type story struct {
	*world.World
	a, b    *hall
	council *world.Instance
	chair   *world.Person
	starts  time.Time // the first assemblies, of both communes
}

// hall is a commune of the story. Its first person founds it and leads its first assembly, which sits until the story ends.
type hall struct {
	*world.Instance
	people  []*world.Person
	meeting string
	item    int64 // under which motions are proposed while the assembly sits
	clock   world.Clock

	// In a confederation of levels: who sits for it in a council, by which mandate, and its motion on the text that was put to all.
	delegate *world.Person
	mandate  string
	motion   int64
}

// newWorld is a world without instances, of which a test that fails tells the logs.
func newWorld(t *testing.T) *world.World {
	t.Helper()
	w, err := world.Open(binary, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			for _, i := range w.Instances {
				t.Logf("%s:\n%s", i.Name, i.Log())
			}
		}
	})
	return w
}

func newStory(t *testing.T) *story {
	t.Helper()
	w := newWorld(t)
	ports, err := world.FreePorts(3)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{World: w, a: &hall{Instance: w.Instance("filatures", ports[0])}, b: &hall{Instance: w.Instance("weppes", ports[1])}}
	s.council = w.Instance("conseil", ports[2])
	s.chair = w.Person(s.council, "Camille R.", "camille@conseil.example")
	for _, h := range []*hall{s.a, s.b} {
		for _, name := range []string{"Zoé M.", "Karim B.", "Awa D."} {
			h.people = append(h.people, w.Person(h.Instance, name, strings.ToLower(name[:1])+"@"+h.Name+".example"))
		}
	}
	return s
}

// TestTwoCommunesAndACouncil is the first path from empty folders to what a council knows, and what must hold when processes die
// on the way. Its chapters follow one another.
func TestTwoCommunesAndACouncil(t *testing.T) {
	s := newStory(t)
	for _, chapter := range []struct {
		name string
		tell func(context.Context, *testing.T)
	}{
		{"a commune and a council are founded from the command line", s.founded},
		{"a commune is founded in the browser, with the key that its log shows", s.foundedInTheBrowser},
		{"members are admitted, pay their dues and sign in by a mailed link", s.members},
		{"an agenda closes four days before, and what comes later goes to the next", s.agenda},
		{"the assemblies open when they are due, and nobody else's", s.assemblies},
		{"two assemblies decide to join the council, one while it is dead, and it seats both", s.joined},
		{"a decision reaches the council and bears its verification mark", s.decided},
		{"anyone reads the decisions over the API", s.api},
		{"actors and records are documents that anyone can verify", s.documents},
		{"a council that was killed hears what was decided meanwhile", s.councilKilled},
		{"a decision stands once its vote is answered, whatever dies then", s.communeKilled},
		{"a lost delivery is pulled", s.pulled},
		{"a register and one act of it are checked at home, without any network", s.offline},
		{"an altered record loses its mark and stands apart", s.altered},
	} {
		told := t.Run(chapter.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			chapter.tell(ctx, t)
		})
		if !told {
			return
		}
	}
}

// ok ends a chapter that cannot go on.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *story) founded(ctx context.Context, t *testing.T) {
	for _, f := range []struct {
		at   *world.Instance
		who  *world.Person
		args []string
	}{
		{s.a.Instance, s.a.people[0], []string{"--kind", "commune", "--name", "Commune de Mons-les-Filatures", "--place", "Salle Louise-Michel"}},
		{s.council, s.chair, []string{"--kind", "council", "--name", "Conseil du Val de Marque"}},
	} {
		link, err := f.at.Init(ctx, append(f.args, "--founder", f.who.Email, "--founder-name", f.who.Name)...)
		ok(t, err)
		ok(t, f.at.Start(ctx))
		ok(t, f.who.Enter(ctx, link))
		if !f.who.Page.Says(f.who.Name) {
			t.Errorf("the founder of %s is not greeted:\n%s", f.at.Name, f.who.Page.Text())
		}
		if err := f.who.Enter(ctx, link); err == nil {
			t.Error("a sign-in link was good twice")
		}
	}
}

func (s *story) foundedInTheBrowser(ctx context.Context, t *testing.T) {
	founder := s.b.people[0]
	ok(t, s.b.Start(ctx))
	home, err := founder.Open(ctx, "/")
	if err == nil || home.URL.Path != "/setup" {
		t.Fatalf("an instance without organisation shows %s: %v", home.URL, err)
	}
	_, rest, found := strings.Cut(s.b.Log(), "/setup?key=")
	if !found {
		t.Fatal("the log shows no first-run link")
	}
	page, err := founder.Open(ctx, "/setup?key="+strings.FieldsFunc(rest, func(r rune) bool { return r == '"' || r == '\n' || r == ' ' })[0])
	ok(t, err)
	form, err := page.Form("/setup")
	ok(t, err)
	ok(t, form.FillAll(url.Values{
		"kind": {"commune"}, "name": {""}, "place": {"L'Étincelle (café associatif)"}, "founder": {founder.Name}, "email": {founder.Email},
	}))
	again, err := founder.Submit(ctx, form)
	if refused, is := err.(world.Refused); !is || refused.Status != 422 {
		t.Fatalf("a commune without a name was answered %v", err)
	}
	form, err = again.Form("/setup")
	ok(t, err)
	ok(t, form.Fill("name", "Commune des Weppes-Libres"))
	page, err = founder.Submit(ctx, form)
	ok(t, err)
	if page.URL.Path != "/" || !page.Says("Commune des Weppes-Libres") || !page.Says(founder.Name) {
		t.Errorf("after the founding, %s says:\n%s", page.URL, page.Text())
	}
	if _, err := founder.Open(ctx, "/setup"); err == nil {
		t.Error("the first-run page is still there after the founding")
	}
}

func (s *story) members(ctx context.Context, t *testing.T) {
	for _, h := range []*hall{s.a, s.b} {
		for _, p := range h.people[1:] {
			dues, err := h.people[0].Admit(ctx, p.Name, p.Email)
			ok(t, err)
			ok(t, h.people[0].RecordDues(ctx, dues, "12"))
			ok(t, p.SignIn(ctx))
			if _, err := p.Open(ctx, "/members/new"); err == nil {
				t.Errorf("%s admits members without a mandate", p.Name)
			}
		}
	}
	if _, err := s.chair.Open(ctx, "/dues"); err == nil {
		t.Error("a council asks for dues") // its members are delegations
	}
}

func (s *story) agenda(ctx context.Context, t *testing.T) {
	item := url.Values{"title": {"Décisions du jour"}, "kind": {"decision"}, "minutes": {"60"}}
	for _, h := range []*hall{s.a, s.b} {
		meeting, err := h.people[1].NextMeeting(ctx)
		ok(t, err)
		proposed, err := h.people[0].ProposeItem(ctx, meeting, item)
		ok(t, err)
		if proposed.Meeting != meeting {
			t.Fatalf("an item in time came to %s instead of %s", proposed.Meeting, meeting)
		}
		h.meeting, h.item = meeting, proposed.Item
	}
	page, err := s.a.people[2].Open(ctx, s.a.meeting)
	ok(t, err)
	moments, err := page.Moments()
	ok(t, err)
	s.starts = moments[0]
	ok(t, s.Clock.Set(s.starts.Add(-3*24*time.Hour)))
	late, err := s.a.people[2].ProposeItem(ctx, s.a.meeting, url.Values{"title": {"Trop tard"}, "kind": {"debate"}, "minutes": {"10"}})
	ok(t, err)
	if late.Meeting == s.a.meeting || !strings.Contains(late.Notice, "clos") {
		t.Errorf("a late item came to %s, and the page says %q", late.Meeting, late.Notice)
	}
	page, err = s.a.people[2].Open(ctx, s.a.meeting)
	ok(t, err)
	if page.Says("Trop tard") {
		t.Error("a late item stands on the agenda that has closed")
	}
	for _, p := range s.a.people { // to the first, the founding itself was near enough
		ok(t, world.Until(ctx, arrival, func() error { return s.called(p) }))
	}
}

// called is what is missing while a person was not called to the assembly, by mail, with an invitation for their calendar (AG-2).
func (s *story) called(p *world.Person) error {
	letters := s.Mailbox.Letters(p.Email)
	if len(letters) == 0 {
		return fmt.Errorf("%s was not called", p.Email)
	}
	l := letters[0]
	for name, in := range map[string]string{s.a.meeting: l.Text, "Voir l’assemblée": l.HTML, "METHOD:REQUEST": l.Calendar, "Convocation": l.Subject} {
		if !strings.Contains(in, name) {
			return fmt.Errorf("the convocation of %s does not say %q", p.Email, name)
		}
	}
	if len(letters) > 1 || l.Header.Get("List-Unsubscribe-Post") == "" {
		return fmt.Errorf("%s was called by %d letters", p.Email, len(letters))
	}
	return nil
}

func (s *story) assemblies(ctx context.Context, t *testing.T) {
	if page, err := s.a.people[0].Open(ctx, s.a.meeting); err != nil {
		t.Fatal(err)
	} else if _, err := page.Form("/meetings/*/presence"); err == nil {
		t.Error("one attends an assembly that is not due")
	}
	ok(t, s.Clock.Set(s.starts))
	for _, h := range []*hall{s.a, s.b} {
		for n, p := range h.people {
			ok(t, p.Attend(ctx, h.meeting, []string{"room", "online"}[n%2]))
		}
		ok(t, h.people[0].OpenMeeting(ctx, h.meeting))
	}
	if _, err := s.a.people[1].ProposeMotion(ctx, s.a.item, "resolution", resolutionOf("Une proposition étrangère")); err == nil {
		t.Error("a member put a text to the vote under somebody else's item")
	}
}

func resolutionOf(text string) url.Values { return url.Values{"text": {text}, "audience": {"public"}} }

// vote has everybody vote for a motion of the sitting assembly, and leaves the vote open.
func (h *hall) vote(ctx context.Context, t *testing.T, form string, answers url.Values) (motion int64) {
	t.Helper()
	motion, err := h.people[0].ProposeMotion(ctx, h.item, form, answers)
	ok(t, err)
	ok(t, h.people[0].OpenVote(ctx, h.meeting, motion))
	ok(t, h.people[2].Vote(ctx, h.meeting, motion, "against"))
	for n, choice := range []string{"for", "abstain", "for"} { // the third one thinks again
		ok(t, h.people[n].Vote(ctx, h.meeting, motion, choice))
	}
	return motion
}

// decide adopts a resolution by two votes and one abstention.
func (h *hall) decide(ctx context.Context, t *testing.T, text string) {
	t.Helper()
	motion := h.vote(ctx, t, "resolution", resolutionOf(text))
	notice, err := h.people[0].CloseVote(ctx, h.meeting, motion)
	ok(t, err)
	if !strings.Contains(notice, "Adoptée") {
		t.Fatalf("after the vote the page says %q", notice)
	}
}
