package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// convocationRoutes are for calling people to a meeting: what they are sent, when and where it is held, and the call (AG-2, AG-3, DR-1).
func (s *Server) convocationRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/plan", Members, "", s.show(s.plan)},
		{post, "/meetings/:id/plan", Members, "", s.act(s.changeMeeting, s.plan)},
		{post, "/meetings/:id/cancellation", Members, "", s.act(s.cancelMeeting, s.plan)},
		{get, "/meetings/:id/video", Anyone, "", plain(s.joinCall)},
		{get, "/me/mails", Accounts, "", s.show(s.mails)},
		{post, "/me/mails", Accounts, "", s.act(s.chooseMails, nil)},
		{get, "/unsubscribe/:token", Anyone, "", s.show(s.unsubscribing)},
		{post, "/unsubscribe/:token", Anyone, "", plain(s.unsubscribe)},
	}
}

// hourShape is an hour as the field of a form reads and writes it.
const hourShape = "2006-01-02T15:04"

// plan is shown to who could send it.
func (s *Server) plan(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err != nil {
		return nil, err
	}
	if _, err := v.person.May(commune.Convene, v.Now); err != nil {
		return nil, err
	}
	if err := m.Changeable(v.Now); err != nil {
		return nil, err
	}
	conveners, err := tx.Conveners(m.ID)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrDateInvalid.Key: "starts", commune.ErrDatePast.Key: "starts", commune.ErrAgendaWouldClose.Key: "starts",
		commune.ErrConvenedTogether.Key: "starts", commune.ErrLinkInvalid.Key: "video", commune.ErrCancelReasonNeeded.Key: "reason",
	}[v.refused.Key]
	form := page.Plan{
		Meeting: m, Together: len(conveners) > 0, AgendaDays: settings.AgendaDays, StartsAt: v.field("starts", at),
		Place: v.field("place", at), Video: v.field("video", at), Reason: v.field("reason", at),
		Problems: v.problems(at),
	}
	if _, typed := v.GetPostForm("starts"); !typed {
		form.StartsAt.Value, form.Place.Value, form.Video.Value = m.StartsAt.In(v.Site.Location()).Format(hourShape), m.Place, m.Video
	}
	return page.PlanPage(v.Frame, form), nil
}

// changeMeeting gives a meeting another hour, place or address of the call. A form without an hour leaves it as it is.
func (s *Server) changeMeeting(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err != nil {
		return done{}, err
	}
	change := commune.Change{StartsAt: m.StartsAt, Place: v.PostForm("place"), Video: v.PostForm("video")}
	if typed := v.PostForm("starts"); typed != m.StartsAt.In(v.Site.Location()).Format(hourShape) {
		if change.StartsAt, err = commune.ParseHour(typed, v.Site.Location()); err != nil {
			return done{}, err
		}
	}
	changed, err := procedure.ChangeMeeting(tx, v.person.ID, m.ID, change)
	notice := "done.plan"
	if changed.Sequence == m.Sequence {
		notice = "done.plan_same"
	}
	return done{page.MeetingPath(m.ID), v.T(notice)}, err
}

func (s *Server) cancelMeeting(tx *store.Tx, v *visit) (done, error) {
	return atMeeting(v, "done.cancelled", func(id commune.MeetingID) error {
		_, err := procedure.CancelMeeting(tx, v.person.ID, id, v.PostForm("reason"))
		return err
	})
}
