package commune_test

import (
	"errors"
	"testing"
	"time"

	"federes.org/commune"
)

// zones move their clocks by an hour, by half an hour, in the southern summer, by two rules of their own, at midnight, or never.
var zones = []string{
	"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Auckland", "Africa/Casablanca",
	"Africa/Cairo", "Asia/Beirut", "Asia/Kolkata", "UTC",
}

func TestAG2_AMeetingKeepsItsLocalHourAcrossEveryClockChange(t *testing.T) {
	s := commune.DefaultSettings()
	for _, name := range zones {
		loc := zone(t, name)
		last := s.First(time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC), loc)
		for range 3 * 26 {
			next := s.After(last, last, loc)
			local := next.In(loc)
			if local.Hour() != 18 || local.Minute() != 30 || local.Weekday() != time.Thursday {
				t.Errorf("%s: a meeting on %s", name, local)
			}
			if days := daysBetween(last.In(loc), local); days != 14 {
				t.Errorf("%s: %d days from %s to %s", name, days, last.In(loc), local)
			}
			if next.Location() != time.UTC {
				t.Errorf("%s: %s is not in UTC", name, next)
			}
			last = next
		}
	}
}

func TestAG2_BothClockChangesOfParisAreCrossed(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	for _, test := range []struct{ last, want string }{
		{"2026-10-15T16:30:00Z", "2026-10-29T17:30:00Z"}, // back on 25 October
		{"2027-03-18T17:30:00Z", "2027-04-01T16:30:00Z"}, // forward on 28 March
	} {
		last := instant(t, test.last)
		if got := s.After(last, last, paris); !got.Equal(instant(t, test.want)) {
			t.Errorf("after %s came %s, want %s", test.last, got, test.want)
		}
	}
}

func TestAG2_TheSeriesGoesOnAfterHoweverManyMissedMeetings(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	for missed := range 60 {
		now := start.AddDate(0, 0, 14*missed)
		next := s.After(start, now, paris)
		if !next.After(now) || next.After(now.AddDate(0, 0, 15)) || daysBetween(start.In(paris), next.In(paris))%14 != 0 {
			t.Errorf("after %d missed meetings, at %s, the next is %s", missed, now, next)
		}
	}
}

func TestAG2_TheFirstMeetingIsTheFirstThursdayWhoseAgendaCanStillBeWritten(t *testing.T) {
	s, r := commune.DefaultSettings(), random(t)
	for range 500 {
		loc := zone(t, zones[r.IntN(len(zones))])
		founded := time.Unix(1_700_000_000+r.Int64N(300_000_000), 0).UTC()
		first := s.First(founded, loc)
		if local := first.In(loc); local.Weekday() != time.Thursday || local.Hour() != 18 || local.Minute() != 30 {
			t.Errorf("founded %s in %s: first on %s", founded, loc, local)
		}
		if !s.AgendaClose(first, loc).After(founded) {
			t.Errorf("founded %s in %s: the agenda of %s is closed already", founded, loc, first)
		}
		if earlier := s.AgendaClose(first.AddDate(0, 0, -7), loc); earlier.After(founded.Add(time.Hour)) {
			t.Errorf("founded %s in %s: a week before %s was possible", founded, loc, first)
		}
	}
}

// An hour that the clocks skip comes as much later as they skip; of one that they show twice the first counts: the same in every zone.
func TestAG2_HoursThatDoNotExistOrExistTwiceAreSettledTheSameEverywhere(t *testing.T) {
	for _, test := range []struct {
		zone string
		last string // an earlier meeting of the series, at the odd hour
		hour commune.Hour
		want string // two weeks later
	}{
		{"Europe/Paris", "2026-03-15T01:30:00Z", 150, "2026-03-29T01:30:00Z"},        // 02:30 is skipped: 03:30 summer time
		{"Europe/Paris", "2026-10-11T00:30:00Z", 150, "2026-10-25T00:30:00Z"},        // 02:30 twice: summer time's
		{"America/New_York", "2026-02-22T07:30:00Z", 150, "2026-03-08T07:30:00Z"},    // 02:30 is skipped: 03:30
		{"America/New_York", "2026-10-18T05:30:00Z", 90, "2026-11-01T05:30:00Z"},     // 01:30 twice
		{"Australia/Lord_Howe", "2026-03-21T14:45:00Z", 105, "2026-04-04T14:45:00Z"}, // 01:45 twice, half an hour apart
		{"Africa/Cairo", "2026-04-09T22:30:00Z", 30, "2026-04-23T22:30:00Z"},         // 00:30 is skipped: 01:30
	} {
		s := commune.DefaultSettings()
		last := instant(t, test.last)
		s.StartsAt, s.Weekday = test.hour, last.In(zone(t, test.zone)).Weekday()
		if got := s.After(last, last, zone(t, test.zone)); !got.Equal(instant(t, test.want)) {
			t.Errorf("%s: got %s, want %s", test.zone, got.In(zone(t, test.zone)), instant(t, test.want).In(zone(t, test.zone)))
		}
	}
}

func TestOJ1_AgendaClosesFourCalendarDaysBeforeAtTheSameLocalHour(t *testing.T) {
	s := commune.DefaultSettings()
	for _, name := range zones {
		loc := zone(t, name)
		meeting := s.First(time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC), loc)
		for range 3 * 365 {
			closes := s.AgendaClose(meeting, loc)
			a, b := closes.In(loc), meeting.In(loc)
			if a.Hour() != b.Hour() || a.Minute() != b.Minute() || daysBetween(a, b) != 4 {
				t.Errorf("%s: the agenda of %s closes on %s", name, b, a)
			}
			y, m, d := b.Date()
			meeting = time.Date(y, m, d+1, 18, 30, 0, 0, loc)
		}
	}
}

func TestOJ1_AClockChangeInTheFourDaysMakesThemAnHourLongerOrShorter(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	for meeting, hours := range map[string]int{
		"2026-10-28T17:30:00Z": 97,
		"2026-10-29T17:30:00Z": 96, // closes on the day of the change, after it
		"2026-03-31T16:30:00Z": 95,
		"2026-11-12T17:30:00Z": 96,
	} {
		start := instant(t, meeting)
		if got := start.Sub(s.AgendaClose(start, paris)); got != time.Duration(hours)*time.Hour {
			t.Errorf("the agenda of %s closes %s before, want %d hours", meeting, got, hours)
		}
	}
}

func TestAG2_NewcomersAreWelcomedHalfAnHourBefore(t *testing.T) {
	if got := start.Sub(commune.DefaultSettings().Welcome(start)); got != 30*time.Minute {
		t.Errorf("welcomed %s before", got)
	}
}

// daysBetween counts calendar days, whatever their length.
func daysBetween(a, b time.Time) int {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return int(time.Date(by, bm, bd, 0, 0, 0, 0, time.UTC).Sub(time.Date(ay, am, ad, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAG3_AnHourTypedInAFormIsOneThatTheClocksShow(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"2026-12-03T18:30": "2026-12-03T17:30:00Z",
		"2026-10-25T02:30": "2026-10-25T00:30:00Z", // shown twice: the first counts
		"2026-03-29T02:30": "",                     // skipped
		"2026-13-03T18:30": "", "demain": "", "1026-12-03T18:30": "",
	} {
		got, err := commune.ParseHour(typed, paris)
		if want == "" {
			if !errors.Is(err, commune.ErrDateInvalid) {
				t.Errorf("%s: got %v, want a refusal", typed, got)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: got %v %v, want %s", typed, got, err, want)
		}
	}
}
