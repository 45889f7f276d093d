package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// OpenMeeting opens an AG that is due. Any member present can, so that there is never a vacuum (PW-2). Its agenda
// is then prepared (DR-2).
func OpenMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, err
	}
	if _, err := attendee(tx, who, id); err != nil {
		return m, err
	}
	if m, err = m.Open(who, tx.Now()); err != nil {
		return m, err
	}
	if m.Popular() {
		m.AgendaConfirmedAt = tx.Now() // its agenda stays open: nothing is voted about it (AP-2)
	}
	if m, err = tx.PutMeeting(m); store.IsUnique(err) {
		return m, commune.ErrAnotherMeetingOpen
	}
	if err != nil {
		return m, err
	}
	tx.Touch(id)
	return m, endMandates(tx, id, commune.PrepareAgenda)
}

// attendee is an active member who is present.
func attendee(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	_, err = attendance(tx, id, who)
	return p, err
}

// CloseMeeting ends a meeting; the first one ends the founder's provisional mandate (PW-2). What it did not decide goes to the next.
func CloseMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	if m.State(tx.Now()) != commune.Open {
		return commune.ErrMeetingNotOpen
	}
	if _, err := Facilitating(tx, who, m); err != nil {
		return err
	}
	running, err := tx.OpenVotes(id)
	if err != nil {
		return err
	}
	if m, err = m.Close(running, tx.Now()); err != nil {
		return err
	}
	if m, err = endItem(tx, m, &undoing{}); err != nil {
		return err
	}
	if _, err := tx.PutMeeting(m); err != nil {
		return err
	}
	tx.Touch(id)
	return wrapUp(tx, m)
}

// wrapUp settles what a meeting that has just closed leaves behind.
func wrapUp(tx *store.Tx, m commune.Meeting) error {
	if err := clearFloor(tx, m.ID); err != nil {
		return err
	}
	if err := closeMinutes(tx, m); err != nil {
		return err
	}
	if m.Popular() {
		return nil // what it left is its own, and no mandate of ours ends by it (AP-2)
	}
	if err := endMandates(tx, m.ID, commune.Facilitate); err != nil {
		return err
	}
	if err := endProvisional(tx); err != nil {
		return err
	}
	if err := Schedule(tx); err != nil {
		return err
	}
	return adjourn(tx, m)
}

func endProvisional(tx *store.Tx) error {
	return endAll(tx, commune.Fulfilled, func(m commune.Mandate) bool { return m.Provisional })
}

// Facilitating gives the member who leads this meeting, or refuses (DR-2, PW-2). No mandate lets lead a sitting from which it was excluded.
func Facilitating(tx *store.Tx, who commune.MemberID, m commune.Meeting) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	excluded, err := tx.IsExcluded(m.ID, who)
	if err != nil {
		return p, err
	}
	if excluded {
		return p, commune.ErrNotMandated.With(string(commune.Facilitate))
	}
	there, err := lead(tx, who, m)
	if err != nil {
		return p, err
	}
	return p, m.Facilitates(who, p.Mandates, there, tx.Now())
}

func lead(tx *store.Tx, who commune.MemberID, m commune.Meeting) (commune.Lead, error) {
	mandates, err := tx.Mandates()
	if err != nil {
		return commune.Lead{}, err
	}
	var facilitators []commune.MemberID
	for _, given := range mandates {
		if given.AllowsAt(m.ID, commune.Facilitate, tx.Now()) {
			facilitators = append(facilitators, given.Holder)
		}
	}
	present, err := tx.PresentAmong(m.ID, append(facilitators, m.OpenedBy, who))
	l := commune.Lead{Opener: present[m.OpenedBy], Asker: present[who]}
	for _, holder := range facilitators {
		l.Facilitator = l.Facilitator || present[holder]
	}
	return l, err
}
