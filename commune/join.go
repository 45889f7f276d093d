package commune

import (
	"strings"
	"time"
)

// JoinID is the identifier of a wish to join.
type JoinID int64

// The limits of a wish to join.
const (
	MaxWord     = 500                 // characters of what someone says of themselves, or of why someone is exempt
	JoinLinkFor = 48 * time.Hour      // how long the link works that confirms an address
	JoinKeptFor = 60 * 24 * time.Hour // how long a wish waits before it is forgotten
)

// JoinRequest is someone's wish to become a member or a sympathiser. It is kept until it is answered, and no longer than it may wait (ME-2).
type JoinRequest struct {
	ID          JoinID
	Member      MemberID // the sympathiser who asks to become a member; 0 for someone new
	Kind        MemberKind
	Name        string
	Email       string
	Word        string // what they say of themselves, if they want
	Language    string
	AskedAt     time.Time
	ConfirmedAt time.Time // zero until who reads the mail of the address says so
}

// The refusals of a wish to join.
var (
	ErrJoinKind      = Refuse(Invalid, "join_kind")
	ErrJoinLink      = Refuse(NotFound, "join_link")
	ErrJoinAnswered  = Refuse(Conflict, "join_answered")
	ErrJoinWaits     = Refuse(Conflict, "join_waits")
	ErrMemberAlready = Refuse(Conflict, "member_already")
)

// NewJoinRequest checks what someone writes who wants to join.
func NewJoinRequest(r JoinRequest, at time.Time) (JoinRequest, error) {
	if r.Kind != KindMember && r.Kind != KindSympathiser {
		return r, ErrJoinKind
	}
	m, err := NewMember(r.Name, r.Email, at)
	if err != nil {
		return r, err
	}
	r.Name, r.Email, r.Word, r.AskedAt = m.PublicName, m.Email, strings.TrimSpace(r.Word), at
	return r, OptionalText(r.Word, MaxWord)
}

// Confirmed tells whether the address was found to be theirs: only then the request waits for an answer.
func (r JoinRequest) Confirmed() bool { return !r.ConfirmedAt.IsZero() }

// Expired tells whether a request is kept no more: its link was not used, or nobody answered it.
func (r JoinRequest) Expired(at time.Time) bool {
	if r.Confirmed() {
		return at.After(r.ConfirmedAt.Add(JoinKeptFor))
	}
	return at.After(r.AskedAt.Add(JoinLinkFor))
}

// Admit is the person that the request makes, new or as they were until now.
func (r JoinRequest) Admit(before Member, at time.Time) (Member, error) {
	if before.ID == 0 {
		before = Member{PublicName: r.Name, Email: r.Email, Language: r.Language}
	} else if before.Active() {
		return before, ErrMemberAlready
	}
	before.Kind, before.AdmittedAt = r.Kind, at
	return before, nil
}
