package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// answering is a person's yes or no before the vote.
func (w *world) answering(who commune.MemberID, id commune.MotionID, yes bool) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.AnswerTerms(tx, who, id, yes); return err }
}

// mandate is the last one that was given.
func (w *world) mandate() (m commune.Mandate) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		all, err := tx.Mandates()
		if len(all) > 0 {
			m = all[0]
		}
		return err
	})
	return m
}

// letters are the kinds of mails that were left for the holders of mandates.
func (w *world) letters() (kinds string) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		var keys []string
		err := tx.DB().Table("jobs").Where("kind = ?", procedure.MandateLetterJob).Order("run_at, id").Pluck("key", &keys).Error
		kinds = strings.Join(keys, ", ")
		return err
	})
	return kinds
}

func TestSE3_AMandateWaitsForItsHolderAndIsRecordedWhenItBegins(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		motion := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormMandate, Payload: terms(awa, commune.RecordDues)})
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		m := w.mandate()
		if m.State(w.clock.Now()) != commune.MandateAwaits || m.Seq != 0 || m.Holder != awa {
			t.Fatalf("given as %+v", m)
		}
		record := func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, awa, commune.Payment{Member: awa, From: "2026-01-01", Until: "2026-12-31"})
			return err
		}
		w.refused(commune.ErrNotMandated, record)
		if got := len(w.told.records()); got != 1 {
			t.Errorf("%d records name who did not accept", got)
		}
		accept := func(who commune.MemberID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.AcceptMandate(tx, w.house, who, m.ID); return err }
		}
		w.refused(commune.ErrNotHolder, accept(w.founder))
		w.clock.Add(time.Hour)
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error { return accept(awa)(tx) }), commune.ErrMandateAccepted)
		w.tx(record)
		if m = w.mandate(); !m.AcceptedAt.Equal(w.clock.Now()) {
			t.Errorf("begun at %s", m.AcceptedAt)
		}
		records := w.told.records()
		if last := records[len(records)-1]; last.Kind != "Mandate" || last.Seq != m.Seq || !strings.Contains(string(last.Document), `"clauses":["Une mission."]`) {
			t.Errorf("recorded as %+v", last)
		}
		mails := "2 accept, 2 accept_soon"
		for _, day := range []struct {
			before time.Duration
			leaves string
		}{{commune.RenewBefore + 48*time.Hour, ""}, {commune.RenewBefore, ", 2 term"}, {commune.TermSoon, ", 2 term_soon"}, {0, ""}} {
			w.clock.Set(m.Until.Add(-day.before))
			w.watch()
			w.watch()
			if mails += day.leaves; w.letters() != mails {
				t.Errorf("%s before the end the mails are %q, want %q", day.before, w.letters(), mails)
			}
		}
	})
}

func TestSE3_WhatIsDeclinedOrNotAcceptedInTimeLeavesAVacancy(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		give := func() commune.Mandate {
			motion := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormMandate, Payload: terms(awa)})
			w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
			return w.mandate()
		}
		declined := give()
		w.refused(commune.ErrNotHolder, func(tx *store.Tx) error { _, err := procedure.DeclineMandate(tx, w.founder, declined.ID); return err })
		w.tx(func(tx *store.Tx) error { _, err := procedure.DeclineMandate(tx, awa, declined.ID); return err })
		w.refused(commune.ErrMandateEnded, func(tx *store.Tx) error { _, err := procedure.AcceptMandate(tx, w.house, awa, declined.ID); return err })
		if m := w.mandate(); m.Ending != commune.Declined || !m.VacantAt(w.clock.Now()) {
			t.Errorf("declined as %+v", m)
		}
		lapsed := give()
		w.clock.Add(commune.AcceptWithin)
		w.refused(commune.ErrAcceptanceLate, func(tx *store.Tx) error { _, err := procedure.AcceptMandate(tx, w.house, awa, lapsed.ID); return err })
		if got := len(w.told.records()); got != 2 {
			t.Errorf("%d records for two decisions and no mandate", got)
		}
	})
}

func TestSE3_WhoSaysNoBeforeTheVoteIsNotMandatedAndOtherTermsAskAnew(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		motion := w.motion(meeting, commune.Motion{Form: commune.FormMandate, Payload: terms(awa, commune.RecordDues)})
		w.refused(commune.ErrNotHolder, w.answering(w.founder, motion.ID, true))
		w.inSession(meeting, awa)
		w.tx(w.answering(awa, motion.ID, false))
		w.refused(commune.ErrHolderDeclined, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID); return err })
		w.tx(func(tx *store.Tx) error {
			asked, err := procedure.AskedOf(tx, awa, commune.FormMandate)
			if len(asked) != 0 {
				t.Errorf("asked again: %+v", asked)
			}
			return err
		})
		var amendment commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			amendment, err = procedure.ProposeAmendment(tx, w.house, awa, commune.Motion{Amends: motion.ID, Text: motion.Text, Payload: terms(awa)})
			return err
		})
		w.refused(commune.ErrAnswerMain, w.answering(awa, amendment.ID, true))
		w.vote(amendment.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.tx(func(tx *store.Tx) error {
			asked, err := procedure.AskedOf(tx, awa, commune.FormMandate)
			if len(asked) != 1 || asked[0].ID != motion.ID {
				t.Errorf("other terms ask nobody: %+v", asked)
			}
			return err
		})
		w.tx(w.answering(awa, motion.ID, true))
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		if m := w.mandate(); m.State(w.clock.Now()) != commune.MandateLiving || len(m.Capabilities) != 0 {
			t.Errorf("given as %+v", m)
		}
		w.refused(commune.ErrVoteClosed, w.answering(awa, motion.ID, false))
	})
}

func TestAG5_ACandidateWhoAcceptedIsMandatedByTheVoteThatFollows(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(3)
		election := w.motion(meeting, commune.Motion{Item: motion.Item, Form: commune.FormElection, Text: "Élire.", Payload: payload(commune.ElectionTerms{
			MandateTerms: commune.MandateTerms{Title: "Caisse", Clauses: commune.Clauses{"La tenir."}, Until: "2027-08-31"}, Candidates: there[:2],
		})})
		w.refused(commune.ErrNotHolder, w.answering(there[2], election.ID, true))
		w.tx(w.answering(there[1], election.ID, true))
		w.view(func(tx *store.Tx) error {
			m, err := tx.Motion(election.ID)
			if err != nil {
				return err
			}
			if yes, no, err := procedure.AnswersTo(tx, m); err != nil || len(yes) != 1 || yes[0] != there[1] || len(no) != 0 {
				t.Errorf("answered %v and %v, %v", yes, no, err)
			}
			return nil
		})
		w.open(election.ID)
		for _, who := range there {
			w.tx(w.cast(who, election.ID, "2"))
		}
		w.close(election.ID)
		w.vote(w.follower(election.ID).ID, map[commune.MemberID]commune.Choice{there[0]: commune.For})
		if m := w.mandate(); m.Holder != there[1] || m.State(w.clock.Now()) != commune.MandateLiving {
			t.Errorf("given as %+v", m)
		}
	})
}
