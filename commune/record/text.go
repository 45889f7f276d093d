package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text passes a string.
func (w *writer) text() error {
	w.at++
	w.out = append(w.out, '"')
	for run := w.at; w.at < len(w.in); {
		switch c := w.in[w.at]; {
		case c == '"':
			w.at++
			w.out = append(w.out, w.in[run:w.at]...)
			return nil
		case c < ' ':
			return notJSON("a text is broken off")
		case c != '\\':
			w.at++
		default:
			w.out = append(w.out, w.in[run:w.at]...)
			if err := w.escape(); err != nil {
				return err
			}
			run = w.at
		}
	}
	return notJSON("a text has no end")
}

// unquoted is what a canonical string says.
func unquoted(text []byte) (said string, err error) {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1]), nil
	}
	err = json.Unmarshal(text, &said)
	return said, err
}

// plain are the characters that stand for themselves, or for one other, after a backslash.
var plain = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape passes what a backslash begins.
func (w *writer) escape() error {
	if w.at++; w.at >= len(w.in) {
		return notJSON("a text has no end")
	}
	if c, known := plain[w.in[w.at]]; known {
		w.at++
		w.out = appendEscaped(w.out, rune(c))
		return nil
	}
	r, err := w.unit()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) {
		if w.at >= len(w.in) || w.in[w.at] != '\\' {
			return notJSON("half a character")
		}
		w.at++
		low, err := w.unit()
		if err != nil {
			return err
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return notJSON("half a character")
		}
	}
	w.out = appendEscaped(w.out, r)
	return nil
}

// unit reads uXXXX.
func (w *writer) unit() (rune, error) {
	if w.at+5 > len(w.in) || w.in[w.at] != 'u' {
		return 0, notJSON("an unknown escape")
	}
	code, err := strconv.ParseUint(string(w.in[w.at+1:w.at+5]), 16, 16)
	w.at += 5
	return rune(code), err
}

// appendEscaped writes a character as canonical JSON does: escaped only where it must be, and then as shortly as it can.
func appendEscaped(out []byte, r rune) []byte {
	if n := strings.IndexRune("\"\\\b\f\n\r\t", r); n >= 0 {
		return append(out, '\\', `"\bfnrt`[n])
	}
	if r < ' ' {
		return fmt.Appendf(out, `\u%04x`, r)
	}
	return utf8.AppendRune(out, r)
}
