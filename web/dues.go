package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// duesRoutes are for who records dues (ME-1).
func (s *Server) duesRoutes() []Route {
	return []Route{
		{get, "/dues", Treasurers, commune.KindCommune, s.show(s.dues)},
		{get, "/dues/csv", Treasurers, commune.KindCommune, s.download(s.duesTable)},
		{post, "/members/:id/payments/:payment/reversal", Members, commune.KindCommune, s.act(s.takePaymentBack, nil)},
	}
}

// dues is the treasurer's view: how every member stands to their dues, and what came in, without names.
func (s *Server) dues(tx *store.Tx, v *visit) (templ.Component, error) {
	people, err := procedure.Everybody(tx)
	if err != nil {
		return nil, err
	}
	locale.ByName(v.Printer, people, func(p procedure.Person) string { return p.PublicName })
	today := commune.DayOf(v.Now, v.Site.Location())
	view := page.Dues{Counts: map[commune.DuesState]int{}, Shown: commune.DuesState(v.Query("state"))}
	for _, p := range people {
		row := page.DuesRow{Member: p.Member, State: p.Standing.State(today), Paid: p.Standing.PaidUntil()}
		view.Counts[row.State]++
		if view.Shown == "" || view.Shown == row.State {
			view.List = append(view.List, row)
		}
	}
	all, err := tx.PaymentsAll()
	view.Sums = duesSums(all, v)
	return page.DuesPage(v.Frame, view), err
}

// duesSums are what came in each month, the newest first. They name nobody, and count those who left too (ME-3).
func duesSums(all []commune.Payment, v *visit) []page.DuesSum {
	var sums []page.DuesSum
	for _, p := range all {
		month := p.RecordedAt.In(v.Site.Location()).Format("2006-01")
		if len(sums) == 0 || sums[0].Month != month {
			sums = append([]page.DuesSum{{Month: month, At: p.RecordedAt, By: map[commune.PayMethod]int{}}}, sums...)
		}
		sums[0].Cents += p.Cents
		sums[0].By[p.Method] += p.Cents
		if p.Cents > 0 {
			sums[0].Payments++
		}
	}
	return sums
}

// duesTable is every entry as a spreadsheet reads it.
func (s *Server) duesTable(tx *store.Tx, v *visit) (document, error) {
	all, err := tx.PaymentsAll()
	if err != nil {
		return document{}, err
	}
	names, err := tx.PublicNames()
	if err != nil {
		return document{}, err
	}
	var table bytes.Buffer
	table.WriteString("\uFEFF") // without it a spreadsheet takes the letters for others
	w := csv.NewWriter(&table)
	lines := [][]string{{v.T("dues.entry"), v.T("dues.recorded"), v.T("member.name"), v.T("dues.amount"), v.T("dues.method"), v.T("dues.from"), v.T("dues.until"), v.T("dues.reverses")}}
	for _, p := range all {
		reverses := ""
		if p.Reverses != 0 {
			reverses = fmt.Sprint(p.Reverses)
		}
		lines = append(lines, []string{
			fmt.Sprint(p.ID), string(commune.DayOf(p.RecordedAt, v.Site.Location())), inert(names[p.Member]), fmt.Sprintf("%d.%02d", p.Cents/100, max(p.Cents, -p.Cents)%100),
			string(p.Method), string(p.From), string(p.Until), reverses,
		})
	}
	if err := w.WriteAll(lines); err != nil {
		return document{}, err
	}
	return document{name: "cotisations-" + string(commune.DayOf(v.Now, v.Site.Location())) + ".csv", kind: "text/csv; charset=utf-8", content: table.Bytes()}, nil
}

// inert is a text that a spreadsheet does not take for a formula.
func inert(text string) string {
	if strings.ContainsAny(text[:min(1, len(text))], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// takePaymentBack corrects a wrong entry by one that reverses it (ME-1).
func (s *Server) takePaymentBack(tx *store.Tx, v *visit) (done, error) {
	id, err := strconv.ParseInt(v.Param("payment"), 10, 64)
	if err != nil {
		return done{}, errNotFound
	}
	back, err := procedure.TakePaymentBack(tx, v.person.ID, commune.PaymentID(id))
	return done{page.MemberPath(back.Member), v.T("done.payment_back")}, err
}
