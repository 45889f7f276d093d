package store

import (
	"federes.org/commune"
)

// AddAct keeps an act that can be taken back.
func (tx *Tx) AddAct(a commune.Act) error { return wrap(tx.db.Create(&a).Error) }

// LastAct is the latest at a meeting that was not taken back, or NotFound.
func (tx *Tx) LastAct(m commune.MeetingID) (commune.Act, error) {
	return One[commune.Act](tx.db.Where("meeting = ?", m).Order("id DESC"))
}

// RemoveAct forgets an act that was taken back.
func (tx *Tx) RemoveAct(id commune.ActID) error {
	return wrap(tx.db.Where("id = ?", id).Delete(&commune.Act{}).Error)
}

// AddAdjournment notes that a meeting left an item to another (OJ-4).
func (tx *Tx) AddAdjournment(a commune.Adjournment) error { return wrap(tx.db.Create(&a).Error) }

// RemoveAdjournment takes that back.
func (tx *Tx) RemoveAdjournment(m commune.MeetingID, item commune.ItemID) error {
	return wrap(tx.db.Where("meeting = ? AND item = ?", m, item).Delete(&commune.Adjournment{}).Error)
}

// Adjournments are what a meeting left to others, in the order in which it did (OJ-4).
func (tx *Tx) Adjournments(m commune.MeetingID) ([]commune.Adjournment, error) {
	return All[commune.Adjournment](tx.db.Where("meeting = ?", m).Order("adjourned_at, item"))
}

// SettingChanges is the history of every setting, the latest first (CH-2).
func (tx *Tx) SettingChanges() ([]commune.SettingChange, error) {
	return All[commune.SettingChange](tx.db.Order("id DESC"))
}
