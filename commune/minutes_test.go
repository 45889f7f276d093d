package commune_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestCR3_MinutesAreDueAtTheEndOfTheDayAfterTheMeetingAcrossEveryClockChange(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		for day := range 3 * 365 {
			opened := time.Date(2025, 1, 1+day, 18, 35, 0, 0, loc)
			for _, days := range []int{1, 3} {
				s := commune.DefaultSettings()
				s.MinutesDays = days
				due := s.MinutesDue(opened.UTC(), loc)
				last := due.Add(-time.Second).In(loc)
				if got := daysBetween(opened, last); got != days || due.Location() != time.UTC {
					t.Fatalf("%s: opened %s, due %s, %d days later", name, opened, due.In(loc), got)
				}
				if after := due.In(loc); daysBetween(opened, after) != days+1 {
					t.Fatalf("%s: opened %s, late from %s", name, opened, after)
				}
				morning := commune.Minutes{DueAt: due}.RemindAt(loc).In(loc)
				if daysBetween(opened, morning) != days || morning.Hour() != 9 {
					t.Fatalf("%s: opened %s, reminded %s", name, opened, morning)
				}
			}
		}
	}
}

func TestCR3_TheDayIsTheOneOnWhichTheMeetingOpened(t *testing.T) {
	s, paris := commune.DefaultSettings(), zone(t, "Europe/Paris")
	for opened, want := range map[string]string{
		"2026-10-24T16:30:00Z": "2026-10-25T23:00:00Z", // the clocks go back in the night between
		"2026-10-25T17:30:00Z": "2026-10-26T23:00:00Z",
		"2027-03-27T17:30:00Z": "2027-03-28T22:00:00Z", // and forward
		"2026-11-12T22:59:00Z": "2026-11-13T23:00:00Z", // a minute before midnight
		"2026-11-12T23:00:00Z": "2026-11-14T23:00:00Z", // and at midnight
	} {
		if got := s.MinutesDue(instant(t, opened), paris); !got.Equal(instant(t, want)) {
			t.Errorf("opened %s, due %s, want %s", opened, got, want)
		}
	}
}

func TestCR3_MinutesAreOwedFromTheCloseAndLateFromTheirHour(t *testing.T) {
	due := start.Add(30 * time.Hour)
	for _, test := range []struct {
		name       string
		minutes    commune.Minutes
		at         time.Time
		owed, late bool
	}{
		{"before the close", commune.Minutes{}, due, false, false},
		{"in time", commune.Minutes{DueAt: due}, due.Add(-time.Microsecond), true, false},
		{"at the hour", commune.Minutes{DueAt: due}, due, true, true},
		{"published in time", commune.Minutes{DueAt: due, PublishedAt: start}, due, false, false},
		{"published late", commune.Minutes{DueAt: due, PublishedAt: due.Add(time.Hour)}, due.Add(2 * time.Hour), false, false},
	} {
		if test.minutes.Owed() != test.owed || test.minutes.Late(test.at) != test.late {
			t.Errorf("%s: owed %t, late %t", test.name, test.minutes.Owed(), test.minutes.Late(test.at))
		}
	}
}

func TestCR1_WhoWritesTheMinutes(t *testing.T) {
	const me, other = 7, 8
	open := inSession()
	for _, test := range []struct {
		name    string
		minutes commune.Minutes
		hand    commune.Hand
		want    error
	}{
		{"who is mandated", commune.Minutes{}, commune.Hand{Mandated: true, Held: true}, nil},
		{"who is mandated, though another took them on", commune.Minutes{Taker: other}, commune.Hand{Mandated: true}, nil},
		{"who took them on", commune.Minutes{Taker: me}, commune.Hand{There: true}, nil},
		{"who leads while nobody does", commune.Minutes{}, commune.Hand{Leads: true}, nil},
		{"who leads while somebody is mandated", commune.Minutes{}, commune.Hand{Leads: true, Held: true}, commune.ErrNotTaker},
		{"who leads once another took them on", commune.Minutes{Taker: other}, commune.Hand{Leads: true}, commune.ErrNotTaker},
		{"who is there", commune.Minutes{}, commune.Hand{There: true}, commune.ErrNotTaker},
		{"nobody once they are published", commune.Minutes{PublishedAt: start}, commune.Hand{Mandated: true}, commune.ErrMinutesPublished},
	} {
		switch err := test.minutes.Writes(open, me, test.hand); {
		case test.want == nil:
			accepted(t, err)
		default:
			refused(t, err, test.want.(commune.Refusal))
		}
	}
	refused(t, commune.Minutes{}.Writes(planned(), me, commune.Hand{Mandated: true}), commune.ErrMinutesTooEarly)
}

func TestPW2_WhoWasThereTakesTheMinutesOnWhileNobodyDoesOrOnceTheyAreLate(t *testing.T) {
	const me, other = 7, 8
	due := start.Add(30 * time.Hour)
	there, held := commune.Hand{There: true}, commune.Hand{There: true, Held: true}
	for _, test := range []struct {
		name    string
		minutes commune.Minutes
		hand    commune.Hand
		at      time.Time
		want    error
	}{
		{"nobody does", commune.Minutes{}, there, start, nil},
		{"somebody is mandated", commune.Minutes{DueAt: due}, held, start, commune.ErrMinutesTaken},
		{"somebody took them on", commune.Minutes{Taker: other, DueAt: due}, there, start, commune.ErrMinutesTaken},
		{"they are late, whoever is mandated", commune.Minutes{DueAt: due}, held, due, nil},
		{"they are late, whoever took them on", commune.Minutes{Taker: other, DueAt: due}, there, due, nil},
		{"not there", commune.Minutes{DueAt: due}, commune.Hand{}, due, commune.ErrNotThere},
		{"published", commune.Minutes{DueAt: due, PublishedAt: start}, there, due, commune.ErrMinutesPublished},
	} {
		got, err := test.minutes.TakeOn(inSession(), me, test.hand, test.at)
		if test.want == nil {
			if accepted(t, err); got.Taker != me {
				t.Errorf("%s: taken by %d", test.name, got.Taker)
			}
		} else {
			refused(t, err, test.want.(commune.Refusal))
		}
	}
}

func TestCR1_AStaleTextIsRefusedAndNothingIsLost(t *testing.T) {
	s, err := commune.MinutesSection{}.Write("Premier texte.", 0, 1, start)
	accepted(t, err)
	same, err := s.Write("  Premier texte.\r\n", 0, 2, start.Add(time.Minute))
	accepted(t, err)
	if same != s {
		t.Errorf("saying the same once more changed %+v to %+v", s, same)
	}
	kept, err := s.Write("Un autre.", 0, 2, start)
	refused(t, err, commune.ErrMinutesStale)
	if kept != s {
		t.Errorf("a stale text changed %+v to %+v", s, kept)
	}
	s, err = s.Write("", 1, 2, start)
	if accepted(t, err); s.Text != "" || s.Version != 2 {
		t.Errorf("emptied: %+v", s)
	}
	_, err = s.Write(strings.Repeat("é", commune.MaxMinutes+1), 2, 1, start)
	refused(t, err, commune.ErrTooLong)
}

func TestCR3_MinutesArePublishedOnceAfterTheCloseAndNamesStayAmongMembers(t *testing.T) {
	closed := inSession()
	closed.ClosedAt = start.Add(2 * time.Hour)
	for _, test := range []struct {
		minutes commune.Minutes
		in      commune.Meeting
		want    error
	}{
		{commune.Minutes{Audience: commune.Public}, closed, nil},
		{commune.Minutes{Audience: commune.MembersOnly, Names: true}, closed, nil},
		{commune.Minutes{Audience: commune.Public, Names: true}, closed, commune.ErrNamesLeave},
		{commune.Minutes{Audience: commune.Confederation, Names: true}, closed, commune.ErrNamesLeave},
		{commune.Minutes{Audience: "amis"}, closed, commune.ErrAudienceInvalid},
		{commune.Minutes{Audience: commune.Public}, inSession(), commune.ErrMinutesTooEarly},
		{commune.Minutes{Audience: commune.Public, PublishedAt: start}, closed, commune.ErrMinutesPublished},
	} {
		got, err := test.minutes.Publish(test.in, 3, start.Add(3*time.Hour))
		if test.want == nil {
			if accepted(t, err); !got.Published() || got.PublishedBy != 3 {
				t.Errorf("published: %+v", got)
			}
		} else {
			refused(t, err, test.want.(commune.Refusal))
		}
	}
}

func TestAnAudienceReadsWhatIsAddressedAtLeastAsFar(t *testing.T) {
	const p, c, m = commune.Public, commune.Confederation, commune.MembersOnly
	for reader, reads := range map[commune.Audience]map[commune.Audience]bool{
		p: {p: true, c: false, m: false}, c: {p: true, c: true, m: false}, m: {p: true, c: true, m: true},
	} {
		for of, want := range reads {
			if reader.Reads(of) != want {
				t.Errorf("%s reads %s: %t", reader, of, !want)
			}
		}
	}
}
