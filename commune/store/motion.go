package store

import (
	"time"

	"gorm.io/gorm"

	"federes.org/commune"
)

// PutMotion keeps a motion as it now is.
func (tx *Tx) PutMotion(m commune.Motion) (commune.Motion, error) {
	if m.Payload == nil {
		m.Payload = []byte{}
	}
	err := tx.db.Save(&m).Error
	return m, wrap(err)
}

// Motion is one motion.
func (tx *Tx) Motion(id commune.MotionID) (commune.Motion, error) {
	return One[commune.Motion](tx.db, "id = ?", id)
}

// MotionForUpdate locks the motion until the transaction ends: opening, casting and closing exclude each other (AG-4).
func (tx *Tx) MotionForUpdate(id commune.MotionID) (commune.Motion, error) {
	return lock[commune.Motion](tx, forUpdate, "id = ?", id)
}

// MotionForCasting locks the motion against its close and lets other ballots be cast beside this one (AG-4).
func (tx *Tx) MotionForCasting(id commune.MotionID) (commune.Motion, error) {
	return lock[commune.Motion](tx, forShare, "id = ?", id)
}

// Motions are those of a meeting.
func (tx *Tx) Motions(m commune.MeetingID) ([]commune.Motion, error) {
	return All[commune.Motion](tx.db.Where("meeting = ?", m).Order("id"))
}

// RunningMotions are those of a meeting that are being voted.
func (tx *Tx) RunningMotions(m commune.MeetingID) ([]commune.MotionID, error) {
	var ids []commune.MotionID
	err := running(tx.db.Model(&commune.Motion{}), m).Pluck("id", &ids).Error
	return ids, wrap(err)
}

func running(q *gorm.DB, m commune.MeetingID) *gorm.DB {
	return q.Where("meeting = ? AND opened_at > ? AND closed_at = ?", m, time.Time{}, time.Time{})
}

// Amendments are those of a motion, in the order in which they were proposed.
func (tx *Tx) Amendments(id commune.MotionID) ([]commune.Motion, error) {
	return All[commune.Motion](tx.db.Where("amends = ?", id).Order("id"))
}

// Repeat is the vote that holds another one again, or NotFound.
func (tx *Tx) Repeat(id commune.MotionID) (commune.Motion, error) {
	return One[commune.Motion](tx.db, "repeats = ?", id)
}

// Follower is the motion that adopts what a choice among several selected, or NotFound.
func (tx *Tx) Follower(id commune.MotionID) (commune.Motion, error) {
	return One[commune.Motion](tx.db, "follows = ?", id)
}

// OpenVotes is how many votes are running at a meeting.
func (tx *Tx) OpenVotes(m commune.MeetingID) (int, error) {
	return count(running(tx.db.Model(&commune.Motion{}), m))
}

// SettlingMotions are the closed votes some of whose voices wait to be confirmed (CF-5).
func (tx *Tx) SettlingMotions() ([]commune.Motion, error) {
	return All[commune.Motion](tx.db.Where("settles > ?", time.Time{}).Order("id"))
}
