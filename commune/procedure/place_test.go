package procedure_test

import (
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// place moves an item as a member.
func place(who commune.MemberID, id commune.ItemID, up bool) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.PlaceItem(tx, who, id, up); return err }
}

// treats asserts in which order a meeting treats its items.
func (w *world) treats(on commune.Meeting, want ...commune.ItemID) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		agenda, err := procedure.Agenda(tx, on.ID)
		var got []commune.ItemID
		for _, i := range agenda {
			got = append(got, i.ID)
		}
		if !slices.Equal(got, want) {
			w.Errorf("the order is %v, want %v", got, want)
		}
		return err
	})
}

func TestOJ3_WhoseMandateItIsOrdersTheAgendaEvenClosedUntilTheMeetingEnds(t *testing.T) {
	each(t, func(w *world) {
		first, awa := w.nextMeeting(), w.member("Awa D.", true)
		mandates := w.item(first)
		w.refused(commune.ErrNotMandated, place(awa, mandates.ID, true))
		w.inSession(first, awa)
		mandate := w.give(mandates.ID, awa, commune.PrepareAgenda)
		w.end(first)
		w.refused(commune.ErrMeetingEnded, place(awa, mandates.ID, true))

		meeting := w.nextMeeting()
		a, b, c := w.item(meeting).ID, w.item(meeting).ID, w.item(meeting).ID
		w.treats(meeting, a, b, c)
		w.refused(commune.ErrNotMandated, place(w.founder, b, true)) // that mandate ended with the first assembly
		w.refused(commune.ErrNotFound, place(awa, 999, true))
		w.tx(place(awa, c, true))
		w.treats(meeting, a, c, b)
		late := w.item(meeting).ID
		w.treats(meeting, a, c, b, late)
		w.clock.Set(meeting.AgendaClosesAt)
		w.tx(place(awa, a, false))
		before := w.dump()
		w.tx(place(awa, c, true)) // it is the first already
		if w.dump() != before {
			t.Error("a move that changes nothing wrote something")
		}
		w.clock.Set(meeting.StartsAt)
		w.tx(func(tx *store.Tx) error {
			if err := procedure.Attend(tx, awa, meeting.ID, commune.Room); err != nil {
				return err
			}
			_, err := procedure.OpenMeeting(tx, awa, meeting.ID)
			return err
		})
		w.tx(place(awa, b, true))
		w.treats(meeting, c, b, a, late)
		w.clock.Set(mandate.Until)
		w.refused(commune.ErrNotMandated, place(awa, b, true))
	})
}

func TestOJ3_TheAgendaOfAMissedMeetingIsNotOrdered(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.item(meeting)
		last := w.item(meeting).ID
		w.clock.Set(meeting.StartsAt.Add(commune.OpenableFor - time.Microsecond))
		w.tx(place(w.founder, last, true))
		w.clock.Set(meeting.StartsAt.Add(commune.OpenableFor))
		w.refused(commune.ErrMeetingEnded, place(w.founder, last, false))
	})
}

func TestOJ3_MovesAtOnceLeaveEachItemItsOwnPlace(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		var all []commune.ItemID
		for range 6 {
			all = append(all, w.item(meeting).ID)
		}
		for _, err := range w.atOnce(20, func(i int, tx *store.Tx) error {
			return place(w.founder, all[i%len(all)], i%3 == 0)(tx)
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		w.view(func(tx *store.Tx) error {
			agenda, err := procedure.Agenda(tx, meeting.ID)
			for n, i := range agenda {
				if i.Position != n+1 {
					t.Errorf("item %d stands at %d, its position is %d", i.ID, n+1, i.Position)
				}
			}
			return err
		})
	})
}
