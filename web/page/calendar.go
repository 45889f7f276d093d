package page

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// CalendarBody is whose something in the calendar can be: the whole organisation, which has number 0, or a body.
type CalendarBody struct {
	commune.Body
	Living bool
}

// Calendar is a part of the calendar: a month as a table, or a list of months.
type Calendar struct {
	Month         time.Time // its first day
	Before, After string    // the months that the links lead to
	Body          string    // the number of the one body that is shown; empty: all
	Bodies        []CalendarBody
	Weeks         [][]CalendarDay
	Months        []CalendarMonth
	Put           bool // the reader may put something there
}

// CalendarDay is one field of the table.
type CalendarDay struct {
	At        time.Time // noon
	Within    bool      // the month
	Today     bool
	Occasions []commune.Occasion
}

// CalendarMonth is one month of the list.
type CalendarMonth struct {
	At        time.Time
	Occasions []commune.Occasion
}

// Gathering is the page of a gathering on one of its days.
type Gathering struct {
	procedure.GatheringView
	Frame  CalendarBody
	Author string // who put it there, for members
	Mine   bool   // the reader comes
	Change bool   // the reader may change it
}

// GatheringForm puts a gathering into the calendar, or changes it.
type GatheringForm struct {
	Gathering commune.Gathering // that is changed; none has no ID
	Bodies    []CalendarBody    // that the reader may put it for

	Body, Kind, Title, Text, Place, Video, Guests, Starts, Length, Rhythm, Every, Until, Times, Reason Field
	Problems                                                                                           []Problem
}

// Fill shows what the gathering is so far.
func (v *GatheringForm) Fill(g commune.Gathering) {
	v.Kind.Value, v.Title.Value, v.Text.Value, v.Place.Value, v.Video.Value = string(g.Kind), g.Title, g.Text, g.Place, g.Video
	v.Guests.Value, v.Length.Value, v.Rhythm.Value, v.Until.Value = string(g.Guests), strconv.Itoa(g.Length), string(g.Rhythm), string(g.Until)
	v.Starts.Value = fmt.Sprintf("%sT%02d:%02d", g.Day, int(g.Hour)/60, int(g.Hour)%60)
	if g.Rhythm != commune.Once {
		v.Every.Value = strconv.Itoa(g.Every)
	}
	if g.Times > 0 {
		v.Times.Value = strconv.Itoa(g.Times)
	}
}

// GatheringDay is the form that moves or cancels one day of a series.
type GatheringDay struct {
	Gathering
	Starts, Place, Reason Field
	Problems              []Problem
}

// Feeds is where a member makes their secret addresses.
type Feeds struct{ Lines []Feed }

// Feed is one of them; without an address it was not made.
type Feed struct {
	Body    CalendarBody
	Address string
	MadeAt  time.Time
}

// GatheringPath is the page of a gathering, on the next of its days.
func GatheringPath(id commune.GatheringID) string { return fmt.Sprintf("/calendar/events/%d", id) }

// GatheringDayPath is the page of a gathering on one of its days.
func GatheringDayPath(id commune.GatheringID, number int) string {
	return fmt.Sprintf("/calendar/events/%d/%d", id, number)
}

func gatheringAct(id commune.GatheringID, act string) templ.SafeURL {
	return templ.SafeURL(GatheringPath(id) + "/" + act)
}

func gatheringDayAct(id commune.GatheringID, number int, act string) templ.SafeURL {
	return templ.SafeURL(GatheringDayPath(id, number) + "/" + act)
}

// OccasionPath is the page of what the calendar shows; an assembly that is only foreseen has none yet.
func OccasionPath(o commune.Occasion) string {
	switch {
	case o.Foreseen:
		return "/meetings"
	case o.Meeting != 0:
		return MeetingPath(o.Meeting)
	case o.Series:
		return GatheringDayPath(o.Gathering, o.Number)
	}
	return GatheringPath(o.Gathering)
}

func occasionPath(o commune.Occasion) templ.SafeURL { return templ.SafeURL(OccasionPath(o)) }

// occasionName is how it is called.
func occasionName(f Frame, o commune.Occasion) string {
	switch {
	case o.Meeting != 0 && o.Matter != "":
		return f.T("calendar.exceptional_matter", f.Said(o.Matter))
	case o.Meeting != 0 && o.Exceptional:
		return f.T("calendar.exceptional")
	case o.General():
		return f.T("calendar.assembly")
	}
	return f.Said(o.Title)
}

// hours are from when to when an occasion is: an end on another day is said with it.
func hours(f Frame, o commune.Occasion) string {
	if commune.DayOf(o.StartsAt, f.Zone()) == commune.DayOf(o.EndsAt.Add(-time.Minute), f.Zone()) {
		return f.T("calendar.hours", f.Time(o.StartsAt), f.Time(o.EndsAt))
	}
	return f.T("calendar.days", f.Time(o.StartsAt), f.DateTime(o.EndsAt))
}

// whose is of which body an occasion is; a popular assembly, which is called by its name, is said to be one.
func whose(f Frame, bodies []CalendarBody, o commune.Occasion) string {
	if o.Assembly() && !o.General() {
		return f.T("popular.kicker")
	}
	for _, b := range bodies {
		if b.ID == o.Body {
			return b.Name
		}
	}
	return ""
}

// address is a page of the calendar with the choice of the body kept.
func (v Calendar) address(path, month string) templ.SafeURL {
	q := url.Values{}
	if month != "" {
		q.Set("month", month)
	}
	if v.Body != "" {
		q.Set("body", v.Body)
	}
	if len(q) == 0 {
		return templ.SafeURL(path)
	}
	return templ.SafeURL(path + "?" + q.Encode())
}

// at is the month that is shown, as an address says it.
func (v Calendar) at() string { return v.Month.Format("2006-01") }

// bodyChoices are whose events can be shown alone.
func (v Calendar) bodyChoices(f Frame) []Option {
	options := []Option{{Label: f.T("calendar.all_bodies")}}
	for _, b := range v.Bodies {
		if id := strconv.FormatInt(int64(b.ID), 10); b.Living || id == v.Body {
			options = append(options, Option{Value: id, Label: b.Name})
		}
	}
	return options
}

func dayClass(d CalendarDay) string {
	var classes []string
	if !d.Within {
		classes = append(classes, "outside")
	}
	if d.Today {
		classes = append(classes, "today")
	}
	if len(d.Occasions) == 0 {
		classes = append(classes, "bare")
	}
	return strings.Join(classes, " ")
}

// guests says who may attend.
func guests(f Frame, o commune.Occasion) string {
	if o.General() {
		return f.T("calendar.for.assembly")
	}
	return f.T("calendar.for." + string(o.Guests))
}

// rhythm says how a series comes back: "tous les 2 mois, le dernier vendredi, jusqu'au 26 novembre 2027".
func rhythm(f Frame, g commune.Gathering) string {
	day := middle(f, g.Day)
	how := f.N("calendar.each."+string(g.Rhythm), g.Every, f.Weekday(day), f.DayNumber(day), f.T("calendar.nth."+strconv.Itoa((day.Day()-1)/7+1)))
	switch {
	case g.Until != "":
		return f.T("calendar.series_until", how, f.ShortDate(middle(f, g.Until)))
	case g.Times > 0:
		return f.N("calendar.series_times", g.Times, how)
	}
	return how
}

// middle is the noon of a day where the organisation is.
func middle(f Frame, d commune.Day) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 12, 0, 0, 0, f.Zone())
}

// usualLengths are offered for how long a gathering lasts, in minutes.
var usualLengths = []int{30, 60, 90, 120, 150, 180, 240, 360, 480, 720, 1440, 2880, 4320, 10080}

func lengths(f Frame, chosen string) []Option {
	var options []Option
	found := false
	for _, n := range usualLengths {
		o := Option{Value: strconv.Itoa(n), Label: f.Duration(time.Duration(n) * time.Minute)}
		if n >= 1440 {
			o.Label = f.N("span.days", n/1440)
		}
		found = found || o.Value == chosen
		options = append(options, o)
	}
	if n, err := strconv.Atoi(chosen); err == nil && !found && n > 0 {
		options = append(options, Option{Value: chosen, Label: f.Duration(time.Duration(n) * time.Minute)})
	}
	return options
}

// worded are the options of a closed list, in words.
func worded[T ~string](f Frame, key string, all []T) []Option {
	options := make([]Option, len(all))
	for i, one := range all {
		options[i] = Option{Value: string(one), Label: f.T(key + string(one))}
	}
	return options
}

func bodyOptions(all []CalendarBody) []Option {
	options := make([]Option, len(all))
	for i, b := range all {
		options[i] = Option{Value: strconv.FormatInt(int64(b.ID), 10), Label: b.Name}
	}
	return options
}

func (v Gathering) linked(f Frame) any {
	o := v.Occasion
	site := linkedSite(f)
	status := schema + "/EventScheduled"
	if o.Cancelled {
		status = schema + "/EventCancelled"
	}
	attendance := schema + "/OfflineEventAttendanceMode"
	if o.Video != "" {
		attendance = schema + "/MixedEventAttendanceMode"
	}
	return linkedEvent{
		Context: schema, Type: "Event", Status: status, Name: o.Title, URL: f.Address(string(occasionPath(o))), Start: o.StartsAt.UTC().Format(time.RFC3339),
		Attendance: attendance, Location: linkedAt(o.Place), Organizer: &site,
	}
}

// heading says whether something is put into the calendar, or changed.
func (v GatheringForm) heading(f Frame) string {
	if v.Gathering.ID == 0 {
		return f.T("gathering.new")
	}
	return f.T("gathering.change")
}

func (v GatheringForm) action() templ.SafeURL {
	if v.Gathering.ID == 0 {
		return "/calendar/events"
	}
	return gatheringAct(v.Gathering.ID, "edit")
}
