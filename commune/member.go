package commune

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// Member is a person admitted, with the least that the work needs (ME-2).
type Member struct {
	ID           MemberID
	PublicName   string // the name that the person accepts in records
	Email        string // lower case
	Language     string // empty: as the browser asks
	PasswordHash string // empty: mailed links only
	AdmittedAt   time.Time
	LeftAt       time.Time // zero while the person is a member
}

// Active holds until the person leaves (ME-3) or is expelled.
func (m Member) Active() bool { return m.LeftAt.IsZero() }

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
	return Member{PublicName: name, Email: email, AdmittedAt: at}, nil
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
