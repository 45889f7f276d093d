package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// PutMeeting keeps a meeting as it now is; of each assembly one alone can be in session.
func (tx *Tx) PutMeeting(m commune.Meeting) (commune.Meeting, error) {
	err := tx.db.Save(&m).Error
	return m, wrap(err)
}

// AddOrdinaryMeeting adds a meeting of the schedule unless another process did.
func (tx *Tx) AddOrdinaryMeeting(m commune.Meeting) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&m).Error)
}

// Meeting is one meeting.
func (tx *Tx) Meeting(id commune.MeetingID) (commune.Meeting, error) {
	return One[commune.Meeting](tx.db, "id = ?", id)
}

// MeetingForUpdate locks the meeting until the transaction ends.
func (tx *Tx) MeetingForUpdate(id commune.MeetingID) (commune.Meeting, error) {
	return lock[commune.Meeting](tx, forUpdate, "id = ?", id)
}

// Meetings are all of the general assembly, the latest first.
func (tx *Tx) Meetings() ([]commune.Meeting, error) { return tx.MeetingsOf(0) }

// MeetingsOf are all of a popular assembly, or of the general one for 0, the latest first (AP-2).
func (tx *Tx) MeetingsOf(body commune.BodyID) ([]commune.Meeting, error) {
	return All[commune.Meeting](tx.db.Where("body = ?", body).Order("starts_at DESC, id DESC"))
}

// MeetingsFrom are those of the general assembly that start after a time and are neither closed nor cancelled, the earliest first.
func (tx *Tx) MeetingsFrom(t time.Time) ([]commune.Meeting, error) {
	return All[commune.Meeting](tx.db.Where("body = 0 AND starts_at > ? AND closed_at = ? AND cancelled_at = ?", t, time.Time{}, time.Time{}).Order("starts_at, id"))
}

// MeetingsToCome are those of the general assembly that start after a time and were not opened, the cancelled ones too, the earliest first.
func (tx *Tx) MeetingsToCome(t time.Time) ([]commune.Meeting, error) {
	return All[commune.Meeting](tx.db.Where("body = 0 AND starts_at > ? AND opened_at = ?", t, time.Time{}).Order("starts_at, id"))
}

// SittingsToCome are those of popular assemblies that start after a time and were not opened, the cancelled ones too, the earliest first.
func (tx *Tx) SittingsToCome(t time.Time) ([]commune.Meeting, error) {
	return All[commune.Meeting](tx.db.Where("body > 0 AND starts_at > ? AND opened_at = ?", t, time.Time{}).Order("starts_at, id"))
}

// LastOrdinary is the last place of the schedule that was filled so far, whatever became of its meeting, or NotFound.
func (tx *Tx) LastOrdinary() (commune.Meeting, error) {
	return One[commune.Meeting](tx.db.Where("body = 0 AND kind = ?", commune.Ordinary).Order("scheduled_at DESC"))
}

// OpenMeeting is the general assembly in session, or NotFound.
func (tx *Tx) OpenMeeting() (commune.Meeting, error) {
	return One[commune.Meeting](tx.db, "body = 0 AND opened_at > ? AND closed_at = ?", time.Time{}, time.Time{})
}

// general are the meetings of the general assembly, in a query about something else.
func general(tx *Tx) *gorm.DB { return tx.db.Model(&commune.Meeting{}).Select("id").Where("body = 0") }

type convener struct {
	Meeting commune.MeetingID
	Member  commune.MemberID
}

// AddConvener notes that a member calls a meeting (AG-3), once.
func (tx *Tx) AddConvener(m commune.MeetingID, who commune.MemberID) error {
	err := tx.db.Create(&convener{m, who}).Error
	if IsUnique(err) {
		return commune.ErrSupportGiven
	}
	return wrap(err)
}

// Conveners are the members who call a meeting (AG-3).
func (tx *Tx) Conveners(m commune.MeetingID) ([]commune.MemberID, error) {
	rows, err := All[convener](tx.db.Where("meeting = ?", m))
	ids := make([]commune.MemberID, len(rows))
	for i, r := range rows {
		ids[i] = r.Member
	}
	return ids, err
}

// PutPresence keeps how a member attends; a second time replaces the first.
func (tx *Tx) PutPresence(p commune.Presence) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "meeting"}, {Name: "member"}},
		DoUpdates: clause.AssignmentColumns([]string{"mode", "left_at", "noted_by"}),
	}).Create(&p).Error)
}

// Presences are those of a meeting.
func (tx *Tx) Presences(m commune.MeetingID) ([]commune.Presence, error) {
	return many[commune.Presence](tx.db.Where("meeting = ?", m).Order("arrived_at, member"))
}

// There are those who are at a meeting now, in no order: how they attend and whether they declared a priority, no more.
func (tx *Tx) There(m commune.MeetingID) ([]commune.Presence, error) {
	return many[commune.Presence](tx.db.Select("member", "mode", "priority").Where("meeting = ? AND left_at = ?", m, time.Time{}))
}

// Newcomers are those present at a meeting who attended none of the same assembly that was to start before it (DR-3).
func (tx *Tx) Newcomers(m commune.Meeting) ([]commune.MemberID, error) {
	before := tx.db.Table("presences AS earlier").Select("earlier.member").Joins("JOIN meetings ON meetings.id = earlier.meeting").
		Where("meetings.body = ? AND meetings.starts_at < ? AND meetings.opened_at > ?", m.Body, m.StartsAt, time.Time{})
	var found []commune.MemberID
	err := tx.db.Model(&commune.Presence{}).Where("meeting = ? AND left_at = ? AND member NOT IN (?)", m.ID, time.Time{}, before).
		Order("arrived_at, member").Pluck("member", &found).Error
	return found, wrap(err)
}

// Attended tells whether someone was ever noted at a general assembly (DR-3).
func (tx *Tx) Attended(id commune.MemberID) (bool, error) {
	n, err := count(tx.db.Model(&commune.Presence{}).Where("member = ? AND meeting IN (?)", id, general(tx)))
	return n > 0, err
}

// PresentAmong are those of the given members who are at a meeting now.
func (tx *Tx) PresentAmong(m commune.MeetingID, who []commune.MemberID) (map[commune.MemberID]bool, error) {
	var found []commune.MemberID
	err := tx.db.Model(&commune.Presence{}).Where("meeting = ? AND member IN ? AND left_at = ?", m, who, time.Time{}).Pluck("member", &found).Error
	present := make(map[commune.MemberID]bool, len(found))
	for _, id := range found {
		present[id] = true
	}
	return present, wrap(err)
}

// Presence is one member's, or NotFound.
func (tx *Tx) Presence(m commune.MeetingID, who commune.MemberID) (commune.Presence, error) {
	return One[commune.Presence](tx.db, "meeting = ? AND member = ?", m, who)
}

// PutItem keeps an item as it now is.
func (tx *Tx) PutItem(i commune.Item) (commune.Item, error) {
	err := tx.db.Save(&i).Error
	return i, wrap(err)
}

// Item is one item.
func (tx *Tx) Item(id commune.ItemID) (commune.Item, error) {
	return One[commune.Item](tx.db, "id = ?", id)
}

// Items are those of a meeting's agenda, unordered, without those that were withdrawn.
func (tx *Tx) Items(m commune.MeetingID) ([]commune.Item, error) {
	return All[commune.Item](tx.db.Where("meeting = ? AND withdrawn_at = ?", m, time.Time{}).Order("id"))
}

// MoveItem puts an item and its motions on another agenda.
func (tx *Tx) MoveItem(id commune.ItemID, to commune.MeetingID) error {
	if err := tx.db.Model(&commune.Item{}).Where("id = ?", id).Update("meeting", to).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Model(&commune.Motion{}).Where("item = ?", id).Update("meeting", to).Error)
}
