// Package pdf puts a text on paper. It is the only package that knows the library that writes the format. The page is the accessible
// version of what is written here: a file of this kind carries no structure for who does not see it.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"

	"federes.org/commune/prose"
)

// Paper is a document: what it is called, its text, and what stands at the foot of each page.
type Paper struct {
	Title, Author, Language string
	Made                    time.Time
	Body                    []prose.Block
	Foot                    func(number int, all string) string
}

// Measures, in millimetres and points.
const (
	margin  = 20.0
	indent  = 6.0
	size    = 10.5
	leading = 5.2
	small   = 8.5
	deepest = 6 // lists in lists; those below stand under each other
)

// headings are the sizes of the headings, from the first level on.
var headings = [...]float64{19, 13.5, 11.5, 10.5, 10.5, 10.5}

const face = "go"

// pages is what stands for their number until it is known.
const pages = "{pages}"

type writer struct {
	*fpdf.Fpdf
	letters *sfnt.Font
	buffer  sfnt.Buffer
}

// Write is the document as a file.
func Write(p Paper) ([]byte, error) {
	letters, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	w := &writer{Fpdf: fpdf.New("P", "mm", "A4", ""), letters: letters}
	w.describe(p)
	for style, font := range map[string][]byte{"": goregular.TTF, "B": gobold.TTF, "I": goitalic.TTF, "BI": gobolditalic.TTF} {
		w.AddUTF8FontFromBytes(face, style, font)
	}
	w.SetMargins(margin, margin, margin)
	w.SetAutoPageBreak(true, margin)
	w.AliasNbPages(pages)
	w.SetFooterFunc(func() {
		w.SetXY(margin, 297-margin+6)
		w.SetFont(face, "", small)
		w.CellFormat(0, 5, w.known(p.Foot(w.PageNo(), pages)), "", 0, "C", false, 0, "")
	})
	w.AddPage()
	for i, b := range p.Body {
		w.block(b, i == 0)
	}
	var out bytes.Buffer
	if err := w.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return out.Bytes(), nil
}

// describe says what the file is, so that the same document is the same file.
func (w *writer) describe(p Paper) {
	w.SetTitle(p.Title, true)
	w.SetAuthor(p.Author, true)
	w.SetLang(p.Language)
	w.SetCreationDate(p.Made)
	w.SetModificationDate(p.Made)
	w.SetCatalogSort(true)
}

// block writes one piece of the text.
func (w *writer) block(b prose.Block, first bool) {
	switch b.Kind {
	case prose.Heading:
		w.heading(b, first)
		return
	case prose.Rule:
		w.Ln(2)
		w.Line(margin, w.GetY(), 210-margin, w.GetY())
		w.Ln(2)
		return
	}
	left := margin + float64(min(b.Depth, deepest))*indent
	if b.Quoted {
		left += indent
	}
	top, page := w.GetY(), w.PageNo()
	w.SetLeftMargin(left)
	w.SetX(left)
	if b.Mark != "" {
		w.SetFont(face, "", size)
		w.SetX(left - indent)
		w.CellFormat(indent, leading, b.Mark, "", 0, "L", false, 0, "")
	}
	w.runs(b.Runs, "", size)
	w.Ln(leading)
	if b.Quoted && page == w.PageNo() {
		w.SetLineWidth(0.6)
		w.Line(left-indent/2, top, left-indent/2, w.GetY())
		w.SetLineWidth(0.2)
	}
	w.SetLeftMargin(margin)
	if b.Kind == prose.Paragraph {
		w.Ln(2)
	} else {
		w.Ln(0.6)
	}
}

// heading writes a heading, never alone at the foot of a page.
func (w *writer) heading(b prose.Block, first bool) {
	points := headings[min(b.Level, len(headings))-1]
	if !first {
		w.Ln(3)
	}
	if w.GetY() > 297-margin-30 {
		w.AddPage()
	}
	w.SetX(margin)
	w.runs(b.Runs, "B", points)
	w.Ln(points * 0.5)
	w.Ln(1.5)
}

// runs writes the pieces of a block one after the other.
func (w *writer) runs(runs []prose.Run, style string, points float64) {
	for _, r := range runs {
		face := style
		if r.Bold && style == "" {
			face += "B"
		}
		if r.Italic {
			face += "I"
		}
		w.write(r, face, points)
	}
}

func (w *writer) write(r prose.Run, style string, points float64) {
	w.SetFont(face, style, points)
	height := points * leading / size
	if r.Link != "" {
		w.SetTextColor(150, 10, 25)
		w.WriteLinkString(height, w.known(r.Text), r.Link)
		w.SetTextColor(0, 0, 0)
		return
	}
	w.Fpdf.Write(height, w.known(r.Text))
}

// near are the signs that the letters lack, and what comes closest.
var near = strings.NewReplacer("\u202f", "\u00a0", "\u2011", "-", "\u2010", "-", "\u2192", "->", "\u2713", "x", "\ufe0f", "", "\u200d", "")

// known is a text in the letters that there are: what has none is shown as missing, not lost in silence.
func (w *writer) known(text string) string {
	return strings.Map(func(sign rune) rune {
		if sign == '\n' || sign < 1<<16 && w.has(sign) {
			return sign
		}
		return '?'
	}, near.Replace(text))
}

func (w *writer) has(sign rune) bool {
	glyph, err := w.letters.GlyphIndex(&w.buffer, sign)
	return err == nil && glyph != 0
}
