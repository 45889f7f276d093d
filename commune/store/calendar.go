package store

import (
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// PutGathering keeps a gathering as it now is.
func (tx *Tx) PutGathering(g commune.Gathering) (commune.Gathering, error) {
	err := tx.db.Save(&g).Error
	return g, wrap(err)
}

// Gathering is one gathering.
func (tx *Tx) Gathering(id commune.GatheringID) (commune.Gathering, error) {
	return One[commune.Gathering](tx.db, "id = ?", id)
}

// GatheringForUpdate locks a gathering until the transaction ends.
func (tx *Tx) GatheringForUpdate(id commune.GatheringID) (commune.Gathering, error) {
	return lock[commune.Gathering](tx, forUpdate, "id = ?", id)
}

// Gatherings are those that can fall between two days. A series stands among them until its last day is over, with every day that was moved.
func (tx *Tx) Gatherings(from, until commune.Day) ([]commune.Gathering, error) {
	moved := tx.db.Model(&commune.Exception{}).Select("gathering").Where("day >= ? AND day <= ?", from, until)
	return All[commune.Gathering](tx.db.Where(
		"rhythm = ? AND day >= ? AND day <= ? OR rhythm <> ? AND day <= ? AND (until = '' OR until >= ?) OR id IN (?)",
		commune.Once, from, until, commune.Once, until, from, moved,
	).Order("id"))
}

// Exceptions are the days of gatherings that are otherwise than foreseen, by gathering.
func (tx *Tx) Exceptions(of []commune.Gathering) (map[commune.GatheringID]commune.Exceptions, error) {
	rows, err := All[commune.Exception](tx.db.Where("gathering IN ?", gatheringIDs(of)))
	by := make(map[commune.GatheringID]commune.Exceptions)
	for _, e := range rows {
		if by[e.Gathering] == nil {
			by[e.Gathering] = commune.Exceptions{}
		}
		by[e.Gathering][e.Number] = e
	}
	return by, err
}

// PutException keeps how one day of a series is.
func (tx *Tx) PutException(e commune.Exception) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&e).Error)
}

func gatheringIDs(of []commune.Gathering) []commune.GatheringID {
	ids := make([]commune.GatheringID, len(of))
	for i, g := range of {
		ids[i] = g.ID
	}
	return ids
}

// MeetingsIn are those of every assembly that start in a span, the earliest first.
func (tx *Tx) MeetingsIn(s commune.Span) ([]commune.Meeting, error) {
	return All[commune.Meeting](tx.db.Where("starts_at >= ? AND starts_at < ?", s.From, s.Until).Order("starts_at, id"))
}

// CountNewcomers is how many active members were at no general assembly yet (DR-3).
func (tx *Tx) CountNewcomers() (int, error) {
	came := tx.db.Model(&commune.Presence{}).Select("member").Where("meeting IN (?)", general(tx))
	return count(tx.db.Model(&commune.Member{}).Where("kind = ? AND left_at = ? AND id NOT IN (?)", commune.KindMember, time.Time{}, came))
}

// PutComer notes that a member comes; a second time replaces the first.
func (tx *Tx) PutComer(c commune.Comer) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&c).Error)
}

// RemoveComer notes that a member does not come after all.
func (tx *Tx) RemoveComer(c commune.Comer) error { return wrap(tx.db.Delete(&c).Error) }

// Comers are those who come to one day of a gathering.
func (tx *Tx) Comers(g commune.GatheringID, number int) ([]commune.Comer, error) {
	return All[commune.Comer](tx.db.Where("gathering = ? AND number = ?", g, number).Order("member"))
}

// CountComers is how many come, by gathering and by number.
func (tx *Tx) CountComers(of []commune.Gathering) (map[commune.GatheringID]map[int]int, error) {
	rows, err := All[commune.Comer](tx.db.Where("gathering IN ?", gatheringIDs(of)))
	by := make(map[commune.GatheringID]map[int]int)
	for _, c := range rows {
		if by[c.Gathering] == nil {
			by[c.Gathering] = map[int]int{}
		}
		by[c.Gathering][c.Number]++
	}
	return by, err
}

// AllComers are those who come to what is not over.
func (tx *Tx) AllComers() ([]commune.Comer, error) {
	return All[commune.Comer](tx.db.Where("ends_at >= ?", tx.Now()).Order("gathering, number, member"))
}

// PutGatheringLetter keeps that a letter was handed to the mail server now; a later edition replaces the earlier one.
func (tx *Tx) PutGatheringLetter(l commune.GatheringLetter) error {
	l.SentAt = tx.Now()
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&l).Error)
}

// GatheringLetters are the last ones about what is not over.
func (tx *Tx) GatheringLetters() ([]commune.GatheringLetter, error) {
	return All[commune.GatheringLetter](tx.db.Where("ends_at >= ?", tx.Now()).Order("gathering, number, member"))
}

// RemoveOverComers forgets who came to what is over, and what they were written about it (ME-2).
func (tx *Tx) RemoveOverComers() error {
	if err := tx.db.Where("ends_at < ?", tx.Now()).Delete(&commune.Comer{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Where("ends_at < ?", tx.Now()).Delete(&commune.GatheringLetter{}).Error)
}

// ReplaceFeed makes a member's address for a body anew; the one before leads nowhere any more.
func (tx *Tx) ReplaceFeed(f commune.CalendarFeed) (commune.CalendarFeed, error) {
	if err := tx.RemoveFeed(f.Member, f.Body); err != nil {
		return f, err
	}
	err := tx.db.Create(&f).Error
	return f, wrap(err)
}

// RemoveFeed has a member's address for a body lead nowhere.
func (tx *Tx) RemoveFeed(who commune.MemberID, body commune.BodyID) error {
	return wrap(tx.db.Where("member = ? AND body = ?", who, body).Delete(&commune.CalendarFeed{}).Error)
}

// Feed is one address, or NotFound.
func (tx *Tx) Feed(id commune.FeedID) (commune.CalendarFeed, error) {
	return One[commune.CalendarFeed](tx.db, "id = ?", id)
}

// Feeds are a member's addresses.
func (tx *Tx) Feeds(who commune.MemberID) ([]commune.CalendarFeed, error) {
	return All[commune.CalendarFeed](tx.db.Where("member = ?", who).Order("body"))
}

// PutAnnouncement keeps what the fediverse was told of an event.
func (tx *Tx) PutAnnouncement(a commune.Announcement) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error)
}

// Announcements are what the fediverse was told of events that are not over.
func (tx *Tx) Announcements() ([]commune.Announcement, error) {
	return All[commune.Announcement](tx.db.Where("ends_at >= ?", tx.Now()).Order("source, id, number"))
}
