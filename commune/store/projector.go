package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// projector is the address that shows a meeting without an account; one at a time.
type projector struct {
	Meeting commune.MeetingID `gorm:"primaryKey;autoIncrement:false"`
	Token   string            // hashed
	MadeBy  commune.MemberID
	MadeAt  time.Time
}

// PutProjector keeps the hash of a meeting's projector; the one before opens nothing any more.
func (tx *Tx) PutProjector(m commune.MeetingID, hash string, by commune.MemberID) error {
	return wrap(tx.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "meeting"}}, UpdateAll: true}).
		Create(&projector{Meeting: m, Token: hash, MadeBy: by, MadeAt: tx.Now()}).Error)
}

// Projector is the meeting that a hash shows, or NotFound.
func (tx *Tx) Projector(hash string) (commune.MeetingID, error) {
	p, err := One[projector](tx.db, "token = ?", hash)
	return p.Meeting, err
}

// ProjectorToken is the hash that shows a meeting, or NotFound.
func (tx *Tx) ProjectorToken(m commune.MeetingID) (string, error) {
	p, err := One[projector](tx.db, "meeting = ?", m)
	return p.Token, err
}
