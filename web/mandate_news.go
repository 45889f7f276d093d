package web

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// mandateNews is what mandates ask of this member: to answer, to accept, and to think of what comes after (SE-3).
func mandateNews(tx *store.Tx, v *visit, view *page.Home) error {
	if v.person == nil {
		return nil
	}
	for _, m := range v.person.Mandates {
		switch {
		case m.State(v.Now) == commune.MandateAwaits:
			view.Asked = append(view.Asked, v.ask("mandate", "badge-check", page.MandatePath(m.ID), m.Title, v.Date(m.AcceptBy())))
		case m.EndsSoon(v.Now):
			next, err := procedure.RenewalOf(tx, m.ID)
			if err != nil {
				return err
			}
			if next.ID == 0 {
				view.Asked = append(view.Asked, v.ask("mandate_term", "hourglass", page.MandatePath(m.ID), m.Title, v.Date(m.LastDay())))
			}
		}
	}
	for _, form := range []commune.FormName{commune.FormMandate, commune.FormElection} {
		proposed, err := procedure.AskedOf(tx, v.person.ID, form)
		if err != nil {
			return err
		}
		for _, m := range proposed {
			view.Asked = append(view.Asked, v.ask("mandate_answer", "badge-check", page.MotionPage(m.ID), page.Summary(m.Text, 120)))
		}
	}
	return nil
}

// consent is what the persons whom a motion would mandate answer to it.
func consent(tx *store.Tx, v *visit, m commune.Motion) (page.Consent, error) {
	var view page.Consent
	if m.Form != commune.FormMandate && m.Form != commune.FormElection || m.Amends != 0 {
		return view, nil
	}
	yes, no, err := procedure.AnswersTo(tx, m)
	if err != nil {
		return view, err
	}
	names, err := names(tx)
	if err != nil {
		return view, err
	}
	for _, who := range yes {
		view.Yes = append(view.Yes, names[who])
	}
	for _, who := range no {
		view.No = append(view.No, names[who])
	}
	view.Shown, view.Accepts = true, slices.Contains(yes, v.person.ID)
	view.Said = view.Accepts || slices.Contains(no, v.person.ID)
	shown := page.ViewMotion(m, names)
	view.Asked = !m.Ended() && (shown.Terms.Holder == v.person.ID || slices.Contains(shown.Candidates(), v.person.ID))
	return view, nil
}
