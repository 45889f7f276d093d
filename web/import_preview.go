package web

import (
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// linesShown is how many lines of a file one page shows.
const linesShown = 60

// importPreview says of each line of a file what importing it would do, what needs someone first.
func (s *Server) importPreview(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.importOf()
	if err != nil {
		return nil, err
	}
	plan, err := procedure.PlanImport(tx, v.person.ID, id)
	if commune.ErrSheetNoColumns.Is(err) || plan.Unreadable.Key != "" {
		errors.As(err, &v.refused)
		return s.importColumns(tx, v)
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(plan.Lines, func(a, b procedure.ImportLine) int { return a.State.Rank() - b.State.Rank() })
	view := page.ImportPreview{ImportPlan: plan, Every: linesShown}
	at := map[string]string{commune.ErrImportUnseen.Key: "anyway"}[v.refused.Key]
	view.Problems = v.problems(at)
	if at != "" {
		view.Anyway = v.field("anyway", at)
	}
	view.From, _ = strconv.Atoi(v.Query("from") + v.PostForm("from"))
	view.From = max(0, min(view.From, len(plan.Lines)-1)) / linesShown * linesShown
	view.Lines = plan.Lines[view.From:min(view.From+linesShown, len(plan.Lines))]
	people, err := procedure.Everybody(tx)
	locale.ByName(v.Printer, people, func(p procedure.Person) string { return p.PublicName })
	for _, p := range people {
		view.Members = append(view.Members, p.Member)
	}
	return page.ImportPreviewPage(v.Frame, view), err
}
