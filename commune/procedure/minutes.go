package procedure

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// MinutesOf are the minutes of a meeting as they are, or as they would begin.
func MinutesOf(tx *store.Tx, in commune.MeetingID) (commune.Minutes, error) {
	m, err := tx.Minutes(in)
	if errors.Is(err, commune.ErrNotFound) {
		return newMinutes(tx, in)
	}
	return m, err
}

// newMinutes are for whom the records of that assembly are: a popular assembly's are for everybody (AP-2, AP-5).
func newMinutes(tx *store.Tx, id commune.MeetingID) (commune.Minutes, error) {
	in, err := tx.Meeting(id)
	m := commune.Minutes{Meeting: id, Audience: commune.Confederation}
	if in.Popular() {
		m.Audience = commune.Public
	}
	return m, err
}

// beginMinutes locks the minutes of a meeting, which begin if they have not: writing, taking on and publishing exclude each other.
func beginMinutes(tx *store.Tx, in commune.MeetingID) (commune.Minutes, error) {
	m, err := newMinutes(tx, in)
	if err != nil {
		return m, err
	}
	if err := tx.AddMinutes(m); err != nil {
		return m, err
	}
	return tx.MinutesForUpdate(in)
}

// WriteMinutes keeps what the taker wrote of one section (CR-1). The version is the one over which they wrote; of two who write at once
// the second is refused, and loses nothing.
func WriteMinutes(tx *store.Tx, who commune.MemberID, written commune.MinutesSection) (commune.MinutesSection, error) {
	in, _, err := writing(tx, who, written.Meeting)
	if err != nil {
		return written, err
	}
	sections, err := MinutesSections(tx, in)
	if err != nil {
		return written, err
	}
	at := slices.IndexFunc(sections, func(s commune.MinutesSection) bool { return s.Item == written.Item })
	if at < 0 {
		return written, commune.ErrNotFound
	}
	s, err := sections[at].Write(written.Text, written.Version, who, tx.Now())
	if err != nil || s.Version == sections[at].Version {
		return s, err
	}
	tx.Touch(in.ID)
	return s, tx.PutMinutesSection(s)
}

// TakeOnMinutes makes a member who was present the taker of a meeting's minutes (PW-2).
func TakeOnMinutes(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Minutes, error) {
	in, err := tx.Meeting(id)
	if err != nil {
		return commune.Minutes{}, err
	}
	m, err := beginMinutes(tx, in.ID)
	if err != nil {
		return m, err
	}
	hand, err := HandOf(tx, who, in)
	if err != nil {
		return m, err
	}
	if m, err = m.TakeOn(in, who, hand, tx.Now()); err != nil {
		return m, err
	}
	tx.Touch(id)
	return m, tx.PutMinutes(m)
}

// writing is a meeting and its minutes, locked, for who writes them.
func writing(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, commune.Minutes, error) {
	in, err := tx.Meeting(id)
	if err != nil {
		return in, commune.Minutes{}, err
	}
	m, err := beginMinutes(tx, in.ID)
	if err != nil {
		return in, m, err
	}
	hand, err := HandOf(tx, who, in)
	if err != nil {
		return in, m, err
	}
	return in, m, m.Writes(in, who, hand)
}

// MinutesSections are the parts of a meeting's minutes, written or not: the opening, the items in their order, the end. What left the
// agenda after something was written of it, or when the meeting closed, stays; once it is closed everything keeps its place.
func MinutesSections(tx *store.Tx, in commune.Meeting) ([]commune.MinutesSection, error) {
	kept, err := tx.MinutesSections(in.ID)
	if err != nil {
		return nil, err
	}
	plan, err := Agenda(tx, in.ID)
	if err != nil {
		return nil, err
	}
	by := map[commune.ItemID]commune.MinutesSection{
		commune.OpeningSection: {Meeting: in.ID, Item: commune.OpeningSection},
		commune.EndSection:     {Meeting: in.ID, Item: commune.EndSection},
	}
	for _, s := range kept {
		by[s.Item] = s
	}
	place := 0
	for _, item := range plan {
		if item.Opening {
			continue // what is voted under it stands in the opening's section
		}
		place++
		s, kept := by[item.ID]
		if kept && !in.ClosedAt.IsZero() {
			continue
		}
		s.Meeting, s.Item, s.Title, s.Place = in.ID, item.ID, item.Title, place
		by[item.ID] = s
	}
	var sections []commune.MinutesSection
	for _, s := range by {
		sections = append(sections, s)
	}
	slices.SortFunc(sections, func(a, b commune.MinutesSection) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Item, b.Item))
	})
	return sections, nil
}

// rank puts the opening before the items and the end after them.
func rank(s commune.MinutesSection) int {
	switch s.Item {
	case commune.OpeningSection:
		return 0
	case commune.EndSection:
		return 2
	}
	return 1
}

// closeMinutes keeps the agenda as it was treated, before what was not decided leaves it, and says until when the minutes are due (CR-3).
func closeMinutes(tx *store.Tx, in commune.Meeting) error {
	m, err := beginMinutes(tx, in.ID)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	m.DueAt = settings.MinutesDue(in.OpenedAt, o.Location())
	if err := tx.PutMinutes(m); err != nil {
		return err
	}
	in.ClosedAt = time.Time{} // the places are those of the agenda until here
	sections, err := MinutesSections(tx, in)
	if err != nil {
		return err
	}
	for _, s := range sections {
		if err := tx.PutMinutesSection(s); err != nil {
			return err
		}
	}
	return scheduleReminders(tx, m, o.Location())
}
