package spreadsheet

import (
	"slices"
	"strings"
)

// SameName tells whether two names have the same words, in whatever order, case and accents.
func SameName(a, b string) bool {
	x, y := words(a), words(b)
	return len(x) > 0 && slices.Equal(x, y)
}

// LikeName tells whether two names could be one person's: the same words, of which some may be one letter for the whole (Zoé M.) or missing.
// At least one whole word must be the same.
func LikeName(a, b string) bool {
	x, y := words(a), words(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	whole := false
	for _, word := range x {
		at := slices.IndexFunc(y, func(other string) bool { return word == other })
		if whole = whole || at >= 0 && len(word) > 1; at < 0 {
			at = slices.IndexFunc(y, func(other string) bool { return initial(word, other) || initial(other, word) })
		}
		if at < 0 {
			return false
		}
		y = slices.Delete(slices.Clone(y), at, at+1)
	}
	return whole
}

func initial(letter, word string) bool {
	return len([]rune(letter)) == 1 && strings.HasPrefix(word, letter)
}

func words(name string) []string {
	all := strings.Fields(Fold(name))
	slices.Sort(all)
	return all
}
