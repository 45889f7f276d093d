package procedure_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// meets has a member look the council up.
func (w *world) meets() {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.Meet(tx, w.founder, council())
		return err
	})
}

// item opens an exceptional AG in which motions can be put and voted at once.
func (w *world) item() (id commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := commons.CallMeeting(tx, w.founder, commune.Call{Matter: "Le conseil", Reason: "Il se fonde", StartsAt: tx.Now().Add(time.Minute)})
		if err != nil {
			return err
		}
		if err := commons.Attend(tx, w.founder, m.ID, commune.Room); err != nil {
			return err
		}
		if _, err := commons.OpenMeeting(tx, w.founder, m.ID); err != nil {
			return err
		}
		items, err := tx.Items(m.ID)
		id = items[0].ID
		return err
	})
	return id
}

// votes puts a motion on an item and closes the vote with one choice.
func (w *world) votes(m commune.Motion, choice commune.Choice) (closed commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = commons.ProposeMotion(tx, w.house, w.founder, m); err != nil {
			return err
		}
		_, err = commons.OpenVote(tx, w.house, w.founder, m.ID)
		return err
	})
	w.tx(func(tx *store.Tx) (err error) {
		if _, err = commons.Cast(tx, w.founder, m.ID, choice); err != nil {
			return err
		}
		closed, err = commons.CloseVote(tx, w.house, w.founder, m.ID)
		return err
	})
	return closed
}

// join is the motion to join the valley's council.
func join(on commune.ItemID) commune.Motion {
	return commune.Motion{
		Item: on, Form: confederation.FormJoin, Audience: commune.Public, Text: "La commune rejoint le conseil.",
		Payload: payload(confederation.JoinTerms{Council: valley}),
	}
}

func TestCF1_CH1_ACommuneAsksToJoinByADecisionThatNamesTheCharter(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		m := w.votes(join(w.item()), commune.For)
		p := w.peer(valley)
		if p.State != confederation.Asked {
			t.Errorf("the council is %s", p.State)
		}
		asked := w.told.named("join-decided")
		if len(asked) != 1 || asked[0].(confederation.JoinDecided).Peer.Actor != valley {
			t.Fatalf("published: %v", asked)
		}
		parsed, err := record.Parse(p.JoinRecord)
		var d record.Decision
		if err != nil || json.Unmarshal(parsed.Data, &d) != nil {
			t.Fatal(err)
		}
		want := record.CharterRef{ID: "https://vallee.example/records/1", Version: 1, Hash: commons.TextHash(charter)}
		if d.Council != valley || d.Charter == nil || *d.Charter != want || d.Seq != m.Seq || d.Form != "join" {
			t.Errorf("the decision says %+v", d)
		}
	})
}

func TestCF1_NothingIsAskedWithoutTheAssembly(t *testing.T) {
	eachCommune(t, func(w *world) {
		item := w.item()
		w.refused(confederation.ErrCouncilUnknown, func(tx *store.Tx) error {
			_, err := commons.ProposeMotion(tx, w.house, w.founder, join(item))
			return err
		})
		w.meets()
		w.votes(join(item), commune.Against)
		if p := w.peer(valley); p.State != confederation.Known || len(w.told.named("join-decided")) != 0 {
			t.Errorf("after a rejected motion the council is %s", p.State)
		}
	})
}

func TestACouncilIsJoinedOnceAndNobodyElse(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		item := w.item()
		w.votes(join(item), commune.For)
		w.refused(confederation.ErrAlreadyJoined, func(tx *store.Tx) error {
			_, err := commons.ProposeMotion(tx, w.house, w.founder, join(item))
			return err
		})
		another := council()
		another.Key, another.CharterVersion = crestPeer().Key, 7
		w.tx(func(tx *store.Tx) error {
			p, err := procedure.Meet(tx, w.founder, another)
			if err == nil && (p.CharterVersion != 1 || p.State != confederation.Asked) {
				t.Error("looking again changed what the assembly decided on")
			}
			return err
		})
		w.refused(confederation.ErrNotCouncil, func(tx *store.Tx) error { _, err := procedure.Meet(tx, w.founder, crestPeer()); return err })
		own := council()
		own.Actor = "https://tisserands.example/ag"
		w.refused(confederation.ErrCouncilItself, func(tx *store.Tx) error { _, err := procedure.Meet(tx, w.founder, own); return err })
	})
}

func TestCF2_ConfederationRecordsAreAddressedToTheCouncilsThatWereAsked(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		item := w.item()
		water := commune.Motion{Item: item, Form: commune.FormResolution, Audience: commune.Confederation, Text: "L'eau revient en régie."}
		addressed := func() []commune.ActorID {
			w.votes(water, commune.For)
			all := w.told.named("record-written")
			return all[len(all)-1].(commune.RecordWritten).To
		}
		if to := addressed(); len(to) != 0 {
			t.Errorf("before the assembly decided to join: %v", to)
		}
		w.votes(join(item), commune.For)
		if to := addressed(); len(to) != 1 || to[0] != valley {
			t.Errorf("once it asked: %v", to)
		}
		w.tx(answers(valley, false))
		if to := addressed(); len(to) != 0 {
			t.Errorf("once it was refused: %v", to)
		}
	})
}

func TestOnlyTheCouncilThatWasAskedAnswers(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.refused(confederation.ErrNotAsked, answers(valley, true))
		w.meets()
		w.refused(confederation.ErrNotAsked, answers(valley, true))
		w.votes(join(w.item()), commune.For)
		w.tx(answers(valley, true))
		w.refused(confederation.ErrNotAsked, answers(valley, false))
		if p := w.peer(valley); p.State != confederation.Accepted {
			t.Errorf("the council is %s", p.State)
		}
	})
}

// The assembly left before it was answered, and asked again: the answer to its first request, which was long on its way, is none to its second.
func TestCF1_AnAnswerIsToTheRequestThatItNames(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		item := w.item()
		w.votes(join(item), commune.For)
		first := w.peer(valley).JoinRecord
		w.votes(commune.Motion{
			Item: item, Form: confederation.FormLeave, Audience: commune.Public, Text: "Nous quittons le conseil.", Payload: payload(confederation.TieTerms{Actor: valley}),
		}, commune.For)
		w.votes(join(item), commune.For)
		w.refused(confederation.ErrNotAsked, func(tx *store.Tx) error { return procedure.ReceiveAnswer(tx, valley, first, true) })
		w.tx(answers(valley, true))
		if p := w.peer(valley); p.State != confederation.Accepted {
			t.Errorf("the council is %s", p.State)
		}
	})
}

// The decision of who asks was read in its log, and answered, before its request came: it hears the answer as one to that request.
func TestCF1_ARequestThatComesAfterItsAnswerIsAnswered(t *testing.T) {
	eachCouncil(t, func(w *world) {
		decision := joining(t, 2, 1, commons.TextHash(charter))
		w.applies(decision)
		p := w.peer(crest)
		w.tx(func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: true})
		})
		w.tx(func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join/late", decision)
		})
		told := w.told.named("join-answered")
		if last := told[len(told)-1].(confederation.JoinAnswered); len(told) != 2 || !last.Accepted || last.Peer.JoinActivity != crest+"/join/late" {
			t.Errorf("told %+v", told)
		}
		w.refused(confederation.ErrAlreadyJoined, func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join/late", decision)
		})
	})
}

func TestCF3_PW1_ACouncilSeatsACommuneUnderAMandateOnly(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.applies(joining(t, 2, 1, commons.TextHash(charter)))
		p := w.peer(crest)
		var guest commune.Member
		w.tx(func(tx *store.Tx) (err error) {
			guest, err = commons.Admit(tx, w.founder, "Awa D.", "awa@vallee.example")
			return err
		})
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, guest.ID, procedure.JoinAnswer{Peer: p.ID, Accept: true})
		})
		if p := w.peer(crest); p.State != confederation.Asked || len(w.told.named("join-answered")) != 0 {
			t.Errorf("without a mandate the commune is %s", p.State)
		}
		w.tx(func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: true})
		})
		told := w.told.named("join-answered")
		if p := w.peer(crest); p.State != confederation.Accepted || len(told) != 1 || !told[0].(confederation.JoinAnswered).Accepted {
			t.Errorf("the commune is %s, published: %v", p.State, told)
		}
		w.refused(confederation.ErrNotAsked, func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: false})
		})
		w.tx(func(tx *store.Tx) error { // it says that it left meanwhile: its log is read, and until then nothing changes
			return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join/2", joining(t, 3, 1, commons.TextHash(charter)))
		})
		if due := w.told.named("pull-due"); w.peer(crest).State != confederation.Accepted || len(due) != 1 {
			t.Errorf("a member that asks anew is %s, and its log is read %d times", w.peer(crest).State, len(due))
		}
	})
}

func TestCF1_OfDecisionsToJoinAndToLeaveTheLastHoldsWhicheverComesFirst(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		ask := func(seq commune.Seq) {
			w.tx(func(tx *store.Tx) error {
				return procedure.ReceiveJoin(tx, w.house, crestPeer(), fmt.Sprintf("%s/join/%d", crest, seq), joining(t, seq, 1, commons.TextHash(charter)))
			})
		}
		ask(5)
		left := signed(t, record.Decision{
			Header: record.Header{V: 1, Kind: record.KindDecision, Seq: 4}, Number: "2026-2", Text: "La commune quitte le conseil.",
			Form: string(confederation.FormLeave), Audience: string(commune.Public), Council: valley,
		}, key(1))
		w.tx(func(tx *store.Tx) error { return procedure.ReceiveLeave(tx, w.house, crest, left) })
		if p := w.peer(crest); p.State != confederation.Asked || p.Joined() != 5 || p.JoinActivity != crest+"/join/5" {
			t.Errorf("it is %s by %d, and waits for an answer to %s", p.State, p.Joined(), p.JoinActivity)
		}
		ask(3)
		if p := w.peer(crest); p.State != confederation.Asked || p.Joined() != 5 {
			t.Errorf("an older decision took the place of the last: %s by %d", p.State, p.Joined())
		}
	})
}

func TestCH1_ACommuneThatAdoptedAnotherCharterIsNotSeated(t *testing.T) {
	eachCouncil(t, func(w *world) {
		for _, outdated := range [][]byte{joining(t, 2, 2, commons.TextHash(charter)), joining(t, 3, 1, commons.TextHash("autre"))} {
			w.applies(outdated)
			p := w.peer(crest)
			w.refused(confederation.ErrCharterOutdated, func(tx *store.Tx) error {
				return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: true})
			})
		}
		w.applies(joining(t, 4, 1, commons.TextHash(charter))) // it decided again
		p := w.peer(crest)
		w.tx(func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: true})
		})
	})
}

func TestACommuneSeatsNobody(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.refused(confederation.ErrNotCouncil, func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join", joining(t, 2, 1, ""))
		})
	})
}

func TestNobodyIsSeatedWithoutADecisionToJoin(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.refused(confederation.ErrJoinUnproved, func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, crestPeer(), crest+"/join", decision(t, 2, "L'eau", key(1)))
		})
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: 99, Accept: true})
		})
	})
}

func TestOfTwoAnswersAtOnceOneCounts(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.applies(joining(t, 2, 1, commons.TextHash(charter)))
		p := w.peer(crest)
		var answered atomic.Int32
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				err := w.InTx(context.Background(), func(tx *store.Tx) error {
					return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: n%2 == 0})
				})
				if err == nil {
					answered.Add(1)
				} else if !errors.Is(err, confederation.ErrNotAsked) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := answered.Load(); n != 1 {
			t.Errorf("%d answers were given", n)
		}
		w.tx(func(tx *store.Tx) error {
			all, err := peers.Peers(tx, confederation.RoleCommune)
			if len(all) != 1 || all[0].State == confederation.Asked {
				t.Errorf("then: %+v", all)
			}
			return err
		})
	})
}

func TestCF1_TheDecisionToJoinAsksInTheTransactionOfItsVote(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.meets()
		item, failed := w.item(), errors.New("the machine stops")
		var m commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			if m, err = commons.ProposeMotion(tx, w.house, w.founder, join(item)); err != nil {
				return err
			}
			if _, err = commons.OpenVote(tx, w.house, w.founder, m.ID); err != nil {
				return err
			}
			_, err = commons.Cast(tx, w.founder, m.ID, commune.For)
			return err
		})
		state := func(tx *store.Tx, want confederation.State) error {
			p, err := peers.PeerByActor(tx, valley)
			if p.State != want {
				t.Errorf("the council is %s, want %s", p.State, want)
			}
			return err
		}
		closes := func(tx *store.Tx) error {
			if _, err := commons.CloseVote(tx, w.house, w.founder, m.ID); err != nil {
				return err
			}
			return state(tx, confederation.Asked)
		}
		if err := w.InTx(context.Background(), func(tx *store.Tx) error { return errors.Join(closes(tx), failed) }); !errors.Is(err, failed) {
			t.Fatal(err)
		}
		w.tx(func(tx *store.Tx) error {
			if _, err := tx.DecisionOf(m.ID); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("a decision was left: %v", err)
			}
			return state(tx, confederation.Known)
		})
		w.tx(closes)
	})
}
