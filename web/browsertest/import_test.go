package browsertest

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestME1_AFileIsImportedByKeyboardWithoutScriptsOnANarrowScreen goes from an export with bad rows to the members that it brings.
func TestME1_AFileIsImportedByKeyboardWithoutScriptsOnANarrowScreen(t *testing.T) {
	t.Parallel()
	i := serve(t, nil)
	zoe := newPerson(t, "fr")
	zoe.does(emulation.SetScriptExecutionDisabled(true))
	zoe.sits(narrow)
	zoe.founds(i)
	file, err := filepath.Abs(filepath.Join("..", "..", "commune", "spreadsheet", "testdata", "helloasso-adhesions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	zoe.presses("Membres")
	zoe.presses("Importer un fichier")
	zoe.presses("Lire le fichier") // none was chosen yet
	zoe.sees("Aucun tableau n’a été reconnu")
	zoe.does(chromedp.SetUploadFiles("#file", []string{file}))
	zoe.presses("Lire le fichier")
	zoe.sees("HelloAsso, adhésions")
	zoe.fits()
	zoe.presses("Voir l’aperçu")
	zoe.sees("2 admissions", "« 10-20 » n’est pas un montant", "Une personne partie depuis l’export paraît ici comme nouvelle")
	zoe.fits()
	zoe.presses("Importer")
	zoe.sees("Lignes qui ne seront pas importées")
	zoe.finds("J’ai lu")
	zoe.does(chromedp.KeyEvent(" "))
	zoe.presses("Importer")
	zoe.sees("Import terminé", "2 personnes admises")
	zoe.fits()
	for _, fault := range zoe.complaints() {
		t.Error(fault)
	}
}

// fits tells that nothing of a page lies beside the screen.
func (p person) fits() {
	p.Helper()
	var wide bool
	if p.asks(`document.documentElement.scrollWidth > window.innerWidth`, &wide); wide {
		p.Errorf("%s is wider than the screen", p.where())
	}
}
