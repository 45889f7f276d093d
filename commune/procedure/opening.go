package procedure

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// TakeStep notes that a step of a meeting's opening was done or passed over, or waits again (DR-1, DR-3). Who leads the meeting does; the
// video may be started by anyone present before the meeting opens. What was noted already stays as it is.
func TakeStep(tx *store.Tx, who commune.MemberID, id commune.MeetingID, line commune.OpeningLine) (commune.Meeting, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, err
	}
	taken, err := m.Take(line.Step, line.State, tx.Now())
	if err != nil {
		return m, err
	}
	if m.State(tx.Now()) == commune.Due {
		_, err = attendee(tx, who, id)
	} else {
		_, err = Facilitating(tx, who, m)
	}
	if err != nil {
		return m, err
	}
	tx.Touch(id)
	if taken, err = tx.PutMeeting(taken); err != nil || m.AgendaConfirmedAt.Equal(taken.AgendaConfirmedAt) {
		return taken, err
	}
	return taken, beginAgenda(tx, who, taken)
}

// beginAgenda has a meeting that confirmed its agenda treat the first item of it, unless it treats one already (OJ-4).
func beginAgenda(tx *store.Tx, who commune.MemberID, m commune.Meeting) error {
	agenda, err := Agenda(tx, m.ID)
	if err != nil || m.AgendaConfirmedAt.IsZero() {
		return err
	}
	treated := slices.IndexFunc(agenda, func(i commune.PlannedItem) bool { return i.ID == m.Item && !i.Opening })
	first := slices.IndexFunc(agenda, func(i commune.PlannedItem) bool { return !i.Opening && !i.Begun() })
	if treated >= 0 || first < 0 {
		return nil
	}
	_, err = StartItem(tx, who, agenda[first].ID)
	return err
}

// Checklist is how far a meeting's opening is, with what it is computed from.
type Checklist struct {
	Steps     []commune.OpeningLine
	Present   []commune.Presence
	Newcomers []commune.MemberID // of those present, who attend for the first time (DR-3)
	Sitting   commune.Motion     // the last motion on the three mandates; none while its ID is 0
	Roles     Roles
	Late      []commune.Item  // of a later agenda, that the meeting can be asked to bring onto its own (OJ-1)
	Next      commune.Meeting // whose agenda the third mandate prepares (DR-2); none while its ID is 0
}

// ReadChecklist computes the opening of a meeting as it is now.
func ReadChecklist(tx *store.Tx, m commune.Meeting) (Checklist, error) {
	var o Checklist
	presences, err := tx.Presences(m.ID)
	if err != nil {
		return o, err
	}
	o.Present = slices.DeleteFunc(presences, func(p commune.Presence) bool { return !p.LeftAt.IsZero() })
	if o.Newcomers, err = tx.Newcomers(m); err != nil {
		return o, err
	}
	if o.Sitting, err = lastSitting(tx, m.ID, func(commune.Motion) bool { return true }); err != nil {
		return o, err
	}
	if o.Roles, err = ReadRoles(tx, m.ID); err != nil {
		return o, err
	}
	if o.Late, err = LateItems(tx, m); err != nil {
		return o, err
	}
	o.Steps = m.Opening(commune.OpeningFacts{
		Present: len(o.Present), Newcomers: len(o.Newcomers), Voting: o.Sitting.Voting(), Mandated: o.Roles.Facilitator.ID != 0,
	})
	o.Next, err = NextOrdinary(tx, m)
	return o, err
}

// ReadOpening adds to a sitting how far its opening is: only the screen of the opening shows it.
func (s *Sitting) ReadOpening(tx *store.Tx) (err error) {
	s.Opening, err = ReadChecklist(tx, s.Meeting)
	return err
}

// lastSitting is the last motion of a meeting on its three mandates for which something holds; its ID is 0 if there is none.
func lastSitting(tx *store.Tx, id commune.MeetingID, holds func(commune.Motion) bool) (commune.Motion, error) {
	motions, err := tx.Motions(id)
	for _, m := range slices.Backward(motions) {
		if m.Form == commune.FormSitting && holds(m) {
			return m, err
		}
	}
	return commune.Motion{}, err
}
