package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// joinRow is a request to join, with the hash of the token that was mailed.
type joinRow struct {
	commune.JoinRequest `gorm:"embedded"`
	Token               string
}

func (joinRow) TableName() string { return "join_requests" }

// PutJoin keeps a request under the hash of its token. An address asks once at a time.
func (tx *Tx) PutJoin(r commune.JoinRequest, hash string) (commune.JoinRequest, error) {
	row := joinRow{r, hash}
	err := tx.db.Create(&row).Error
	if IsUnique(err) {
		return r, commune.ErrJoinWaits
	}
	return row.JoinRequest, wrap(err)
}

// ConfirmJoin notes that the address of a request is theirs who asked.
func (tx *Tx) ConfirmJoin(id commune.JoinID) error {
	return wrap(tx.db.Model(&joinRow{}).Where("id = ?", id).Update("confirmed_at", tx.Now()).Error)
}

// JoinByToken is the request whose link has this hash, locked.
func (tx *Tx) JoinByToken(hash string) (commune.JoinRequest, error) {
	r, err := One[joinRow](tx.db.Clauses(clause.Locking{Strength: forUpdate}), "token = ?", hash)
	return r.JoinRequest, err
}

// PeekJoin is the same for who only reads.
func (tx *Tx) PeekJoin(hash string) (commune.JoinRequest, error) {
	r, err := One[joinRow](tx.db, "token = ?", hash)
	return r.JoinRequest, err
}

// JoinByEmail is the request of an address.
func (tx *Tx) JoinByEmail(email string) (commune.JoinRequest, error) {
	r, err := One[joinRow](tx.db, "email = ?", email)
	return r.JoinRequest, err
}

// JoinForUpdate locks a request until the transaction ends.
func (tx *Tx) JoinForUpdate(id commune.JoinID) (commune.JoinRequest, error) {
	r, err := lock[joinRow](tx, forUpdate, "id = ?", id)
	return r.JoinRequest, err
}

// JoinRequests are those that wait for an answer, the oldest first.
func (tx *Tx) JoinRequests() ([]commune.JoinRequest, error) {
	rows, err := All[joinRow](tx.waiting().Order("confirmed_at, id"))
	all := make([]commune.JoinRequest, len(rows))
	for i, r := range rows {
		all[i] = r.JoinRequest
	}
	return all, err
}

// CountJoins is how many wait for an answer.
func (tx *Tx) CountJoins() (int, error) { return count(tx.waiting()) }

func (tx *Tx) waiting() *gorm.DB {
	return tx.db.Model(&joinRow{}).Where("confirmed_at > ?", tx.Now().Add(-commune.JoinKeptFor))
}

// RemoveJoin forgets a request.
func (tx *Tx) RemoveJoin(id commune.JoinID) error {
	return wrap(tx.db.Where("id = ?", id).Delete(&joinRow{}).Error)
}

// PurgeJoins forgets those whose time is over (ME-2).
func (tx *Tx) PurgeJoins() error {
	old := tx.db.Where("confirmed_at = ? AND asked_at < ?", time.Time{}, tx.Now().Add(-commune.JoinLinkFor)).
		Or("confirmed_at > ? AND confirmed_at < ?", time.Time{}, tx.Now().Add(-commune.JoinKeptFor))
	return wrap(tx.db.Where(old).Delete(&joinRow{}).Error)
}
