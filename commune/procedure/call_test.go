package procedure_test

import (
	"errors"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func (w *world) call(who commune.MemberID) (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.CallMeeting(tx, who, commune.Call{
			Matter: "Expulsion rue des Lins", Reason: "L'huissier vient.", Place: "Rue des Lins", StartsAt: w.clock.Now().Add(48 * time.Hour),
		})
		return err
	})
	return m
}

func TestAG3_AMandateConvenesAtOnceAndTheAgendaIsTheMatterAlone(t *testing.T) {
	each(t, func(w *world) {
		m := w.call(w.founder)
		if m.State(w.clock.Now()) != commune.Planned || m.Kind != commune.Exceptional {
			t.Errorf("called as %+v", m)
		}
		w.refused(commune.ErrAgendaFixed, func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, w.founder, item(m.ID)); return err })
		w.view(func(tx *store.Tx) error {
			agenda, err := procedure.Agenda(tx, m.ID)
			if err != nil || len(agenda) != 1 || agenda[0].Title != m.Matter || agenda[0].Text != m.Reason {
				t.Errorf("the agenda is %+v, %v", agenda, err)
			}
			return nil
		})
		w.refused(commune.ErrReasonMissing, func(tx *store.Tx) error {
			_, err := procedure.CallMeeting(tx, w.founder, commune.Call{Matter: "m", StartsAt: w.clock.Now().Add(time.Hour)})
			return err
		})
	})
}

func TestAG3_OneTenthOfTheMembersInGoodStandingConvenes(t *testing.T) {
	each(t, func(w *world) {
		voters := make([]commune.MemberID, 20) // with the founder 21 in good standing: three convene
		for i := range voters {
			voters[i] = w.member(string(rune('a'+i)), true)
		}
		unpaid := w.member("Sans cotisation", false)
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error {
			_, err := procedure.CallMeeting(tx, unpaid, commune.Call{Matter: "m", Reason: "r", StartsAt: w.clock.Now().Add(time.Hour)})
			return err
		})
		m := w.call(voters[0])
		support := func(who commune.MemberID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.SupportMeeting(tx, who, m.ID); return err }
		}
		w.refused(commune.ErrSupportGiven, support(voters[0]))
		w.refused(commune.ErrNoStanding, support(unpaid))
		w.refused(commune.ErrNotFound, support(999))
		w.tx(support(voters[1]))
		w.state(m.ID, commune.Called)
		w.tx(support(voters[2]))
		w.state(m.ID, commune.Planned)
		w.refused(commune.ErrSupportGiven, support(voters[3]))
		m = w.call(voters[0])
		w.tx(func(tx *store.Tx) error { // who left calls it no longer: of twenty it takes two
			gone, err := tx.Member(voters[0])
			gone.LeftAt = tx.Now()
			return errors.Join(err, tx.SaveMember(gone))
		})
		w.tx(support(voters[1]))
		w.state(m.ID, commune.Called)
		w.clock.Set(m.StartsAt)
		w.state(m.ID, commune.Missed)
		w.refused(commune.ErrSupportGiven, support(voters[1]))
	})
}
