package web

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/prose"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// ratificationRoutes are the texts that councils put to all communes: what they say, what is counted, and all that is needed to count again.
func (s *Server) ratificationRoutes() []Route {
	return []Route{
		{get, "/ratifications", Anyone, "", s.show(s.ratifications)},
		{get, "/ratifications/new", Members, commune.KindCouncil, s.show(s.newRatification)},
		{post, "/ratifications", Members, commune.KindCouncil, s.act(s.putText, s.newRatification)},
		{get, "/ratifications/:ref", Anyone, "", s.show(s.ratification)},
		{get, "/ratifications/:ref/everything", Anyone, "", s.download(s.ratificationWhole)},
		{post, "/ratifications/:ref/motion", Members, commune.KindCommune, s.act(s.proposeAnswer, s.ratification)},
	}
}

// ratifications lists the texts, the newest first.
func (s *Server) ratifications(tx *store.Tx, v *visit) (templ.Component, error) {
	below, err := before(v)
	if err != nil {
		return nil, err
	}
	list, err := peers.Proposals(tx, confederation.ProposalID(below), pageLength+1)
	if err != nil {
		return nil, err
	}
	view := page.Ratifications{May: v.person != nil && v.Council()}
	if len(list) > pageLength {
		list = list[:pageLength]
		view.Older = strconv.FormatInt(int64(list[pageLength-1].ID), 10)
	}
	view.List = list
	return page.RatificationsPage(v.Frame, view), nil
}

// proposalHere is the text of the address; one that its author's key does not prove is shown to nobody.
func proposalHere(tx *store.Tx, v *visit) (confederation.Proposal, error) {
	p, err := peers.ProposalByRef(tx, v.Param("ref"))
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.Believed {
		return p, errNotFound
	}
	return p, err
}

// ratification shows one text: at a council what is counted, at a commune what its assembly answered (CF-7).
func (s *Server) ratification(tx *store.Tx, v *visit) (templ.Component, error) {
	p, err := proposalHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.Ratification{Proposal: p, Words: prose.HTML(prose.Under(p.Text, 2))}
	if p.Own() {
		d, err := tx.DecisionByID(p.Decision)
		if err != nil {
			return nil, err
		}
		view.Put = d.Number()
		if p.Becomes > 0 {
			if view.Before, err = charterUntil(tx, p.Becomes); err != nil {
				return nil, err
			}
		}
	}
	if v.Council() {
		err = countView(tx, v, &view)
	} else {
		err = answerView(tx, v, &view)
	}
	if view.Polled(v.Frame) {
		v.scripted()
	}
	return page.RatificationPage(v.Frame, view), err
}

// countView is what a council counted of a text so far, and the answers after the one that the address names.
func countView(tx *store.Tx, v *visit, view *page.Ratification) (err error) {
	if view.Silent, err = confederal.Silent(tx, view.Proposal); err != nil {
		return err
	}
	list, err := peers.StandingAnswers(tx, view.URI, commune.ActorID(v.Query("after")), pageLength+1)
	if err == nil && len(list) > pageLength {
		list = list[:pageLength]
		view.More = string(list[pageLength-1].Commune)
	}
	view.Answers = list
	return err
}

// answerView is what our assembly answered, and what waits to be voted.
func answerView(tx *store.Tx, v *visit, view *page.Ratification) error {
	own, err := peers.AnswersOf(tx, view.URI, v.Site.Assembly())
	if err != nil {
		return err
	}
	for i := len(own) - 1; i >= 0; i-- {
		number, err := confederal.NumberOf(tx, own[i])
		if err != nil {
			return err
		}
		view.Own = append(view.Own, page.OwnAnswer{AnswerRow: own[i], Decision: number})
	}
	if view.Compared, err = confederal.ComparedCount(tx, view.Proposal); err != nil || v.person == nil {
		return err
	}
	at := map[string]string{commune.ErrTooLong.Key: "reservations", commune.ErrUnreadable.Key: "reservations", confederation.ErrProposalWaits.Key: "reservations"}[v.refused.Key]
	view.Reserved, view.Problems = v.field("reservations", at), v.problems(at)
	view.Waiting, err = confederal.AnswersWaiting(tx, view.URI)
	return err
}

// proposeAnswer brings an answer to the next assembly: with reservations, or to amend what was answered (CF-7).
func (s *Server) proposeAnswer(tx *store.Tx, v *visit) (done, error) {
	p, err := proposalHere(tx, v)
	if err != nil {
		return done{}, err
	}
	m, err := confederal.ProposeAnswer(tx, s.House, v.person.ID, p.Ref, v.PostForm("reservations"))
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}

// newRatification is the form of a text that would be put to all communes.
func (s *Server) newRatification(tx *store.Tx, v *visit) (templ.Component, error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		confederation.ErrProposalTitle.Key: "title", confederation.ErrProposalText.Key: "text", confederation.ErrProposalDeadline.Key: "deadline",
		commune.ErrDateInvalid.Key: "deadline", commune.ErrTooLong.Key: "text", commune.ErrUnreadable.Key: "text", commune.ErrCharterSame.Key: "text",
	}[v.refused.Key]
	return page.NewRatificationPage(v.Frame, page.NewRatification{
		Title: v.field("title", at), Text: v.field("text", at), Deadline: v.field("deadline", at), Charter: v.field("charter", at),
		Rule: settings.RatificationRule, Problems: v.problems(at),
	}), nil
}

// putText brings the text to the vote of the council's next sitting (CF-5, CF-7).
func (s *Server) putText(tx *store.Tx, v *visit) (done, error) {
	deadline, err := commune.ParseHour(v.PostForm("deadline"), v.Site.Location())
	if err != nil {
		return done{}, err
	}
	m, err := confederal.ProposeText(tx, s.House, v.person.ID, confederation.ProposalTerms{
		Title: strings.TrimSpace(v.PostForm("title")), Text: v.PostForm("text"), Charter: v.PostForm("charter") == "yes", Deadline: deadline,
	})
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}

// whole is all that is needed to count again, as it was signed.
type whole struct {
	Proposal json.RawMessage   `json:"proposal"`
	Outcome  string            `json:"outcome,omitempty"`
	Counted  json.RawMessage   `json:"counted,omitempty"`
	Answers  []json.RawMessage `json:"answers"`
}

// ratificationWhole is the text with every answer to it that came, counted or not.
func (s *Server) ratificationWhole(tx *store.Tx, v *visit) (document, error) {
	p, err := proposalHere(tx, v)
	if err != nil {
		return document{}, err
	}
	rows, err := peers.AllAnswers(tx, p.URI)
	if err != nil {
		return document{}, err
	}
	all := whole{Proposal: p.Document, Outcome: p.Outcome, Counted: p.Counted, Answers: make([]json.RawMessage, len(rows))}
	for i, r := range rows {
		all.Answers[i] = r.Document
	}
	content, err := json.Marshal(all)
	return document{"ratification-" + p.Ref + ".json", "application/json", content}, err
}
