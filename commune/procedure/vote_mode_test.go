package procedure_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// openIn opens a vote in a mode.
func (w *world) openIn(id commune.MotionID, mode commune.VoteMode) (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.OpenVoteIn(tx, w.house, w.founder, procedure.Opening{Motion: id, Mode: mode})
		return err
	})
	return m
}

func (w *world) counting(id commune.MotionID, c commune.HandCount) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.CountHands(tx, w.founder, id, c); return err }
}

func (w *world) closing(id commune.MotionID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, w.founder, id); return err }
}

func hands(yes, no, neither int) commune.HandCount {
	return commune.HandCount{Counts: commune.Counts{commune.For: yes, commune.Against: no, commune.Abstain: neither}}
}

func TestAG5_ASecretVoteIsFinalAndCountedLikeAnyOther(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(3)
		w.openIn(motion.ID, commune.Secret)
		w.tx(w.cast(there[0], motion.ID, commune.For))
		w.tx(w.cast(there[1], motion.ID, commune.For))
		w.tx(w.cast(there[2], motion.ID, commune.Against))
		w.refused(commune.ErrVoteFinal, w.cast(there[0], motion.ID, commune.Against))
		w.refused(commune.ErrVoteFinal, w.cast(there[0], motion.ID, commune.For))
		w.refused(commune.ErrChoiceInvalid, w.cast(w.founder, motion.ID, "1"))
		w.refused(commune.ErrNotByHand, w.counting(motion.ID, hands(1, 0, 0)))
		closed := w.close(motion.ID)
		if closed.Tally() != (commune.Tally{For: 2, Against: 1}) || !closed.Adopted || closed.Electorate != 4 {
			t.Errorf("closed as %+v", closed)
		}
		w.refused(commune.ErrVoteClosed, w.cast(w.founder, motion.ID, commune.For))
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(motion.ID)
			if err != nil || d.Mode != commune.Secret {
				t.Errorf("the register says %q, %v", d.Mode, err)
			}
			return nil
		})
	})
}

// While a secret vote runs and after its close, nothing that is stored joins a person to what they said, or says in which order they came.
func TestAG5_NothingStoredJoinsASecretBallotToItsVoter(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(9)
		w.openIn(motion.ID, commune.Secret)
		counters := w.rows("urns")
		for i, who := range there[:7] {
			w.clock.Add(time.Minute)
			w.tx(w.cast(who, motion.ID, []commune.Choice{commune.For, commune.Against, commune.Abstain}[i%3]))
		}
		if len(w.rows("ballots")) != 0 {
			t.Error("a secret ballot has a row of its own")
		}
		if len(w.rows("urns")) != len(counters) {
			t.Error("a row came with a ballot")
		}
		columns := map[string][]string{"urns": {"motion", "slot", "choice", "ballots"}, "electors": {"motion", "member", "mode", "expelled", "voted"}}
		for table, names := range columns {
			for _, row := range w.rows(table) {
				if len(row) != len(names) {
					t.Errorf("%s has %d columns: %v", table, len(row), row)
				}
				for _, name := range names {
					if _, ok := row[name]; !ok {
						t.Errorf("%s has no column %s", table, name)
					}
				}
			}
		}
		w.close(motion.ID)
		if len(w.rows("urns")) != 0 {
			t.Error("the urn outlives the vote")
		}
		if voted := w.column("SELECT member FROM electors WHERE voted ORDER BY member"); len(voted) != 7 {
			t.Errorf("the roll says that %v voted", voted)
		}
		if written := w.column("SELECT count(DISTINCT " + w.writer() + ") FROM electors"); fmt.Sprint(written) != "[1]" {
			t.Errorf("%v transactions wrote the roll: it tells who voted when", written)
		}
	})
}

// writer is what a database notes by itself of who wrote a row: PostgreSQL the transaction, SQLite nothing.
func (w *world) writer() string {
	if w.dialect() == "postgres" {
		return "xmin::text"
	}
	return "1"
}

func (w *world) dialect() (name string) {
	w.view(func(tx *store.Tx) error { name = tx.DB().Name(); return nil })
	return name
}

func (w *world) rows(table string) (rows []map[string]any) {
	w.Helper()
	w.view(func(tx *store.Tx) error { return tx.DB().Table(table).Find(&rows).Error })
	return rows
}

func (w *world) column(query string) (values []int64) {
	w.Helper()
	w.view(func(tx *store.Tx) error { return tx.DB().Raw(query).Scan(&values).Error })
	return values
}

// Two hundred casts race the close: those that were acknowledged are counted, once each, and the urn never says anything else than the roll.
func TestAG5_CastsThatRaceTheCloseAreCountedOnceInEveryMode(t *testing.T) {
	for _, mode := range []commune.VoteMode{commune.Named, commune.Secret, commune.Mixed} {
		t.Run(string(mode), func(t *testing.T) {
			each(t, func(w *world) { w.T = t; w.race(mode) })
		})
	}
}

func (w *world) race(mode commune.VoteMode) {
	w.Helper()
	meeting := w.nextMeeting()
	motion := w.motion(meeting, commune.Motion{})
	var voters []commune.MemberID
	for i := range 50 {
		voters = append(voters, w.member(fmt.Sprintf("Votante %d", i), true))
	}
	w.inSession(meeting)
	w.attend(meeting, commune.Online, voters...)
	w.openIn(motion.ID, mode)
	if mode == commune.Mixed { // the founder is alone in the room; a count would end the casting
		w.tx(w.cast(voters[0], motion.ID, commune.For))
	}
	var closed commune.Motion
	errs := w.atOnce(201, func(i int, tx *store.Tx) (err error) {
		if i == 100 {
			if mode == commune.Mixed {
				if err := w.counting(motion.ID, hands(0, 1, 0))(tx); err != nil {
					return err
				}
			}
			closed, err = procedure.CloseVote(tx, w.house, w.founder, motion.ID)
			return err
		}
		return w.cast(voters[i%50], motion.ID, commune.For)(tx)
	})
	acknowledged := make(map[commune.MemberID]bool)
	if mode == commune.Mixed {
		acknowledged[voters[0]] = true
	}
	for i, err := range errs {
		switch {
		case err == nil && i != 100:
			if mode == commune.Secret && acknowledged[voters[i%50]] {
				w.Error("a secret ballot was acknowledged twice")
			}
			acknowledged[voters[i%50]] = true
		case err != nil && !errors.Is(err, commune.ErrVoteClosed) && !errors.Is(err, commune.ErrVoteFinal):
			w.Error(err)
		}
	}
	if closed.For != len(acknowledged) || closed.Voters() > closed.Electorate {
		w.Errorf("%s: %d were acknowledged, counted %+v of %d", mode, len(acknowledged), closed.Tally(), closed.Electorate)
	}
	if mode == commune.Secret && len(w.column("SELECT member FROM electors WHERE voted")) != closed.Voters() {
		w.Error("the roll and the urn differ")
	}
}

func TestAG5_TheUrnHoldsAsManyBallotsAsTheRollNamesVoters(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(20)
		w.openIn(motion.ID, commune.Secret)
		r := rand.New(rand.NewPCG(1, 2))
		for range 40 {
			who := there[r.IntN(len(there))]
			err := w.InTx(t.Context(), w.cast(who, motion.ID, motion.Choices()[r.IntN(3)]))
			if err != nil && !errors.Is(err, commune.ErrVoteFinal) {
				t.Fatal(err)
			}
			urn, roll := w.column("SELECT sum(ballots) FROM urns"), w.column("SELECT count(*) FROM electors WHERE voted")
			if urn[0] != roll[0] {
				t.Fatalf("%d ballots and %d voters", urn[0], roll[0])
			}
		}
	})
}

func TestAG5_HandsAreCountedThenProclaimed(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(4)
		w.openIn(motion.ID, commune.Hands)
		w.refused(commune.ErrVoteByHand, w.cast(there[0], motion.ID, commune.For))
		w.refused(commune.ErrCountMissing, w.closing(motion.ID))
		w.refused(commune.ErrCountTooMany, w.counting(motion.ID, hands(4, 2, 0)))
		w.refused(commune.ErrCountInvalid, w.counting(motion.ID, hands(4, -1, 0)))
		w.refused(commune.ErrCountInvalid, w.counting(motion.ID, commune.HandCount{Counts: commune.Counts{"1": 1}}))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			_, err := procedure.CountHands(tx, there[0], motion.ID, hands(1, 0, 0))
			return err
		})
		w.tx(w.counting(motion.ID, hands(3, 1, 0)))
		w.refused(commune.ErrCountThere, w.counting(motion.ID, hands(5, 0, 0)))
		corrected := hands(3, 2, 0)
		corrected.Corrects = true
		w.tx(w.counting(motion.ID, corrected))
		closed := w.close(motion.ID)
		if closed.Tally() != (commune.Tally{For: 3, Against: 2}) || !closed.Adopted || closed.Mode != commune.Hands {
			t.Errorf("proclaimed %+v", closed)
		}
		w.refused(commune.ErrVoteClosed, w.counting(motion.ID, hands(1, 0, 0)))
		if n := w.column("SELECT count(*) FROM log_entries WHERE kind = 'HandCount'"); n[0] != 2 {
			t.Errorf("%d counts stand in the log", n[0])
		}
	})
}

func TestAG5_MixedEachHalfIsCheckedAgainstItsOwnElectors(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, room := w.hall(3)
		online := []commune.MemberID{w.member("À distance 1", true), w.member("À distance 2", true)}
		w.attend(meeting, commune.Online, online...)
		opened := w.openIn(motion.ID, commune.Mixed)
		if opened.InRoom != 4 || opened.Electorate != 6 {
			t.Errorf("opened for %d in the room of %d", opened.InRoom, opened.Electorate)
		}
		w.tx(w.cast(online[0], motion.ID, commune.Against))
		w.tx(w.cast(online[0], motion.ID, commune.For))
		w.refused(commune.ErrVoteByHand, w.cast(room[0], motion.ID, commune.For))
		w.refused(commune.ErrCountTooMany, w.counting(motion.ID, hands(3, 2, 0)))
		w.tx(w.counting(motion.ID, hands(1, 2, 1)))
		// The count is shown: who votes online would know it.
		w.refused(commune.ErrHandsCounted, w.cast(online[1], motion.ID, commune.Against))
		closed := w.close(motion.ID)
		if closed.Tally() != (commune.Tally{For: 2, Against: 2, Abstain: 1}) || closed.Adopted {
			t.Errorf("proclaimed %+v", closed)
		}
	})
}

func TestAG5_ADoubtedCountIsHeldAgainWithTheListOfNow(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(3)
		first := w.openIn(motion.ID, commune.Hands)
		again := func(tx *store.Tx) error { _, err := procedure.VoteAgain(tx, w.house, w.founder, motion.ID); return err }
		w.refused(commune.ErrCountMissing, again)
		w.tx(w.counting(motion.ID, hands(2, 2, 0)))
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, there[0], meeting.ID) })
		leaders := w.atOnce(4, func(_ int, tx *store.Tx) error { return again(tx) })
		w.one(leaders, commune.ErrNothingToRepeat)
		w.view(func(tx *store.Tx) error {
			void, err := tx.Motion(motion.ID)
			if err != nil || !void.Void || void.Voting() || void.Adopted {
				t.Errorf("the doubted vote is %+v, %v", void, err)
			}
			second, err := tx.Repeat(motion.ID)
			if err != nil || second.Text != motion.Text || !second.Voting() || second.Electorate != 3 || second.Roll == first.Roll || second.Mode != commune.Hands {
				t.Errorf("the new vote is %+v, %v", second, err)
			}
			if _, err := tx.DecisionOf(motion.ID); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("the doubted vote decided: %v", err)
			}
			return nil
		})
		if n := w.column("SELECT count(*) FROM log_entries WHERE kind = 'Void'"); n[0] != 1 {
			t.Errorf("%d void counts stand in the log", n[0])
		}
	})
}

func TestAG4_TheListOfAVoteHasAName(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, _ := w.hall(2)
		first := w.open(motion.ID)
		other := w.open(w.motion(meeting, commune.Motion{Item: motion.Item}).ID)
		if first.Roll == "" || first.Roll != other.Roll {
			t.Errorf("the same list is named %q and %q", first.Roll, other.Roll)
		}
		w.attend(meeting, commune.Online, w.member("Tardive", true))
		if third := w.open(w.motion(meeting, commune.Motion{Item: motion.Item}).ID); third.Roll == first.Roll {
			t.Error("another list has the same name")
		}
		w.refused(commune.ErrVoteModeInvalid, func(tx *store.Tx) error {
			m, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{Item: motion.Item, Form: commune.FormResolution, Text: "t", Audience: commune.Public})
			if err == nil {
				_, err = procedure.OpenVoteIn(tx, w.house, w.founder, procedure.Opening{Motion: m.ID, Mode: "acclamation"})
			}
			return err
		})
	})
}
