package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// Councils lets a delegate of ours into the council for which they are mandated: the address at which they enter (CF-5). The federation
// implements it.
type Councils interface {
	Entry(ctx context.Context, who commune.MemberID, mandate commune.MandateID) (string, error)
}

// entryRoutes lead a delegate from their own organisation's instance into the council where they sit: no second account, no password (CF-5).
func (s *Server) entryRoutes() []Route {
	return []Route{
		{post, "/mandates/:id/entry", Members, "", s.enterCouncil},
		{get, "/entry/:token", Anyone, commune.KindCouncil, s.show(s.entry)},
		{post, "/entry/:token", Anyone, commune.KindCouncil, plain(s.takeSeat)},
	}
}

// enterCouncil asks the council for a way in, and shows it to the delegate. Only a form asks: what opens an address, or looks at it beforehand,
// spends nothing. A page leads on, for a form may not be answered by a redirect to another site (form-action).
func (s *Server) enterCouncil(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		var who commune.MemberID
		var mandate commune.MandateID
		err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
			v, err := s.arrive(tx, c)
			if err == nil {
				err = v.let(r)
			}
			if err != nil {
				return err
			}
			id, err := v.number("id")
			who, mandate = v.person.ID, commune.MandateID(id)
			return err
		})
		var address string
		if err == nil {
			address, err = s.Councils.Entry(c.Request.Context(), who, mandate)
		}
		var refused commune.Refusal
		switch {
		case errors.As(err, &refused) && refused.Kind == commune.Conflict:
			s.renderAgain(c, r, refused, s.mandate)
		case err != nil:
			s.refuseEntry(c, err)
		default:
			s.render(c, http.StatusOK, r, leadIn(address))
		}
	}
}

// leadIn shows the delegate of a mandate the address at which they enter, which is a key.
func leadIn(address string) pager {
	return func(tx *store.Tx, v *visit) (templ.Component, error) {
		m, err := mandateOf(tx, v)
		if err != nil {
			return nil, err
		}
		view := page.MandateView{Mandate: m}
		if err := mandateCouncil(tx, &view); err != nil {
			return nil, err
		}
		v.Path = page.MandatePath(m.ID)
		return page.WayInPage(v.Frame, page.WayIn{Address: address, Council: view.CouncilName, Mandate: m.ID}), nil
	}
}

// entry is where a delegate arrives: what opens the address spends nothing.
func (s *Server) entry(tx *store.Tx, v *visit) (templ.Component, error) {
	v.Header("Referrer-Policy", "no-referrer") // the address is a key
	e, err := confederal.PeekEntry(tx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	v.Path = "/"
	return page.EntryPage(v.Frame, page.Entrance{Token: v.Param("token"), Holder: e.Holder, Of: e.Of.Name}), nil
}

// takeSeat spends a ticket, and lets its delegate in.
func (s *Server) takeSeat(c *gin.Context) {
	if !s.mayTry(c) {
		return
	}
	var m commune.Member
	err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) (err error) {
		m, err = confederal.Enter(tx, c.Param("token"))
		return err
	})
	s.remember(c, backCookie, "", -1)
	s.welcome(c, m, err)
}
