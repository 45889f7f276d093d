package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// WithdrawnItems are those that their proposers took off a meeting's agenda.
func (tx *Tx) WithdrawnItems(m commune.MeetingID) ([]commune.Item, error) {
	return All[commune.Item](tx.db.Where("meeting = ? AND withdrawn_at > ?", m, time.Time{}).Order("id"))
}

// AddItemVersion keeps a text of an item for good.
func (tx *Tx) AddItemVersion(v commune.ItemVersion) error { return wrap(tx.db.Create(&v).Error) }

// ItemVersions are the texts that an item ever had, the latest first; one that was never rewritten has its first alone.
func (tx *Tx) ItemVersions(i commune.Item) ([]commune.ItemVersion, error) {
	versions, err := All[commune.ItemVersion](tx.db.Where("item = ?", i.ID).Order("version DESC"))
	if len(versions) == 0 {
		versions = append(versions, commune.ItemVersion{Item: i.ID, Writing: i.Writing(), WrittenBy: i.ProposedBy, WrittenAt: i.ProposedAt})
	}
	return versions, err
}

// LatestItemVersions are the last texts of those items of a meeting that were rewritten.
func (tx *Tx) LatestItemVersions(m commune.MeetingID) (map[commune.ItemID]commune.ItemVersion, error) {
	rows, err := All[commune.ItemVersion](tx.db.Where("item IN (SELECT id FROM items WHERE meeting = ?)", m).Order("version"))
	latest := make(map[commune.ItemID]commune.ItemVersion, len(rows))
	for _, v := range rows {
		latest[v.Item] = v
	}
	return latest, err
}

// AddMotionVersion keeps a wording of a motion for good.
func (tx *Tx) AddMotionVersion(v commune.MotionVersion) error { return wrap(tx.db.Create(&v).Error) }

// MotionVersions are the wordings that a motion ever had, the latest first; one that was never reworded has its first alone.
func (tx *Tx) MotionVersions(m commune.Motion) ([]commune.MotionVersion, error) {
	versions, err := All[commune.MotionVersion](tx.db.Where("motion = ?", m.ID).Order("version DESC"))
	if len(versions) == 0 {
		versions = append(versions, commune.MotionVersion{Motion: m.ID, Text: m.Text, WrittenBy: m.ProposedBy, WrittenAt: m.ProposedAt})
	}
	return versions, err
}

// CopyWriting gives a copy of an item the texts and the documents of the one that it is a copy of.
func (tx *Tx) CopyWriting(from, to commune.ItemID) error {
	err := tx.db.Exec("INSERT INTO item_versions (item, version, title, text, theme, kind, minutes, written_by, written_at) "+
		"SELECT ?, version, title, text, theme, kind, minutes, written_by, written_at FROM item_versions WHERE item = ?", to, from).Error
	if err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Exec("INSERT INTO documents (item, title, url, file, name, media_type, size, added_by, added_at) "+
		"SELECT ?, title, url, file, name, media_type, size, added_by, added_at FROM documents WHERE item = ?", to, from).Error)
}

// PutDraft keeps what a member writes and has not saved; it replaces the one before.
func (tx *Tx) PutDraft(d commune.Draft) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "member"}, {Name: "meeting"}, {Name: "item"}},
		UpdateAll: true,
	}).Create(&d).Error)
}

// Draft is what a member wrote of an item, or of one that they will propose to a meeting, and did not save; or NotFound.
func (tx *Tx) Draft(who commune.MemberID, on commune.MeetingID, item commune.ItemID) (commune.Draft, error) {
	return One[commune.Draft](tx.db, "member = ? AND meeting = ? AND item = ?", who, on, item)
}

// DropDraft forgets it.
func (tx *Tx) DropDraft(who commune.MemberID, on commune.MeetingID, item commune.ItemID) error {
	return wrap(tx.db.Where("member = ? AND meeting = ? AND item = ?", who, on, item).Delete(&commune.Draft{}).Error)
}

// PutEditing notes that a member has an item before them to write it.
func (tx *Tx) PutEditing(e commune.Editing) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "item"}, {Name: "member"}},
		DoUpdates: clause.AssignmentColumns([]string{"until"}),
	}).Create(&e).Error)
}

// DropEditing notes that they no longer do.
func (tx *Tx) DropEditing(item commune.ItemID, who commune.MemberID) error {
	return wrap(tx.db.Where("item = ? AND member = ?", item, who).Delete(&commune.Editing{}).Error)
}

// Editing is a member's own, or NotFound.
func (tx *Tx) Editing(item commune.ItemID, who commune.MemberID) (commune.Editing, error) {
	return One[commune.Editing](tx.db, "item = ? AND member = ?", item, who)
}

// Editings are those of a meeting's items that hold at an instant, by item.
func (tx *Tx) Editings(m commune.MeetingID, at time.Time) ([]commune.Editing, error) {
	return All[commune.Editing](tx.db.Where("until > ? AND item IN (SELECT id FROM items WHERE meeting = ?)", at, m).Order("item, member"))
}
