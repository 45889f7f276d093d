package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// popularRecordRoutes are what a popular assembly decided, as it signed it (AP-5), and its end (AP-2).
func (s *Server) popularRecordRoutes() []Route {
	return []Route{
		{get, "/p/:slug/decisions/:number/record", Anyone, commune.KindCommune, s.download(s.popularDecisionRecord)},
		{get, "/p/:slug/decisions/:number/proof", Anyone, commune.KindCommune, s.download(s.popularDecisionProof)},
		{get, "/p/:slug/end", Members, commune.KindCommune, s.show(s.popularEnding)},
		{post, "/p/:slug/end", Members, commune.KindCommune, s.act(s.endPopular, s.popularEnding)},
	}
}

// popularDecisionRecord is the signed record of a decision of a popular assembly.
func (s *Server) popularDecisionRecord(tx *store.Tx, v *visit) (document, error) {
	_, d, err := popularDecisionHere(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, d.Seq, "decision-"+d.Number()+".json")
}

// popularDecisionProof is all that is needed to check offline that it stands in the register's log.
func (s *Server) popularDecisionProof(tx *store.Tx, v *visit) (document, error) {
	_, d, err := popularDecisionHere(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, d.Seq, "decision-"+d.Number()+"-proof.json")
}

// popularEnding is shown to who could send it.
func (s *Server) popularEnding(tx *store.Tx, v *visit) (templ.Component, error) {
	if err := v.organises(); err != nil {
		return nil, err
	}
	b, err := popularHere(tx, v)
	if err != nil {
		return nil, err
	}
	if !b.Living() {
		return nil, commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	at := map[string]string{commune.ErrEndingMissing.Key: "why", commune.ErrTooLong.Key: "why"}[v.refused.Key]
	form := page.PopularEnding{Body: b, By: v.field("by", at), Why: v.field("why", at), Problems: v.problems(at)}
	form.Decisions, err = tx.DecisionsBy(b.Slug)
	return page.PopularEndingPage(v.Frame, form), err
}

func (s *Server) endPopular(tx *store.Tx, v *visit) (done, error) {
	if err := v.organises(); err != nil {
		return done{}, err
	}
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	e := procedure.Ending{Body: b.ID, Why: v.PostForm("why")}
	if by := v.PostForm("by"); by != "" {
		if e.Year, e.Rank, err = commune.ParseNumber(by); err != nil {
			return done{}, err
		}
	}
	_, err = confederal.EndPopular(tx, v.person.ID, e)
	return done{page.BodyPath(b), v.T("done.popular_ended")}, err
}
