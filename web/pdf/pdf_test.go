package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"federes.org/commune/prose"
	"federes.org/web/pdf"
)

const text = `# Compte-rendu de l’assemblée du jeudi 26 novembre 2026

- **Commune** du Faubourg-des-Tisserands
- Présences : 32 personnes

## 1. Épicerie coopérative

On parle du *loyer* ; à 18 h 30, c’est **décidé** : œuvre, ça, où ? Berfîn, Çiçek, « oui » – 3 € … [le plan](https://lins.example/plan)

> La commune adhère à la coopérative d’achat.

1. D’abord
2. Ensuite

---

Fin avec un signe inconnu : 🌻 et une flèche → là.
`

var made = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

func paper(markdown string) pdf.Paper {
	return pdf.Paper{
		Title: "Compte-rendu", Author: "Commune", Language: "fr", Made: made, Body: prose.Blocks(markdown),
		Foot: func(number int, all string) string { return fmt.Sprintf("Page %d sur %s", number, all) },
	}
}

func written(t *testing.T, p pdf.Paper) []byte {
	t.Helper()
	file, err := pdf.Write(p)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	shown   = regexp.MustCompile(`(?s)\(((?:[^\\)]|\\.)*)\)\s*Tj`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// extracted are the words that a reader of the file finds in it, without the spaces: lines are broken wherever they end.
func extracted(t *testing.T, file []byte) string {
	t.Helper()
	var out strings.Builder
	for _, stream := range streams.FindAllSubmatch(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		for _, text := range shown.FindAllSubmatch(content, -1) {
			raw := escaped.ReplaceAllFunc(text[1], func(b []byte) []byte {
				if b[1] == 'r' {
					return []byte{'\r'}
				}
				return b[1:]
			})
			var units []uint16
			for i := 0; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			out.WriteString(string(utf16.Decode(units)))
		}
	}
	return closed(out.String())
}

var spaces = regexp.MustCompile(`[\s\x{00a0}\x{202f}]+`)

func closed(s string) string { return spaces.ReplaceAllString(s, "") }

func TestEveryWordIsInTheFile(t *testing.T) {
	found := extracted(t, written(t, paper(text)))
	for _, words := range []string{
		"Compte-rendu de l’assemblée du jeudi 26 novembre 2026", "Commune", "du Faubourg-des-Tisserands", "1. Épicerie coopérative", "18 h 30", "décidé",
		"œuvre, ça, où ?", "Berfîn, Çiçek, « oui » – 3 € …", "le plan", "La commune adhère à la coopérative d’achat.", "1.", "D’abord", "2.", "Ensuite",
		"signe inconnu : ? et une flèche -> là.", "Page 1 sur 1",
	} {
		if !strings.Contains(found, closed(words)) {
			t.Errorf("the file lacks %q: %s", words, found)
		}
	}
	if strings.Contains(found, "**") || strings.Contains(found, "##") {
		t.Errorf("the file shows marks: %s", found)
	}
}

func TestALongTextHasItsPagesCounted(t *testing.T) {
	found := extracted(t, written(t, paper(strings.Repeat(text+"\n", 12))))
	last := 1
	for strings.Contains(found, fmt.Sprintf("Page%dsur", last+1)) {
		last++
	}
	if last < 4 || !strings.Contains(found, fmt.Sprintf("Page%dsur%d", last, last)) {
		t.Errorf("%d pages: %s", last, found)
	}
}

func TestTheSameDocumentIsTheSameFile(t *testing.T) {
	if !bytes.Equal(written(t, paper(text)), written(t, paper(text))) {
		t.Error("two files differ")
	}
}

func TestWhateverWasWrittenCanBePutOnPaper(t *testing.T) {
	for _, markdown := range []string{
		"", "#", "- ", "> ", "\u200b\u202e\ufeff", "𝕏 𐍈", strings.Repeat("interminable", 2000), strings.Repeat("> ", 60) + "profond", strings.Repeat("- ", 60) + "profond",
		"`code`", "[](https://x.example)", "\u0600\u05d0",
	} {
		if file := written(t, paper(markdown)); !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Errorf("%q is no file", markdown)
		}
	}
}
