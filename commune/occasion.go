package commune

import (
	"cmp"
	"slices"
	"time"
)

// Occasion is one line of the calendar: an assembly with the welcome before it and the informal moment after it, or a gathering on one of its
// days (OU-A). Of a reserved one, who is not meant sees that it exists, when, whose it is and whom it is for.
type Occasion struct {
	Occurrence
	Meeting     MeetingID // of an assembly
	Exceptional bool
	Matter      string      // of an exceptional one, for the members (AG-3)
	Gathering   GatheringID // of everything else
	Body        BodyID
	Kind        GatheringKind // empty for an assembly
	Title       string        // empty for the general assembly; a popular one's is its name
	Text        string
	Video       string
	Guests      Guests
	Series      bool // one day of several
	Hidden      bool // place, link and text were left out
	Foreseen    bool // a general assembly that the rhythm foresees and that has no agenda yet (AG-2)

	WelcomeAt  time.Time // of newcomers, before an assembly (AG-2)
	InformalAt time.Time // from when the informal moment after it is (DR-5)
	Newcomers  int       // who would come for the first time, at the next assembly (DR-3, DR-5)
	Coming     int       // who said that they come
}

// Assembly holds for a sitting, of the general assembly or of a popular one.
func (o Occasion) Assembly() bool { return o.Kind == "" }

// General holds for a sitting of the general assembly, which has its welcome and its informal moment (AG-2, DR-5).
func (o Occasion) General() bool { return o.Assembly() && o.Body == 0 }

// InformalLength is how long the informal moment after an assembly is foreseen (DR-5).
const InformalLength = time.Hour

// On is the gathering on one of its days, as a reader is shown it (OU-A).
func (g Gathering) On(o Occurrence, to Reader) Occasion {
	c := Occasion{
		Occurrence: o, Gathering: g.ID, Body: g.Body, Kind: g.Kind, Title: g.Title, Text: g.Text, Video: g.Video,
		Guests: g.Guests, Series: g.Rhythm != Once,
	}
	if !to.Meant(g.Body, g.Guests) {
		c.Text, c.Video, c.Place, c.Hidden = "", "", "", true
		c.Reason = ""
	}
	return c
}

// Occasion is the assembly as the calendar shows it: not while it gathers conveners, nor when nobody opened it. Its place is everybody's, for
// newcomers are welcomed there (AG-2); how its call is joined stands on its own page. A popular assembly is everybody's whole (AP-2).
func (m Meeting) Occasion(s Settings, to Reader, now time.Time) (Occasion, bool) {
	state := m.State(now)
	if state == Called || state == Missed {
		return Occasion{}, false
	}
	end := m.StartsAt.Add(time.Duration(s.LengthMinutes) * time.Minute)
	if state == Closed && m.ClosedAt.After(m.StartsAt) {
		end = m.ClosedAt
	}
	o := Occasion{
		Occurrence: Occurrence{
			Number: 1, StartsAt: m.StartsAt, EndsAt: end, Place: m.Place, Moved: !m.StartsAt.Equal(m.ScheduledAt),
			Cancelled: state == Cancelled, Sequence: m.Sequence,
		},
		Meeting: m.ID, Exceptional: m.Kind == Exceptional, Guests: ForMembers, WelcomeAt: s.Welcome(m.StartsAt), InformalAt: end,
	}
	if m.Popular() {
		o.Body, o.Guests, o.Video, o.Reason = m.Body, ForEverybody, m.Video, m.Reasoned()
		o.WelcomeAt, o.InformalAt = time.Time{}, time.Time{}
		return o, true
	}
	if to.Member {
		o.Matter, o.Reason = m.Matter, m.CancelReason
	}
	return o, true
}

// Foreseen are the general assemblies that the rhythm foresees after the last that has its agenda, as far as the span reaches (AG-2).
func (s Settings) Foreseen(place string, last time.Time, in Span, loc *time.Location) (all []Occasion) {
	length := time.Duration(s.LengthMinutes) * time.Minute
	for {
		start := s.After(last, last, loc)
		if !start.Before(in.Until) {
			return all
		}
		last = start
		o := Occasion{
			Occurrence: Occurrence{Number: 1, StartsAt: start, EndsAt: start.Add(length), Place: place},
			Guests:     ForMembers, Foreseen: true, WelcomeAt: s.Welcome(start), InformalAt: start.Add(length),
		}
		if in.Meets(o.Span().From, o.Span().Until) {
			all = append(all, o)
		}
	}
}

// Chronological puts occasions into their order.
func Chronological(all []Occasion) {
	slices.SortStableFunc(all, func(a, b Occasion) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(b.Meeting, a.Meeting), cmp.Compare(a.Gathering, b.Gathering), cmp.Compare(a.Number, b.Number))
	})
}

// Span is the whole of an occasion: an assembly's begins with the welcome and ends with the informal moment.
func (o Occasion) Span() Span {
	if !o.General() {
		return Span{o.StartsAt, o.EndsAt}
	}
	return Span{o.WelcomeAt, o.InformalAt.Add(InformalLength)}
}

// Edition tells what an occasion says of when and where from what it said before.
func (o Occasion) Edition() int64 {
	edition := int64(o.Sequence) * 2
	if o.Cancelled {
		edition++
	}
	return edition
}

// CalendarFeed is the secret address at which a member's calendar applications read what they may see: of everything, or of one body (OU-A).
type CalendarFeed struct {
	ID     FeedID
	Member MemberID
	Body   BodyID // 0: of everything
	MadeAt time.Time
}
