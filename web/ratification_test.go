package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// offered is a text that the council of the valley put to us, for three weeks.
func (w *world) offered() (p confederation.Proposal) {
	w.Helper()
	const uri = "https://vallee.example/records/9"
	w.tx(func(tx *store.Tx) (err error) {
		p, err = peers.PutProposal(tx, confederation.Proposal{
			URI: uri, Ref: confederation.RefOf(uri), Author: "https://vallee.example/conseil", AuthorName: "Conseil de la vallée", Title: "L’eau reste un bien commun",
			Text: "Les communes tiennent l’eau pour un *bien commun*.", Hash: "sha256:aa", Rule: confederation.ByCommunes, Deadline: tx.Now().AddDate(0, 0, 21),
			Document: []byte("{}"), Believed: true, PutAt: tx.Now(),
		})
		return err
	})
	return p
}

// TestCF7_AMembersPageOfATextGoesFromTheOfferToTheCount reads the page of a commune as the text comes, is proposed to the vote with reservations, is answered,
// and counted: as it was answered, or not.
func TestCF7_AMembersPageOfATextGoesFromTheOfferToTheCount(t *testing.T) {
	w := scene(t, planned)
	p := w.offered()
	path := confederation.ProposalPath(p.Ref)
	w.browser().get("/ratifications").is(http.StatusOK).one("a", "href", path)
	a := w.as(member).get(path).is(http.StatusOK)
	a.reads("tiennent l’eau pour un bien commun")
	a.reads("Notre assemblée n’a pas encore voté.")
	w.as(member).post(path+"/motion", url.Values{"reservations": {"Sauf les puits."}}).is(http.StatusSeeOther)
	w.as(member).get(path).is(http.StatusOK).reads("attend")

	given := confederation.AnswerRow{
		Proposal: p.URI, Commune: commune.ActorID(w.base + "/ag"), Seq: 30, Digest: "dd", URI: w.base + "/records/30", Hash: p.Hash, Yes: true, For: 4, Electorate: 5,
		DecidedAt: w.clock.Now(), Stands: true, HeardAt: w.clock.Now(), Document: []byte("{}"),
	}
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Decisions([]commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly}, 0, 1)
		if err != nil {
			return err
		}
		given.Decision = fmt.Sprintf("%s/records/%d", w.base, all[0].Seq)
		_, err = peers.AddAnswer(tx, given)
		return err
	})
	counted := func(list ...confederation.CountedAnswer) answer {
		t.Helper()
		w.tx(func(tx *store.Tx) (err error) {
			p.Outcome, p.Adopted, p.CountedAt = "https://vallee.example/records/11", true, tx.Now()
			if p.Counted, err = json.Marshal(confederation.CountedList{Proposal: p.URI, Answers: list}); err == nil {
				_, err = peers.PutProposal(tx, p)
			}
			return err
		})
		return w.browser().get(path).is(http.StatusOK)
	}
	w.clock.Add(22 * 24 * time.Hour)
	counted(confederation.CountedAnswer{Commune: given.Commune, Record: given.URI, Digest: "dd"}).reads("telle que notre assemblée l’a votée")
	counted(confederation.CountedAnswer{Commune: given.Commune, Record: given.URI, Digest: "ee"}).reads("une autre réponse que celle")
	a = counted()
	a.reads("ne compte pas la réponse de notre assemblée")
	a.reads("federes verify outcome https://vallee.example/records/11")
}
