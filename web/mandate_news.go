package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
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

// mailMandate mails the holder of a mandate what it asks of them, if it still does.
func (s *Server) mailMandate(ctx context.Context, job jobs.Job) error {
	var l procedure.MandateLetter
	if err := json.Unmarshal(job.Payload, &l); err != nil {
		return jobs.Permanent(fmt.Errorf("web: %w", err))
	}
	var message mail.Message
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		message, err = s.mandateLetter(tx, l)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, commune.ErrNotMember) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Mailer.Send(ctx, message)
}

// mandateLetter words one mail; NotFound when there is no cause for it any more.
func (s *Server) mandateLetter(tx *store.Tx, of procedure.MandateLetter) (mail.Message, error) {
	m, err := tx.Mandate(of.Mandate)
	if err != nil {
		return mail.Message{}, err
	}
	if !of.Kind.Asks(m, tx.Now()) {
		return mail.Message{}, commune.ErrNotFound
	}
	to, err := procedure.Identify(tx, m.Holder)
	if err != nil {
		return mail.Message{}, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return mail.Message{}, err
	}
	language := to.Language
	if language == "" {
		language = o.Language
	}
	p := s.House.Words.Printer(language, o.Location())
	last := m.LastDay()
	if m.State(tx.Now()) == commune.MandateAwaits {
		last = m.AcceptBy()
	}
	key := "mandate_mail." + string(of.Kind)
	notice := mail.Notice{
		Organisation: o.Name, Subject: p.T(key, m.Title), Hello: p.T("mail.hello", to.PublicName),
		Lines: []string{p.T(key+"_text", m.Title, p.Date(last))},
		List:  mail.List{Title: p.T("mandate.mission"), Items: m.Clauses},
		Act:   p.T("mandate_mail.act"), Address: procedure.MandateURL(o, m.ID), Small: []string{p.T("mandate_mail.why", o.Name)},
	}
	message, err := notice.Message(p, to.Email)
	message.ID = fmt.Sprintf("mandate.%d.%s@%s", m.ID, of.Kind, o.Host())
	message.Thread = fmt.Sprintf("mandate.%d@%s", m.ID, o.Host())
	return message, err
}
