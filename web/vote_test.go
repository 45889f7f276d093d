package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// voting opens the vote on the waiting motion of an open meeting, on a copy of it.
func voting(t *testing.T, at map[string]*world, mode commune.VoteMode) *world {
	t.Helper()
	w := at[session].copied(t)
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenVoteIn(tx, w.house, w.people[facilitator], procedure.Opening{Motion: waitingMotion, Mode: mode})
		return err
	})
	return w
}

func (w *world) motionAct(role, act string, form url.Values) answer {
	return w.as(role).post(fmt.Sprintf("/motions/%d/%s", waitingMotion, act), form)
}

// ballots are votes of different forms and modes, with two answers to each that only the count may ever tell apart.
var ballots = []struct {
	form    commune.FormName
	mode    commune.VoteMode
	choices [2]commune.Choice
}{
	{commune.FormResolution, commune.Named, [2]commune.Choice{commune.For, commune.Against}},
	{commune.FormResolution, commune.Secret, [2]commune.Choice{commune.For, commune.Against}},
	{commune.FormResolution, commune.Mixed, [2]commune.Choice{commune.For, commune.Abstain}},
	{commune.FormSelection, commune.Secret, [2]commune.Choice{"1", "2"}},
}

// running opens all these votes at once at the meeting in session, on a copy of it: the member, who attends online, gives one of the answers to each.
func running(t *testing.T, at map[string]*world, answer int) (w *world, motions []commune.MotionID) {
	t.Helper()
	w = at[session].copied(t)
	w.tx(func(tx *store.Tx) error {
		if err := procedure.Attend(tx, w.people[member], secondMeeting, commune.Online); err != nil {
			return err
		}
		for _, b := range ballots {
			m, err := procedure.ProposeMotion(tx, w.house, w.people[facilitator], commune.Motion{
				Item: openItem, Form: b.form, Text: "Quel local ?", Payload: map[commune.FormName][]byte{commune.FormSelection: []byte("Les Lins\nLes Ormes")}[b.form],
				Audience: commune.Public,
			})
			if err != nil {
				return err
			}
			if _, err := procedure.OpenVoteIn(tx, w.house, w.people[facilitator], procedure.Opening{Motion: m.ID, Mode: b.mode}); err != nil {
				return err
			}
			if _, err := procedure.Cast(tx, w.people[member], m.ID, b.choices[answer]); err != nil {
				return err
			}
			motions = append(motions, m.ID)
		}
		return nil
	})
	return w, motions
}

// Whatever was cast, before the close every page, every stream and every answer of the API is, letter for letter, the same for everybody else.
func TestAG5_NothingOfTheResultIsSeenBeforeTheClose(t *testing.T) {
	at := scenes(t)
	var before map[string]string
	for answer := range 2 {
		w, motions := running(t, at, answer)
		seen := w.everything(t, motions, stranger, lapsed, keeper, facilitator)
		maps.Copy(seen, w.screens(t))
		for name, text := range seen {
			if text = strings.ReplaceAll(text, w.server.URL, ""); before != nil && before[name] != text {
				t.Errorf("%s tells what was cast", name)
			}
			seen[name] = text
		}
		before = seen
	}
}

// screens are what the streams of the meeting in session send, that of the hall among them.
func (w *world) screens(t *testing.T) map[string]string {
	t.Helper()
	stream := fmt.Sprintf("/meetings/%d/stream?screen=", secondMeeting)
	wall := w.as(facilitator).post(fmt.Sprintf("/meetings/%d/projector", secondMeeting), nil).is(http.StatusSeeOther).header.Get("Location")
	sent := make(map[string]string)
	for name, l := range map[string]*listening{
		"seat": w.as(keeper).listen(t, stream+"seat", ""), "console": w.as(facilitator).listen(t, stream+"console", ""),
		"projector": w.browser().listen(t, wall+"/stream", ""),
	} {
		if sent[name] = l.next().data; !strings.Contains(sent[name], "<hx-partial ") {
			t.Errorf("the %s is sent %q", name, sent[name])
		}
		l.close()
	}
	return sent
}

// everything is what these roles read everywhere, and on the pages of these votes.
func (w *world) everything(t *testing.T, votes []commune.MotionID, roles ...string) map[string]string {
	seen := map[string]string{}
	for _, role := range roles {
		everyPage(t, w, role, func(path string, a answer) { seen[role+" "+path] = a.text() })
		b := w.as(role)
		for _, path := range []string{"/api/v1/decisions", fmt.Sprintf("/meetings/%d/seat", secondMeeting)} {
			seen[role+" "+path] = string(b.get(path).body)
		}
		for _, id := range votes {
			a := b.get(fmt.Sprintf("/motions/%d", id))
			if role != stranger {
				a.is(http.StatusOK)
			}
			seen[fmt.Sprintf("%s /motions/%d", role, id)] = string(a.body)
		}
	}
	var root string // salted: another in each world, whatever is cast
	w.tx(func(tx *store.Tx) error {
		tree, err := tx.Tree()
		root = tree.Root.String()
		return err
	})
	for name, text := range seen {
		seen[name] = strings.NewReplacer(w.server.URL, "", root, "").Replace(text)
	}
	return seen
}

func TestAG5_ASecretBallotLeavesNoReceipt(t *testing.T) {
	w := voting(t, scenes(t), commune.Secret)
	b := w.as(member)
	seat := fmt.Sprintf("/meetings/%d/seat", secondMeeting)
	page := b.get(seat).is(http.StatusOK)
	page.reads("Un vote secret est définitif")
	page.reads("Qui tient la machine peut voir que vous avez voté.")
	b.post(fmt.Sprintf("/motions/%d/ballot", waitingMotion), form("choice", "against", "back", seat)).is(http.StatusSeeOther)
	page = b.get(seat)
	page.reads("Votre vote est dans l’urne.")
	page.reads("Vous avez voté.")
	if len(page.all("input", "name", "choice")) != 0 || len(page.all("button", "name", "choice")) != 0 {
		t.Error("who voted is asked again")
	}
	b.post(fmt.Sprintf("/motions/%d/ballot", waitingMotion), form("choice", "for")).is(http.StatusConflict).reads("Vous avez déjà voté.")
	w.motionAct(facilitator, "closing", nil).is(http.StatusSeeOther)
	b.get(fmt.Sprintf("/motions/%d", waitingMotion)).reads("Rejetée")
}

func TestAG5_HandsAreCountedShownAndProclaimedOnThePages(t *testing.T) {
	w := voting(t, scenes(t), commune.Hands)
	motion := fmt.Sprintf("/motions/%d", waitingMotion)
	w.as(member).get(motion).reads("levez la main")
	w.motionAct(member, "ballot", form("choice", "for")).is(http.StatusConflict).reads("levez la main")
	w.motionAct(facilitator, "closing", nil).is(http.StatusConflict).reads("Comptez les mains")
	refused := w.motionAct(facilitator, "count", form("for", "7", "against", "2", "abstain", "0")).is(http.StatusUnprocessableEntity)
	refused.reads("Vous avez compté 9 mains pour 3 personnes")
	if typed := refused.one("input", "name", "for"); attr(typed, "value") != "7" {
		t.Errorf("what was typed became %q", attr(typed, "value"))
	}
	w.motionAct(facilitator, "count", form("for", "2", "against", "", "abstain", "0")).is(http.StatusUnprocessableEntity)
	w.motionAct(facilitator, "count", form("for", "2", "against", "1", "abstain", "0")).is(http.StatusSeeOther)
	for _, path := range []string{motion, fmt.Sprintf("/meetings/%d/seat", secondMeeting)} {
		page := w.as(member).get(path).is(http.StatusOK)
		page.reads("Compte provisoire")
		page.silent("Adoptée")
	}
	w.as(stranger).get(fmt.Sprintf("/meetings/%d", secondMeeting)).silent("Compte provisoire")
	w.motionAct(facilitator, "count", form("for", "3", "against", "0", "abstain", "0")).is(http.StatusConflict).reads("Un compte est déjà affiché")
	w.motionAct(facilitator, "recount", nil).is(http.StatusSeeOther)
	page := w.as(member).get(motion)
	page.reads("Compte annulé")
	again := page.all("a", "", "")
	var path string
	for _, a := range again {
		if textOf(a) == "Le nouveau vote" {
			path = attr(a, "href")
		}
	}
	b := w.as(facilitator)
	b.post(path+"/count", form("for", "2", "against", "1", "abstain", "0")).is(http.StatusSeeOther)
	b.post(path+"/closing", nil).is(http.StatusSeeOther)
	b.get(path).reads("Adoptée")
}

func TestAG5_AnAmendmentIsWrittenShownAndVotedFirst(t *testing.T) {
	w := scene(t, session)
	motion := fmt.Sprintf("/motions/%d", waitingMotion)
	b := w.as(keeper)
	page := b.get(motion + "/amendments/new").is(http.StatusOK)
	if words := textOf(page.one("textarea", "name", "text")); words != "La commune visite encore." {
		t.Errorf("the form begins with %q", words)
	}
	b.post(motion+"/amendments", form("text", "La commune visite encore.")).is(http.StatusUnprocessableEntity).reads("Votre texte est celui de la proposition")
	sent := b.post(motion+"/amendments", form("text", "La commune visite deux fois encore.")).is(http.StatusSeeOther)
	amendment := sent.header.Get("Location")
	shown := b.get(amendment).is(http.StatusOK)
	if ins := shown.all("ins", "", ""); len(ins) != 1 || !strings.Contains(textOf(ins[0]), "deux fois") {
		t.Errorf("%d additions are marked", len(ins))
	}
	b.get(motion).reads("La commune visite")
	lead := w.as(facilitator)
	lead.post(motion+"/opening", nil).is(http.StatusConflict).reads("amendements se votent d’abord")
	lead.post(amendment+"/opening", nil).is(http.StatusSeeOther)
	b.post(amendment+"/ballot", form("choice", "for")).is(http.StatusSeeOther)
	lead.post(amendment+"/closing", nil).is(http.StatusSeeOther)
	b.get(motion).reads("La commune visite deux fois encore.")
	b.get(amendment).reads("deux fois")
	lead.post(motion+"/opening", form("mode", "secret")).is(http.StatusSeeOther)
}

func TestAG5_AChoiceAmongSeveralIsWrittenAndVotedWithoutAScript(t *testing.T) {
	w := scene(t, session)
	b := w.as(member)
	item := fmt.Sprintf("/items/%d/motions", openItem)
	for _, kind := range []string{"selection", "election", "exclusion", "mandate"} {
		b.get(item + "/new?form=" + kind).is(http.StatusOK)
	}
	refused := b.post(item, form("form", "selection", "text", "Quel local ?", "options", "Les Lins", "audience", "public")).is(http.StatusUnprocessableEntity)
	if typed := refused.one("textarea", "name", "options"); textOf(typed) != "Les Lins" {
		t.Errorf("what was typed became %q", textOf(typed))
	}
	b.post(item, form("form", "selection", "text", "Quel local ?", "options", "Les Lins\r\nLes Ormes", "audience", "public")).is(http.StatusSeeOther)
	path := fmt.Sprintf("/motions/%d", w.latest())
	w.as(facilitator).post(path+"/opening", nil).is(http.StatusSeeOther)
	b.get(fmt.Sprintf("/meetings/%d/seat", secondMeeting)).reads("Les Ormes")
	b.post(path+"/ballot", form("choice", "for")).is(http.StatusUnprocessableEntity)
	b.post(path+"/ballot", form("choice", "2")).is(http.StatusSeeOther)
	b.get(path).reads("Votre vote : Les Ormes")
	w.as(facilitator).post(path+"/closing", nil).is(http.StatusSeeOther)
	b.get(path).reads("Retenu Les Ormes")
	w.as(facilitator).get(fmt.Sprintf("/meetings/%d/console", secondMeeting)).reads("Retenu Les Ormes")
	next := fmt.Sprintf("/motions/%d", w.latest())
	b.get(next).reads("Le choix dont cette proposition est issue")

	candidates := form("form", "election", "text", "Élire.", "title", "Trésorerie", "mission", "Tenir la caisse.", "until", "2027-06-30", "audience", "public")
	b.post(item, candidates).is(http.StatusUnprocessableEntity).reads("de 2 à 12 personnes")
	for _, role := range []string{member, keeper} {
		candidates.Add("candidates", strconv.FormatInt(int64(w.people[role]), 10))
	}
	b.post(item, candidates).is(http.StatusSeeOther)
	b.get(fmt.Sprintf("/motions/%d", w.latest())).reads("Berfîn A.")
	b.get(fmt.Sprintf("/motions/%d/amendments/new", w.latest())).is(http.StatusOK).one("input", "value", "Trésorerie")
}

func (w *world) latest() (id int64) {
	w.tx(func(tx *store.Tx) error { return tx.DB().Raw("SELECT max(id) FROM motions").Scan(&id).Error })
	return id
}

func TestME3_AnExclusionIsForMembersAndEndsTheSittingForOne(t *testing.T) {
	w := scene(t, session)
	b, item := w.as(member), fmt.Sprintf("/items/%d/motions", openItem)
	who := strconv.FormatInt(int64(w.people[keeper]), 10)
	b.post(item, form("form", "exclusion", "text", "Berfîn A. quitte la séance.", "member", who)).is(http.StatusUnprocessableEntity).reads("ne doit pas nommer la personne")
	b.post(item, form("form", "exclusion", "text", "Une personne quitte la séance.", "member", "")).is(http.StatusUnprocessableEntity)
	b.post(item, form("form", "exclusion", "text", "Une personne quitte la séance.", "member", who)).is(http.StatusSeeOther)
	path := fmt.Sprintf("/motions/%d", w.latest())
	b.get(path).reads("Berfîn A.")
	w.as(facilitator).post(path+"/opening", nil).is(http.StatusSeeOther)
	b.post(path+"/ballot", form("choice", "for")).is(http.StatusSeeOther)
	w.as(facilitator).post(path+"/closing", nil).is(http.StatusSeeOther)
	w.as(keeper).post(fmt.Sprintf("/meetings/%d/presence", secondMeeting), form("mode", "online")).is(http.StatusForbidden).reads("vous écarte de cette séance")
	w.as(stranger).get("/register").silent("quitte la séance")
	w.as(keeper).get(fmt.Sprintf("/meetings/%d", secondMeeting)).is(http.StatusOK)
	w.as(keeper).get(fmt.Sprintf("/meetings/%d/seat", secondMeeting)).is(http.StatusOK)
}

func TestAG5_AnAdoptedAmendmentIsNoDecisionOnAnyPage(t *testing.T) {
	w := scene(t, session)
	amendments := fmt.Sprintf("/motions/%d/amendments", waitingMotion)
	w.as(member).post(amendments, form("text", "Un texte meilleur.")).is(http.StatusSeeOther)
	amendment := commune.MotionID(w.latest())
	w.tx(func(tx *store.Tx) error {
		return tx.DB().Model(&commune.Motion{}).Where("id = ?", amendment).Update("audience", commune.Public).Error
	})
	w.adopt(facilitator, amendment, member)
	for _, role := range []string{stranger, member, facilitator} {
		w.as(role).get(fmt.Sprintf("/meetings/%d", secondMeeting)).is(http.StatusOK)
		w.as(role).get(fmt.Sprintf("/meetings/%d/decisions", secondMeeting))
	}
	w.as(facilitator).get(fmt.Sprintf("/meetings/%d/console", secondMeeting)).is(http.StatusOK)
}

// TestAG4_AVoteIsClosedOnceHoweverManyPressTheButton is what the second of two who lead is answered, on the page and by the console's script.
func TestAG4_AVoteIsClosedOnceHoweverManyPressTheButton(t *testing.T) {
	w := voting(t, scenes(t), commune.Named)
	w.motionAct(member, "ballot", form("choice", "for")).is(http.StatusSeeOther)
	w.motionAct(facilitator, "closing", nil).is(http.StatusSeeOther)
	again := w.motionAct(facilitator, "closing", form("back", fmt.Sprintf("/meetings/%d/console", secondMeeting))).is(http.StatusConflict)
	again.reads("Le vote est clos depuis")
	scripted := w.as(facilitator).post(fmt.Sprintf("/motions/%d/closing", waitingMotion), nil, "Accept", "application/json")
	if scripted.status != http.StatusConflict || !strings.Contains(string(scripted.body), "Le vote est clos depuis") {
		t.Errorf("the script is answered %d, %s", scripted.status, scripted.body)
	}
	w.as(member).get(fmt.Sprintf("/motions/%d", waitingMotion)).reads("Votes : 1, sur 3 personnes")
}
