package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// LogForUpdate locks what is known of an organisation's log until the transaction ends. Before anything is, a row is made to be locked.
func LogForUpdate(tx *store.Tx, actor commune.ActorID) (confederation.Log, error) {
	fresh := confederation.LogOf(actor)
	fresh.Checkpoint = []byte{}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return fresh, fmt.Errorf("confederation: %w", err)
	}
	return store.One[confederation.Log](tx.DB().Clauses(clause.Locking{Strength: "UPDATE"}), "actor = ?", actor)
}

// Log is what is known of an organisation's log.
func Log(tx *store.Tx, actor commune.ActorID) (confederation.Log, error) {
	l, err := store.One[confederation.Log](tx.DB(), "actor = ?", actor)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.LogOf(actor), nil
	}
	return l, err
}

// LogByOrigin is what is known of the log of a name.
func LogByOrigin(tx *store.Tx, origin string) (confederation.Log, error) {
	return store.One[confederation.Log](tx.DB(), "origin = ?", origin)
}

// PublicRecord is a public act of a peer that holds, by its address, and whose it is.
func PublicRecord(tx *store.Tx, uri string) (p confederation.Peer, r confederation.Record, err error) {
	if r, err = store.One[confederation.Record](tx.DB(), "uri = ? AND fault = '' AND audience = ?", uri, commune.Public); err == nil {
		p, err = Peer(tx, r.Peer)
	}
	return p, r, err
}

// Logs are all of which anything is known, by name.
func Logs(tx *store.Tx) ([]confederation.Log, error) {
	return store.All[confederation.Log](tx.DB().Order("origin"))
}

// PutLog keeps what is known of a log.
func PutLog(tx *store.Tx, l confederation.Log) error {
	if l.Checkpoint == nil {
		l.Checkpoint = []byte{}
	}
	if err := tx.DB().Save(&l).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// peerHash is one node of our copy of a peer's tree.
type peerHash struct {
	Peer     confederation.PeerID `gorm:"primaryKey;autoIncrement:false"`
	Position int64                `gorm:"primaryKey;autoIncrement:false"`
	Hash     []byte
}

func (peerHash) TableName() string { return "peer_hashes" }

// AddHashes keeps nodes of our copy of a peer's tree.
func AddHashes(tx *store.Tx, peer confederation.PeerID, nodes []register.Node) error {
	rows := make([]peerHash, len(nodes))
	for i, n := range nodes {
		rows[i] = peerHash{peer, n.Index, n.Hash[:]}
	}
	if err := tx.DB().CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// ForgetTree forgets our copy of a peer's tree, and which leaves its log has; its records stay.
func ForgetTree(tx *store.Tx, peer confederation.PeerID) error {
	if err := tx.DB().Where("peer = ?", peer).Delete(&peerHash{}).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	if err := tx.DB().Model(&confederation.Record{}).Where("peer = ?", peer).Update("leaf", []byte{}).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Hashes reads our copy of a peer's tree.
func Hashes(tx *store.Tx, peer confederation.PeerID) register.Reader {
	return register.ReaderFunc(func(positions []int64) ([]register.Hash, error) {
		rows, err := store.All[peerHash](tx.DB().Where("peer = ? AND position IN ?", peer, positions))
		if err != nil {
			return nil, err
		}
		at := make(map[int64][]byte, len(rows))
		for _, r := range rows {
			at[r.Position] = r.Hash
		}
		hashes := make([]register.Hash, len(positions))
		for i, p := range positions {
			if copy(hashes[i][:], at[p]) != len(hashes[i]) {
				return nil, fmt.Errorf("confederation: the copy of a log lacks hash %d", p)
			}
		}
		return hashes, nil
	})
}

// Leaves are the leaves of a peer's log from a place on, as far as they are known without a gap.
func Leaves(tx *store.Tx, peer confederation.PeerID, from int64, limit int) ([]register.Hash, error) {
	rows, err := store.All[confederation.Record](tx.DB().Select("seq", "leaf").Where("peer = ? AND fault = '' AND seq >= ?", peer, from).Order("seq").Limit(limit))
	if err != nil {
		return nil, err
	}
	var leaves []register.Hash
	for i, r := range rows {
		if int64(r.Seq) != from+int64(i) || len(r.Leaf) != len(register.Hash{}) {
			break
		}
		leaves = append(leaves, register.Hash(r.Leaf))
	}
	return leaves, nil
}

// SetLeaf notes which leaf a peer's log has where a record stands.
func SetLeaf(tx *store.Tx, r confederation.Record) error {
	err := tx.DB().Model(&confederation.Record{}).Where("id = ?", r.ID).Updates(map[string]any{"salt": append([]byte{}, r.Salt...), "leaf": r.Leaf}).Error
	if err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Cosignatures are the last that each witness gave us, the longest head first.
func Cosignatures(tx *store.Tx) ([]confederation.Cosignature, error) {
	return store.All[confederation.Cosignature](tx.DB().Order("size DESC, witness"))
}

// CosignatureBy is the last that a witness gave us; its size is 0 if there is none.
func CosignatureBy(tx *store.Tx, witness commune.ActorID) (confederation.Cosignature, error) {
	c, err := store.One[confederation.Cosignature](tx.DB(), "witness = ?", witness)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.Cosignature{Witness: witness}, nil
	}
	return c, err
}

// PutCosignature keeps what a witness signed.
func PutCosignature(tx *store.Tx, c confederation.Cosignature) error {
	if err := tx.DB().Save(&c).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// AddAlert keeps evidence, once.
func AddAlert(tx *store.Tx, a confederation.Alert) error {
	if a.Answer == nil {
		a.Answer = []byte{}
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "digest"}}, DoNothing: true}
	if err := tx.DB().Clauses(once).Create(&a).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Alerts are all, the newest first.
func Alerts(tx *store.Tx) ([]confederation.Alert, error) {
	return store.All[confederation.Alert](tx.DB().Order("id DESC"))
}

// Alert is the one of a number.
func Alert(tx *store.Tx, id int64) (confederation.Alert, error) {
	return store.One[confederation.Alert](tx.DB(), "id = ?", id)
}

// AlertBy is the one of a digest.
func AlertBy(tx *store.Tx, digest string) (confederation.Alert, error) {
	return store.One[confederation.Alert](tx.DB(), "digest = ?", digest)
}

// AlertsOn are those about an organisation's log.
func AlertsOn(tx *store.Tx, actor commune.ActorID) ([]confederation.Alert, error) {
	return store.All[confederation.Alert](tx.DB().Where("actor = ?", actor).Order("id DESC"))
}

// AnswerAlert keeps the decision by which an assembly answered.
func AnswerAlert(tx *store.Tx, a confederation.Alert) error {
	if err := tx.DB().Model(&confederation.Alert{}).Where("id = ?", a.ID).Updates(map[string]any{"answer": a.Answer, "reach": a.Reach}).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// Frozen tells whether nothing that an organisation says is counted for now: there is evidence against its log for which its assembly did not
// answer, what it showed us does not make the head that it signed, or its address shows another key than the one that we pinned.
func Frozen(tx *store.Tx, actor commune.ActorID) (bool, error) {
	var n int64
	err := tx.DB().Raw(`SELECT (SELECT count(*) FROM alerts WHERE actor = ? AND length(answer) = 0) +
		(SELECT count(*) FROM witnessed_logs WHERE actor = ? AND unlike > 0) +
		(SELECT count(*) FROM peers WHERE actor = ? AND length(shown) > 0)`, actor, actor, actor).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("confederation: %w", err)
	}
	return n > 0, nil
}

// TextsAnsweredBy are the texts put to all communes that one of them answered.
func TextsAnsweredBy(tx *store.Tx, actor commune.ActorID) ([]string, error) {
	var texts []string
	err := tx.DB().Model(&confederation.AnswerRow{}).Where("commune = ?", actor).Distinct("proposal").Order("proposal").Pluck("proposal", &texts).Error
	if err != nil {
		return nil, fmt.Errorf("confederation: %w", err)
	}
	return texts, nil
}
