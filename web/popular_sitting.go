package web

import (
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// sittingRoutes are what becomes otherwise of a sitting, for who organises (AP-1), and its mails, for whoever asks (AP-5).
func (s *Server) sittingRoutes() []Route {
	return []Route{
		{get, "/p/:slug/sittings/:id", Members, commune.KindCommune, s.show(s.sittingPlan)},
		{post, "/p/:slug/sittings/:id", Members, commune.KindCommune, s.act(s.moveSitting, s.sittingPlan)},
		{post, "/p/:slug/sittings/:id/cancellation", Members, commune.KindCommune, s.act(s.cancelSitting, s.sittingPlan)},
		{post, "/p/:slug/mails", Accounts, commune.KindCommune, s.act(s.followPopular, nil)},
	}
}

// sittingPlan is shown to who could send it.
func (s *Server) sittingPlan(tx *store.Tx, v *visit) (templ.Component, error) {
	b, m, err := sittingAsked(tx, v)
	if err != nil {
		return nil, err
	}
	if err := m.Changeable(v.Now); err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrDateInvalid.Key: "starts", commune.ErrDatePast.Key: "starts", commune.ErrPlaceMissing.Key: "place",
		commune.ErrLinkInvalid.Key: "video", commune.ErrCancelReasonNeeded.Key: "reason",
	}[v.refused.Key]
	form := page.PopularPlan{
		Body: b, Meeting: m, Starts: v.field("starts", at), Place: v.field("place", at), Video: v.field("video", at),
		Why: v.field("why", at), Reason: v.field("reason", at), Problems: v.problems(at),
	}
	if _, typed := v.GetPostForm("starts"); !typed {
		form.Starts.Value, form.Place.Value, form.Video.Value = m.StartsAt.In(v.Site.Location()).Format(hourShape), m.Place, m.Video
	}
	return page.PopularPlanPage(v.Frame, form), nil
}

// sittingAsked is the sitting that the address names, for who organises.
func sittingAsked(tx *store.Tx, v *visit) (commune.Body, commune.Meeting, error) {
	if err := v.organises(); err != nil {
		return commune.Body{}, commune.Meeting{}, err
	}
	b, err := popularHere(tx, v)
	if err != nil {
		return b, commune.Meeting{}, err
	}
	id, err := v.number("id")
	if err != nil {
		return b, commune.Meeting{}, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err == nil && m.Body != b.ID {
		err = errNotFound
	}
	return b, m, err
}

// moveSitting gives a sitting another hour or place. A form without another hour leaves it as it is.
func (s *Server) moveSitting(tx *store.Tx, v *visit) (done, error) {
	b, m, err := sittingAsked(tx, v)
	if err != nil {
		return done{}, err
	}
	change := commune.Change{StartsAt: m.StartsAt, Place: v.PostForm("place"), Video: v.PostForm("video")}
	if typed := v.PostForm("starts"); typed != m.StartsAt.In(v.Site.Location()).Format(hourShape) {
		if change.StartsAt, err = commune.ParseHour(typed, v.Site.Location()); err != nil {
			return done{}, err
		}
	}
	changed, err := procedure.MoveSitting(tx, s.House, v.person.ID, m.ID, change, v.PostForm("why"))
	notice := "done.sitting_moved"
	if changed.Sequence == m.Sequence {
		notice = "done.plan_same"
	}
	return done{page.BodyPath(b), v.T(notice)}, err
}

func (s *Server) cancelSitting(tx *store.Tx, v *visit) (done, error) {
	b, m, err := sittingAsked(tx, v)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.CancelSitting(tx, s.House, v.person.ID, m.ID, v.PostForm("reason"))
	return done{page.BodyPath(b), v.T("done.sitting_cancelled")}, err
}

// followPopular has who is signed in get the mails of a popular assembly, or no more (AP-5).
func (s *Server) followPopular(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	follows := v.PostForm("follows") == "yes"
	notice := "done.popular_unfollowed"
	if follows {
		notice = "done.popular_followed"
	}
	return done{page.BodyPath(b) + "#follow", v.T(notice)}, procedure.FollowPopular(tx, v.account.ID, b.ID, follows)
}

// comingSittings are those that are still announced beside the next: convoked, or cancelled before their hour came; the earliest first.
func comingSittings(tx *store.Tx, view *page.PopularView) error {
	all, err := tx.MeetingsOf(view.Body.ID)
	for _, m := range slices.Backward(all) {
		state := m.State(tx.Now())
		next := view.Next != nil && m.ID == view.Next.ID
		if off := state == commune.Cancelled && m.StartsAt.After(tx.Now()); !next && (off || !state.Over()) {
			view.Later = append(view.Later, m)
		}
	}
	return err
}
