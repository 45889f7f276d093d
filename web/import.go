package web

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/spreadsheet"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// importPath takes a file of members or dues.
const importPath = "/members/import"

// importRoutes import members and dues from the files of other programs: upload, how it is read, what it would do, and only then the act (ME-1).
func (s *Server) importRoutes() []Route {
	return []Route{
		{get, importPath, Keepers, commune.KindCommune, s.show(s.newImport)},
		{post, importPath, Keepers, commune.KindCommune, s.receive(commune.ErrSheetLarge.With(commune.MaxSheet>>20), s.addImport, s.newImport)},
		{get, importPath + "/:id", Keepers, commune.KindCommune, s.show(s.importColumns)},
		{post, importPath + "/:id", Keepers, commune.KindCommune, s.act(s.matchColumns, s.importColumns)},
		{get, importPath + "/:id/preview", Keepers, commune.KindCommune, s.show(s.importPreview)},
		{post, importPath + "/:id/choices", Keepers, commune.KindCommune, s.act(s.chooseLines, nil)},
		{post, importPath + "/:id/carrying", Keepers, commune.KindCommune, s.act(s.carryImport, s.importPreview)},
		{post, importPath + "/:id/removal", Keepers, commune.KindCommune, s.act(s.dropImport, nil)},
	}
}

// newImport is the form that takes a file, and where its reader was with the last one.
func (s *Server) newImport(tx *store.Tx, v *visit) (templ.Component, error) {
	view := page.NewImport{Problems: v.problems("file")}
	if v.refused.Key != "" {
		view.File.Error = v.Refusal(v.refused)
	}
	waiting, err := tx.ImportOf(v.person.ID)
	switch {
	case errors.Is(err, commune.ErrNotFound):
		err = nil
	case err == nil && !waiting.Expired(tx.Now()):
		view.Waiting = &waiting
	}
	return page.NewImportPage(v.Frame, view), err
}

// addImport keeps the file until it is imported.
func (s *Server) addImport(_ *gin.Context, u upload) (actor, error) {
	return func(tx *store.Tx, v *visit) (done, error) {
		i, err := procedure.Upload(tx, v.person.ID, u.name, u.content)
		return done{page.ImportPath(i.ID), ""}, err
	}, nil
}

// importOf is the file of the address, of its uploader alone.
func (v *visit) importOf() (commune.ImportID, error) {
	id, err := v.number("id")
	return commune.ImportID(id), err
}

// importColumns says how a file is read, as it was found out or as it was corrected.
func (s *Server) importColumns(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.importOf()
	if err != nil {
		return nil, err
	}
	opened, err := procedure.OpenSheet(tx, v.person.ID, id)
	if err != nil {
		return nil, err
	}
	if v.refused.Key == "" {
		v.refused = opened.Unreadable
	}
	view := page.ImportColumns{Sheet: opened, Problems: v.problems("")}
	if v.PostForm("format") != "" {
		view.Reading = v.reading()
	}
	return page.ImportColumnsPage(v.Frame, view), nil
}

// reading is how the form says that the file is to be read.
func (v *visit) reading() spreadsheet.Reading {
	r := spreadsheet.Reading{
		Format: spreadsheet.Format(v.PostForm("format")), Encoding: spreadsheet.Encoding(v.PostForm("encoding")), Separator: spreadsheet.Separator(v.PostForm("separator")),
		Columns: map[spreadsheet.Field]int{}, Cents: v.PostForm("cents") != "",
	}
	for _, field := range r.Format.Fields() {
		if at, err := strconv.Atoi(v.PostForm(page.ColumnName(field))); err == nil {
			r.Columns[field] = at
		}
	}
	return r
}

// matchColumns corrects how a file is read, and goes on to what it would do; after another format, to its columns.
func (s *Server) matchColumns(tx *store.Tx, v *visit) (done, error) {
	id, err := v.importOf()
	if err != nil {
		return done{}, err
	}
	anew, err := procedure.ReadAs(tx, v.person.ID, id, v.reading())
	if anew {
		return done{page.ImportPath(id), v.T("done.import_read")}, err
	}
	return done{page.PreviewPath(id), ""}, err
}

func (s *Server) dropImport(tx *store.Tx, v *visit) (done, error) {
	id, err := v.importOf()
	if err != nil {
		return done{}, err
	}
	return done{importPath, v.T("done.import_dropped")}, procedure.DropImport(tx, v.person.ID, id)
}

// choices are what the form says of lines.
func (v *visit) choices() map[int]string {
	chosen := make(map[int]string)
	for name, values := range v.Request.PostForm {
		if number, ok := strings.CutPrefix(name, page.LinePrefix); ok && len(values) == 1 {
			if line, err := strconv.Atoi(number); err == nil && line > 0 && len(values[0]) < 24 {
				chosen[line] = values[0]
			}
		}
	}
	return chosen
}

// chooseLines keeps what was chosen, and shows what then would happen.
func (s *Server) chooseLines(tx *store.Tx, v *visit) (done, error) {
	id, err := v.importOf()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.ChooseLines(tx, v.person.ID, id, v.choices())
	return done{v.previewAt(id), v.T("done.import_chosen")}, err
}

// previewAt is the part of the preview from which the form came.
func (v *visit) previewAt(id commune.ImportID) string {
	if from, err := strconv.Atoi(v.PostForm("from")); err == nil && from > 0 {
		return fmt.Sprintf("%s?from=%d", page.PreviewPath(id), from)
	}
	return page.PreviewPath(id)
}

// carryImport imports what was shown. If something was chosen since, that is shown first.
func (s *Server) carryImport(tx *store.Tx, v *visit) (done, error) {
	id, err := v.importOf()
	if err != nil {
		return done{}, err
	}
	changed, err := procedure.ChooseLines(tx, v.person.ID, id, v.choices())
	if err != nil || changed {
		return done{v.previewAt(id), v.T("done.import_chosen")}, err
	}
	did, err := procedure.CarryImport(tx, v.person.ID, id, procedure.Seen{Plan: v.PostForm("seen"), Anyway: v.PostForm("anyway") != ""})
	return done{"/members", v.T("done.import", v.N("import.admitted", did.Admitted), v.N("import.recorded", did.Recorded), v.N("import.left", did.Left))}, err
}
