package ics

import (
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-ical"
)

// foreseenYears is for how long the clock changes of a zone without a yearly rule are written out.
const foreseenYears = 10

// change is that the clocks of a zone go from one offset to another.
type change struct {
	at       time.Time // on the clock that still shows the offset of before
	from, to int
	name     string
	daylight bool
}

// zone writes a zone's clock changes from the year of an instant on (RFC 5545, 3.6.5): those that come at the same Sunday of each year as a rule,
// others each by itself.
func zone(loc *time.Location, first time.Time) *ical.Component {
	table := ical.NewComponent(ical.CompTimezone)
	plain(table, ical.PropTimezoneID, loc.String(), nil)
	start := time.Date(first.Year()-1, 1, 1, 0, 0, 0, 0, loc)
	name, offset := start.Zone()
	table.Children = append(table.Children, observance(change{
		at: wallOf(start, offset), from: offset, to: offset, name: name, daylight: start.IsDST(),
	}, nil, ""))
	kinds := changes(loc, start, first.AddDate(foreseenYears, 0, 0))
	for _, kind := range kinds {
		rule := yearly(kind)
		if rule != "" {
			kind = kind[:1]
		}
		table.Children = append(table.Children, observance(kind[0], kind[1:], rule))
	}
	return table
}

// changes are the clock changes between two instants, those to the same offset and name together.
func changes(loc *time.Location, from, until time.Time) [][]change {
	var kinds [][]change
	for _, next := from.ZoneBounds(); !next.IsZero() && next.Before(until); {
		_, before := next.Add(-time.Second).Zone()
		name, after := next.Zone()
		c := change{at: wallOf(next, before), from: before, to: after, name: name, daylight: next.IsDST()}
		i := slices.IndexFunc(kinds, func(k []change) bool { return k[0].from == c.from && k[0].to == c.to && k[0].name == c.name })
		if i < 0 {
			i = len(kinds)
			kinds = append(kinds, nil)
		}
		kinds[i] = append(kinds[i], c)
		_, next = next.In(loc).ZoneBounds()
	}
	return kinds
}

// wallOf is what a clock with this offset shows at an instant, as if it were UTC.
func wallOf(t time.Time, offset int) time.Time {
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// yearly is the rule of changes that come each year in the same month, on the same day of the same week, or of the last; empty where they do not.
func yearly(all []change) string {
	if len(all) < foreseenYears-1 {
		return ""
	}
	first := all[0].at
	same := func(week func(time.Time) int) bool {
		for i, c := range all {
			if c.at.Year() != first.Year()+i || c.at.Month() != first.Month() || c.at.Weekday() != first.Weekday() || week(c.at) != week(first) ||
				c.at.Hour() != first.Hour() || c.at.Minute() != first.Minute() {
				return false
			}
		}
		return true
	}
	rule := fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=", first.Month())
	switch {
	case same(fromEnd) && fromEnd(first) == 1:
		return rule + "-1" + weekdays[first.Weekday()]
	case same(fromStart):
		return rule + fmt.Sprint(fromStart(first)) + weekdays[first.Weekday()]
	}
	return ""
}

// fromStart and fromEnd count such days of the week in a month up to a day.
func fromStart(t time.Time) int { return (t.Day()-1)/7 + 1 }

func fromEnd(t time.Time) int {
	return (time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()-t.Day())/7 + 1
}

// wallShape is an hour of the clocks without a zone.
const wallShape = "20060102T150405"

func observance(c change, also []change, rule string) *ical.Component {
	kind := ical.CompTimezoneStandard
	if c.daylight {
		kind = ical.CompTimezoneDaylight
	}
	o := ical.NewComponent(kind)
	plain(o, ical.PropDateTimeStart, c.at.Format(wallShape), nil)
	plain(o, ical.PropTimezoneOffsetFrom, offset(c.from), nil)
	plain(o, ical.PropTimezoneOffsetTo, offset(c.to), nil)
	plain(o, ical.PropTimezoneName, c.name, nil)
	if rule != "" {
		plain(o, ical.PropRecurrenceRule, rule, nil)
	}
	for _, a := range also {
		p := ical.NewProp(ical.PropRecurrenceDates)
		p.Value = a.at.Format(wallShape)
		o.Props.Add(p)
	}
	return o
}

// offset writes how far a clock is from UTC: +0100.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
