package procedure_test

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestAG5_TheBallotOfSomeoneWithoutADeviceIsEnteredByWhoLeads(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(2)
		spoken := w.member("Sans appareil", true)
		w.tx(func(tx *store.Tx) error {
			return procedure.NotePresence(tx, w.founder, commune.Presence{Meeting: meeting.ID, Member: spoken, Mode: commune.Room})
		})
		enter := func(who commune.MemberID, b commune.Ballot) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.EnterBallot(tx, who, b); return err }
		}
		said := func(id commune.MotionID, of commune.MemberID, c commune.Choice) commune.Ballot {
			return commune.Ballot{Motion: id, Elector: of, Choice: c}
		}
		secret := w.motion(meeting, commune.Motion{Item: motion.Item})
		w.open(motion.ID)
		w.openIn(secret.ID, commune.Secret)
		w.refused(commune.ErrSecretEntered, enter(w.founder, said(secret.ID, spoken, commune.For)))
		w.refused(commune.ErrOwnDevice, enter(w.founder, said(motion.ID, there[0], commune.For)))
		w.refused(commune.ErrTheirList, enter(w.founder, said(motion.ID, w.member("Absente", true), commune.For)))
		w.refused(commune.ErrNotMandated, enter(there[0], said(motion.ID, spoken, commune.For)))
		w.refused(commune.ErrChoiceInvalid, enter(w.founder, said(motion.ID, spoken, "maybe")))
		w.tx(enter(w.founder, said(motion.ID, spoken, commune.For)))
		w.tx(enter(w.founder, said(motion.ID, spoken, commune.Against)))
		w.view(func(tx *store.Tx) error {
			b, err := tx.BallotOf(motion.ID, spoken)
			if err != nil || b.EnteredBy != w.founder || b.Choice != commune.Against {
				t.Errorf("the ballot is %+v, %v", b, err)
			}
			return nil
		})
		w.tx(w.cast(spoken, motion.ID, commune.Abstain)) // on somebody's phone, by themselves
		w.refused(commune.ErrOwnDevice, enter(w.founder, said(motion.ID, spoken, commune.For)))
		if closed := w.close(motion.ID); closed.Tally() != (commune.Tally{Abstain: 1}) {
			t.Errorf("closed as %+v", closed.Tally())
		}
	})
}
