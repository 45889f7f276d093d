package procedure

import (
	"crypto/rand"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Project makes the address that shows a meeting on a wall, for who leads it. Whoever knows it needs no account; the one before opens
// nothing any more.
func Project(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (token string, err error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return "", err
	}
	if _, err := Facilitating(tx, who, m); err != nil {
		return "", err
	}
	if state := m.State(tx.Now()); state == commune.Closed || state == commune.Missed {
		return "", commune.ErrMeetingEnded
	}
	token = rand.Text()
	tx.Touch(id)
	return token, tx.PutProjector(id, hashToken(token), who)
}

// Projected is the meeting that a projector shows, and the hash by which its address is known. It lives until the meeting closes.
func Projected(tx *store.Tx, token string) (m commune.Meeting, hash string, err error) {
	hash = hashToken(token)
	id, err := tx.Projector(hash)
	if err != nil {
		return m, hash, err
	}
	if m, err = tx.Meeting(id); err != nil {
		return m, hash, err
	}
	if state := m.State(tx.Now()); state == commune.Closed || state == commune.Missed {
		return m, hash, commune.ErrNotFound
	}
	return m, hash, nil
}
