package record

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNesting is how deep a document can be.
const maxNesting = 100

// canonical writes a document in its one form (RFC 8785), in one pass. What two readers could read differently is refused: doubled names,
// broken text, numbers that are not whole, names that differ from ours by their case alone.
func canonical(document []byte) ([]byte, error) {
	if !utf8.Valid(document) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrProof)
	}
	w := writer{in: document, out: make([]byte, 0, len(document))}
	if err := w.value(0); err != nil {
		return nil, fmt.Errorf("%w: byte %d: %w", ErrProof, w.at, err)
	}
	if w.space(); w.at < len(w.in) {
		return nil, fmt.Errorf("%w: byte %d: something follows", ErrProof, w.at)
	}
	return w.out, nil
}

// writer reads JSON and writes it in canonical form.
type writer struct {
	in  []byte
	at  int
	out []byte
}

// notJSON is what stands against a text.
type notJSON string

// Error says it.
func (e notJSON) Error() string { return string(e) }

func (w *writer) space() {
	for w.at < len(w.in) && (w.in[w.at] == ' ' || w.in[w.at] == '\n' || w.in[w.at] == '\r' || w.in[w.at] == '\t') {
		w.at++
	}
}

// next is the next character that is no space; 0 at the end.
func (w *writer) next() byte {
	if w.space(); w.at < len(w.in) {
		return w.in[w.at]
	}
	return 0
}

func (w *writer) value(depth int) error {
	c := w.next()
	switch {
	case depth > maxNesting:
		return notJSON("too deep")
	case c == '{':
		return w.object(depth + 1)
	case c == '[':
		return w.array(depth + 1)
	case c == '"':
		return w.text()
	case c == '-' || c >= '0' && c <= '9':
		return w.number()
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(w.in[w.at:], []byte(word)) {
			w.at += len(word)
			w.out = append(w.out, word...)
			return nil
		}
	}
	return notJSON("no value")
}

func (w *writer) array(depth int) error {
	w.at++
	w.out = append(w.out, '[')
	if w.next() == ']' {
		w.at++
		w.out = append(w.out, ']')
		return nil
	}
	for {
		if err := w.value(depth); err != nil {
			return err
		}
		switch w.next() {
		case ',':
			w.out = append(w.out, ',')
		case ']':
			w.at++
			w.out = append(w.out, ']')
			return nil
		default:
			return notJSON("an array does not go on")
		}
		w.at++
	}
}

// member is one of an object, and where it stands in what was written.
type member struct {
	name     string
	from, to int
}

func (w *writer) object(depth int) error {
	w.at++
	w.out = append(w.out, '{')
	start, room := len(w.out), [24]member{}
	all := room[:0]
	if w.next() == '}' {
		w.at++
		w.out = append(w.out, '}')
		return nil
	}
	for {
		m, err := w.member(depth)
		if err != nil {
			return err
		}
		all = append(all, m)
		switch w.next() {
		case ',':
			w.out = append(w.out, ',')
		case '}':
			w.at++
			if err := w.sort(all, start); err != nil {
				return err
			}
			w.out = append(w.out, '}')
			return nil
		default:
			return notJSON("an object does not go on")
		}
		w.at++
	}
}

func (w *writer) member(depth int) (member, error) {
	m := member{from: len(w.out)}
	if w.next() != '"' {
		return m, notJSON("no name")
	}
	err := w.text()
	if err != nil {
		return m, err
	}
	if m.name, err = unquoted(w.out[m.from:]); err != nil {
		return m, err
	}
	if variant(m.name) {
		return m, notJSON("a name is written as only some readers read it")
	}
	if w.next() != ':' {
		return m, notJSON("a name without a value")
	}
	w.at++
	w.out = append(w.out, ':')
	err = w.value(depth)
	m.to = len(w.out)
	return m, err
}

// sort puts the members of an object in the order of their names, as UTF-16 counts.
func (w *writer) sort(all []member, start int) error {
	if !slices.IsSortedFunc(all, byName) {
		written := bytes.Clone(w.out[start:])
		slices.SortFunc(all, byName)
		w.out = w.out[:start]
		for n, m := range all {
			if n > 0 {
				w.out = append(w.out, ',')
			}
			w.out = append(w.out, written[m.from-start:m.to-start]...)
		}
	}
	for n := 1; n < len(all); n++ {
		if all[n].name == all[n-1].name {
			return notJSON("a name stands twice")
		}
	}
	return nil
}

func byName(a, b member) int {
	for n := 0; n < len(a.name) && n < len(b.name); n++ {
		if a.name[n] >= utf8.RuneSelf || b.name[n] >= utf8.RuneSelf {
			return slices.Compare(utf16.Encode([]rune(a.name)), utf16.Encode([]rune(b.name)))
		}
		if a.name[n] != b.name[n] {
			return int(a.name[n]) - int(b.name[n])
		}
	}
	return len(a.name) - len(b.name)
}

// number passes whole numbers that every reader holds exactly.
func (w *writer) number() error {
	start := w.at
	if w.in[w.at] == '-' {
		w.at++
	}
	for w.at < len(w.in) && w.in[w.at] >= '0' && w.in[w.at] <= '9' {
		w.at++
	}
	digits := string(w.in[start:w.at])
	whole, err := strconv.ParseInt(digits, 10, 64)
	zero := strings.HasPrefix(strings.TrimPrefix(digits, "-"), "0") && strings.TrimPrefix(digits, "-") != "0"
	if err != nil || zero || whole >= 1<<53 || whole <= -(1<<53) || w.at < len(w.in) && strings.IndexByte(".eE", w.in[w.at]) >= 0 {
		return notJSON("a number is not a whole one")
	}
	w.out = strconv.AppendInt(w.out, whole, 10)
	return nil
}
