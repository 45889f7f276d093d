package store

import (
	"errors"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// AddElectors writes the electorate (AG-4).
func (tx *Tx) AddElectors(es []commune.Elector) error {
	return wrap(tx.db.CreateInBatches(es, 500).Error)
}

// Elector is a member on that list, or NotFound.
func (tx *Tx) Elector(m commune.MotionID, who commune.MemberID) (commune.Elector, error) {
	return One[commune.Elector](tx.db, "motion = ? AND member = ?", m, who)
}

// Electors are the list of a vote.
func (tx *Tx) Electors(m commune.MotionID) ([]commune.Elector, error) {
	return many[commune.Elector](tx.db.Where("motion = ?", m).Order("member"))
}

// ExpelElector marks a member on the lists of these votes.
func (tx *Tx) ExpelElector(who commune.MemberID, from []commune.MotionID) error {
	if len(from) == 0 {
		return nil
	}
	return wrap(tx.db.Model(&commune.Elector{}).Where("member = ? AND motion IN ?", who, from).Update("expelled", true).Error)
}

// PutBallot keeps one row a person; a later one replaces it (AG-5).
func (tx *Tx) PutBallot(b commune.Ballot) error {
	return wrap(tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "motion"}, {Name: "elector"}},
		DoUpdates: clause.AssignmentColumns([]string{"choice", "cast_at", "entered_by"}),
	}).Create(&b).Error)
}

// Ballots are those of a vote, without those of who was excluded meanwhile.
func (tx *Tx) Ballots(m commune.MotionID) ([]commune.Ballot, error) {
	return All[commune.Ballot](tx.standing(m))
}

// BallotOf is one person's own, or NotFound.
func (tx *Tx) BallotOf(m commune.MotionID, who commune.MemberID) (commune.Ballot, error) {
	return One[commune.Ballot](tx.db, "motion = ? AND elector = ?", m, who)
}

// CountBallots is how many persons have voted so far under their name.
func (tx *Tx) CountBallots(m commune.MotionID) (int, error) {
	return count(tx.standing(m).Model(&commune.Ballot{}))
}

// standing are the ballots that the close will count.
func (tx *Tx) standing(m commune.MotionID) *gorm.DB {
	return tx.db.Where("motion = ? AND elector NOT IN (SELECT member FROM electors WHERE motion = ? AND expelled)", m, m)
}

// urn is one of several counters of a choice.
type urn struct {
	Motion  commune.MotionID
	Slot    int
	Choice  commune.Choice
	Ballots int
}

// slots is how many counters a choice has: as many can vote at the same instant without waiting.
const slots = 16

// AddUrn sets up every counter of a secret vote, so that no row comes with a ballot (AG-5).
func (tx *Tx) AddUrn(m commune.MotionID, choices []commune.Choice) error {
	var counters []urn
	for slot := range slots {
		for _, c := range choices {
			counters = append(counters, urn{Motion: m, Slot: slot, Choice: c})
		}
	}
	return wrap(tx.db.CreateInBatches(counters, 500).Error)
}

// CastSecretly marks on the roll that someone voted, and adds one to a counter of what was said: nothing joins the two (AG-5). It is
// false, and nothing happened, if they had voted already or were excluded.
func (tx *Tx) CastSecretly(b commune.Ballot) (bool, error) {
	roll := tx.db.Model(&commune.Elector{}).
		Where("motion = ? AND member = ? AND NOT voted AND NOT expelled", b.Motion, b.Elector).Update("voted", true)
	if roll.Error != nil || roll.RowsAffected == 0 {
		return false, wrap(roll.Error)
	}
	drop := tx.db.Model(&urn{}).Where("motion = ? AND slot = ? AND choice = ?", b.Motion, rand.IntN(slots), b.Choice).
		Update("ballots", gorm.Expr("ballots + 1"))
	if drop.Error == nil && drop.RowsAffected != 1 {
		return false, wrap(errors.New("an urn lacks a counter"))
	}
	return true, wrap(drop.Error)
}

// CountVoted is how many persons have voted in a secret vote.
func (tx *Tx) CountVoted(m commune.MotionID) (int, error) {
	return count(tx.db.Model(&commune.Elector{}).Where("motion = ? AND voted", m))
}

// Urn is what the urn of a secret vote holds.
func (tx *Tx) Urn(m commune.MotionID) (commune.Counts, error) {
	counters, err := All[urn](tx.db.Where("motion = ?", m))
	counts := commune.Counts{}
	for _, c := range counters {
		counts[c.Choice] += c.Ballots
	}
	return counts, err
}

// EmptyUrn takes the counters of a counted secret vote away and writes its roll anew in the order of the list: how the rows lie, and which
// transaction wrote them, then tells nothing of who voted when (AG-5).
func (tx *Tx) EmptyUrn(m commune.MotionID) error {
	roll, err := tx.Electors(m)
	if err != nil {
		return err
	}
	if err := tx.db.Where("motion = ?", m).Delete(&urn{}).Error; err != nil {
		return wrap(err)
	}
	if err := tx.db.Where("motion = ?", m).Delete(&commune.Elector{}).Error; err != nil {
		return wrap(err)
	}
	return tx.AddElectors(roll)
}

// exclusion is that someone may not come back to a sitting.
type exclusion struct {
	Meeting    commune.MeetingID
	Member     commune.MemberID
	Motion     commune.MotionID
	ExcludedAt time.Time
}

// Exclude keeps that a motion excluded someone from a sitting; a second time changes nothing.
func (tx *Tx) Exclude(d commune.Decision, who commune.MemberID) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&exclusion{d.Meeting, who, d.Motion, d.DecidedAt}).Error)
}

// Excluded are those whom a sitting excluded.
func (tx *Tx) Excluded(m commune.MeetingID) ([]commune.MemberID, error) {
	var ids []commune.MemberID
	err := tx.db.Model(&exclusion{}).Where("meeting = ?", m).Order("member").Pluck("member", &ids).Error
	return ids, wrap(err)
}

// IsExcluded tells whether a sitting excluded someone.
func (tx *Tx) IsExcluded(m commune.MeetingID, who commune.MemberID) (bool, error) {
	n, err := count(tx.db.Model(&exclusion{}).Where("meeting = ? AND member = ?", m, who))
	return n > 0, err
}
