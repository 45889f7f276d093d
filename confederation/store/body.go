package store

import (
	"fmt"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// BodyByActor finds a peer's body by its actor.
func BodyByActor(tx *store.Tx, actor commune.ActorID) (confederation.Body, error) {
	return store.One[confederation.Body](tx.DB(), "actor = ?", actor)
}

// BodiesOf are those of a peer, by name.
func BodiesOf(tx *store.Tx, peer confederation.PeerID) ([]confederation.Body, error) {
	return store.All[confederation.Body](tx.DB().Where("peer = ?", peer).Order("name, id"))
}

// AddBody pins a body's key, once.
func AddBody(tx *store.Tx, b confederation.Body) (confederation.Body, error) {
	if err := tx.DB().Create(&b).Error; err != nil {
		return b, fmt.Errorf("confederation: %w", err)
	}
	return b, nil
}

// AddBodyRecord keeps a document that came from a peer's body, once.
func AddBodyRecord(tx *store.Tx, r confederation.BodyRecord) error {
	once := clause.OnConflict{Columns: []clause.Column{{Name: "digest"}}, DoNothing: true}
	if err := tx.DB().Clauses(once).Create(&r).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// BodyRecords are what came from a peer's body, the newest first.
func BodyRecords(tx *store.Tx, body confederation.BodyID, limit int) ([]confederation.BodyRecord, error) {
	return store.All[confederation.BodyRecord](tx.DB().Where("body = ?", body).Order("id DESC").Limit(limit))
}

// DecisionAt is a verified decision of a peer, by the address of its record.
func DecisionAt(tx *store.Tx, uri string) (confederation.Record, error) {
	return store.One[confederation.Record](tx.DB(), "uri = ? AND fault = '' AND kind = 'Decision'", uri)
}

// DecisionsOf are the verified decisions of a peer's assembly below a number, the newest first.
func DecisionsOf(tx *store.Tx, peer confederation.PeerID, below int64, limit int) ([]confederation.Record, error) {
	q := tx.DB().Where("peer = ? AND fault = '' AND kind = 'Decision'", peer)
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return store.All[confederation.Record](q.Order("id DESC").Limit(limit))
}
