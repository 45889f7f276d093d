package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// padRoutes import the agenda that people wrote in a pad (OU-P).
func (s *Server) padRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/items/import", Members, "", s.show(s.newPad)},
		{post, "/meetings/:id/items/import/preview", Members, "", s.readPad},
		{post, "/meetings/:id/items/import", Members, "", s.act(s.importPad, s.importAgain)},
	}
}

func (s *Server) newPad(tx *store.Tx, v *visit) (templ.Component, error) {
	form, err := padForm(tx, v)
	return page.PadPage(v.Frame, form), err
}

// padForm is the form for the meeting of the address, or for the one after once its agenda is closed (OJ-1).
func padForm(tx *store.Tx, v *visit) (page.PadForm, error) {
	var form page.PadForm
	id, err := v.number("id")
	if err != nil {
		return form, err
	}
	if form.Meeting, err = tx.Meeting(commune.MeetingID(id)); err != nil {
		return form, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return form, err
	}
	form.Priorities, form.Text.Value = settings.Priorities, v.PostForm("pad")
	if err := form.Meeting.AcceptsItems(tx.Now()); !errors.Is(err, commune.ErrAgendaClosed) {
		return form, err
	}
	next, err := procedure.NextAgenda(tx)
	form.Late = &next
	return form, err
}

// readPad shows the items that were recognised in what was pasted; nothing is added yet.
func (s *Server) readPad(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.readForm(c); err != nil {
			s.fail(c, err)
			return
		}
		s.render(c, http.StatusOK, r, func(tx *store.Tx, v *visit) (templ.Component, error) {
			form, err := padForm(tx, v)
			if err != nil {
				return nil, err
			}
			pad, err := commune.ReadPad(v.PostForm("pad"), form.Priorities)
			if errors.As(err, &v.refused) {
				form.Text.Error, form.Problems = v.Refusal(v.refused), v.problems("pad")
				return page.PadPage(v.Frame, form), nil
			}
			if err != nil {
				return nil, err
			}
			form.Aside = pad.Aside
			err = v.judged(tx, &form, pad.Items, nil)
			return page.PadPage(v.Frame, form), err
		})
	}
}

// judged lays the items out, with what stands against each that is ticked beside it. At first all are, but those that the agenda has already.
func (v *visit) judged(tx *store.Tx, form *page.PadForm, items []commune.Writing, ticked []bool) error {
	verdicts, err := procedure.Verdicts(tx, form.Agenda(), chosen(items, ticked))
	if err != nil {
		return err
	}
	for i, w := range items {
		var verdict procedure.Verdict
		if ticked == nil || ticked[i] {
			verdict, verdicts = verdicts[0], verdicts[1:]
		}
		line := v.padLine(w, verdict)
		line.Ticked = ticked == nil && !verdict.Known || ticked != nil && ticked[i]
		form.Lines = append(form.Lines, line)
	}
	return nil
}

// chosen are the items that are ticked; all of them before anyone was asked.
func chosen(items []commune.Writing, ticked []bool) []commune.Writing {
	var kept []commune.Writing
	for i, w := range items {
		if ticked == nil || ticked[i] {
			kept = append(kept, w)
		}
	}
	return kept
}

func (v *visit) padLine(w commune.Writing, verdict procedure.Verdict) page.PadLine {
	line := page.PadLine{Known: verdict.Known}
	line.Title.Value, line.Text.Value, line.Theme.Value, line.Kind.Value = w.Title, w.Text, w.Theme, string(w.Kind)
	line.Minutes.Value = strconv.Itoa(w.Minutes)
	if verdict.Refusal.Key != "" {
		at := map[string]*page.Field{"theme": &line.Theme, "minutes": &line.Minutes, "kind": &line.Kind}[itemField(verdict.Refusal)]
		if at == nil {
			at = &line.Title
		}
		at.Error = v.Refusal(verdict.Refusal)
	}
	return line
}

// lines are the items as they were corrected, and which of them are ticked.
func (v *visit) lines() (items []commune.Writing, ticked []bool) {
	n, err := strconv.Atoi(v.PostForm("lines"))
	if err != nil || n > commune.MaxImport {
		return nil, nil
	}
	takes := v.PostFormArray("take")
	for i := range n {
		items = append(items, v.padWriting(i))
		ticked = append(ticked, slices.Contains(takes, strconv.Itoa(i)))
	}
	return items, ticked
}

func (v *visit) padWriting(i int) commune.Writing {
	typed := func(name string) string { return v.PostForm(page.PadLine{}.Name(i, name)) }
	minutes, err := strconv.Atoi(strings.TrimSpace(typed("minutes")))
	if err != nil {
		minutes = 0 // the rule says what is possible
	}
	return commune.Writing{
		Title: typed("title"), Text: typed("text"), Theme: typed("theme"), Kind: commune.ItemKind(typed("kind")), Minutes: minutes,
	}
}

// importPad adds the items that are ticked: all, or none (OU-P).
func (s *Server) importPad(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	imported, err := procedure.ImportItems(tx, v.person.ID, commune.MeetingID(id), chosen(v.lines()))
	if err != nil {
		return done{}, err
	}
	notice := v.N("done.imported", len(imported.Added))
	switch {
	case len(imported.Added) == 0:
		notice = v.T("done.import_known")
	case imported.Late:
		notice = v.N("done.imported_late", len(imported.Added), v.Date(imported.On.StartsAt))
	}
	return done{page.MeetingPath(imported.On.ID) + "#agenda", notice}, nil
}

// importAgain shows the lines as they were corrected, with what stands against each that is ticked.
func (s *Server) importAgain(tx *store.Tx, v *visit) (templ.Component, error) {
	form, err := padForm(tx, v)
	if err != nil {
		return nil, err
	}
	form.Problems = v.problems("")
	if items, ticked := v.lines(); len(items) > 0 {
		err = v.judged(tx, &form, items, ticked)
	}
	return page.PadPage(v.Frame, form), err
}
