package commune

import "fmt"

// Kind is the family of a refusal; only the web and the federation translate it to a status.
type Kind int

// The closed list of kinds. What one may not see is NotFound.
const (
	Invalid Kind = iota + 1
	NotFound
	Forbidden
	Conflict
)

// Refusal is an answer of the rules, not a failure: the reader is told which rule, and what they can do.
type Refusal struct {
	Kind Kind
	Key  string // the sentence's key in the catalogues, after "refusal."
	Args []any  // what the sentence names: numbers, strings, and times (shown in the commune's zone)
}

// Refuse declares a refusal.
func Refuse(kind Kind, key string) Refusal { return Refusal{Kind: kind, Key: key} }

// Error gives the key, for logs; people read the catalogue's sentence.
func (r Refusal) Error() string { return fmt.Sprintf("refused: %s %v", r.Key, r.Args) }

// With names what the sentence speaks of.
func (r Refusal) With(args ...any) Refusal {
	r.Args = args
	return r
}

// Is holds for refusals of the same key, whatever they name.
func (r Refusal) Is(target error) bool {
	t, ok := target.(Refusal)
	return ok && t.Key == r.Key
}

// The refusals of the assembly.
var (
	ErrNotFound           = Refuse(NotFound, "not_found")
	ErrSignInFirst        = Refuse(Forbidden, "sign_in_first")
	ErrAlreadyFounded     = Refuse(Conflict, "already_founded")
	ErrRegisterBehind     = Refuse(Conflict, "register_behind") // how many entries it lacks
	ErrNotMandated        = Refuse(Forbidden, "not_mandated")   // PW-1
	ErrNoStanding         = Refuse(Forbidden, "no_standing")    // AG-4
	ErrNotMember          = Refuse(Forbidden, "not_member")
	ErrMembersOnly        = Refuse(Forbidden, "members_only")
	ErrNameMissing        = Refuse(Invalid, "name_missing")
	ErrTooLong            = Refuse(Invalid, "too_long")
	ErrUnreadable         = Refuse(Invalid, "unreadable")
	ErrEmailInvalid       = Refuse(Invalid, "email_invalid")
	ErrEmailTaken         = Refuse(Conflict, "email_taken")
	ErrTimeZoneUnknown    = Refuse(Invalid, "time_zone_unknown")
	ErrPeriodInvalid      = Refuse(Invalid, "period_invalid")
	ErrAmountInvalid      = Refuse(Invalid, "amount_invalid")
	ErrLinkSpent          = Refuse(Forbidden, "link_spent")
	ErrPasswordWrong      = Refuse(Forbidden, "password_wrong")
	ErrPasswordShort      = Refuse(Invalid, "password_short")
	ErrAgendaClosed       = Refuse(Conflict, "agenda_closed") // OJ-1: closed at, proposed to the meeting of
	ErrAgendaFixed        = Refuse(Conflict, "agenda_fixed")  // AG-3
	ErrTitleMissing       = Refuse(Invalid, "title_missing")
	ErrThemeUnknown       = Refuse(Invalid, "theme_unknown")
	ErrDurationInvalid    = Refuse(Invalid, "duration_invalid")
	ErrDirectionInvalid   = Refuse(Invalid, "direction_invalid")
	ErrMatterMissing      = Refuse(Invalid, "matter_missing") // AG-3
	ErrReasonMissing      = Refuse(Invalid, "reason_missing") // AG-3
	ErrDateInvalid        = Refuse(Invalid, "date_invalid")
	ErrDatePast           = Refuse(Invalid, "date_past")
	ErrMeetingNotDue      = Refuse(Conflict, "meeting_not_due") // PW-2: opens from
	ErrMeetingNotOpen     = Refuse(Conflict, "meeting_not_open")
	ErrMeetingEnded       = Refuse(Conflict, "meeting_ended")
	ErrMeetingIsOpen      = Refuse(Conflict, "meeting_is_open")
	ErrAnotherMeetingOpen = Refuse(Conflict, "another_meeting_open")
	ErrNotPresent         = Refuse(Forbidden, "not_present")
	ErrVotesOpen          = Refuse(Conflict, "votes_open")
	ErrPresenceInvalid    = Refuse(Invalid, "presence_invalid")
	ErrMotionTextMissing  = Refuse(Invalid, "motion_text_missing")
	ErrFormUnknown        = Refuse(Invalid, "form_unknown")
	ErrAudienceTold       = Refuse(Invalid, "audience_told")
	ErrAudienceInvalid    = Refuse(Invalid, "audience_invalid")
	ErrVoteNotOpen        = Refuse(Conflict, "vote_not_open")
	ErrVoteAlreadyOpen    = Refuse(Conflict, "vote_already_open")
	ErrVoteClosed         = Refuse(Conflict, "vote_closed")  // AG-4: closed at
	ErrNotElector         = Refuse(Forbidden, "not_elector") // AG-4
	ErrExpelled           = Refuse(Forbidden, "expelled")
	ErrChoiceInvalid      = Refuse(Invalid, "choice_invalid")
	ErrNobodyVotes        = Refuse(Conflict, "nobody_votes")
	ErrHolderInvalid      = Refuse(Invalid, "holder_invalid")  // SE-3
	ErrMissionMissing     = Refuse(Invalid, "mission_missing") // SE-3
	ErrClausesTooMany     = Refuse(Invalid, "clauses_too_many")
	ErrIntervalInvalid    = Refuse(Invalid, "interval_invalid")
	ErrCapabilityUnknown  = Refuse(Invalid, "capability_unknown")
	ErrTermInvalid        = Refuse(Invalid, "term_invalid")
	ErrPrioritiesInvalid  = Refuse(Invalid, "priorities_invalid")
	ErrSupportGiven       = Refuse(Conflict, "support_given")
	ErrLanguageUnknown    = Refuse(Invalid, "language_unknown")
)
