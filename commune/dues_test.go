package commune_test

import (
	"testing"
	"time"

	"federes.org/commune"
)

func paid(from, until commune.Day) commune.Standing {
	return commune.Standing{Payments: []commune.Payment{{Member: 1, From: from, Until: until}}}
}

func TestME1_StandingIsGoodFromTheFirstInstantOfThePeriodToItsLast(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		s := paid("2026-09-01", "2026-11-30")
		first := time.Date(2026, 9, 1, 0, 0, 0, 0, loc)
		end := time.Date(2026, 12, 1, 0, 0, 0, 0, loc)
		for at, want := range map[time.Time]bool{
			first.Add(-time.Microsecond): false, first: true, end.Add(-time.Microsecond): true, end: false,
		} {
			if s.Good(at, loc) != want {
				t.Errorf("%s: at %s good is %v", name, at, !want)
			}
		}
	}
}

func TestME1_GraceDaysFollowThePeriodAndDoNotPrecedeIt(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	s := paid("2026-09-01", "2026-11-30")
	s.GraceDays = 10
	for day, want := range map[int]bool{30: true, 31: true, 40: true, 41: false} { // days of November, and on
		if at := time.Date(2026, 11, day, 12, 0, 0, 0, paris); s.Good(at, paris) != want {
			t.Errorf("on %s good is %v", at, !want)
		}
	}
	if s.Good(time.Date(2026, 8, 31, 12, 0, 0, 0, paris), paris) {
		t.Error("grace before the period")
	}
}

func TestME1_TheSameInstantIsAnotherDayElsewhere(t *testing.T) {
	at := time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)
	s := paid("2026-09-01", "2026-11-30")
	if s.Good(at, zone(t, "Europe/Paris")) || !s.Good(at, zone(t, "America/New_York")) {
		t.Error("the day is not that of the commune's zone")
	}
}

func TestME1_AnyOfSeveralPaymentsCoversAndNoneIsNoStanding(t *testing.T) {
	s := commune.Standing{Payments: []commune.Payment{{From: "2026-01-01", Until: "2026-01-31"}, {From: "2026-03-01", Until: "2026-03-31"}}}
	for month, want := range map[time.Month]bool{1: true, 2: false, 3: true, 4: false} {
		if s.Good(time.Date(2026, month, 15, 12, 0, 0, 0, time.UTC), time.UTC) != want {
			t.Errorf("month %d: good is %v", month, !want)
		}
	}
	if (commune.Standing{}).Good(start, time.UTC) {
		t.Error("good without a payment")
	}
	if got := s.PaidUntil(); got != "2026-03-31" {
		t.Errorf("paid until %s", got)
	}
}

func TestME1_APaymentCoversSomeDaysAndNoMoreThanThreeYears(t *testing.T) {
	good := commune.Payment{Cents: 1200, From: "2026-09-01", Until: "2027-08-31"}
	change := func(f func(*commune.Payment)) commune.Payment { p := good; f(&p); return p }
	accepted(t, good.Check())
	accepted(t, change(func(p *commune.Payment) { p.Cents = 0 }).Check()) // an exemption
	accepted(t, change(func(p *commune.Payment) { p.Until = p.From }).Check())
	accepted(t, change(func(p *commune.Payment) { p.Cents = commune.MaxPayment }).Check())
	refused(t, change(func(p *commune.Payment) { p.Cents = -1 }).Check(), commune.ErrAmountInvalid)
	refused(t, change(func(p *commune.Payment) { p.Cents = commune.MaxPayment + 1 }).Check(), commune.ErrAmountInvalid)
	refused(t, change(func(p *commune.Payment) { p.Until = "2026-08-31" }).Check(), commune.ErrPeriodInvalid)
	refused(t, change(func(p *commune.Payment) { p.Until = "2029-10-01" }).Check(), commune.ErrPeriodInvalid)
	refused(t, change(func(p *commune.Payment) { p.From = "" }).Check(), commune.ErrPeriodInvalid)
	refused(t, change(func(p *commune.Payment) { p.Until = "" }).Check(), commune.ErrPeriodInvalid)
}

func TestADayIsWrittenInOneWayAndComparesAsItsText(t *testing.T) {
	for text, want := range map[string]commune.Day{"2026-11-22": "2026-11-22", " 2028-02-29 ": "2028-02-29"} {
		if got, err := commune.ParseDay(text); err != nil || got != want {
			t.Errorf("%q was read %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2026-11-31", "2027-02-29", "22/11/2026", "2026-1-2", "1999-12-31", "2201-01-01", "12026-01-01", "2026-11-22T00:00"} {
		_, err := commune.ParseDay(text)
		refused(t, err, commune.ErrDateInvalid)
	}
	r := random(t)
	for range 500 {
		at, days := time.Unix(r.Int64N(4_000_000_000), 0), r.IntN(2000)-1000
		day := commune.DayOf(at, time.UTC)
		moved := day.Add(days)
		if moved != commune.DayOf(at.UTC().AddDate(0, 0, days), time.UTC) || (moved > day) != (days > 0) || commune.DayOf(day.Time(), time.UTC) != day {
			t.Errorf("%s and %d days is %s", day, days, moved)
		}
	}
}

func TestPW2_WhileNobodyCanRecordDuesNobodysStandingLapses(t *testing.T) {
	frozen := start
	s := paid("2026-09-01", "2026-11-12") // covers the day on which the last mandate ended
	s.FrozenAt = frozen
	for _, later := range []time.Duration{0, time.Hour, 24 * time.Hour, 400 * 24 * time.Hour} {
		if !s.Good(frozen.Add(later), time.UTC) {
			t.Errorf("lapsed %s after the freeze", later)
		}
	}
	lapsed := paid("2026-09-01", "2026-11-11")
	lapsed.FrozenAt = frozen
	if lapsed.Good(frozen.Add(time.Hour), time.UTC) {
		t.Error("the freeze gave standing to who had none")
	}
	future := paid("2027-01-01", "2027-12-31")
	future.FrozenAt = frozen
	if future.Good(time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC), time.UTC) {
		t.Error("while nobody can record dues no standing is gained either")
	}
}

func TestPW2_TheProvisionalMandateConfersStandingAndTheFreezeKeepsIt(t *testing.T) {
	m := commune.Provisional(commune.Member{ID: 1}, commune.KindCommune, "t", "m", start)
	s := commune.Standing{Mandates: []commune.Mandate{m}}
	if !s.Good(start, time.UTC) || !s.Good(start.AddDate(1, 0, 0), time.UTC) || s.Good(start.Add(-1), time.UTC) {
		t.Error("the provisional mandate does not confer standing from the founding on")
	}
	s.Mandates[0].EndedAt = start.Add(time.Hour)
	if s.Good(start.Add(time.Hour), time.UTC) {
		t.Error("it confers standing after its end")
	}
	s.FrozenAt = start.Add(time.Hour)
	if !s.Good(start.Add(2*time.Hour), time.UTC) {
		t.Error("when nobody was given the treasury the founder lost standing")
	}
	s.FrozenAt, s.Mandates[0].EndedAt, s.Mandates[0].Provisional = time.Time{}, time.Time{}, false
	if s.Good(start.Add(2*time.Hour), time.UTC) {
		t.Error("an ordinary mandate confers standing")
	}
}
