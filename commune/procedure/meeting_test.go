package procedure_test

import (
	"errors"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func (w *world) state(id commune.MeetingID, want commune.MeetingState) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		m, err := tx.Meeting(id)
		if got := m.State(tx.Now()); got != want {
			w.Errorf("the meeting is %s, want %s", got, want)
		}
		return err
	})
}

func TestAG4_WhoLapsedCannotAttendAndWhoIsAbsentCannotOpen(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lapsed := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", false)
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: lapsed, From: "2026-01-01", Until: commune.DayOf(meeting.StartsAt, time.UTC).Add(-1)})
			return err
		})
		w.refused(commune.ErrMeetingNotDue, func(tx *store.Tx) error { return procedure.Attend(tx, awa, meeting.ID, commune.Room) })
		w.clock.Set(meeting.StartsAt)
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error { return procedure.Attend(tx, lapsed, meeting.ID, commune.Room) })
		w.refused(commune.ErrPresenceInvalid, func(tx *store.Tx) error { return procedure.Attend(tx, awa, meeting.ID, "left") })
		w.refused(commune.ErrNotPresent, func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err })
		w.attend(meeting, commune.Online, awa)
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, awa, meeting.ID) })
		w.refused(commune.ErrNotPresent, func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err })
		w.attend(meeting, commune.Room, awa)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err }) // PW-2: any member present
		w.refused(commune.ErrMeetingIsOpen, func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err })
		w.end(meeting)
		w.refused(commune.ErrMeetingEnded, func(tx *store.Tx) error { return procedure.Attend(tx, awa, meeting.ID, commune.Room) })
		w.refused(commune.ErrMeetingEnded, func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err })
	})
}

func TestPW2_OfThoseWhoOpenAtOnceOneOpensAndOneMeetingIsInSession(t *testing.T) {
	each(t, func(w *world) {
		ordinary := w.nextMeeting()
		w.clock.Set(ordinary.StartsAt.Add(-48 * time.Hour))
		due := []commune.Meeting{ordinary, w.call(w.founder)}
		w.clock.Set(ordinary.StartsAt)
		for _, m := range due {
			w.attend(m, commune.Room, w.founder)
		}
		errs := w.atOnce(8, func(i int, tx *store.Tx) error {
			_, err := procedure.OpenMeeting(tx, w.founder, due[i%2].ID)
			return err
		})
		opened := 0
		for _, err := range errs {
			switch {
			case err == nil:
				opened++
			case !errors.Is(err, commune.ErrAnotherMeetingOpen) && !errors.Is(err, commune.ErrMeetingIsOpen):
				t.Error(err)
			}
		}
		if opened != 1 {
			t.Errorf("opened %d times", opened)
		}
	})
}

func TestDR2_TheOpenerLeadsUntilAFacilitatorIsThere(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		motion := w.motion(meeting, commune.Motion{})
		w.clock.Set(meeting.StartsAt)
		w.attend(meeting, commune.Room, awa, lou)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, meeting.ID); return err })
		leads := func(who commune.MemberID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.Facilitating(tx, who, w.meeting(tx, meeting.ID))
				return err
			}
		}
		w.tx(leads(awa))
		w.refused(commune.ErrNotMandated, leads(lou))
		w.attend(meeting, commune.Online, w.founder) // holds a mandate to facilitate
		w.refused(commune.ErrNotMandated, leads(awa))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, awa, motion.ID); return err })
		w.tx(leads(w.founder))
		for _, who := range []commune.MemberID{w.founder, awa} {
			w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, who, meeting.ID) })
		}
		w.tx(leads(lou)) // the opener left, too
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, lou, meeting.ID) })
	})
}

func (w *world) meeting(tx *store.Tx, id commune.MeetingID) commune.Meeting {
	m, err := tx.Meeting(id)
	if err != nil {
		w.Fatal(err)
	}
	return m
}

func TestPW2_AMeetingThatNobodyClosedDoesNotStopTheNext(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.inSession(meeting, awa)
		w.end(meeting) // the founder's mandate ends: nobody holds one to facilitate
		second := w.nextMeeting()
		w.clock.Set(second.StartsAt)
		w.attend(second, commune.Room, awa)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, second.ID); return err })
		w.clock.Set(second.StartsAt.Add(commune.OpenableFor - 1000))
		w.attend(second, commune.Online, lou)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.CloseMeeting(tx, lou, second.ID) })
		w.clock.Set(second.StartsAt.Add(commune.OpenableFor))
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, lou, second.ID) })
	})
}
