package store

import (
	"errors"

	"federes.org/commune"
)

// AddGuestLink keeps what somebody said of themselves until they come by their link, and forgets those who did not come.
func (tx *Tx) AddGuestLink(l commune.GuestLink) error {
	if err := tx.db.Where("expires_at < ?", tx.Now()).Delete(&commune.GuestLink{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Create(&l).Error)
}

// GuestLink is one that lives, or NotFound.
func (tx *Tx) GuestLink(hash string) (commune.GuestLink, error) {
	return One[commune.GuestLink](tx.db, "hash = ? AND expires_at > ?", hash, tx.Now())
}

// SpendGuestLink takes a link away, once, with every other of its address.
func (tx *Tx) SpendGuestLink(hash string) (commune.GuestLink, error) {
	l, err := lock[commune.GuestLink](tx, forUpdate, "hash = ? AND expires_at > ?", hash, tx.Now())
	if err != nil {
		return l, err
	}
	return l, wrap(tx.db.Where("email = ?", l.Email).Delete(&commune.GuestLink{}).Error)
}

// RemoveOldGuestLinks forgets those who did not come by their link in time (ME-2).
func (tx *Tx) RemoveOldGuestLinks() error {
	return wrap(tx.db.Where("expires_at < ?", tx.Now()).Delete(&commune.GuestLink{}).Error)
}

// LastStay is the last sitting at which someone was noted.
func (tx *Tx) LastStay(who commune.MemberID) (commune.Stay, error) {
	at := tx.db.Model(&commune.Presence{}).Select("meeting").Where("member = ?", who)
	m, err := One[commune.Meeting](tx.db.Order("starts_at DESC, id DESC"), "id IN (?)", at)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Stay{}, nil
	}
	if err != nil {
		return commune.Stay{}, err
	}
	minutes, err := tx.Minutes(m.ID)
	if errors.Is(err, commune.ErrNotFound) {
		err = nil
	}
	return commune.Stay{Sitting: m, Published: minutes.PublishedAt}, err
}

// WishesAny tells whether someone asked for any mail that nobody gets unasked.
func (tx *Tx) WishesAny(who commune.MemberID) (bool, error) {
	n, err := count(tx.db.Model(&wish{}).Where("member = ?", who))
	return n > 0, err
}
