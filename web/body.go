package web

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// bodyRoutes are the secretariats and the commissions: everybody may read what they are, every member can propose to create or dissolve
// one (SE-8, CO-2).
func (s *Server) bodyRoutes() []Route {
	return []Route{
		{get, "/bodies", Anyone, commune.KindCommune, s.show(s.bodies)},
		{get, "/bodies/new", Members, commune.KindCommune, s.show(s.newBody)},
		{post, "/bodies", Members, commune.KindCommune, s.act(s.proposeBody, s.newBody)},
		{get, "/s/:slug", Anyone, commune.KindCommune, s.show(s.bodyOf(commune.Secretariat))},
		{get, "/c/:slug", Anyone, commune.KindCommune, s.show(s.bodyOf(commune.Commission))},
		{get, "/bodies/:id/dissolution", Members, commune.KindCommune, s.show(s.dissolution)},
		{post, "/bodies/:id/dissolution", Members, commune.KindCommune, s.act(s.proposeDissolution, s.dissolution)},
	}
}

// bodies lists the bodies that work, by kind, and those that were dissolved or whose time is over.
func (s *Server) bodies(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := tx.Bodies()
	if err != nil {
		return nil, err
	}
	locale.ByName(v.Printer, all, func(b commune.Body) string { return b.Name })
	today := commune.DayOf(v.Now, v.Site.Location())
	view := page.Bodies{Groups: []page.BodyGroup{{Kind: commune.Secretariat}, {Kind: commune.Commission}}}
	for _, b := range all {
		at := slices.IndexFunc(view.Groups, func(g page.BodyGroup) bool { return g.Kind == b.Kind })
		switch {
		case at < 0:
		case b.Active(today):
			view.Groups[at].List = append(view.Groups[at].List, page.BodyLine{Body: b})
		default:
			view.Past = append(view.Past, b)
		}
	}
	return page.BodiesPage(v.Frame, view), nil
}

// bodyOf is the page of a body of one kind.
func (s *Server) bodyOf(kind commune.BodyKind) pager {
	return func(tx *store.Tx, v *visit) (templ.Component, error) {
		b, err := tx.BodyBySlug(v.Param("slug"))
		if err == nil && b.Kind != kind {
			err = errNotFound
		}
		if err != nil {
			return nil, err
		}
		view, err := bodyView(tx, v, b)
		return page.BodyPage(v.Frame, view), err
	}
}

// decisionRef names a decision; one that this visitor may not see is dated and not named.
func (v *visit) decisionRef(tx *store.Tx, id commune.DecisionID) (page.DecisionRef, error) {
	if id == 0 {
		return page.DecisionRef{}, nil
	}
	d, err := tx.DecisionByID(id)
	ref := page.DecisionRef{Day: commune.DayOf(d.DecidedAt, v.Site.Location())}
	if slices.Contains(v.audiences(), d.Audience) {
		ref.Number = d.Number()
	}
	return ref, err
}

func (s *Server) newBody(tx *store.Tx, v *visit) (templ.Component, error) {
	at := map[string]string{
		commune.ErrBodyKind.Key: "kind", commune.ErrNameMissing.Key: "name", commune.ErrPurposeMissing.Key: "purpose",
		commune.ErrBodyPermanent.Key: "until", commune.ErrDatePast.Key: "until", commune.ErrDateInvalid.Key: "until",
		commune.ErrSlugInvalid.Key: "slug", commune.ErrSlugReserved.Key: "slug", commune.ErrSlugTaken.Key: "slug",
	}[v.refused.Key]
	form := page.NewBody{
		Kind: v.field("kind", at), Name: v.field("name", at), Slug: v.field("slug", at),
		Purpose: v.field("purpose", at), Until: v.field("until", at), Text: v.field("text", at),
		Problems: v.problems(at),
	}
	form.Kind.Value = cmp.Or(form.Kind.Value, v.Query("kind"))
	var err error
	if form.Item, err = itemAsked(tx, v); err != nil {
		return nil, err
	}
	form.Theme, err = v.themeAsked(tx, form.Item)
	return page.NewBodyPage(v.Frame, form), err
}

// proposeBody puts the creation of a body to the vote: on the next agenda, or under the item that the form names (SE-8, CO-2). Without
// words of its author it is said in the plainest ones.
func (s *Server) proposeBody(tx *store.Tx, v *visit) (done, error) {
	terms := commune.BodyTerms{
		Kind: commune.BodyKind(v.PostForm("kind")), Slug: v.PostForm("slug"), Name: v.PostForm("name"), Purpose: v.PostForm("purpose"),
	}
	if terms.Kind != commune.Secretariat && terms.Kind != commune.Commission {
		return done{}, commune.ErrBodyKind
	}
	if typed := v.PostForm("until"); typed != "" {
		var err error
		if terms.Until, err = commune.ParseDay(typed); err != nil {
			return done{}, err
		}
	}
	payload, err := json.Marshal(terms)
	if err != nil {
		return done{}, err
	}
	words := s.House.WordsOf(v.Site)
	title := words.T("body_new.item_"+string(terms.Kind), terms.Name)
	return s.bodyMotion(tx, v, procedure.Proposal{Title: title, Motion: commune.Motion{
		Form: commune.FormCreateBody, Text: cmp.Or(v.PostForm("text"), title+"."), Payload: payload, Audience: commune.Public,
	}})
}

// bodyMotion brings a prepared motion about a body to the agenda.
func (s *Server) bodyMotion(tx *store.Tx, v *visit, p procedure.Proposal) (done, error) {
	item, err := itemAsked(tx, v)
	if err != nil {
		return done{}, err
	}
	p.Item, p.Theme = item.ID, v.PostForm("theme")
	m, err := procedure.ProposeOnAgenda(tx, s.House, v.person.ID, p)
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}

// livingBody is the body of the address, if it still is one.
func (v *visit) livingBody(tx *store.Tx) (commune.Body, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Body{}, err
	}
	b, err := tx.Body(commune.BodyID(id))
	if err == nil && !b.Living() {
		err = commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	return b, err
}

func (s *Server) dissolution(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return nil, err
	}
	at := map[string]string{commune.ErrMotionTextMissing.Key: "text", commune.ErrTooLong.Key: "text"}[v.refused.Key]
	form := page.Dissolution{Body: b, Text: v.field("text", at), Problems: v.problems(at)}
	if v.refused.Key == "" {
		form.Text.Value = s.dissolutionWords(v, b) + "."
	}
	form.Theme, err = v.themeAsked(tx, commune.Item{})
	return page.DissolutionPage(v.Frame, form), err
}

func (s *Server) dissolutionWords(v *visit, b commune.Body) string {
	return s.House.WordsOf(v.Site).T("dissolution.item_"+string(b.Kind), b.Name)
}

// proposeDissolution puts the end of a body to the vote, on the next agenda (SE-8, CO-2).
func (s *Server) proposeDissolution(tx *store.Tx, v *visit) (done, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return done{}, err
	}
	payload, err := json.Marshal(commune.DissolutionTerms{Body: b.ID})
	if err != nil {
		return done{}, err
	}
	return s.bodyMotion(tx, v, procedure.Proposal{Title: s.dissolutionWords(v, b), Motion: commune.Motion{
		Form: commune.FormDissolveBody, Text: v.PostForm("text"), Payload: payload, Audience: commune.Public,
	}})
}
