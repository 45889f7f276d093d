package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// secretariatRoutes are what a secretariat decides, for everybody to read as far as its audience reaches; and what a body brings to the
// assembly (SE-4, CO-4). There is no such route for a commission's decisions: it takes none (CO-3).
func (s *Server) secretariatRoutes() []Route {
	return []Route{
		{get, "/s/:slug/decisions/:number", Anyone, commune.KindCommune, s.show(s.bodyDecision)},
		{get, "/s/:slug/decisions/:number/record", Anyone, commune.KindCommune, s.download(s.bodyDecisionRecord)},
		{get, "/s/:slug/decisions/:number/proof", Anyone, commune.KindCommune, s.download(s.bodyDecisionProof)},
		{get, "/bodies/:id/decisions/new", Members, commune.KindCommune, s.show(s.newBodyDecision)},
		{post, "/bodies/:id/decisions", Members, commune.KindCommune, s.act(s.decideInBody, s.newBodyDecision)},
		{get, "/bodies/:id/proposal", Members, commune.KindCommune, s.show(s.newProposal)},
		{post, "/bodies/:id/proposal", Members, commune.KindCommune, s.act(s.bringToAssembly, s.newProposal)},
	}
}

// bodyDecisionOf is the decision of the address, if this visitor may see it.
func bodyDecisionOf(tx *store.Tx, v *visit) (commune.Body, commune.BodyDecision, error) {
	b, err := tx.BodyBySlug(v.Param("slug"))
	if err != nil {
		return b, commune.BodyDecision{}, err
	}
	year, rank, err := commune.ParseBodyNumber(b, v.Param("number"))
	if err != nil {
		return b, commune.BodyDecision{}, err
	}
	d, err := tx.BodyDecision(b.ID, year, rank)
	if err == nil && !slices.Contains(v.audiences(), d.Audience) {
		err = errNotFound
	}
	return b, d, err
}

func (s *Server) bodyDecision(tx *store.Tx, v *visit) (templ.Component, error) {
	b, d, err := bodyDecisionOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.BodyDecisionView{Decision: d, Body: b}
	if view.Mandate, err = tx.Mandate(d.Mandate); err != nil {
		return nil, err
	}
	view.Record, err = recordBy(tx, v, b.ActorName(), d.Seq)
	return page.BodyDecisionPage(v.Frame, view), err
}

func (s *Server) bodyDecisionRecord(tx *store.Tx, v *visit) (document, error) {
	b, d, err := bodyDecisionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, d.Seq, d.Number(b)+".json")
}

func (s *Server) bodyDecisionProof(tx *store.Tx, v *visit) (document, error) {
	b, d, err := bodyDecisionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, d.Seq, d.Number(b)+"-proof.json")
}

// newBodyDecision shows the clauses of the reader's own mandates: a decision stands on one of them (SE-4).
func (s *Server) newBodyDecision(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := v.mine(tx)
	if err == nil && b.Kind != commune.Secretariat {
		err = commune.ErrBodyDecidesNothing
	}
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrClauseMissing.Key: "clause", commune.ErrDecisionEmpty.Key: "text", commune.ErrTooLong.Key: "text", commune.ErrAudienceInvalid.Key: "audience",
	}[v.refused.Key]
	form := page.NewBodyDecision{
		Body: b, Text: v.field("text", at), Clause: v.field("clause", at), Audience: v.field("audience", at),
		Problems: v.problems(at),
	}
	form.Audience.Value = cmp.Or(form.Audience.Value, string(commune.Confederation))
	for _, m := range v.person.Mandates.In(b.ID, v.Now) {
		for i, clause := range m.Clauses {
			form.Clauses = append(form.Clauses, page.Option{
				Value: page.ClauseValue(m, i+1), Label: v.T("body_decision.clause", i+1, clause), Help: m.Title,
			})
		}
	}
	form.Request, err = v.requestTo(tx, b)
	return page.NewBodyDecisionPage(v.Frame, form), err
}

// requestTo is the request to a secretariat that the address or the form names; nil for none.
func (v *visit) requestTo(tx *store.Tx, b commune.Body) (*commune.Request, error) {
	named := cmp.Or(v.PostForm("request"), v.Query("request"))
	if named == "" {
		return nil, nil
	}
	id, err := strconv.ParseInt(named, 10, 64)
	if err != nil {
		return nil, errNotFound
	}
	r, err := tx.Request(commune.RequestID(id))
	if err == nil && r.To != b.ID {
		err = errNotFound
	}
	return &r, err
}

func (s *Server) decideInBody(tx *store.Tx, v *visit) (done, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return done{}, err
	}
	asked := procedure.Deciding{Body: b.ID, Text: v.PostForm("text"), Audience: commune.Audience(v.PostForm("audience"))}
	request, err := v.requestTo(tx, b)
	if err != nil {
		return done{}, err
	}
	if request != nil {
		asked.Answers = request.ID
	}
	own := v.person.Mandates.In(b.ID, v.Now)
	if _, err := fmt.Sscanf(v.PostForm("clause"), "%d.%d", &asked.Mandate, &asked.Clause); err != nil && len(own) > 0 {
		asked.Mandate = own[0].ID // of a mandate that says nothing of it: the refusal is about the clause
	}
	d, err := procedure.DecideInBody(tx, s.House, v.person.ID, asked)
	return done{page.BodyDecisionPath(b, d), v.T("done.body_decided")}, err
}

// newProposal brings an item to the assembly in the name of a body (CO-4, SE-4).
func (s *Server) newProposal(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := v.mine(tx)
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrTitleMissing.Key: "title", commune.ErrTooLong.Key: "text", commune.ErrAudienceInvalid.Key: "audience",
	}[v.refused.Key]
	form := page.NewProposal{
		Body: b, Title: v.field("title", at), Text: v.field("reasons", at), Words: v.field("text", at),
		Audience: v.field("audience", at), Problems: v.problems(at),
	}
	form.Audience.Value = cmp.Or(form.Audience.Value, string(commune.Confederation))
	form.Request, err = v.requestTo(tx, b)
	return page.NewProposalPage(v.Frame, form), err
}

// proposalMinutes is what is foreseen for an item that a body brings.
const proposalMinutes = 15

// bringToAssembly puts it on the next agenda. What no clause covers needs no title: the request's serves, or the words' beginning (SE-4).
func (s *Server) bringToAssembly(tx *store.Tx, v *visit) (done, error) {
	b, err := v.livingBody(tx)
	if err != nil {
		return done{}, err
	}
	request, err := v.requestTo(tx, b)
	if err != nil {
		return done{}, err
	}
	words := strings.TrimSpace(v.PostForm("text"))
	title, reasons := strings.TrimSpace(v.PostForm("title")), v.PostForm("reasons")
	if request != nil {
		title, reasons = cmp.Or(title, request.Title), cmp.Or(reasons, request.Text)
	}
	first, _, _ := strings.Cut(words, "\n")
	asked := procedure.Brought{
		By: b.ID, Words: words, Audience: commune.Audience(v.PostForm("audience")),
		Item: commune.Item{Title: cmp.Or(title, page.Summary(first, commune.MaxName)), Text: reasons, Minutes: proposalMinutes},
	}
	var item commune.Item
	if b.Kind == commune.Secretariat {
		sent := procedure.Sent{Brought: asked}
		if request != nil {
			sent.Answers = request.ID
		}
		item, err = procedure.SendToAssembly(tx, s.House, v.person.ID, sent)
	} else {
		item, err = procedure.BringToAssembly(tx, s.House, v.person.ID, asked)
	}
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(item.Meeting)
	return done{page.ItemPath(item.Meeting, item.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}
