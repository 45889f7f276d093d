package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// watchEvery is how late an overdue report may come to the agenda.
const watchEvery = 15 * time.Minute

// watch looks at what days have come (SE-6, SE-1), once there is an organisation.
func (s *Server) watch(ctx context.Context, _ jobs.Job) error {
	err := s.Store.InTx(ctx, func(tx *store.Tx) error { return procedure.Watch(tx, s.House) })
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// tidings is one letter about what a body published or a mandate owes, as it is being written.
type tidings struct {
	locale.Printer
	procedure.News
	site commune.Organisation
	to   procedure.Person
}

// mailNews mails one piece of news. Its Message-ID is the same if it has to be mailed again.
func (s *Server) mailNews(ctx context.Context, job jobs.Job) error {
	var n procedure.News
	if err := json.Unmarshal(job.Payload, &n); err != nil {
		return jobs.Permanent(fmt.Errorf("web: %w", err))
	}
	var message mail.Message
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		message, err = s.newsLetter(tx, n)
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

// newsLetter writes the letter in its reader's language.
func (s *Server) newsLetter(tx *store.Tx, n procedure.News) (mail.Message, error) {
	t := tidings{News: n}
	var err error
	if t.to, err = procedure.Reader(tx, n); err != nil {
		return mail.Message{}, err
	}
	if t.to.Email == "" {
		return mail.Message{}, errNotFound
	}
	if t.site, err = tx.Organisation(); err != nil {
		return mail.Message{}, err
	}
	language := t.to.Language
	if language == "" {
		language = t.site.Language
	}
	t.Printer = s.House.Words.Printer(language, t.site.Location())
	notice, err := t.says(tx)
	if err != nil {
		return mail.Message{}, err
	}
	m, err := notice.Message(t.Printer, t.to.Email)
	m.ID = fmt.Sprintf("news.%s@%s", n.Key(), t.site.Host())
	if topic := n.Topic(); topic != "" {
		m.Unsubscribe = t.site.BaseURL + "/unsubscribe/" + s.wayOut(n.Member, topic)
	}
	return m, err
}

func (t tidings) says(tx *store.Tx) (mail.Notice, error) {
	n := mail.Notice{Organisation: t.site.Name, Hello: t.T("mail.hello", t.to.PublicName)}
	n.Small = []string{t.T("letter.why", t.site.Name, t.site.BaseURL+"/me/mails")}
	switch {
	case t.Report != 0:
		return t.report(tx, n)
	case t.Decision != 0:
		return t.decided(tx, n)
	}
	return t.owed(tx, n)
}

// report says that a report can be read (SE-5, CO-5).
func (t tidings) report(tx *store.Tx, n mail.Notice) (mail.Notice, error) {
	r, err := tx.Report(t.Report)
	if err != nil {
		return n, err
	}
	who, err := reporter(tx, t.Printer, r)
	n.Subject = t.T("news.report_subject", r.Title)
	n.Lines = []string{t.T("news.report", who, r.Title), procedure.ReportSummary(r)}
	n.Act, n.Address = t.T("news.report_read"), t.site.BaseURL+procedure.ReportPath(r.ID)
	return n, err
}

// reporter names whose report it is: a body, or a mandate that is exercised in none.
func reporter(tx *store.Tx, p locale.Printer, r commune.Report) (string, error) {
	if r.Body != 0 {
		b, err := tx.Body(r.Body)
		return b.Name, err
	}
	m, err := tx.Mandate(r.Mandate)
	return p.T("news.mandate", m.Title), err
}

// decided says what a secretariat decided, and under which clause (SE-4, SE-5).
func (t tidings) decided(tx *store.Tx, n mail.Notice) (mail.Notice, error) {
	d, err := tx.BodyDecisionByID(t.Decision)
	if err != nil {
		return n, err
	}
	b, err := tx.Body(d.Body)
	n.Subject = t.T("news.decision_subject", b.Name)
	n.Lines = []string{t.T("news.decision", b.Name, d.ClauseText), d.Text}
	n.Act, n.Address = t.T("news.decision_read"), t.site.BaseURL+page.BodyDecisionPath(b, d)
	return n, err
}

// owed reminds the holder of a mandate of the report that is due, unless it was given or the mandate ended meanwhile (SE-6).
func (t tidings) owed(tx *store.Tx, n mail.Notice) (mail.Notice, error) {
	duties, err := procedure.Duties(tx)
	if err != nil {
		return n, err
	}
	for _, d := range duties {
		if d.Mandate.ID != t.Owed || d.DueAt.Unix() != t.Due {
			continue
		}
		n.Subject = t.T("news.owed_subject", t.Date(d.DueAt))
		n.Lines = []string{t.T("news.owed", d.Mandate.Title, t.Date(d.DueAt))}
		n.Act, n.Address = t.T("news.owed_write"), t.site.BaseURL+page.NewReportPath(d.Mandate)
		n.Small = nil
		return n, nil
	}
	return n, errNotFound
}
