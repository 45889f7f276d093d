package procedure

import (
	"errors"
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// RewriteItem saves what a member wrote of an item of which they had read the version base: every member can, until the agenda closes
// (OJ-1, OU-P). A text that another saved meanwhile is not overwritten; every text is kept.
func RewriteItem(tx *store.Tx, who commune.MemberID, id commune.ItemID, base int, w commune.Writing) (commune.Item, error) {
	item, err := writable(tx, who, id)
	if err != nil {
		return item, err
	}
	s, err := tx.Settings()
	if err != nil {
		return item, err
	}
	versions, err := tx.ItemVersions(item)
	if err != nil {
		return item, err
	}
	before, latest := item, versions[0]
	if item, err = item.Rewrite(latest, base, w, s); err != nil {
		return before, err
	}
	if err := forgetDraft(tx, who, id); err != nil {
		return item, err
	}
	tx.Touch(item.Meeting)
	if item.Writing() == before.Writing() {
		return item, nil
	}
	if latest.Version == 0 {
		if err := tx.AddItemVersion(latest); err != nil {
			return item, err
		}
	}
	if item, err = tx.PutItem(item); err != nil {
		return item, err
	}
	return item, tx.AddItemVersion(commune.ItemVersion{
		Item: id, Version: latest.Version + 1, Writing: item.Writing(), WrittenBy: who, WrittenAt: tx.Now(),
	})
}

// writable is an item that this member can write now, its meeting locked (OJ-1, OJ-2).
func writable(tx *store.Tx, who commune.MemberID, id commune.ItemID) (commune.Item, error) {
	item, m, err := lockItem(tx, id)
	if err != nil {
		return item, err
	}
	if err := mayWrite(tx, who, item, m); err != nil {
		return item, err
	}
	return item, TextsOpen(tx, m)
}

// lockItem locks the meeting on whose agenda an item stands. One that was adjourned while the lock was waited for is followed.
func lockItem(tx *store.Tx, id commune.ItemID) (commune.Item, commune.Meeting, error) {
	item, err := tx.Item(id)
	if err != nil {
		return item, commune.Meeting{}, err
	}
	m, err := tx.MeetingForUpdate(item.Meeting)
	if err != nil {
		return item, m, err
	}
	if item, err = tx.Item(id); err != nil || item.Meeting == m.ID {
		return item, m, err
	}
	return lockItem(tx, id)
}

// TextsOpen refuses once the texts of an agenda are final, and names the assembly whose agenda can still be written (OJ-1).
func TextsOpen(tx *store.Tx, m commune.Meeting) error {
	closed := m.AcceptsItems(tx.Now())
	if !errors.Is(closed, commune.ErrAgendaClosed) {
		return closed
	}
	next, err := NextAgenda(tx)
	switch {
	case errors.Is(err, commune.ErrNotFound):
		return closed
	case err != nil:
		return err
	}
	return commune.ErrTextFinal.With(m.AgendaClosesAt, next.StartsAt)
}

// forgetDraft ends a member's writing of an item.
func forgetDraft(tx *store.Tx, who commune.MemberID, id commune.ItemID) error {
	if err := tx.DropDraft(who, 0, id); err != nil {
		return err
	}
	return tx.DropEditing(id, who)
}

// KeepDraft keeps what a member writes and has not saved: a browser that dies, or a session that ends, loses nothing (OU-P).
func KeepDraft(tx *store.Tx, who commune.MemberID, d commune.Draft) error {
	if _, err := Identify(tx, who); err != nil {
		return err
	}
	if d.Item != 0 {
		d.Meeting = 0
		if _, err := tx.Item(d.Item); err != nil {
			return err
		}
	} else if _, err := tx.Meeting(d.Meeting); err != nil {
		return err
	}
	if err := d.Check(); err != nil {
		return err
	}
	d.Member, d.SavedAt = who, tx.Now()
	if d.Item == 0 && d.Empty() {
		return tx.DropDraft(who, d.Meeting, 0)
	}
	return tx.PutDraft(d)
}

// DropDraft gives up what a member wrote and did not save, of an item or of one that they would have proposed.
func DropDraft(tx *store.Tx, who commune.MemberID, on commune.MeetingID, id commune.ItemID) error {
	if id == 0 {
		return tx.DropDraft(who, on, 0)
	}
	item, err := tx.Item(id)
	if err != nil {
		return err
	}
	tx.Touch(item.Meeting)
	return forgetDraft(tx, who, id)
}

// EditItem notes that a member has an item before them to write it, and is told again while they do. It locks nothing (OU-P).
func EditItem(tx *store.Tx, who commune.MemberID, id commune.ItemID) error {
	item, err := tx.Item(id)
	if err != nil {
		return err
	}
	if _, err := Identify(tx, who); err != nil {
		return err
	}
	m, err := tx.Meeting(item.Meeting)
	if err != nil {
		return err
	}
	if err := TextsOpen(tx, m); err != nil {
		return err
	}
	before, err := tx.Editing(id, who)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if !before.Until.After(tx.Now()) {
		tx.Touch(item.Meeting)
	}
	return tx.PutEditing(commune.Editing{Item: id, Member: who, Until: tx.Now().Add(commune.EditingFor)})
}

// WithdrawItem takes an item off the agenda, or puts it back: its proposer can, until the agenda closes. It is kept with its texts (OJ-1).
func WithdrawItem(tx *store.Tx, who commune.MemberID, id commune.ItemID, withdrawn bool) (commune.Item, error) {
	item, m, err := lockItem(tx, id)
	if err != nil {
		return item, err
	}
	if _, err := participant(tx, who, m); err != nil {
		return item, err
	}
	if err := TextsOpen(tx, m); err != nil {
		return item, err
	}
	if item.Raised {
		return item, commune.ErrItemRaised
	}
	if err := withdraws(tx, who, item, m); err != nil {
		return item, err
	}
	if item.Withdrawn() == withdrawn {
		return item, nil
	}
	item.WithdrawnAt, item.WithdrawnBy = commune.Item{}.WithdrawnAt, 0
	if withdrawn {
		item.WithdrawnAt, item.WithdrawnBy = tx.Now(), who
	}
	tx.Touch(item.Meeting)
	return tx.PutItem(item)
}

// RewordMotion changes the words of a motion before its vote opens: who proposed it can. Every wording is kept. Those of which an
// amendment speaks are not changed under it.
func RewordMotion(tx *store.Tx, who commune.MemberID, id commune.MotionID, base int, text string) (commune.Motion, error) {
	m, in, err := motionAndMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if err := mayPropose(tx, who, in); err != nil {
		return m, err
	}
	if state := in.State(tx.Now()); state == commune.Closed || state == commune.Missed {
		return m, commune.ErrMeetingEnded
	}
	if err := notAmended(tx, m); err != nil {
		return m, err
	}
	versions, err := tx.MotionVersions(m)
	if err != nil {
		return m, err
	}
	before, latest := m, versions[0]
	if m, err = m.Reword(who, latest, base, text); err != nil || m.Text == before.Text {
		return m, err
	}
	if latest.Version == 0 {
		if err := tx.AddMotionVersion(latest); err != nil {
			return m, err
		}
	}
	tx.Touch(m.Meeting)
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	return m, tx.AddMotionVersion(commune.MotionVersion{
		Motion: id, Version: latest.Version + 1, Text: m.Text, WrittenBy: who, WrittenAt: tx.Now(),
	})
}

func notAmended(tx *store.Tx, m commune.Motion) error {
	motions, err := tx.Motions(m.Meeting)
	if slices.ContainsFunc(motions, func(other commune.Motion) bool { return other.Amends == m.ID }) {
		return commune.ErrWordsAmended
	}
	return err
}
