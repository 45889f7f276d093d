package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune/store"
)

// EventFile is an event of the calendar as it is served at its address.
type EventFile struct {
	URI         string `gorm:"primaryKey"`
	Document    []byte
	PublishedAt time.Time // the first time
	Gone        bool
}

// TableName is where they are kept.
func (EventFile) TableName() string { return "event_documents" }

// PutEventDocument keeps an event as it now is, since it was first published.
func PutEventDocument(tx *store.Tx, f EventFile) error {
	return wrap(tx.DB().Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "uri"}}, DoUpdates: clause.AssignmentColumns([]string{"document", "gone"}),
	}).Create(&f).Error)
}

// EventDocument is the event of an address, or NotFound.
func EventDocument(tx *store.Tx, uri string) (EventFile, error) {
	return store.One[EventFile](tx.DB(), "uri = ?", uri)
}

// WithdrawEvent has the address of an event say that it is gone.
func WithdrawEvent(tx *store.Tx, uri string) error {
	return wrap(tx.DB().Model(&EventFile{}).Where("uri = ?", uri).Update("gone", true).Error)
}
