package commune_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
)

func series(day commune.Day, rhythm commune.Rhythm, every int) commune.Series {
	return commune.Series{Day: day, Rhythm: rhythm, Every: every}
}

// gathering is one at 18:30 for two hours.
func gathering(s commune.Series) commune.Gathering {
	return commune.Gathering{
		ID: 1, Kind: commune.BodyMeeting, Title: "Commission jardins", Guests: commune.ForMembers, Series: s, Hour: 18*60 + 30, Length: 120,
	}
}

func days(s commune.Series, n int) (all []commune.Day) {
	for number, day := range s.Days() {
		if len(all) == n {
			break
		}
		if number != len(all)+1 {
			all = append(all, "misnumbered")
		}
		all = append(all, day)
	}
	return all
}

func TestOUA_ASeriesComesBackAtItsRhythm(t *testing.T) {
	for _, test := range []struct {
		name string
		commune.Series
		want []commune.Day
	}{
		{"once", series("2026-11-12", commune.Once, 0), []commune.Day{"2026-11-12"}},
		{"each day", series("2026-12-30", commune.EachDay, 1), []commune.Day{"2026-12-30", "2026-12-31", "2027-01-01"}},
		{"each second week", series("2026-10-15", commune.EachWeek, 2), []commune.Day{"2026-10-15", "2026-10-29", "2026-11-12"}},
		{"the 31st of a month, where there is one", series("2026-10-31", commune.EachMonth, 1), []commune.Day{"2026-10-31", "2026-12-31", "2027-01-31"}},
		{"the second Tuesday", series("2026-11-10", commune.EachWeekday, 1), []commune.Day{"2026-11-10", "2026-12-08", "2027-01-12"}},
		{"the fifth Monday, where there is one", series("2026-11-30", commune.EachWeekday, 1), []commune.Day{"2026-11-30", "2027-03-29", "2027-05-31"}},
		{"the last Friday of each second month", series("2026-11-06", commune.EachLast, 2), []commune.Day{"2026-11-27", "2027-01-29", "2027-03-26"}},
		{"29 February each year", series("2028-02-29", commune.EachMonth, 12), []commune.Day{"2028-02-29", "2032-02-29", "2036-02-29"}},
		{"until a day", commune.Series{Day: "2026-11-12", Rhythm: commune.EachWeek, Until: "2026-11-19"}, []commune.Day{"2026-11-12", "2026-11-19"}},
		{"three times", commune.Series{Day: "2026-11-12", Rhythm: commune.EachMonth, Times: 3}, []commune.Day{"2026-11-12", "2026-12-12", "2027-01-12"}},
	} {
		checked, err := test.Check()
		if err != nil {
			t.Fatal(test.name, err)
		}
		n := 3
		if !checked.Endless() {
			n = 10
		}
		if got := days(checked, n); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestOUA_WhatNoSeriesCanBeIsRefused(t *testing.T) {
	for _, test := range []struct {
		commune.Series
		want commune.Refusal
	}{
		{series("2026-11-12", "often", 1), commune.ErrRhythmInvalid},
		{series("2026-11-12", commune.EachDay, -1), commune.ErrRhythmInvalid},
		{series("2026-11-12", commune.EachDay, 53), commune.ErrRhythmInvalid},
		{commune.Series{Day: "2026-11-12", Rhythm: commune.EachDay, Times: 501}, commune.ErrRhythmInvalid},
		{commune.Series{Day: "2026-11-12", Rhythm: commune.EachDay, Times: 2, Until: "2026-12-01"}, commune.ErrRhythmInvalid},
		{commune.Series{Day: "2026-11-12", Rhythm: commune.EachDay, Until: "2026-11-11"}, commune.ErrSeriesEndsFirst},
	} {
		if _, err := test.Check(); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %s", test.Series, err, test.want.Key)
		}
	}
}

func TestOUA_AGatheringKeepsItsHourAcrossEveryClockChange(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		g := gathering(series("2025-01-02", commune.EachWeek, 1))
		found := g.Occurrences(nil, commune.Span{From: instant(t, "2025-01-01T00:00:00Z"), Until: instant(t, "2028-01-01T00:00:00Z")}, loc)
		if len(found) != 157-1 && len(found) != 157 {
			t.Fatalf("%s: %d occurrences", name, len(found))
		}
		for i, o := range found {
			if local := o.StartsAt.In(loc); local.Hour() != 18 || local.Minute() != 30 || local.Weekday() != time.Thursday || o.Number != i+1 {
				t.Errorf("%s: number %d on %s", name, o.Number, local)
			}
		}
	}
}

func TestOUA_AnHourThatTheClocksSkipComesLaterAndOneShownTwiceCountsFirst(t *testing.T) {
	for _, test := range []struct {
		zone string
		day  commune.Day
		hour commune.Hour
		want string
	}{
		{"Europe/Paris", "2027-03-28", 2*60 + 30, "2027-03-28T01:30:00Z"},     // 2:30 does not exist: 3:30
		{"Europe/Paris", "2026-10-25", 2*60 + 30, "2026-10-25T00:30:00Z"},     // 2:30 exists twice
		{"Pacific/Auckland", "2026-09-27", 2*60 + 30, "2026-09-26T14:30:00Z"}, // spring of the south
		{"Pacific/Auckland", "2027-04-04", 2*60 + 30, "2027-04-03T13:30:00Z"}, // and autumn
	} {
		g := gathering(series(test.day.Add(-7), commune.EachWeek, 1))
		g.Hour = test.hour
		o, err := g.Occurrence(2, nil, zone(t, test.zone))
		if err != nil || !o.StartsAt.Equal(instant(t, test.want)) {
			t.Errorf("%s %s: %s, want %s (%v)", test.zone, test.day, o.StartsAt, test.want, err)
		}
	}
}

func TestOUA_AnySpanHoldsJustTheOccurrencesThatMeetIt(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	for _, s := range []commune.Series{series("2026-01-31", commune.EachDay, 3), series("2026-01-29", commune.EachWeek, 2), series("2026-01-31", commune.EachMonth, 1)} {
		g := gathering(s)
		g.Length = 3 * 24 * 60
		all := g.Occurrences(nil, commune.Span{From: instant(t, "2020-01-01T00:00:00Z"), Until: instant(t, "2030-01-01T00:00:00Z")}, paris)
		for from := instant(t, "2026-01-25T00:00:00Z"); from.Year() < 2028; from = from.Add(97 * time.Hour) {
			in := commune.Span{From: from, Until: from.Add(50 * time.Hour)}
			want := slices.DeleteFunc(slices.Clone(all), func(o commune.Occurrence) bool { return !in.Meets(o.StartsAt, o.EndsAt) })
			if got := g.Occurrences(nil, in, paris); !slices.Equal(got, want) {
				t.Fatalf("%v from %s: %v, want %v", s, from, got, want)
			}
		}
	}
}

func TestOUA_OneDayOfASeriesIsMovedOrCancelledAndTheOthersStay(t *testing.T) {
	paris, now := zone(t, "Europe/Paris"), instant(t, "2026-11-01T12:00:00Z")
	g := gathering(series("2026-11-12", commune.EachWeek, 1))
	second, err := g.Occurrence(2, nil, paris)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := g.Move(second, commune.Otherwise{StartsAt: instant(t, "2026-12-24T19:00:00Z"), Place: "Chez Awa"}, paris, now)
	if err != nil {
		t.Fatal(err)
	}
	third, err := g.Occurrence(3, nil, paris)
	if err != nil {
		t.Fatal(err)
	}
	gone, err := g.CancelOne(third, "Grève des trains", paris, now)
	if err != nil {
		t.Fatal(err)
	}
	except := commune.Exceptions{2: moved, 3: gone}
	november := g.Occurrences(except, commune.Span{From: now, Until: instant(t, "2026-12-01T00:00:00Z")}, paris)
	if len(november) != 2 || november[0].Number != 1 || !november[1].Cancelled || november[1].Reason != "Grève des trains" {
		t.Errorf("in November: %+v", november)
	}
	o, err := g.Occurrence(2, except, paris)
	if err != nil || !o.Moved || o.Place != "Chez Awa" || !o.StartsAt.Equal(instant(t, "2026-12-24T19:00:00Z")) || o.Day != second.Day || o.Sequence != 1 {
		t.Errorf("moved: %+v %v", o, err)
	}
	if _, err := g.Move(o, commune.Otherwise{StartsAt: now}, paris, now); !errors.Is(err, commune.ErrDatePast) {
		t.Errorf("moved into the past: %v", err)
	}
	cancelled, err := g.Occurrence(3, except, paris)
	if _, again := g.CancelOne(cancelled, "Encore", paris, now); err != nil || !errors.Is(again, commune.ErrGatheringCancelled) {
		t.Errorf("cancelled twice: %v %v", err, again)
	}
	if _, err := g.CancelOne(second, " ", paris, now); !errors.Is(err, commune.ErrCancelReasonNeeded) {
		t.Errorf("cancelled without a reason: %v", err)
	}
	if _, err := g.CancelOne(second, "Trop tard", paris, second.EndsAt); !errors.Is(err, commune.ErrGatheringOver) {
		t.Errorf("cancelled when it was over: %v", err)
	}
	once := gathering(series("2026-11-12", commune.Once, 0))
	if _, err := once.Occurrence(2, nil, paris); !errors.Is(err, commune.ErrNotFound) {
		t.Errorf("the second of one: %v", err)
	}
}

func TestOUA_WhatIsAnnouncedIsToComeAndReadable(t *testing.T) {
	paris, now := zone(t, "Europe/Paris"), instant(t, "2026-11-01T12:00:00Z")
	for _, test := range []struct {
		change func(*commune.Gathering)
		want   error
	}{
		{func(*commune.Gathering) {}, nil},
		{func(g *commune.Gathering) { g.Title = " " }, commune.ErrTitleMissing},
		{func(g *commune.Gathering) { g.Kind = "" }, commune.ErrGatheringKind},
		{func(g *commune.Gathering) { g.Guests = "friends" }, commune.ErrGuestsUnknown},
		{func(g *commune.Gathering) { g.Length = 0 }, commune.ErrGatheringLength},
		{func(g *commune.Gathering) { g.Length = 15 * 24 * 60 }, commune.ErrGatheringLength},
		{func(g *commune.Gathering) { g.Video = "javascript:alert(1)" }, commune.ErrLinkInvalid},
		{func(g *commune.Gathering) { g.Day = "2026-11-01"; g.Hour = 13 * 60 }, commune.ErrDatePast},
		{func(g *commune.Gathering) { g.Rhythm = "often" }, commune.ErrRhythmInvalid},
	} {
		g := gathering(series("2026-11-12", commune.EachWeek, 1))
		test.change(&g)
		if _, err := commune.NewGathering(g, 3, paris, now); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", g, err, test.want)
		}
	}
}

func TestOUA_ASeriesThatBeganKeepsItsDays(t *testing.T) {
	paris, now := zone(t, "Europe/Paris"), instant(t, "2026-11-13T12:00:00Z")
	g := gathering(series("2026-11-12", commune.EachWeek, 1))
	g.Place = "Cour"
	to := g
	to.Day = "2026-11-20"
	if _, _, err := g.Changed(to, paris, now); !errors.Is(err, commune.ErrSeriesBegan) {
		t.Errorf("another day: %v", err)
	}
	to = g
	to.Text = "On plante."
	if changed, told, err := g.Changed(to, paris, now); err != nil || told || changed.Sequence != 0 || changed.Text != "On plante." {
		t.Errorf("another text: %+v %v %v", changed, told, err)
	}
	to.Place = "Préau"
	changed, told, err := g.Changed(to, paris, now)
	if err != nil || !told || changed.Sequence != 1 {
		t.Errorf("another place: %+v %v %v", changed, told, err)
	}
	to.Until = "2026-11-14"
	ended, _, err := g.Changed(to, paris, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := ended.Changed(to, paris, now); !errors.Is(err, commune.ErrGatheringOver) {
		t.Errorf("changed when it was over: %v", err)
	}
	cancelled, err := g.Cancel("Plus personne", paris, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cancelled.Cancel("Encore", paris, now); !errors.Is(err, commune.ErrGatheringCancelled) {
		t.Errorf("cancelled twice: %v", err)
	}
	first, _ := cancelled.Occurrence(1, nil, paris)
	second, _ := cancelled.Occurrence(2, nil, paris)
	if first.Cancelled || !second.Cancelled || second.Reason != "Plus personne" {
		t.Errorf("what took place was cancelled, or what is to come was not: %+v %+v", first, second)
	}
}

func TestOUA_DetailsAreForThoseWhoMayAttend(t *testing.T) {
	stranger, member := commune.Reader{}, commune.Reader{Member: true}
	mandated := commune.Reader{Member: true, Mandated: map[commune.BodyID]bool{0: true, 7: true}}
	former := commune.Reader{Mandated: map[commune.BodyID]bool{0: true}}
	for _, test := range []struct {
		to   commune.Guests
		body commune.BodyID
		want [4]bool
	}{
		{commune.ForEverybody, 7, [4]bool{true, true, true, true}},
		{commune.ForMembers, 7, [4]bool{false, true, true, false}},
		{commune.ForMandated, 7, [4]bool{false, false, true, false}},
		{commune.ForMandated, 8, [4]bool{}},
		{commune.ForMandated, 0, [4]bool{false, false, true, false}},
	} {
		for i, r := range []commune.Reader{stranger, member, mandated, former} {
			if got := r.Meant(test.body, test.to); got != test.want[i] {
				t.Errorf("%s of body %d for reader %d: %v", test.to, test.body, i, got)
			}
		}
	}
}

func TestCO7_ABodysGatheringsAreWrittenByWhoIsOfIt(t *testing.T) {
	of := gathering(series("2026-11-12", commune.Once, 0))
	of.Body, of.PutBy = 7, 1
	everybodys := of
	everybodys.Body = 0
	for _, test := range []struct {
		name                            string
		who                             commune.Planner
		putsBody, putsAll, body, theirs bool
	}{
		{"a member without dues", commune.Planner{Member: 2}, false, false, false, false},
		{"a member", commune.Planner{Member: 2, Good: true}, false, true, false, false},
		{"who put it", commune.Planner{Member: 1, Good: true}, false, true, true, true},
		{"of the body", commune.Planner{Member: 3, Good: true, OfBody: true}, true, true, true, false},
		{"who convenes", commune.Planner{Member: 4, Convenes: true}, true, true, true, true},
	} {
		got := [4]bool{test.who.Puts(7) == nil, test.who.Puts(0) == nil, test.who.Changes(of) == nil, test.who.Changes(everybodys) == nil}
		if want := [4]bool{test.putsBody, test.putsAll, test.body, test.theirs}; got != want {
			t.Errorf("%s: %v, want %v", test.name, got, want)
		}
	}
}
