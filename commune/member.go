package commune

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// MemberKind is what a person is to the organisation.
type MemberKind string

// A member was admitted (ME-1). A sympathiser has an account, pays no dues, does not vote and proposes nothing. A guest came to an assembly
// that is open to all (AP-2).
const (
	KindMember      MemberKind = "member"
	KindSympathiser MemberKind = "sympathiser"
	KindGuest       MemberKind = "guest"
)

// Member is a person whom the organisation knows, with the least that the work needs (ME-2).
type Member struct {
	ID           MemberID
	Kind         MemberKind
	PublicName   string // the name that the person accepts in records
	Email        string // lower case; empty: the person has none here
	Language     string // empty: as the browser asks
	PasswordHash string // empty: mailed links only
	AdmittedAt   time.Time
	LeftAt       time.Time // zero while the person is known

	Delegation  ActorID   // of who sits in a council: the organisation whose voice they carry (CF-5); empty for anybody else
	SeatedUntil time.Time // of a delegate: when the seat lapses, unless it is confirmed before
	SeatRank    Seq       // of a delegate: among those of the same organisation; the first who is there has its voice
}

// Seated holds for a delegate whose seat lives (CF-5).
func (m Member) Seated(at time.Time) bool {
	return m.Delegation != "" && m.Known() && at.Before(m.SeatedUntil)
}

// Known holds until the person leaves (ME-3): until then who has an address can sign in.
func (m Member) Known() bool { return m.LeftAt.IsZero() }

// Active holds for a member until they leave: nobody else proposes, votes, pays dues or holds a mandate (AG-4, ME-1).
func (m Member) Active() bool { return m.Kind == KindMember && m.Known() }

// NewMember checks what is known of a person at admission.
func NewMember(name, email string, at time.Time) (Member, error) {
	name = strings.TrimSpace(name)
	if err := Text(name, MaxName, ErrNameMissing); err != nil {
		return Member{}, err
	}
	email, err := Email(email)
	if err != nil {
		return Member{}, err
	}
	return Member{Kind: KindMember, PublicName: name, Email: email, AdmittedAt: at}, nil
}

// Email gives the one form under which an address is kept. A name beside it, a quoted part or an address literal are refused.
func Email(s string) (string, error) {
	readable := utf8.ValidString(s)
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if !readable || err != nil || a.Address != s || len(s) > 254 || strings.ContainsAny(s, "\"[]\r\n") {
		return "", ErrEmailInvalid
	}
	return s, nil
}
