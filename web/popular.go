package web

import (
	"errors"
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// popularRoutes are the popular assemblies: everybody's to read and to take part in (AP-2), told of by who organises (AP-1); the caucus is the
// members' (AP-4).
func (s *Server) popularRoutes() []Route {
	return []Route{
		{get, "/assemblies", Anyone, commune.KindCommune, s.show(s.popularList)},
		{get, "/assemblies/new", Members, commune.KindCommune, s.show(s.newPopular)},
		{post, "/assemblies", Members, commune.KindCommune, s.act(s.createPopular, s.newPopular)},
		{get, "/p/:slug", Anyone, commune.KindCommune, s.show(s.popular)},
		{get, "/p/:slug/edit", Members, commune.KindCommune, s.show(s.editPopular)},
		{post, "/p/:slug/edit", Members, commune.KindCommune, s.act(s.changePopular, s.editPopular)},
		{get, "/p/:slug/convocation", Members, commune.KindCommune, s.show(s.popularCall)},
		{post, "/p/:slug/convocation", Members, commune.KindCommune, s.act(s.convokePopular, s.popularCall)},
		{get, "/p/:slug/decisions/:number", Anyone, commune.KindCommune, s.show(s.popularDecision)},
		{post, "/p/:slug/decisions/:number/agenda", Members, commune.KindCommune, s.act(s.bringPopular, nil)},
		{get, "/p/:slug/caucus", Members, commune.KindCommune, s.show(s.caucus)},
		{post, "/p/:slug/caucus/positions", Members, commune.KindCommune, s.act(s.writePosition, s.caucus)},
		{post, "/p/:slug/caucus/points", Members, commune.KindCommune, s.act(s.compare, nil)},
		{post, "/p/:slug/guests", Anyone, commune.KindCommune, s.askGuestLink},
		{get, "/p/:slug/session", Accounts, commune.KindCommune, s.show(s.popularSession)},
		{post, "/p/:slug/session", Accounts, commune.KindCommune, s.act(s.inPopularSession, nil)},
		{post, "/meetings/:id/guests", Members, commune.KindCommune, s.act(s.checkIn, nil)},
	}
}

func (s *Server) popularList(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := popularAssemblies(tx, v)
	if err != nil {
		return nil, err
	}
	var view page.PopularList
	for _, b := range all {
		if !b.Living() {
			view.Ended = append(view.Ended, b)
			continue
		}
		line := page.PopularLine{Body: b}
		if line.Next, err = nextSitting(tx, b.ID); err != nil {
			return nil, err
		}
		view.List = append(view.List, line)
	}
	if err := offered(tx, v, &view); err != nil {
		return nil, err
	}
	return page.PopularListPage(v.Frame, view), nil
}

// popularAssemblies are all that there ever were, by name.
func popularAssemblies(tx *store.Tx, v *visit) ([]commune.Body, error) {
	all, err := tx.Bodies()
	all = slices.DeleteFunc(all, func(b commune.Body) bool { return b.Kind != commune.PopularAssembly })
	locale.ByName(v.Printer, all, func(b commune.Body) string { return b.Name })
	return all, err
}

// popularNews are the assemblies that can be followed (AP-5).
func popularNews(tx *store.Tx, v *visit, view *page.Home) error {
	all, err := popularAssemblies(tx, v)
	view.Popular = slices.DeleteFunc(all, func(b commune.Body) bool { return !b.Living() })
	return err
}

// nextSitting is the sitting in session, or else the next that is convoked; nil for none.
func nextSitting(tx *store.Tx, b commune.BodyID) (*commune.Meeting, error) {
	all, err := tx.MeetingsOf(b)
	var next *commune.Meeting
	for _, m := range all { // the latest first
		switch state := m.State(tx.Now()); {
		case state == commune.Open:
			return &m, err
		case !state.Over():
			next = &m
		}
	}
	return next, err
}

// popularHere is the popular assembly of the address.
func popularHere(tx *store.Tx, v *visit) (commune.Body, error) {
	b, err := tx.BodyBySlug(v.Param("slug"))
	if err == nil && b.Kind != commune.PopularAssembly {
		err = errNotFound
	}
	return b, err
}

func (s *Server) popular(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return nil, err
	}
	return popularPage(tx, v, b, page.GuestForm{Sent: v.Query("sent") != ""})
}

func popularPage(tx *store.Tx, v *visit, b commune.Body, guest page.GuestForm) (templ.Component, error) {
	view := page.PopularView{Body: b, Guest: guest}
	var err error
	if view.Page, err = tx.PopularAssemblyPage(b.ID); err != nil && !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	if err := alliesOf(tx, &view); err != nil {
		return nil, err
	}
	if view.Next, err = nextSitting(tx, b.ID); err != nil {
		return nil, err
	}
	if view.Next != nil {
		view.Open = view.Next.State(v.Now) == commune.Open
		if view.Items, err = sittingItems(tx, view.Next.ID); err != nil {
			return nil, err
		}
	}
	if err := comingSittings(tx, &view); err != nil {
		return nil, err
	}
	if err := popularPast(tx, v, &view); err != nil {
		return nil, err
	}
	if b.Dissolved != 0 {
		d, err := tx.DecisionByID(b.Dissolved)
		if err != nil {
			return nil, err
		}
		view.EndedBy = &d
	}
	if v.account != nil {
		if view.Follows, err = tx.Gets(v.account.ID, commune.PopularTopic(b.ID)); err != nil {
			return nil, err
		}
	}
	return page.PopularPage(v.Frame, view), nil
}

// alliesOf are those with whom the assembly is organised (AP-3), and the initiatives that it supports (AP-6).
func alliesOf(tx *store.Tx, view *page.PopularView) (err error) {
	if view.Organisers, err = commune.ParseAllies(view.Page.Organisers); err != nil {
		return err
	}
	if view.CoOrganisers, err = withWhom(tx, view.Body.ID); err != nil {
		return err
	}
	view.Initiatives, err = commune.ParseAllies(view.Page.Initiatives)
	return err
}

// outsidePopular is what everybody reads of a sitting: the page of its assembly (AP-2).
func outsidePopular(tx *store.Tx, v *visit, b commune.Body, err error) (templ.Component, error) {
	if err != nil {
		return nil, err
	}
	return popularPage(tx, v, b, page.GuestForm{})
}

// sittingItems are the items of a sitting in the order in which they are treated.
func sittingItems(tx *store.Tx, id commune.MeetingID) ([]commune.Item, error) {
	plan, err := procedure.Agenda(tx, id)
	items := make([]commune.Item, len(plan))
	for i, p := range plan {
		items[i] = p.Item
	}
	return items, err
}

// popularPast is what the assembly held and decided so far.
func popularPast(tx *store.Tx, v *visit, view *page.PopularView) error {
	decided, err := tx.DecisionsBy(view.Body.Slug)
	if err != nil {
		return err
	}
	for _, d := range decided {
		view.Decisions = append(view.Decisions, page.Entry{
			Number: d.OwnNumber(), Popular: true, Text: d.Text, Tally: d.Tally(), Base: d.Electorate, Audience: d.Audience, DecidedAt: d.DecidedAt,
			Own: true, Href: page.DecisionPath(d.Number()),
		})
	}
	all, err := tx.MeetingsOf(view.Body.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if state := m.State(v.Now); !state.Over() || state == commune.Cancelled && m.StartsAt.After(v.Now) {
			continue
		}
		view.Past = append(view.Past, m)
		minutes, err := procedure.MinutesOf(tx, m.ID)
		if err != nil {
			return err
		}
		if minutes.Published() {
			view.Minutes = append(view.Minutes, m)
		}
	}
	return nil
}

func (s *Server) popularDecision(tx *store.Tx, v *visit) (templ.Component, error) {
	b, d, err := popularDecisionHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.PopularDecision{Body: b, Decision: d}
	view.Record, err = recordBy(tx, v, b.ActorName(), d.Seq)
	return page.PopularDecisionPage(v.Frame, view), err
}

func popularDecisionHere(tx *store.Tx, v *visit) (commune.Body, commune.Decision, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return b, commune.Decision{}, err
	}
	year, rank, err := commune.ParseNumber(v.Param("number"))
	if err != nil {
		return b, commune.Decision{}, err
	}
	d, err := tx.DecisionBy(b.Slug, year, rank)
	return b, d, err
}

// bringPopular puts a result on the next agenda of the general assembly (AP-2).
func (s *Server) bringPopular(tx *store.Tx, v *visit) (done, error) {
	_, d, err := popularDecisionHere(tx, v)
	if err != nil {
		return done{}, err
	}
	p, err := procedure.BringPopular(tx, s.House, v.person.ID, d)
	if err != nil {
		return done{}, err
	}
	return done{page.ItemPath(p.On.ID, p.ID), v.T("done.brought", v.Date(p.On.StartsAt))}, nil
}
