package store

import (
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// PopularAssemblyPage is what a popular assembly says of itself.
func (tx *Tx) PopularAssemblyPage(b commune.BodyID) (commune.PopularAssemblyPage, error) {
	return One[commune.PopularAssemblyPage](tx.db, "body = ?", b)
}

// PutPopularAssemblyPage keeps it as it now is.
func (tx *Tx) PutPopularAssemblyPage(p commune.PopularAssemblyPage) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&p).Error)
}

// AddPosition keeps a version of a position; of two written at once one stands (AP-4).
func (tx *Tx) AddPosition(p commune.Position) error {
	err := tx.db.Create(&p).Error
	if IsUnique(err) {
		return commune.ErrPositionMoved
	}
	return wrap(err)
}

// Positions are all versions of the positions on the items of a meeting, the latest first.
func (tx *Tx) Positions(m commune.MeetingID) ([]commune.Position, error) {
	items := tx.db.Model(&commune.Item{}).Select("id").Where("meeting = ?", m)
	return All[commune.Position](tx.db.Where("item IN (?)", items).Order("item, version DESC"))
}

// PositionOn is the latest position on an item; version 0 while there is none.
func (tx *Tx) PositionOn(item commune.ItemID) (commune.Position, error) {
	all, err := All[commune.Position](tx.db.Where("item = ?", item).Order("version DESC").Limit(1))
	if len(all) == 0 {
		return commune.Position{Item: item}, err
	}
	return all[0], err
}

// PutComparison keeps what is said of a point (AP-4).
func (tx *Tx) PutComparison(c commune.Comparison) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&c).Error)
}

// Comparisons are what is said of a popular assembly, by point (AP-4).
func (tx *Tx) Comparisons(b commune.BodyID) (map[string]commune.Comparison, error) {
	all, err := All[commune.Comparison](tx.db.Where("body = ?", b))
	by := make(map[string]commune.Comparison, len(all))
	for _, c := range all {
		by[c.Point] = c
	}
	return by, err
}
