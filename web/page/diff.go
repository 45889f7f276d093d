package page

import (
	"slices"
	"strings"
	"unicode"
)

// Change is a run of words that two texts share, or that only one of them has.
type Change struct {
	Kind  rune // '=' in both, '-' only before, '+' only after
	Words string
}

// maxCompared bounds the pairs of words that are compared: some texts are far longer in words than people write.
const maxCompared = 4_000_000

// Changes tells what turns one text into another, word by word; where they would be too many to compare, line by line, and word by word where
// lines differ.
func Changes(before, after string) []Change {
	if a, b := split(before), split(after); few(a, b) {
		return turning(a, b)
	}
	a, b := slices.Collect(strings.Lines(before)), slices.Collect(strings.Lines(after))
	if !few(a, b) {
		return []Change{{'-', before}, {'+', after}}
	}
	var all runs
	lines := turning(a, b)
	for i := 0; i < len(lines); i++ {
		if lines[i].Kind == '-' && i+1 < len(lines) {
			if a, b := split(lines[i].Words), split(lines[i+1].Words); lines[i+1].Kind == '+' && few(a, b) {
				all = all.with(turning(a, b)...)
				i++
				continue
			}
		}
		all = all.with(lines[i])
	}
	return all
}

// few tells whether so many pairs can be compared.
func few(a, b []string) bool { return len(a)*len(b) <= maxCompared }

// runs are changes of which no two neighbours are of one kind.
type runs []Change

func (r runs) with(more ...Change) runs {
	for _, c := range more {
		if n := len(r); n > 0 && r[n-1].Kind == c.Kind {
			r[n-1].Words += c.Words
		} else {
			r = append(r, c)
		}
	}
	return r
}

// turning tells what turns one list of pieces into another.
func turning(a, b []string) runs {
	common := longest(a, b)
	var all runs
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			all = all.with(Change{'=', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			all = all.with(Change{'-', a[i]})
			i++
		default:
			all = all.with(Change{'+', b[j]})
			j++
		}
	}
	return all
}

// longest is the length of what the ends of two lists have in common, from each pair of places on.
func longest(a, b []string) [][]int16 {
	common := make([][]int16, len(a)+1)
	for i := range common {
		common[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}

// split cuts a text after each run of white space, and before one that begins a line, so that its parts are the text again and the last word of a
// paragraph is the same whatever follows.
func split(text string) []string {
	var words []string
	from, space := 0, false
	for i, r := range text {
		if i > from && (space && !unicode.IsSpace(r) || !space && r == '\n') {
			words, from = append(words, text[from:i]), i
		}
		space = unicode.IsSpace(r)
	}
	if from < len(text) {
		words = append(words, text[from:])
	}
	return words
}
