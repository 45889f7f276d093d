package web

import (
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// calendarRoutes are the calendar: everybody may see that something takes place, and the details of what is for them (OU-A).
func (s *Server) calendarRoutes() []Route {
	return []Route{
		{get, "/calendar", Anyone, "", s.show(s.calendarMonth)},
		{get, "/calendar/list", Anyone, "", s.show(s.calendarList)},
		{get, "/calendar.ics", Anyone, "", s.feed(s.publicFeed)},
		{get, "/calendar/feed/:token", Anyone, "", s.feed(s.privateFeed)},
		{get, "/calendar/new", Members, "", s.show(s.newGathering)},
		{post, "/calendar/events", Members, "", s.act(s.putGathering, s.newGathering)},
		{get, "/calendar/events/:id", Anyone, "", s.show(s.gathering)},
		{get, "/calendar/events/:id/edit", Members, "", s.show(s.editGathering)},
		{post, "/calendar/events/:id/edit", Members, "", s.act(s.changeGathering, s.editGathering)},
		{post, "/calendar/events/:id/cancellation", Members, "", s.act(s.cancelGathering, s.editGathering)},
		{get, "/calendar/events/:id/ics", Anyone, "", s.download(s.gatheringFile)},
		{get, "/calendar/events/:id/:number", Anyone, "", s.show(s.gathering)},
		{get, "/calendar/events/:id/:number/edit", Members, "", s.show(s.editDay)},
		{post, "/calendar/events/:id/:number/edit", Members, "", s.act(s.moveDay, s.editDay)},
		{post, "/calendar/events/:id/:number/cancellation", Members, "", s.act(s.cancelDay, s.editDay)},
		{post, "/calendar/events/:id/:number/coming", Members, "", s.act(s.come, nil)},
		{get, "/me/calendar", Members, "", s.show(s.feeds)},
		{post, "/me/calendar", Members, "", s.act(s.makeFeed, nil)},
		{post, "/me/calendar/removal", Members, "", s.act(s.removeFeed, nil)},
	}
}

// monthShape is a month as an address says it.
const monthShape = "2006-01"

// monthAsked is the first day of the month that the address names, or of this one.
func (v *visit) monthAsked() (time.Time, error) {
	loc := v.Site.Location()
	named := v.Query("month")
	if named == "" {
		now := v.Now.In(loc)
		return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, loc), nil
	}
	t, err := time.ParseInLocation(monthShape, named, loc)
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return t, errNotFound
	}
	return t, nil
}

// calendarView begins a page of the calendar: the bodies to choose from, and the one that was chosen.
func calendarView(tx *store.Tx, v *visit) (page.Calendar, procedure.CalendarView, error) {
	read := procedure.CalendarView{Reader: procedure.ReaderOf(tx, v.person), Members: v.person != nil}
	view := page.Calendar{Body: v.Query("body"), Put: v.person != nil}
	var err error
	if view.Bodies, err = frames(tx); err != nil {
		return view, read, err
	}
	if view.Body == "" {
		return view, read, nil
	}
	n, err := strconv.ParseInt(view.Body, 10, 64)
	read.Body, read.Only = commune.BodyID(n), true
	known := slices.ContainsFunc(view.Bodies, func(b page.CalendarBody) bool { return b.ID == read.Body })
	if err != nil || !known {
		return view, read, errNotFound
	}
	return view, read, nil
}

// frames are the bodies that something in the calendar can be of, the whole organisation first; those that live no more stand last.
func frames(tx *store.Tx) ([]page.CalendarBody, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	all, err := tx.Bodies()
	var over []page.CalendarBody
	living := []page.CalendarBody{{Body: commune.Body{Name: o.Name}, Living: true}}
	today := commune.DayOf(tx.Now(), o.Location())
	for _, b := range all {
		if b.Active(today) {
			living = append(living, page.CalendarBody{Body: b, Living: true})
		} else {
			over = append(over, page.CalendarBody{Body: b})
		}
	}
	return append(living, over...), err
}

// calendarMonth is one month as a table of its weeks.
func (s *Server) calendarMonth(tx *store.Tx, v *visit) (templ.Component, error) {
	first, err := v.monthAsked()
	if err != nil {
		return nil, err
	}
	view, read, err := calendarView(tx, v)
	if err != nil {
		return nil, err
	}
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	last := first.AddDate(0, 1, 0)
	read.From, read.Until = monday, last.AddDate(0, 0, (8-int(last.Weekday()))%7)
	all, err := procedure.ReadCalendar(tx, read)
	if err != nil {
		return nil, err
	}
	view.Month, view.Before, view.After = first, first.AddDate(0, -1, 0).Format(monthShape), last.Format(monthShape)
	for day := monday; day.Before(read.Until); day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Monday {
			view.Weeks = append(view.Weeks, nil)
		}
		week := &view.Weeks[len(view.Weeks)-1]
		*week = append(*week, page.CalendarDay{
			At: day.Add(12 * time.Hour), Within: day.Month() == first.Month(), Today: commune.DayOf(day, day.Location()) == commune.DayOf(v.Now, day.Location()),
			Occasions: on(all, commune.Span{From: day, Until: day.AddDate(0, 0, 1)}),
		})
	}
	return page.CalendarPage(v.Frame, view), nil
}

// on are the occasions that fall into a span.
func on(all []commune.Occasion, in commune.Span) (found []commune.Occasion) {
	for _, o := range all {
		if in.Meets(o.StartsAt, o.EndsAt) {
			found = append(found, o)
		}
	}
	return found
}

// listMonths is how many months the list shows at once.
const listMonths = 3

// calendarList is what is to come, from now or from a month on.
func (s *Server) calendarList(tx *store.Tx, v *visit) (templ.Component, error) {
	first, err := v.monthAsked()
	if err != nil {
		return nil, err
	}
	view, read, err := calendarView(tx, v)
	if err != nil {
		return nil, err
	}
	read.From, read.Until = first, first.AddDate(0, listMonths, 0)
	if v.Query("month") == "" {
		read.From = v.Now
	}
	all, err := procedure.ReadCalendar(tx, read)
	if err != nil {
		return nil, err
	}
	view.Month, view.Before, view.After = first, first.AddDate(0, -listMonths, 0).Format(monthShape), read.Until.Format(monthShape)
	for month := first; month.Before(read.Until); month = month.AddDate(0, 1, 0) {
		within := slices.DeleteFunc(slices.Clone(all), func(o commune.Occasion) bool {
			began := o.StartsAt.Before(month) && !month.Equal(first)
			return began || !o.StartsAt.Before(month.AddDate(0, 1, 0))
		})
		if len(within) > 0 {
			view.Months = append(view.Months, page.CalendarMonth{At: month.Add(12 * time.Hour), Occasions: within})
		}
	}
	return page.CalendarListPage(v.Frame, view), nil
}

// The front page shows so many of the things that take place in so many days.
const (
	comingShown = 5
	comingDays  = 45
)

// comingUp is what the calendar says of the next weeks, for the front page.
func comingUp(tx *store.Tx, v *visit) (page.Coming, error) {
	bodies, err := frames(tx)
	if err != nil {
		return page.Coming{}, err
	}
	all, err := procedure.ReadCalendar(tx, procedure.CalendarView{
		Reader: procedure.ReaderOf(tx, v.person), Members: v.person != nil, Span: commune.Span{From: v.Now, Until: v.Now.AddDate(0, 0, comingDays)},
	})
	return page.Coming{Bodies: bodies, List: all[:min(len(all), comingShown)]}, err
}

// dayAsked reads which gathering the address names, and which of its days; 0 for the next.
func (v *visit) dayAsked() (commune.GatheringID, int, error) {
	id, err := v.number("id")
	if err != nil || v.Param("number") == "" {
		return commune.GatheringID(id), 0, err
	}
	number, err := v.number("number")
	return commune.GatheringID(id), int(number), err
}

// gathering is the page of a gathering on one of its days.
func (s *Server) gathering(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := gatheringView(tx, v)
	return page.GatheringPage(v.Frame, view), err
}

func gatheringView(tx *store.Tx, v *visit) (page.Gathering, error) {
	id, number, err := v.dayAsked()
	if err != nil {
		return page.Gathering{}, err
	}
	read, err := procedure.ReadGathering(tx, procedure.ReaderOf(tx, v.person), id, number)
	if err != nil {
		return page.Gathering{}, err
	}
	view := page.Gathering{GatheringView: read}
	if view.Frame, err = frameOf(tx, read.Body); err != nil || v.person == nil {
		return view, err
	}
	view.Mine = slices.ContainsFunc(read.Coming, func(c commune.Comer) bool { return c.Member == v.person.ID })
	planner, err := procedure.PlannerOf(tx, *v.person, read.Body)
	if err != nil {
		return view, err
	}
	changeable := read.Gathering.Changeable(v.Site.Location(), v.Now)
	view.Change = planner.Changes(read.Gathering) == nil && changeable == nil
	author, err := tx.Member(read.PutBy)
	if author.Active() {
		view.Author = author.PublicName
	}
	return view, err
}

// frameOf is the body that a gathering is of.
func frameOf(tx *store.Tx, id commune.BodyID) (page.CalendarBody, error) {
	all, err := frames(tx)
	if err != nil {
		return page.CalendarBody{}, err
	}
	i := slices.IndexFunc(all, func(b page.CalendarBody) bool { return b.ID == id })
	if i < 0 {
		return page.CalendarBody{}, errNotFound
	}
	return all[i], nil
}

// come notes whether who is signed in comes.
func (s *Server) come(tx *store.Tx, v *visit) (done, error) {
	id, number, err := v.dayAsked()
	if err != nil {
		return done{}, err
	}
	comes := v.PostForm("comes") == "yes"
	notice := "done.stays"
	if comes {
		notice = "done.comes"
	}
	return done{page.GatheringDayPath(id, number), v.T(notice)}, procedure.Come(tx, v.person.ID, id, number, comes)
}
