package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Attend notes that a member is there, in the room or online (AG-6).
func Attend(tx *store.Tx, who commune.MemberID, id commune.MeetingID, mode commune.Mode) error {
	m, err := tx.Meeting(id)
	if err != nil {
		return err
	}
	p, err := participant(tx, who, m)
	if err != nil {
		return err
	}
	return attend(tx, p, commune.Presence{Meeting: id, Mode: mode})
}

// NotePresence notes someone who has no device: who leads the meeting does, and it stays visible who noted whom (AG-6).
func NotePresence(tx *store.Tx, who commune.MemberID, there commune.Presence) error {
	m, err := tx.MeetingForUpdate(there.Meeting)
	if err != nil {
		return err
	}
	if err := keepsDoor(tx, who, m); err != nil {
		return err
	}
	p, err := participant(tx, there.Member, m)
	switch {
	case errors.Is(err, commune.ErrNotMember), errors.Is(err, commune.ErrMembersOnly):
		return commune.ErrNotFound
	case err != nil:
		return err
	case !m.Counts(p.Good):
		return commune.ErrTheirStanding.With(p.PublicName)
	}
	there.NotedBy = who
	return attend(tx, p, there)
}

func attend(tx *store.Tx, p Person, there commune.Presence) error {
	m, err := tx.Meeting(there.Meeting)
	if err != nil {
		return err
	}
	if err := allowed(tx, p.ID, m.ID); err != nil {
		return err
	}
	presence, err := m.Attend(p.ID, there.Mode, p.Good, tx.Now())
	if err != nil {
		return err
	}
	presence.NotedBy = there.NotedBy
	tx.Touch(m.ID)
	return tx.PutPresence(presence)
}

// Leave notes that a member left the meeting; what they were an elector of, they still are (AG-4).
func Leave(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	p, err := tx.Presence(id, who)
	if err != nil || !p.LeftAt.IsZero() {
		return err
	}
	tx.Touch(id)
	p.LeftAt = tx.Now()
	if err := tx.PutPresence(p); err != nil {
		return err
	}
	return leaveFloor(tx, id, who)
}

// NoteDeparture notes that someone without a device left: who leads the meeting does.
func NoteDeparture(tx *store.Tx, who commune.MemberID, id commune.MeetingID, leaving commune.MemberID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	if _, err := Facilitating(tx, who, m); err != nil {
		return err
	}
	return Leave(tx, leaving, id)
}
