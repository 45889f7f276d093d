package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Seating is what another organisation's mandate gives here: the public name under which its delegate sits, for whom, until when unless it is
// confirmed before, and at which rank (CF-5).
type Seating struct {
	Name       string
	Delegation commune.ActorID
	Until      time.Time
	Rank       commune.Seq
}

// Seat takes in a delegate, who needs no address and no password here: they come from their own organisation's instance (CF-5).
func Seat(tx *store.Tx, s Seating) (commune.Member, error) {
	return tx.AddMember(commune.Member{
		Kind: commune.KindMember, PublicName: s.Name, Delegation: s.Delegation, SeatedUntil: s.Until, SeatRank: s.Rank, AdmittedAt: tx.Now(),
	})
}

// KeepSeat says until when a delegate sits, unless it is confirmed before.
func KeepSeat(tx *store.Tx, who commune.MemberID, until time.Time) error {
	m, err := tx.MemberForUpdate(who)
	if err != nil || !m.Known() || m.SeatedUntil.Equal(until) {
		return err
	}
	m.SeatedUntil = until
	if err := tx.SaveMember(m); err != nil {
		return err
	}
	return touchOpen(tx)
}

// Unseat ends a delegate's seat at once: nobody signs in as them any more, what the council mandated them with ends, and they are at no sitting
// (SE-7). Their name stays: the records that name them do.
func Unseat(tx *store.Tx, who commune.MemberID) error {
	m, err := tx.MemberForUpdate(who)
	if err != nil || !m.Known() {
		return err
	}
	if err := EndMandatesOf(tx, who); err != nil {
		return err
	}
	m.LeftAt, m.SeatedUntil = tx.Now(), time.Time{}
	if err := tx.SaveMember(m); err != nil {
		return err
	}
	open, err := tx.OpenMeeting()
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	tx.Touch(open.ID)
	err = Leave(tx, who, open.ID)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// touchOpen says that what the sitting in session shows has changed.
func touchOpen(tx *store.Tx) error {
	open, err := tx.OpenMeeting()
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	tx.Touch(open.ID)
	return err
}

// NewToken is a secret that lets in once, and the hash under which it is kept.
func NewToken() (token, hash string) {
	token = newToken()
	return token, hashToken(token)
}

// TokenHash is the hash under which a secret is kept.
func TokenHash(token string) string { return hashToken(token) }
