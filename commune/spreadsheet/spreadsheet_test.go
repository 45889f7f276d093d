package spreadsheet_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func entries(t *testing.T, content []byte) (spreadsheet.Reading, []spreadsheet.Entry) {
	t.Helper()
	reading := spreadsheet.Detect(content)
	table, err := spreadsheet.Read(content, reading)
	if err != nil {
		t.Fatal(err)
	}
	return reading, table.Entries(reading)
}

func TestME1_EachFormatIsToldByItsColumnsLettersAndSeparator(t *testing.T) {
	for name, want := range map[string]spreadsheet.Reading{
		"helloasso-adhesions.csv": {Format: spreadsheet.HelloAssoMemberships, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Semicolon},
		"helloasso-paiements.csv": {Format: spreadsheet.HelloAssoPayments, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Semicolon},
		"galette.csv":             {Format: spreadsheet.GaletteMembers, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Semicolon},
		"paheko-membres.csv":      {Format: spreadsheet.PahekoMembers, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Comma},
		"paheko-inscriptions.csv": {Format: spreadsheet.PahekoDues, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Comma, Cents: true},
		"tableur-windows.csv":     {Format: spreadsheet.Other, Encoding: spreadsheet.Windows, Separator: spreadsheet.Semicolon},
		"tableur-utf16.txt":       {Format: spreadsheet.Other, Encoding: spreadsheet.UTF16, Separator: spreadsheet.Tab},
		"tableur-mele.csv":        {Format: spreadsheet.Other, Encoding: spreadsheet.UTF8, Separator: spreadsheet.Semicolon},
	} {
		got := spreadsheet.Detect(sample(t, name))
		if got.Format != want.Format || got.Encoding != want.Encoding || got.Separator != want.Separator || got.Cents != want.Cents {
			t.Errorf("%s is read as %+v", name, got)
		}
		if table, err := spreadsheet.Read(sample(t, name), got); err != nil || got.Check(len(table.Header)) != nil {
			t.Errorf("%s: %v, %v", name, err, got.Check(len(table.Header)))
		}
	}
}

// What stands against each line of the samples; no word is for a line that can be used.
func TestME1_EveryLineOfTheSamplesSaysWhatStandsAgainstIt(t *testing.T) {
	for name, want := range map[string]string{
		"helloasso-adhesions.csv": "2: 3: 4: 5: 6: 7: 8:line_zero 9:line_amount 10:line_date 11:name_missing 12: 13:line_letters 14:",
		"helloasso-paiements.csv": "2: 3: 4: 5: 6: 7: 8:",
		"galette.csv":             "2: 3: 4: 5:line_email 6:line_date 7: 8:line_cells",
		"paheko-membres.csv":      "2: 3: 4:line_quotes 5:",
		"paheko-inscriptions.csv": "2: 3: 4: 5:line_amount",
		"tableur-windows.csv":     "2: 3: 4: 5:line_amount 6:line_no_amount",
		"tableur-utf16.txt":       "2: 3: 4: 5:line_amount 6:line_no_amount",
		"tableur-mele.csv":        "2: 3: 4:line_letters 5:line_amount 6:line_no_amount",
	} {
		_, all := entries(t, sample(t, name))
		var got []string
		for _, e := range all {
			got = append(got, strings.TrimSpace(strings.Join([]string{strconv.Itoa(e.Line), e.Refusal.Key}, ":")))
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s:\n got %s\nwant %s", name, text, want)
		}
	}
}

func TestME1_ALineSaysWhoseDuesHowMuchAndUntilWhen(t *testing.T) {
	_, all := entries(t, sample(t, "helloasso-adhesions.csv"))
	if e := all[1]; e.Name != "Lucia Petit" || e.Email != "" || !e.Own() || e.Cents != 1500 || e.On != "2026-09-13" || e.Method != commune.HelloAsso || e.Reference != "order/82802/9002" || e.Paid != spreadsheet.PaidIn {
		t.Errorf("HelloAsso, memberships: %+v", e)
	}
	if e := all[2]; e.Own() || e.Email != "" || e.PayerEmail != "marie.brun@ailleurs.example" {
		t.Errorf("somebody else paid: %+v", e)
	}
	if all[4].Paid != spreadsheet.PaidBack || all[5].Paid != spreadsheet.PaidNot {
		t.Errorf("given back %q, refused %q", all[4].Paid, all[5].Paid)
	}
	_, all = entries(t, sample(t, "helloasso-paiements.csv"))
	if e := all[0]; e.Name != "" || e.Payer != "Awa DIALLO" || e.Cents != 1500 || e.Reference != "payment/53001" || e.Order != "82801" {
		t.Errorf("HelloAsso, payments: %+v", e)
	}
	if all[1].Membership() || !all[2].Membership() || all[2].Method != commune.Transfer || all[2].Paid != spreadsheet.PaidIn {
		t.Errorf("HelloAsso, kinds: %+v", all[1:3])
	}
	_, all = entries(t, sample(t, "galette.csv"))
	if e := all[0]; e.Number != "12" || e.Email != "awa@tisserands.example" || e.Until != "2027-08-31" || !e.NoAmount || e.Exempt || e.Reference != all[5].Reference {
		t.Errorf("Galette: %+v", e)
	}
	if e := all[1]; !e.Exempt || !e.Dues() || e.Paid != "" {
		t.Errorf("Galette, exempt: %+v", e)
	}
	_, all = entries(t, sample(t, "paheko-inscriptions.csv"))
	if e := all[0]; e.Number != "1" || e.Cents != 1500 || e.From != "2026-09-01" || e.Until != "2027-08-31" || e.Reference != "501" {
		t.Errorf("Paheko: %+v", e)
	}
	for _, name := range []string{"tableur-windows.csv", "tableur-utf16.txt"} {
		_, all = entries(t, sample(t, name))
		if e := all[2]; e.Name != "Rémi Étoile" || e.Cents != 1000 || e.On != "2026-09-05" || e.Method != commune.OtherWay {
			t.Errorf("%s: %+v", name, e)
		}
		if e := all[1]; e.Cents != 123450 || e.On != "2026-09-04" || e.Method != commune.Transfer {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// ME-2: what no field asks for is not read.
func TestME2_ColumnsThatNothingAsksForAreSaidAndNotRead(t *testing.T) {
	content := sample(t, "galette.csv")
	reading := spreadsheet.Detect(content)
	table, _ := spreadsheet.Read(content, reading)
	if got := strings.Join(reading.Unread(table.Header), ", "); got != "Statut :, Date de naissance :, Date de création :" {
		t.Errorf("unread are %s", got)
	}
}

func TestME1_AFileThatIsNoTableIsRefused(t *testing.T) {
	for text, want := range map[string]commune.Refusal{
		"":     commune.ErrSheetUnread,
		"\n\n": commune.ErrSheetUnread,
		"PK\x03\x04\x14\x00\x06\x00\n\x00[Content_Types].xml\n": commune.ErrSheetUnread,
		"\x89PNG\r\n\x1a\n": commune.ErrSheetUnread,
		"Nom;Prénom\n":      commune.ErrSheetUnread,
		"Nom\n" + strings.Repeat("a\n", commune.MaxSheetLines+1): commune.ErrSheetLong,
		strings.Repeat("a;", 300) + "\n1;2\n":                    commune.ErrSheetUnread,
		"Nom\n" + strings.Repeat("\"a\"b\n", 200):                commune.ErrSheetUnread,
	} {
		if _, err := spreadsheet.Read([]byte(text), spreadsheet.Detect([]byte(text))); !want.Is(err) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestME1_ALineWhoseQuotesDoNotMatchLeavesTheOthersReadable(t *testing.T) {
	text := "sep=;\r\nNom;Prénom;Courriel\r\n\"Diallo;Awa;a@b.example\r\nPetit;Lucia;l@b.example\r\n\r\n\"Brun\";Karim;\"k@b.example\"\r\n"
	_, all := entries(t, []byte(text))
	if len(all) != 3 || all[0].Line != 3 || all[0].Refusal.Key != commune.ErrLineQuotes.Key || all[1].Name != "Lucia Petit" || all[2].Line != 6 || all[2].Name != "Karim Brun" {
		t.Errorf("%+v", all)
	}
}

func TestME1_NamesAreComparedAsPeopleWriteThem(t *testing.T) {
	for _, same := range [][2]string{{"Awa DIALLO", "Diallo Awa"}, {"Théo Île", "theo ile"}, {"Jean-Luc Roche", "ROCHE Jean Luc"}, {"Zoe\u0301 M.", "Zoé M"}} {
		if !spreadsheet.SameName(same[0], same[1]) || !spreadsheet.LikeName(same[0], same[1]) {
			t.Errorf("%q and %q are not one name", same[0], same[1])
		}
	}
	for _, like := range [][2]string{{"Awa D.", "Diallo Awa"}, {"Awa", "Awa Diallo"}, {"J. Roche", "Jean Roche"}} {
		if spreadsheet.SameName(like[0], like[1]) || !spreadsheet.LikeName(like[0], like[1]) {
			t.Errorf("%q could be %q", like[0], like[1])
		}
	}
	for _, other := range [][2]string{{"Awa B.", "Awa Diallo"}, {"Marie Brun", "Karim Brun"}, {"A. D.", "Awa Diallo"}, {"", "Awa"}, {"", ""}} {
		if spreadsheet.LikeName(other[0], other[1]) {
			t.Errorf("%q is not %q", other[0], other[1])
		}
	}
}
