package web

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// coOrganiseRoutes are the communes with which ours organises: those that it asks, for who organises, and those that ask it, whose offer every
// member can put to the vote (AP-1, AP-3).
func (s *Server) coOrganiseRoutes() []Route {
	return []Route{
		{get, "/p/:slug/coorganisers", Members, commune.KindCommune, s.show(s.coOrganisers)},
		{post, "/p/:slug/coorganisers", Members, commune.KindCommune, s.askCoOrganiser},
		{post, "/p/:slug/coorganisers/:id/withdrawal", Members, commune.KindCommune, s.act(s.takeBackOffer, nil)},
		{post, "/assemblies/offers/:id/motion", Members, commune.KindCommune, s.act(s.decideOffer(confederal.ProposeToOrganise), nil)},
		{post, "/assemblies/offers/:id/parting", Members, commune.KindCommune, s.act(s.decideOffer(confederal.ProposeToPart), nil)},
	}
}

// coOrganisers are the communes that were asked, with what each answered, and the form that asks another.
func (s *Server) coOrganisers(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := s.organisedHere(tx, v)
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		confederation.ErrCommuneUnknown.Key: "commune", confederation.ErrNotCommune.Key: "commune", confederation.ErrCommuneItself.Key: "commune",
		confederation.ErrCommuneUnreachable.Key: "commune", confederation.ErrOrganiserAsked.Key: "commune",
	}[v.refused.Key]
	view := page.CoOrganisers{Body: b, Commune: v.field("commune", at), Problems: v.problems(at)}
	view.List, err = peers.CoOrganisers(tx, b.ID)
	return page.CoOrganisersPage(v.Frame, view), err
}

// organisedHere is the living popular assembly of the address, for who organises.
func (s *Server) organisedHere(tx *store.Tx, v *visit) (commune.Body, error) {
	if err := v.organises(); err != nil {
		return commune.Body{}, err
	}
	b, err := popularHere(tx, v)
	if err == nil && !b.Living() {
		err = commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	return b, err
}

// askCoOrganiser asks a commune. It is looked up before any transaction that writes is open: nothing waits on the network inside one.
func (s *Server) askCoOrganiser(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		var result done
		var found confederation.Peer
		err := s.readForm(c)
		if err == nil {
			found, err = s.communeAsked(c, r)
		}
		if err == nil {
			result, err = s.run(c, r, func(tx *store.Tx, v *visit) (done, error) {
				b, err := popularHere(tx, v)
				if err != nil {
					return done{}, err
				}
				_, err = confederal.AskToOrganise(tx, v.person.ID, b.ID, found)
				return done{page.PopularActPath(b, "coorganisers"), v.T("done.coorganiser_asked", found.Name)}, err
			})
		}
		s.finish(c, r, result, err, s.coOrganisers)
	}
}

// communeAsked finds the commune that a form names, for who may ask it.
func (s *Server) communeAsked(c *gin.Context, r Route) (confederation.Peer, error) {
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err == nil {
			err = v.let(r)
		}
		if err == nil {
			_, err = s.organisedHere(tx, v)
		}
		return err
	})
	if err != nil {
		return confederation.Peer{}, err
	}
	address := strings.TrimSpace(c.PostForm("commune"))
	if address == "" {
		return confederation.Peer{}, confederation.ErrCommuneUnknown
	}
	found, err := s.Directory.Commune(c.Request.Context(), address)
	if err != nil && !errors.As(err, new(commune.Refusal)) && !errors.Is(err, context.Canceled) {
		s.Log.Warn("commune not reached", "address", address, "error", err)
		err = confederation.ErrCommuneUnreachable
	}
	return found, err
}

// takeBackOffer asks a commune no more.
func (s *Server) takeBackOffer(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	c, err := confederal.TakeBackOffer(tx, v.person.ID, b.ID, id)
	return done{page.PopularActPath(b, "coorganisers"), v.T("done.coorganiser_taken_back", c.Name)}, err
}

// proposer puts something about an offer to the vote at the next assembly.
type proposer func(*store.Tx, procedure.House, commune.MemberID, confederation.OfferID) (commune.Motion, error)

// decideOffer brings what our assembly can decide on an offer before it.
func (s *Server) decideOffer(propose proposer) actor {
	return func(tx *store.Tx, v *visit) (done, error) {
		id, err := v.number("id")
		if err != nil {
			return done{}, err
		}
		m, err := propose(tx, s.House, v.person.ID, confederation.OfferID(id))
		if err != nil {
			return done{}, err
		}
		on, err := tx.Meeting(m.Meeting)
		return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
	}
}

// offered adds to the list of popular assemblies those of others: which our commune organises too, for everybody, and which it is asked to, for
// the members, since anybody can ask under any name.
func offered(tx *store.Tx, v *visit, view *page.PopularList) error {
	accepted, err := peers.Offers(tx, confederation.Accepted)
	if err != nil {
		return err
	}
	for _, o := range accepted {
		line, err := offerLine(tx, v, o)
		if err != nil {
			return err
		}
		view.Elsewhere = append(view.Elsewhere, line)
	}
	if v.person == nil {
		return nil
	}
	asked, err := peers.Offers(tx, confederation.Asked)
	for _, o := range asked {
		line, err := offerLine(tx, v, o)
		if err != nil {
			return err
		}
		view.Offers = append(view.Offers, line)
	}
	return err
}

// offerLine is an offer with the decision by which it was accepted, and for a member the motion on it that waits.
func offerLine(tx *store.Tx, v *visit, o confederation.Offer) (line page.OfferLine, err error) {
	line.Offer = o
	if o.Decision != 0 {
		d, err := tx.DecisionByID(o.Decision)
		if err != nil {
			return line, err
		}
		line.Decision = d.Number()
	}
	if v.person != nil {
		m, err := confederal.MotionOn(tx, o)
		if err != nil {
			return line, err
		}
		line.Motion = m.ID
	}
	return line, nil
}

// withWhom are the communes that organise a popular assembly of ours with us, and those that were asked; who said no or left, and who is
// asked no more, is named nowhere.
func withWhom(tx *store.Tx, b commune.BodyID) ([]confederation.CoOrganiser, error) {
	all, err := peers.CoOrganisers(tx, b)
	return slices.DeleteFunc(all, func(c confederation.CoOrganiser) bool { return !c.State.Together() }), err
}
