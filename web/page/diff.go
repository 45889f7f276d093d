package page

import (
	"unicode"
)

// Change is a run of words that two texts share, or that only one of them has.
type Change struct {
	Kind  rune // '=' in both, '-' only before, '+' only after
	Words string
}

// maxCompared bounds the pairs of words that are compared: some texts are far longer in words than people write.
const maxCompared = 4_000_000

// Changes tells what turns one text into another, word by word; where they would be too many to compare, that all of it does.
func Changes(before, after string) []Change {
	a, b := split(before), split(after)
	if len(a)*len(b) > maxCompared {
		return []Change{{'-', before}, {'+', after}}
	}
	common := longest(a, b)
	var all []Change
	add := func(kind rune, word string) {
		if n := len(all); n > 0 && all[n-1].Kind == kind {
			all[n-1].Words += word
			return
		}
		all = append(all, Change{kind, word})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add('=', a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			add('-', a[i])
			i++
		default:
			add('+', b[j])
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

// split cuts a text after each run of white space, so that its parts are the text again.
func split(text string) []string {
	var words []string
	from, space := 0, false
	for i, r := range text {
		if space && !unicode.IsSpace(r) {
			words, from = append(words, text[from:i]), i
		}
		space = unicode.IsSpace(r)
	}
	if from < len(text) {
		words = append(words, text[from:])
	}
	return words
}
