package store

import (
	"federes.org/commune"
)

// AddDecision enters a decision in the register; nothing ever changes it (CR-2).
func (tx *Tx) AddDecision(d commune.Decision) (commune.Decision, error) {
	err := tx.db.Create(&d).Error
	return d, wrap(err)
}

// LastRank is the rank of the last decision of an assembly in a year, 0 if there is none. Ask it with the log's head locked.
func (tx *Tx) LastRank(of string, year int) (int, error) {
	var rank *int
	err := tx.db.Model(&commune.Decision{}).Where("assembly = ? AND year = ?", of, year).Select("MAX(rank)").Scan(&rank).Error
	if rank == nil {
		return 0, wrap(err)
	}
	return *rank, wrap(err)
}

// Decision is the one of a number of the register.
func (tx *Tx) Decision(year, rank int) (commune.Decision, error) {
	return tx.DecisionBy("", year, rank)
}

// DecisionBy is the one of a number of a popular assembly, or of the register for an empty name (AP-2).
func (tx *Tx) DecisionBy(assembly string, year, rank int) (commune.Decision, error) {
	return One[commune.Decision](tx.db, "assembly = ? AND year = ? AND rank = ?", assembly, year, rank)
}

// DecisionsBy are all of a popular assembly, the newest first (AP-2).
func (tx *Tx) DecisionsBy(assembly string) ([]commune.Decision, error) {
	return All[commune.Decision](tx.db.Where("assembly = ?", assembly).Order("id DESC"))
}

// DecisionByID is one decision.
func (tx *Tx) DecisionByID(id commune.DecisionID) (commune.Decision, error) {
	return One[commune.Decision](tx.db, "id = ?", id)
}

// DecisionBySeq is the one whose record stands at a place of the log.
func (tx *Tx) DecisionBySeq(seq commune.Seq) (commune.Decision, error) {
	return One[commune.Decision](tx.db, "seq = ?", seq)
}

// DecisionOf is the decision that a motion yielded, or NotFound.
func (tx *Tx) DecisionOf(m commune.MotionID) (commune.Decision, error) {
	return One[commune.Decision](tx.db, "motion = ?", m)
}

// Decisions are the register's newest entries below a place (0 for the newest of all), of the given audiences.
func (tx *Tx) Decisions(audiences []commune.Audience, below commune.DecisionID, limit int) ([]commune.Decision, error) {
	q := tx.db.Where("assembly = '' AND audience IN ?", audiences)
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return All[commune.Decision](q.Order("id DESC").Limit(limit))
}

// CountDecisions is how long the register is.
func (tx *Tx) CountDecisions() (int, error) {
	return count(tx.db.Model(&commune.Decision{}).Where("assembly = ''"))
}
