// Package spreadsheet reads the tables of members and dues that other programs export: in which letters they are written, which column says what,
// and what each line means. It is pure, and forgives what a program writes its own way; what a line leaves in doubt is said of that line.
package spreadsheet

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"federes.org/commune"
)

// Table is a file as lines and columns.
type Table struct {
	Header []string
	Rows   []Row
}

// Row is one line of the file below its header.
type Row struct {
	Line    int // in the file, from 1
	Cells   []string
	Refusal commune.Refusal // why it cannot be read; none has no key
}

// maxBroken is how many lines whose quotes do not match are told apart before the file is given up.
const maxBroken = 100

// Read takes a file apart. A line that cannot be read is kept, with the reason; a file without lines, or with too many, is refused.
func Read(content []byte, how Reading) (Table, error) {
	text := decode(content, how.Encoding)
	separator, ok := separators[how.Separator]
	if !ok {
		return Table{}, commune.ErrSheetFormat
	}
	rows, err := split(text, separator)
	if err != nil {
		return Table{}, err
	}
	if len(rows) > 0 && strings.HasPrefix(strings.ToLower(rows[0].Cells[0]), "sep=") {
		rows = rows[1:]
	}
	if len(rows) < 2 || rows[0].Refusal.Key != "" || strings.ContainsFunc(text[:min(len(text), 1000)], binary) {
		return Table{}, commune.ErrSheetUnread
	}
	t := Table{Header: rows[0].Cells, Rows: rows[1:]}
	switch {
	case len(t.Rows) > commune.MaxSheetLines:
		return t, commune.ErrSheetLong.With(commune.MaxSheetLines)
	case len(t.Header) > commune.MaxColumns:
		return t, commune.ErrSheetUnread
	}
	for i := range t.Rows {
		t.Rows[i] = t.Rows[i].fitted(len(t.Header))
	}
	return t, nil
}

// fitted has as many cells as there are columns. More of them mean that something in the line was taken apart that belongs together.
func (r Row) fitted(columns int) Row {
	for len(r.Cells) > columns && r.Cells[len(r.Cells)-1] == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	switch {
	case r.Refusal.Key != "":
	case len(r.Cells) > columns:
		r.Refusal = commune.ErrLineCells.With(len(r.Cells), columns)
	case slices.ContainsFunc(r.Cells, garbled):
		r.Refusal = commune.ErrLineLetters
	}
	for len(r.Cells) < columns {
		r.Cells = append(r.Cells, "")
	}
	return r
}

// split takes a text apart into lines and cells, without those that are empty. After a line whose quotes do not match it goes on with the next.
func split(text string, separator rune) ([]Row, error) {
	var rows []Row
	for before, broken := 0, 0; text != ""; {
		found, failed, err := records(text, separator, before)
		rows = append(rows, found...)
		if err != nil || failed == 0 {
			return rows, err
		}
		if broken++; broken > maxBroken || len(rows) > commune.MaxSheetLines+1 {
			return nil, commune.ErrSheetUnread
		}
		first := ""
		for range failed {
			first, text, _ = strings.Cut(text, "\n")
		}
		before += failed
		rows = append(rows, Row{Line: before, Cells: []string{strings.TrimSpace(first)}, Refusal: commune.ErrLineQuotes})
	}
	return rows, nil
}

// records reads as far as the quotes match, and says on which line they do not; 0 if they do.
func records(text string, separator rune, before int) (rows []Row, failed int, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator, -1
	for {
		cells, err := r.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, 0, nil
		case errors.As(err, &wrong):
			return rows, wrong.StartLine, nil
		case err != nil:
			return rows, 0, err
		}
		line, _ := r.FieldPos(0)
		if row := (Row{Line: before + line, Cells: trimmed(cells)}); strings.Join(row.Cells, "") != "" {
			rows = append(rows, row)
		}
	}
}

func trimmed(cells []string) []string {
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(strings.TrimPrefix(cell, "\uFEFF"))
	}
	return cells
}

// binary is a letter that no table has, and that a workbook or a picture begins with.
func binary(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }

// garbled tells whether letters were lost, or written in one alphabet of the machine and read in another.
func garbled(text string) bool {
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\uFFFD\x00") {
		return true
	}
	return twice(text)
}
