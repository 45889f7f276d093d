package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// delegate has the commune send somebody to the council, who enters.
func (w *world) delegate(from peer) (b browser, mandate string) {
	w.Helper()
	var token string
	w.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		given := from.signs(8, "Nour T. porte la voix des Weppes.", record.Mandate{
			Header: record.Header{V: 1, Kind: record.KindMandate, Seq: 8}, Issuer: from.Actor, Holder: "Nour T.", Title: "Déléguée au conseil",
			Mission: "Porter nos décisions.", Clauses: []string{"Porter nos décisions."}, Capabilities: commune.Capabilities{commune.SitInCouncil},
			Council: o.Assembly(), DecidedBy: "https://weppes.example/records/7", From: record.Time(tx.Now().Add(-time.Hour)),
			Until: record.Time(tx.Now().AddDate(1, 0, 0)), Status: "https://weppes.example/records/8/status", Audience: "public",
		})
		asked, err := confederation.Statement{
			Type: confederation.TypeEntry, Actor: from.Actor, Target: o.Assembly(), Mandate: given, Published: tx.Now(),
		}.Sign(from.key, from.KeyID)
		if err != nil {
			return err
		}
		token, err = confederal.AskEntry(tx, w.house, from.Actor, asked)
		return err
	})
	b = w.browser()
	if a := b.post("/entry/"+token, nil); a.status != 303 {
		w.Fatalf("the delegate is not let in: %d\n%s", a.status, a.text())
	}
	return b, "https://weppes.example/records/8"
}

// debates opens a sitting of the council with this delegate alone, and a vote.
func (w *world) debates(m commune.Motion) (commune.Motion, commune.MemberID) {
	w.Helper()
	var who commune.MemberID
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Members()
		if err != nil {
			return err
		}
		for _, d := range all {
			if d.Delegation != "" {
				who = d.ID
			}
		}
		sitting, err := procedure.CallMeeting(tx, w.people[founder], commune.Call{Matter: "La cantine", Reason: "Une assemblée le demande", StartsAt: tx.Now().Add(time.Minute)})
		if err != nil {
			return err
		}
		for _, there := range []commune.MemberID{w.people[founder], who} {
			if err := procedure.Attend(tx, there, sitting.ID, commune.Room); err != nil {
				return err
			}
		}
		if _, err := procedure.OpenMeeting(tx, w.people[founder], sitting.ID); err != nil {
			return err
		}
		items, err := tx.Items(sitting.ID)
		if err != nil {
			return err
		}
		m.Item = items[0].ID
		if m, err = procedure.ProposeMotion(tx, w.house, w.people[founder], m); err != nil {
			return err
		}
		m, err = procedure.OpenVote(tx, w.house, w.people[founder], m.ID)
		return err
	})
	return m, who
}

// TestCF5_ACouncilTellsWhoSitsForEachMember has the page of a commune name its delegates to who is signed in, and say which of them sit now.
func TestCF5_ACouncilTellsWhoSitsForEachMember(t *testing.T) {
	w := seated(t)
	weppes := newPeer(t)
	b, _ := w.delegate(weppes)
	path := fmt.Sprintf("/communes/%d", peerOf(w).ID)
	for _, words := range []string{"Nour T.", "Déléguée au conseil", "siège en ce moment"} {
		b.get(path).reads(words)
	}
	w.browser().get(path).silent("Sa délégation")
	w.clock.Add(confederation.FreshFor + time.Minute)
	w.as(founder).get(path).reads("ne siège pas maintenant")
}

func TestCF5_EachVoteShowsTheInstructionThatTheDelegateHolds(t *testing.T) {
	w := seated(t)
	weppes := newPeer(t)
	b, mandate := w.delegate(weppes)
	terms, err := json.Marshal(confederation.ProposalTerms{Title: "L’eau", Text: "Les communes tiennent l’eau pour un bien commun.", Deadline: w.clock.Now().AddDate(0, 0, 20)})
	if err != nil {
		t.Fatal(err)
	}
	m, who := w.debates(commune.Motion{Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet ce texte.", Payload: terms})
	seat, own := page.SeatPath(m.Meeting), page.MotionPage(m.ID)
	b.get(seat).reads("aucune consigne")

	w.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		return confederal.ReceiveRecord(tx, w.house, weppes.Actor, confederal.Pulled{Document: weppes.signs(9, "Les Weppes sont contre.", record.Instruction{
			Header: record.Header{V: 1, Kind: record.KindInstruction, Seq: 9}, Mandate: mandate, Council: o.Assembly(), Item: confederal.ItemURL(o, m.Item),
			Position: string(commune.Against), Text: "Pas sans les puits.", DecidedBy: "https://weppes.example/records/7", Audience: "public",
		})})
	})
	for _, path := range []string{seat, own} {
		a := b.get(path)
		a.reads("Contre")
		a.reads("Pas sans les puits.")
		a.silent("aucune consigne")
	}
	w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, who, m.ID, commune.For); return err })
	w.as(founder).get(own).silent("attend son assemblée")
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.CloseVote(tx, w.house, w.people[founder], m.ID)
		return err
	})
	for _, path := range []string{seat, own} {
		b.get(path).reads("attend son assemblée")
	}
}

func TestCF5_ACouncilIsOfferedWhatAnAssemblyDecidedToCarryOut(t *testing.T) {
	w := seated(t)
	w.delegate(newPeer(t))
	m, _ := w.debates(commune.Motion{Form: commune.FormPriorities, Audience: commune.Public, Text: "Le fournil d’abord.", Payload: []byte("Fournil")})
	b, at := w.as(founder), fmt.Sprintf("/items/%d/motions", m.Item)
	a := b.get(at + "/new")
	a.reads("Commune des Weppes-Libres : Les Weppes partagent leur fournil.")
	for _, form := range []string{"selection", "charter", "create_body"} {
		a.silent(form)
	}
	const words = "Le four banal de la vallée ouvre le samedi."
	refused := b.post(at, form("form", "resolution", "text", words, "audience", "public"))
	refused.is(http.StatusUnprocessableEntity).reads("un conseil ne décide rien qu’aucune assemblée n’a demandé")
	b.post(at, form("form", "resolution", "text", words, "audience", "public", "carries", "https://weppes.example/records/7")).is(http.StatusSeeOther)
	b.get(page.MotionPage(m.ID + 1)).reads("Les Weppes partagent leur fournil.")
}
