// Package store keeps what is known of other organisations: the tables of the confederation beside those of the commune.
package store

import (
	"fmt"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// Peers are all those of a role, by name.
func Peers(tx *store.Tx, role confederation.Role) ([]confederation.Peer, error) {
	return store.All[confederation.Peer](tx.DB().Where("role = ?", role).Order("name, id"))
}

// Followed are the peers whose records we read: members of ours, councils of which we are one, and who is followed without any tie (CF-3, CF-8).
func Followed(tx *store.Tx) ([]confederation.Peer, error) {
	return store.All[confederation.Peer](tx.DB().Where("state = ? OR followed", confederation.Accepted).Order("id"))
}

// Members are the communes and councils that are members of ours, by name.
func Members(tx *store.Tx) ([]confederation.Peer, error) {
	return store.All[confederation.Peer](tx.DB().Where("role = ? AND state = ?", confederation.RoleCommune, confederation.Accepted).Order("name, id"))
}

// Peer is one peer.
func Peer(tx *store.Tx, id confederation.PeerID) (confederation.Peer, error) {
	return store.One[confederation.Peer](tx.DB(), "id = ?", id)
}

// PeerByActor finds a peer by its actor.
func PeerByActor(tx *store.Tx, actor commune.ActorID) (confederation.Peer, error) {
	return store.One[confederation.Peer](tx.DB(), "actor = ?", actor)
}

// PeerForUpdate locks a peer until the transaction ends.
func PeerForUpdate(tx *store.Tx, actor commune.ActorID) (confederation.Peer, error) {
	return store.One[confederation.Peer](tx.DB().Clauses(clause.Locking{Strength: "UPDATE"}), "actor = ?", actor)
}

// PutPeer keeps a peer as it now is.
func PutPeer(tx *store.Tx, p confederation.Peer) (confederation.Peer, error) {
	for _, bytes := range []*[]byte{&p.Key, &p.Shown, &p.JoinRecord} {
		if *bytes == nil {
			*bytes = []byte{}
		}
	}
	if err := tx.DB().Save(&p).Error; err != nil {
		return p, fmt.Errorf("confederation: %w", err)
	}
	return p, nil
}

// Reach is the place after the last verified record that we know of a peer.
func Reach(tx *store.Tx, id confederation.PeerID) (reach commune.Seq, err error) {
	err = tx.DB().Model(&confederation.Record{}).Where("peer = ? AND fault = ''", id).Select("coalesce(max(seq) + 1, 0)").Scan(&reach).Error
	if err != nil {
		return 0, fmt.Errorf("confederation: %w", err)
	}
	return reach, nil
}

// AddRecord keeps a document that came from a peer, once.
func AddRecord(tx *store.Tx, r confederation.Record) error {
	for _, bytes := range []*[]byte{&r.Document, &r.Salt, &r.Leaf} {
		if *bytes == nil {
			*bytes = []byte{}
		}
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "peer"}, {Name: "digest"}}, DoNothing: true}
	if err := tx.DB().Clauses(once).Create(&r).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// RecordAt is what stands at a place of a peer's log: a verified record, a hidden one, or one of several that contest it; or NotFound.
func RecordAt(tx *store.Tx, peer confederation.PeerID, seq commune.Seq) (confederation.Record, error) {
	q := tx.DB().Order("fault, id").Limit(1)
	return store.One[confederation.Record](q, "peer = ? AND seq = ? AND fault IN ?", peer, seq, []confederation.Fault{confederation.NoFault, confederation.FaultConflict})
}

// Contest marks a record that holds no more: another stands at its place.
func Contest(tx *store.Tx, r confederation.Record) error {
	if err := tx.DB().Model(&r).Update("fault", confederation.FaultConflict).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Records are what came from a peer, the newest first, without what we may not see.
func Records(tx *store.Tx, peer confederation.PeerID, below int64, limit int) ([]confederation.Record, error) {
	q := tx.DB().Where("peer = ? AND kind <> ''", peer)
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return store.All[confederation.Record](q.Order("id DESC").Limit(limit))
}

// CountApart is how many records of a peer are kept apart.
func CountApart(tx *store.Tx, peer confederation.PeerID) (int, error) {
	var n int64
	if err := tx.DB().Model(&confederation.Record{}).Where("peer = ? AND fault <> ''", peer).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("confederation: %w", err)
	}
	return int(n), nil
}

// RecordsOfKind are what came from every accepted peer, of one kind, the newest first.
func RecordsOfKind(tx *store.Tx, kind string, below int64, limit int) ([]confederation.Record, error) {
	q := tx.DB().Where("kind = ? AND peer IN (SELECT id FROM peers WHERE state = ?)", kind, confederation.Accepted)
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return store.All[confederation.Record](q.Order("id DESC").Limit(limit))
}

// Restore keeps a record that holds from now on, whether it was here already or not.
func Restore(tx *store.Tx, r confederation.Record) error {
	if err := AddRecord(tx, r); err != nil {
		return err
	}
	kept := tx.DB().Model(&confederation.Record{}).Where("peer = ? AND digest = ?", r.Peer, r.Digest)
	if err := kept.Updates(map[string]any{"fault": confederation.NoFault, "salt": append([]byte{}, r.Salt...), "leaf": append([]byte{}, r.Leaf...)}).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// RemoveHidden forgets that an entry was hidden, now that its record is here.
func RemoveHidden(tx *store.Tx, id int64) error {
	if err := tx.DB().Where("id = ? AND kind = ''", id).Delete(&confederation.Record{}).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}
