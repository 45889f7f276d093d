package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// AddMinutes begins the minutes of a meeting, unless they are begun.
func (tx *Tx) AddMinutes(m commune.Minutes) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&m).Error)
}

// PutMinutes keeps minutes that are begun as they now are.
func (tx *Tx) PutMinutes(m commune.Minutes) error {
	return wrap(tx.db.Model(&commune.Minutes{}).Where("meeting = ?", m.Meeting).Select("*").Updates(&m).Error)
}

// Minutes are those of a meeting, or NotFound while they are not begun.
func (tx *Tx) Minutes(m commune.MeetingID) (commune.Minutes, error) {
	return One[commune.Minutes](tx.db, "meeting = ?", m)
}

// MinutesForUpdate locks the minutes until the transaction ends: writing and publishing exclude each other.
func (tx *Tx) MinutesForUpdate(m commune.MeetingID) (commune.Minutes, error) {
	return lock[commune.Minutes](tx, forUpdate, "meeting = ?", m)
}

// PublishedMinutes are those of all general assemblies that have them, the latest first.
func (tx *Tx) PublishedMinutes() ([]commune.Minutes, error) {
	return All[commune.Minutes](tx.db.Where("seq > 0 AND meeting IN (?)", general(tx)).Order("seq DESC"))
}

// PutMinutesSection keeps a section as it now is.
func (tx *Tx) PutMinutesSection(s commune.MinutesSection) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "meeting"}, {Name: "item"}},
		DoUpdates: clause.AssignmentColumns([]string{"title", "place", "text", "version", "written_by", "written_at"}),
	}).Create(&s).Error)
}

// MinutesSections are those that were written, or kept when the meeting closed, in the order of the agenda.
func (tx *Tx) MinutesSections(m commune.MeetingID) ([]commune.MinutesSection, error) {
	return All[commune.MinutesSection](tx.db.Where("meeting = ?", m).Order("place, item"))
}

// AddCorrection notes which minutes a decision corrects.
func (tx *Tx) AddCorrection(c commune.Correction) error { return wrap(tx.db.Create(&c).Error) }

// Corrections are the decisions that correct the minutes of a meeting, the earliest first.
func (tx *Tx) Corrections(m commune.MeetingID) ([]commune.Decision, error) {
	return All[commune.Decision](tx.db.Where("id IN (?)",
		tx.db.Model(&commune.Correction{}).Select("decision").Where("meeting = ?", m)).Order("id"))
}

// OwedMinutes are those that are due or late, of our general assemblies and of popular ones alike, of the latest meetings first (CR-3).
func (tx *Tx) OwedMinutes() ([]commune.Minutes, error) {
	return All[commune.Minutes](tx.db.Where("due_at > ? AND seq = 0", time.Time{}).Order("due_at DESC, meeting DESC"))
}
