package web

import (
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// newGathering offers the bodies for which this member may put something into the calendar (CO-7).
func (s *Server) newGathering(tx *store.Tx, v *visit) (templ.Component, error) {
	form := v.gatheringForm()
	all, err := frames(tx)
	if err != nil {
		return nil, err
	}
	for _, body := range all {
		planner, err := procedure.PlannerOf(tx, *v.person, body.ID)
		if err != nil {
			return nil, err
		}
		if body.Living && planner.Puts(body.ID) == nil {
			form.Bodies = append(form.Bodies, body)
		}
	}
	if len(form.Bodies) == 0 {
		return nil, commune.ErrCalendarHand
	}
	if v.refused.Key == "" {
		day := commune.DayOf(v.Now, v.Site.Location()).Add(7)
		form.Starts.Value = string(day) + "T18:30"
		form.Body.Value, form.Place.Value = v.Query("body"), v.Site.Place
		form.Kind.Value, form.Guests.Value, form.Rhythm.Value, form.Length.Value = string(commune.BodyMeeting), string(commune.ForMembers), string(commune.Once), "120"
	}
	return page.GatheringFormPage(v.Frame, form), nil
}

// gatheringForm is what was typed, with the refusal beside the field that it is about.
func (v *visit) gatheringForm() page.GatheringForm {
	at := map[string]string{
		commune.ErrTitleMissing.Key: "title", commune.ErrDateInvalid.Key: "starts", commune.ErrDatePast.Key: "starts", commune.ErrSeriesBegan.Key: "starts",
		commune.ErrLinkInvalid.Key: "video", commune.ErrGatheringLength.Key: "length", commune.ErrGatheringKind.Key: "kind", commune.ErrGuestsUnknown.Key: "guests",
		commune.ErrRhythmInvalid.Key: "rhythm", commune.ErrSeriesEndsFirst.Key: "until", commune.ErrCancelReasonNeeded.Key: "reason",
	}[v.refused.Key]
	field := func(name string) page.Field { return v.field(name, at) }
	return page.GatheringForm{
		Body: field("body"), Kind: field("kind"), Title: field("title"), Text: field("text"), Place: field("place"), Video: field("video"),
		Guests: field("guests"), Starts: field("starts"), Length: field("length"), Rhythm: field("rhythm"), Every: field("every"),
		Until: field("until"), Times: field("times"), Reason: field("reason"), Problems: v.problems(at),
	}
}

// typedGathering reads the form. The hour is one of the commune's zone.
func (v *visit) typedGathering() (commune.Gathering, error) {
	loc := v.Site.Location()
	starts, err := commune.ParseHour(v.PostForm("starts"), loc)
	if err != nil {
		return commune.Gathering{}, err
	}
	local := starts.In(loc)
	g := commune.Gathering{
		Kind: commune.GatheringKind(v.PostForm("kind")), Title: v.PostForm("title"), Text: v.PostForm("text"), Place: v.PostForm("place"),
		Video: v.PostForm("video"), Guests: commune.Guests(v.PostForm("guests")),
		Hour: commune.Hour(local.Hour()*60 + local.Minute()), Length: v.typedCount("length"),
		Series: commune.Series{
			Day: commune.DayOf(local, loc), Rhythm: commune.Rhythm(v.PostForm("rhythm")), Every: v.typedCount("every"), Times: v.typedCount("times"),
		},
	}
	if until := v.PostForm("until"); until != "" {
		g.Until, err = commune.ParseDay(until)
	}
	return g, err
}

// typedCount is a whole number of the form: 0 for none, -1 for what is no number.
func (v *visit) typedCount(name string) int {
	typed := v.PostForm(name)
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// putGathering puts something into the calendar.
func (s *Server) putGathering(tx *store.Tx, v *visit) (done, error) {
	g, err := v.typedGathering()
	if err != nil {
		return done{}, err
	}
	if named := v.PostForm("body"); named != "" {
		n, err := strconv.ParseInt(named, 10, 64)
		if err != nil {
			return done{}, errNotFound
		}
		g.Body = commune.BodyID(n)
	}
	if _, err := frameOf(tx, g.Body); err != nil {
		return done{}, err
	}
	g, err = procedure.PutGathering(tx, v.person.ID, g)
	return done{page.GatheringPath(g.ID), v.T("done.gathering")}, err
}

// editGathering is shown to who could send it.
func (s *Server) editGathering(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := changeable(tx, v)
	if err != nil {
		return nil, err
	}
	form := v.gatheringForm()
	form.Gathering = view.GatheringView.Gathering
	if _, typed := v.GetPostForm("starts"); !typed {
		form.Fill(view.GatheringView.Gathering)
	}
	return page.GatheringFormPage(v.Frame, form), nil
}

// changeable is the gathering of the address, for who may change it.
func changeable(tx *store.Tx, v *visit) (page.Gathering, error) {
	view, err := gatheringView(tx, v)
	if err != nil {
		return view, err
	}
	planner, err := procedure.PlannerOf(tx, *v.person, view.Body)
	if err != nil {
		return view, err
	}
	if err := planner.Changes(view.GatheringView.Gathering); err != nil {
		return view, err
	}
	return view, view.GatheringView.Gathering.Changeable(v.Site.Location(), v.Now)
}

func (s *Server) changeGathering(tx *store.Tx, v *visit) (done, error) {
	id, _, err := v.dayAsked()
	if err != nil {
		return done{}, err
	}
	g, err := v.typedGathering()
	if err != nil {
		return done{}, err
	}
	g.ID = id
	_, err = procedure.ChangeGathering(tx, v.person.ID, g)
	return done{page.GatheringPath(id), v.T("done.gathering_changed")}, err
}

func (s *Server) cancelGathering(tx *store.Tx, v *visit) (done, error) {
	id, _, err := v.dayAsked()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.CancelGathering(tx, v.person.ID, id, v.PostForm("reason"))
	return done{page.GatheringPath(id), v.T("done.gathering_cancelled")}, err
}

// editDay gives one day of a series another hour or place, or cancels it alone.
func (s *Server) editDay(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := changeable(tx, v)
	if err != nil {
		return nil, err
	}
	day := view.Occasion
	switch {
	case !day.Series:
		return nil, errNotFound
	case day.Cancelled:
		return nil, commune.ErrGatheringCancelled
	case !day.EndsAt.After(v.Now):
		return nil, commune.ErrGatheringOver
	}
	form := page.GatheringDay{Gathering: view}
	typed := v.gatheringForm()
	form.Starts, form.Place, form.Reason, form.Problems = typed.Starts, typed.Place, typed.Reason, typed.Problems
	if _, sent := v.GetPostForm("starts"); !sent {
		form.Starts.Value, form.Place.Value = day.StartsAt.In(v.Site.Location()).Format(hourShape), day.Place
	}
	return page.GatheringDayPage(v.Frame, form), nil
}

func (s *Server) moveDay(tx *store.Tx, v *visit) (done, error) {
	id, number, err := v.dayAsked()
	if err != nil {
		return done{}, err
	}
	starts, err := commune.ParseHour(v.PostForm("starts"), v.Site.Location())
	if err != nil {
		return done{}, err
	}
	_, err = procedure.MoveDay(tx, v.person.ID, id, number, commune.Otherwise{StartsAt: starts, Place: v.PostForm("place")})
	return done{page.GatheringDayPath(id, number), v.T("done.gathering_changed")}, err
}

func (s *Server) cancelDay(tx *store.Tx, v *visit) (done, error) {
	id, number, err := v.dayAsked()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.CancelDay(tx, v.person.ID, id, number, v.PostForm("reason"))
	return done{page.GatheringDayPath(id, number), v.T("done.gathering_cancelled")}, err
}
