package commune

import (
	"strings"
	"time"
)

// MeetingKind tells a meeting of the schedule from an exceptional one.
type MeetingKind string

// An exceptional AG treats its matter alone (AG-3).
const (
	Ordinary    MeetingKind = "ordinary"
	Exceptional MeetingKind = "exceptional"
)

// Meeting is one sitting of the assembly (AG-2, AG-3). Zero times have not happened.
type Meeting struct {
	ID             MeetingID
	Body           BodyID // the popular assembly whose meeting it is; 0 for the general assembly's
	Kind           MeetingKind
	ScheduledAt    time.Time // the hour that the schedule foresaw, or the convocation named: moved or cancelled, a meeting keeps its place in the series
	StartsAt       time.Time
	AgendaClosesAt time.Time // OJ-1
	Place          string
	Video          string // an address of its own for the call; empty: the operator's provider (DR-1)
	Matter         string // AG-3, exceptional only
	Reason         string // AG-3, exceptional only
	CalledBy       MemberID
	ConvenedAt     time.Time // zero while an exceptional AG still gathers its conveners
	OpenedAt       time.Time
	OpenedBy       MemberID
	ClosedAt       time.Time
	Item           ItemID // that is treated now; 0 between two (OJ-4)
	Sequence       int    // how often it was changed since it was foreseen
	CancelledAt    time.Time
	CancelReason   string
	ChangeReason   string // why a sitting of a popular assembly was moved

	VideoStartedAt    time.Time    // DR-1
	RoundAt           time.Time    // DR-3: newcomers were presented, or nobody was new
	AgendaConfirmedAt time.Time    // OJ-1
	PassedOver        OpeningSteps // of the opening
}

// MeetingState is where a meeting is in its life.
type MeetingState string

// A meeting is called (gathers conveners), planned, due (can be opened), open, closed; or missed: nobody
// opened it in time, or too few convened it before its hour (AG-3); or cancelled before it was opened.
const (
	Called    MeetingState = "called"
	Planned   MeetingState = "planned"
	Due       MeetingState = "due"
	Open      MeetingState = "open"
	Closed    MeetingState = "closed"
	Missed    MeetingState = "missed"
	Cancelled MeetingState = "cancelled"
)

// Over holds once nothing can happen at the meeting any more.
func (s MeetingState) Over() bool { return s == Closed || s == Missed || s == Cancelled }

// welcomeBefore is how long before its hour a meeting can be opened at the earliest: the welcome of new members (AG-2).
const welcomeBefore = 30 * time.Minute

// State is computed from what happened and the hour.
func (m Meeting) State(now time.Time) MeetingState {
	switch {
	case !m.CancelledAt.IsZero():
		return Cancelled
	case !m.ClosedAt.IsZero():
		return Closed
	case !m.OpenedAt.IsZero():
		return Open
	case !now.Before(m.StartsAt.Add(OpenableFor)), m.ConvenedAt.IsZero() && !now.Before(m.StartsAt):
		return Missed
	case m.ConvenedAt.IsZero():
		return Called
	case !now.Before(m.StartsAt.Add(-welcomeBefore)):
		return Due
	}
	return Planned
}

// NewOrdinary is a meeting of the schedule (AG-2).
func NewOrdinary(o Organisation, s Settings, start, now time.Time) Meeting {
	return Meeting{
		Kind: Ordinary, ScheduledAt: start, StartsAt: start, AgendaClosesAt: s.AgendaClose(start, o.Location()),
		Place: s.Home(o), ConvenedAt: now,
	}
}

// Call is what a member says to convene an exceptional AG: the matter, the reason, when and where (AG-3).
type Call struct {
	Matter, Reason, Place string
	StartsAt              time.Time
}

// NewExceptional is an exceptional AG: its agenda is the matter alone, fixed at the convocation (AG-3).
func NewExceptional(c Call, by MemberID, now time.Time) (Meeting, error) {
	if err := Text(strings.TrimSpace(c.Matter), MaxName, ErrMatterMissing); err != nil {
		return Meeting{}, err
	}
	if err := Text(strings.TrimSpace(c.Reason), MaxText, ErrReasonMissing); err != nil {
		return Meeting{}, err
	}
	if !c.StartsAt.After(now) {
		return Meeting{}, ErrDatePast
	}
	if err := OptionalText(c.Place, MaxName); err != nil {
		return Meeting{}, err
	}
	return Meeting{
		Kind: Exceptional, ScheduledAt: c.StartsAt, StartsAt: c.StartsAt, AgendaClosesAt: now, Place: c.Place,
		Matter: strings.TrimSpace(c.Matter), Reason: strings.TrimSpace(c.Reason), CalledBy: by,
	}, nil
}

// Open opens a meeting that is due. Any member present can, so that there is never a vacuum (PW-2).
func (m Meeting) Open(by MemberID, now time.Time) (Meeting, error) {
	switch m.State(now) {
	case Due:
		m.OpenedAt, m.OpenedBy = now, by
		return m, nil
	case Open:
		return m, ErrMeetingIsOpen
	case Closed, Missed:
		return m, ErrMeetingEnded
	case Cancelled:
		return m, ErrMeetingCancelled
	}
	return m, ErrMeetingNotDue.With(m.StartsAt.Add(-welcomeBefore))
}

// Close ends an open meeting in which no vote is running.
func (m Meeting) Close(openVotes int, now time.Time) (Meeting, error) {
	switch {
	case m.State(now) != Open:
		return m, ErrMeetingNotOpen
	case openVotes > 0:
		return m, ErrVotesOpen.With(openVotes)
	}
	m.ClosedAt = now
	return m, nil
}

// Lead is what decides who leads an open meeting while none who holds a mandate to facilitate is there.
type Lead struct {
	Facilitator bool // one is present
	Opener      bool // who opened the meeting is present
	Asker       bool // who asks is present
}

// Facilitates tells whether a member leads this meeting: the holder of a mandate to facilitate; while none is present, the member
// who opened it; once they left, or a day after the meeting's hour, any member present (DR-2). An open meeting can always be closed (PW-2).
// No mandate of the general assembly counts in a popular one (AP-2).
func (m Meeting) Facilitates(who MemberID, own Mandates, there Lead, now time.Time) error {
	if _, err := own.ForMeeting(Facilitate, m.ID, now); err == nil && !m.Popular() {
		return nil
	}
	late := !now.Before(m.StartsAt.Add(OpenableFor))
	leads := late || (m.Popular() || !there.Facilitator) && (m.OpenedBy == who || !there.Opener)
	if m.State(now) == Open && there.Asker && leads {
		return nil
	}
	return ErrNotMandated.With(string(Facilitate))
}

// Mode is how someone attends; both count the same (AG-6).
type Mode string

// The two ways of being there.
const (
	Room   Mode = "room"
	Online Mode = "online"
)

// Presence is one member's attendance at a meeting.
type Presence struct {
	Meeting   MeetingID
	Member    MemberID
	Mode      Mode
	Priority  bool     // self-declared for this meeting, purged after it (MO-1, ME-2)
	NotedBy   MemberID // who noted them, for they have no device; 0 who came by themselves
	ArrivedAt time.Time
	LeftAt    time.Time
}

// Attend checks that a person can be present: in good standing (AG-4) or at a popular assembly (AP-2), at a meeting that is due or open, in
// one of the two ways (AG-6).
func (m Meeting) Attend(who MemberID, mode Mode, good bool, now time.Time) (Presence, error) {
	state := m.State(now)
	switch {
	case !m.Counts(good):
		return Presence{}, ErrNoStanding
	case mode != Room && mode != Online:
		return Presence{}, ErrPresenceInvalid
	case state == Cancelled:
		return Presence{}, ErrMeetingCancelled
	case state.Over():
		return Presence{}, ErrMeetingEnded
	case state != Due && state != Open:
		return Presence{}, ErrMeetingNotDue.With(m.StartsAt.Add(-welcomeBefore))
	}
	return Presence{Meeting: m.ID, Member: who, Mode: mode, ArrivedAt: now}, nil
}
