package federation_test

import (
	"context"
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
	peers "federes.org/confederation/store"
	"federes.org/federation"
)

// hears is what our assembly knows that a council will treat.
func (i *instance) hears(council *instance) (all []confederal.Hearing) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, council.conseil())
		if err == nil {
			all, err = confederal.Hearings(tx, p)
		}
		return err
	})
	return all
}

// instructs has the assembly tell its delegates what to say on a point of a council's agenda.
func (i *instance) instructs(council *instance, about string, position commune.Choice) {
	i.Helper()
	var m commune.Motion
	undone := errors.New("the sitting in session votes it, not the next one")
	if err := i.InTx(context.Background(), func(tx *store.Tx) (err error) {
		if m, err = confederal.ProposeInstruction(tx, i.house, i.founder, confederation.InstructTerms{
			Council: council.conseil(), About: about, Position: position, Text: "Si l'eau reste commune.",
		}); err != nil {
			return err
		}
		return undone
	}); !errors.Is(err, undone) {
		i.Fatal(err)
	}
	i.decides(commune.Motion{Form: m.Form, Payload: m.Payload, Text: m.Text, Audience: m.Audience})
}

func TestCF5_AVoiceThatAnInstructionCoversCountsAtTheClose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		r := newRegion(t, open)
		town, council := r.joined()
		given := town.delegates(council)
		settle(town, council)
		who := town.enters(council, given)
		council.sits(who)
		r.later(2*federation.TextsEvery, town, council)
		heard := town.hears(council)
		if len(heard) != 1 || len(heard[0].Points) != 1 || heard[0].Points[0].Title != "L'eau" || heard[0].Points[0].Said[0].Position != "" {
			t.Fatalf("the assembly hears that the council treats %+v", heard)
		}
		about := heard[0].Points[0].About
		town.instructs(council, about, commune.Against)
		town.instructs(council, about, commune.For)
		settle(town, council)
		if said := town.hears(council)[0].Points[0].Said; len(said) != 1 || said[0].Position != commune.For || said[0].Text == "" || said[0].Decision == "" {
			t.Errorf("of two instructions the last does not hold: %+v", said)
		}
		who = town.enters(council, given)
		council.clock.Add(time.Minute)
		m := council.ballots(commune.Motion{Form: commune.FormResolution, Text: "Le conseil organise la cantine de la vallée.", Payload: council.carriesAny()})
		if err := council.votes(who, m, commune.For); err != nil {
			t.Fatal(err)
		}
		settle(town, council)
		if m = council.closes(m); m.Settling() || !m.Adopted || m.For != 1 {
			t.Fatalf("a vote as it was instructed waits: %+v", m.Tally())
		}
		instruction := object(t, town.written(record.KindInstruction)[1])["id"].(string)
		council.tx(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(m.ID)
			if err != nil {
				return err
			}
			entry, err := tx.Entry(d.Seq)
			if !strings.Contains(string(entry.Document), `"allowedBy":"`+instruction+`"`) {
				t.Errorf("the decision does not name the instruction that allowed the voice: %s", entry.Document)
			}
			return err
		})
		m = council.ballots(commune.Motion{Form: commune.FormResolution, Text: "Le conseil ferme la cantine de la vallée.", Payload: council.carriesAny()})
		if err := council.votes(who, m, commune.Against); err != nil {
			t.Fatal(err)
		}
		settle(council)
		if m = council.closes(m); !m.Settling() {
			t.Error("a vote against what the assembly instructed counts")
		}
	})
}

func TestCF5_TheAgendaOfACouncilReachesItsMembersAndIsToldAnewWhenItChanges(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	given := town.delegates(council)
	settle(town, council)
	who := town.enters(council, given)
	r.later(2*federation.TextsEvery, town, council)
	if n := len(council.written(record.KindAgenda)); n != 0 {
		t.Fatalf("%d agendas without a point are told", n)
	}
	var on commune.Meeting
	proposes := func(title string) (item commune.Item) {
		council.tx(func(tx *store.Tx) error {
			if err := procedure.Schedule(tx); err != nil {
				return err
			}
			next, err := tx.MeetingsFrom(tx.Now())
			if err != nil {
				return err
			}
			on = next[0]
			p, err := procedure.ProposeItem(tx, who, commune.Item{Meeting: on.ID, Title: title, Kind: commune.ForDecision, Minutes: 10})
			item = p.Item
			return err
		})
		return item
	}
	first := proposes("La cantine")
	r.later(2*federation.TextsEvery, town, council)
	r.later(2*federation.TextsEvery, town, council)
	if n := len(council.written(record.KindAgenda)); n != 1 {
		t.Fatalf("an agenda that did not change is told %d times", n)
	}
	proposes("Le moulin")
	r.later(2*federation.TextsEvery, town, council)
	heard := town.hears(council)
	if len(heard) != 1 || len(heard[0].Points) != 2 || heard[0].Points[0].Title != "La cantine" || !heard[0].StartsAt.Equal(on.StartsAt) {
		t.Fatalf("the assembly hears that the council treats %+v", heard)
	}
	about := heard[0].Points[0].About
	terms := confederation.InstructTerms{Council: council.conseil(), About: about, Position: commune.For}
	refused := func(want commune.Refusal, t confederation.InstructTerms) {
		town.Helper()
		err := town.InTx(context.Background(), func(tx *store.Tx) error {
			_, err := confederal.ProposeInstruction(tx, town.house, town.founder, t)
			return err
		})
		if !errors.Is(err, want) {
			town.Errorf("%+v gives %v", t, err)
		}
	}
	terms.About = council.base + "/items/999"
	refused(confederation.ErrPointUnknown, terms)
	terms.About, terms.Position = about, "perhaps"
	refused(confederation.ErrStanceMissing, terms)
	council.tx(func(tx *store.Tx) error {
		_, err := procedure.WithdrawItem(tx, who, first.ID, true)
		return err
	})
	r.later(2*federation.TextsEvery, town, council)
	if points := town.hears(council)[0].Points; len(points) != 1 || points[0].Title != "Le moulin" {
		t.Errorf("what was withdrawn still stands: %+v", points)
	}
	town.revokes(given)
	terms.Position = commune.For
	refused(confederation.ErrNoDelegate, terms)
}

func TestCF5_AVoiceThatIsAskedAboutWhileNoAgendaIsOpenComesOnTheFirstThatOpens(t *testing.T) {
	r := onSQLite(t)
	top, between, town := r.council("Conseil du bassin"), r.council("Conseil de la vallée"), r.commune("Commune de Luc")
	between.asksToJoin(top)
	settle(top, between)
	top.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, between.conseil())
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, top.house, top.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true})
	})
	settle(top, between)
	given := between.delegates(top)
	settle(top, between)
	who := between.enters(top, given)
	top.sits(who)
	m := top.ballots(commune.Motion{Form: commune.FormResolution, Text: "Le bassin se partage l'eau.", Payload: top.carriesAny()})
	if err := top.votes(who, m, commune.For); err != nil {
		t.Fatal(err)
	}
	settle(top, between)
	top.closes(m)
	settle(top, between)
	asked := func() (waiting commune.Motion) {
		between.tx(func(tx *store.Tx) (err error) {
			waiting, err = procedure.WaitingMotion(tx, confederation.FormConfirm, func([]byte) (bool, error) { return true, nil })
			return err
		})
		return waiting
	}
	if asked().ID != 0 {
		t.Fatal("a council in which nobody sits has an agenda already")
	}
	town.asksToJoin(between)
	between.answers(town, true)
	settle(town, between)
	seat := town.delegates(between)
	settle(town, between)
	town.enters(between, seat)
	r.later(2*federation.TextsEvery, top, between, town)
	if asked().ID == 0 {
		t.Error("what the council asked does not come on the first agenda that opens")
	}
}
