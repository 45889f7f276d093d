package store

import (
	"errors"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// InstructedForUpdate locks what a member's assembly told its delegate about an item or a vote; of nothing told yet it has no ID.
func InstructedForUpdate(tx *store.Tx, said confederation.Instructed) (confederation.Instructed, error) {
	q := tx.DB().Clauses(clause.Locking{Strength: "UPDATE"})
	known, err := store.One[confederation.Instructed](q, "peer = ? AND mandate = ? AND about = ?", said.Peer, said.Mandate, said.About)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.Instructed{Peer: said.Peer, Mandate: said.Mandate, About: said.About}, nil
	}
	return known, err
}

// PutInstructed keeps what an assembly told its delegate.
func PutInstructed(tx *store.Tx, i confederation.Instructed) error {
	return wrap(tx.DB().Save(&i).Error)
}

// RemoveInstructed forgets it.
func RemoveInstructed(tx *store.Tx, i confederation.Instructed) error {
	return wrap(tx.DB().Delete(&confederation.Instructed{}, "id = ?", i.ID).Error)
}

// InstructedAbout is all that assemblies told their delegates about an item or a vote.
func InstructedAbout(tx *store.Tx, about string) ([]confederation.Instructed, error) {
	return store.All[confederation.Instructed](tx.DB().Where("about = ?", about).Order("peer, id"))
}
