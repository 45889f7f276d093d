package locale

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/search"
)

// ByName puts a list in the order of its names, as the reader's language orders them: Étienne before Zoé.
func ByName[T any](p Printer, list []T, name func(T) string) {
	order := collate.New(language.Make(p.language))
	slices.SortStableFunc(list, func(a, b T) int { return order.CompareString(name(a), name(b)) })
}

// Holds tells whether a text holds a part of it as people type it: without regard to accents or capitals.
func Holds(p Printer, text, part string) bool {
	start, _ := search.New(language.Make(p.language), search.Loose).IndexString(text, part)
	return start >= 0
}
