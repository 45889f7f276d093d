package commune

import (
	"slices"
	"strings"
	"time"
)

// Day is a date of the calendar in the commune's zone, written 2026-11-22; days compare as strings do.
type Day string

// DayOf gives the day on which an instant falls in a zone.
func DayOf(t time.Time, loc *time.Location) Day { return Day(t.In(loc).Format(time.DateOnly)) }

// ParseDay reads a day as a form sends it.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return "", ErrDateInvalid
	}
	return Day(t.Format(time.DateOnly)), nil
}

// Time is noon of the day in UTC: a stand-in for showing it.
func (d Day) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t.Add(12 * time.Hour)
}

// Add moves by whole days.
func (d Day) Add(days int) Day { return Day(d.Time().AddDate(0, 0, days).Format(time.DateOnly)) }

// Payment records that a member's dues cover the days From to Until, both included (ME-1). An exemption is a payment of 0. A payment is
// never changed: one that was wrong is taken back by an entry that reverses it.
type Payment struct {
	ID         PaymentID
	Member     MemberID
	Cents      int
	From       Day
	Until      Day
	Method     PayMethod
	Reason     string    // of an exemption, for who records dues alone (ME-2)
	Reverses   PaymentID // the entry that this one takes back; 0 for none
	Source     Source    // the program that it was imported from; empty: it was made by hand
	Reference  string    // by which that program's entry is known again
	Order      string    // at HelloAsso, to which it belongs
	Mandate    MandateID // under which it was recorded
	RecordedAt time.Time
}

// Check refuses a payment that covers nothing or could not have been made.
func (p Payment) Check() error {
	switch {
	case !slices.Contains(append(PayMethods(), ""), p.Method):
		return ErrPayMethod
	case p.Method == Exemption && p.Cents != 0:
		return ErrExemptionPaid
	case p.Cents < 0 || p.Cents > MaxPayment:
		return ErrAmountInvalid
	case p.From == "" || p.Until < p.From || p.Until > p.From.Add(3*366):
		return ErrPeriodInvalid
	}
	return OptionalText(p.Reason, MaxWord)
}

// Standing is what decides whether a member is in good standing. It is computed when asked, never stored (ME-1).
type Standing struct {
	Payments  []Payment // of one member
	Mandates  []Mandate // of that member
	GraceDays int
	// FrozenAt is the instant at which the last mandate to record dues ended, or zero while someone holds one.
	// While nobody can record dues nobody's standing lapses, so that the assembly can always give the mandate again (PW-2).
	FrozenAt time.Time
}

// Good tells whether the member is in good standing at an instant: a payment covers the day, or a provisional mandate confers it (ME-1, PW-2).
func (s Standing) Good(at time.Time, loc *time.Location) bool {
	if !s.FrozenAt.IsZero() && s.FrozenAt.Before(at) {
		at = s.FrozenAt.Add(-time.Microsecond)
	}
	for _, m := range s.Mandates {
		if m.Provisional && m.LivingAt(at) {
			return true
		}
	}
	today := DayOf(at, loc)
	for _, p := range s.valid() {
		if p.From <= today && today <= p.Until.Add(s.GraceDays) {
			return true
		}
	}
	return false
}

// PaidUntil is the last day that the payments cover, or empty.
func (s Standing) PaidUntil() Day {
	var last Day
	for _, p := range s.valid() {
		last = max(last, p.Until)
	}
	return last
}
