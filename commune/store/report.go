package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// PutReport keeps a report as it now is: whoever changes one locks it first.
func (tx *Tx) PutReport(r commune.Report) (commune.Report, error) {
	err := tx.db.Save(&r).Error
	return r, wrap(err)
}

// Report is one report, published or not.
func (tx *Tx) Report(id commune.ReportID) (commune.Report, error) {
	return One[commune.Report](tx.db, "id = ?", id)
}

// ReportForUpdate locks a report until the transaction ends: writing and publishing exclude each other.
func (tx *Tx) ReportForUpdate(id commune.ReportID) (commune.Report, error) {
	return lock[commune.Report](tx, forUpdate, "id = ?", id)
}

// ReportDrafts are the reports of a body that are being written; of body 0, those of mandates that are exercised in none.
func (tx *Tx) ReportDrafts(b commune.BodyID) ([]commune.Report, error) {
	return All[commune.Report](tx.db.Where("body = ? AND published_at = ?", b, time.Time{}).Order("id DESC"))
}

// Reports are the published ones of a body for these audiences, the newest first.
func (tx *Tx) Reports(b commune.BodyID, audiences []commune.Audience, limit int) ([]commune.Report, error) {
	return All[commune.Report](published(tx.db.Where("body = ?", b), audiences, limit))
}

// LatestReports are the published ones of everybody for these audiences, the newest first.
func (tx *Tx) LatestReports(audiences []commune.Audience, limit int) ([]commune.Report, error) {
	return All[commune.Report](published(tx.db, audiences, limit))
}

func published(q *gorm.DB, audiences []commune.Audience, limit int) *gorm.DB {
	return q.Where("published_at > ? AND audience IN ?", time.Time{}, audiences).Order("published_at DESC, id DESC").Limit(limit)
}

// ReportsOf are the published ones of a mandate for these audiences, the newest first.
func (tx *Tx) ReportsOf(m commune.MandateID, audiences []commune.Audience) ([]commune.Report, error) {
	return All[commune.Report](tx.db.Where("mandate = ? AND published_at > ? AND audience IN ?", m, time.Time{}, audiences).
		Order("published_at DESC, id DESC"))
}

// LastReports say when each mandate was last reported on (SE-6).
func (tx *Tx) LastReports() (map[commune.MandateID]time.Time, error) {
	all, err := All[commune.Report](tx.db.Select("mandate", "published_at").Where("mandate > 0 AND published_at > ?", time.Time{}).Order("published_at"))
	last := make(map[commune.MandateID]time.Time, len(all))
	for _, r := range all {
		last[r.Mandate] = r.PublishedAt
	}
	return last, err
}

// CouncilSittings are those of councils of which we have the minutes, the earliest first (CF-6).
func (tx *Tx) CouncilSittings() ([]commune.CouncilSitting, error) {
	return All[commune.CouncilSitting](tx.db.Order("closed_at, record"))
}

// AddCouncilSitting keeps that a council sat, once.
func (tx *Tx) AddCouncilSitting(s commune.CouncilSitting) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&s).Error)
}

// RemoveCouncilSitting forgets what one record said of it.
func (tx *Tx) RemoveCouncilSitting(record string) error {
	return wrap(tx.db.Delete(&commune.CouncilSitting{}, "record = ?", record).Error)
}

// AddBodyDecision enters a decision of a secretariat; nothing ever changes it (SE-4).
func (tx *Tx) AddBodyDecision(d commune.BodyDecision) (commune.BodyDecision, error) {
	err := tx.db.Create(&d).Error
	return d, wrap(err)
}

// LastBodyRank is the rank of a body's last decision of a year, 0 if there is none. Ask it with the log's head locked.
func (tx *Tx) LastBodyRank(b commune.BodyID, year int) (int, error) {
	var rank *int
	err := tx.db.Model(&commune.BodyDecision{}).Where("body = ? AND year = ?", b, year).Select("MAX(rank)").Scan(&rank).Error
	if rank == nil {
		return 0, wrap(err)
	}
	return *rank, wrap(err)
}

// BodyDecision is the one of a number.
func (tx *Tx) BodyDecision(b commune.BodyID, year, rank int) (commune.BodyDecision, error) {
	return One[commune.BodyDecision](tx.db, "body = ? AND year = ? AND rank = ?", b, year, rank)
}

// BodyDecisionByID is one decision of a secretariat.
func (tx *Tx) BodyDecisionByID(id commune.BodyDecisionID) (commune.BodyDecision, error) {
	return One[commune.BodyDecision](tx.db, "id = ?", id)
}

// BodyDecisions are those of a body for these audiences, the newest first.
func (tx *Tx) BodyDecisions(b commune.BodyID, audiences []commune.Audience, limit int) ([]commune.BodyDecision, error) {
	return All[commune.BodyDecision](tx.db.Where("body = ? AND audience IN ?", b, audiences).Order("id DESC").Limit(limit))
}

// LatestBodyDecisions are those of all secretariats for these audiences, the newest first.
func (tx *Tx) LatestBodyDecisions(audiences []commune.Audience, limit int) ([]commune.BodyDecision, error) {
	return All[commune.BodyDecision](tx.db.Where("audience IN ?", audiences).Order("id DESC").Limit(limit))
}

type occasion struct {
	Cause string `gorm:"primaryKey"`
	At    time.Time
}

// Once notes that something was done because a day came; false means that it was done before.
func (tx *Tx) Once(cause string) (bool, error) {
	r := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&occasion{Cause: cause, At: tx.Now()})
	return r.RowsAffected == 1, wrap(r.Error)
}
