package commune_test

import (
	"testing"

	"federes.org/commune"
)

func TestME1_ThePeriodThatIsSuggestedFollowsWhatIsPaid(t *testing.T) {
	for _, c := range []struct {
		period      commune.DuesPeriod
		paid, today commune.Day
		from, until commune.Day
	}{
		{commune.AnyYear, "", "2026-11-22", "2026-11-22", "2027-11-21"},
		{commune.AnyYear, "2026-12-31", "2026-11-22", "2027-01-01", "2027-12-31"},
		{commune.AnyYear, "2026-10-31", "2026-11-22", "2026-11-22", "2027-11-21"},
		{commune.AnyYear, "", "2028-02-29", "2028-02-29", "2029-02-28"},
		{commune.CalendarYear, "", "2026-11-22", "2026-11-22", "2026-12-31"},
		{commune.CalendarYear, "2026-12-31", "2026-12-01", "2027-01-01", "2027-12-31"},
		{commune.SchoolYear, "", "2026-11-22", "2026-11-22", "2027-08-31"},
		{commune.SchoolYear, "", "2026-03-01", "2026-03-01", "2026-08-31"},
	} {
		if from, until := c.period.Suggest(c.paid, c.today); from != c.from || until != c.until {
			t.Errorf("%s, paid until %q, on %s: %s to %s", c.period, c.paid, c.today, from, until)
		}
	}
}

func TestME1_HowOneStandsToOnesDues(t *testing.T) {
	s := commune.Standing{GraceDays: 10, Payments: []commune.Payment{{ID: 1, Cents: 100, From: "2026-01-01", Until: "2026-11-30"}}}
	for today, want := range map[commune.Day]commune.DuesState{
		"2026-11-15": commune.DuesGood, "2026-11-16": commune.DuesSoon, "2026-11-30": commune.DuesSoon,
		"2026-12-01": commune.DuesGrace, "2026-12-10": commune.DuesGrace, "2026-12-11": commune.DuesLate,
	} {
		if got := s.State(today); got != want {
			t.Errorf("on %s: %s, want %s", today, got, want)
		}
	}
	for today, want := range map[commune.Day]commune.DuesLetter{
		"2026-11-15": "", "2026-11-16": commune.DuesEndSoon, "2026-11-29": commune.DuesEndSoon, "2026-11-30": commune.DuesEnd,
		"2026-12-10": commune.DuesEnd, "2026-12-11": commune.DuesOver, "2027-01-09": commune.DuesOver, "2027-01-10": "",
	} {
		if got := s.Due(today); got != want {
			t.Errorf("on %s: the letter %q, want %q", today, got, want)
		}
	}
	s.FrozenAt = start
	if s.Due("2026-11-30") != "" {
		t.Error("reminded while nobody can record dues")
	}
	exempt := commune.Standing{Payments: []commune.Payment{{ID: 1, Method: commune.Exemption, From: "2026-01-01", Until: "2026-12-31"}}}
	if got := exempt.State("2026-06-01"); got != commune.DuesExempt {
		t.Errorf("an exempt member is %s", got)
	}
}

func TestME1_APaymentThatWasTakenBackCoversNothing(t *testing.T) {
	p := commune.Payment{ID: 7, Member: 1, Cents: 1200, Method: commune.Cash, From: "2026-09-01", Until: "2026-11-30"}
	back, err := p.Reverse()
	accepted(t, err)
	back.ID = 8
	if s := (commune.Standing{Payments: []commune.Payment{back, p}}); s.PaidUntil() != "" || s.Good(start, zone(t, "Europe/Paris")) || !s.TakenBack(7) {
		t.Error("it still covers")
	}
	_, err = back.Reverse()
	refused(t, err, commune.ErrPaymentTaken)
	for _, wrong := range []commune.Payment{
		{Cents: 1, Method: commune.Exemption, From: "2026-09-01", Until: "2026-11-30"}, {Cents: 1, Method: "gold", From: "2026-09-01", Until: "2026-11-30"},
	} {
		if wrong.Check() == nil {
			t.Errorf("%+v was accepted", wrong)
		}
	}
}
