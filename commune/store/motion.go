package store

import (
	"time"

	"gorm.io/gorm/clause"

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

// OpenVotes is how many votes are running at a meeting.
func (tx *Tx) OpenVotes(m commune.MeetingID) (int, error) {
	return count(tx.db.Model(&commune.Motion{}).Where("meeting = ? AND opened_at > ? AND closed_at = ?", m, time.Time{}, time.Time{}))
}

// AddElectors writes the electorate (AG-4).
func (tx *Tx) AddElectors(es []commune.Elector) error {
	return wrap(tx.db.CreateInBatches(es, 500).Error)
}

// Elector is a member on that list, or NotFound.
func (tx *Tx) Elector(m commune.MotionID, who commune.MemberID) (commune.Elector, error) {
	return One[commune.Elector](tx.db, "motion = ? AND member = ?", m, who)
}

// Electors are the whole list.
func (tx *Tx) Electors(m commune.MotionID) ([]commune.Elector, error) {
	return All[commune.Elector](tx.db.Where("motion = ?", m))
}

// PutBallot keeps one row a person; a later one replaces it (AG-5).
func (tx *Tx) PutBallot(b commune.Ballot) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "motion"}, {Name: "elector"}},
		DoUpdates: clause.AssignmentColumns([]string{"choice", "cast_at"}),
	}).Create(&b).Error)
}

// Ballots are those of a vote.
func (tx *Tx) Ballots(m commune.MotionID) ([]commune.Ballot, error) {
	return All[commune.Ballot](tx.db.Where("motion = ?", m))
}

// BallotOf is one person's own, or NotFound.
func (tx *Tx) BallotOf(m commune.MotionID, who commune.MemberID) (commune.Ballot, error) {
	return One[commune.Ballot](tx.db, "motion = ? AND elector = ?", m, who)
}

// CountBallots is how many persons have voted so far.
func (tx *Tx) CountBallots(m commune.MotionID) (int, error) {
	return count(tx.db.Model(&commune.Ballot{}).Where("motion = ?", m))
}
