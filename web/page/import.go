package page

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/spreadsheet"
)

// NewImport asks for a file of members or dues.
type NewImport struct {
	File     Field
	Waiting  *commune.Import // that the reader left half way
	Problems []Problem
}

// ImportColumns says how a file is read, to be corrected.
type ImportColumns struct {
	procedure.Sheet
	Problems []Problem
}

// ImportPreview says what importing a file would do, a part of its lines at a time.
type ImportPreview struct {
	procedure.ImportPlan // its lines are those of this part
	From, Every          int
	Members              []commune.Member
	Anyway               Field
	Problems             []Problem
}

// all is how many lines the file has.
func (v ImportPreview) all() int {
	n := 0
	for _, count := range v.Counts {
		n += count
	}
	return n
}

// LinePrefix begins the name of what is chosen for a line; its number follows.
const LinePrefix = "line-"

// ColumnName is the name of the choice of a field's column.
func ColumnName(f spreadsheet.Field) string { return "column-" + string(f) }

// ImportPath is the page of a file that waits, with how it is read.
func ImportPath(id commune.ImportID) string { return fmt.Sprintf("/members/import/%d", id) }

// PreviewPath is the page of what importing it would do.
func PreviewPath(id commune.ImportID) string { return ImportPath(id) + "/preview" }

func importAct(id commune.ImportID, act string) templ.SafeURL {
	return templ.SafeURL(ImportPath(id) + "/" + act)
}

func previewFrom(id commune.ImportID, from int) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("%s?from=%d", PreviewPath(id), from))
}

func formatOptions(f Frame) []Option {
	var options []Option
	for _, format := range spreadsheet.Formats() {
		options = append(options, Option{Value: string(format), Label: f.T("import.format_" + string(format))})
	}
	return options
}

func encodingOptions(f Frame) []Option {
	var options []Option
	for _, e := range spreadsheet.Encodings() {
		options = append(options, Option{Value: string(e), Label: f.T("import.encoding_" + string(e))})
	}
	return options
}

func separatorOptions(f Frame) []Option {
	var options []Option
	for _, s := range spreadsheet.Separators() {
		options = append(options, Option{Value: string(s), Label: f.T("import.separator_" + string(s))})
	}
	return options
}

// columnOptions are the columns of the file, each with what stands first in it.
func (v ImportColumns) columnOptions(f Frame) []Option {
	options := []Option{{Value: "", Label: f.T("import.no_column")}}
	for i, name := range v.Header {
		at := slices.IndexFunc(v.Rows, func(r spreadsheet.Row) bool { return r.Cells[i] != "" && r.Refusal.Key == "" })
		if at >= 0 {
			name = f.T("import.column", name, short(v.Rows[at].Cells[i]))
		}
		options = append(options, Option{Value: strconv.Itoa(i), Label: name})
	}
	return options
}

// short is the beginning of a cell.
func short(text string) string {
	const most = 40
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

func (v ImportColumns) column(field spreadsheet.Field) Field {
	if at, ok := v.Columns[field]; ok {
		return Field{Value: strconv.Itoa(at)}
	}
	return Field{}
}

// name is of whom a line speaks, as the file says.
func lineName(f Frame, l procedure.ImportLine) string {
	switch {
	case l.Name != "":
		return short(l.Name)
	case l.Payer != "":
		return f.T("import.paid_by", l.Payer)
	}
	return l.Number
}

// asks tells whether something can be chosen for a line.
func asks(l procedure.ImportLine) bool {
	return l.Choice != "" || l.State.Acts() && l.Back == 0 || l.State == commune.LineOpen
}

// lineOptions are whom a line can be about: who is likely first, and where nobody is known, everybody.
func (v ImportPreview) lineOptions(f Frame, l procedure.ImportLine) []Option {
	options := []Option{{Value: "", Label: f.T("import.as_proposed")}}
	if l.State == commune.LineOpen {
		options[0].Label = f.T("import.choose")
	}
	add := func(value, label string) {
		if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == value }) {
			options = append(options, Option{Value: value, Label: label})
		}
	}
	anyway := commune.ErrLineByHand.Is(l.Why)
	for _, m := range l.Candidates {
		if anyway {
			add(fmt.Sprint(m.ID, procedure.ChooseAnyway), f.T("import.anyway_for", m.PublicName))
		} else {
			add(fmt.Sprint(m.ID), f.T("import.likely", m.PublicName))
		}
	}
	if l.Known == procedure.ByChoice {
		add(l.Choice, l.Member.PublicName)
	}
	if l.MayBeNew {
		add(procedure.ChooseNew, f.T("import.someone_new"))
	}
	if l.State == commune.LineOpen && !anyway {
		for _, m := range v.Members {
			add(fmt.Sprint(m.ID), m.PublicName)
		}
	} else {
		add(procedure.ChooseOther, f.T("import.somebody_else"))
	}
	add(procedure.ChooseSkip, f.T("import.skip"))
	return options
}

// lineClass is how the state of a line is drawn.
func lineClass(s commune.LineState) string {
	switch s {
	case commune.LineBad, commune.LineOpen:
		return "late"
	case commune.LineNew, commune.LineChange:
		return "good"
	}
	return ""
}

// importedDues says which entry of dues a line would make.
func importedDues(f Frame, p commune.Payment) string {
	period := f.T("dues.from_until", f.Day(p.From), f.Day(p.Until))
	switch {
	case p.Method == commune.Exemption:
		return f.T("import.exempts", period)
	case p.Cents == 0:
		return f.T("import.covers", period)
	}
	return f.T("import.pays", f.Money(int64(p.Cents)), f.T("dues.method_"+string(p.Method)), period)
}
