package web

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// timingRoutes are the meeting's time: which item is treated, what is adjourned (OJ-4).
func (s *Server) timingRoutes() []Route {
	return []Route{
		{post, "/items/:id/start", Members, commune.KindCommune, s.act(s.startItem, nil)},
		{post, "/meetings/:id/items/end", Members, commune.KindCommune, s.act(s.endItem, nil)},
	}
}

// timing is where the meeting stands in its time, as this member may act on it.
func timing(tx *store.Tx, m commune.Meeting, lead bool) (page.Timing, error) {
	t, err := procedure.ReadTiming(tx, m)
	return page.Timing{Meeting: m.ID, Timing: t, Lead: lead}, err
}

// startItem has the meeting treat an item.
func (s *Server) startItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	item, err := procedure.StartItem(tx, v.person.ID, commune.ItemID(id))
	return done{page.CoursePath(item.Meeting), v.T("done.item_started", item.Title)}, err
}

// endItem ends the item that is treated.
func (s *Server) endItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{page.CoursePath(commune.MeetingID(id)), v.T("done.item_ended")}, procedure.EndItem(tx, v.person.ID, commune.MeetingID(id))
}
