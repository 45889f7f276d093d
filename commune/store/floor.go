package store

import (
	"time"

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
func (tx *Tx) RemoveSpeechRequest(m commune.MeetingID, who commune.MemberID) (bool, error) {
	r := tx.db.Where("meeting = ? AND member = ?", m, who).Delete(&commune.SpeechRequest{})
	return r.RowsAffected > 0, wrap(r.Error)
}

// AnnounceSpeaker notes that a member was told that they speak next.
func (tx *Tx) AnnounceSpeaker(m commune.MeetingID, who commune.MemberID, at time.Time) error {
	return wrap(tx.db.Model(&commune.SpeechRequest{}).Where("meeting = ? AND member = ?", m, who).Update("announced_at", at).Error)
}

// SpeechRequests are those who wait at a meeting, in no order.
func (tx *Tx) SpeechRequests(m commune.MeetingID) ([]commune.SpeechRequest, error) {
	return All[commune.SpeechRequest](tx.db.Where("meeting = ?", m))
}

// PutSpeech keeps a turn at the floor as it now is.
func (tx *Tx) PutSpeech(s commune.Speech) (commune.Speech, error) {
	err := tx.db.Save(&s).Error
	return s, wrap(err)
}

// Speeches are the turns of a meeting, in their order.
func (tx *Tx) Speeches(m commune.MeetingID) ([]commune.Speech, error) {
	return All[commune.Speech](tx.db.Where("meeting = ?", m).Order("id"))
}

// PurgeFloor empties the list of who waits and forgets who declared a priority: it was for this meeting alone (MO-1, ME-2).
func (tx *Tx) PurgeFloor(m commune.MeetingID) error {
	if err := tx.db.Where("meeting = ?", m).Delete(&commune.SpeechRequest{}).Error; err != nil {
		return wrap(err)
	}
	for _, table := range []any{&commune.Speech{}, &commune.Presence{}} {
		if err := tx.db.Model(table).Where("meeting = ?", m).Update("priority", false).Error; err != nil {
			return wrap(err)
		}
	}
	return nil
}
