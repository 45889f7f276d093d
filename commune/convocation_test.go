package commune_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestAG2_AConvocationGoesOutSevenCalendarDaysBeforeAtTheSameLocalHour(t *testing.T) {
	s := commune.DefaultSettings()
	for _, name := range zones {
		loc := zone(t, name)
		m := commune.Meeting{Kind: commune.Ordinary, StartsAt: s.First(time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC), loc)}
		for range 3 * 365 {
			from, at := m.ConvokedFrom(s, loc).In(loc), m.StartsAt.In(loc)
			if from.Hour() != at.Hour() || from.Minute() != at.Minute() || daysBetween(from, at) != 7 {
				t.Errorf("%s: convoked on %s to %s", name, from, at)
			}
			y, month, d := at.Date()
			m.StartsAt = time.Date(y, month, d+1, 18, 30, 0, 0, loc)
		}
	}
	m := planned()
	m.Kind, m.ConvenedAt = commune.Exceptional, start.Add(-time.Hour)
	if from := m.ConvokedFrom(s, zone(t, "Europe/Paris")); !from.Equal(m.ConvenedAt) {
		t.Errorf("AG-3: an exceptional AG is convoked from %s", from)
	}
}

func TestAG2_NobodyIsCalledOnceTheHourHasCome(t *testing.T) {
	called := planned()
	called.ConvenedAt = time.Time{}
	cancelled, err := planned().Cancel("La salle a brûlé.", start.Add(-time.Hour))
	accepted(t, err)
	for name, test := range map[string]struct {
		m    commune.Meeting
		at   time.Time
		want bool
	}{
		"planned":             {planned(), start.Add(-time.Hour), true},
		"at the welcome":      {planned(), start.Add(-time.Minute), true},
		"at its hour":         {planned(), start, false},
		"opened early":        {inSession(), start.Add(-time.Minute), false},
		"gathers its callers": {called, start.Add(-time.Hour), false},
		"cancelled":           {cancelled, start.Add(-time.Hour), false},
	} {
		if got := test.m.Expected(test.at); got != test.want {
			t.Errorf("%s: expected is %t", name, got)
		}
	}
}

func TestOJ1_AMovedMeetingNeverClosesItsAgendaInThePast(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	now := start.AddDate(0, 0, -10)
	change := func(m commune.Meeting, to time.Time, at time.Time) (commune.Meeting, error) {
		m, _, err := m.Changed(commune.Change{StartsAt: to, Place: m.Place}, s, paris, at)
		return m, err
	}
	later, err := change(planned(), start.AddDate(0, 0, 3), now)
	accepted(t, err)
	if want := s.AgendaClose(start.AddDate(0, 0, 3), paris); !later.AgendaClosesAt.Equal(want) || later.Sequence != 1 {
		t.Errorf("moved to %+v", later)
	}
	_, err = change(planned(), now.AddDate(0, 0, 4), now) // the four days would begin now
	refused(t, err, commune.ErrAgendaWouldClose)
	_, err = change(planned(), now.AddDate(0, 0, 4).Add(time.Minute), now)
	accepted(t, err)
	closed, err := change(planned(), start.Add(time.Hour), start.AddDate(0, 0, -2)) // what is final stays so
	accepted(t, err)
	refused(t, closed.AcceptsItems(start.AddDate(0, 0, -2)), commune.ErrAgendaClosed)
	reopened, err := change(planned(), start.AddDate(0, 0, 14), start.AddDate(0, 0, -2)) // four days before, whatever it was
	accepted(t, err)
	accepted(t, reopened.AcceptsItems(start.AddDate(0, 0, -2)))
}

func TestAG3_AMeetingChangesUntilItIsOpened(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	same := commune.Change{StartsAt: start, Place: "Maison du peuple"}
	with := func(f func(*commune.Change)) commune.Change { c := same; f(&c); return c }
	called := planned()
	called.ConvenedAt = time.Time{}
	cancelled, err := planned().Cancel(" La salle a brûlé. ", start.Add(-time.Hour))
	accepted(t, err)
	if cancelled.CancelReason != "La salle a brûlé." || cancelled.Sequence != 1 || cancelled.State(start) != commune.Cancelled {
		t.Errorf("cancelled as %+v", cancelled)
	}
	before := start.Add(-time.Hour)
	for name, test := range map[string]struct {
		m    commune.Meeting
		c    commune.Change
		at   time.Time
		want commune.Refusal
	}{
		"called":             {called, same, before, commune.ErrNotConvened},
		"open":               {inSession(), same, start, commune.ErrMeetingIsOpen},
		"missed":             {planned(), same, start.Add(commune.OpenableFor), commune.ErrMeetingEnded},
		"cancelled":          {cancelled, same, before, commune.ErrMeetingCancelled},
		"into the past":      {planned(), with(func(c *commune.Change) { c.StartsAt = before }), before, commune.ErrDatePast},
		"a long place":       {planned(), with(func(c *commune.Change) { c.Place = strings.Repeat("x", commune.MaxName+1) }), before, commune.ErrTooLong},
		"no address":         {planned(), with(func(c *commune.Change) { c.Video = "chez moi" }), before, commune.ErrLinkInvalid},
		"a script":           {planned(), with(func(c *commune.Change) { c.Video = "javascript:alert(1)" }), before, commune.ErrLinkInvalid},
		"a password":         {planned(), with(func(c *commune.Change) { c.Video = "https://a:b@visio.example/" }), before, commune.ErrLinkInvalid},
		"an endless address": {planned(), with(func(c *commune.Change) { c.Video = "https://visio.example/" + strings.Repeat("x", commune.MaxLink) }), before, commune.ErrLinkInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := test.m.Changed(test.c, s, paris, test.at)
			refused(t, err, test.want)
		})
	}
	_, err = planned().Cancel(" ", before)
	refused(t, err, commune.ErrCancelReasonNeeded)
	_, err = inSession().Cancel("Trop tard.", start)
	refused(t, err, commune.ErrMeetingIsOpen)
	m, different, err := planned().Changed(same, s, paris, before)
	accepted(t, err)
	if different || m.Sequence != 0 {
		t.Error("the same is taken for a change")
	}
	m, different, err = planned().Changed(with(func(c *commune.Change) { c.Video = " https://visio.example/ag " }), s, paris, before)
	accepted(t, err)
	if !different || m.Sequence != 1 || m.Video != "https://visio.example/ag" {
		t.Errorf("changed to %+v", m)
	}
}

func TestACancelledMeetingTakesNothingMore(t *testing.T) {
	m, err := planned().Cancel("La salle a brûlé.", start.AddDate(0, 0, -9))
	accepted(t, err)
	refused(t, m.AcceptsItems(start.AddDate(0, 0, -9)), commune.ErrMeetingCancelled)
	_, err = m.Open(1, start)
	refused(t, err, commune.ErrMeetingCancelled)
	_, err = m.Attend(1, commune.Room, true, start)
	refused(t, err, commune.ErrMeetingCancelled)
	refused(t, m.Callable(start), commune.ErrMeetingCancelled)
}

func TestDR1_TheCallOpensWithTheWelcomeAndEndsWithTheMeeting(t *testing.T) {
	refused(t, planned().Callable(start.Add(-31*time.Minute)), commune.ErrVideoNotYet)
	accepted(t, planned().Callable(start.Add(-30*time.Minute)))
	accepted(t, inSession().Callable(start.Add(time.Hour)))
	closed := inSession()
	closed.ClosedAt = start.Add(time.Hour)
	refused(t, closed.Callable(start.Add(2*time.Hour)), commune.ErrMeetingEnded)
}

func TestAG2_RemindersComeACalendarDayBeforeUnlessOneHasJustBeenTold(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	m := planned() // its agenda closes on Sunday 8 November
	week := start.AddDate(0, 0, -7)
	for name, test := range map[string]struct {
		convoked, now time.Time
		want          []commune.LetterKind
	}{
		"too early":                 {week, m.AgendaClosesAt.AddDate(0, 0, -1).Add(-time.Second), nil},
		"the agenda closes":         {week, m.AgendaClosesAt.AddDate(0, 0, -1), []commune.LetterKind{commune.LetterAgenda}},
		"the agenda has closed":     {week, m.AgendaClosesAt, nil},
		"the eve":                   {week, start.AddDate(0, 0, -1), []commune.LetterKind{commune.LetterEve}},
		"an hour before":            {week, start.Add(-time.Hour), []commune.LetterKind{commune.LetterEve}},
		"it has begun":              {week, start, nil},
		"called this very morning":  {start.Add(-9 * time.Hour), start.Add(-time.Hour), nil},
		"called as the agenda ends": {m.AgendaClosesAt.Add(-time.Hour), m.AgendaClosesAt.Add(-time.Minute), nil},
	} {
		if got := m.Reminded(test.convoked, test.now, paris); !slices.Equal(got, test.want) {
			t.Errorf("%s: reminded of %v, want %v", name, got, test.want)
		}
	}
}
