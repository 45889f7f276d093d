package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// DeclarePriority keeps what a member who is there says of themselves for this meeting (ME-2).
func (tx *Tx) DeclarePriority(m commune.MeetingID, who commune.MemberID, declared bool) error {
	return wrap(tx.db.Model(&commune.Presence{}).Where("meeting = ? AND member = ?", m, who).Update("priority", declared).Error)
}

// AddSpeechRequest notes that a member asks for the floor; one who waits already is told so (MO-1).
func (tx *Tx) AddSpeechRequest(r commune.SpeechRequest) error {
	err := tx.db.Create(&r).Error
	if IsUnique(err) {
		return commune.ErrFloorAsked
	}
	return wrap(err)
}

// RemoveSpeechRequest takes a request back; true if there was one.
func (tx *Tx) RemoveSpeechRequest(r commune.SpeechRequest) (bool, error) {
	done := tx.db.Where("meeting = ? AND member = ? AND kind = ?", r.Meeting, r.Member, r.Kind).Delete(&commune.SpeechRequest{})
	return done.RowsAffected > 0, wrap(done.Error)
}

// AnnounceSpeaker notes that a member was told that they speak next.
func (tx *Tx) AnnounceSpeaker(r commune.SpeechRequest, at time.Time) error {
	return wrap(tx.db.Model(&commune.SpeechRequest{}).Where("meeting = ? AND member = ? AND kind = ?", r.Meeting, r.Member, r.Kind).
		Update("announced_at", at).Error)
}

// Unannounce takes back who was told at an instant that they speak next.
func (tx *Tx) Unannounce(m commune.MeetingID, at time.Time) error {
	return wrap(tx.db.Model(&commune.SpeechRequest{}).Where("meeting = ? AND announced_at = ?", m, at).Update("announced_at", time.Time{}).Error)
}

// SpeechRequests are those who wait at a meeting, in no order.
func (tx *Tx) SpeechRequests(m commune.MeetingID) ([]commune.SpeechRequest, error) {
	return many[commune.SpeechRequest](tx.db.Where("meeting = ?", m))
}

// PutSpeech keeps a turn at the floor as it now is.
func (tx *Tx) PutSpeech(s commune.Speech) (commune.Speech, error) {
	err := tx.db.Save(&s).Error
	return s, wrap(err)
}

// RemoveSpeech takes a turn back that was given by mistake, with the signs that were made to it.
func (tx *Tx) RemoveSpeech(id commune.SpeechID) error {
	if err := tx.db.Where("speech = ?", id).Delete(&commune.Gesture{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Where("id = ?", id).Delete(&commune.Speech{}).Error)
}

// Speeches are the turns of a meeting, in their order.
func (tx *Tx) Speeches(m commune.MeetingID) ([]commune.Speech, error) {
	return many[commune.Speech](tx.db.Where("meeting = ?", m).Order("id"))
}

// SpeechesOfQueue are those turns of a meeting, in their order, which tell how its floor stands: of those who wait and of those who ask, and
// the last of all with the last that is no point of order (MO-1).
func (tx *Tx) SpeechesOfQueue(m commune.MeetingID, asking ...commune.MemberID) ([]commune.Speech, error) {
	of := func(columns string) *gorm.DB {
		return tx.db.Model(&commune.Speech{}).Select(columns).Where("meeting = ?", m)
	}
	waiting := tx.db.Model(&commune.SpeechRequest{}).Select("member").Where("meeting = ?", m)
	turn := of("id").Where("kind <> ?", commune.PointOfOrder).Order("started_at DESC, id DESC").Limit(1)
	told := tx.db.Where("member IN (?) OR id = (?) OR id = (?)", waiting, of("max(id)"), turn)
	if len(asking) > 0 {
		told = told.Or("member IN ?", asking)
	}
	return many[commune.Speech](tx.db.Where("meeting = ?", m).Where(told).Order("id"))
}

// PutGesture keeps the sign that a listener makes; a second one replaces the first (MO-2).
func (tx *Tx) PutGesture(g commune.Gesture) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "speech"}, {Name: "member"}}, DoUpdates: clause.AssignmentColumns([]string{"kind"}),
	}).Create(&g).Error)
}

// RemoveGesture takes a sign back.
func (tx *Tx) RemoveGesture(s commune.SpeechID, who commune.MemberID) error {
	return wrap(tx.db.Where("speech = ? AND member = ?", s, who).Delete(&commune.Gesture{}).Error)
}

// Gestures are the signs made to one speech.
func (tx *Tx) Gestures(s commune.SpeechID) ([]commune.Gesture, error) {
	return All[commune.Gesture](tx.db.Where("speech = ?", s))
}

// AddShares keeps how the floor of a meeting was shared (ME-2).
func (tx *Tx) AddShares(m commune.MeetingID, shares []commune.Share) error {
	for _, s := range shares {
		s.Meeting = m
		if err := tx.db.Create(&s).Error; err != nil {
			return wrap(err)
		}
	}
	return nil
}

// Shares is how the floor of a closed meeting was shared, in the order in which it is shown.
func (tx *Tx) Shares(m commune.MeetingID) ([]commune.Share, error) {
	return All[commune.Share](tx.db.Where("meeting = ?", m).Order("CASE side WHEN 'room' THEN 1 WHEN 'online' THEN 2 WHEN 'declared' THEN 3 ELSE 4 END"))
}

// PurgeFloor empties the list of who waits and forgets who declared a priority, who made signs, and what could be taken back: all that was
// for this meeting alone (MO-1, ME-2).
func (tx *Tx) PurgeFloor(m commune.MeetingID) error {
	speeches := tx.db.Model(&commune.Speech{}).Select("id").Where("meeting = ?", m)
	if err := tx.db.Where("speech IN (?)", speeches).Delete(&commune.Gesture{}).Error; err != nil {
		return wrap(err)
	}
	for _, table := range []any{&commune.SpeechRequest{}, &commune.Act{}} {
		if err := tx.db.Where("meeting = ?", m).Delete(table).Error; err != nil {
			return wrap(err)
		}
	}
	for _, table := range []any{&commune.Speech{}, &commune.Presence{}} {
		if err := tx.db.Model(table).Where("meeting = ?", m).Update("priority", false).Error; err != nil {
			return wrap(err)
		}
	}
	return nil
}
