package commune

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// ItemKind is what an item asks of the meeting.
type ItemKind string

// An item informs, opens a debate, or asks for a decision.
const (
	Information ItemKind = "information"
	Debate      ItemKind = "debate"
	ForDecision ItemKind = "decision"
)

// Item is a point of an agenda.
type Item struct {
	ID         ItemID
	Meeting    MeetingID
	Title      string
	Text       string
	Theme      string // one of the priorities, or empty
	Kind       ItemKind
	Minutes    int // foreseen
	ProposedBy MemberID
	ProposedAt time.Time
	Position   int  // set by the preparer within a priority, from 1 (OJ-3); 0 while they did not place it
	Opening    bool // under it stands what a meeting votes before its agenda (DR-2); it comes first and is never adjourned
	Clock
	AdjournedFrom MeetingID // the meeting that last adjourned it (OJ-4); 0 for none
	WithdrawnAt   time.Time // zero while it stands on the agenda
	WithdrawnBy   MemberID  // who proposed it, or keeps the door of a popular assembly (AP-2); 0 while it stands
	Raised        bool      // by a day that came and not by a member: a report that is owed (SE-6), a decision to look at again (SE-1)
}

// Check refuses an item that cannot stand on an agenda.
func (i Item) Check(s Settings) error {
	if err := Text(strings.TrimSpace(i.Title), MaxName, ErrTitleMissing); err != nil {
		return err
	}
	if err := OptionalText(i.Text, MaxText); err != nil {
		return err
	}
	switch {
	case i.Theme != "" && !slices.Contains(s.Priorities, i.Theme):
		return ErrThemeUnknown.With(i.Theme)
	case i.Kind != Information && i.Kind != Debate && i.Kind != ForDecision:
		return ErrFormUnknown
	case i.Minutes < 1 || i.Minutes > MaxItemMinutes:
		return ErrDurationInvalid.With(MaxItemMinutes)
	}
	return nil
}

// AcceptsItems tells whether the agenda can still be written: until it closes, 4 days before the meeting (OJ-1); never for an exceptional AG
// (AG-3); a popular assembly's until it is over (AP-2).
func (m Meeting) AcceptsItems(now time.Time) error {
	switch {
	case m.Kind == Exceptional:
		return ErrAgendaFixed
	case !m.CancelledAt.IsZero():
		return ErrMeetingCancelled
	case m.Popular() && m.State(now).Over():
		return ErrMeetingEnded
	case m.Popular():
		return nil
	case !now.Before(m.AgendaClosesAt):
		return ErrAgendaClosed.With(m.AgendaClosesAt)
	}
	return nil
}

// Order puts items in the order in which they are treated: the opening first, then by the priority of their theme (items without one last),
// then what an earlier meeting adjourned (OJ-4), then as the preparer placed them (what they did not place last), then as they were proposed (OJ-3).
func Order(items []Item, s Settings) []Item {
	ordered := slices.Clone(items)
	slices.SortStableFunc(ordered, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.rank(s.Priorities), b.rank(s.Priorities)), cmp.Compare(a.place(s), b.place(s)),
			a.ProposedAt.Compare(b.ProposedAt), cmp.Compare(a.ID, b.ID))
	})
	return ordered
}

// SameRank tells whether the priorities leave the order of two items to the preparer (OJ-3).
func SameRank(a, b Item, priorities []string) bool { return a.rank(priorities) == b.rank(priorities) }

func (i Item) rank(priorities []string) int {
	if i.Opening {
		return -1
	}
	if r := slices.Index(priorities, i.Theme); r >= 0 {
		return r
	}
	return len(priorities)
}

// place is the item's within its priority: as the preparer decided, or else what was adjourned first and what is new last (OJ-3, OJ-4).
func (i Item) place(s Settings) int {
	switch {
	case i.Position != 0:
		return i.Position
	case i.AdjournedFrom != 0 && s.AdjournedFirst:
		return 0
	}
	return math.MaxInt
}

// Place moves an item one place up or down within its priority, and gives the items whose position changed: those of the priority are
// counted from 1 (OJ-3). At the edge of the priority nothing changes.
func Place(items []Item, s Settings, id ItemID, up bool) []Item {
	ordered := Order(items, s)
	from := slices.IndexFunc(ordered, func(i Item) bool { return i.ID == id })
	to := from + 1
	if up {
		to = from - 1
	}
	if from < 0 || to < 0 || to == len(ordered) || !SameRank(ordered[from], ordered[to], s.Priorities) {
		return nil
	}
	ordered[from], ordered[to] = ordered[to], ordered[from]
	var changed []Item
	position := 0
	for _, i := range ordered {
		if !SameRank(i, ordered[to], s.Priorities) {
			continue
		}
		if position++; i.Position != position {
			i.Position = position
			changed = append(changed, i)
		}
	}
	return changed
}

// PlannedItem is one item with its place in time.
type PlannedItem struct {
	Item
	Starts int  // minutes after the opening
	Beyond bool // it would end after the meeting's length (OJ-4)
}

// Plan adds the foreseen durations up against the meeting's length (OJ-4).
func Plan(ordered []Item, s Settings) []PlannedItem {
	plan := make([]PlannedItem, len(ordered))
	elapsed := 0
	for i, item := range ordered {
		plan[i] = PlannedItem{Item: item, Starts: elapsed, Beyond: elapsed+item.Minutes > s.LengthMinutes}
		elapsed += item.Minutes
	}
	return plan
}
