package web

import (
	"slices"

	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// bodyNews are what secretariats decided and what bodies and holders reported last, for this visitor (SE-5, CO-5).
func bodyNews(tx *store.Tx, v *visit, view *page.Home) error {
	reports, err := tx.LatestReports(v.audiences(), latest)
	if err != nil {
		return err
	}
	for _, r := range reports {
		who, err := procedure.Reporter(tx, v.Printer, r)
		if err != nil {
			return err
		}
		view.News = append(view.News, page.NewsLine{
			At: r.PublishedAt, Icon: "scroll-text", Who: who, What: v.T("report.one"), Text: r.Title, Href: page.ReportPath(r.ID), Audience: r.Audience,
		})
	}
	decisions, err := tx.LatestBodyDecisions(v.audiences(), latest)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		b, err := tx.Body(d.Body)
		if err != nil {
			return err
		}
		view.News = append(view.News, page.NewsLine{
			At: d.TakenAt, Icon: "badge-check", Who: v.T("body_decision.kicker", b.Name), What: v.T("body_decision.title", d.Number(b)), Text: d.Text,
			Href: page.BodyDecisionPath(b, d), Audience: d.Audience,
		})
	}
	slices.SortStableFunc(view.News, func(a, b page.NewsLine) int { return b.At.Compare(a.At) })
	view.News = view.News[:min(len(view.News), latest)]
	return nil
}

// dutyNews are the reports that are overdue, for everybody, and those that this member owes soon (SE-6).
func dutyNews(tx *store.Tx, v *visit, view *page.Home) error {
	duties, err := procedure.Duties(tx)
	if err != nil {
		return err
	}
	for _, d := range duties {
		own := v.person != nil && d.Mandate.Holder == v.person.ID
		if d.Late(v.Now) && !own {
			view.Duties = append(view.Duties, d)
		}
		if own && d.Near(v.Now) {
			view.Asked = append(view.Asked, v.ask("report", "scroll-text", page.NewReportPath(d.Mandate), d.Mandate.Title, v.Date(d.DueAt)))
		}
	}
	return nil
}

// requestNews are what commissions ask of the secretariats in which this member holds a mandate (CO-6).
func requestNews(tx *store.Tx, v *visit, view *page.Home) error {
	if v.person == nil {
		return nil
	}
	waiting, err := tx.WaitingRequests()
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if len(v.person.Mandates.In(r.To, v.Now)) == 0 {
			continue
		}
		b, err := tx.Body(r.To)
		if err != nil {
			return err
		}
		from, err := tx.Body(r.Commission)
		if err != nil {
			return err
		}
		if b.Living() {
			view.Asked = append(view.Asked, v.ask("request", "send", page.BodyPath(b)+"#requests", from.Name, r.Title))
		}
	}
	return nil
}
