package commune_test

import (
	"slices"
	"testing"
	"time"

	"federes.org/commune"
)

// session is a meeting that was opened at the evening's hour.
func session() commune.Meeting {
	return commune.Meeting{ID: 1, StartsAt: evening, OpenedAt: evening, ConvenedAt: evening.AddDate(0, 0, -9)}
}

// points are unbegun items of these lengths, in their order.
func points(lengths ...int) []commune.Item {
	items := make([]commune.Item, len(lengths))
	for i, n := range lengths {
		items[i] = commune.Item{ID: commune.ItemID(i + 1), Minutes: n}
	}
	return items
}

func TestDR4_ThePredictedEndIsNowAndWhatIsLeft(t *testing.T) {
	items := points(20, 30, 15, 10)
	items[0].Clock = items[0].Start(minute(0)).End(minute(25)) // took longer
	items[1].Clock = items[1].Start(minute(25))
	at := session().Timing(items, map[commune.ItemID]bool{4: true}, commune.DefaultSettings(), minute(35))
	if want := minute(35 + 20 + 15); !at.EndsAt.Equal(want) || at.Elapsed != 35*time.Minute || !at.Limit.Equal(minute(120)) {
		t.Errorf("ends %s, want %s; lasted %s; limit %s", at.EndsAt, want, at.Elapsed, at.Limit)
	}
	current, ok := at.Current()
	if !ok || current.ID != 2 || current.Elapsed != 10*time.Minute || current.Pace != commune.InTime {
		t.Errorf("the current item is %+v", current)
	}
	if !at.Items[0].Treated || at.Items[0].Pace != commune.Past || !at.Items[3].Treated || at.Items[2].Treated || !at.Items[2].Starts.Equal(minute(55)) {
		t.Errorf("the items are %+v", at.Items)
	}
}

func TestDR4_AnItemThatGoesBeyondItsTimeAddsNothingToTheEndButTheTimeItTakes(t *testing.T) {
	items := points(10, 5)
	items[0].Clock = items[0].Start(minute(0))
	for now, want := range map[int]int{4: 15, 10: 15, 30: 35} {
		if at := session().Timing(items, nil, commune.DefaultSettings(), minute(now)); !at.EndsAt.Equal(minute(want)) {
			t.Errorf("after %d minutes it ends at %s", now, at.EndsAt)
		}
	}
	for spent, want := range map[int]commune.Pace{7: commune.InTime, 8: commune.Tight, 9: commune.Tight, 10: commune.Past} {
		if at := session().Timing(items, nil, commune.DefaultSettings(), minute(spent)); at.Items[0].Pace != want {
			t.Errorf("after %d of 10 minutes: %s", spent, at.Items[0].Pace)
		}
	}
}

func TestOJ4_ExactlyTheItemsOfLeastPriorityThatDoNotFitAreAdjourned(t *testing.T) {
	for name, c := range map[string]struct {
		lengths []int
		now     int
		want    []commune.ItemID
		pace    commune.Pace
	}{
		"all fit":                                {[]int{60, 60}, 0, nil, commune.InTime},
		"seen from the start":                    {[]int{60, 50, 10, 1, 30}, 0, []commune.ItemID{4, 5}, commune.Tight},
		"a short one after a long one goes too":  {[]int{30, 100, 5}, 0, []commune.ItemID{2, 3}, commune.Tight},
		"what the time has eaten":                {[]int{60, 60}, 1, []commune.ItemID{2}, commune.Tight},
		"one minute before the end":              {[]int{1, 1}, 119, []commune.ItemID{2}, commune.Tight},
		"at two hours all that were not begun":   {[]int{1, 1}, 120, []commune.ItemID{1, 2}, commune.Past},
		"and long after":                         {[]int{1, 1}, 500, []commune.ItemID{1, 2}, commune.Past},
		"a clock that went back before the hour": {[]int{60, 60}, -90, nil, commune.InTime},
	} {
		at := session().Timing(points(c.lengths...), nil, commune.DefaultSettings(), minute(c.now))
		if got := ids(at.Overflow()); !slices.Equal(got, c.want) || at.Pace != c.pace {
			t.Errorf("%s: %v at pace %s, want %v at %s", name, got, at.Pace, c.want, c.pace)
		}
	}
}

func TestOJ4_WhatIsAdjournedIsNeverMoreThanNeededAndAlwaysTheEndOfTheOrder(t *testing.T) {
	r := random(t)
	for range 500 {
		items := points()
		for i := range 1 + r.IntN(9) {
			items = append(items, commune.Item{ID: commune.ItemID(i + 1), Minutes: 1 + r.IntN(50), Opening: i == 0 && r.IntN(3) == 0})
		}
		now := minute(r.IntN(130))
		if r.IntN(2) == 0 {
			items[0].Clock = items[0].Start(minute(0))
		}
		at := session().Timing(items, nil, commune.DefaultSettings(), now)
		fits, dropped := now, false
		for _, i := range at.Items {
			if i.Running() {
				fits = fits.Add(max(0, time.Duration(i.Minutes)*time.Minute-i.Elapsed))
			}
		}
		for _, i := range at.Items {
			if i.Treated || i.Opening {
				if i.Beyond {
					t.Fatalf("%+v would be adjourned", i)
				}
				if i.Opening && !i.Treated {
					fits = fits.Add(time.Duration(i.Minutes) * time.Minute)
				}
				continue
			}
			fits = fits.Add(time.Duration(i.Minutes) * time.Minute)
			if i.Beyond != fits.After(at.Limit) || dropped && !i.Beyond {
				t.Fatalf("at %s %+v", now, at.Items)
			}
			dropped = i.Beyond
		}
	}
}

func TestOJ4_TheEveningCrossesMidnightAndTheChangeOfTheClocks(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	m := session()
	m.OpenedAt = time.Date(2026, 10, 25, 1, 30, 0, 0, paris).UTC() // the clocks go back an hour at three
	now := m.OpenedAt.Add(119 * time.Minute)
	at := m.Timing(points(1), nil, commune.DefaultSettings(), now)
	if at.Pace != commune.InTime || at.Elapsed != 119*time.Minute || at.Limit.In(paris).Hour() != 2 {
		t.Errorf("%s, %s, until %s", at.Pace, at.Elapsed, at.Limit.In(paris))
	}
}

func TestOJ4_AMachinesClockThatGoesBackTakesNoTimeAway(t *testing.T) {
	c := commune.Clock{}.Start(minute(10)).End(minute(15)).Start(minute(30))
	if got := c.Elapsed(minute(20)); got != 5*time.Minute {
		t.Errorf("running for %s", got)
	}
	if c = c.End(minute(20)); c.Spent != 5*time.Minute || c.Running() || !c.Begun() {
		t.Errorf("ended as %+v", c)
	}
	s := commune.Speech{StartedAt: minute(10), EndedAt: minute(9)}
	if s.Length(minute(12)) != 0 || (commune.Speech{StartedAt: minute(10)}).Length(minute(9)) != 0 {
		t.Error("a speech has a negative length")
	}
}

func TestOJ4_AMeetingNotOpenedYetIsForeseenFromItsHour(t *testing.T) {
	m := session()
	m.OpenedAt = time.Time{}
	at := m.Timing(points(100, 30), nil, commune.DefaultSettings(), evening.AddDate(0, 0, -2))
	if !at.Start.Equal(evening) || !at.EndsAt.Equal(minute(130)) || len(at.Overflow()) != 1 {
		t.Errorf("foreseen from %s to %s, %d over", at.Start, at.EndsAt, len(at.Overflow()))
	}
	m = session()
	m.ClosedAt = minute(50)
	if at := m.Timing(nil, nil, commune.DefaultSettings(), minute(900)); at.Elapsed != 50*time.Minute {
		t.Errorf("a closed meeting lasted %s", at.Elapsed)
	}
}

func TestOJ4_WhatWasAdjournedComesFirstWithinItsPriorityUntilItIsPlaced(t *testing.T) {
	s := withThemes("logement", "solidarité")
	at := func(id commune.ItemID, theme string, position int, from commune.MeetingID) commune.Item {
		return commune.Item{ID: id, Theme: theme, Position: position, AdjournedFrom: from, ProposedAt: minute(int(id))}
	}
	items := []commune.Item{
		at(1, "logement", 1, 0), at(2, "logement", 0, 0), at(9, "logement", 0, 7), at(8, "logement", 0, 7), at(3, "solidarité", 1, 0), at(7, "solidarité", 2, 7),
	}
	if got := ids(commune.Order(items, s)); !slices.Equal(got, []commune.ItemID{8, 9, 1, 2, 3, 7}) {
		t.Errorf("first within their priority: %v", got)
	}
	s.AdjournedFirst = false
	if got := ids(commune.Order(items, s)); !slices.Equal(got, []commune.ItemID{1, 2, 8, 9, 3, 7}) {
		t.Errorf("by when they were proposed: %v", got)
	}
	s.AdjournedFirst = true
	for _, changed := range commune.Place(items, s, 1, true) {
		items[slices.IndexFunc(items, func(i commune.Item) bool { return i.ID == changed.ID })] = changed
	}
	if got := ids(commune.Order(items, s)); !slices.Equal(got, []commune.ItemID{8, 1, 9, 2, 3, 7}) {
		t.Errorf("once the preparer placed them: %v", got)
	}
}
