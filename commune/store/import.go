package store

import (
	"time"

	"federes.org/commune"
)

// AddImport keeps a file that waits to be imported, in the place of the one that its uploader had before.
func (tx *Tx) AddImport(i commune.Import) (commune.Import, error) {
	if err := tx.db.Where("member = ?", i.Member).Delete(&commune.Import{}).Error; err != nil {
		return i, wrap(err)
	}
	return i, wrap(tx.db.Create(&i).Error)
}

// Import is the file of a member, or NotFound: nobody else's can be read.
func (tx *Tx) Import(id commune.ImportID, who commune.MemberID) (commune.Import, error) {
	return One[commune.Import](tx.db, "id = ? AND member = ?", id, who)
}

// ImportForUpdate locks it until the transaction ends.
func (tx *Tx) ImportForUpdate(id commune.ImportID, who commune.MemberID) (commune.Import, error) {
	return lock[commune.Import](tx, forUpdate, "id = ? AND member = ?", id, who)
}

// ImportOf is the file that someone left waiting, without what it holds; NotFound if there is none.
func (tx *Tx) ImportOf(who commune.MemberID) (commune.Import, error) {
	return One[commune.Import](tx.db.Omit("content"), "member = ?", who)
}

// SaveReading keeps how a file is read, and what was chosen for its lines.
func (tx *Tx) SaveReading(id commune.ImportID, reading string) error {
	return wrap(tx.db.Model(&commune.Import{}).Where("id = ?", id).Update("reading", reading).Error)
}

// RemoveImport forgets a file.
func (tx *Tx) RemoveImport(id commune.ImportID) error {
	return wrap(tx.db.Where("id = ?", id).Delete(&commune.Import{}).Error)
}

// PurgeImports forgets the files whose time is over (ME-2).
func (tx *Tx) PurgeImports() error {
	return wrap(tx.db.Where("uploaded_at < ?", tx.Now().Add(-commune.ImportKeptFor)).Delete(&commune.Import{}).Error)
}

// MemberNumbers are the numbers that members have in a program.
func (tx *Tx) MemberNumbers(source commune.Source) (map[string]commune.MemberID, error) {
	all, err := All[commune.MemberNumber](tx.db.Where("source = ?", source))
	by := make(map[string]commune.MemberID, len(all))
	for _, n := range all {
		by[n.Number] = n.Member
	}
	return by, err
}

// AddMemberNumber keeps the number of a member. A member has one in each program, and a number is one member's.
func (tx *Tx) AddMemberNumber(n commune.MemberNumber) error {
	err := tx.db.Create(&n).Error
	if IsUnique(err) {
		return commune.ErrLineNumber.With(n.Number)
	}
	return wrap(err)
}

// MembersByEmail are all who have an address here, whatever they are to the organisation, by it.
func (tx *Tx) MembersByEmail() (map[string]commune.Member, error) {
	rows, err := All[memberRow](tx.db.Where("left_at = ?", time.Time{}))
	by := make(map[string]commune.Member, len(rows))
	for _, r := range rows {
		if m := r.person(); m.Email != "" {
			by[m.Email] = m
		}
	}
	return by, err
}
