package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// Payment is one entry of dues.
func (tx *Tx) Payment(id commune.PaymentID) (commune.Payment, error) {
	return One[commune.Payment](tx.db, "id = ?", id)
}

// PaymentsAll are all entries, those of who left too, the oldest first.
func (tx *Tx) PaymentsAll() ([]commune.Payment, error) {
	return All[commune.Payment](tx.db.Order("recorded_at, id"))
}

// DuesLetter is that a reminder was mailed, for one last day.
type DuesLetter struct {
	Member commune.MemberID   `gorm:"primaryKey;autoIncrement:false"`
	Kind   commune.DuesLetter `gorm:"primaryKey"`
	Until  commune.Day
	SentAt time.Time
}

// DuesLetters are the last ones of every member, by kind.
func (tx *Tx) DuesLetters() (map[commune.MemberID]map[commune.DuesLetter]commune.Day, error) {
	all, err := All[DuesLetter](tx.db)
	by := make(map[commune.MemberID]map[commune.DuesLetter]commune.Day)
	for _, l := range all {
		if by[l.Member] == nil {
			by[l.Member] = make(map[commune.DuesLetter]commune.Day)
		}
		by[l.Member][l.Kind] = l.Until
	}
	return by, err
}

// PutDuesLetter keeps that a reminder was handed to the mail server.
func (tx *Tx) PutDuesLetter(l DuesLetter) error {
	l.SentAt = tx.Now()
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&l).Error)
}
