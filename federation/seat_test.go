package federation_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// delegates has the assembly mandate its founder to sit in a council.
func (i *instance) delegates(council *instance) (m commune.Mandate) {
	i.Helper()
	terms, err := json.Marshal(commune.MandateTerms{
		Holder: i.founder, Title: "Déléguée au conseil", Clauses: commune.Clauses{"Porter ce que l'assemblée a décidé."}, Until: "2026-12-31",
		Council: council.conseil(), Capabilities: commune.Capabilities{commune.SitInCouncil},
	})
	if err != nil {
		i.Fatal(err)
	}
	d := i.decides(commune.Motion{Audience: commune.Confederation, Form: commune.FormMandate, Text: "Zoé M. est déléguée au conseil.", Payload: terms})
	i.tx(func(tx *store.Tx) error {
		all, err := tx.MandatesOf(d.ID)
		m = all[0]
		return err
	})
	return m
}

// revokes has the assembly take a mandate back.
func (i *instance) revokes(m commune.Mandate) {
	i.Helper()
	payload, err := json.Marshal(commune.RevocationTerms{Mandate: m.ID})
	if err != nil {
		i.Fatal(err)
	}
	i.decides(commune.Motion{Audience: commune.Public, Form: commune.FormRevocation, Text: "L'assemblée révoque ce mandat.", Payload: payload})
}

// enters has the founder of a commune enter a council by their mandate, over real HTTP.
func (i *instance) enters(council *instance, m commune.Mandate) (who commune.MemberID) {
	i.Helper()
	address, err := i.service.Entry(context.Background(), i.founder, m.ID)
	if err != nil {
		i.Fatal(err)
	}
	token, found := strings.CutPrefix(address, council.base+"/entry/")
	if !found {
		i.Fatalf("the delegate is sent to %s", address)
	}
	council.tx(func(tx *store.Tx) error {
		d, err := confederal.Enter(tx, token)
		who = d.ID
		return err
	})
	return who
}

// sits opens a sitting of the council at which these are present.
func (i *instance) sits(there ...commune.MemberID) {
	i.Helper()
	i.assembles()
	i.attends(there...)
}

// attends has these be there at the sitting in session.
func (i *instance) attends(there ...commune.MemberID) {
	i.Helper()
	for _, who := range there {
		i.tx(func(tx *store.Tx) error { return procedure.Attend(tx, who, i.meeting, commune.Online) })
	}
}

// ballots puts a text to the vote of a sitting.
func (i *instance) ballots(m commune.Motion) commune.Motion {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		items, err := tx.Items(i.meeting)
		if err != nil {
			return err
		}
		m.Item, m.Audience = items[0].ID, commune.Confederation
		if m, err = procedure.ProposeMotion(tx, i.house, i.founder, m); err != nil {
			return err
		}
		m, err = procedure.OpenVote(tx, i.house, i.founder, m.ID)
		return err
	})
	return m
}

func (i *instance) votes(who commune.MemberID, m commune.Motion, c commune.Choice) error {
	return i.InTx(context.Background(), func(tx *store.Tx) error { _, err := procedure.Cast(tx, who, m.ID, c); return err })
}

func (i *instance) closes(m commune.Motion) commune.Motion {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) { m, err = procedure.CloseVote(tx, i.house, i.founder, m.ID); return err })
	return m
}

func (i *instance) motion(m commune.Motion) commune.Motion {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) { m, err = tx.Motion(m.ID); return err })
	return m
}

// written are the records of one kind in our register.
func (i *instance) written(kind string) (documents [][]byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		all, err := tx.Entries(0, 1000)
		for _, e := range all {
			if e.Kind == kind {
				documents = append(documents, e.Document)
			}
		}
		return err
	})
	return documents
}

func TestCF5_ADelegateEntersByATicketAndEachDelegationHasOneVoice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		first, second := town.delegates(council), town.delegates(council)
		settle(town, council)
		one, other := town.enters(council, first), town.enters(council, second)
		if again := town.enters(council, first); again != one {
			t.Error("a delegate who comes back is given a second account")
		}
		council.sits(other, one)
		m := council.ballots(commune.Motion{Form: commune.FormPriorities, Text: "L'eau d'abord.", Payload: []byte("Eau")})
		if m.Electorate != 1 {
			t.Fatalf("one delegation has %d voices", m.Electorate)
		}
		if err := council.votes(other, m, commune.For); err == nil {
			t.Error("the second delegate of a delegation has a voice too")
		}
		if err := council.votes(council.founder, m, commune.For); err == nil {
			t.Error("who founded the council has a voice beside the delegations")
		}
		if err := council.votes(one, m, commune.For); err != nil {
			t.Fatal(err)
		}
		settle(town, council)
		if m = council.closes(m); !m.Adopted || m.For != 1 {
			t.Errorf("the vote of a delegation counts %d, settling %v", m.For, m.Settling())
		}
		raw := object(t, func() []byte { _, b := council.fetch("/conseil/seats"); return b }())
		if n := len(raw["orderedItems"].([]any)); n != 2 {
			t.Errorf("%d seats are listed", n)
		}
	})
}

func TestSE7_ARevocationEndsTheSeatAndTheSessionInTheTransactionOfItsReceipt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		given := town.delegates(council)
		settle(town, council)
		who := town.enters(council, given)
		council.sits(who)
		m := council.ballots(commune.Motion{Form: commune.FormPriorities, Text: "L'eau d'abord.", Payload: []byte("Eau")})
		if err := council.votes(who, m, commune.For); err != nil {
			t.Fatal(err)
		}
		town.revokes(given)
		settle(town, council)
		council.tx(func(tx *store.Tx) error {
			if _, err := procedure.Account(tx, who); !errors.Is(err, commune.ErrNotMember) {
				t.Errorf("the delegate is still let in: %v", err)
			}
			return nil
		})
		if m = council.closes(m); m.For != 0 || m.Adopted {
			t.Error("the vote of a delegate whose mandate was revoked before the close counts")
		}
		if _, err := town.service.Entry(context.Background(), town.founder, given.ID); err == nil {
			t.Error("a revoked delegate is given a ticket")
		}
	})
}

func TestSE7_ARevocationHoldsFromItsReceiptEvenIfTheClockOfTheCommuneIsAhead(t *testing.T) {
	const ahead = 3 * time.Minute
	town, council := onSQLite(t).joined()
	given := town.delegates(council)
	settle(town, council)
	who := town.enters(council, given)
	council.sits(who)
	m := council.ballots(commune.Motion{Form: commune.FormPriorities, Text: "L'eau d'abord.", Payload: []byte("Eau")})
	if err := council.votes(who, m, commune.For); err != nil {
		t.Fatal(err)
	}
	settle(council)
	town.clock.Add(ahead)
	town.revokes(given)
	town.clock.Add(-ahead)
	for _, revocation := range town.written(record.KindRevocation) {
		council.tx(func(tx *store.Tx) error {
			return confederal.ReceiveRecord(tx, council.house, town.ag(), confederal.Pulled{Document: revocation})
		})
	}
	if m = council.closes(m); m.For != 0 || m.Adopted {
		t.Error("the vote of a delegate whose revocation was received before the close counts")
	}
}

func TestCF5_NoVoteCountsBeforeItsMandateWasConfirmedAfterItOpened(t *testing.T) {
	town, council := onSQLite(t).joined()
	given := town.delegates(council)
	settle(town, council)
	who := town.enters(council, given)
	council.sits(who)
	council.clock.Add(time.Minute)
	m := council.ballots(commune.Motion{Form: commune.FormPriorities, Text: "L'eau d'abord.", Payload: []byte("Eau")})
	if err := council.votes(who, m, commune.For); err != nil {
		t.Fatal(err)
	}
	if m = council.closes(m); !m.Settling() || m.Adopted {
		t.Fatalf("a vote counts that nobody confirmed: %+v", m.Tally())
	}
	settle(council)
	if m = council.motion(m); m.Settling() || !m.Adopted {
		t.Errorf("the vote is not counted once its mandate was confirmed: %v", m.Settles)
	}
}

func TestCF5_AVoteThatNoInstructionCoversCountsOnceTheAssemblyConfirmedIt(t *testing.T) {
	town, council := onSQLite(t).joined()
	given := town.delegates(council)
	settle(town, council)
	who := town.enters(council, given)
	council.sits(who)
	m := council.ballots(commune.Motion{Form: commune.FormResolution, Text: "Le conseil organise la cantine de la vallée.", Payload: council.carriesAny()})
	if err := council.votes(who, m, commune.For); err != nil {
		t.Fatal(err)
	}
	settle(council)
	m = council.closes(m)
	settle(town, council)
	if m = council.motion(m); !m.Settling() {
		t.Fatal("a vote counts that no assembly asked for")
	}
	var asked commune.Motion
	town.tx(func(tx *store.Tx) (err error) {
		asked, err = procedure.WaitingMotion(tx, confederation.FormConfirm, func([]byte) (bool, error) { return true, nil })
		return err
	})
	if asked.ID == 0 {
		t.Fatal("the assembly is not asked on its next agenda")
	}
	town.decides(commune.Motion{Form: asked.Form, Payload: asked.Payload, Text: asked.Text, Audience: commune.Confederation})
	settle(town, council)
	if m = council.motion(m); m.Settling() || !m.Adopted || m.For != 1 {
		t.Fatalf("the vote is not counted once the assembly confirmed it: %+v", m.Tally())
	}
	council.tx(func(tx *store.Tx) error {
		d, err := tx.DecisionOf(m.ID)
		if err != nil {
			return err
		}
		entry, err := tx.Entry(d.Seq)
		if !strings.Contains(string(entry.Document), `"carries":"`+town.base) {
			t.Errorf("the decision does not name what it carries out: %s", entry.Document)
		}
		if !strings.Contains(string(entry.Document), `"allowedBy":"`+town.base) {
			t.Errorf("the decision does not name what allowed the voice: %s", entry.Document)
		}
		return err
	})
}
