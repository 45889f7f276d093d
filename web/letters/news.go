package letters

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// news says what a body published, or which report a mandate owes.
func (p Post) news(tx *store.Tx, n procedure.News) (*letter, error) {
	to, err := procedure.Reader(tx, n)
	if err != nil {
		return nil, err
	}
	l, err := p.begin(tx, to.Member)
	if err != nil {
		return nil, err
	}
	l.name, l.topic = "news."+n.Key(), n.Topic()
	switch {
	case n.Report != 0:
		return l, l.report(tx, n.Report)
	case n.Decision != 0:
		return l, l.decided(tx, n.Decision)
	}
	return l, l.owes(tx, n)
}

// report says that a report can be read (SE-5, CO-5).
func (l *letter) report(tx *store.Tx, id commune.ReportID) error {
	r, err := tx.Report(id)
	if err != nil {
		return err
	}
	who, err := procedure.Reporter(tx, l.Printer, r)
	l.Subject = l.T("news.report_subject", r.Title)
	l.Lines = []string{l.T("news.report", who, r.Title), procedure.ReportSummary(r)}
	l.leads("news.report_read", page.ReportPath(r.ID))
	return err
}

// decided says what a secretariat decided, and under which clause (SE-4, SE-5).
func (l *letter) decided(tx *store.Tx, id commune.BodyDecisionID) error {
	d, err := tx.BodyDecisionByID(id)
	if err != nil {
		return err
	}
	b, err := tx.Body(d.Body)
	l.Subject = l.T("news.decision_subject", b.Name)
	l.Lines = []string{l.T("news.decision", b.Name, d.ClauseText), d.Text}
	l.leads("news.decision_read", page.BodyDecisionPath(b, d))
	return err
}

// owes reminds the holder of a mandate of the report that is due, unless it was given or the mandate ended meanwhile (SE-6).
func (l *letter) owes(tx *store.Tx, n procedure.News) error {
	duties, err := procedure.Duties(tx)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if d.Mandate.ID == n.Owed && d.DueAt.Unix() == n.Due {
			l.Subject = l.T("news.owed_subject", l.Date(d.DueAt))
			l.Lines = []string{l.T("news.owed", d.Mandate.Title, l.Date(d.DueAt))}
			if !d.SatAt.IsZero() {
				l.Lines = append(l.Lines, l.T("duty.sat", l.Date(d.SatAt)))
			}
			l.leads("news.owed_write", page.NewReportPath(d.Mandate))
			return nil
		}
	}
	return commune.ErrNotFound
}
