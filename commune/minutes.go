package commune

import (
	"strings"
	"time"
)

// Minutes give account of a meeting (CR-1). While they are written they are made of sections; their publication freezes them as one
// document, which nobody edits any more: a later assembly corrects them by a decision.
type Minutes struct {
	Meeting     MeetingID
	Taker       MemberID  // who took them on while nobody who was there held the mandate (PW-2); 0 for none
	DueAt       time.Time // CR-3, set when the meeting closes
	Audience    Audience
	Names       bool // who proposed and who spoke is named: among members only (ME-3)
	PublishedAt time.Time
	PublishedBy MemberID
	Summary     string
	Text        string // the whole document, in Markdown
	Hash        string // of the text
	Seq         Seq    // the entry of the register's log that the publication wrote
}

// Published holds from the publication on.
func (m Minutes) Published() bool { return !m.PublishedAt.IsZero() }

// Title and Body are the document's first line and what follows it.
func (m Minutes) Title() string {
	title, _, _ := strings.Cut(m.Text, "\n")
	return strings.TrimPrefix(title, "# ")
}

// Body is the document below its title.
func (m Minutes) Body() string {
	_, body, _ := strings.Cut(m.Text, "\n")
	return strings.TrimSpace(body)
}

// MinutesDue is until when the minutes of a meeting are published, at the latest: the end of the day after it (CR-3). The day is that
// on which it opened, in the commune's zone, whatever the clocks did since.
func (s Settings) MinutesDue(opened time.Time, loc *time.Location) time.Time {
	y, m, d := opened.In(loc).Date()
	return at(y, m, d+s.MinutesDays+1, 0, loc).UTC()
}

// remindAt is the hour at which those who owe the minutes are reminded, on the last day.
const remindAt Hour = 9 * 60

// RemindAt is the morning of the last day on which they are on time (CR-3).
func (m Minutes) RemindAt(loc *time.Location) time.Time {
	y, month, d := m.LastDay().In(loc).Date()
	return at(y, month, d, remindAt, loc).UTC()
}

// LastDay is within the last day on which they are on time.
func (m Minutes) LastDay() time.Time { return m.DueAt.Add(-time.Second) }

// Owed holds from the close of the meeting until they are published (CR-3).
func (m Minutes) Owed() bool { return !m.DueAt.IsZero() && !m.Published() }

// Late holds once everybody is told that they are owed (CR-3).
func (m Minutes) Late(now time.Time) bool { return m.Owed() && !now.Before(m.DueAt) }

// Hand is how a member stands to the minutes of a meeting.
type Hand struct {
	Mandated bool // holds the mandate to take them (DR-2)
	Held     bool // somebody who was there does
	Leads    bool // leads the meeting, or led it
	There    bool // was present
}

// Writes tells whether a member writes them: who holds the mandate to; who took them on; while neither is, who leads the meeting (CR-1, DR-2).
func (m Minutes) Writes(in Meeting, who MemberID, h Hand) error {
	switch {
	case in.OpenedAt.IsZero():
		return ErrMinutesTooEarly
	case m.Published():
		return ErrMinutesPublished
	case h.Mandated, m.Taker == who, !h.Held && m.Taker == 0 && h.Leads:
		return nil
	}
	return ErrNotTaker
}

// TakeOn makes a member who was present the taker: while nobody who was there holds the mandate and nobody took them on, or once they
// are late, so that there is never a vacuum (PW-2).
func (m Minutes) TakeOn(in Meeting, who MemberID, h Hand, now time.Time) (Minutes, error) {
	switch {
	case in.OpenedAt.IsZero():
		return m, ErrMinutesTooEarly
	case m.Published():
		return m, ErrMinutesPublished
	case !h.There:
		return m, ErrNotThere
	case m.Taker == who, (h.Held || m.Taker != 0) && !m.Late(now):
		return m, ErrMinutesTaken
	}
	m.Taker = who
	return m, nil
}

// Publish freezes them, once, after the meeting (CR-3).
func (m Minutes) Publish(in Meeting, by MemberID, now time.Time) (Minutes, error) {
	switch {
	case m.Published():
		return m, ErrMinutesPublished
	case in.ClosedAt.IsZero():
		return m, ErrMinutesTooEarly
	case !m.Audience.Valid():
		return m, ErrAudienceInvalid
	case m.Names && m.Audience != MembersOnly:
		return m, ErrNamesLeave
	}
	m.PublishedAt, m.PublishedBy = now, by
	return m, nil
}

// The two sections that stand before and after those of the agenda's items.
const (
	OpeningSection ItemID = 0
	EndSection     ItemID = -1
)

// MinutesSection is one part of the minutes: an item of the agenda, or one of the two around them.
type MinutesSection struct {
	Meeting   MeetingID
	Item      ItemID
	Title     string // of the item, as it was treated
	Place     int    // in the order of the agenda, from 1
	Text      string // in Markdown
	Version   int    // how often it was written; 0 while it was not
	WrittenBy MemberID
	WrittenAt time.Time
}

// Write gives the section with another text, which was written over the version that its writer had read. What was written meanwhile is
// never lost: a stale text is refused, unless it says the same.
func (s MinutesSection) Write(text string, over int, by MemberID, now time.Time) (MinutesSection, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if text == s.Text {
		return s, nil
	}
	if over != s.Version {
		return s, ErrMinutesStale
	}
	if err := OptionalText(text, MaxMinutes); err != nil {
		return s, err
	}
	s.Text, s.Version, s.WrittenBy, s.WrittenAt = text, s.Version+1, by, now
	return s, nil
}

// Correction is a decision that corrects the minutes of an earlier meeting: its text stands beside them, and they stay as they were.
type Correction struct {
	Decision DecisionID
	Meeting  MeetingID // whose minutes are corrected
}

// CorrectionTerms is what a motion of the form "correct minutes" says.
type CorrectionTerms struct {
	Meeting MeetingID `json:"meeting"`
	Minutes string    `json:"minutes,omitempty"` // their record; none for minutes that stay among members
}

// Reads tells whether everybody whom a names can read what is addressed to b.
func (a Audience) Reads(b Audience) bool {
	return b == Public || a == b || a == MembersOnly
}

// The refusals of the minutes.
var (
	ErrMinutesTooEarly  = Refuse(Conflict, "minutes_too_early")
	ErrMinutesPublished = Refuse(Conflict, "minutes_published")
	ErrMinutesTaken     = Refuse(Conflict, "minutes_taken")
	ErrMinutesStale     = Refuse(Conflict, "minutes_stale")
	ErrNotTaker         = Refuse(Forbidden, "not_taker") // CR-1
	ErrNotThere         = Refuse(Forbidden, "not_there")
	ErrNamesLeave       = Refuse(Invalid, "names_leave")  // ME-3
	ErrMinutesNone      = Refuse(Invalid, "minutes_none") // a correction of minutes that are not published
)
