package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// newMandate is the form that brings a mandate to the next agenda: a new one, in the body that the address names if it names one, or one that
// is given again on other terms (SE-3).
func (s *Server) newMandate(tx *store.Tx, v *visit) (templ.Component, error) {
	var form page.NewMandate
	asked := v.Query("after")
	if v.refused.Key != "" {
		asked = v.PostForm("renews")
	}
	if id, err := strconv.ParseInt(asked, 10, 64); err == nil {
		before, err := tx.Mandate(commune.MandateID(id))
		if err != nil {
			return nil, err
		}
		if err := before.Renewable(); err != nil {
			return nil, err
		}
		form.Before = &before
		if v.refused.Key == "" {
			if err := s.typeAgain(v, before); err != nil {
				return nil, err
			}
		}
	}
	var err error
	if form.Theme, err = v.themeAsked(tx, commune.Item{}); err != nil {
		return nil, err
	}
	form.NewMotion, err = filledMotion(tx, v, page.NewMotion{Form: commune.FormMandate})
	if body := v.Query("body"); v.refused.Key == "" && form.Before == nil && body != "" {
		form.Body.Value = body
	}
	return page.NewMandatePage(v.Frame, form), err
}

// typeAgain fills the form with a mandate as it was given before: its holder too, unless they left the place.
func (s *Server) typeAgain(v *visit, before commune.Mandate) error {
	terms := before.Again(commune.DayOf(v.Now, v.Site.Location()), v.Site.Location())
	if before.VacantAt(v.Now) {
		terms.Holder = 0
	}
	payload, err := json.Marshal(terms)
	v.Request.PostForm = typed(commune.Motion{Form: commune.FormMandate, Payload: payload}) // read as though it had been typed
	return err
}

// proposeMandate brings a mandate to the next agenda that is open. Without words of its author it is said in the plainest ones (SE-3).
func (s *Server) proposeMandate(tx *store.Tx, v *visit) (done, error) {
	payload, err := v.payload(commune.FormMandate, nil)
	if err != nil {
		return done{}, err
	}
	text := strings.TrimSpace(v.PostForm("text"))
	if text == "" {
		if text, err = s.mandateWords(tx, v, payload); err != nil {
			return done{}, err
		}
	}
	m, err := procedure.ProposeMandate(tx, s.House, v.person.ID, procedure.Proposal{Theme: v.PostForm("theme"), Motion: commune.Motion{
		Text: text, Payload: payload, Audience: commune.Audience(v.PostForm("audience")),
	}})
	return v.broughtTo(tx, m, err)
}

// mandateWords are the plainest words of a motion that gives a mandate.
func (s *Server) mandateWords(tx *store.Tx, v *visit, payload []byte) (string, error) {
	var terms commune.MandateTerms
	if err := json.Unmarshal(payload, &terms); err != nil {
		return "", commune.ErrFormUnknown
	}
	holder, err := tx.Member(terms.Holder)
	if err != nil {
		return "", commune.ErrHolderInvalid
	}
	words := s.House.WordsOf(v.Site)
	return words.T("mandate_new.text", holder.PublicName, terms.Title, words.Date(terms.Until.Time())), nil
}

// livingBodies are those of ours in which a mandate can be exercised, by name.
func livingBodies(tx *store.Tx, v *visit) ([]commune.Body, error) {
	all, err := tx.Bodies()
	today := commune.DayOf(v.Now, v.Site.Location())
	living := slices.DeleteFunc(all, func(b commune.Body) bool { return !b.Kind.Ours() || !b.Active(today) })
	locale.ByName(v.Printer, living, func(b commune.Body) string { return b.Name })
	return living, err
}

// electionTerms are a mandate and the members who stand for it.
func (v *visit) electionTerms() ([]byte, error) {
	terms, err := v.mandateTerms()
	if err != nil {
		return nil, err
	}
	election := commune.ElectionTerms{MandateTerms: terms}
	for _, typed := range v.PostFormArray("candidates") {
		id, err := strconv.ParseInt(typed, 10, 64)
		if err != nil {
			return nil, commune.ErrCandidatesInvalid.With(commune.MinOptions, commune.MaxOptions)
		}
		election.Candidates = append(election.Candidates, commune.MemberID(id))
	}
	return json.Marshal(election)
}

// mandateTerms are what a mandate says, without its holder.
func (v *visit) mandateTerms() (commune.MandateTerms, error) {
	until, err := commune.ParseDay(v.PostForm("until"))
	if err != nil {
		return commune.MandateTerms{}, commune.ErrTermInvalid
	}
	every, err := typedNumber(v.PostForm("report_every"))
	if err != nil || every < 0 || every > commune.MaxInterval {
		return commune.MandateTerms{}, commune.ErrIntervalInvalid.With(commune.MaxInterval)
	}
	body, err := typedNumber(v.PostForm("body"))
	if err != nil {
		return commune.MandateTerms{}, commune.ErrBodyOver
	}
	renews, err := typedNumber(v.PostForm("renews"))
	if err != nil {
		return commune.MandateTerms{}, errNotFound
	}
	var capabilities commune.Capabilities
	for _, c := range v.PostFormArray("capabilities") {
		capabilities = append(capabilities, commune.Capability(c))
	}
	return commune.MandateTerms{
		Title: strings.TrimSpace(v.PostForm("title")), Clauses: commune.ParseClauses(v.PostForm("mission")), Body: commune.BodyID(body),
		Capabilities: capabilities, Council: commune.ActorID(strings.TrimSpace(v.PostForm("council"))),
		ReportEvery: int(every), Renews: commune.MandateID(renews), Until: until,
	}, nil
}

// typedNumber reads a number that may have been left out.
func typedNumber(text string) (int64, error) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, nil
	}
	return strconv.ParseInt(text, 10, 64)
}
