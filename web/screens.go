package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// screenRoutes are what people see during a meeting.
func (s *Server) screenRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/seat", Members, "", s.show(s.seat)},
		{get, "/meetings/:id/console", Members, "", s.show(s.console)},
	}
}

// The screens of a meeting, by the last step of their address.
const (
	seatScreen      = "seat"
	consoleScreen   = "console"
	agendaScreen    = "agenda"
	projectorScreen = "projector"
	minutesScreen   = "minutes"
	openingScreen   = "opening"
)

// screens are what is kept current, each by its own parts.
func screens() []screen {
	return []screen{
		{name: seatScreen, watch: procedure.Sitting.Admits, shared: page.SeatParts, own: page.SeatOwn()},
		{name: consoleScreen, watch: procedure.Sitting.Leads, shared: page.ConsoleParts},
		{name: agendaScreen, shared: page.AgendaParts},
		{name: projectorScreen, shared: page.ProjectorParts},
		{name: minutesScreen, shared: page.MinutesParts},
		{name: openingScreen, watch: procedure.Sitting.Admits, more: (*procedure.Sitting).ReadOpening, shared: page.OpeningParts, own: page.OpeningOwn()},
	}
}

// sittingAt reads the meeting of the address as it is now.
func sittingAt(tx *store.Tx, v *visit) (procedure.Sitting, error) {
	id, err := v.number("id")
	if err != nil {
		return procedure.Sitting{}, err
	}
	return confederal.ReadSitting(tx, commune.MeetingID(id))
}

// seat is the screen of who takes part.
func (s *Server) seat(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := sittingAt(tx, v)
	if err != nil {
		return nil, err
	}
	seat := page.Seat{Now: now, Me: now.Own(v.person.ID, v.person.Good)}
	if !seat.Me.Excluded {
		live := v.live(now.Meeting.ID, seatScreen)
		seat.Live = &live
	}
	seat.Choices, err = ownChoices(tx, v, now)
	return page.SeatPage(v.Frame, seat), err
}

// console is the screen of who leads; anybody else is refused (DR-2).
func (s *Server) console(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := sittingAt(tx, v)
	if err != nil {
		return nil, err
	}
	if now.State != commune.Open {
		return nil, commune.ErrMeetingNotOpen
	}
	if _, err := procedure.Facilitating(tx, v.person.ID, now.Meeting); err != nil {
		return nil, err
	}
	return page.ConsolePage(v.Frame, now, v.live(now.Meeting.ID, consoleScreen)), nil
}
