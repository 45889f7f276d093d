package commune

import "time"

// The refusals of the meeting's time.
var (
	ErrNoItem        = Refuse(Conflict, "no_item")
	ErrItemElsewhere = Refuse(Conflict, "item_elsewhere")
	ErrNothingOver   = Refuse(Conflict, "nothing_over")
	ErrOverflowMoved = Refuse(Conflict, "overflow_moved")
	ErrNoNextAgenda  = Refuse(Conflict, "no_next_agenda")
)

// Clock is how long an item has been treated (OJ-4). Zero times have not happened.
type Clock struct {
	StartedAt time.Time     // since when it is treated now
	Spent     time.Duration // before that
	DoneAt    time.Time     // when it was last ended
}

// Running holds while the item is treated.
func (c Clock) Running() bool { return !c.StartedAt.IsZero() }

// Begun holds from the moment at which the item was first treated.
func (c Clock) Begun() bool { return c.Running() || !c.DoneAt.IsZero() }

// Elapsed is how long the item has been treated so far; a machine's clock that goes backwards takes nothing away.
func (c Clock) Elapsed(now time.Time) time.Duration {
	if !c.Running() {
		return c.Spent
	}
	return c.Spent + max(0, now.Sub(c.StartedAt))
}

// Start has the item treated from now on; one that was ended goes on where it stopped.
func (c Clock) Start(now time.Time) Clock {
	c.StartedAt = now
	return c
}

// End stops the item's time.
func (c Clock) End(now time.Time) Clock {
	return Clock{Spent: c.Elapsed(now), DoneAt: now}
}

// Pace says how something stands against the time foreseen for it.
type Pace string

// In time; close to its end, or foreseen to pass it; past it.
const (
	InTime Pace = "in_time"
	Tight  Pace = "tight"
	Past   Pace = "past"
)

// PaceOf is tight from four fifths of the time foreseen on.
func PaceOf(spent, foreseen time.Duration) Pace {
	switch {
	case spent >= foreseen:
		return Past
	case spent >= foreseen*4/5:
		return Tight
	}
	return InTime
}

// TimedItem is an item of a meeting with its time.
type TimedItem struct {
	Item
	Elapsed time.Duration
	Pace    Pace
	Treated bool      // begun, or one of its motions was voted
	Starts  time.Time // when it is foreseen to begin; zero for what is treated
	Beyond  bool      // it would end after the meeting's length: what OJ-4 adjourns
}

// Timing is where a meeting stands in its time (DR-4).
type Timing struct {
	Start   time.Time // opened at, or foreseen to be
	Limit   time.Time // when its length has passed
	EndsAt  time.Time // predicted, if everything that is left were treated
	Elapsed time.Duration
	Pace    Pace
	Items   []TimedItem
}

// Timing computes where the meeting stands: predicted end is now, what is left of the current item, and what is foreseen for those that
// nobody treated yet. The items beyond the length are dropped from the end of the order, which is that of the priorities, until what is
// left fits; once the length has passed all that were not begun are (OJ-4). The facilitator sees it coming from the start.
func (m Meeting) Timing(ordered []Item, voted map[ItemID]bool, s Settings, now time.Time) Timing {
	t := Timing{Start: m.StartsAt}
	if !m.OpenedAt.IsZero() {
		t.Start = m.OpenedAt
	}
	if !m.ClosedAt.IsZero() {
		now = m.ClosedAt
	}
	if m.OpenedAt.IsZero() || now.Before(t.Start) {
		now = t.Start
	}
	t.Limit, t.Elapsed, t.EndsAt = t.Start.Add(s.length()), now.Sub(t.Start), now
	for _, i := range ordered {
		if i.Running() {
			t.EndsAt = now.Add(max(0, i.foreseen()-i.Elapsed(now)))
		}
	}
	for _, i := range ordered {
		timed := TimedItem{Item: i, Elapsed: i.Elapsed(now), Treated: i.Begun() || voted[i.ID]}
		timed.Pace = PaceOf(timed.Elapsed, i.foreseen())
		if !timed.Treated {
			timed.Starts = t.EndsAt
			t.EndsAt = t.EndsAt.Add(i.foreseen())
			timed.Beyond = !i.Opening && t.EndsAt.After(t.Limit)
		}
		t.Items = append(t.Items, timed)
	}
	switch {
	case !now.Before(t.Limit):
		t.Pace = Past
	case t.EndsAt.After(t.Limit):
		t.Pace = Tight
	default:
		t.Pace = InTime
	}
	return t
}

// Overflow is what the meeting adjourns to the next one, in its order: exactly the items of least priority that do not fit (OJ-4).
func (t Timing) Overflow() []Item {
	var items []Item
	for _, i := range t.Items {
		if i.Beyond {
			items = append(items, i.Item)
		}
	}
	return items
}

// Current is the item that is treated now; false between two.
func (t Timing) Current() (TimedItem, bool) {
	for _, i := range t.Items {
		if i.Running() {
			return i, true
		}
	}
	return TimedItem{}, false
}

func (i Item) foreseen() time.Duration { return time.Duration(i.Minutes) * time.Minute }

func (s Settings) length() time.Duration { return time.Duration(s.LengthMinutes) * time.Minute }

// Adjournment is an item that a meeting left to another, under the title that it had then (OJ-4).
type Adjournment struct {
	Meeting     MeetingID
	Item        ItemID // as it stands on the other agenda
	Title       string
	To          MeetingID
	AdjournedAt time.Time
}
