package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// SeatForUpdate locks what is known of a peer's mandate; one of which nothing is known yet has no ID.
func SeatForUpdate(tx *store.Tx, peer confederation.PeerID, mandate string) (confederation.Seat, error) {
	s, err := store.One[confederation.Seat](tx.DB().Clauses(clause.Locking{Strength: "UPDATE"}), "peer = ? AND mandate = ?", peer, mandate)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.Seat{Peer: peer, Mandate: mandate}, nil
	}
	return s, err
}

// PutSeat keeps a seat as it now is.
func PutSeat(tx *store.Tx, s confederation.Seat) (confederation.Seat, error) {
	return s, wrap(tx.DB().Save(&s).Error)
}

// Seats are all of which a mandate is here, by peer and rank.
func Seats(tx *store.Tx) ([]confederation.Seat, error) {
	return store.All[confederation.Seat](tx.DB().Where("given").Order("peer, seq"))
}

// SeatsOf are those of one peer, by rank.
func SeatsOf(tx *store.Tx, peer confederation.PeerID) ([]confederation.Seat, error) {
	return store.All[confederation.Seat](tx.DB().Where("peer = ? AND given", peer).Order("seq"))
}

// SeatByMandate is the seat of a mandate, whosever it is.
func SeatByMandate(tx *store.Tx, mandate string) (confederation.Seat, error) {
	return store.One[confederation.Seat](tx.DB(), "mandate = ? AND given", mandate)
}

// SeatOf is the seat of who sits here.
func SeatOf(tx *store.Tx, who commune.MemberID) (confederation.Seat, error) {
	return store.One[confederation.Seat](tx.DB(), "member = ? AND member <> 0", who)
}

// Sitting are the seats of all who ever entered, with whose delegates they are.
func Sitting(tx *store.Tx) (map[commune.MemberID]confederation.Voice, error) {
	seats, err := store.All[confederation.Seat](tx.DB().Where("member <> 0"))
	if err != nil {
		return nil, err
	}
	all, err := store.All[confederation.Peer](tx.DB().Where("id IN (?)", tx.DB().Model(&confederation.Seat{}).Select("peer").Where("member <> 0")))
	of := make(map[confederation.PeerID]confederation.Peer, len(all))
	for _, p := range all {
		of[p.ID] = p
	}
	sitting := make(map[commune.MemberID]confederation.Voice, len(seats))
	for _, s := range seats {
		sitting[s.Member] = confederation.Voice{Seat: s, Of: of[s.Peer]}
	}
	return sitting, err
}

// ticket lets one delegate in, once.
type ticket struct {
	Hash      string `gorm:"primaryKey"`
	Seat      confederation.SeatID
	ExpiresAt time.Time
}

// AddTicket keeps the hash of a ticket, never the secret.
func AddTicket(tx *store.Tx, hash string, seat confederation.SeatID, expires time.Time) error {
	if err := tx.DB().Where("expires_at < ?", tx.Now()).Delete(&ticket{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.DB().Create(&ticket{Hash: hash, Seat: seat, ExpiresAt: expires}).Error)
}

// TicketSeat is the seat of a ticket that is not spent.
func TicketSeat(tx *store.Tx, hash string) (confederation.Seat, error) {
	t, err := store.One[ticket](tx.DB(), "hash = ? AND expires_at > ?", hash, tx.Now())
	if err != nil {
		return confederation.Seat{}, err
	}
	return store.One[confederation.Seat](tx.DB(), "id = ?", t.Seat)
}

// SpendTicket consumes a ticket; of two who try at once one succeeds.
func SpendTicket(tx *store.Tx, hash string) error {
	r := tx.DB().Where("hash = ?", hash).Delete(&ticket{})
	if r.Error == nil && r.RowsAffected != 1 {
		return commune.ErrNotFound
	}
	return wrap(r.Error)
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("confederation: %w", err)
}
