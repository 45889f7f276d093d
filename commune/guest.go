package commune

import (
	"strings"
	"time"
)

// GuestsFor is how long a guest is known after the minutes of their last sitting were published, or, if they came to none, after they gave their
// address (ME-2, ME-3). Who gets the mails of a popular assembly is known until they end them.
const GuestsFor = 14 * 24 * time.Hour

// NewGuest is somebody who comes to an assembly that is open to all: a first name, and an address for who wants to vote with their own device (AP-2).
func NewGuest(name, email string, at time.Time) (Member, error) {
	name = strings.TrimSpace(name)
	if err := Text(name, MaxName, ErrNameMissing); err != nil {
		return Member{}, err
	}
	m := Member{Kind: KindGuest, PublicName: name, AdmittedAt: at}
	if strings.TrimSpace(email) == "" {
		return m, nil
	}
	var err error
	m.Email, err = Email(email)
	return m, err
}

// GuestLink is what is known of somebody until they come by the link that was mailed to them (AP-2).
type GuestLink struct {
	Hash      string `gorm:"primaryKey"`
	Name      string
	Email     string
	Language  string
	Follows   BodyID // the popular assembly whose mails they asked for; 0 for none
	ExpiresAt time.Time
}

// Stay is the last sitting at which a guest was, and when its minutes were published; both are zero for one who came to none.
type Stay struct {
	Sitting   Meeting
	Published time.Time
}

// Goes tells whether a guest is to be forgotten: so long after the minutes of their last sitting, when the results they had a part in are
// public and can be contested no more by who they are. A sitting that was not held leaves no minutes.
func (m Member) Goes(last Stay, now time.Time) bool {
	if m.Kind != KindGuest || !m.Known() {
		return false
	}
	since := m.AdmittedAt
	switch state := last.Sitting.State(now); {
	case last.Sitting.ID == 0:
	case state == Missed, state == Cancelled:
		since = last.Sitting.StartsAt
	case last.Published.IsZero():
		return false
	default:
		since = last.Published
	}
	return !now.Before(since.Add(GuestsFor))
}
