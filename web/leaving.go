package web

import (
	"encoding/json"
	"errors"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// dataRoutes are what everybody may ask of their own data: what is kept and why, a copy, and the way out (ME-2, ME-3).
func (s *Server) dataRoutes() []Route {
	return []Route{
		{get, "/me/data", Accounts, "", s.show(s.data)},
		{get, "/me/data/copy", Accounts, "", s.download(s.dataCopy)},
		{get, "/me/leaving", Accounts, "", s.show(s.leaving)},
		{post, "/me/leaving", Accounts, "", s.act(s.leave, s.leaving)},
		{post, "/me/leaving/stop", Accounts, "", s.act(s.stay, nil)},
		{get, "/members/:id/leaving", Admitters, "", s.show(s.departure)},
		{post, "/members/:id/leaving", Members, "", s.act(s.askDeparture, s.departure)},
		{post, "/members/:id/leaving/stop", Members, "", s.act(s.stopDeparture, nil)},
	}
}

func (s *Server) data(_ *store.Tx, v *visit) (templ.Component, error) {
	return page.DataPage(v.Frame), nil
}

// dataCopy is everything that is held about who is signed in, as one file (ME-3).
func (s *Server) dataCopy(tx *store.Tx, v *visit) (document, error) {
	held, err := tx.Personal(v.account.ID)
	if err != nil {
		return document{}, err
	}
	content, err := json.MarshalIndent(map[string]any{"organisation": v.Site.Name, "copiedAt": v.Now, "data": held}, "", "  ")
	return document{name: "federes-" + string(commune.DayOf(v.Now, v.Site.Location())) + ".json", kind: "application/json", content: content}, err
}

func (s *Server) leaving(_ *store.Tx, v *visit) (templ.Component, error) {
	return page.LeavingPage(v.Frame, page.Leaving{Person: *v.account, Name: v.field("name", "name"), Problems: v.problems("name")}), nil
}

// leave lets who is signed in out (ME-3). Their sessions are a stranger's from then on.
func (s *Server) leave(tx *store.Tx, v *visit) (done, error) {
	return done{"/", v.T("done.departed")}, procedure.LeaveOrganisation(tx, s.House, v.account.ID, v.PostForm("name"))
}

// stay stops an erasure that was asked for in one's name.
func (s *Server) stay(tx *store.Tx, v *visit) (done, error) {
	return done{"/me", v.T("done.stayed")}, procedure.StopDeparture(tx, v.account.ID, v.account.ID)
}

// departure is where who admits members asks for the erasure of someone who cannot sign in any more.
func (s *Server) departure(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	m, err := procedure.Account(tx, commune.MemberID(id))
	if errors.Is(err, commune.ErrNotMember) {
		err = errNotFound
	}
	if err != nil {
		return nil, err
	}
	view := page.Leaving{Person: m, Name: v.field("name", "name"), Problems: v.problems("name")}
	d, err := tx.Departure(m.ID)
	if err == nil {
		view.DueAt = d.DueAt
	} else if !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	return page.DeparturePage(v.Frame, view), nil
}

func (s *Server) askDeparture(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	d, err := procedure.AskDeparture(tx, v.person.ID, commune.MemberID(id), v.PostForm("name"))
	return done{page.DeparturePath(d.Member), v.T("done.departure", d.DueAt)}, err
}

func (s *Server) stopDeparture(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{page.DeparturePath(commune.MemberID(id)), v.T("done.departure_stopped")}, procedure.StopDeparture(tx, v.person.ID, commune.MemberID(id))
}
