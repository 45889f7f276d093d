package procedure_test

import (
	"errors"
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func (w *world) cast(who commune.MemberID, id commune.MotionID, c commune.Choice) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.Cast(tx, who, id, c); return err }
}

// hall is a meeting in session with a motion, and members who are there.
func (w *world) hall(n int) (m commune.Meeting, motion commune.Motion, there []commune.MemberID) {
	w.Helper()
	m = w.nextMeeting()
	motion = w.motion(m, commune.Motion{})
	for i := range n {
		there = append(there, w.member(fmt.Sprintf("Votante %d", i), true))
	}
	w.inSession(m, there...)
	return m, motion, there
}

func TestAG4_TwoHundredBallotsFromOneHundredPersonsLeaveOneHundred(t *testing.T) {
	each(t, func(w *world) {
		_, motion, voters := w.hall(100)
		w.open(motion.ID)
		for _, err := range w.atOnce(200, func(i int, tx *store.Tx) error { return w.cast(voters[i%100], motion.ID, commune.For)(tx) }) {
			if err != nil {
				t.Error(err)
			}
		}
		if motion = w.close(motion.ID); motion.For != 100 || motion.Electorate != 101 {
			t.Errorf("counted %d for, electorate %d; want 100 and 101", motion.For, motion.Electorate)
		}
	})
}

// Every ballot that was acknowledged is counted, and none is accepted after the close.
func TestAG4_BallotsThatRaceTheCloseAreCountedOrRefused(t *testing.T) {
	each(t, func(w *world) {
		_, motion, voters := w.hall(60)
		w.open(motion.ID)
		var closed commune.Motion
		errs := w.atOnce(61, func(i int, tx *store.Tx) (err error) {
			if i == 30 {
				closed, err = procedure.CloseVote(tx, w.house, w.founder, motion.ID)
				return err
			}
			return w.cast(voters[min(i, 59)], motion.ID, commune.Against)(tx)
		})
		acknowledged := make(map[commune.MemberID]bool)
		for i, err := range errs {
			switch {
			case err == nil && i != 30:
				acknowledged[voters[min(i, 59)]] = true
			case err != nil && !errors.Is(err, commune.ErrVoteClosed):
				t.Error(err)
			}
		}
		if closed.Against != len(acknowledged) {
			t.Errorf("%d were acknowledged, %d counted", len(acknowledged), closed.Against)
		}
		w.view(func(tx *store.Tx) error {
			if n, err := tx.CountBallots(motion.ID); err != nil || n != closed.Against {
				t.Errorf("%d ballots lie in the box, %v", n, err)
			}
			return nil
		})
		w.refused(commune.ErrVoteClosed, w.cast(voters[0], motion.ID, commune.For))
	})
}

func TestAG4_TheElectorateIsTheOneOfTheOpening(t *testing.T) {
	each(t, func(w *world) {
		unpaid := w.member("Sans cotisation", false)
		late := w.member("En retard", true)
		meeting, motion, there := w.hall(2)
		gone := there[1]
		if opened := w.open(motion.ID); opened.Electorate != 3 {
			t.Errorf("the electorate is %d", opened.Electorate)
		}
		// Dues that are recorded during the vote, even for last year, a late arrival and a departure change nothing in it.
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: unpaid, From: "2025-01-01", Until: "2026-12-31"})
			return err
		})
		w.attend(meeting, commune.Room, unpaid, late)
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, gone, meeting.ID) })
		w.refused(commune.ErrNotElector, w.cast(unpaid, motion.ID, commune.For))
		w.refused(commune.ErrNotElector, w.cast(late, motion.ID, commune.For))
		w.refused(commune.ErrNotElector, w.cast(999, motion.ID, commune.For))
		w.refused(commune.ErrChoiceInvalid, w.cast(gone, motion.ID, "yes"))
		w.refused(commune.ErrNotFound, w.cast(gone, 999, commune.For))
		w.tx(w.cast(gone, motion.ID, commune.Against))
		w.tx(func(tx *store.Tx) error { // not even leaving the commune
			m, err := tx.Member(there[0])
			m.LeftAt = tx.Now()
			return errors.Join(err, tx.SaveMember(m))
		})
		w.tx(w.cast(there[0], motion.ID, commune.Against))
		if closed := w.close(motion.ID); closed.Tally() != (commune.Tally{Against: 2}) || closed.Electorate != 3 {
			t.Errorf("closed as %+v", closed)
		}
		// The next vote's electorate is that of its own opening.
		next := w.motion(meeting, commune.Motion{Item: motion.Item})
		if opened := w.open(next.ID); opened.Electorate != 3 {
			t.Errorf("then the electorate is %d: the founder and the two who came", opened.Electorate)
		}
	})
}

func TestAG4_AnExpelledElectorCannotVote(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(1)
		w.open(motion.ID)
		w.tx(func(tx *store.Tx) error {
			return tx.DB().Model(&commune.Elector{}).Where("member = ?", there[0]).Update("expelled", true).Error
		})
		w.refused(commune.ErrExpelled, w.cast(there[0], motion.ID, commune.For))
	})
}

func TestAG5_ABallotIsReplacedByItsVoterUntilTheClose(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(2)
		w.refused(commune.ErrVoteNotOpen, w.cast(there[0], motion.ID, commune.For))
		w.open(motion.ID)
		for _, c := range []commune.Choice{commune.For, commune.Abstain, commune.Against, commune.For, commune.Against} {
			w.tx(w.cast(there[0], motion.ID, c))
		}
		w.tx(w.cast(there[1], motion.ID, commune.For))
		closed := w.close(motion.ID)
		if closed.Tally() != (commune.Tally{For: 1, Against: 1}) || closed.Adopted {
			t.Errorf("closed as %+v", closed)
		}
		w.refused(commune.ErrVoteClosed, w.cast(there[1], motion.ID, commune.Against))
	})
}

func TestAG5_ATieIsNoDecisionAndItsCountsAreInTheLog(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(2)
		closed := w.vote(motion.ID, map[commune.MemberID]commune.Choice{there[0]: commune.For, there[1]: commune.Against, w.founder: commune.Abstain})
		if closed.Adopted {
			t.Error("a tie was adopted")
		}
		w.view(func(tx *store.Tx) error {
			if n, err := tx.CountDecisions(); err != nil || n != 0 {
				t.Errorf("%d decisions, %v", n, err)
			}
			entry, err := tx.Entry(closed.Seq)
			if err != nil || entry.Kind != "Rejection" || entry.IsRecord || entry.Audience != commune.MembersOnly {
				t.Errorf("the entry is %+v, %v", entry, err)
			}
			return nil
		})
		if len(w.told.records()) != 0 {
			t.Error("a rejection was published")
		}
	})
}

func TestAG4_OfThoseWhoOpenOrCloseAVoteAtOnceOneDoes(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(2)
		w.refused(commune.ErrVoteNotOpen, func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, w.founder, motion.ID); return err })
		w.give(motion.Item, there[0], commune.Facilitate)
		leaders := []commune.MemberID{w.founder, there[0]}
		w.one(w.atOnce(6, func(i int, tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, leaders[i%2], motion.ID)
			return err
		}), commune.ErrVoteAlreadyOpen)
		w.tx(w.cast(there[1], motion.ID, commune.For))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, there[1], motion.ID); return err })
		w.refused(commune.ErrVotesOpen, func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.founder, meeting.ID) })
		w.one(w.atOnce(6, func(i int, tx *store.Tx) error {
			_, err := procedure.CloseVote(tx, w.house, leaders[i%2], motion.ID)
			return err
		}), commune.ErrVoteClosed)
		w.refused(commune.ErrVoteAlreadyOpen, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID); return err })
		w.view(func(tx *store.Tx) error {
			if n, err := tx.CountDecisions(); err != nil || n != 2 {
				t.Errorf("%d decisions, %v", n, err)
			}
			return nil
		})
	})
}

func TestAG1_AMotionIsVotedInAnOpenMeetingOnly(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{})
		open := func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID); return err }
		w.refused(commune.ErrMeetingNotOpen, open)
		w.clock.Set(meeting.StartsAt)
		w.refused(commune.ErrMeetingNotOpen, open)
		w.inSession(meeting)
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, w.founder, meeting.ID) })
		w.refused(commune.ErrNobodyVotes, open)
	})
}

func TestOJ1_WhatLeftTheAgendaIsNotVoted(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.WithdrawItem(tx, w.founder, motion.Item, true)
			return err
		})
		w.inSession(meeting)
		w.refused(commune.ErrItemWithdrawn, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID); return err })
	})
}

func TestCR2_WhatCannotBeVotedIsRefused(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		propose := func(who commune.MemberID, m commune.Motion) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.ProposeMotion(tx, w.house, who, m); return err }
		}
		good := commune.Motion{Item: point.ID, Form: commune.FormResolution, Text: "t", Audience: commune.Public}
		change := func(f func(*commune.Motion)) commune.Motion { m := good; f(&m); return m }
		w.refused(commune.ErrMotionTextMissing, propose(w.founder, change(func(m *commune.Motion) { m.Text = " " })))
		w.refused(commune.ErrAudienceInvalid, propose(w.founder, change(func(m *commune.Motion) { m.Audience = "" })))
		w.refused(commune.ErrFormUnknown, propose(w.founder, change(func(m *commune.Motion) { m.Form = "coup" })))
		w.refused(commune.ErrNotFound, propose(w.founder, change(func(m *commune.Motion) { m.Item = 999 })))
		w.refused(commune.ErrNotMandated, propose(awa, good))
		w.clock.Set(meeting.StartsAt.Add(commune.OpenableFor))
		w.refused(commune.ErrMeetingEnded, propose(w.founder, good))
	})
}
