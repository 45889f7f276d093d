package commune

import (
	"strings"
	"time"
)

// Span is the time from one instant up to another.
type Span struct{ From, Until time.Time }

// Meets tells whether something that lasts from start to end falls into the span.
func (s Span) Meets(start, end time.Time) bool { return start.Before(s.Until) && end.After(s.From) }

// Exception is that one occurrence of a gathering is otherwise than its series foresees: at another hour or place, or cancelled.
type Exception struct {
	Gathering GatheringID `gorm:"primaryKey;autoIncrement:false"`
	Number    int         `gorm:"primaryKey;autoIncrement:false"`
	Day       Day
	Hour      Hour
	Place     string
	Cancelled bool
	Reason    string
	Sequence  int
}

// Exceptions are those of one gathering, by number.
type Exceptions map[int]Exception

// Occurrence is a gathering on one of its days.
type Occurrence struct {
	Number    int
	Day       Day // that the series foresees, by which calendars know it
	StartsAt  time.Time
	EndsAt    time.Time
	Place     string
	Moved     bool
	Cancelled bool
	Reason    string
	Sequence  int // rises with each change of the series or of this day
}

// Occurrences are those that fall into a span, in the order of the series (OU-A). An hour that the clocks skip comes as much later as they skip;
// of one that they show twice the first counts.
func (g Gathering) Occurrences(except Exceptions, in Span, loc *time.Location) []Occurrence {
	margin := g.Length/(24*60) + 2
	first, last := DayOf(in.From, loc).Add(-margin), DayOf(in.Until, loc).Add(margin)
	var found []Occurrence
	for n, day := range g.from(first) {
		if day > last {
			break
		}
		if _, other := except[n]; other || day < first {
			continue
		}
		if o := g.occurrence(n, day, except, loc); in.Meets(o.StartsAt, o.EndsAt) {
			found = append(found, o)
		}
	}
	for n := range except {
		if o, err := g.Occurrence(n, except, loc); err == nil && in.Meets(o.StartsAt, o.EndsAt) {
			found = append(found, o)
		}
	}
	return found
}

// Occurrence is the one of a number, or NotFound when the series has none.
func (g Gathering) Occurrence(number int, except Exceptions, loc *time.Location) (Occurrence, error) {
	for n, day := range g.Days() {
		if n == number {
			return g.occurrence(n, day, except, loc), nil
		}
		if n > number {
			break
		}
	}
	return Occurrence{}, ErrNotFound
}

func (g Gathering) occurrence(n int, day Day, except Exceptions, loc *time.Location) Occurrence {
	start := g.starts(day, g.Hour, loc)
	o := Occurrence{Number: n, Day: day, StartsAt: start, Place: g.Place, Sequence: g.Sequence}
	if e, other := except[n]; other {
		o.Sequence += e.Sequence
		o.Cancelled, o.Reason, o.Place = e.Cancelled, e.Reason, e.Place
		o.StartsAt = g.starts(e.Day, e.Hour, loc)
		o.Moved = !o.StartsAt.Equal(start)
	}
	o.EndsAt = o.StartsAt.Add(time.Duration(g.Length) * time.Minute)
	if !g.CancelledAt.IsZero() && o.StartsAt.After(g.CancelledAt) {
		o.Cancelled, o.Reason = true, g.CancelReason
	}
	return o
}

// starts is an hour of the clocks on a day.
func (Gathering) starts(day Day, hour Hour, loc *time.Location) time.Time {
	y, m, d := day.Time().Date()
	return at(y, m, d, hour, loc).UTC()
}

// Otherwise is what one occurrence becomes: another day, hour or place.
type Otherwise struct {
	StartsAt time.Time
	Place    string
}

// Move gives one occurrence that is to come another day, hour or place.
func (g Gathering) Move(o Occurrence, to Otherwise, loc *time.Location, now time.Time) (Exception, error) {
	e, err := g.except(o, loc, now)
	if err != nil {
		return e, err
	}
	to.Place = strings.TrimSpace(to.Place)
	if err := OptionalText(to.Place, MaxName); err != nil {
		return e, err
	}
	if !to.StartsAt.After(now) {
		return e, ErrDatePast
	}
	local := to.StartsAt.In(loc)
	e.Day, e.Hour, e.Place = DayOf(local, loc), Hour(local.Hour()*60+local.Minute()), to.Place
	return e, nil
}

// CancelOne says that one occurrence that is to come will not take place, and why; the others do.
func (g Gathering) CancelOne(o Occurrence, reason string, loc *time.Location, now time.Time) (Exception, error) {
	e, err := g.except(o, loc, now)
	if err != nil {
		return e, err
	}
	reason = strings.TrimSpace(reason)
	if err := Text(reason, MaxText, ErrCancelReasonNeeded); err != nil {
		return e, err
	}
	e.Cancelled, e.Reason = true, reason
	return e, nil
}

// except begins an exception from what holds of an occurrence so far.
func (g Gathering) except(o Occurrence, loc *time.Location, now time.Time) (Exception, error) {
	switch {
	case o.Cancelled:
		return Exception{}, ErrGatheringCancelled
	case !o.EndsAt.After(now):
		return Exception{}, ErrGatheringOver
	}
	local := o.StartsAt.In(loc)
	return Exception{
		Gathering: g.ID, Number: o.Number, Day: DayOf(local, loc), Hour: Hour(local.Hour()*60 + local.Minute()), Place: o.Place,
		Sequence: o.Sequence - g.Sequence + 1,
	}, nil
}
