package page_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"federes.org/web/page"
)

// text is a text of a few words that come back, with all sorts of white space.
func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString([]string{"la", "commune", "loue", "un", "local", "deux", "ans", "l’été", ""}[r.IntN(9)])
		b.WriteString([]string{" ", "  ", "\n", "\u00a0", "\n\n", ""}[r.IntN(6)])
	}
	return b.String()
}

// sides are the two texts that the changes tell of.
func sides(changes []page.Change) (before, after string) {
	for _, c := range changes {
		if c.Kind != '+' {
			before += c.Words
		}
		if c.Kind != '-' {
			after += c.Words
		}
	}
	return before, after
}

func TestChangesGiveBothTextsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a, b := text(r), text(r)
		changes := page.Changes(a, b)
		if before, after := sides(changes); before != a || after != b {
			t.Fatalf("%q and %q became %q and %q", a, b, before, after)
		}
		for i, c := range changes {
			if c.Words == "" || i > 0 && changes[i-1].Kind == c.Kind {
				t.Fatalf("%q and %q: the changes %q are not runs", a, b, changes)
			}
		}
		same := slices.IndexFunc(page.Changes(a, a), func(c page.Change) bool { return c.Kind != '=' })
		if same >= 0 {
			t.Fatalf("%q changes into itself", a)
		}
	}
}

func TestTextsOfTooManyWordsAreToldApartWhole(t *testing.T) {
	a, b := strings.Repeat("a ", 4000), strings.Repeat("b ", 4000)
	changes := page.Changes(a, b)
	if before, after := sides(changes); before != a || after != b || len(changes) != 2 {
		t.Errorf("%d changes", len(changes))
	}
}

func TestWhatChangesInALongTextIsFoundWordByWord(t *testing.T) {
	before := strings.Repeat("Une commune décide en assemblée, et nulle part ailleurs.\n", 700)
	after := strings.Replace(before, "nulle part", "jamais", 1) + "Le mandat est révocable.\n"
	want := []page.Change{{'-', "nulle part "}, {'+', "jamais "}, {'+', "Le mandat est révocable.\n"}}
	var got []page.Change
	changes := page.Changes(before, after)
	for _, c := range changes {
		if c.Kind != '=' {
			got = append(got, c)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if b, a := sides(changes); b != before || a != after {
		t.Error("the texts do not come back")
	}
}
