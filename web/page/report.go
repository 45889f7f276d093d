package page

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// ReportPath is the page of a report.
func ReportPath(id commune.ReportID) string { return procedure.ReportPath(id) }

func reportAct(id commune.ReportID, act string) templ.SafeURL {
	return templ.SafeURL(ReportPath(id) + act)
}

// ReportView is a report as it was published, with what it takes to check it.
type ReportView struct {
	Report  commune.Report
	Body    *commune.Body    // nil for that of a mandate that is exercised in none
	Mandate *commune.Mandate // nil for that of a meeting or of the work of a body
	Words   string           // its text, as HTML
	Record  *Record          // nil for one that is for members only
}

// NewReport is the form in which a report is written.
type NewReport struct {
	Report   commune.Report // the draft; none yet
	Body     *commune.Body
	Of       []Option // what it can report on: mandates, or the work of the body
	Title    Field
	Text     Field
	About    Field
	From     Field
	Until    Field
	Audience Field
	Version  int
	Problems []Problem
}

// to is where the form is sent.
func (v NewReport) to() templ.SafeURL {
	if v.Report.ID != 0 {
		return reportAct(v.Report.ID, "/edit")
	}
	return "/reports"
}

func (v NewReport) body() string { return strconv.FormatInt(int64(v.Report.Body), 10) }

// newReport is where who works for the body writes a report.
func newReport(v BodyView) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/reports/new?body=%d", v.Body.ID))
}

// title names the draft that is written on, or says that one begins.
func (v NewReport) title(f Frame) string {
	if v.Report.ID == 0 {
		return f.T("report.new")
	}
	return draftTitle(f, v.Report)
}

func draftTitle(f Frame, r commune.Report) string {
	return cmp.Or(f.Said(r.Title), f.T("report.untitled"))
}

// reportPeriod words the days of which a report tells.
func reportPeriod(f Frame, r commune.Report) string {
	if r.From == r.Until {
		return f.T("report.of_day", f.Day(r.Until))
	}
	return f.T("report.of_period", f.Day(r.From), f.Day(r.Until))
}

func requestNumber(r commune.Request) string { return strconv.FormatInt(int64(r.ID), 10) }

func requestID(r commune.Request) string { return "request-" + requestNumber(r) }

// reportKicker says whose report it is.
func reportKicker(f Frame, v ReportView) string {
	if v.Body != nil {
		return f.T("report.kicker", f.Said(v.Body.Name))
	}
	return f.T("report.kicker", f.Said(v.Mandate.Title))
}
