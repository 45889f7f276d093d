package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

func (s *Server) newMeeting(tx *store.Tx, v *visit) (templ.Component, error) {
	at := map[string]string{
		commune.ErrMatterMissing.Key: "matter", commune.ErrReasonMissing.Key: "reason",
		commune.ErrDateInvalid.Key: "starts", commune.ErrDatePast.Key: "starts", commune.ErrNoticeShort.Key: "starts",
	}[v.refused.Key]
	form := page.NewMeeting{
		Matter: v.field("matter", at), Reason: v.field("reason", at), StartsAt: v.field("starts", at),
		Place: v.field("place", at), Problems: v.problems(at), Needed: 1,
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	form.Notice = settings.NoticeHours
	if v.refused.Key == "" {
		form.Place.Value = settings.Home(v.Site)
	}
	_, mandated := v.person.May(commune.Convene, v.Now)
	if alone, err := settings.CallsAlone(mandated, v.person.Good); err != nil || alone {
		return page.NewMeetingPage(v.Frame, form), err
	}
	needed, err := procedure.ConvenersNeeded(tx)
	form.Needed = needed
	return page.NewMeetingPage(v.Frame, form), err
}

// callMeeting calls an exceptional AG (AG-3). The hour is one of the commune's zone.
func (s *Server) callMeeting(tx *store.Tx, v *visit) (done, error) {
	starts, err := commune.ParseHour(v.PostForm("starts"), v.Site.Location())
	if err != nil {
		return done{}, err
	}
	m, err := procedure.CallMeeting(tx, v.person.ID, commune.Call{
		Matter: v.PostForm("matter"), Reason: v.PostForm("reason"), Place: v.PostForm("place"), StartsAt: starts,
	})
	notice := "done.convened"
	if m.ConvenedAt.IsZero() {
		notice = "done.called"
	}
	return done{page.MeetingPath(m.ID), v.T(notice)}, err
}

// atMeeting runs an act on the meeting of the address, and comes back to its page.
func atMeeting(v *visit, notice string, run func(commune.MeetingID) error) (done, error) {
	n, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	id := commune.MeetingID(n)
	return done{page.MeetingPath(id), v.T(notice)}, run(id)
}

func (s *Server) supportMeeting(tx *store.Tx, v *visit) (done, error) {
	return atMeeting(v, "done.supported", func(id commune.MeetingID) error {
		_, err := procedure.SupportMeeting(tx, v.person.ID, id)
		return err
	})
}

// openMeeting opens a meeting that is due, and leads to the checklist of its opening (DR-1 to DR-3); a popular assembly has none.
func (s *Server) openMeeting(tx *store.Tx, v *visit) (done, error) {
	var m commune.Meeting
	d, err := atMeeting(v, "done.opened", func(id commune.MeetingID) (err error) {
		m, err = procedure.OpenMeeting(tx, v.person.ID, id)
		return err
	})
	if m.Popular() {
		d.to += "/console"
	} else {
		d.to += "/opening"
	}
	return d, err
}

func (s *Server) closeMeeting(tx *store.Tx, v *visit) (done, error) {
	popular := false
	d, err := atMeeting(v, "done.closed", func(id commune.MeetingID) error {
		m, err := tx.Meeting(id)
		if err != nil {
			return err
		}
		popular = m.Popular()
		return procedure.CloseMeeting(tx, v.person.ID, id)
	})
	if popular {
		d.notice = v.T("done.sitting_closed")
	}
	return d, err
}
