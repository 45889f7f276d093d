package main_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
)

// evening is one assembly of one commune, from its convocation to its published minutes.
type evening struct {
	*world.World
	at      *world.Instance
	people  []*world.Person // Zoé founded the commune; Germaine, the last, has no telephone
	meeting string
	starts  time.Time
	items   map[string]int64
	motions map[string]int64
}

// Who is who on that evening.
const (
	zoe = iota
	karim
	awa
	berfin
	germaine
)

// TestAWholeAssembly follows one general assembly over HTTP. Its chapters follow one another.
func TestAWholeAssembly(t *testing.T) {
	e := newEvening(t)
	for _, chapter := range []struct {
		name string
		tell func(context.Context, *testing.T)
	}{
		{"everybody is convened by mail", e.convened},
		{"two write the agenda at once, and no text is lost", e.writtenTogether},
		{"one comes by the code on the door, and who has no telephone is noted", e.arrived},
		{"three mandates are given by one vote, and the agenda is confirmed", e.opened},
		{"the floor goes round by the Canadian list", e.spoken},
		{"votes are held in each mode", e.voted},
		{"at two hours, what does not fit is adjourned", e.adjourned},
		{"it closes, and its minutes are written and published", e.published},
		{"the next one has a preparer, and the adjourned items first", e.prepared},
	} {
		if !t.Run(chapter.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			chapter.tell(ctx, t)
		}) {
			return
		}
	}
}

func newEvening(t *testing.T) *evening {
	t.Helper()
	w, err := world.Open(binary, t.TempDir())
	ok(t, err)
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(w.Instances[0].Log())
		}
	})
	ports, err := world.FreePorts(1)
	ok(t, err)
	e := &evening{World: w, at: w.Instance("tisserands", ports[0]), items: map[string]int64{}, motions: map[string]int64{}}
	for n, name := range []string{"Zoé M.", "Karim B.", "Awa D.", "Berfîn A.", "Germaine L."} {
		e.people = append(e.people, w.Person(e.at, name, fmt.Sprintf("m%d@tisserands.example", n)))
	}
	ctx, founder := t.Context(), e.people[zoe]
	ok(t, w.Clock.Set(monday(time.Now()))) // ten days before the first assembly
	link, err := e.at.Init(ctx, "--kind", "commune", "--name", "Commune du Faubourg-des-Tisserands", "--place", "Maison du peuple", "--founder", founder.Email, "--founder-name", founder.Name)
	ok(t, err)
	ok(t, e.at.Start(ctx))
	ok(t, founder.Enter(ctx, link))
	for n, p := range e.people[1:] {
		dues, err := founder.Admit(ctx, p.Name, p.Email)
		ok(t, err)
		ok(t, founder.RecordDues(ctx, dues, "12"))
		if n+1 != germaine {
			ok(t, p.SignIn(ctx))
		}
	}
	e.meeting, err = founder.NextMeeting(ctx)
	ok(t, err)
	page, err := founder.Open(ctx, e.meeting)
	ok(t, err)
	moments, err := page.Moments()
	ok(t, err)
	e.starts = moments[0]
	return e
}

// monday is noon of the Monday before a time.
func monday(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d-int(t.UTC().Weekday()+6)%7, 12, 0, 0, 0, time.UTC)
}

func (e *evening) convened(ctx context.Context, t *testing.T) {
	ok(t, e.Clock.Set(e.starts.AddDate(0, 0, -6)))
	for _, p := range e.people {
		ok(t, world.Until(ctx, arrival, func() error {
			letters := e.Mailbox.Letters(p.Email)
			if !slices.ContainsFunc(letters, func(l world.Letter) bool { return strings.Contains(l.Text, "Maison du peuple") && l.Calendar != "" }) {
				return fmt.Errorf("of %d letters to %s none convenes", len(letters), p.Name)
			}
			return nil
		}))
	}
}

func (e *evening) writtenTogether(ctx context.Context, t *testing.T) {
	for _, item := range []struct{ title, minutes string }{{"Épicerie coopérative", "40"}, {"Cantine du quartier", "60"}, {"Fête de l’hiver", "60"}} {
		proposed, err := e.people[karim].ProposeItem(ctx, e.meeting, url.Values{"title": {item.title}, "kind": {"decision"}, "minutes": {item.minutes}})
		ok(t, err)
		e.items[item.title] = proposed.Item
	}
	path := fmt.Sprintf("/items/%d/edit", e.items["Épicerie coopérative"])
	var forms []*world.Form
	for _, who := range []int{awa, berfin} {
		page, err := e.people[who].Open(ctx, path)
		ok(t, err)
		form, err := page.Form(path)
		ok(t, err)
		ok(t, form.Fill("text", "Écrit par "+e.people[who].Name))
		forms = append(forms, form)
	}
	_, err := e.people[awa].Submit(ctx, forms[0])
	ok(t, err)
	page, err := e.people[berfin].Submit(ctx, forms[1])
	if refused, is := err.(world.Refused); !is || refused.Status != 409 || !page.Says("Écrit par Awa D.") {
		t.Fatalf("who saves over another's text is answered %v", err)
	}
	again, err := page.Form(path)
	ok(t, err)
	ok(t, again.Fill("text", "Écrit par Awa D. et par Berfîn A."))
	ok(t, again.Fill("over", "Enregistrer mon texte à la place"))
	_, err = e.people[berfin].Submit(ctx, again)
	ok(t, err)
	for title, text := range map[string]string{
		"Épicerie coopérative": "La commune adhère à la coopérative d’achat.", "Cantine du quartier": "La commune ouvre une cantine.",
	} {
		e.motions[title], err = e.people[karim].ProposeMotion(ctx, e.items[title], "resolution", url.Values{"text": {text}, "audience": {"public"}})
		ok(t, err)
	}
	e.motions["secret"], err = e.people[karim].ProposeMotion(ctx, e.items["Épicerie coopérative"], "resolution", resolutionOf("Le local reste fermé le lundi."))
	ok(t, err)
	e.motions["mixed"], err = e.people[karim].ProposeMotion(ctx, e.items["Épicerie coopérative"], "resolution", resolutionOf("La caisse avance cent euros."))
	ok(t, err)
	e.motions["fête"], err = e.people[karim].ProposeMotion(ctx, e.items["Fête de l’hiver"], "resolution", resolutionOf("La fête a lieu en décembre."))
	ok(t, err)
}

func (e *evening) arrived(ctx context.Context, t *testing.T) {
	ok(t, e.Clock.Set(e.starts))
	page, err := e.people[awa].Open(ctx, e.meeting+"/arrival")
	ok(t, err)
	form, err := page.Form("/meetings/*/presence")
	ok(t, err)
	ok(t, form.Fill("mode", "Je suis dans la salle"))
	page, err = e.people[awa].Submit(ctx, form)
	ok(t, err)
	if !strings.HasSuffix(page.URL.Path, "/arrival") || !page.Says("Vous êtes sur place.") {
		t.Errorf("after arriving, %s says %s", page.URL.Path, page.Text())
	}
	ok(t, e.people[zoe].Attend(ctx, e.meeting, "room"))
	ok(t, e.people[karim].Attend(ctx, e.meeting, "room"))
	ok(t, e.people[berfin].Attend(ctx, e.meeting, "online"))
	ok(t, e.people[zoe].OpenMeeting(ctx, e.meeting))
	ok(t, e.people[zoe].Note(ctx, e.meeting, "germaine"))
	page, err = e.people[berfin].Open(ctx, e.meeting+"/presences")
	ok(t, err)
	if !page.Says("Présence notée par Zoé M.") || !page.Says("5 personnes présentes") {
		t.Errorf("the list of presences says %s", page.Text())
	}
}

func (e *evening) opened(ctx context.Context, t *testing.T) {
	ok(t, e.people[zoe].TakeStep(ctx, e.meeting, 0, "done")) // the video call
	sitting, err := e.people[zoe].ProposeSitting(ctx, e.meeting, e.people[awa], e.people[berfin], e.people[karim])
	ok(t, err)
	ok(t, e.people[berfin].Vote(ctx, e.meeting, sitting, "for")) // online; the others raise their hands, for Germaine has no telephone
	ok(t, e.people[zoe].CountHands(ctx, sitting, "4", "0", "0"))
	ok(t, e.people[awa].TakeStep(ctx, e.meeting, 3, "done")) // the round, by who was mandated
	ok(t, e.people[awa].TakeStep(ctx, e.meeting, 4, "done")) // the agenda
	page, err := e.people[karim].Open(ctx, e.meeting+"/opening")
	ok(t, err)
	if states := page.Texts("span.tag"); !slices.Equal(states, []string{"fait", "fait", "fait", "fait", "fait"}) {
		t.Errorf("the opening is at %q", states)
	}
	page, err = e.people[karim].Open(ctx, e.meeting+"/seat")
	ok(t, err)
	if !page.Says("Épicerie coopérative") {
		t.Errorf("the first item is not treated: %s", page.Text())
	}
}

func (e *evening) spoken(ctx context.Context, t *testing.T) {
	for _, who := range []int{karim, berfin} {
		ok(t, e.people[who].AskFloor(ctx, e.meeting))
	}
	for _, who := range []int{karim, berfin} {
		ok(t, e.people[awa].GiveFloor(ctx, e.meeting))
		ok(t, e.Clock.Advance(2*time.Minute))
		page, err := e.people[zoe].Open(ctx, e.meeting+"/seat")
		ok(t, err)
		if !page.Says(e.people[who].Name) {
			t.Errorf("%s does not speak: %s", e.people[who].Name, page.Text())
		}
	}
}

func (e *evening) voted(ctx context.Context, t *testing.T) {
	lead := e.people[awa]
	ok(t, lead.OpenVoteIn(ctx, e.motions["Épicerie coopérative"], "named"))
	for _, who := range []int{zoe, karim, berfin} {
		ok(t, e.people[who].Vote(ctx, e.meeting, e.motions["Épicerie coopérative"], "for"))
	}
	_, err := lead.CloseVote(ctx, e.meeting, e.motions["Épicerie coopérative"])
	ok(t, err)
	ok(t, lead.OpenVoteIn(ctx, e.motions["secret"], "secret"))
	for _, who := range []int{zoe, berfin} {
		ok(t, e.people[who].Vote(ctx, e.meeting, e.motions["secret"], "against"))
	}
	_, err = lead.CloseVote(ctx, e.meeting, e.motions["secret"])
	ok(t, err)
	ok(t, lead.OpenVoteIn(ctx, e.motions["mixed"], "mixed"))
	ok(t, e.people[berfin].Vote(ctx, e.meeting, e.motions["mixed"], "for")) // online; the others raise their hands, Germaine too
	ok(t, lead.CountHands(ctx, e.motions["mixed"], "3", "1", "0"))
	ok(t, lead.OpenVoteIn(ctx, e.motions["Cantine du quartier"], "hands"))
	ok(t, lead.CountHands(ctx, e.motions["Cantine du quartier"], "2", "1", "1"))
	decisions, err := world.NewBrowser(e.at.URL, "").Decisions(ctx)
	ok(t, err)
	var numbers []string
	for _, d := range decisions {
		numbers = append(numbers, fmt.Sprint(d.Text, d.Tally))
	}
	want := []string{
		"La commune ouvre une cantine.{2 1 1}", "La caisse avance cent euros.{4 1 0}", "La commune adhère à la coopérative d’achat.{3 0 0}",
	}
	if !slices.Equal(numbers, want) {
		t.Errorf("decided: %q", numbers)
	}
}

func (e *evening) adjourned(ctx context.Context, t *testing.T) {
	ok(t, e.Clock.Set(e.starts.Add(121*time.Minute)))
	if _, err := e.people[karim].Adjourn(ctx, e.meeting); err == nil {
		t.Error("who does not lead adjourns")
	}
	page, err := e.people[awa].Adjourn(ctx, e.meeting)
	ok(t, err)
	if _, err := page.Form("/meetings/*/adjournment"); err == nil {
		t.Errorf("something is left that does not fit: %s", page.Text())
	}
	page, err = e.people[karim].Open(ctx, e.meeting)
	ok(t, err)
	agenda, err := page.Part("agenda")
	ok(t, err)
	if agenda.Says("Fête de l’hiver") || !agenda.Says("Cantine du quartier") {
		t.Errorf("after the adjournment the agenda says %s", agenda.Text())
	}
}

func (e *evening) published(ctx context.Context, t *testing.T) {
	ok(t, e.people[awa].CloseMeeting(ctx, e.meeting))
	ok(t, e.people[berfin].WriteMinutes(ctx, e.meeting, "Karim et Berfîn ont présenté l’épicerie."))
	_, err := e.people[berfin].PublishMinutes(ctx, e.meeting, "members")
	ok(t, err)
	page, err := e.people[karim].Open(ctx, e.meeting+"/minutes")
	ok(t, err)
	for _, words := range []string{"Karim et Berfîn ont présenté l’épicerie.", "La commune ouvre une cantine."} {
		if !page.Says(words) {
			t.Errorf("the minutes do not say %q: %s", words, page.Text())
		}
	}
	mandates, err := e.people[karim].Open(ctx, "/mandates")
	ok(t, err)
	living, err := mandates.Part("living")
	ok(t, err)
	if living.Says("Animation") || living.Says("Compte-rendu") || !living.Says("Ordre du jour") {
		t.Errorf("still mandated: %s", living.Text())
	}
}

func (e *evening) prepared(ctx context.Context, t *testing.T) {
	next, err := e.people[karim].NextMeeting(ctx)
	ok(t, err)
	_, err = e.people[berfin].ProposeItem(ctx, next, url.Values{"title": {"Vélos"}, "kind": {"debate"}, "minutes": {"10"}})
	ok(t, err)
	page, err := e.people[karim].Open(ctx, next)
	ok(t, err)
	if next == e.meeting || !page.Says("Ordre du jour préparé par Karim B.") || !page.Says("Fête de l’hiver") {
		t.Errorf("%s says %s", next, page.Text())
	}
	if text := page.Text(); strings.Index(text, "Fête de l’hiver") > strings.Index(text, "Vélos") || page.Says("Ouverture de la séance") {
		t.Errorf("what was adjourned comes first, and the opening was not: %s", text)
	}
}
