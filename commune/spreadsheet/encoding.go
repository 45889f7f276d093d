package spreadsheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how the letters of a file are written.
type Encoding string

// Those that spreadsheets write. The one of Windows holds all letters of ISO-8859-1.
const (
	UTF8    Encoding = "utf-8"
	UTF16   Encoding = "utf-16"
	Windows Encoding = "windows-1252"
	Mac     Encoding = "macintosh"
)

// Encodings are all, in the order in which they are offered.
func Encodings() []Encoding { return []Encoding{UTF8, Windows, UTF16, Mac} }

// Separator stands between the cells of a line.
type Separator string

// The separators.
const (
	Semicolon Separator = "semicolon"
	Comma     Separator = "comma"
	Tab       Separator = "tab"
)

var separators = map[Separator]rune{Semicolon: ';', Comma: ',', Tab: '\t'}

// Separators are all, in the order in which they are offered.
func Separators() []Separator { return []Separator{Semicolon, Comma, Tab} }

const byteOrderMark = "\uFEFF"

// detectEncoding reads it off the bytes. What is neither UTF-16 nor wholly UTF-8 is UTF-8 with wrong lines if more lines have letters of that
// kind than of another, else that of Windows.
func detectEncoding(content []byte) Encoding {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}), bytes.Count(content, []byte{0}) > len(content)/4:
		return UTF16
	case utf8.Valid(content):
		return UTF8
	}
	right, wrong := 0, 0
	for line := range bytes.Lines(content) {
		switch {
		case !utf8.Valid(line):
			wrong++
		case utf8.RuneCount(line) < len(line):
			right++
		}
	}
	if right > wrong {
		return UTF8
	}
	return Windows
}

// decode gives the text of a file. Letters that are not of the encoding stay visible as such.
func decode(content []byte, e Encoding) string {
	var from encoding.Encoding
	switch e {
	case UTF16:
		order := unicode.LittleEndian
		if len(content) > 1 && content[0] == 0 {
			order = unicode.BigEndian
		}
		from = unicode.UTF16(order, unicode.UseBOM)
	case Windows:
		from = charmap.Windows1252
	case Mac:
		from = charmap.Macintosh
	default:
		return strings.TrimPrefix(string(content), byteOrderMark)
	}
	text, err := from.NewDecoder().Bytes(content)
	if err != nil {
		return string(content)
	}
	return strings.TrimPrefix(string(text), byteOrderMark)
}

// twice tells whether a text of UTF-8 was taken for one of Windows before it was written: é stands there as Ã©.
func twice(text string) bool {
	once, err := charmap.Windows1252.NewEncoder().String(text)
	return err == nil && utf8.ValidString(once) && utf8.RuneCountInString(once) < len(once)
}

// detectSeparator is the one that stands most often in the first line, outside of quotes.
func detectSeparator(text string) Separator {
	first, rest, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	if sep, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(first)), "sep="); ok && sep != "" {
		first = sep
	} else if ok {
		first, _, _ = strings.Cut(rest, "\n")
	}
	best, most := Semicolon, 0
	for _, s := range Separators() {
		count, quoted := 0, false
		for _, r := range first {
			if r == '"' {
				quoted = !quoted
			} else if r == separators[s] && !quoted {
				count++
			}
		}
		if count > most {
			best, most = s, count
		}
	}
	return best
}
