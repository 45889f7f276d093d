package federation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/federation"
)

// levels is a council above, a council that belongs to it, and a commune of that one.
func levels(r *region) (above, valley, town *instance) {
	r.Helper()
	town, valley = r.joined()
	above = r.council("Conseil de la région")
	valley.asksToJoinAs(above, "Le conseil rejoint la région.")
	above.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, valley.conseil())
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, above.house, above.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true})
	})
	settle(above, valley, town)
	return above, valley, town
}

// asksToJoinAs is asksToJoin in other words.
func (i *instance) asksToJoinAs(council *instance, words string) {
	i.Helper()
	found, err := i.service.Council(i.Context(), "conseil@"+council.host())
	if err != nil {
		i.Fatal(err)
	}
	i.tx(func(tx *store.Tx) error { _, err := confederal.Meet(tx, i.founder, found); return err })
	i.decides(commune.Motion{Form: confederation.FormJoin, Audience: commune.Public, Text: words, Payload: encoded(i, confederation.JoinTerms{Council: council.conseil()})})
	settle(i)
}

func encoded(t interface{ Fatal(...any) }, v any) []byte {
	payload, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// puts has a council put a text to its communes, for two weeks.
func (i *instance) puts() (p confederation.Proposal) {
	i.Helper()
	i.decides(commune.Motion{
		Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet un texte.",
		Payload: encoded(i, confederation.ProposalTerms{Title: "L'eau", Text: "L'eau est un bien commun.", Deadline: i.clock.Now().AddDate(0, 0, 14).Truncate(time.Second)}),
	})
	i.tx(func(tx *store.Tx) error {
		all, err := peers.Proposals(tx, 0, 1)
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p
}

// ratifies has an assembly vote on a text, in the sitting that is open.
func (i *instance) ratifies(p confederation.Proposal, choice commune.Choice, reservations string) {
	i.Helper()
	if i.meeting == 0 {
		i.assembles()
	}
	i.tx(func(tx *store.Tx) error {
		items, err := tx.Items(i.meeting)
		if err != nil {
			return err
		}
		m, err := procedure.ProposeMotion(tx, i.house, i.founder, commune.Motion{
			Item: items[0].ID, Form: commune.FormRatification, Text: "Notre assemblée répond.",
			Payload: encoded(i, confederation.RatifyTerms{Proposal: p.URI, Reservations: reservations}),
		})
		if err != nil {
			return err
		}
		if _, err := procedure.OpenVote(tx, i.house, i.founder, m.ID); err != nil {
			return err
		}
		if _, err := procedure.Cast(tx, i.founder, m.ID, choice); err != nil {
			return err
		}
		_, err = procedure.CloseVote(tx, i.house, i.founder, m.ID)
		return err
	})
}

// tally is what an instance counts of a text.
func (i *instance) tally(p confederation.Proposal) (t confederation.Tally) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		known, err := peers.ProposalByRef(tx, p.Ref)
		t = known.Tally()
		return err
	})
	return t
}

// waits tells whether a text waits for its vote on an agenda.
func (i *instance) waits(p confederation.Proposal) (waits bool) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		m, err := confederal.AnswerWaiting(tx, p.URI, "")
		waits = m.ID != 0
		return err
	})
	return waits
}

func TestCF7_CF8_ATextGoesDownTheLevelsAndEachAnswerComesUpOnce(t *testing.T) {
	r := onSQLite(t)
	above, valley, town := levels(r)
	p := above.puts()
	settle(above, valley, town, above)
	if !town.waits(p) {
		t.Fatal("the text did not come on the commune's agenda")
	}
	town.ratifies(p, commune.For, "Pas sans l'eau du village.")
	settle(town, valley, above)
	for _, i := range []*instance{valley, above} {
		if got := i.tally(p); got.Yes != 1 || got.Reserved != 1 || got.Persons.For != 1 {
			t.Errorf("%s counts %+v", i.base, got)
		}
	}
	r.clock.Add(time.Hour)
	town.ratifies(p, commune.Against, "")
	settle(town, valley, above)
	for _, i := range []*instance{valley, above} {
		if got := i.tally(p); got.Yes != 0 || got.No != 1 || got.Persons.Against != 1 {
			t.Errorf("%s counts %+v after the answer was amended", i.base, got)
		}
	}
	found := outcomeOf(t, above, p, valley, town)
	if !found.Confirmed() || found.Said.Adopted || len(found.Lines) != 1 || found.Language != "fr" {
		t.Errorf("counted again: %+v", found)
	}
	for _, i := range []*instance{valley, town} {
		i.tx(func(tx *store.Tx) error {
			known, err := peers.ProposalByRef(tx, p.Ref)
			if err == nil && (!known.Done() || known.Adopted) {
				t.Errorf("%s does not know the outcome", i.base)
			}
			return err
		})
	}
}

// outcomeOf lets the deadline pass, and counts again as a stranger does.
func outcomeOf(t *testing.T, author *instance, p confederation.Proposal, others ...*instance) federation.Recount {
	t.Helper()
	author.clock.Set(p.Deadline.Add(confederation.CountAfter))
	author.later(2*time.Hour, append(others, author)...)
	author.later(2*time.Hour, append(others, author)...)
	var uri string
	author.tx(func(tx *store.Tx) error {
		known, err := peers.ProposalByRef(tx, p.Ref)
		uri = known.Outcome
		return err
	})
	found, err := passerBy(t).Recount(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// passerBy is somebody who belongs nowhere.
func passerBy(t *testing.T) *federation.Client {
	t.Helper()
	c := federation.NewClient(federation.Config{Agent: "federes/test", Now: time.Now, Allow: loopback()})
	t.Cleanup(c.Close)
	return c
}

func TestCF7_ARecountFindsWhatTheCouncilDidToTheCount(t *testing.T) {
	for name, c := range map[string]struct {
		forge func(council *instance, p confederation.Proposal)
		want  string
	}{
		"an answer is left out": {func(council *instance, p confederation.Proposal) {
			council.writes("DELETE FROM answers")
		}, "omitted"},
		"an amended answer is kept from the count": {func(council *instance, p confederation.Proposal) {
			council.writes("DELETE FROM answers WHERE NOT yes")
		}, "amended"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onSQLite(t)
			town, council := r.joined()
			p := council.puts()
			settle(council, town)
			town.ratifies(p, commune.For, "")
			r.clock.Add(time.Hour)
			town.ratifies(p, commune.Against, "")
			settle(town, council)
			c.forge(council, p)
			found := outcomeOf(t, council, p)
			if found.Confirmed() || len(found.Lines) != 1 || found.Lines[0].Problem != c.want {
				t.Errorf("%+v", found.Lines)
			}
		})
	}
}

// writes changes an instance's database behind its back.
func (i *instance) writes(statement string) {
	i.Helper()
	i.tx(func(tx *store.Tx) error { return tx.DB().Exec(statement).Error })
}

func TestCF7_WhoJoinsLateIsOfferedTheOpenTexts(t *testing.T) {
	r := onSQLite(t)
	_, council := r.joined()
	p := council.puts()
	late := r.commune("Commune de Die")
	late.asksToJoin(council)
	council.answers(late, true)
	settle(council, late)
	if !late.waits(p) {
		t.Error("the open text did not come to who joined late")
	}
}

func TestCF7_ALostAnswerIsReadFromTheLogOfWhoGaveIt(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	p := council.puts()
	settle(council, town)
	council.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	town.ratifies(p, commune.For, "")
	settle(town)
	council.start()
	if err := council.service.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	settle(council)
	if got := council.tally(p); got.Yes != 1 {
		t.Errorf("%+v", got)
	}
}

func TestCF7_AnAnswerSaysWhichOfferItAnswersAndHow(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	p := council.puts()
	settle(council, town)
	for i, c := range []struct {
		choice       commune.Choice
		reservations string
		want         string
	}{{commune.For, "", "Accept"}, {commune.For, "Pas ainsi.", "TentativeAccept"}, {commune.Against, "Pas ainsi.", "Reject"}} {
		r.clock.Add(time.Duration(i) * time.Hour)
		town.ratifies(p, c.choice, c.reservations)
		said := object(t, town.sent(c.want))
		offer, _ := said["object"].(map[string]any)
		if offer["type"] != "Offer" || offer["object"] != p.URI || !strings.HasPrefix(fmt.Sprint(said["result"]), town.base+"/records/") {
			t.Errorf("%s: %v", c.want, said)
		}
	}
	settle(town, council)
	if got := council.tally(p); got.No != 1 || got.Answered() != 1 {
		t.Errorf("%+v", got)
	}
}
