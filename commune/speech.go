package commune

import "time"

// SpeechKind is what the floor is asked for.
type SpeechKind string

// A turn, or a point of order: on how the meeting runs, not on its matter.
const (
	Turn         SpeechKind = "speech"
	PointOfOrder SpeechKind = "order"
)

// SpeechRequest is a member waiting for the floor of a meeting (MO-1). There is one of each kind a person at most: a point of order does
// not cost one's place in the list.
type SpeechRequest struct {
	Meeting     MeetingID
	Member      MemberID
	Kind        SpeechKind
	Mode        Mode
	Priority    bool // self-declared for this meeting, purged after it (ME-2)
	AskedAt     time.Time
	AnnouncedAt time.Time // since when they are told that they speak next; zero while they are not
}

// Speech is one turn at the floor, or a point of order. It runs while EndedAt is zero.
type Speech struct {
	ID        SpeechID
	Meeting   MeetingID
	Member    MemberID
	Item      ItemID // during which it began; 0 for none
	Kind      SpeechKind
	Mode      Mode
	Priority  bool
	StartedAt time.Time
	EndedAt   time.Time
	Recall    Recall // the moderator's last call back to the point (MO-2)
}

// Running holds while the turn lasts.
func (s Speech) Running() bool { return s.EndedAt.IsZero() }

// Length is how long the turn lasted, or has lasted so far; a machine's clock that goes backwards takes nothing away.
func (s Speech) Length(now time.Time) time.Duration {
	if !s.Running() {
		now = s.EndedAt
	}
	return max(0, now.Sub(s.StartedAt))
}

// Recall is how someone is called back to the point: aloud by the moderator, or in silence by those who listen (MO-2).
type Recall string

// Too long, off the subject, already said.
const (
	TooLong    Recall = "too_long"
	OffSubject Recall = "off_subject"
	SaidBefore Recall = "said_before"
)

// Recalls are the three, in the order in which they are offered.
func Recalls() []Recall { return []Recall{TooLong, OffSubject, SaidBefore} }

// Valid holds for the three calls.
func (r Recall) Valid() bool { return r == TooLong || r == OffSubject || r == SaidBefore }

// Gesture is the silent sign of one who listens to a speech: one a person, gone with the speech (MO-2).
type Gesture struct {
	Speech SpeechID
	Member MemberID
	Kind   Recall
}

// AskFloor makes a request of a member who is there; who waits or speaks already is told so (MO-1).
func (m Meeting) AskFloor(p Presence, kind SpeechKind, busy bool, now time.Time) (SpeechRequest, error) {
	switch {
	case m.State(now) != Open:
		return SpeechRequest{}, ErrMeetingNotOpen
	case kind != Turn && kind != PointOfOrder:
		return SpeechRequest{}, ErrFloorKind
	case p.Member == 0 || !p.LeftAt.IsZero():
		return SpeechRequest{}, ErrNotPresent
	case busy:
		return SpeechRequest{}, ErrFloorAsked
	}
	return SpeechRequest{Meeting: m.ID, Member: p.Member, Kind: kind, Mode: p.Mode, Priority: p.Priority, AskedAt: now}, nil
}

// The refusals of the floor.
var (
	ErrFloorKind     = Refuse(Invalid, "floor_kind")
	ErrFloorMoved    = Refuse(Conflict, "floor_moved")
	ErrFloorAsked    = Refuse(Conflict, "floor_asked")
	ErrNobodyWaits   = Refuse(Conflict, "nobody_waits")
	ErrGestureOwn    = Refuse(Conflict, "gesture_own") // MO-2
	ErrNobodySpeaks  = Refuse(Conflict, "nobody_speaks")
	ErrRecallInvalid = Refuse(Invalid, "recall_invalid") // MO-2
)
