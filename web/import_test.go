package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// imports uploads a sample, and gives the page to which that leads.
func (b browser) imports(sample string) string {
	b.w.Helper()
	content, err := os.ReadFile(filepath.Join("..", "commune", "spreadsheet", "testdata", sample))
	if err != nil {
		b.w.Fatal(err)
	}
	return b.upload("/members/import", sample, content).is(http.StatusSeeOther).header.Get("Location")
}

func TestME1_AFileIsReadShownLineByLineAndImportedOnce(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Karim B.", false)
	zoe := w.as(founder)
	zoe.get("/members").reads("Importer un fichier")
	at := zoe.imports("helloasso-adhesions.csv")
	a := zoe.get(at).is(http.StatusOK)
	a.reads("HelloAsso, adhésions")
	a.reads("Colonnes qui ne sont pas lues")
	matched := form("format", "helloasso_memberships", "encoding", "utf-8", "separator", "semicolon")
	for i, field := range []string{"last", "first", "payer_last", "payer_first", "payer_email"} {
		matched.Set("column-"+field, string(rune('3'+i)))
	}
	for field, column := range map[string]string{"order": "0", "date": "1", "status": "2", "method": "9", "reference": "11", "amount": "13", "discount": "15"} {
		matched.Set("column-"+field, column)
	}
	if to := zoe.post(at, matched).is(http.StatusSeeOther).header.Get("Location"); to != at+"/preview" {
		t.Errorf("what was matched leads to %s", to)
	}
	a = zoe.get(at + "/preview").is(http.StatusOK)
	for _, words := range []string{
		"Ligne 2", "Awa DIALLO", "devient membre", "2 admissions", "C’est peut-être une personne déjà membre", "« 10-20 » n’est pas un montant", "Des lettres de cette ligne sont abîmées",
		"La même chose est déjà à la ligne 3", "Ce versement a été remboursé", "Versement de 15 € (HelloAsso)", "J’ai lu les 11 lignes",
	} {
		a.reads(words)
	}
	carry := form("seen", attr(a.one("input", "name", "seen"), "value"), "line-4", "2", "line-5", "skip")
	to := zoe.post(at+"/carrying", carry).is(http.StatusSeeOther).header.Get("Location")
	a = zoe.get(to).is(http.StatusOK)
	a.reads("Vos choix sont pris en compte")
	a.reads("comme vous l’avez choisi")
	carry.Set("seen", attr(a.one("input", "name", "seen"), "value"))
	a = zoe.post(at+"/carrying", carry).is(http.StatusUnprocessableEntity)
	a.reads("Lignes qui ne seront pas importées : 9")
	carry.Set("anyway", "yes")
	zoe.post(at+"/carrying", carry).is(http.StatusSeeOther)
	a = zoe.get("/members").is(http.StatusOK)
	a.reads("2 personnes admises, 3 versements enregistrés, 9 lignes laissées")
	a.reads("Lucia Petit")
	zoe.get(at).is(http.StatusNotFound).reads("Ce fichier n’attend plus")
	again := zoe.imports("helloasso-adhesions.csv")
	a = zoe.get(again + "/preview").is(http.StatusOK)
	a.reads("3 déjà connues")
	a.reads("il n’y a rien à importer")
	zoe.post(again+"/removal", nil).is(http.StatusSeeOther)
	zoe.get(again).is(http.StatusNotFound)
}

func TestME2_AFileIsReadByItsUploaderAlone(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	zoe := w.as(founder)
	at := zoe.imports("galette.csv")
	w.tx(func(tx *store.Tx) error { // she holds the same mandate as the founder
		all, err := tx.Mandates()
		if err != nil {
			return err
		}
		all[0].ID, all[0].Holder = 0, w.people[member]
		_, err = tx.PutMandate(all[0])
		return err
	})
	awa := w.as(member)
	awa.get("/members/import").is(http.StatusOK).silent("attend d’être importé")
	awa.get(at).is(http.StatusNotFound)
	awa.get(at + "/preview").is(http.StatusNotFound)
	for _, act := range []string{"", "/choices", "/carrying", "/removal"} {
		awa.post(at+act, url.Values{}).is(http.StatusNotFound)
	}
	zoe.get("/members/import").reads("attend d’être importé")
	w.clock.Set(w.clock.Now().Add(25 * time.Hour))
	w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
	zoe.get("/members/import").silent("attend d’être importé")
	zoe.get(at).is(http.StatusNotFound)
}

func TestME1_AFileThatCannotBeReadIsRefusedWithWhatToDo(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	zoe := w.as(founder)
	zoe.upload("/members/import", "vide.csv", nil).is(http.StatusUnprocessableEntity).reads("Aucun tableau n’a été reconnu")
	zoe.upload("/members/import", "photo.png", []byte("\x89PNG\r\n\x1a\n")).is(http.StatusUnprocessableEntity)
	zoe.upload("/members/import", "grand.csv", []byte("Nom\n"+strings.Repeat("a", commune.MaxSheet+1))).is(http.StatusUnprocessableEntity).reads("2 Mo au plus")
	zoe.upload("/members/import", "plus.csv", []byte("Nom\n"+strings.Repeat("a", 2*commune.MaxSheet))).is(http.StatusUnprocessableEntity).reads("2 Mo au plus")
	zoe.post("/members/import", form("file", "x")).is(http.StatusUnprocessableEntity)
	at := zoe.upload("/members/import", "sans.csv", []byte("Ville;Quartier\nCrest;Port\n")).is(http.StatusSeeOther).header.Get("Location")
	zoe.get(at + "/preview").is(http.StatusOK).reads("Rien ne dit de qui parlent ces lignes")
	as := form("format", "other", "encoding", "utf-8", "separator", "semicolon", "column-amount", "1")
	a := zoe.post(at, as).is(http.StatusUnprocessableEntity)
	a.reads("Rien ne dit de qui parlent ces lignes")
	if chosen := a.one("select", "name", "column-amount"); !strings.Contains(textOf(chosen), "Quartier (Port)") {
		t.Errorf("the columns are %s", textOf(chosen))
	}
	as.Set("format", "galette_members")
	zoe.post(at, as).is(http.StatusSeeOther)
	zoe.get(at).is(http.StatusOK).reads("Exonération (oui ou non)")
}
