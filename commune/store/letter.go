package store

import (
	"slices"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// AddConvocation notes that the members are called to a meeting; only the first time counts.
func (tx *Tx) AddConvocation(c commune.Convocation) error {
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&c).Error)
}

// Convocation is the one to a meeting, or NotFound while the members were not called.
func (tx *Tx) Convocation(m commune.MeetingID) (commune.Convocation, error) {
	return One[commune.Convocation](tx.db, "meeting = ?", m)
}

// PutLetter keeps that a letter was handed to the mail server now; a later edition replaces the earlier one.
func (tx *Tx) PutLetter(l commune.Letter) error {
	l.SentAt = tx.Now()
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&l).Error)
}

// Letter is the last one of its kind about a meeting that a member was sent, or NotFound.
func (tx *Tx) Letter(m commune.MeetingID, kind commune.LetterKind, who commune.MemberID) (commune.Letter, error) {
	return One[commune.Letter](tx.db, "meeting = ? AND kind = ? AND member = ?", m, kind, who)
}

// Letters are the last ones of a kind about a meeting, by member.
func (tx *Tx) Letters(m commune.MeetingID, kind commune.LetterKind) (map[commune.MemberID]commune.Letter, error) {
	all, err := All[commune.Letter](tx.db.Where("meeting = ? AND kind = ?", m, kind))
	by := make(map[commune.MemberID]commune.Letter, len(all))
	for _, l := range all {
		by[l.Member] = l
	}
	return by, err
}

// CountLetters is to how many members a kind of letter about a meeting was sent.
func (tx *Tx) CountLetters(m commune.MeetingID, kind commune.LetterKind) (int, error) {
	return count(tx.db.Model(&commune.Letter{}).Where("meeting = ? AND kind = ?", m, kind))
}

type mute struct {
	Member commune.MemberID `gorm:"primaryKey;autoIncrement:false"`
	Topic  commune.Topic    `gorm:"primaryKey"`
}

// wish is a topic about which nobody gets mail unasked, and that a member asked for.
type wish struct {
	Member commune.MemberID `gorm:"primaryKey;autoIncrement:false"`
	Topic  commune.Topic    `gorm:"primaryKey"`
}

// Mute has a member get no more mail about a topic.
func (tx *Tx) Mute(who commune.MemberID, topic commune.Topic) error {
	if topic.Wished() {
		return wrap(tx.db.Where("member = ? AND topic = ?", who, topic).Delete(&wish{}).Error)
	}
	return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&mute{who, topic}).Error)
}

// Unmute has a member get mail about a topic again, or for the first time.
func (tx *Tx) Unmute(who commune.MemberID, topic commune.Topic) error {
	if topic.Wished() {
		return wrap(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&wish{who, topic}).Error)
	}
	return wrap(tx.db.Where("member = ? AND topic = ?", who, topic).Delete(&mute{}).Error)
}

// Mutes are the topics that a member gets no mail about.
func (tx *Tx) Mutes(who commune.MemberID) ([]commune.Topic, error) {
	rows, err := All[mute](tx.db.Where("member = ?", who).Order("topic"))
	if err != nil {
		return nil, err
	}
	wished, err := All[wish](tx.db.Where("member = ?", who))
	var topics []commune.Topic
	for _, r := range rows {
		topics = append(topics, r.Topic)
	}
	for _, topic := range commune.Topics() {
		if topic.Wished() && !slices.Contains(wished, wish{who, topic}) {
			topics = append(topics, topic)
		}
	}
	return topics, err
}

// Gets tells whether someone gets mail about a topic: they asked for it, or, of what goes to all, did not say no.
func (tx *Tx) Gets(who commune.MemberID, topic commune.Topic) (bool, error) {
	if topic.Wished() {
		n, err := count(tx.db.Model(&wish{}).Where("member = ? AND topic = ?", who, topic))
		return n > 0, err
	}
	n, err := count(tx.db.Model(&mute{}).Where("member = ? AND topic = ?", who, topic))
	return n == 0, err
}

// Wishing are the members who asked for mail about a topic.
func (tx *Tx) Wishing(topic commune.Topic) (map[commune.MemberID]bool, error) {
	rows, err := All[wish](tx.db.Where("topic = ?", topic))
	by := make(map[commune.MemberID]bool, len(rows))
	for _, r := range rows {
		by[r.Member] = true
	}
	return by, err
}

// Muting are the members who get no mail about a topic.
func (tx *Tx) Muting(topic commune.Topic) (map[commune.MemberID]bool, error) {
	rows, err := All[mute](tx.db.Where("topic = ?", topic))
	by := make(map[commune.MemberID]bool, len(rows))
	for _, r := range rows {
		by[r.Member] = true
	}
	return by, err
}
