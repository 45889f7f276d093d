package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/ics"
	"federes.org/web/page"
)

// calendarWriter writes what is in the calendar for an application, as one reader may see it.
type calendarWriter struct {
	locale.Printer
	commune.Reader
	site   commune.Organisation
	bodies map[commune.BodyID]commune.Body
}

func newCalendarWriter(tx *store.Tx, p locale.Printer, r commune.Reader) (calendarWriter, error) {
	w := calendarWriter{Printer: p, Reader: r, bodies: make(map[commune.BodyID]commune.Body)}
	var err error
	if w.site, err = tx.Organisation(); err != nil {
		return w, err
	}
	all, err := frames(tx)
	for _, b := range all {
		w.bodies[b.ID] = b.Body
	}
	return w, err
}

// assembly is an assembly; the general one with the welcome before it (AG-2) and the informal moment after it (DR-5), which leave who comes free.
func (w calendarWriter) assembly(o commune.Occasion) []ics.Event {
	ag := w.sitting(o)
	if !o.General() {
		return []ics.Event{ag}
	}
	address := ag.Page
	welcome, informal := ag, ag
	welcome.UID, welcome.Starts, welcome.Ends = "welcome-"+ag.UID, o.WelcomeAt, o.StartsAt
	informal.UID, informal.Starts, informal.Ends = "informal-"+ag.UID, o.InformalAt, o.InformalAt.Add(commune.InformalLength)
	welcome.Summary, informal.Summary = w.T("calendar.welcome_name", w.site.Name), w.T("calendar.informal_name", w.site.Name)
	welcome.Description, informal.Description = w.lines(w.T("calendar.welcome_text"), address), w.lines(w.T("calendar.informal_text"), address)
	welcome.Free, informal.Free = true, true
	if !o.WelcomeAt.Before(o.StartsAt) {
		return []ics.Event{ag, informal}
	}
	return []ics.Event{welcome, ag, informal}
}

// sitting is an assembly itself. What only the rhythm of the general assembly foresees is tentative, and known by its day.
func (w calendarWriter) sitting(o commune.Occasion) ics.Event {
	address := w.site.BaseURL + page.OccasionPath(o)
	e := ics.Event{
		UID: fmt.Sprintf("meeting-%d@%s", o.Meeting, w.site.Host()), Sequence: o.Sequence, At: o.StartsAt, Starts: o.StartsAt, Ends: o.EndsAt,
		Summary: w.T("letter.summary", w.site.Name), Description: w.lines(o.Matter, w.T("calendar.for.assembly"), o.Reason, address), Location: o.Place,
		Page: address, Call: o.Video, CallName: w.T("calendar.video"), Cancelled: o.Cancelled, Tentative: o.Foreseen,
	}
	switch {
	case o.Foreseen:
		e.UID = fmt.Sprintf("foreseen-%s@%s", o.StartsAt.UTC().Format("20060102T1504Z"), w.site.Host())
		e.Description = w.lines(w.T("calendar.foreseen_text"), w.T("calendar.for.assembly"), address)
	case !o.General():
		e.Summary, e.Description = o.Title, w.lines(w.T("popular.kicker"), w.T("calendar.for.public"), o.Reason, address)
	}
	return e
}

// gathering is a gathering with all its days: what its series foresees, and each day that was moved. Cancelled days of a series are taken out of it.
func (w calendarWriter) gathering(g procedure.GatheringWith) []ics.Event {
	loc := w.site.Location()
	first, err := g.Occurrence(1, nil, loc)
	if err != nil {
		return nil
	}
	series := g.Series
	cancelled := !g.CancelledAt.IsZero()
	if began := cancelled && !first.Cancelled; began {
		series.Until, series.Times, cancelled = lastHeld(g.Gathering, loc), 0, false
	}
	sequence := g.Sequence
	var others []commune.Occurrence
	var except []commune.Day
	for n, e := range g.Exceptions {
		sequence += e.Sequence
		o, err := g.Occurrence(n, g.Exceptions, loc)
		switch {
		case err != nil:
		case o.Cancelled:
			except = append(except, o.Day)
		default:
			others = append(others, o)
		}
	}
	slices.Sort(except)
	slices.SortFunc(others, func(a, b commune.Occurrence) int { return cmp.Compare(a.Number, b.Number) })
	whole := w.day(g, first)
	whole.Series, whole.Except, whole.Sequence, whole.Cancelled = series, except, sequence, cancelled
	events := []ics.Event{whole}
	for _, o := range others {
		day := w.day(g, o)
		day.Of, day.Sequence = o.Day, sequence
		events = append(events, day)
	}
	return events
}

// day is a gathering on one of its days; of a reserved one, only what everybody may see (OU-A).
func (w calendarWriter) day(g procedure.GatheringWith, o commune.Occurrence) ics.Event {
	seen := g.On(o, w.Reader)
	address := w.site.BaseURL + page.GatheringPath(g.ID)
	frame := w.T("calendar.frame", w.bodies[g.Body].Name)
	description := w.lines(frame, w.T("calendar.for."+string(g.Guests)), seen.Text, seen.Reason, address)
	if seen.Hidden {
		description = w.lines(frame, w.T("calendar.for."+string(g.Guests)), w.T("calendar.hidden"), address)
	}
	return ics.Event{
		UID: fmt.Sprintf("gathering-%d@%s", g.ID, w.site.Host()), Sequence: g.Sequence, At: g.ChangedAt, Starts: o.StartsAt, Ends: o.EndsAt,
		Summary: g.Title, Description: description, Location: seen.Place, Page: address, Call: seen.Video, CallName: w.T("calendar.video"),
		Cancelled: o.Cancelled, Hour: g.Hour,
	}
}

// lines puts what is there one under the other.
func (calendarWriter) lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// lastHeld is the last day on which a series that was cancelled can have taken place.
func lastHeld(g commune.Gathering, loc *time.Location) commune.Day {
	at := g.CancelledAt.In(loc)
	day := commune.DayOf(at, loc)
	if int(g.Hour) > at.Hour()*60+at.Minute() {
		day = day.Add(-1)
	}
	return day
}
