package store

import (
	"crypto/rand"
	"strings"
	"time"

	"federes.org/commune"
)

// memberRow is a person as kept. The column of the address is unique, so that one address belongs to one person; who has none has there a
// mark that is no address, which nobody outside sees.
type memberRow struct {
	commune.Member `gorm:"embedded"`
}

func (memberRow) TableName() string { return "members" }

func rowOf(m commune.Member) memberRow {
	if m.Email == "" {
		m.Email = rand.Text()
	}
	return memberRow{m}
}

func (r memberRow) person() commune.Member {
	if !strings.Contains(r.Email, "@") {
		r.Email = ""
	}
	return r.Member
}

// AddMember keeps a person; one address belongs to one person.
func (tx *Tx) AddMember(m commune.Member) (commune.Member, error) {
	row := rowOf(m)
	err := tx.db.Create(&row).Error
	if IsUnique(err) {
		return m, commune.ErrEmailTaken
	}
	return row.person(), wrap(err)
}

// SaveMember keeps a person as they now are: whoever changes one locks them first.
func (tx *Tx) SaveMember(m commune.Member) error {
	row := rowOf(m)
	err := tx.db.Save(&row).Error
	if IsUnique(err) {
		return commune.ErrEmailTaken
	}
	return wrap(err)
}

// Member is one person.
func (tx *Tx) Member(id commune.MemberID) (commune.Member, error) {
	r, err := One[memberRow](tx.db, "id = ?", id)
	return r.person(), err
}

// MemberForUpdate locks a person until the transaction ends.
func (tx *Tx) MemberForUpdate(id commune.MemberID) (commune.Member, error) {
	r, err := lock[memberRow](tx, forUpdate, "id = ?", id)
	return r.person(), err
}

// MemberByEmail finds the person of an address.
func (tx *Tx) MemberByEmail(email string) (commune.Member, error) {
	if !strings.Contains(email, "@") {
		return commune.Member{}, commune.ErrNotFound
	}
	r, err := One[memberRow](tx.db, "email = ?", email)
	return r.person(), err
}

// Members are all who are members or were until they left, by name.
func (tx *Tx) Members() ([]commune.Member, error) { return tx.People(commune.KindMember) }

// People are all of one kind, those who left too, by name.
func (tx *Tx) People(kind commune.MemberKind) ([]commune.Member, error) {
	rows, err := All[memberRow](tx.db.Where("kind = ?", kind).Order("public_name, id"))
	people := make([]commune.Member, len(rows))
	for i, r := range rows {
		people[i] = r.person()
	}
	return people, err
}

// PublicNames are those of all whom the organisation ever knew.
func (tx *Tx) PublicNames() (map[commune.MemberID]string, error) {
	rows, err := tx.db.Model(&memberRow{}).Select("id", "public_name").Rows()
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

// AddPayment keeps a payment of dues: one that takes another back does it once, and one that was imported comes once.
func (tx *Tx) AddPayment(p commune.Payment) (commune.Payment, error) {
	err := tx.db.Create(&p).Error
	if IsUnique(err) && p.Reference != "" {
		return p, commune.ErrPaymentKnown
	}
	if IsUnique(err) {
		return p, commune.ErrPaymentTaken
	}
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

// Delegated tells whether anybody ever sat here for another organisation (CF-5).
func (tx *Tx) Delegated() (bool, error) {
	n, err := count(tx.db.Model(&memberRow{}).Where("delegation <> ''"))
	return n > 0, err
}
