package commune_test

import (
	"testing"

	"federes.org/commune"
)

func TestAnAmountIsReadAsPeopleAndSpreadsheetsWriteIt(t *testing.T) {
	for text, want := range map[string]int{
		"12": 1200, "12,50": 1250, " 12.5 € ": 1250, "0": 0, "0,05": 5, "1 234,50": 123450, "1\u202f234,5\u00a0€": 123450, "1,234.50": 123450, "1.234,50": 123450,
	} {
		if got, err := commune.ParseCents(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "douze", "-3", "1,234", "1.234", "+1", "1,-5", ",", "10-20", "10 à 20", "12,34,56", "1,23.50", "€", "١٢", "99999999999999"} {
		if got, err := commune.ParseCents(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}
