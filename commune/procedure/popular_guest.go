package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// CheckIn notes a guest at the door of a popular assembly: a first name, no address. Who leads does, or before the opening whoever
// organises (AP-2).
func CheckIn(tx *store.Tx, who commune.MemberID, id commune.MeetingID, name string) (commune.Member, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return commune.Member{}, err
	}
	if !m.Popular() {
		return commune.Member{}, commune.ErrNotPopular
	}
	if err := keepsDoor(tx, who, m); err != nil {
		return commune.Member{}, err
	}
	guest, err := commune.NewGuest(name, "", tx.Now())
	if err != nil {
		return guest, err
	}
	if guest, err = tx.AddMember(guest); err != nil {
		return guest, err
	}
	return guest, attend(tx, Person{Member: guest}, commune.Presence{Meeting: id, Mode: commune.Room, NotedBy: who})
}

// GuestLink makes the token by which somebody comes who wants to take part in popular assemblies with their own device. Until they do, they are
// nobody here: an address is known to be theirs once they come by the link that is mailed to it (AP-2, ME-2).
func GuestLink(tx *store.Tx, asked commune.GuestLink, life time.Duration) (token string, err error) {
	guest, err := commune.NewGuest(asked.Name, asked.Email, tx.Now())
	if err != nil {
		return "", err
	}
	token = newToken()
	asked.Hash, asked.Name, asked.Email, asked.ExpiresAt = hashToken(token), guest.PublicName, guest.Email, tx.Now().Add(life)
	return token, tx.AddGuestLink(asked)
}

// peekGuest is who would come by a guest's link: who has the address already keeps their name.
func peekGuest(tx *store.Tx, token string) (commune.Member, error) {
	l, err := tx.GuestLink(hashToken(token))
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Member{}, commune.ErrLinkSpent
	}
	if err != nil {
		return commune.Member{}, err
	}
	m, err := MemberForSignIn(tx, l.Email)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Member{Kind: commune.KindGuest, PublicName: l.Name}, nil
	}
	return m, err
}

// confirmGuest lets in who came by a guest's link, once, and makes them somebody if their address was nobody's.
func confirmGuest(tx *store.Tx, token string) (commune.Member, error) {
	l, err := tx.SpendGuestLink(hashToken(token))
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Member{}, commune.ErrLinkSpent
	}
	if err != nil {
		return commune.Member{}, err
	}
	m, err := MemberForSignIn(tx, l.Email)
	if errors.Is(err, commune.ErrNotFound) {
		m, err = tx.AddMember(commune.Member{Kind: commune.KindGuest, PublicName: l.Name, Email: l.Email, Language: l.Language, AdmittedAt: tx.Now()})
	}
	if err != nil || l.Follows == 0 {
		return m, err
	}
	return m, tx.Unmute(m.ID, commune.PopularTopic(l.Follows))
}

// forgetGuests erases the name and the address of every guest whose time is over; what they voted and where they were stays counted (ME-2, ME-3).
func forgetGuests(tx *store.Tx, h House) error {
	if err := tx.RemoveOldGuestLinks(); err != nil {
		return err
	}
	guests, err := tx.People(commune.KindGuest)
	if err != nil {
		return err
	}
	for _, g := range guests {
		if !g.Known() {
			continue
		}
		stays, err := tx.WishesAny(g.ID)
		if err != nil {
			return err
		}
		last, err := tx.LastStay(g.ID)
		if err != nil {
			return err
		}
		if stays || !g.Goes(last, tx.Now()) {
			continue
		}
		m, err := tx.MemberForUpdate(g.ID)
		if err == nil {
			err = erase(tx, h, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
