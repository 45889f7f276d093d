package commune_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"federes.org/commune"
)

func decision(title, text string, minutes int) commune.Writing {
	return commune.Writing{Title: title, Text: text, Kind: commune.ForDecision, Minutes: minutes}
}

var pads = []struct {
	name, text, aside string
	want              []commune.Writing
}{
	{"dashes with nested lines", "- Épicerie (20 min)\n  Le local est trouvé.\n    - loyer : 400 €\n- Cantine\n", "", []commune.Writing{
		decision("Épicerie", "Le local est trouvé.\n  - loyer : 400 €", 20), decision("Cantine", "", commune.UsualMinutes),
	}},
	{"numbers, with dashes below", "1. Trésorerie [info, 10']\n- reste 320 €\n2) Fête de quartier : débat 1h30\n- le 14 juillet", "", []commune.Writing{
		{Title: "Trésorerie", Text: "- reste 320 €", Kind: commune.Information, Minutes: 10},
		{Title: "Fête de quartier", Text: "- le 14 juillet", Kind: commune.Debate, Minutes: 90},
	}},
	{"a kind behind the brackets", "- Local commun (20 min) débat\n- Cantine (le midi) vote", "", []commune.Writing{
		{Title: "Local commun", Kind: commune.Debate, Minutes: 20}, decision("Cantine (le midi)", "", commune.UsualMinutes),
	}},
	{"headings below the title of the pad", "# AG du 12 novembre\nà la Maison du peuple\n\n## Logement\n\nDeux familles à reloger.\n\n## Décision : local — 30 mn\n", "# AG du 12 novembre\nà la Maison du peuple", []commune.Writing{
		decision("Logement", "Deux familles à reloger.", commune.UsualMinutes), decision("local", "", 30),
	}},
	{"sections that name a kind", "## Informations\n- Bilan de la fête\n- Nouvelles du conseil 5 min\n## Décisions :\n- Local\n", "", []commune.Writing{
		{Title: "Bilan de la fête", Kind: commune.Information, Minutes: commune.UsualMinutes},
		{Title: "Nouvelles du conseil", Kind: commune.Information, Minutes: 5}, decision("Local", "", commune.UsualMinutes),
	}},
	{"a theme that the assembly ordered", "* Toits vides [LOGEMENT, vote]\n* Ateliers (théâtre)", "", []commune.Writing{
		{Title: "Toits vides", Theme: "logement", Kind: commune.ForDecision, Minutes: commune.UsualMinutes}, decision("Ateliers (théâtre)", "", commune.UsualMinutes),
	}},
	{"as Etherpad gives it", "\t* **Point 1**\r\n\t\t* durée : 25 min\r\n\t* Point 2\r\n", "", []commune.Writing{
		decision("Point 1", "* durée : 25 min", 25), decision("Point 2", "", commune.UsualMinutes),
	}},
	{"paragraphs", "Logement\nDeux familles.\n\nCantine 10 min", "", []commune.Writing{decision("Logement", "Deux familles.", commune.UsualMinutes), decision("Cantine", "", 10)}},
	{"lines", "Logement\nCantine 10 min\n", "", []commune.Writing{decision("Logement", "", commune.UsualMinutes), decision("Cantine", "", 10)}},
	{"one heading", "# Logement\nDeux familles.", "", []commune.Writing{decision("Logement", "Deux familles.", commune.UsualMinutes)}},
	{"hours and numbers that are no durations", "- Accueil à 18h30\n- Les 300 logements\n- Article 3'4", "", []commune.Writing{
		decision("Accueil à 18h30", "", commune.UsualMinutes), decision("Les 300 logements", "", commune.UsualMinutes), decision("Article 3'4", "", commune.UsualMinutes),
	}},
	{"a title that is only a duration", "- 20 min\n- Cantine", "", []commune.Writing{decision("20 min", "", 20), decision("Cantine", "", commune.UsualMinutes)}},
	{"things to tick", "- [ ] Logement\n- [x] Cantine", "", []commune.Writing{decision("Logement", "", commune.UsualMinutes), decision("Cantine", "", commune.UsualMinutes)}},
}

func TestOUP_APadIsReadAsTheItemsThatStandInIt(t *testing.T) {
	for _, test := range pads {
		got, err := commune.ReadPad(test.text, []string{"logement", "solidarité"})
		if err != nil || !slices.Equal(got.Items, test.want) || got.Aside != test.aside {
			t.Errorf("%s: got %+v (aside %q), %v\nwant %+v", test.name, got.Items, got.Aside, err, test.want)
		}
	}
}

func TestOUP_APadThatSaysNothingOrTooMuchIsRefused(t *testing.T) {
	for text, want := range map[string]commune.Refusal{
		"": commune.ErrPadEmpty, " \n\t\n": commune.ErrPadEmpty, "# Décisions": commune.ErrPadEmpty, "\xff": commune.ErrUnreadable,
		strings.Repeat("a", commune.MaxPad+1):            commune.ErrTooLong,
		strings.Repeat("- point\n", commune.MaxImport+1): commune.ErrPadLong,
	} {
		_, err := commune.ReadPad(text, nil)
		refused(t, err, want)
	}
	_, err := commune.ReadPad(strings.Repeat("- point\n", commune.MaxImport), nil)
	accepted(t, err)
}

// FuzzOUP_NoWordOfAPadIsInventedAndNoLineBelowAnItemIsLost reads anything.
func FuzzOUP_NoWordOfAPadIsInventedAndNoLineBelowAnItemIsLost(f *testing.F) {
	for _, test := range pads {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pad, err := commune.ReadPad(text, []string{"logement"})
		if err != nil {
			return
		}
		kept := pad.Aside
		for _, w := range pad.Items {
			if w.Title == "" || !utf8.ValidString(w.Title+w.Text) || w.Minutes < 1 || w.Minutes > commune.MaxItemMinutes || strings.Contains(w.Title, "\n") {
				t.Errorf("read %+v", w)
			}
			if !strings.Contains(letters(text), letters(w.Text)) {
				t.Errorf("the text %q was changed", w.Text)
			}
			kept += w.Text
		}
		gone := 0
		for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
			if said := letters(line); !strings.Contains(letters(kept), said) && !slices.Contains(kinds, strings.ToLower(strings.TrimSuffix(said, "s"))) {
				gone++
			}
		}
		if gone > len(pad.Items) {
			t.Errorf("%d lines are gone from %q, which became %d items: %+v", gone, text, len(pad.Items), pad)
		}
	})
}

// kinds are the words that say of what kind the items below them are.
var kinds = []string{"information", "info", "débat", "debat", "debate", "discussion", "échange", "echange", "décision", "decision", "vote"}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
