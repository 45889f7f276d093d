package prose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// opening is what means something at the beginning of a line alone.
var opening = regexp.MustCompile(`^(\s*)(#|\+|-|=|>|\d+[.)])`)

// entity is what would be read as another sign.
var entity = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)

// Escape is plain text as Markdown that shows it exactly.
func Escape(plain string) string {
	lines := strings.Split(plain, "\n")
	for i, line := range lines {
		lines[i] = escapeLine(strings.TrimSpace(line))
	}
	return strings.Join(lines, "\n")
}

// Quote is plain text as a quotation.
func Quote(plain string) string {
	lines := strings.Split(Escape(strings.TrimSpace(plain)), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace("> " + line)
	}
	return strings.Join(lines, "\n")
}

func escapeLine(line string) string {
	var b strings.Builder
	for i, sign := range line {
		if means(line, i, sign) {
			b.WriteByte('\\')
		}
		b.WriteRune(sign)
	}
	return opening.ReplaceAllStringFunc(b.String(), func(found string) string {
		last := len(found) - 1
		return found[:last] + `\` + found[last:]
	})
}

// means tells whether a sign would be read as more than itself.
func means(line string, at int, sign rune) bool {
	switch sign {
	case '\\', '`', '*', '[', ']', '<':
		return true
	case '_':
		before, _ := utf8.DecodeLastRuneInString(line[:at])
		after, _ := utf8.DecodeRuneInString(line[at+1:])
		return !inWord(before) || !inWord(after)
	case '&':
		return entity.MatchString(line[at:])
	}
	return false
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
