package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// hearingRoutes are what a council will treat, and what our assembly has its delegates say there: among members, as the council told it (CF-2, CF-5).
func (s *Server) hearingRoutes() []Route {
	return []Route{
		{get, "/levels/:id/agenda", Members, "", s.show(s.hearings)},
		{post, "/levels/:id/instructions", Members, "", s.act(s.proposeInstruction, s.hearings)},
	}
}

// councilOf is the council of the address, to which we belong.
func councilOf(tx *store.Tx, v *visit) (confederation.Peer, error) {
	id, err := v.number("id")
	if err != nil {
		return confederation.Peer{}, err
	}
	p, err := peers.Peer(tx, confederation.PeerID(id))
	if err == nil && (p.Role != confederation.RoleCouncil || p.State != confederation.Accepted) {
		err = errNotFound
	}
	return p, err
}

func (s *Server) hearings(tx *store.Tx, v *visit) (templ.Component, error) {
	council, err := councilOf(tx, v)
	if err != nil {
		return nil, err
	}
	seats, err := confederal.DelegatesTo(tx, council.Actor)
	if err != nil {
		return nil, err
	}
	at := map[string]string{commune.ErrTooLong.Key: "words", commune.ErrUnreadable.Key: "words"}[v.refused.Key]
	view := page.Hearings{
		Council: int64(council.ID), Name: council.Name, Seated: len(seats) > 0, About: v.PostForm("about"), Words: v.field("words", at), Problems: v.problems(""),
	}
	view.List, err = confederal.Hearings(tx, council)
	return page.HearingsPage(v.Frame, view), err
}

// proposeInstruction has the next assembly vote what its delegates say on a point of the council's agenda (CF-5).
func (s *Server) proposeInstruction(tx *store.Tx, v *visit) (done, error) {
	council, err := councilOf(tx, v)
	if err != nil {
		return done{}, err
	}
	m, err := confederal.ProposeInstruction(tx, s.House, v.person.ID, confederation.InstructTerms{
		Council: council.Actor, About: v.PostForm("about"), Position: commune.Choice(v.PostForm("position")), Text: v.PostForm("words"),
	})
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}
