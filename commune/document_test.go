package commune_test

import (
	"strings"
	"testing"

	"federes.org/commune"
)

func TestALinkLeadsToAPageAndNowhereElse(t *testing.T) {
	d, err := commune.NewLink(" ", " https://pad.example/p/local ")
	if accepted(t, err); d.Title != "pad.example" || d.Host() != "pad.example" || d.IsFile() {
		t.Errorf("the link is %+v", d)
	}
	for _, address := range []string{
		"", "pad.example", "//pad.example", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://pad.example",
		"https://", "https:///x", "https://banque.example@pad.example/", "https://pad.example/\x00", "https://pad.example/" + strings.Repeat("a", commune.MaxURL),
	} {
		_, err := commune.NewLink("Pad", address)
		refused(t, err, commune.ErrAddressInvalid)
	}
	_, err = commune.NewLink(strings.Repeat("é", commune.MaxName+1), "https://pad.example")
	refused(t, err, commune.ErrTooLong)
}

func TestAFileIsWhatItsNameSays(t *testing.T) {
	pdf := []byte("%PDF-1.7 bail")
	d, err := commune.NewFile("Le bail", `C:\Users\Awa\Bail "signé".PDF`, pdf)
	if accepted(t, err); d.Name != "Bail signé.PDF" || d.MediaType != "application/pdf" || d.Size != len(pdf) || d.Title != "Le bail" {
		t.Errorf("the file is %+v", d)
	}
	d, err = commune.NewFile("", "../../"+strings.Repeat("é", 300)+".txt", []byte("Le loyer est de 400 €."))
	if accepted(t, err); !strings.HasSuffix(d.Name, ".txt") || len([]rune(d.Name)) != commune.MaxName || d.MediaType != "text/plain; charset=utf-8" {
		t.Errorf("the file is %+v", d)
	}
	for _, test := range []struct {
		name, content string
		want          commune.Refusal
	}{
		{"bail.pdf", "", commune.ErrFileEmpty}, {"bail.pdf", "<html>", commune.ErrFileType}, {"bail.html", "<html>", commune.ErrFileType},
		{"bail.svg", "<svg>", commune.ErrFileType}, {"bail", "%PDF-", commune.ErrFileType}, {"", "%PDF-", commune.ErrFileType},
		{"bail.txt", "a\x00b", commune.ErrFileType}, {"bail.csv", "\xff", commune.ErrFileType}, {"bail.docx", "%PDF-", commune.ErrFileType},
		{"bail.pdf", "%PDF-" + strings.Repeat("a", commune.MaxFile), commune.ErrFileTooLarge},
	} {
		_, err := commune.NewFile("Bail", test.name, []byte(test.content))
		refused(t, err, test.want)
	}
}
