package procedure

import (
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// CalendarView is what part of the calendar is read, and by whom.
type CalendarView struct {
	commune.Reader
	commune.Span
	Body    commune.BodyID // with Only: of this body alone, 0 being the organisation itself
	Only    bool
	Members bool // whether the reader may know how many people are expected
}

// ReadCalendar is everything that falls into the span, in order: the assemblies from where they are planned, and the gatherings (OU-A, CO-7, DR-5).
func ReadCalendar(tx *store.Tx, v CalendarView) ([]commune.Occasion, error) {
	o, s, err := home(tx)
	if err != nil {
		return nil, err
	}
	all, err := assemblies(tx, o, s, v)
	if err != nil {
		return nil, err
	}
	gathered, err := gathered(tx, o, v)
	if err != nil {
		return nil, err
	}
	all = append(all, gathered...)
	commune.Chronological(all)
	return all, nil
}

// EventsOf are what one body has in the calendar in a span (CO-7); 0 is the organisation itself.
func EventsOf(tx *store.Tx, r commune.Reader, body commune.BodyID, in commune.Span) ([]commune.Occasion, error) {
	return ReadCalendar(tx, CalendarView{Reader: r, Span: in, Body: body, Only: true, Members: r.Member})
}

// daysAround is how many days before a span what falls into it can have begun.
const daysAround = 16

// gathered are the gatherings that fall into the span.
func gathered(tx *store.Tx, o commune.Organisation, v CalendarView) ([]commune.Occasion, error) {
	loc := o.Location()
	all, err := tx.Gatherings(commune.DayOf(v.From, loc).Add(-daysAround), commune.DayOf(v.Until, loc).Add(1))
	if err != nil {
		return nil, err
	}
	except, err := tx.Exceptions(all)
	if err != nil {
		return nil, err
	}
	coming := map[commune.GatheringID]map[int]int{}
	if v.Members {
		if coming, err = tx.CountComers(all); err != nil {
			return nil, err
		}
	}
	var found []commune.Occasion
	for _, g := range all {
		if v.Only && g.Body != v.Body {
			continue
		}
		for _, day := range g.Occurrences(except[g.ID], v.Span, loc) {
			occasion := g.On(day, v.Reader)
			occasion.Coming = coming[g.ID][day.Number]
			found = append(found, occasion)
		}
	}
	return found, nil
}

// GatheringView is a gathering on one of its days, as a reader is shown it, with the days that come after.
type GatheringView struct {
	commune.Gathering
	Occasion commune.Occasion
	Next     []commune.Occasion
	Coming   []commune.Comer
}

// nextDays is how many of the days to come of a series are shown with one of them.
const nextDays = 6

// ReadGathering is one day of a gathering; number 0 is the next that is to come, or the last.
func ReadGathering(tx *store.Tx, r commune.Reader, id commune.GatheringID, number int) (GatheringView, error) {
	g, except, loc, err := gatheringWith(tx, id)
	view := GatheringView{Gathering: g}
	if err != nil {
		return view, err
	}
	from := tx.Now()
	for _, day := range g.Occurrences(except, commune.Span{From: from, Until: from.AddDate(2, 0, 0)}, loc) {
		view.Next = append(view.Next, g.On(day, r))
	}
	commune.Chronological(view.Next)
	if number == 0 {
		number = 1
		if len(view.Next) > 0 {
			number = view.Next[0].Number
		} else {
			for number = range g.Days() {
			}
		}
	}
	day, err := g.Occurrence(number, except, loc)
	if err != nil {
		return view, err
	}
	view.Occasion = g.On(day, r)
	view.Next = view.Next[:min(len(view.Next), nextDays)]
	if !r.Member || view.Occasion.Hidden {
		return view, nil
	}
	view.Coming, err = tx.Comers(id, number)
	view.Occasion.Coming = len(view.Coming)
	return view, err
}

func gatheringWith(tx *store.Tx, id commune.GatheringID) (commune.Gathering, commune.Exceptions, *time.Location, error) {
	o, err := tx.Organisation()
	if err != nil {
		return commune.Gathering{}, nil, nil, err
	}
	g, err := tx.Gathering(id)
	if err != nil {
		return g, nil, nil, err
	}
	except, err := tx.Exceptions([]commune.Gathering{g})
	return g, except[id], o.Location(), err
}

// ReaderOf is what a person may see of the calendar (OU-A); nil is a stranger.
func ReaderOf(tx *store.Tx, p *Person) commune.Reader {
	r := commune.Reader{Mandated: map[commune.BodyID]bool{}}
	if p == nil {
		return r
	}
	r.Member = true
	for _, m := range p.Mandates {
		if m.LivingAt(tx.Now()) {
			r.Mandated[0], r.Mandated[m.Body] = true, true
		}
	}
	return r
}

// CalendarContent is what a calendar application enters: the assemblies, and the gatherings whole, each with the days that are otherwise.
type CalendarContent struct {
	Assemblies []commune.Occasion
	Gatherings []GatheringWith
}

// GatheringWith is a gathering with the days of its series that are otherwise.
type GatheringWith struct {
	commune.Gathering
	commune.Exceptions
}

// ReadContent is what part of the calendar an application reads (OU-A).
func ReadContent(tx *store.Tx, v CalendarView) (CalendarContent, error) {
	var c CalendarContent
	o, s, err := home(tx)
	if err != nil {
		return c, err
	}
	v.Members = false
	if c.Assemblies, err = assemblies(tx, o, s, v); err != nil {
		return c, err
	}
	loc := o.Location()
	all, err := tx.Gatherings(commune.DayOf(v.From, loc).Add(-daysAround), commune.DayOf(v.Until, loc))
	if err != nil {
		return c, err
	}
	except, err := tx.Exceptions(all)
	for _, g := range all {
		if !v.Only || g.Body == v.Body {
			c.Gatherings = append(c.Gatherings, GatheringWith{g, except[g.ID]})
		}
	}
	return c, err
}
