package commune_test

import (
	"testing"

	"federes.org/commune"
)

func TestOJ1_AMeetingTakesLateItemsFromItsOpeningUntilItConfirmsItsAgendaUnlessTheAssemblyDecidedOtherwise(t *testing.T) {
	m, s := inSession(), commune.DefaultSettings()
	accepted(t, m.TakesLateItems(commune.Open, s))
	for _, state := range []commune.MeetingState{commune.Planned, commune.Due, commune.Closed, commune.Missed} {
		refused(t, m.TakesLateItems(state, s), commune.ErrMeetingNotOpen)
	}
	confirmed := m
	confirmed.AgendaConfirmedAt = start
	refused(t, confirmed.TakesLateItems(commune.Open, s), commune.ErrAgendaConfirmed)
	exceptional := m
	exceptional.Kind = commune.Exceptional
	refused(t, exceptional.TakesLateItems(commune.Open, s), commune.ErrAgendaFixed)
	s.LateItems = false
	refused(t, m.TakesLateItems(commune.Open, s), commune.ErrLateItems)
}
