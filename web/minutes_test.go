package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// the minutes of the first assembly, which the facilitator, who holds a standing mandate to lead, writes.
const firstMinutes = "/meetings/1/minutes"

// written is a commune whose first assembly is over and whose minutes are owed.
func written(t *testing.T) *world {
	w := scene(t, decided)
	return w
}

// publishes freezes the minutes of the first assembly.
func (w *world) publishes(a commune.Audience) {
	w.Helper()
	w.as(facilitator).post(firstMinutes+"/publication", form("audience", string(a))).is(http.StatusSeeOther)
}

func (w *world) minutes() (m commune.Minutes) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { m, err = procedure.MinutesOf(tx, firstMeeting); return err })
	return m
}

func TestCR1_AStaleTextComesBackWithTheOtherBesideIt(t *testing.T) {
	w := written(t)
	taker := w.as(facilitator)
	taker.post(firstMinutes+"/sections", form("section", "0", "version", "0", "text", "Le premier texte.")).is(http.StatusSeeOther)
	again := w.as(founder).post(firstMinutes+"/sections", form("section", "0", "version", "0", "text", "Le second texte.")).is(http.StatusConflict)
	again.reads("Rien n’est perdu")
	if got := textOf(again.one("textarea", "name", "text")); got != "Le second texte." {
		t.Errorf("the form holds %q", got)
	}
	if got := textOf(again.one("pre", "", "")); got != "Le premier texte." {
		t.Errorf("beside it stands %q", got)
	}
	if got := attr(again.one("input", "name", "version"), "value"); got != "1" {
		t.Errorf("the form writes over version %s", got)
	}
	taker.post(firstMinutes+"/sections", form("section", "0", "version", "1", "text", "Les deux textes.")).is(http.StatusSeeOther)
	w.as(member).get(firstMinutes).is(http.StatusOK).reads("Les deux textes.")
}

func TestCR1_MembersReadAlongAndStrangersDoNot(t *testing.T) {
	w := written(t)
	w.as(facilitator).post(firstMinutes+"/sections", form("section", "-1", "version", "0", "text", "Un *bon* repas <b>ensemble</b>.")).is(http.StatusSeeOther)
	along := w.as(lapsed).get(firstMinutes).is(http.StatusOK)
	along.reads("Un bon repas <b>ensemble</b>.")
	along.reads("Coopérative d'achat")
	if len(along.all("textarea", "", "")) != 0 {
		t.Error("who does not write has a place to write")
	}
	w.as(stranger).get(firstMinutes).is(http.StatusNotFound)
	w.as(member).get("/meetings/2/minutes").is(http.StatusNotFound) // it was not opened
}

func TestPW2_WhoTakesTheMinutesOnIsNamed(t *testing.T) {
	w := written(t)
	w.as(member).get(firstMinutes).is(http.StatusOK).reads("Tenir le compte-rendu")
	w.as(member).post(firstMinutes+"/taker", nil).is(http.StatusSeeOther)
	w.as(lapsed).get(firstMinutes).reads("Tenu par : Awa D.")
	w.as(keeper).post(firstMinutes+"/taker", nil).is(http.StatusConflict)
	w.as(lapsed).post(firstMinutes+"/taker", nil).is(http.StatusForbidden)
}

// surfaces are all addresses under which published minutes can be read.
var surfaces = []string{firstMinutes, firstMinutes + "/markdown", firstMinutes + "/pdf", firstMinutes + "/record", firstMinutes + "/proof"}

func TestCR3_MinutesAreReadByThoseToWhomTheyAreAddressedOnEverySurface(t *testing.T) {
	for audience, statuses := range map[commune.Audience][2]int{
		commune.Public: {http.StatusOK, http.StatusOK}, commune.Confederation: {http.StatusNotFound, http.StatusOK}, commune.MembersOnly: {http.StatusNotFound, http.StatusOK},
	} {
		w := written(t)
		w.publishes(audience)
		for _, path := range surfaces {
			want := statuses
			if audience == commune.MembersOnly && (strings.HasSuffix(path, "record") || strings.HasSuffix(path, "proof")) {
				want = [2]int{http.StatusNotFound, http.StatusNotFound} // only their hash stands in the register
			}
			for i, role := range []string{stranger, lapsed} {
				if got := w.as(role).get(path).status; got != want[i] {
					t.Errorf("%s, for %s, answers a %s %d, want %d", path, audience, role, got, want[i])
				}
			}
		}
		page := w.as(stranger).get("/meetings/1").is(http.StatusOK)
		if told := strings.Contains(page.text(), w.minutes().Summary); told != (audience == commune.Public) {
			t.Errorf("the meeting's page tells a stranger the summary of minutes for %s: %t", audience, told)
		}
	}
}

func TestCR3_TheFileIsTheTextWhoseHashStandsInTheRegister(t *testing.T) {
	w := written(t)
	w.as(facilitator).post(firstMinutes+"/sections", form("section", "0", "version", "0", "text", "# Accueil\n\n- un\n- deux")).is(http.StatusSeeOther)
	w.publishes(commune.Public)
	file, signed := w.as(stranger).get(firstMinutes+"/markdown").is(http.StatusOK), w.as(stranger).get(firstMinutes+"/record").is(http.StatusOK)
	if !strings.Contains(file.header.Get("Content-Disposition"), "compte-rendu-2026-09-17.md") || file.header.Get("Content-Type") != "text/markdown; charset=utf-8" {
		t.Errorf("headers: %v", file.header)
	}
	parsed, err := record.Parse(signed.body)
	if err != nil {
		t.Fatal(err)
	}
	var data record.Minutes
	if err := json.Unmarshal(parsed.Data, &data); err != nil {
		t.Fatal(err)
	}
	if text := string(file.body); data.Hash != procedure.TextHash(text) || !strings.Contains(text, "### Accueil\n\n- un\n- deux") {
		t.Errorf("the hash %s is not that of\n%s", data.Hash, text)
	}
	page := w.as(stranger).get(firstMinutes)
	page.reads("La signature correspond")
	for _, level := range []string{"h1", "h2", "h3"} {
		if len(page.all(level, "", "")) == 0 {
			t.Errorf("the page has no %s", level)
		}
	}
}

func TestCR3_WhoOwesTheMinutesIsToldAndThenEverybody(t *testing.T) {
	w := written(t)
	const asked, late = "est à publier au plus tard", "est en retard"
	w.as(facilitator).get("/").reads(asked)
	w.as(member).get("/").silent(asked)
	for _, role := range []string{stranger, member} {
		w.as(role).get("/").silent(late)
		w.as(role).get("/meetings").silent("compte-rendu en retard")
	}
	w.clock.Set(w.minutes().DueAt)
	for _, role := range []string{stranger, lapsed, member, facilitator} {
		w.as(role).get("/").reads(late)
		w.as(role).get("/meetings").reads("compte-rendu en retard")
		w.as(role).get("/meetings/1").reads("compte-rendu en retard")
	}
	w.publishes(commune.Confederation)
	for _, role := range []string{stranger, facilitator} {
		w.as(role).get("/").silent(late)
		w.as(role).get("/meetings").silent("compte-rendu en retard")
	}
}

// reminded are the mails about minutes that the jobs which are due by now send.
func (w *world) reminded() (subjects []string) {
	w.Helper()
	before := len(w.mails)
	for range 3 { // however often the jobs are looked at
		if err := w.runner.Drain(context.Background()); err != nil {
			w.Fatal(err)
		}
	}
	for _, m := range w.mails[before:] {
		if strings.Contains(m.Subject, "compte-rendu") {
			subjects = append(subjects, m.To+": "+m.Subject)
		}
	}
	return subjects
}

func TestCR3_WhoOwesTheMinutesIsRemindedOnceInTheMorningAndOnceWhenTheyAreLate(t *testing.T) {
	w := written(t)
	w.as(member).post(firstMinutes+"/taker", nil).is(http.StatusSeeOther)
	w.tx(func(tx *store.Tx) error {
		return procedure.ChooseMails(tx, w.people[member], nil) // a duty cannot be muted
	})
	morning := w.minutes().RemindAt(time.UTC).Add(-2 * time.Hour) // 9 h in Paris, in summer
	w.clock.Set(morning.Add(-time.Second))
	if got := w.reminded(); len(got) != 0 {
		t.Errorf("before the morning: %q", got)
	}
	w.clock.Set(morning)
	if got := w.reminded(); len(got) != 1 || !strings.HasPrefix(got[0], "member@tisserands.example: À publier aujourd’hui") {
		t.Errorf("in the morning: %q", got)
	}
	w.clock.Set(w.minutes().DueAt)
	if got := w.reminded(); len(got) != 1 || !strings.HasPrefix(got[0], "member@tisserands.example: En retard") {
		t.Errorf("when they are late: %q", got)
	}
	w.clock.Add(30 * 24 * time.Hour)
	if got := w.reminded(); len(got) != 0 {
		t.Errorf("a month later: %q", got)
	}
}

func TestCR3_NobodyIsRemindedOfWhatIsPublished(t *testing.T) {
	w := written(t)
	w.publishes(commune.Public)
	w.clock.Set(w.minutes().DueAt.Add(time.Hour))
	if got := w.reminded(); len(got) != 0 {
		t.Errorf("reminded: %q", got)
	}
}

func TestCR3_TheLastLookShowsWhatWillBePublished(t *testing.T) {
	w := written(t)
	taker := w.as(facilitator)
	shown := taker.get(firstMinutes + "/publication?audience=public").is(http.StatusOK)
	shown.reads("Une proposition a été mise aux voix")
	shown.silent("La caisse reste à la maison.")
	taker.get(firstMinutes + "/publication?audience=members").is(http.StatusOK).reads("La caisse reste à la maison.")
	named := taker.get(firstMinutes + "/publication?audience=members&names=yes").is(http.StatusOK)
	named.reads("proposé par Zoé M.")
	if box := named.one("input", "name", "names"); attr(box, "value") != "yes" {
		t.Errorf("the box is %v", box.Attr)
	}
	refused := taker.post(firstMinutes+"/publication", form("audience", "public", "names", "yes")).is(http.StatusUnprocessableEntity)
	refused.reads("Les noms restent entre membres")
	w.publishes(commune.Public)
	taker.get(firstMinutes + "/publication").is(http.StatusConflict)
}

func TestCR2_TheListOfDecisionsShowsWhatItsReaderMayRead(t *testing.T) {
	w := written(t)
	outside := w.as(stranger).get("/meetings/1/decisions").is(http.StatusOK)
	outside.reads("L'assemblée donne le mandat")
	outside.reads("Berfîn A.")
	outside.silent("La caisse reste à la maison.")
	w.as(lapsed).get("/meetings/1/decisions").is(http.StatusOK).reads("La caisse reste à la maison.")
	if rows := outside.all("tr", "", ""); len(rows) != 3 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestCR3_ACorrectionStandsBesideTheMinutesWithItsHistory(t *testing.T) {
	w := written(t)
	w.publishes(commune.Public)
	text := w.minutes().Text
	second := w.next()
	item := w.item(member, second.ID, "Correction")
	choose := w.as(member).get(fmt.Sprintf("/items/%d", item) + "/motions/new?form=correction").is(http.StatusOK)
	choose.reads("Compte-rendu de l’assemblée générale du")
	w.as(member).post(fmt.Sprintf("/items/%d", item)+"/motions", form("form", "correction", "text", "Rien à corriger.", "audience", "public")).is(http.StatusUnprocessableEntity)
	var motions []commune.MotionID
	for text, audience := range map[string]commune.Audience{"Lire « 120 € ».": commune.Public, "Lire « Solène ».": commune.MembersOnly} {
		motions = append(motions, w.motion(member, commune.Motion{
			Item: item, Form: commune.FormCorrection, Text: text, Audience: audience, Payload: []byte(`{"meeting":1}`),
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
	outside, inside := w.as(stranger).get(firstMinutes), w.as(lapsed).get(firstMinutes)
	outside.reads("Lire « 120 € ».")
	outside.silent("Solène")
	inside.reads("Lire « Solène ».")
	if got := w.minutes().Text; got != text {
		t.Error("the published text changed")
	}
	if file := w.as(stranger).get(firstMinutes + "/markdown"); string(file.body) != text {
		t.Error("the file is not what was published")
	}
}

func TestTheWaysToTheMinutes(t *testing.T) {
	w := written(t)
	w.publishes(commune.Public)
	for from, to := range map[string]string{"/meetings/1": firstMinutes, "/decisions/2026-1": firstMinutes, firstMinutes: "/meetings/1/decisions", "/meetings/1/decisions": firstMinutes} {
		if len(w.as(stranger).get(from).is(http.StatusOK).all("a", "href", to)) == 0 {
			t.Errorf("no way leads from %s to %s", from, to)
		}
	}
}

func TestCR1_WhatIsWrittenReachesWhoReadsAlong(t *testing.T) {
	w := scene(t, session)
	w.as(member).get("/meetings/2/minutes").is(http.StatusOK).one("div", "id", "section-opening-said")
	along := w.as(member).listen(t, "/meetings/2/stream?screen=minutes", "")
	w.as(facilitator).post("/meetings/2/minutes/sections", form("section", "0", "version", "0", "text", "Tour des *prénoms*.")).is(http.StatusSeeOther)
	got := along.until("prénoms")
	if !strings.Contains(got.data, `hx-target="#section-opening-said"`) || !strings.Contains(got.data, "<em>prénoms</em>") {
		t.Errorf("there came %+v", got)
	}
}

func TestCR1_WhatIsTypedIsKeptByItselfOverTheVersionBefore(t *testing.T) {
	w := scene(t, session)
	taker := w.as(facilitator)
	for area := taker.get("/meetings/2/minutes").one("textarea", "id", "section-opening-text"); area != nil; area = area.Parent {
		if strings.HasSuffix(attr(area, "id"), "-said") {
			t.Error("the stream changes what its writer types")
		}
	}
	keep := func(version int, text string) answer {
		return taker.post("/meetings/2/minutes/sections", form("section", "0", "version", fmt.Sprint(version), "text", text),
			"Accept", "application/json", "Referer", w.server.URL+"/meetings/2/minutes")
	}
	for version, text := range []string{"Tour", "Tour des", "Tour des prénoms."} {
		kept := keep(version, text).is(http.StatusOK)
		if got := kept.header.Get("ETag"); got != fmt.Sprintf("%q", fmt.Sprint(version+1)) {
			t.Errorf("version %d was followed by %s", version, got)
		}
	}
	keep(1, "Un autre texte.").is(http.StatusConflict)
	w.as(member).get("/meetings/2/minutes").reads("Tour des prénoms.")
}
