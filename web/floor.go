package web

import (
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// floorRoutes are what listeners and who leads do with the floor, beside asking for it and giving it (MO-1 to MO-3, OJ-4).
func (s *Server) floorRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/speakers", Members, "", s.show(s.speakers)},
		{post, "/meetings/:id/gestures", Members, "", s.act(s.gesture, nil)},
		{post, "/meetings/:id/undo", Members, "", s.act(s.undo, nil)},
		{post, "/meetings/:id/adjournment", Members, "", s.act(s.adjourn, nil)},
	}
}

// speakers is the list on paper, for when the network fails (MO-1).
func (s *Server) speakers(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := sittingAt(tx, v)
	if err != nil {
		return nil, err
	}
	if now.State == commune.Called {
		return nil, errNotFound
	}
	return page.SpeakersPage(v.Frame, now), nil
}

// gesture makes a silent sign to who speaks, or takes it back (MO-2).
func (s *Server) gesture(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	kind := commune.Recall(v.PostForm("kind"))
	notice := "done.gesture"
	if kind == page.NoGesture {
		kind, notice = "", "done.no_gesture"
	}
	return done{page.SeatPath(commune.MeetingID(id)), v.T(notice)}, procedure.Gesture(tx, v.person.ID, commune.MeetingID(id), kind)
}

// undo takes the last act of the floor or of the agenda back.
func (s *Server) undo(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	seen, err := strconv.ParseInt(v.DefaultPostForm("act", "0"), 10, 64)
	if err != nil || seen < 0 {
		return done{}, errNotFound
	}
	_, err = procedure.Undo(tx, v.person.ID, commune.MeetingID(id), commune.ActID(seen))
	return done{page.ConsolePath(commune.MeetingID(id)), v.T("done.undone")}, err
}

// adjourn leaves to the next assembly what does not fit into this one any more: the items that the form names (OJ-4).
func (s *Server) adjourn(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	var seen []commune.ItemID
	for _, named := range v.PostFormArray("item") {
		item, err := strconv.ParseInt(named, 10, 64)
		if err != nil {
			return done{}, errNotFound
		}
		seen = append(seen, commune.ItemID(item))
	}
	made, err := procedure.Adjourn(tx, v.person.ID, commune.MeetingID(id), seen)
	if err != nil {
		return done{}, err
	}
	to, err := tx.Meeting(made[0].To)
	return done{page.ConsolePath(commune.MeetingID(id)), v.N("done.adjourned", len(made), v.Date(to.StartsAt))}, err
}

// ended is what a closed assembly leaves to read of its time: how the floor was shared, and what went to another (MO-1, OJ-4).
func ended(tx *store.Tx, m commune.Meeting) (page.Ended, error) {
	e := page.Ended{To: make(map[commune.MeetingID]commune.Meeting)}
	if m.ClosedAt.IsZero() {
		return e, nil
	}
	var err error
	if e.Shares, err = tx.Shares(m.ID); err != nil {
		return e, err
	}
	if e.Adjourned, err = tx.Adjournments(m.ID); err != nil {
		return e, err
	}
	for _, a := range e.Adjourned {
		if e.To[a.To], err = tx.Meeting(a.To); err != nil {
			return e, err
		}
	}
	return e, nil
}
