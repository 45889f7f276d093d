package browsertest

import (
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// mandateViews are the pages of the mandates: one that lives, one that waits for its holder, one whose place is vacant.
var mandateViews = []view{
	{route: "/", path: "/", who: members},
	{route: "/mandates", path: "/mandates", who: []string{stranger, member}},
	{route: "/mandates", path: "/mandates?body={body}", who: members},
	{route: "/mandates/capabilities", path: "/mandates/capabilities", who: outsiders},
	{route: "/mandates/new", path: "/mandates/new", who: members},
	{route: "/mandates/new", path: "/mandates/new?after={vacant}", who: members},
	{route: "/mandates/new", path: "/mandates/new", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/mandates/:id", path: "/mandates/{living}", who: keepers},
	{route: "/mandates/:id", path: "/mandates/{waiting}", who: members},
	{route: "/mandates/:id", path: "/mandates/{waiting}", who: outsiders, status: 404},
	{route: "/mandates/:id", path: "/mandates/{vacant}", who: members},
	{route: "/mandates/:id", path: "/mandates/{revoked}", who: outsiders},
	{route: "/motions/:id", path: "/motions/{asked}", who: members},
	{route: "/motions/:id", path: "/motions/{revocation}", who: members},
}

var mandateFiles = []file{{"/mandates/:id/record", "/mandates/2/record"}, {"/mandates/:id/proof", "/mandates/2/proof"}}

// gives has the assembly in session give a mandate, which its holder has accepted if they were asked before.
func (w *town) gives(item commune.Item, terms commune.MandateTerms, accepted bool) (id commune.MandateID) {
	w.Helper()
	m := w.motion(item, commune.FormMandate, commune.Public, "L’assemblée donne le mandat « "+terms.Title+" ».", terms)
	if accepted {
		w.tx(func(tx *store.Tx) error { _, err := procedure.AnswerTerms(tx, terms.Holder, m.ID, true); return err })
	}
	w.adopts(m.ID)
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Mandates()
		id = all[0].ID
		return err
	})
	return id
}

// adopts a motion by Zoé's voice.
func (w *town) adopts(id commune.MotionID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		if _, err := procedure.OpenVote(tx, w.house, w.zoe, id); err != nil {
			return err
		}
		if _, err := procedure.Cast(tx, w.zoe, id, commune.For); err != nil {
			return err
		}
		_, err := procedure.CloseVote(tx, w.house, w.zoe, id)
		return err
	})
}

// revokes prepares the revocation of a mandate.
func (w *town) revokes(id commune.MandateID) (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ProposeRevocation(tx, w.house, w.zoe, procedure.RevocationProposal{Mandate: id})
		return err
	})
	return m
}

// mandates is a commune in session that gave mandates, and was told no.
func mandates(t *testing.T) (town, map[string]string) {
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	first := w.meeting()
	item := w.item(first, "Qui fait quoi", "", 60)
	w.opens(first)
	var body commune.Body
	w.tx(func(tx *store.Tx) (err error) {
		body, err = procedure.AddBody(tx, commune.Body{Kind: commune.Secretariat, Slug: "caisse", Name: "Secrétariat à la caisse", Purpose: "Tenir les comptes.", CreatedAt: tx.Now()})
		return err
	})
	terms := func(holder commune.MemberID, title, mission string) commune.MandateTerms {
		return commune.MandateTerms{Holder: holder, Title: title, Clauses: commune.ParseClauses(mission), Until: "2027-08-31"}
	}
	treasury := terms(w.zoe, "Trésorerie", "Tenir la caisse et les comptes.\nEncaisser les cotisations à prix libre.\nDépenser jusqu’à 50 € sans autre décision.")
	treasury.Body, treasury.Capabilities, treasury.ReportEvery = body.ID, commune.Capabilities{commune.RecordDues}, 30
	known := map[string]string{"body": fmt.Sprint(body.ID), "living": fmt.Sprint(w.gives(item, treasury, true))}
	revoked := w.gives(item, terms(w.amina, "Affichage", "Coller les affiches."), true)
	w.adopts(w.revokes(revoked).ID)
	known["revoked"] = fmt.Sprint(revoked)
	declined := w.gives(item, terms(w.leo, "Courrier", "Relever le courrier chaque lundi."), false)
	w.tx(func(tx *store.Tx) error { _, err := procedure.DeclineMandate(tx, w.leo, declined); return err })
	known["vacant"] = fmt.Sprint(declined)
	mail := terms(w.amina, "Accueil", "Ouvrir la permanence du samedi.\nAccueillir les nouvelles personnes.")
	mail.Capabilities = commune.Capabilities{commune.AdmitMembers}
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.ProposeMotion(tx, w.house, w.zoe, commune.Motion{
			Item: item.ID, Form: commune.FormMandate, Audience: commune.Public, Text: "Amina B. tient l’accueil.", Payload: []byte(quoted(mail)),
		})
		known["asked"] = fmt.Sprint(m.ID)
		return err
	})
	known["revocation"] = fmt.Sprint(w.revokes(2).ID)
	w.tx(func(tx *store.Tx) error {
		waiting, err := tx.PutMandate(commune.Mandate{
			Holder: w.amina, HolderName: "Amina B.", Title: "Bibliothèque", Clauses: commune.Clauses{"Prêter les livres."}, Decision: 1,
			Capabilities: commune.Capabilities{commune.Convene}, GrantedAt: tx.Now(), Until: tx.Now().AddDate(1, 0, 0),
		})
		known["waiting"] = fmt.Sprint(waiting.ID)
		return err
	})
	return w, known
}

// SE-7, PW-1: a tab that was open before the vote closed lets do nothing more after it, and a console gives up what it showed.
func TestSE7_ARevokedTreasurersOpenTabRecordsNoOtherPayment(t *testing.T) {
	t.Parallel()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	first := w.meeting()
	item := w.item(first, "Trésorerie", "", 40)
	w.opens(first)
	id := w.gives(item, commune.MandateTerms{
		Holder: w.amina, Title: "Trésorerie", Clauses: commune.Clauses{"Tenir la caisse."}, Until: "2027-08-31",
		Capabilities: commune.Capabilities{commune.RecordDues, commune.Facilitate},
	}, true)
	revocation := w.revokes(id)
	tab, console := newPerson(t, "fr"), newPerson(t, "fr")
	for _, p := range []person{tab, console} {
		p.enters(w, member)
		p.sits(desktop)
	}
	purse := fmt.Sprintf("%s/members/%d", w.base, w.leo)
	tab.goes(purse)
	tab.types("Montant", "10")
	tab.presses("Enregistrer le versement")
	tab.sees("Le versement est enregistré")
	tab.types("Montant", "20")
	console.goes(w.base + "/meetings/1/console")
	console.sees("Clore l’assemblée")
	w.adopts(revocation.ID)
	tab.presses("Enregistrer le versement")
	tab.sees("Il faut un mandat pour cela", "enregistrer les cotisations")
	if tab.answered() != 403 {
		t.Errorf("the payment is answered %d", tab.answered())
	}
	console.until(`!document.body.innerText.includes("Clore l’assemblée")`)
	w.tx(func(tx *store.Tx) error {
		paid, err := tx.Payments(w.leo)
		if len(paid) != 1 || paid[0].Cents != 1000 {
			t.Errorf("recorded %+v", paid)
		}
		return err
	})
	for _, p := range []person{tab, console} {
		for _, fault := range p.complaints() {
			t.Error(fault)
		}
	}
}
