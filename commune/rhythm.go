package commune

import (
	"iter"
	"time"
)

// Rhythm is how a gathering comes back.
type Rhythm string

// The rhythms. A month that has no such day is left out.
const (
	Once        Rhythm = "once"
	EachDay     Rhythm = "day"
	EachWeek    Rhythm = "week"
	EachMonth   Rhythm = "month"   // on the same date
	EachWeekday Rhythm = "weekday" // on the same day of the same week of the month: the second Tuesday
	EachLast    Rhythm = "last"    // on the last such day of the month
)

// Rhythms are all, in the order in which they are shown.
func Rhythms() []Rhythm {
	return []Rhythm{Once, EachDay, EachWeek, EachMonth, EachWeekday, EachLast}
}

// Series is on which days a gathering takes place: from a first day, at a rhythm, until a day or so many times, or for ever.
type Series struct {
	Day    Day // the first
	Rhythm Rhythm
	Every  int // each, or each second, third …
	Until  Day // the last day on which it can take place; empty: none
	Times  int // how often at most; 0: no limit
}

// The limits of a series.
const (
	maxEvery = 52
	maxTimes = 500
)

// Check gives the series in the one form in which it is kept, or refuses it. One of the last such day of each month begins with the first of these.
func (s Series) Check() (Series, error) {
	if s.Rhythm == "" || s.Rhythm == Once {
		return Series{Day: s.Day, Rhythm: Once, Every: 1}, nil
	}
	if s.Every == 0 {
		s.Every = 1
	}
	if s.Rhythm == EachLast {
		s.Day = lastSuch(s.Day.Time(), 0, 1)
	}
	_, known := s.step(0)
	switch {
	case !known || s.Every < 1 || s.Every > maxEvery || s.Times < 0 || s.Times > maxTimes || s.Until != "" && s.Times > 0:
		return s, ErrRhythmInvalid.With(maxEvery, maxTimes)
	case s.Until != "" && s.Until < s.Day:
		return s, ErrSeriesEndsFirst
	}
	return s, nil
}

// Days are those of the series in order, each with its number from 1. The caller stops where it has seen enough.
func (s Series) Days() iter.Seq2[int, Day] { return s.from(s.Day) }

// Endless holds for what comes back for ever.
func (s Series) Endless() bool { return s.Rhythm != Once && s.Until == "" && s.Times == 0 }

// farthest is the day after which nothing is foreseen.
const farthest Day = "2200-12-31"

// from are the days of the series from a day on; some before it may come too.
func (s Series) from(day Day) iter.Seq2[int, Day] {
	return func(yield func(int, Day) bool) {
		number, skipped := 0, s.skipped(day)
		for k := skipped; ; k++ {
			d, ok := s.step(k)
			if !ok {
				if s.Rhythm == Once || d > farthest || d == "" {
					return
				}
				continue
			}
			number++
			n := number + skipped
			if d > farthest || s.Until != "" && d > s.Until || s.Times > 0 && n > s.Times || !yield(n, d) {
				return
			}
		}
	}
}

// skipped is how many steps lie safely before a day, where each of them is an occurrence.
func (s Series) skipped(day Day) int {
	length := map[Rhythm]int{EachDay: 1, EachWeek: 7}[s.Rhythm] * s.Every
	if length == 0 || day <= s.Day {
		return 0
	}
	return max(0, int(day.Time().Sub(s.Day.Time()).Hours()/24)/length-1)
}

// step is the day of the k-th step from 0. The second value is false when that step has none; the day then tells about when it would be, or
// is empty when the series has no such step at all.
func (s Series) step(k int) (Day, bool) {
	first := s.Day.Time()
	switch s.Rhythm {
	case Once:
		return s.Day, k == 0
	case EachDay:
		return s.Day.Add(k * s.Every), true
	case EachWeek:
		return s.Day.Add(7 * k * s.Every), true
	case EachMonth:
		return inMonth(first, k*s.Every, first.Day())
	case EachWeekday:
		start := monthOf(first, k*s.Every)
		week := (first.Day() - 1) / 7
		return inMonth(first, k*s.Every, 1+int(first.Weekday()-start.Weekday()+7)%7+7*week)
	case EachLast:
		return lastSuch(first, k, s.Every), true
	}
	return "", false
}

// monthOf is the first day of the month so many months after a day's.
func monthOf(t time.Time, months int) time.Time {
	return time.Date(t.Year(), t.Month()+time.Month(months), 1, 12, 0, 0, 0, time.UTC)
}

// inMonth is a date of the month so many months after; false where that month is too short for it.
func inMonth(t time.Time, months, date int) (Day, bool) {
	start := monthOf(t, months)
	day := start.AddDate(0, 0, date-1)
	return DayOf(day, time.UTC), day.Month() == start.Month()
}

// lastSuch is the last day of the week that t is, in the month of the k-th step.
func lastSuch(t time.Time, k, every int) Day {
	end := monthOf(t, k*every+1).AddDate(0, 0, -1)
	return DayOf(end.AddDate(0, 0, -int(end.Weekday()-t.Weekday()+7)%7), time.UTC)
}
