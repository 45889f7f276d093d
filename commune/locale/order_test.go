package locale_test

import (
	"slices"
	"testing"
	"time"

	"federes.org/commune/locale"
)

func TestNamesStandInTheOrderOfTheLanguage(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"Zoé M.", "Lucia G.", "Étienne M.", "Léa P.", "Awa D.", "œuvre", "Inès Q."}
	locale.ByName(words.Printer("fr", time.UTC), names, func(n string) string { return n })
	if want := []string{"Awa D.", "Étienne M.", "Inès Q.", "Léa P.", "Lucia G.", "œuvre", "Zoé M."}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}
