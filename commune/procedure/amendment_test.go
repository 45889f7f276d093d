package procedure_test

import (
	"errors"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func (w *world) amending(who commune.MemberID, id commune.MotionID, text string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.ProposeAmendment(tx, w.house, who, commune.Motion{Amends: id, Text: text})
		return err
	}
}

// amendment proposes other words, and gives the amendment.
func (w *world) amendment(who commune.MemberID, id commune.MotionID, text string) (a commune.Motion) {
	w.Helper()
	w.tx(w.amending(who, id, text))
	w.view(func(tx *store.Tx) error {
		all, err := tx.Amendments(id)
		a = all[len(all)-1]
		return err
	})
	return a
}

func (w *world) read(id commune.MotionID) (m commune.Motion) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { m, err = tx.Motion(id); return err })
	return m
}

func TestAG5_AmendmentsAreVotedFirstAndGiveTheirWords(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(2)
		first := w.amendment(there[0], motion.ID, "La commune adhère pour deux ans.")
		second := w.amendment(there[1], motion.ID, "La commune adhère pour trois ans.")
		opening := func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID); return err }
		w.refused(commune.ErrAmendmentsFirst, opening)
		adopted := w.vote(first.ID, map[commune.MemberID]commune.Choice{there[0]: commune.For})
		if m := w.read(motion.ID); m.Text != first.Text || m.Original != motion.Text || !adopted.Adopted {
			t.Errorf("the motion reads %q, first %q", m.Text, m.Original)
		}
		w.refused(commune.ErrAmendmentsFirst, opening)
		w.vote(second.ID, map[commune.MemberID]commune.Choice{there[0]: commune.Against})
		w.view(func(tx *store.Tx) error {
			if n, err := tx.CountDecisions(); err != nil || n != 0 {
				t.Errorf("amendments made %d decisions, %v", n, err)
			}
			entry, err := tx.Entry(adopted.Seq)
			if err != nil || entry.Kind != "Amendment" || entry.IsRecord {
				t.Errorf("the log says %+v, %v", entry, err)
			}
			return nil
		})
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{there[0]: commune.For})
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(motion.ID)
			if err != nil || d.Text != first.Text {
				t.Errorf("decided %q, %v", d.Text, err)
			}
			return nil
		})
	})
}

func TestAG5_WhatCannotBeAmendedIsRefused(t *testing.T) {
	each(t, func(w *world) {
		unpaid := w.member("Sans cotisation", false)
		meeting, motion, there := w.hall(2)
		a := w.amendment(there[0], motion.ID, "Autre chose.")
		w.refused(commune.ErrAmendmentTwice, w.amending(there[0], motion.ID, "Encore autre chose."))
		w.refused(commune.ErrAmendsAmendment, w.amending(there[1], a.ID, "Encore autre chose."))
		w.refused(commune.ErrAmendsNothing, w.amending(there[1], motion.ID, " "+motion.Text+" "))
		w.refused(commune.ErrMotionTextMissing, w.amending(there[1], motion.ID, " "))
		w.refused(commune.ErrNoStanding, w.amending(unpaid, motion.ID, "Autre chose."))
		w.refused(commune.ErrNotFound, w.amending(there[1], 999, "Autre chose."))
		withdraw := func(who commune.MemberID, id commune.MotionID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.WithdrawAmendment(tx, who, id); return err }
		}
		w.refused(commune.ErrNotMandated, withdraw(there[1], a.ID))
		w.refused(commune.ErrNotAmendment, withdraw(w.founder, motion.ID))
		w.tx(withdraw(there[0], a.ID))
		w.refused(commune.ErrWithdrawn, withdraw(there[0], a.ID))
		w.refused(commune.ErrWithdrawn, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, a.ID); return err })
		b := w.amendment(there[0], motion.ID, "Encore autre chose.")
		w.tx(withdraw(w.founder, b.ID)) // who leads
		w.open(motion.ID)
		w.refused(commune.ErrVoteAlreadyOpen, w.amending(there[1], motion.ID, "Trop tard."))
		w.close(motion.ID)
		exclusion := w.motion(meeting, commune.Motion{Item: motion.Item, Form: commune.FormExclusion, Text: "Une exclusion.", Payload: payload(commune.ExclusionTerms{Member: there[1]})})
		w.refused(commune.ErrAmendsWhole, w.amending(there[0], exclusion.ID, "Autre chose."))
		w.end(meeting)
	})
}

func TestSE3_AnAmendmentChangesWhatAMandateSays(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(2)
		mandate := w.motion(commune.Meeting{}, commune.Motion{Item: motion.Item, Form: commune.FormMandate, Text: "Un mandat.", Payload: terms(there[0])})
		var a commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			a, err = procedure.ProposeAmendment(tx, w.house, there[1], commune.Motion{Amends: mandate.ID, Text: "Un mandat.", Payload: terms(there[1])})
			return err
		})
		w.vote(a.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.vote(mandate.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(mandate.ID)
			if err != nil {
				return err
			}
			p, err := procedure.Identify(tx, there[1])
			if err != nil || len(p.Mandates) != 1 || p.Mandates[0].Decision != d.ID {
				t.Errorf("given %+v, %v", p.Mandates, err)
			}
			return nil
		})
	})
}

func (w *world) follower(id commune.MotionID) (m commune.Motion) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { m, err = tx.Follower(id); return err })
	return m
}

func TestAG5_PluralitySelectsOneOptionWhichAVoteThenAdopts(t *testing.T) {
	each(t, func(w *world) {
		for _, mode := range []commune.VoteMode{commune.Named, commune.Secret} {
			w.selects(mode)
		}
	})
}

func (w *world) selects(mode commune.VoteMode) {
	w.Helper()
	var meeting commune.Meeting
	w.view(func(tx *store.Tx) (err error) { meeting, err = tx.OpenMeeting(); return ignoreMissing(err) })
	voters := []commune.MemberID{w.member("A"+string(mode), true), w.member("B"+string(mode), true), w.member("C"+string(mode), true)}
	if meeting.ID == 0 {
		meeting = w.nextMeeting()
		w.inSession(meeting)
	}
	w.attend(meeting, commune.Room, voters...)
	item := w.late(meeting)
	choice := w.motion(meeting, commune.Motion{Item: item, Form: commune.FormSelection, Text: "Quel local ?", Payload: []byte("Les Lins\nLes Ormes\n")})
	w.openIn(choice.ID, mode)
	w.refused(commune.ErrChoiceInvalid, w.cast(voters[0], choice.ID, commune.For))
	w.refused(commune.ErrChoiceInvalid, w.cast(voters[0], choice.ID, "3"))
	w.tx(w.cast(voters[0], choice.ID, "2"))
	w.tx(w.cast(voters[1], choice.ID, "2"))
	w.tx(w.cast(voters[2], choice.ID, "1"))
	w.tx(w.cast(w.founder, choice.ID, commune.Abstain))
	closed := w.close(choice.ID)
	if closed.Selected != 2 || closed.Votes.Of(2) != 2 || closed.Abstain != 1 || closed.Voters() != 4 || closed.Adopted {
		w.Errorf("selected %+v", closed)
	}
	next := w.follower(choice.ID)
	if next.Form != commune.FormResolution || next.Text != "Quel local ?\n\nRetenu\u00a0: Les Ormes" || next.Opened() || next.Plural() {
		w.Errorf("then %+v is put to the vote", next)
	}
	w.refused(commune.ErrNothingToRepeat, func(tx *store.Tx) error { _, err := procedure.VoteAgain(tx, w.house, w.founder, choice.ID); return err })
	adopted := w.vote(next.ID, map[commune.MemberID]commune.Choice{voters[0]: commune.For})
	if !adopted.Adopted {
		w.Error("what was selected was not adopted")
	}
}

// late is an item on the agenda of a meeting in session, without the rules of proposing one.
func (w *world) late(in commune.Meeting) (id commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		item, err := tx.PutItem(commune.Item{Meeting: in.ID, Title: "Local", Kind: commune.ForDecision, Minutes: 20, ProposedBy: w.founder, ProposedAt: tx.Now()})
		id = item.ID
		return err
	})
	return id
}

func ignoreMissing(err error) error {
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

func TestAG5_ATieAtTheTopSelectsNothingAndIsVotedAgain(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(2)
		choice := w.motion(meeting, commune.Motion{Item: motion.Item, Form: commune.FormSelection, Text: "Quel local ?", Payload: []byte("Les Lins\nLes Ormes\nLa cour")})
		closed := w.vote(choice.ID, map[commune.MemberID]commune.Choice{there[0]: "1", there[1]: "2"})
		if !closed.Tied() || closed.Selected != 0 {
			t.Errorf("a tie selected %+v", closed)
		}
		var again commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			again, err = procedure.VoteAgain(tx, w.house, w.founder, choice.ID)
			return err
		})
		w.refused(commune.ErrNothingToRepeat, func(tx *store.Tx) error { _, err := procedure.VoteAgain(tx, w.house, w.founder, choice.ID); return err })
		w.tx(w.cast(there[0], again.ID, "2"))
		if closed := w.close(again.ID); closed.Selected != 2 {
			t.Errorf("then %+v", closed)
		}
		w.view(func(tx *store.Tx) error {
			if _, err := tx.Follower(choice.ID); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("the tie put something to the vote: %v", err)
			}
			return nil
		})
	})
}

func TestAG5_OnePersonOfSeveralIsElectedThenMandated(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(3)
		election := func(candidates ...commune.MemberID) []byte {
			return payload(commune.ElectionTerms{
				MandateTerms: commune.MandateTerms{Title: "Trésorerie", Clauses: commune.Clauses{"Tenir la caisse."}, Capabilities: commune.Capabilities{commune.RecordDues}, Until: "2027-08-31"},
				Candidates:   candidates,
			})
		}
		propose := func(payload []byte) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{Item: motion.Item, Form: commune.FormElection, Text: "Élire.", Payload: payload, Audience: commune.Public})
				return err
			}
		}
		w.refused(commune.ErrCandidatesInvalid, propose(election(there[0])))
		w.refused(commune.ErrCandidatesInvalid, propose(election(there[0], there[0])))
		w.refused(commune.ErrCandidatesInvalid, propose(election(there[0], 999)))
		m := w.motion(meeting, commune.Motion{Item: motion.Item, Form: commune.FormElection, Text: "Élire à la trésorerie.", Payload: election(there[0], there[1])})
		w.openIn(m.ID, commune.Secret)
		for _, who := range there {
			w.tx(w.cast(who, m.ID, "2"))
		}
		if closed := w.close(m.ID); closed.Options[closed.Selected-1] != "Votante 1" {
			t.Errorf("elected %+v", closed)
		}
		next := w.follower(m.ID)
		w.vote(next.ID, map[commune.MemberID]commune.Choice{there[0]: commune.For})
		w.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, there[1])
			if err != nil || len(p.Mandates) != 1 || !p.Mandates[0].Capabilities.Has(commune.RecordDues) {
				t.Errorf("mandated %+v, %v", p.Mandates, err)
			}
			return nil
		})
	})
}
