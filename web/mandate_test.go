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

// lastMandate is the one that was given last.
func (w *world) lastMandate() (m commune.Mandate) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Mandates()
		m = all[0]
		return err
	})
	return m
}

func TestSE3_AMandateIsProposedWithItsClausesAndWhatWasTypedIsKept(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	bodies(w)
	b := w.as(member)
	typed := form("holder", fmt.Sprint(w.people[facilitator]), "title", "Cantine", "mission", "Faire à manger.\n\nAcheter jusqu'à 50 €.", "until", "2027-06-30",
		"body", "1", "report_every", "30", "capabilities", "facilitate", "audience", "public")
	again := b.post("/mandates", typed).is(http.StatusUnprocessableEntity)
	again.reads("Un mandat dans un secrétariat ou une commission ne permet pas cela.")
	if got := textOf(again.one("textarea", "name", "mission")); got != "Faire à manger. Acheter jusqu'à 50 €." {
		t.Errorf("the mission became %q", got)
	}
	if got := attr(again.one("input", "name", "report_every"), "value"); got != "30" {
		t.Errorf("the interval became %q", got)
	}
	typed.Set("capabilities", "record_dues")
	typed.Set("report_every", "beaucoup")
	b.post("/mandates", typed).is(http.StatusUnprocessableEntity).reads("366 jours")
	typed.Set("report_every", "30")
	to := b.post("/mandates", typed).is(http.StatusSeeOther).header.Get("Location")
	_, id, _ := strings.Cut(to, "#motion-")
	page := b.get("/motions/" + id).is(http.StatusOK)
	page.reads("L’assemblée donne à Karim B. le mandat « Cantine », jusqu’au mercredi 30 juin 2027.")
	page.reads("tous les 30 jours")
	page.reads("Pas encore de réponse.")
	if clauses := page.one("ol", "class", "clauses"); textOf(clauses) != "Faire à manger. Acheter jusqu'à 50 €." {
		t.Errorf("the clauses read %q", textOf(clauses))
	}
	if amended := b.get("/motions/" + id + "/amendments/new").is(http.StatusOK); attr(amended.one("input", "name", "report_every"), "value") != "30" {
		t.Error("an amendment begins without the interval")
	}
	asked := w.as(facilitator)
	asked.get("/").reads("On vous propose pour un mandat")
	asked.post("/motions/"+id+"/answer", form("answer", "yes")).is(http.StatusSeeOther)
	asked.get("/motions/" + id).reads("Acceptent : Karim B.")
	asked.get("/").silent("On vous propose pour un mandat")
	b.post("/motions/"+id+"/answer", form("answer", "yes")).is(http.StatusForbidden)
}

func TestOJ3_APreparedMotionStandsUnderTheThemeThatItsProposerChose(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	b := w.as(member)
	path := fmt.Sprintf("/mandates/%d", w.lastMandate().ID)
	for _, form := range []string{path, "/mandates/new", "/bodies/new", "/settings/length_minutes", "/charter/edit"} {
		if n := len(b.get(form).is(http.StatusOK).all("select", "name", "theme")); n != 0 {
			t.Errorf("%s: a choice of themes where the assembly ranked none", form)
		}
	}
	w.tx(func(tx *store.Tx) error {
		return tx.ChangeSetting(commune.SettingChange{Key: commune.SettingPriorities, Value: "Logement\nCaisse", Decision: 1, ChangedAt: tx.Now()})
	})
	for _, form := range []string{path, "/mandates/new", "/bodies/new", "/settings/length_minutes", "/settings/priorities", "/charter/edit"} {
		b.get(form).one("select", "name", "theme")
	}
	b.post(path+"/revocation", form("reasons", "La caisse est vide.", "theme", "Jardin")).is(http.StatusUnprocessableEntity).reads("La caisse est vide.")
	b.post("/bodies", form("kind", "commission", "name", "Cantine", "purpose", "Cuisiner.", "theme", "Logement")).is(http.StatusSeeOther)
	b.post(path+"/revocation", form("reasons", "La caisse est vide.", "theme", "Caisse")).is(http.StatusSeeOther)
	next := w.next().ID
	b.get(fmt.Sprintf("/meetings/%d", next)).reads("Priorité 2 : Caisse")
	w.tx(func(tx *store.Tx) error {
		plan, err := procedure.Agenda(tx, next)
		if n := len(plan); n < 2 || plan[0].Theme != "Logement" || plan[1].Theme != "Caisse" {
			t.Errorf("the agenda is %v", plan)
		}
		return err
	})
}

func TestME3_StrangersKnowOfMandatesOnceTheirHoldersAcceptedThem(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	path := fmt.Sprintf("/mandates/%d", mandated(w))
	w.as(stranger).get("/mandates").is(http.StatusOK).silent("Courrier")
	w.as(stranger).get(path).is(http.StatusNotFound)
	w.as(stranger).get("/decisions/2026-1").is(http.StatusOK).silent("Courrier")
	b := w.as(member)
	b.get("/").reads("L’assemblée vous a donné le mandat « Courrier ».")
	b.get(path).is(http.StatusOK).reads("J’accepte")
	b.get(path).reads("donné le 17 septembre 2026, jusqu’au 27 octobre 2026")
	b.get(path).silent("Rendre compte")
	w.as(keeper).get(path).silent("J’accepte")
	b.post(path+"/acceptance", nil).is(http.StatusSeeOther)
	b.get(path).one("a", "href", "/reports/new?mandate="+path[len("/mandates/"):])
	w.as(stranger).get(path).is(http.StatusOK).reads("Relever le courrier.")
	w.as(stranger).get(path).silent("Proposer la révocation")
	w.as(stranger).get("/mandates/capabilities").is(http.StatusOK).reads("Berfîn A. – Trésorerie")
	b.post(path+"/resignation", nil).is(http.StatusSeeOther)
	b.get(path).reads("Rendu par la personne mandatée")
	b.get(path).reads("Place vacante")
	w.as(stranger).get(path).silent("Rendu par la personne mandatée") // why someone left is for members to read
	if again := b.get("/mandates/new?after=" + strings.TrimPrefix(path, "/mandates/")); again.status != http.StatusOK {
		t.Errorf("the place is offered with %d", again.status)
	}
}

func TestSE7_ARevocationIsPreparedInOneStepAndAnOpenTabLetsDoNothingAfterTheVote(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	second := w.next()
	w.attend(second, member, facilitator, keeper)
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenMeeting(tx, w.people[facilitator], second.ID)
		return err
	})
	m := w.lastMandate()
	path := fmt.Sprintf("/mandates/%d", m.ID)
	tab := w.as(keeper)
	tab.get("/members/2").is(http.StatusOK).reads("Enregistrer le versement")
	b := w.as(member)
	b.get(path).is(http.StatusOK).reads("Proposer la révocation")
	to := b.post(path+"/revocation", form("reasons", "La caisse est vide.")).is(http.StatusSeeOther).header.Get("Location")
	b.post(path+"/revocation", nil).is(http.StatusConflict).reads("déjà à l’ordre du jour")
	b.get(path).reads("La révocation est proposée")
	_, id, _ := strings.Cut(to, "#motion-")
	page := b.get("/motions/" + id).is(http.StatusOK)
	page.reads("L’assemblée révoque le mandat « Trésorerie », donné à Berfîn A. par la décision 2026-2.")
	page.silent("Proposer un amendement")
	lead := w.as(facilitator)
	lead.post("/motions/"+id+"/opening", nil).is(http.StatusSeeOther)
	b.post("/motions/"+id+"/ballot", form("choice", "for")).is(http.StatusSeeOther)
	pay := form("amount", "10", "from", "2026-09-01", "until", "2027-08-31")
	tab.post("/members/2/payments", pay).is(http.StatusSeeOther)
	lead.post("/motions/"+id+"/closing", nil).is(http.StatusSeeOther)
	tab.post("/members/2/payments", pay).is(http.StatusForbidden).reads("Il faut un mandat pour cela : enregistrer les cotisations.")
	tab.get("/members/2").is(http.StatusForbidden)
	w.as(stranger).get(path).is(http.StatusOK).reads("Révoqué")
	w.as(stranger).get(path).reads("Décision 2026-4")
	mails := w.newMails()
	told := 0
	for _, message := range mails {
		if message.Subject == "Votre mandat « Trésorerie » est révoqué" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("whose mandate it was is told %d times", told)
	}
}

func TestSE3_WhoseMandateEndsIsToldAMonthAndAWeekBefore(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	path := fmt.Sprintf("/mandates/%d", mandated(w))
	w.as(member).post(path+"/acceptance", nil).is(http.StatusSeeOther)
	m := w.lastMandate()
	subjects := func() (all []string) {
		w.tx(func(tx *store.Tx) error { return procedure.Watch(tx, w.house) })
		for _, message := range w.newMails() {
			if strings.Contains(message.Subject, "Courrier") {
				all = append(all, message.Subject)
			}
		}
		return all
	}
	w.clock.Set(m.Until.Add(-commune.RenewBefore - time.Hour))
	if got := subjects(); len(got) != 0 {
		t.Errorf("too early: %q", got)
	}
	w.clock.Set(m.Until.Add(-commune.RenewBefore))
	if got := subjects(); len(got) != 1 || got[0] != "Votre mandat « Courrier » prend fin dans un mois" {
		t.Errorf("a month before: %q", got)
	}
	b := w.as(member)
	b.get("/").reads("Votre mandat « Courrier » prend fin le")
	b.post(path+"/renewal", nil).is(http.StatusSeeOther)
	b.get("/").silent("prend fin le")
	b.get(path).reads("Le renouvellement est proposé")
	b.post(path+"/renewal", nil).is(http.StatusConflict)
	w.clock.Set(m.Until.Add(-commune.TermSoon))
	if got := subjects(); len(got) != 1 || got[0] != "Votre mandat « Courrier » prend fin dans une semaine" {
		t.Errorf("a week before: %q", got)
	}
}

// TestSE3_WhoAcceptedIsNotRemindedToAccept gives two mandates in one sitting, of which one is accepted at once.
func TestSE3_WhoAcceptedIsNotRemindedToAccept(t *testing.T) {
	w := newWorld(t, options{})
	firstAssembly(w)
	next := w.next()
	item := w.item(facilitator, next.ID, "Mandats")
	var motions []commune.MotionID
	for _, title := range []string{"Clés", "Affiches"} {
		motions = append(motions, w.motion(facilitator, commune.Motion{
			Item: item, Form: commune.FormMandate, Text: "L'assemblée donne le mandat « " + title + " ».", Audience: commune.Public, Payload: w.mandate(member, title),
		}))
	}
	w.clock.Set(next.StartsAt)
	w.attend(next, facilitator)
	lead := w.as(facilitator)
	lead.post(fmt.Sprintf("/meetings/%d/opening", next.ID), nil).is(http.StatusSeeOther)
	for _, id := range motions {
		lead.post(fmt.Sprintf("/motions/%d/opening", id), form("mode", "named")).is(http.StatusSeeOther)
		lead.post(fmt.Sprintf("/motions/%d/ballot", id), form("choice", "for")).is(http.StatusSeeOther)
		lead.post(fmt.Sprintf("/motions/%d/closing", id), nil).is(http.StatusSeeOther)
	}
	asked := func(about string) (all []string) {
		for _, message := range w.newMails() {
			if strings.Contains(message.Subject, about) {
				all = append(all, message.Subject)
			}
		}
		return all
	}
	if got := asked("vous est donné"); len(got) != 2 {
		t.Fatalf("who was mandated twice is told %q", got)
	}
	waits := w.lastMandate()
	w.as(member).post(fmt.Sprintf("/mandates/%d/acceptance", waits.ID-1), nil).is(http.StatusSeeOther)
	w.clock.Set(waits.AcceptBy().Add(-commune.AcceptSoon + time.Minute))
	if got := asked("attend votre réponse"); len(got) != 1 || !strings.Contains(got[0], "Affiches") {
		t.Errorf("reminded of %q", got)
	}
}
