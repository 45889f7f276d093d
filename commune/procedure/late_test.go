package procedure_test

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestOJ1_ALateItemEntersTheAssemblyByAVoteAtTheOpening(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, ines := w.nextMeeting(), w.member("Awa D.", true), w.member("Inès Q.", true)
		w.item(meeting)
		w.clock.Set(meeting.AgendaClosesAt)
		late, other, third := w.item(meeting), w.item(meeting), w.item(meeting)
		text := w.motion(late.On, commune.Motion{Item: late.ID})
		ask := func(who commune.MemberID, id commune.ItemID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.ProposeLateItem(tx, w.house, who, id); return err }
		}
		w.refused(commune.ErrMeetingNotOpen, ask(awa, late.ID))
		w.inSession(meeting, awa)
		w.refused(commune.ErrNotPresent, ask(ines, late.ID))
		w.refused(commune.ErrNotFound, ask(awa, 999))
		var motion commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			motion, err = procedure.ProposeLateItem(tx, w.house, awa, late.ID)
			return err
		})
		w.refused(commune.ErrLateItemAsked, ask(w.founder, late.ID))
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error { return ask(awa, other.ID)(tx) }), commune.ErrLateItemAsked)
		w.view(func(tx *store.Tx) error {
			left, err := procedure.LateItems(tx, w.meeting(tx, meeting.ID))
			if len(left) != 1 || left[0].ID != third.ID {
				t.Errorf("left: %+v", left)
			}
			return err
		})
		if m := w.vote(motion.ID, map[commune.MemberID]commune.Choice{awa: commune.For}); !m.Adopted || m.Audience != commune.MembersOnly {
			t.Fatalf("the vote is %+v", m)
		}
		w.view(func(tx *store.Tx) error {
			plan, err := procedure.Agenda(tx, meeting.ID)
			if err != nil || len(plan) != 3 || !plan[0].Opening || plan[2].ID != late.ID {
				t.Errorf("the agenda is %+v, %v", plan, err)
			}
			moved, err := tx.Motion(text.ID)
			if moved.Meeting != meeting.ID || moved.Item != late.ID {
				t.Errorf("its text is %+v", moved)
			}
			return err
		})
		w.refused(commune.ErrNotLate, ask(awa, late.ID))
		w.tx(w.take(w.founder, meeting.ID, commune.StepAgenda, commune.StepDone))
		w.refused(commune.ErrAgendaConfirmed, ask(awa, third.ID))
		w.view(func(tx *store.Tx) error {
			left, err := procedure.LateItems(tx, w.meeting(tx, meeting.ID))
			if len(left) != 0 {
				t.Errorf("left: %+v", left)
			}
			return err
		})
	})
}
