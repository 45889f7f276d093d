package store

import (
	"time"

	"federes.org/commune"
)

// AddMember keeps a person admitted; one address belongs to one person.
func (tx *Tx) AddMember(m commune.Member) (commune.Member, error) {
	err := tx.db.Create(&m).Error
	if IsUnique(err) {
		return m, commune.ErrEmailTaken
	}
	return m, wrap(err)
}

// SaveMember keeps a person as they now are: whoever changes one locks them first.
func (tx *Tx) SaveMember(m commune.Member) error { return wrap(tx.db.Save(&m).Error) }

// Member is one person.
func (tx *Tx) Member(id commune.MemberID) (commune.Member, error) {
	return One[commune.Member](tx.db, "id = ?", id)
}

// MemberForUpdate locks a person until the transaction ends.
func (tx *Tx) MemberForUpdate(id commune.MemberID) (commune.Member, error) {
	return lock[commune.Member](tx, forUpdate, "id = ?", id)
}

// MemberByEmail finds the person of an address.
func (tx *Tx) MemberByEmail(email string) (commune.Member, error) {
	return One[commune.Member](tx.db, "email = ?", email)
}

// Members are all, by name.
func (tx *Tx) Members() ([]commune.Member, error) {
	return All[commune.Member](tx.db.Order("public_name, id"))
}

// PublicNames are those of all who ever were members.
func (tx *Tx) PublicNames() (map[commune.MemberID]string, error) {
	rows, err := tx.db.Model(&commune.Member{}).Select("id", "public_name").Rows()
	if err != nil {
		return nil, wrap(err)
	}
	defer rows.Close()
	names := make(map[commune.MemberID]string)
	for rows.Next() {
		var id commune.MemberID
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, wrap(err)
		}
		names[id] = name
	}
	return names, wrap(rows.Err())
}

// AddPayment keeps a payment of dues.
func (tx *Tx) AddPayment(p commune.Payment) (commune.Payment, error) {
	err := tx.db.Create(&p).Error
	return p, wrap(err)
}

// Payments are one member's, the newest first.
func (tx *Tx) Payments(id commune.MemberID) ([]commune.Payment, error) {
	return All[commune.Payment](tx.db.Where("member = ?", id).Order("id DESC"))
}

// PaymentsByMember are everybody's.
func (tx *Tx) PaymentsByMember() (map[commune.MemberID][]commune.Payment, error) {
	all, err := All[commune.Payment](tx.db.Order("id"))
	by := make(map[commune.MemberID][]commune.Payment)
	for _, p := range all {
		by[p.Member] = append(by[p.Member], p)
	}
	return by, err
}

type signInLink struct {
	Hash      string `gorm:"primaryKey"`
	Member    commune.MemberID
	ExpiresAt time.Time
}

// AddSignInLink keeps the hash of a mailed token, never the token.
func (tx *Tx) AddSignInLink(hash string, id commune.MemberID, expires time.Time) error {
	if err := tx.db.Where("expires_at < ?", tx.Now()).Delete(&signInLink{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Create(&signInLink{Hash: hash, Member: id, ExpiresAt: expires}).Error)
}

// SignInLink tells whom an unspent link lets in.
func (tx *Tx) SignInLink(hash string) (commune.MemberID, error) {
	l, err := One[signInLink](tx.db, "hash = ? AND expires_at > ?", hash, tx.Now())
	return l.Member, err
}

// RemoveSignInLinks takes back every link that was made for a member.
func (tx *Tx) RemoveSignInLinks(id commune.MemberID) error {
	return wrap(tx.db.Where("member = ?", id).Delete(&signInLink{}).Error)
}

// SpendSignInLink consumes a link; of two who try at once one succeeds.
func (tx *Tx) SpendSignInLink(hash string) (commune.MemberID, error) {
	member, err := tx.SignInLink(hash)
	if err != nil {
		return 0, err
	}
	r := tx.db.Where("hash = ?", hash).Delete(&signInLink{})
	if r.Error == nil && r.RowsAffected != 1 {
		return 0, commune.ErrNotFound
	}
	return member, wrap(r.Error)
}
