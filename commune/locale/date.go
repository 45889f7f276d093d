package locale

import (
	"strconv"
	"time"
)

// Date is the day in words, with the weekday: "jeudi 26 novembre 2026".
func (p Printer) Date(at time.Time) string {
	return p.T("date.long", p.Weekday(at), p.DayNumber(at), p.Month(at), strconv.Itoa(p.local(at).Year()))
}

// ShortDate is the day without its weekday, for tables: "26 novembre 2026".
func (p Printer) ShortDate(at time.Time) string {
	return p.T("date.short", p.DayNumber(at), p.Month(at), strconv.Itoa(p.local(at).Year()))
}

// Weekday is the day of the week in words, for a date that stands in pieces on a poster.
func (p Printer) Weekday(at time.Time) string {
	return p.T("date.weekday." + strconv.Itoa(int(p.local(at).Weekday())))
}

// DayNumber is the day of the month: "1er", "26".
func (p Printer) DayNumber(at time.Time) string {
	if day := p.local(at).Day(); day != 1 {
		return strconv.Itoa(day)
	}
	return p.T("date.first")
}

// Month is the month in words.
func (p Printer) Month(at time.Time) string {
	return p.T("date.month." + strconv.Itoa(int(p.local(at).Month())))
}

// Time is the hour of the clock: "18 h 30", "18 h".
func (p Printer) Time(at time.Time) string {
	local := p.local(at)
	if local.Minute() == 0 {
		return p.T("date.sharp", strconv.Itoa(local.Hour()))
	}
	return p.T("date.clock", strconv.Itoa(local.Hour()), twoDigits(local.Minute()))
}

// DateTime is the day and the hour: "jeudi 26 novembre 2026, 18 h 30".
func (p Printer) DateTime(at time.Time) string {
	return p.T("date.at", p.Date(at), p.Time(at))
}

// Machine is the instant as a time element's datetime attribute, and everything that computes, reads it.
func (p Printer) Machine(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// Duration is a length of time to the minute: "45 min", "2 h", "1 h 30"; whole days are said as such.
func (p Printer) Duration(length time.Duration) string {
	minutes := int(length.Round(time.Minute) / time.Minute)
	hours, minutes := minutes/60, minutes%60
	switch {
	case hours >= 48 && hours%24 == 0 && minutes == 0:
		return p.N("span.days", hours/24)
	case hours == 0:
		return p.T("duration.minutes", strconv.Itoa(minutes))
	case minutes == 0:
		return p.T("duration.hours", strconv.Itoa(hours))
	default:
		return p.T("duration.both", strconv.Itoa(hours), twoDigits(minutes))
	}
}

// Until says how far an instant is from now: "dans 2 jours", "il y a 3 heures". It rounds towards now, so that a deadline
// never seems further than it is; what was less than a minute ago, and now itself, are "à l’instant".
func (p Printer) Until(at, now time.Time) string {
	if since := now.Sub(at); since >= 0 && since < time.Minute {
		return p.T("date.just_now")
	}
	if at.Before(now) {
		return p.T("date.ago", p.span(now.Sub(at)))
	}
	return p.T("date.in", p.span(at.Sub(now)))
}

func (p Printer) span(length time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case length >= 60*day:
		return p.N("span.months", int(length/(30*day)))
	case length >= day:
		return p.N("span.days", int(length/day))
	case length >= time.Hour:
		return p.N("span.hours", int(length/time.Hour))
	case length >= time.Minute:
		return p.N("span.minutes", int(length/time.Minute))
	default:
		return p.T("span.moment")
	}
}

func (p Printer) local(at time.Time) time.Time {
	if p.zone == nil {
		return at.UTC()
	}
	return at.In(p.zone)
}
