package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// EnrolledForUpdate is what a council says of a member, locked; the zero Enrolled while it says nothing.
func EnrolledForUpdate(tx *store.Tx, council, member commune.ActorID) (confederation.Enrolled, error) {
	e, err := store.One[confederation.Enrolled](locked(tx), "council = ? AND member = ?", council, member)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.Enrolled{}, nil
	}
	return e, err
}

// PutEnrolled keeps it as it now is.
func PutEnrolled(tx *store.Tx, e confederation.Enrolled) error {
	if err := tx.DB().Save(&e).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// RemoveEnrolled forgets what a council said of a member.
func RemoveEnrolled(tx *store.Tx, e confederation.Enrolled) error {
	if err := tx.DB().Delete(&e).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Roll are the members of a council, by name.
func Roll(tx *store.Tx, council commune.ActorID) ([]confederation.Enrolled, error) {
	return store.All[confederation.Enrolled](tx.DB().Where("council = ? AND NOT departed", council).Order("name, member"))
}

// Rolls are those of every council that we know of.
func Rolls(tx *store.Tx) (confederation.Rolls, error) {
	all, err := store.All[confederation.Enrolled](tx.DB().Where("NOT departed"))
	return confederation.RollsOf(all), err
}

// Below are all that stand below a council, level by level, each once (CF-8).
func Below(tx *store.Tx, council commune.ActorID) ([]confederation.Reached, error) {
	rolls, err := Rolls(tx)
	return rolls.Below(council), err
}

// VerifiedPage is how many records VerifiedOf gives at most.
const VerifiedPage = 200

// VerifiedOf are the records of some kinds that hold of a peer, after a place of its log.
func VerifiedOf(tx *store.Tx, peer confederation.PeerID, kinds []string, after commune.Seq) ([]confederation.Record, error) {
	q := tx.DB().Where("peer = ? AND fault = '' AND kind IN ? AND seq > ?", peer, kinds, after)
	return store.All[confederation.Record](q.Order("seq").Limit(VerifiedPage))
}

// RollsOf are the rolls on which an organisation stands, by council.
func RollsOf(tx *store.Tx, member commune.ActorID) ([]confederation.Enrolled, error) {
	return store.All[confederation.Enrolled](tx.DB().Where("member = ? AND NOT departed", member).Order("council"))
}

// RecordsAt are the verified records at a place of a peer's log: one, or several that contest it.
func RecordsAt(tx *store.Tx, peer confederation.PeerID, seq commune.Seq) ([]confederation.Record, error) {
	verified := []confederation.Fault{confederation.NoFault, confederation.FaultConflict}
	return store.All[confederation.Record](tx.DB().Where("peer = ? AND seq = ? AND kind <> '' AND fault IN ?", peer, seq, verified).Order("digest"))
}

// HeardOf is how a peer's log is here: whether something stands after a gap, and whether two of its records stand at one place.
func HeardOf(tx *store.Tx, p confederation.Peer) (h confederation.Heard, err error) {
	var beyond, contested int64
	of := func() *gorm.DB { return tx.DB().Model(&confederation.Record{}).Where("peer = ?", p.ID) }
	if err = of().Where("fault = '' AND seq >= ?", p.NextSeq).Count(&beyond).Error; err == nil {
		err = of().Where("fault = ?", confederation.FaultConflict).Count(&contested).Error
	}
	if err != nil {
		return h, fmt.Errorf("confederation: %w", err)
	}
	return confederation.Heard{Beyond: beyond > 0, Contested: contested > 0}, nil
}

// AllPeers are all other organisations that we know of.
func AllPeers(tx *store.Tx) ([]confederation.Peer, error) {
	return store.All[confederation.Peer](tx.DB().Order("id"))
}
