package commune

import (
	"strings"
	"time"
)

// DepartureFor is how long someone can stop an erasure that was asked for in their name.
const DepartureFor = 7 * 24 * time.Hour

// Departure is the erasure of someone who cannot sign in any more, asked for at their request by who admits members. They are told by mail,
// and stop it by signing in: admitting members is no power to expel them (PW-1).
type Departure struct {
	Member  MemberID `gorm:"primaryKey;autoIncrement:false"`
	Mandate MandateID
	AskedAt time.Time
	DueAt   time.Time
}

// The refusals of a departure.
var (
	ErrLeavingName    = Refuse(Invalid, "leaving_name") // the name to type
	ErrLastMember     = Refuse(Conflict, "last_member")
	ErrDepartureAsked = Refuse(Conflict, "departure_asked")
)

// Says tells whether someone typed their own name, which leaving asks for: nobody leaves by a slip.
func (m Member) Says(name string) error {
	if !strings.EqualFold(strings.TrimSpace(name), m.PublicName) {
		return ErrLeavingName.With(m.PublicName)
	}
	return nil
}

// Leave is what is left of a person: a number under which what they did together with others stays counted (ME-3).
func (m Member) Leave(nameless string, at time.Time) Member {
	return Member{ID: m.ID, Kind: m.Kind, PublicName: nameless, AdmittedAt: m.AdmittedAt, LeftAt: at}
}
