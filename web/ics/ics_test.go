package ics_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the rules hold on a machine without a zone database

	"github.com/emersion/go-ical"

	"federes.org/commune"
	"federes.org/web/ics"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func series(s commune.Series) commune.Gathering {
	return commune.Gathering{Series: s, Hour: 18*60 + 30, Length: 90}
}

// written is a calendar with one gathering, as an application reads it.
func written(t *testing.T, g commune.Gathering, loc *time.Location, except ...commune.Day) (string, *ical.Calendar) {
	t.Helper()
	first, err := g.Occurrence(1, nil, loc)
	if err != nil {
		t.Fatal(err)
	}
	text, err := ics.Calendar{Name: "Commune", Zone: loc, Events: []ics.Event{{
		UID: "gathering-1@x.example", At: first.StartsAt, Starts: first.StartsAt, Ends: first.EndsAt, Summary: "Jardin, l’été ; \\o/",
		Page: "https://x.example/calendar/events/1", Series: g.Series, Hour: g.Hour, Except: except,
	}}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err, text)
	}
	return text, read
}

func TestOUA_ASeriesIsReadAsItIsShown(t *testing.T) {
	in := commune.Span{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, name := range []string{"Europe/Paris", "Pacific/Auckland", "America/New_York", "Asia/Kolkata"} {
		loc := zone(t, name)
		for _, s := range []commune.Series{
			{Day: "2026-10-15", Rhythm: commune.EachWeek, Every: 2},
			{Day: "2026-10-31", Rhythm: commune.EachMonth, Every: 1},
			{Day: "2026-11-30", Rhythm: commune.EachWeekday, Every: 1, Times: 5},
			{Day: "2026-11-27", Rhythm: commune.EachLast, Every: 1, Until: "2027-11-26"},
			{Day: "2027-03-20", Rhythm: commune.EachDay, Every: 1, Until: "2027-04-20"},
		} {
			g := series(s)
			text, read := written(t, g, loc)
			set, err := read.Events()[0].RecurrenceSet(loc)
			if err != nil {
				t.Fatal(err, text)
			}
			var want []time.Time
			for _, o := range g.Occurrences(nil, in, loc) {
				want = append(want, o.StartsAt)
			}
			got := set.Between(in.From, in.Until, true)
			if !slices.EqualFunc(got, want, time.Time.Equal) {
				t.Errorf("%s %+v: %v, want %v\n%s", name, s, got, want, text)
			}
		}
	}
}

func TestOUA_ADayThatIsTakenOutOrReplacedIsNamedByItsHour(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	text, _ := written(t, series(commune.Series{Day: "2026-10-15", Rhythm: commune.EachWeek, Every: 1}), paris, "2026-10-22", "2026-10-29")
	for _, line := range []string{
		"DTSTART;TZID=Europe/Paris:20261015T183000", "DTEND;TZID=Europe/Paris:20261015T200000", "RRULE:FREQ=WEEKLY",
		"EXDATE;TZID=Europe/Paris:20261022T183000", "EXDATE;TZID=Europe/Paris:20261029T183000", "STATUS:CONFIRMED", "SUMMARY:Jardin\\, l’été \\; \\\\o/",
	} {
		if !strings.Contains(text, line+"\r\n") {
			t.Errorf("no line %q:\n%s", line, text)
		}
	}
	moved, err := ics.Calendar{Zone: paris, Events: []ics.Event{{
		UID: "x", At: time.Unix(0, 0), Starts: time.Date(2026, 10, 23, 16, 0, 0, 0, time.UTC), Ends: time.Date(2026, 10, 23, 17, 0, 0, 0, time.UTC),
		Page: "https://x.example/", Of: "2026-10-22", Hour: 18*60 + 30, Sequence: 2, Cancelled: true, Free: true,
	}}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"RECURRENCE-ID;TZID=Europe/Paris:20261022T183000", "DTSTART;TZID=Europe/Paris:20261023T180000", "SEQUENCE:2", "STATUS:CANCELLED", "TRANSP:TRANSPARENT",
	} {
		if !strings.Contains(moved, line+"\r\n") {
			t.Errorf("no line %q:\n%s", line, moved)
		}
	}
	if strings.Contains(moved, "FREQ=WEEKLY") {
		t.Error("one day comes back")
	}
}

func TestOUA_AnHourThatTheClocksSkipIsWrittenAsTheySayIt(t *testing.T) {
	g := series(commune.Series{Day: "2027-03-28", Rhythm: commune.EachWeek, Every: 1})
	g.Hour = 2*60 + 30
	if text, _ := written(t, g, zone(t, "Europe/Paris")); !strings.Contains(text, "DTSTART;TZID=Europe/Paris:20270328T023000\r\n") {
		t.Errorf("the series does not start at 2:30:\n%s", text)
	}
}

func TestOUA_AZonesClockChangesAreWrittenOut(t *testing.T) {
	for name, want := range map[string][]string{
		"Europe/Paris":      {"TZID:Europe/Paris", "DTSTART:20250330T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "DTSTART:20251026T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "TZOFFSETTO:+0200"},
		"Pacific/Auckland":  {"RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "TZOFFSETTO:+1300"},
		"America/New_York":  {"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "TZOFFSETTO:-0500"},
		"Asia/Kolkata":      {"TZOFFSETFROM:+0530"},
		"Africa/Casablanca": {"RDATE:"},
	} {
		text, read := written(t, series(commune.Series{Day: "2026-10-15", Rhythm: commune.EachWeek, Every: 1}), zone(t, name))
		if read.Children[0].Name != ical.CompTimezone {
			t.Fatalf("%s: no table of the zone", name)
		}
		for _, line := range want {
			if !strings.Contains(text, "\r\n"+line) {
				t.Errorf("%s: no %q:\n%s", name, line, text)
			}
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d bytes: %s", len(line), line)
			}
		}
	}
}
