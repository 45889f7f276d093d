package web

import (
	"cmp"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// commissionRoutes are what members do in commissions: they join and leave as they like, and decide nothing (CO-3).
func (s *Server) commissionRoutes() []Route {
	return []Route{
		{post, "/bodies/:id/joining", Members, commune.KindCommune, s.act(s.joinCommission, nil)},
		{post, "/bodies/:id/leaving", Members, commune.KindCommune, s.act(s.leaveCommission, nil)},
		{get, "/bodies/:id/signal", Members, commune.KindCommune, s.show(s.signal)},
		{post, "/bodies/:id/signal", Members, commune.KindCommune, s.act(s.setSignal, s.signal)},
		{get, "/bodies/:id/requests/new", Members, commune.KindCommune, s.show(s.newRequest)},
		{post, "/bodies/:id/requests", Members, commune.KindCommune, s.act(s.askSecretariat, s.newRequest)},
	}
}

func (s *Server) joinCommission(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	b, err := procedure.JoinCommission(tx, v.person.ID, commune.BodyID(id))
	return done{page.BodyPath(b), v.T("done.joined", b.Name)}, err
}

func (s *Server) leaveCommission(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	b, err := procedure.LeaveCommission(tx, v.person.ID, commune.BodyID(id))
	return done{page.BodyPath(b), v.T("done.left_commission", b.Name)}, err
}

// mine is the living body of the address, for who acts in it; others are told how to.
func (v *visit) mine(tx *store.Tx) (commune.Body, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return b, err
	}
	if b.Kind == commune.Secretariat {
		if len(v.person.Mandates.In(b.ID, v.Now)) == 0 {
			err = commune.ErrNotInBody
		}
		return b, err
	}
	all, err := tx.MembershipsOf(v.person.ID)
	if err != nil {
		return b, err
	}
	for _, m := range all {
		if m.Body == b.ID {
			return b, nil
		}
	}
	return b, commune.ErrNotInCommission
}

// signal sets the link of a commission's Signal group, for its members (CO-8).
func (s *Server) signal(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := v.mine(tx)
	if err == nil && b.Kind != commune.Commission {
		err = errNotFound
	}
	if err != nil {
		return nil, err
	}
	at := map[string]string{commune.ErrSignalInvalid.Key: "link"}[v.refused.Key]
	form := page.NewSignal{Body: b, Link: v.field("link", at), Problems: v.problems(at)}
	if v.refused.Key == "" {
		form.Link.Value = b.Signal
	}
	return page.SignalPage(v.Frame, form), nil
}

func (s *Server) setSignal(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	b, err := procedure.SetSignal(tx, v.person.ID, commune.BodyID(id), v.PostForm("link"))
	return done{page.BodyPath(b), v.T("done.signal")}, err
}

// newRequest asks the secretariat whose mandate covers what needs deciding (CO-6).
func (s *Server) newRequest(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := v.mine(tx)
	if err == nil && b.Kind != commune.Commission {
		err = errNotFound
	}
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrNoSecretariat.Key: "to", commune.ErrTitleMissing.Key: "title", commune.ErrRequestEmpty.Key: "text", commune.ErrTooLong.Key: "text",
	}[v.refused.Key]
	form := page.NewRequest{
		Body: b, To: v.field("to", at), Title: v.field("title", at), Text: v.field("text", at), Problems: v.problems(at),
	}
	form.To.Value = cmp.Or(form.To.Value, v.Query("to"))
	form.Secretariats, err = secretariats(tx)
	return page.NewRequestPage(v.Frame, form), err
}

// secretariats are those that live, to choose from.
func secretariats(tx *store.Tx) ([]page.Option, error) {
	all, err := tx.Bodies()
	var options []page.Option
	for _, b := range all {
		if b.Kind == commune.Secretariat && b.Living() {
			options = append(options, page.Option{Value: bodyValue(b.ID), Label: b.Name})
		}
	}
	return options, err
}

func (s *Server) askSecretariat(tx *store.Tx, v *visit) (done, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.AskSecretariat(tx, v.person.ID, commune.Request{
		Commission: b.ID, To: v.bodyOfForm("to"), Title: v.PostForm("title"), Text: v.PostForm("text"),
	})
	return done{page.BodyPath(b) + "#requests", v.T("done.asked")}, err
}
