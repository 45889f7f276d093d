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
		{post, "/items/:id/start", Members, "", s.act(s.startItem, nil)},
		{post, "/meetings/:id/items/end", Members, "", s.act(s.endItem, nil)},
	}
}

// startItem has the meeting treat an item.
func (s *Server) startItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	item, err := procedure.StartItem(tx, v.person.ID, commune.ItemID(id))
	return done{page.ConsolePath(item.Meeting), v.T("done.item_started", item.Title)}, err
}

// endItem ends the item that is treated.
func (s *Server) endItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{page.ConsolePath(commune.MeetingID(id)), v.T("done.item_ended")}, procedure.EndItem(tx, v.person.ID, commune.MeetingID(id))
}
