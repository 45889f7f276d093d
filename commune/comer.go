package commune

import "time"

// Comer is a member who says that they come to one day of a gathering, and what they counted on then.
type Comer struct {
	Gathering GatheringID `gorm:"primaryKey;autoIncrement:false"`
	Number    int         `gorm:"primaryKey;autoIncrement:false"`
	Member    MemberID    `gorm:"primaryKey;autoIncrement:false"`
	Edition   int64
	EndsAt    time.Time
}

// GatheringLetter is one mail to one member about one day of a gathering. Its edition tells what was said then from what is said now.
type GatheringLetter struct {
	Gathering GatheringID `json:"gathering" gorm:"primaryKey;autoIncrement:false"`
	Number    int         `json:"number" gorm:"primaryKey;autoIncrement:false"`
	Member    MemberID    `json:"member" gorm:"primaryKey;autoIncrement:false"`
	Edition   int64       `json:"edition"`
	SentAt    time.Time   `json:"-"`
	EndsAt    time.Time   `json:"endsAt"`
}

// Reminded tells whether it is time to say that an occasion is tomorrow: from a calendar day before it until it begins.
func (o Occurrence) Reminded(now time.Time, loc *time.Location) bool {
	return !o.Cancelled && now.Before(o.StartsAt) && !now.Before(daysBefore(o.StartsAt, 1, loc))
}

// Gone is the edition of a day that its series does not foresee any more.
const Gone int64 = 1 << 62

// ComesTo notes that a member comes to an occasion that is for them and still to come (OU-A).
func (r Reader) ComesTo(o Occasion, who MemberID, now time.Time) (Comer, error) {
	switch {
	case !r.Member || !r.Meant(o.Body, o.Guests):
		return Comer{}, ErrNotMeant
	case o.Cancelled:
		return Comer{}, ErrGatheringCancelled
	case !o.EndsAt.After(now):
		return Comer{}, ErrGatheringOver
	}
	return Comer{Gathering: o.Gathering, Number: o.Number, Member: who, Edition: o.Edition(), EndsAt: o.EndsAt}, nil
}

// AnnouncementSource is where an event that the fediverse was told of comes from.
type AnnouncementSource string

// An assembly, or one day of a gathering.
const (
	FromMeeting   AnnouncementSource = "meeting"
	FromGathering AnnouncementSource = "gathering"
)

// Announcement is what the fediverse was told of an event, and how it then was.
type Announcement struct {
	Source  AnnouncementSource `gorm:"primaryKey"`
	ID      int64              `gorm:"primaryKey;autoIncrement:false"`
	Number  int                `gorm:"primaryKey;autoIncrement:false"`
	Edition string
	EndsAt  time.Time
}
