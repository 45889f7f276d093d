package store

import (
	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// LatestOf are the last verified records of one kind of a peer, from the highest place of its log.
func LatestOf(tx *store.Tx, peer confederation.PeerID, kind string, limit int) ([]confederation.Record, error) {
	return store.All[confederation.Record](tx.DB().Where("peer = ? AND kind = ? AND fault = ''", peer, kind).Order("seq DESC").Limit(limit))
}

// Written are the last records of one kind of our own register, from the highest place of the log.
func Written(tx *store.Tx, kind string, limit int) ([]store.Entry, error) {
	return store.All[store.Entry](tx.DB().Where("kind = ?", kind).Order("seq DESC").Limit(limit))
}

// Adopted are the motions of a form that our assembly adopted, the last first.
func Adopted(tx *store.Tx, form commune.FormName, limit int) ([]commune.Motion, error) {
	return store.All[commune.Motion](tx.DB().Where("form = ? AND adopted AND amends = 0", form).Order("closed_at DESC, id DESC").Limit(limit))
}
