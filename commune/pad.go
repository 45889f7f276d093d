package commune

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Pad is what the text of a pad was read as: the items that stand in it, and the lines that belong to none (OU-P).
type Pad struct {
	Items []Writing
	Aside string
}

// sign is how a line of a pad begins.
type sign int

// A line begins like a heading (of six levels), with a number, with a dash or dot, or with none of them.
const (
	unsigned sign = 0
	heading  sign = 1 // to 6, by its level
	numbered sign = 7
	bulleted sign = 8
)

// padLine is a line of a pad with its beginning told apart.
type padLine struct {
	raw    string
	indent int
	sign   sign
	rest   string   // without the sign
	kind   ItemKind // of a line that only names one: what follows is of that kind
}

var (
	headingLine = regexp.MustCompile(`^(#{1,6})\s+(.+)$`)
	numberLine  = regexp.MustCompile(`^(?i:point\s+|n°\s?)?\d{1,2}\s?[.):/–-]\s+(\D.*)$`)
	bulletLine  = regexp.MustCompile(`^[-*+•·–—]\s+(?:\[[ xX]?\]\s+)?(.+)$`)
)

// ReadPad recognises the items of a pad: of its headings, numbers and dashes, the first sort of which there are several begins each item; what
// stands below belongs to it, word for word. Without any sign each paragraph is an item, or each line of a single paragraph.
func ReadPad(text string, priorities []string) (Pad, error) {
	if err := Text(strings.TrimSpace(text), MaxPad, ErrPadEmpty); err != nil {
		return Pad{}, err
	}
	lines := padLines(text)
	begins := beginnings(lines)
	var pad Pad
	var aside []string
	var kind ItemKind
	for i := 0; i < len(lines); {
		if !begins[i] {
			if lines[i].kind == "" {
				aside = append(aside, lines[i].raw)
			} else {
				kind = lines[i].kind
			}
			i++
			continue
		}
		end := i + 1
		for end < len(lines) && !begins[end] && lines[end].kind == "" {
			end++
		}
		pad.Items = append(pad.Items, padItem(lines[i:end], kind, priorities))
		i = end
	}
	pad.Aside = dedented(aside)
	switch {
	case len(pad.Items) == 0:
		return pad, ErrPadEmpty
	case len(pad.Items) > MaxImport:
		return pad, ErrPadLong.With(MaxImport, len(pad.Items))
	}
	return pad, nil
}

func padLines(text string) []padLine {
	var lines []padLine
	for raw := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		raw = strings.TrimRightFunc(strings.ReplaceAll(raw, "\t", "    "), unicode.IsSpace)
		bare := strings.TrimLeftFunc(raw, unicode.IsSpace)
		l := padLine{raw: raw, indent: len(raw) - len(bare), rest: bare}
		if m := headingLine.FindStringSubmatch(bare); m != nil {
			l.sign, l.rest = heading+sign(len(m[1])-1), m[2]
		} else if m := numberLine.FindStringSubmatch(bare); m != nil {
			l.sign, l.rest = numbered, m[1]
		} else if m := bulletLine.FindStringSubmatch(bare); m != nil {
			l.sign, l.rest = bulleted, m[1]
		}
		l.rest = strings.TrimSpace(l.rest)
		if l.sign != unsigned {
			l.kind = kindOf(strings.TrimRight(l.rest, " :"))
		}
		lines = append(lines, l)
	}
	return lines
}

// beginnings tells of each line whether it begins an item.
func beginnings(lines []padLine) []bool {
	begins := make([]bool, len(lines))
	chosen, indent := signOf(lines)
	if chosen == unsigned {
		paragraphs(lines, begins)
		return begins
	}
	for i, l := range lines {
		begins[i] = l.sign == chosen && l.indent <= indent && l.kind == ""
	}
	return begins
}

// signOf is the sign that begins the items: the first sort of which there are several where it stands furthest out, else the first at all.
func signOf(lines []padLine) (chosen sign, indent int) {
	for s := heading; s <= bulleted; s++ {
		least, count := outermost(lines, s)
		if count > 1 {
			return s, least
		}
		if count == 1 && chosen == unsigned {
			chosen, indent = s, least
		}
	}
	return chosen, indent
}

// outermost is how far in the lines of a sign stand that stand furthest out, and how many do.
func outermost(lines []padLine, s sign) (indent, count int) {
	for _, l := range lines {
		switch {
		case l.sign != s || l.kind != "":
		case count == 0 || l.indent < indent:
			indent, count = l.indent, 1
		case l.indent == indent:
			count++
		}
	}
	return indent, count
}

// paragraphs begins an item after each empty line; where there is none between the lines, with each line.
func paragraphs(lines []padLine, begins []bool) {
	first := slices.IndexFunc(lines, func(l padLine) bool { return l.rest != "" })
	last := len(lines)
	for last > first && lines[last-1].rest == "" {
		last--
	}
	parted := slices.ContainsFunc(lines[first:last], func(l padLine) bool { return l.rest == "" })
	for i := first; i < last; i++ {
		begins[i] = lines[i].rest != "" && lines[i].kind == "" && (i == first || !parted || lines[i-1].rest == "")
	}
}

// padItem reads an item: its title with what is said of it there, and below it its text.
func padItem(lines []padLine, kind ItemKind, priorities []string) Writing {
	w := Writing{Kind: kind}
	readTitle(&w, lines[0].rest, priorities)
	below := make([]string, 0, len(lines))
	for _, l := range lines[1:] {
		below = append(below, l.raw)
		if rest, minutes := cutMinutes(l.rest); minutes > 0 && rest == "" && w.Minutes == 0 {
			w.Minutes = minutes
		}
	}
	w.Text = dedented(below)
	if w.Kind == "" {
		w.Kind = ForDecision
	}
	if w.Minutes == 0 {
		w.Minutes = UsualMinutes
	}
	return w
}

// dedented joins lines without the space that stands before all of them, and without empty lines around them.
func dedented(lines []string) string {
	least := -1
	for _, l := range lines {
		if bare := strings.TrimLeft(l, " "); bare != "" && (least < 0 || len(l)-len(bare) < least) {
			least = len(l) - len(bare)
		}
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l[min(max(least, 0), len(l)):] + "\n")
	}
	return strings.TrimSpace(b.String())
}

var (
	inBrackets = regexp.MustCompile(`[(\[]([^()\[\]]*)[)\]]`)
	within     = regexp.MustCompile(`\s*[,;/]\s*|\s+[–—-]\s+`)
	before     = regexp.MustCompile(`^(\p{L}+)\s*(?:[:–—]|\s-)\s*(\S.*)$`)
	after      = regexp.MustCompile(`^(.*\S)\s+[–—:-]\s*(\p{L}+)$`)
	behind     = regexp.MustCompile(`^(.*[)\]])\s*(\p{L}+)$`)
	lasting    = regexp.MustCompile(`(?i)(^|[\s–—-])(?:dur[ée]e\s*:?\s*)?(?:(\d)\s?h(?:eures?)?(?:\s?(\d{2}))?|(\d{1,3})\s?(?:minutes?|min\.?|mn|['’′]))($|[\s,;.:–—-])`)
	spaces     = regexp.MustCompile(`\s+`)
)

// readTitle takes out of a title what it says of duration, kind and theme.
func readTitle(w *Writing, title string, priorities []string) {
	plain := strings.Trim(strings.ReplaceAll(title, "**", ""), "_ ")
	if m := behind.FindStringSubmatch(plain); m != nil && kindOf(m[2]) != "" {
		w.Kind, plain = kindOf(m[2]), m[1]
	}
	rest := inBrackets.ReplaceAllStringFunc(plain, func(group string) string {
		if w.note(group[1:len(group)-1], priorities) {
			return " "
		}
		return group
	})
	if m := before.FindStringSubmatch(rest); m != nil && kindOf(m[1]) != "" {
		w.Kind, rest = kindOf(m[1]), m[2]
	}
	cut, minutes := cutMinutes(rest)
	if minutes > 0 && w.Minutes == 0 {
		w.Minutes, rest = minutes, cut
	}
	if m := after.FindStringSubmatch(strings.TrimSpace(rest)); m != nil && kindOf(m[2]) != "" {
		w.Kind, rest = kindOf(m[2]), m[1]
	}
	w.Title = strings.Trim(spaces.ReplaceAllString(rest, " "), " :;,–—-")
	if w.Title == "" {
		w.Title = strings.TrimSpace(title)
	}
}

// note takes what stands in brackets if all of it is a duration, a kind or a theme.
func (w *Writing) note(words string, priorities []string) bool {
	noted := *w
	for _, word := range within.Split(strings.TrimSpace(words), -1) {
		theme := slices.IndexFunc(priorities, func(p string) bool { return strings.EqualFold(p, word) })
		rest, minutes := cutMinutes(word)
		switch kind := kindOf(word); {
		case kind != "":
			noted.Kind = kind
		case minutes > 0 && rest == "":
			noted.Minutes = minutes
		case theme >= 0:
			noted.Theme = priorities[theme]
		default:
			return false
		}
	}
	*w = noted
	return true
}

// cutMinutes takes the first duration out of a line: "20 min", "15'", "1 h 30". One that no item can have is none.
func cutMinutes(line string) (rest string, minutes int) {
	m := lasting.FindStringSubmatchIndex(line)
	if m == nil {
		return line, 0
	}
	number := func(group int) int {
		if m[2*group] < 0 {
			return 0
		}
		n, err := strconv.Atoi(line[m[2*group]:m[2*group+1]])
		if err != nil {
			return 0
		}
		return n
	}
	minutes = number(2)*60 + number(3) + number(4)
	if minutes < 1 || minutes > MaxItemMinutes {
		return line, 0
	}
	return strings.Trim(line[:m[0]]+" "+line[m[1]:], " :;,–—-"), minutes
}

// kindOf is the kind that a word names, or none.
func kindOf(word string) ItemKind {
	switch strings.TrimSuffix(strings.ToLower(strings.TrimSpace(word)), "s") {
	case "information", "info":
		return Information
	case "débat", "debat", "debate", "discussion", "échange", "echange":
		return Debate
	case "décision", "decision", "vote":
		return ForDecision
	}
	return ""
}

// The refusals of an import.
var (
	ErrPadEmpty      = Refuse(Invalid, "pad_empty")
	ErrPadLong       = Refuse(Invalid, "pad_long")       // at most, found
	ErrTitleTaken    = Refuse(Conflict, "title_taken")   // by another item of the agenda
	ErrImportRefused = Refuse(Invalid, "import_refused") // how many lines
	ErrNothingTicked = Refuse(Invalid, "nothing_ticked")
)
