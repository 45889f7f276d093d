package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/prose"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// reportRoutes are the reports of bodies and of mandates: read by those to whom they are addressed, written by who may (SE-5, SE-6, CO-5).
func (s *Server) reportRoutes() []Route {
	return []Route{
		{get, "/s/:slug/feed", Anyone, commune.KindCommune, plain(s.bodyFeed(commune.Secretariat))},
		{get, "/c/:slug/feed", Anyone, commune.KindCommune, plain(s.bodyFeed(commune.Commission))},
		{get, "/reports/new", Members, commune.KindCommune, s.show(s.newReport)},
		{post, "/reports", Members, commune.KindCommune, s.act(s.writeReport, s.newReport)},
		{get, "/reports/:id", Anyone, commune.KindCommune, s.show(s.report)},
		{get, "/reports/:id/record", Anyone, commune.KindCommune, s.download(s.reportRecord)},
		{get, "/reports/:id/proof", Anyone, commune.KindCommune, s.download(s.reportProof)},
		{get, "/reports/:id/edit", Members, commune.KindCommune, s.show(s.editReport)},
		{post, "/reports/:id/edit", Members, commune.KindCommune, s.act(s.writeReport, s.editReport)},
	}
}

// reportOf is the published report of the address, if this visitor may read it.
func reportOf(tx *store.Tx, v *visit) (commune.Report, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Report{}, err
	}
	r, err := tx.Report(commune.ReportID(id))
	if err == nil && (!r.Published() || !slices.Contains(v.audiences(), r.Audience)) {
		err = errNotFound
	}
	return r, err
}

func (s *Server) report(tx *store.Tx, v *visit) (templ.Component, error) {
	r, err := reportOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.ReportView{Report: r, Words: prose.HTML(prose.UnderTitle(r.Text))}
	actor := v.Site.AssemblyName()
	if r.Body != 0 {
		b, err := tx.Body(r.Body)
		if err != nil {
			return nil, err
		}
		view.Body, actor = &b, b.ActorName()
	}
	if r.Mandate != 0 {
		m, err := tx.Mandate(r.Mandate)
		if err != nil {
			return nil, err
		}
		view.Mandate = &m
	}
	if r.Audience != commune.MembersOnly {
		written, err := recordBy(tx, v, actor, r.Seq)
		if err != nil {
			return nil, err
		}
		view.Record = &written
	}
	return page.ReportPage(v.Frame, view), nil
}

// recordedReport is one that is a signed record; one that stays among members is none.
func recordedReport(tx *store.Tx, v *visit) (commune.Report, error) {
	r, err := reportOf(tx, v)
	if err == nil && r.Audience == commune.MembersOnly {
		err = errNotFound
	}
	return r, err
}

func (s *Server) reportRecord(tx *store.Tx, v *visit) (document, error) {
	r, err := recordedReport(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, r.Seq, "report-"+v.Param("id")+".json")
}

func (s *Server) reportProof(tx *store.Tx, v *visit) (document, error) {
	r, err := recordedReport(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, r.Seq, "report-"+v.Param("id")+"-proof.json")
}

// newReport writes a new report: of the body, or on the mandate, that the address or the form names.
func (s *Server) newReport(tx *store.Tx, v *visit) (templ.Component, error) {
	r := commune.Report{Audience: commune.Confederation, Until: commune.DayOf(v.Now, v.Site.Location())}
	if id, err := strconv.ParseInt(cmp.Or(v.PostForm("body"), v.Query("body")), 10, 64); err == nil {
		r.Body = commune.BodyID(id)
	}
	if id, err := strconv.ParseInt(v.Query("mandate"), 10, 64); err == nil {
		m, err := tx.Mandate(commune.MandateID(id))
		if err != nil {
			return nil, err
		}
		r.Mandate, r.Body = m.ID, m.Body
	}
	return reportForm(tx, v, r)
}

func (s *Server) editReport(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	r, err := tx.Report(commune.ReportID(id))
	if err != nil {
		return nil, err
	}
	if err := procedure.MayReport(tx, v.person.ID, r); err != nil {
		return nil, err
	}
	if r.Published() && v.refused.Key == "" {
		return nil, commune.ErrReportPublished
	}
	return reportForm(tx, v, r)
}

// reportForm fills the form with the draft, or with what was typed. After a conflict what was typed stands over the version that is there now.
func reportForm(tx *store.Tx, v *visit, r commune.Report) (templ.Component, error) {
	form := page.NewReport{Report: r, Version: r.Version}
	if r.Body != 0 {
		b, err := tx.Body(r.Body)
		if err != nil {
			return nil, err
		}
		form.Body = &b
	}
	form.Of = v.reportable(form.Body, r)
	if len(form.Of) == 0 {
		return nil, commune.ErrNotReporter
	}
	form.Title.Value, form.Text.Value, form.About.Value = r.Title, r.Text, mandateValue(r.Mandate)
	form.From.Value, form.Until.Value, form.Audience.Value = string(r.From), string(r.Until), string(r.Audience)
	if v.refused.Key != "" {
		at := map[string]string{
			commune.ErrTitleMissing.Key: "title", commune.ErrReportEmpty.Key: "text", commune.ErrReportPeriod.Key: "until",
			commune.ErrDateInvalid.Key: "until", commune.ErrTooLong.Key: "text", commune.ErrAudienceInvalid.Key: "audience",
		}[v.refused.Key]
		form.Title, form.Text, form.About = v.field("title", at), v.field("text", at), v.field("about", at)
		form.From, form.Until = v.field("from", at), v.field("until", at)
		form.Audience, form.Problems = v.field("audience", at), v.problems(at)
	}
	if !slices.ContainsFunc(form.Of, func(o page.Option) bool { return o.Value == form.About.Value }) {
		form.About.Value = form.Of[0].Value
	}
	return page.NewReportPage(v.Frame, form), nil
}

func mandateValue(m commune.MandateID) string { return strconv.FormatInt(int64(m), 10) }

// reportable is what this member can report on there: their mandates, and the meetings and the work of the body.
func (v *visit) reportable(b *commune.Body, r commune.Report) []page.Option {
	var options []page.Option
	for _, m := range v.person.Mandates {
		here := b != nil && m.Body == b.ID || b == nil && m.ID == r.Mandate
		if here && m.LivingAt(v.Now) {
			options = append(options, page.Option{Value: mandateValue(m.ID), Label: v.T("report.on_mandate", m.Title)})
		}
	}
	if b != nil && (b.Kind == commune.Commission || len(options) > 0) {
		options = append(options, page.Option{Value: mandateValue(0), Label: v.T("report.on_meeting")})
	}
	return options
}

// writeReport keeps what was written, as a draft or for everybody.
func (s *Server) writeReport(tx *store.Tx, v *visit) (done, error) {
	w := procedure.Written{Publish: v.PostForm("publish") != "", Report: commune.Report{
		Body: v.bodyOfForm("body"), Title: v.PostForm("title"), Text: v.PostForm("text"), Audience: commune.Audience(v.PostForm("audience")),
		Version: v.version(),
	}}
	if v.Param("id") != "" {
		id, err := v.number("id")
		if err != nil {
			return done{}, err
		}
		w.ID = commune.ReportID(id)
	}
	if about, err := strconv.ParseInt(v.PostForm("about"), 10, 64); err == nil {
		w.Mandate = commune.MandateID(about)
	}
	for day, into := range map[string]*commune.Day{"from": &w.From, "until": &w.Until} {
		if typed := v.PostForm(day); typed != "" {
			var err error
			if *into, err = commune.ParseDay(typed); err != nil {
				return done{}, err
			}
		}
	}
	r, err := procedure.WriteReport(tx, s.House, v.person.ID, w)
	if w.Publish {
		return done{page.ReportPath(r.ID), v.T("done.report")}, err
	}
	return done{page.ReportPath(r.ID) + "/edit", v.T("done.report_kept")}, err
}
