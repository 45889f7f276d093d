package web

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// amendmentsPath is where other words are proposed, and with them another charter.
const amendmentsPath = "/motions/:id/amendments"

// newAmendment is the form of a motion with its own words in it, for other words to be written in their place.
func (s *Server) newAmendment(tx *store.Tx, v *visit) (templ.Component, error) {
	m, err := motionOf(tx, v)
	switch {
	case err != nil:
		return nil, err
	case s.House.Forms[m.Form].Whole:
		return nil, commune.ErrAmendsWhole
	case !v.person.Good:
		return nil, commune.ErrNoStanding
	}
	item, err := tx.Item(m.Item)
	if err != nil {
		return nil, err
	}
	if v.refused.Key == "" {
		v.Request.PostForm = typed(m) // read as though it had been typed
	}
	return motionForm(tx, v, page.NewMotion{Item: item, Form: m.Form, Amends: &m})
}

// typed is a motion as its form would send it.
func typed(m commune.Motion) url.Values {
	form := url.Values{"form": {string(m.Form)}, "text": {m.Text}}
	view := page.ViewMotion(m, nil)
	form.Set("priorities", view.Priorities)
	if view.Charter != nil {
		form.Set("charter", view.Charter.Text)
	}
	if view.Carries != nil {
		form.Set("carries_at", view.Carries.Carries)
	}
	if m.Form == commune.FormSelection {
		form.Set("options", string(m.Payload))
	}
	if view.Corrects != 0 {
		form.Set("minutes", strconv.FormatInt(int64(view.Corrects), 10))
	}
	if view.Terms == nil {
		return form
	}
	form.Set("holder", strconv.FormatInt(int64(view.Terms.Holder), 10))
	form.Set("title", view.Terms.Title)
	form.Set("mission", view.Terms.Clauses.String())
	form.Set("until", string(view.Terms.Until))
	setNumber(form, "body", int64(view.Terms.Body))
	setNumber(form, "report_every", int64(view.Terms.ReportEvery))
	setNumber(form, "renews", int64(view.Terms.Renews))
	form.Set("council", string(view.Terms.Council))
	for _, c := range view.Terms.Capabilities {
		form.Add("capabilities", string(c))
	}
	for _, candidate := range view.Candidates() {
		form.Add("candidates", strconv.FormatInt(int64(candidate), 10))
	}
	return form
}

// setNumber writes a number as it would have been typed; nothing for none.
func setNumber(form url.Values, name string, n int64) {
	if n != 0 {
		form.Set(name, strconv.FormatInt(n, 10))
	}
}

// amend proposes other words in the place of a motion's.
func (s *Server) amend(tx *store.Tx, v *visit) (done, error) {
	m, err := motionOf(tx, v)
	if err != nil {
		return done{}, err
	}
	payload, err := v.payload(m.Form, nil)
	if err != nil {
		return done{}, err
	}
	a, err := procedure.ProposeAmendment(tx, s.House, v.person.ID, commune.Motion{Amends: m.ID, Text: v.PostForm("text"), Payload: payload})
	return done{page.MotionPage(a.ID), v.T("done.amendment")}, err
}
