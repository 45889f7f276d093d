package commune

import (
	"slices"
	"strings"
	"time"
)

// Guests are those who may attend (OU-A).
type Guests string

// Everybody; the members; who holds a mandate in the body that meets, or, where the whole organisation does, any mandate.
const (
	ForEverybody Guests = "public"
	ForMembers   Guests = "members"
	ForMandated  Guests = "mandated"
)

// AllGuests are the three, in the order in which they are shown.
func AllGuests() []Guests { return []Guests{ForEverybody, ForMembers, ForMandated} }

// GatheringKind says what people come together for.
type GatheringKind string

// The kinds. Assemblies are meetings and stand in the calendar by themselves.
const (
	BodyMeeting  GatheringKind = "meeting"  // of a secretariat or a commission (SE-9, CO-7)
	Informal     GatheringKind = "informal" // DR-5
	Action       GatheringKind = "action"
	Workshop     GatheringKind = "workshop"
	OtherMeeting GatheringKind = "other"
)

// GatheringKinds are all, in the order in which they are shown.
func GatheringKinds() []GatheringKind {
	return []GatheringKind{BodyMeeting, Informal, Action, Workshop, OtherMeeting}
}

// The refusals of the calendar.
var (
	ErrRhythmInvalid      = Refuse(Invalid, "rhythm_invalid")       // at most every so many, so many times
	ErrSeriesEndsFirst    = Refuse(Invalid, "series_ends_first")    // ends before it begins
	ErrSeriesBegan        = Refuse(Conflict, "series_began")        // its day and rhythm stay
	ErrGatheringKind      = Refuse(Invalid, "gathering_kind")       //
	ErrGatheringLength    = Refuse(Invalid, "gathering_length")     // at most so many hours
	ErrGuestsUnknown      = Refuse(Invalid, "guests_unknown")       // OU-A
	ErrGatheringOver      = Refuse(Conflict, "gathering_over")      //
	ErrGatheringCancelled = Refuse(Conflict, "gathering_cancelled") //
	ErrCalendarHand       = Refuse(Forbidden, "calendar_hand")      // OU-A, CO-7: whose it is
	ErrNotMeant           = Refuse(Forbidden, "not_meant")          // OU-A: who may attend
)

// maxGathering is how long one gathering lasts at most, in minutes.
const maxGathering = 14 * 24 * 60

// Gathering is what the calendar shows beside the assemblies: a meeting of a body, an informal moment, an action, on one day or on many (OU-A,
// CO-7). Its hour is that of the clocks: it stays the same when they change.
type Gathering struct {
	ID     GatheringID
	Body   BodyID // whose it is; 0: the organisation's
	Kind   GatheringKind
	Title  string
	Text   string
	Place  string
	Video  string
	Guests Guests
	Series `gorm:"embedded"`
	Hour   Hour
	Length int // minutes

	PutBy        MemberID
	PutAt        time.Time
	ChangedAt    time.Time
	Sequence     int // how often the days, the hour, the place or the guests of all were changed
	CancelledAt  time.Time
	CancelReason string
}

// NewGathering checks what someone puts into the calendar. It begins after now: the calendar announces.
func NewGathering(g Gathering, by MemberID, loc *time.Location, now time.Time) (Gathering, error) {
	g, err := g.checked()
	if err != nil {
		return g, err
	}
	if !g.starts(g.Day, g.Hour, loc).After(now) {
		return g, ErrDatePast
	}
	g.PutBy, g.PutAt, g.ChangedAt = by, now, now
	return g, nil
}

func (g Gathering) checked() (Gathering, error) {
	g.Title, g.Text, g.Place = strings.TrimSpace(g.Title), strings.TrimSpace(g.Text), strings.TrimSpace(g.Place)
	if err := Text(g.Title, MaxName, ErrTitleMissing); err != nil {
		return g, err
	}
	if err := OptionalText(g.Text, MaxText); err != nil {
		return g, err
	}
	if err := OptionalText(g.Place, MaxName); err != nil {
		return g, err
	}
	var err error
	if g.Video, err = Link(g.Video); err != nil {
		return g, err
	}
	switch {
	case !slices.Contains(GatheringKinds(), g.Kind):
		return g, ErrGatheringKind
	case !slices.Contains(AllGuests(), g.Guests):
		return g, ErrGuestsUnknown
	case g.Length < 1 || g.Length > maxGathering:
		return g, ErrGatheringLength.With(maxGathering / 60)
	}
	g.Series, err = g.Series.Check()
	return g, err
}

// Changed is the gathering with what someone wrote anew. A series that has begun keeps its days and its rhythm, only its end can be another:
// what took place stays as it was. The second value tells whether who counts on it must hear of it.
func (g Gathering) Changed(to Gathering, loc *time.Location, now time.Time) (Gathering, bool, error) {
	if err := g.Changeable(loc, now); err != nil {
		return g, false, err
	}
	to, err := to.checked()
	if err != nil {
		return g, false, err
	}
	moved := to.Day != g.Day || to.Rhythm != g.Rhythm || to.Every != g.Every
	if moved && !g.starts(g.Day, g.Hour, loc).After(now) {
		return g, false, ErrSeriesBegan
	}
	if (moved || to.Hour != g.Hour) && to.Rhythm == Once && !to.starts(to.Day, to.Hour, loc).After(now) {
		return g, false, ErrDatePast
	}
	told := moved || to.Series != g.Series || to.Hour != g.Hour || to.Length != g.Length || to.Place != g.Place || to.Video != g.Video || to.Guests != g.Guests
	g.Kind, g.Title, g.Text, g.Place, g.Video, g.Guests = to.Kind, to.Title, to.Text, to.Place, to.Video, to.Guests
	g.Series, g.Hour, g.Length = to.Series, to.Hour, to.Length
	g.ChangedAt = now
	if told {
		g.Sequence++
	}
	return g, told, nil
}

// Cancel says that what is left of the gathering will not take place, and why.
func (g Gathering) Cancel(reason string, loc *time.Location, now time.Time) (Gathering, error) {
	if err := g.Changeable(loc, now); err != nil {
		return g, err
	}
	reason = strings.TrimSpace(reason)
	if err := Text(reason, MaxText, ErrCancelReasonNeeded); err != nil {
		return g, err
	}
	g.CancelledAt, g.CancelReason, g.ChangedAt = now, reason, now
	g.Sequence++
	return g, nil
}

// Changeable refuses to change what was cancelled, and what is over.
func (g Gathering) Changeable(loc *time.Location, now time.Time) error {
	if !g.CancelledAt.IsZero() {
		return ErrGatheringCancelled
	}
	if g.Endless() {
		return nil
	}
	var last Day
	for _, day := range g.Days() {
		last = day
	}
	if end := g.starts(last, g.Hour, loc).Add(time.Duration(g.Length) * time.Minute); !end.After(now) {
		return ErrGatheringOver
	}
	return nil
}

// Reader is who reads the calendar: a stranger, a member, and the bodies in which they hold a living mandate (0: in any).
type Reader struct {
	Member   bool
	Mandated map[BodyID]bool
}

// Meant tells whether a gathering of a body is for this reader, who is then shown its place, its link and its text (OU-A).
func (r Reader) Meant(body BodyID, to Guests) bool {
	switch to {
	case ForEverybody:
		return true
	case ForMandated:
		return r.Member && r.Mandated[body]
	}
	return r.Member
}

// Planner is what decides what someone may write in the calendar.
type Planner struct {
	Member   MemberID
	Good     bool // standing
	OfBody   bool // of a commission, or mandated in a secretariat, that the gathering is of
	Convenes bool // a mandate to convene (AG-3)
}

// Puts refuses who may not put a gathering of a body into the calendar: a body's are for who is of it (CO-7, SE-9); those of the whole organisation
// are for every member in good standing, as are the items of its agenda (OJ-2). A mandate to convene allows both.
func (p Planner) Puts(body BodyID) error {
	if p.Convenes || p.OfBody && body != 0 || p.Good && body == 0 {
		return nil
	}
	return ErrCalendarHand
}

// Changes refuses who may not change or cancel a gathering: that is for who put it there, for who is of its body, and for a mandate to convene.
func (p Planner) Changes(g Gathering) error {
	if p.Convenes || p.OfBody && g.Body != 0 || p.Member == g.PutBy {
		return nil
	}
	return ErrCalendarHand
}
