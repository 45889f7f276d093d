package commune

import (
	"encoding/base64"
	"net/url"
	"strings"
	"time"
)

// The refusals of who convenes.
var (
	ErrMeetingCancelled   = Refuse(Conflict, "meeting_cancelled")
	ErrNotConvened        = Refuse(Conflict, "not_convened")        // AG-3
	ErrNoticeShort        = Refuse(Invalid, "notice_short")         // AG-3: hours, the earliest
	ErrConvenedTogether   = Refuse(Forbidden, "convened_together")  // AG-3
	ErrAgendaWouldClose   = Refuse(Invalid, "agenda_would_close")   // OJ-1: would have closed at
	ErrLinkInvalid        = Refuse(Invalid, "link_invalid")         // DR-1
	ErrCancelReasonNeeded = Refuse(Invalid, "cancel_reason_needed") // AG-2
	ErrVideoNotYet        = Refuse(Conflict, "video_not_yet")       // DR-1: opens at
	ErrVideoNone          = Refuse(NotFound, "video_none")          // DR-1
)

// Convocation is that the members were called to an AG: since when, and the register as it stood then. Who keeps the mail keeps a
// witness of every decision taken before.
type Convocation struct {
	Meeting MeetingID `gorm:"primaryKey;autoIncrement:false"`
	SentAt  time.Time
	LogSize int64
	LogHash []byte
}

// Fingerprint is the register's, as people compare it.
func (c Convocation) Fingerprint() string { return base64.StdEncoding.EncodeToString(c.LogHash) }

// ConvokedFrom is when the convocation of a meeting goes out: so many calendar days before, at its local hour (AG-2); of an exceptional
// one, and of a popular assembly's sitting, as soon as it is convened (AG-3, AP-5).
func (m Meeting) ConvokedFrom(s Settings, loc *time.Location) time.Time {
	if m.Kind == Exceptional || m.Popular() {
		return m.ConvenedAt
	}
	return daysBefore(m.StartsAt, s.ConvocationDays, loc)
}

// Expected tells whether people can still be called to a meeting: it is convened, its hour has not come, and it was not cancelled.
func (m Meeting) Expected(now time.Time) bool {
	state := m.State(now)
	return (state == Planned || state == Due) && now.Before(m.StartsAt)
}

// Change is what can become otherwise before a meeting is opened: when, where, and at which address the call is held.
type Change struct {
	StartsAt     time.Time
	Place, Video string
}

// Changed is the meeting as it was changed before it was opened. The close of an ordinary agenda follows the hour (OJ-1), but never into
// the past: whoever wrote it counts on the days that were announced. The second value is false when nothing is different.
func (m Meeting) Changed(c Change, s Settings, loc *time.Location, now time.Time) (Meeting, bool, error) {
	c.Place = strings.TrimSpace(c.Place)
	if err := m.Changeable(now); err != nil {
		return m, false, err
	}
	if err := OptionalText(c.Place, MaxName); err != nil {
		return m, false, err
	}
	video, err := Link(c.Video)
	if err != nil {
		return m, false, err
	}
	if moved := !c.StartsAt.Equal(m.StartsAt); moved {
		if m, err = m.moved(c.StartsAt, s, loc, now); err != nil {
			return m, false, err
		}
	} else if c.Place == m.Place && video == m.Video {
		return m, false, nil
	}
	m.Place, m.Video = c.Place, video
	m.Sequence++
	return m, true, nil
}

func (m Meeting) moved(to time.Time, s Settings, loc *time.Location, now time.Time) (Meeting, error) {
	if !to.After(now) {
		return m, ErrDatePast
	}
	switch {
	case m.Popular():
		m.AgendaClosesAt = to
	case m.Kind == Ordinary:
		closes := s.AgendaClose(to, loc)
		if m.AcceptsItems(now) == nil && !closes.After(now) {
			return m, ErrAgendaWouldClose.With(closes)
		}
		m.AgendaClosesAt = closes
	case to.Before(m.StartsAt):
		if err := s.Notice(to, now); err != nil {
			return m, err
		}
	}
	m.StartsAt = to
	return m, nil
}

// Cancel says that a meeting will not be held, and why, before it is opened.
func (m Meeting) Cancel(reason string, now time.Time) (Meeting, error) {
	if err := m.Changeable(now); err != nil {
		return m, err
	}
	reason = strings.TrimSpace(reason)
	if err := Text(reason, MaxText, ErrCancelReasonNeeded); err != nil {
		return m, err
	}
	m.CancelledAt, m.CancelReason = now, reason
	m.Sequence++
	return m, nil
}

// Changeable refuses to change what is not convened yet, and what was opened, held, missed or cancelled.
func (m Meeting) Changeable(now time.Time) error {
	switch m.State(now) {
	case Planned, Due:
		return nil
	case Called:
		return ErrNotConvened
	case Open:
		return ErrMeetingIsOpen
	case Cancelled:
		return ErrMeetingCancelled
	}
	return ErrMeetingEnded
}

// CallFrom is when the call of a meeting begins: with the welcome of newcomers (AG-2, DR-1).
func (m Meeting) CallFrom() time.Time { return m.StartsAt.Add(-welcomeBefore) }

// Callable tells whether the call of a meeting can be joined: from the welcome until the meeting ends (DR-1).
func (m Meeting) Callable(now time.Time) error {
	switch m.State(now) {
	case Due, Open:
		return nil
	case Planned, Called:
		return ErrVideoNotYet.With(m.CallFrom())
	case Cancelled:
		return ErrMeetingCancelled
	}
	return ErrMeetingEnded
}

// Link is the address of a page elsewhere as it may be given to everybody: of the web, without a password; empty for none.
func Link(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || OptionalText(s, MaxLink) != nil {
		return "", ErrLinkInvalid
	}
	return u.String(), nil
}
