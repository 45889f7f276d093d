package commune_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func item() commune.Item {
	return commune.Item{Title: "Épicerie", Theme: "logement", Kind: commune.ForDecision, Minutes: 20}
}

func withThemes(themes ...string) commune.Settings {
	s := commune.DefaultSettings()
	s.Priorities = themes
	return s
}

func TestOJ1_TheAgendaIsOpenUntilTheInstantAtWhichItClosesAndNoLonger(t *testing.T) {
	m := planned()
	if want := time.Date(2026, 11, 8, 17, 30, 0, 0, time.UTC); !m.AgendaClosesAt.Equal(want) {
		t.Fatalf("closes at %s, want %s", m.AgendaClosesAt, want)
	}
	accepted(t, m.AcceptsItems(m.AgendaClosesAt.Add(-time.Millisecond)))
	refused(t, m.AcceptsItems(m.AgendaClosesAt), commune.ErrAgendaClosed)
	refused(t, m.AcceptsItems(m.AgendaClosesAt.Add(time.Millisecond)), commune.ErrAgendaClosed)
}

func TestAG3_TheAgendaOfAnExceptionalMeetingIsItsMatterAlone(t *testing.T) {
	m, err := commune.NewExceptional(commune.Call{Matter: "Expulsion", Reason: "Demain matin", StartsAt: start}, 1, start.AddDate(0, 0, -30))
	accepted(t, err)
	refused(t, m.AcceptsItems(start.AddDate(0, 0, -30)), commune.ErrAgendaFixed)
	refused(t, m.AcceptsItems(start.AddDate(0, 0, -40)), commune.ErrAgendaFixed)
}

func TestOJ2_AnItemThatCanStandOnAnAgenda(t *testing.T) {
	s := withThemes("logement", "solidarité")
	change := func(f func(*commune.Item)) commune.Item { i := item(); f(&i); return i }
	for _, i := range []commune.Item{
		item(),
		change(func(i *commune.Item) { i.Theme = "" }),
		change(func(i *commune.Item) { i.Kind = commune.Debate }),
		change(func(i *commune.Item) { i.Kind, i.Minutes = commune.Information, 1 }),
		change(func(i *commune.Item) { i.Minutes = commune.MaxItemMinutes }),
		change(func(i *commune.Item) {
			i.Title, i.Text = strings.Repeat("é", commune.MaxName), strings.Repeat("é", commune.MaxText)
		}),
	} {
		accepted(t, i.Check(s))
	}
	for _, test := range []struct {
		item commune.Item
		want commune.Refusal
	}{
		{change(func(i *commune.Item) { i.Title = "  " }), commune.ErrTitleMissing},
		{change(func(i *commune.Item) { i.Title = strings.Repeat("é", commune.MaxName+1) }), commune.ErrTooLong},
		{change(func(i *commune.Item) { i.Title = "a\x00" }), commune.ErrUnreadable},
		{change(func(i *commune.Item) { i.Text = strings.Repeat("é", commune.MaxText+1) }), commune.ErrTooLong},
		{change(func(i *commune.Item) { i.Text = "\xc3" }), commune.ErrUnreadable},
		{change(func(i *commune.Item) { i.Theme = "jardins" }), commune.ErrThemeUnknown},
		{change(func(i *commune.Item) { i.Kind = "" }), commune.ErrFormUnknown},
		{change(func(i *commune.Item) { i.Minutes = 0 }), commune.ErrDurationInvalid},
		{change(func(i *commune.Item) { i.Minutes = -5 }), commune.ErrDurationInvalid},
		{change(func(i *commune.Item) { i.Minutes = commune.MaxItemMinutes + 1 }), commune.ErrDurationInvalid},
	} {
		refused(t, test.item.Check(s), test.want)
	}
}

func TestOJ3_ThePrioritiesComeFirstThenThePreparersPlaceThenTheHourOfProposal(t *testing.T) {
	at := func(id commune.ItemID, theme string, position, minute int) commune.Item {
		return commune.Item{ID: id, Theme: theme, Position: position, ProposedAt: start.Add(time.Duration(minute) * time.Minute), Minutes: 10}
	}
	want := []commune.Item{
		at(9, "logement", 1, 5), at(8, "logement", 0, 1), at(7, "solidarité", 0, 1), at(1, "solidarité", 0, 2), at(3, "solidarité", 0, 2),
		at(2, "", 2, 2), at(6, "", 0, 0), at(5, "une priorité abandonnée", 0, 1),
	}
	r := random(t)
	for range 100 {
		shuffled := slices.Clone(want)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		before := slices.Clone(shuffled)
		if got := commune.Order(shuffled, withThemes("logement", "solidarité")); !slices.Equal(got, want) {
			t.Fatalf("got %v", ids(got))
		}
		if !slices.Equal(shuffled, before) {
			t.Fatal("the caller's list was changed")
		}
	}
	if got := commune.Order(want, withThemes("solidarité", "logement")); got[0].ID != 7 || got[3].ID != 9 {
		t.Errorf("with the other order of priorities: %v", ids(got))
	}
}

func TestOJ3_ThePreparerMovesAnItemByOnePlaceAndOnlyWithinItsPriority(t *testing.T) {
	s := withThemes("logement", "solidarité")
	at := func(id commune.ItemID, theme string) commune.Item {
		return commune.Item{ID: id, Theme: theme, ProposedAt: start.Add(time.Duration(id) * time.Minute)}
	}
	items := []commune.Item{at(1, "logement"), at(2, "solidarité"), at(3, "solidarité"), at(4, "solidarité"), at(5, ""), at(6, "une priorité abandonnée")}
	for _, step := range []struct {
		id      commune.ItemID
		up      bool
		changed []commune.ItemID // as they are then treated
		want    []commune.ItemID
	}{
		{4, true, []commune.ItemID{2, 4, 3}, []commune.ItemID{1, 2, 4, 3, 5, 6}}, // the first move counts the whole priority
		{4, true, []commune.ItemID{4, 2}, []commune.ItemID{1, 4, 2, 3, 5, 6}},
		{4, true, nil, []commune.ItemID{1, 4, 2, 3, 5, 6}},
		{3, false, nil, []commune.ItemID{1, 4, 2, 3, 5, 6}},
		{4, false, []commune.ItemID{2, 4}, []commune.ItemID{1, 2, 4, 3, 5, 6}},
		{1, true, nil, []commune.ItemID{1, 2, 4, 3, 5, 6}},
		{1, false, nil, []commune.ItemID{1, 2, 4, 3, 5, 6}},
		{5, true, nil, []commune.ItemID{1, 2, 4, 3, 5, 6}},
		{6, false, nil, []commune.ItemID{1, 2, 4, 3, 5, 6}},
		{6, true, []commune.ItemID{6, 5}, []commune.ItemID{1, 2, 4, 3, 6, 5}},
		{99, false, nil, []commune.ItemID{1, 2, 4, 3, 6, 5}},
		{99, true, nil, []commune.ItemID{1, 2, 4, 3, 6, 5}},
	} {
		before := slices.Clone(items)
		changed := commune.Place(items, s, step.id, step.up)
		if !slices.Equal(ids(changed), step.changed) || !slices.Equal(items, before) {
			t.Fatalf("moving %d changed %v, and the caller's list to %v", step.id, ids(changed), items)
		}
		for _, c := range changed {
			items[c.ID-1] = c
		}
		if got := ids(commune.Order(items, s)); !slices.Equal(got, step.want) {
			t.Fatalf("after moving %d: %v, want %v", step.id, got, step.want)
		}
	}
	if items[0].Position != 0 || items[1].Position != 1 || items[3].Position != 2 || items[2].Position != 3 || items[5].Position != 1 {
		t.Errorf("the positions are %+v", items)
	}
}

func ids(items []commune.Item) (all []commune.ItemID) {
	for _, i := range items {
		all = append(all, i.ID)
	}
	return all
}

func TestOJ4_ThePlanAddsDurationsUpAndShowsWhatEndsAfterTheLength(t *testing.T) {
	items := []commune.Item{{Minutes: 60}, {Minutes: 50}, {Minutes: 10}, {Minutes: 1}, {Minutes: 30}}
	plan := commune.Plan(items, commune.DefaultSettings())
	for i, want := range []struct {
		starts int
		beyond bool
	}{{0, false}, {60, false}, {110, false}, {120, true}, {121, true}} {
		if plan[i].Starts != want.starts || plan[i].Beyond != want.beyond {
			t.Errorf("item %d: starts %d, beyond %v", i, plan[i].Starts, plan[i].Beyond)
		}
	}
	if len(commune.Plan(nil, commune.DefaultSettings())) != 0 {
		t.Error("an empty agenda has a plan")
	}
}
