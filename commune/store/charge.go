package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// Join keeps that a member is in a commission; joining again changes nothing (CO-3).
func (tx *Tx) Join(m commune.Membership) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&m).Error)
}

// Leave forgets that a member was in a commission (CO-3).
func (tx *Tx) Leave(b commune.BodyID, who commune.MemberID) error {
	return wrap(tx.db.Where("body = ? AND member = ?", b, who).Delete(&commune.Membership{}).Error)
}

// Memberships are those in a commission, in the order in which they were begun.
func (tx *Tx) Memberships(b commune.BodyID) ([]commune.Membership, error) {
	return All[commune.Membership](tx.db.Where("body = ?", b).Order("joined_at, member"))
}

// MembershipsOf are the commissions of a member.
func (tx *Tx) MembershipsOf(who commune.MemberID) ([]commune.Membership, error) {
	return All[commune.Membership](tx.db.Where("member = ?", who).Order("body"))
}

// PutRequest keeps a request as it now is.
func (tx *Tx) PutRequest(r commune.Request) (commune.Request, error) {
	err := tx.db.Save(&r).Error
	return r, wrap(err)
}

// RequestForUpdate locks a request until the transaction ends: it is answered once.
func (tx *Tx) RequestForUpdate(id commune.RequestID) (commune.Request, error) {
	return lock[commune.Request](tx, forUpdate, "id = ?", id)
}

// Request is one request.
func (tx *Tx) Request(id commune.RequestID) (commune.Request, error) {
	return One[commune.Request](tx.db, "id = ?", id)
}

// RequestsOf are those that a body sent or was sent, the newest first.
func (tx *Tx) RequestsOf(b commune.BodyID) ([]commune.Request, error) {
	return All[commune.Request](tx.db.Where(clause.Or(clause.Eq{Column: "commission", Value: b}, clause.Eq{Column: "to", Value: b})).Order("id DESC"))
}

// WaitingRequests are those that nobody answered yet.
func (tx *Tx) WaitingRequests() ([]commune.Request, error) {
	return All[commune.Request](tx.db.Where("answered_at = ?", time.Time{}).Order("id"))
}

// AddCharge puts a decision into the hands of a secretariat, unless it is in some.
func (tx *Tx) AddCharge(c commune.Charge) error {
	err := tx.db.Create(&c).Error
	if IsUnique(err) {
		return commune.ErrChargeTaken
	}
	return wrap(err)
}

// SaveCharge keeps a charge as it now is: whoever changes one locks it first.
func (tx *Tx) SaveCharge(c commune.Charge) error { return wrap(tx.db.Save(&c).Error) }

// Charge is in whose hands a decision is, or NotFound.
func (tx *Tx) Charge(d commune.DecisionID) (commune.Charge, error) {
	return One[commune.Charge](tx.db, "decision = ?", d)
}

// ChargeForUpdate locks it until the transaction ends.
func (tx *Tx) ChargeForUpdate(d commune.DecisionID) (commune.Charge, error) {
	return lock[commune.Charge](tx, forUpdate, "decision = ?", d)
}

// Charges are all decisions that are in some hands, the newest first.
func (tx *Tx) Charges() ([]commune.Charge, error) {
	return All[commune.Charge](tx.db.Order("decision DESC"))
}

// ChargesOf are the decisions in the hands of a secretariat, the newest first.
func (tx *Tx) ChargesOf(b commune.BodyID) ([]commune.Charge, error) {
	return All[commune.Charge](tx.db.Where("body = ?", b).Order("decision DESC"))
}

// AddChargeNote adds a line to what became of a decision.
func (tx *Tx) AddChargeNote(n commune.ChargeNote) error { return wrap(tx.db.Create(&n).Error) }

// ChargeNotes are those of a decision, the newest first.
func (tx *Tx) ChargeNotes(d commune.DecisionID) ([]commune.ChargeNote, error) {
	return All[commune.ChargeNote](tx.db.Where("decision = ?", d).Order("id DESC"))
}
