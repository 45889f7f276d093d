package browsertest

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// writingViews are the pages on which an agenda is written together.
var writingViews = []view{
	{route: "/items/:id/edit", path: "/items/{item}/edit", who: members},
	{route: "/items/:id/edit", path: "/items/{item}/edit", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/items/:id/versions", path: "/items/{item}/versions", who: members},
	{route: "/items/:id/documents", path: "/items/{item}/documents", who: members},
	{route: "/items/:id/documents", path: "/items/{item}/documents", who: members, status: 422, fill: map[string]string{"url": "javascript:x"}},
	{route: "/documents/:id", path: "/documents/999", who: members, status: 404}, // one that is there is kept, and no page
	{route: "/meetings/:id/items/import", path: "/meetings/{third}/items/import", who: members},
	{route: "/meetings/:id/items/import", path: "/meetings/{third}/items/import", who: members, fill: map[string]string{"pad": "- Cantine (10 min)\n- Bancs de la place"}},
	{route: "/motions/:id/edit", path: "/motions/{wording}/edit", who: members},
}

// until waits for an expression to hold.
func (p person) until(expression string) {
	p.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var holds bool
		if p.asks(expression, &holds); holds {
			return
		}
	}
	p.Fatalf("at %s: %s does not come to hold:\n%s", p.where(), expression, p.text())
}

// says waits until the page says something.
func (p person) says(words string) {
	p.Helper()
	p.until(`document.querySelector("main").innerText.replace(/\s+/g, " ").includes(` + quoted(words) + `)`)
}

// explains replaces the explanation of an item.
func (p person) explains(text string) {
	p.Helper()
	p.asks(`document.querySelector("#text").select()`, nil)
	p.does(chromedp.KeyEvent(text))
}

// TestOUP_TwoBrowsersWriteOneAgendaAndNoTextIsLost has two people write the same point at once; one browser dies.
func TestOUP_TwoBrowsersWriteOneAgendaAndNoTextIsLost(t *testing.T) {
	i := serve(t, nil)
	var zoe, karim commune.Member
	var id commune.ItemID
	i.tx(func(tx *store.Tx) (err error) {
		zoe, err = procedure.Found(tx, i.house, procedure.Founding{
			Organisation: commune.Organisation{
				Kind: commune.KindCommune, Name: "Commune du Faubourg", Place: "Maison du peuple", TimeZone: "Europe/Paris", Language: "fr", BaseURL: i.base,
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@faubourg.example",
		})
		if err == nil {
			karim, err = procedure.Admit(tx, zoe.ID, "Karim B.", "karim@faubourg.example")
		}
		return err
	})
	on := i.meeting()
	i.tx(func(tx *store.Tx) error {
		p, err := procedure.ProposeItem(tx, zoe.ID, commune.Item{Meeting: on.ID, Title: "Le local", Kind: commune.Debate, Minutes: 20})
		id = p.ID
		return err
	})
	enter := func(who commune.Member) person {
		p := newPerson(t, "fr")
		p.sits(desktop)
		p.goes(i.link(who.ID))
		p.arrives(chromedp.Submit("main form", chromedp.ByQuery))
		return p
	}
	dossier, edit := fmt.Sprintf("%s/meetings/%d", i.base, on.ID), fmt.Sprintf("%s/items/%d/edit", i.base, id)
	a, b := enter(zoe), enter(karim)
	a.goes(dossier)
	b.goes(edit)
	a.says("Karim B. modifie ce point")
	a.photographs("someone-writes")
	b.explains("Le texte de Karim.")
	b.says("Votre brouillon est gardé")
	a.goes(edit)
	a.explains("Le texte de Zoé.")
	a.says("Votre brouillon est gardé")
	b.arrives(chromedp.Submit("#text", chromedp.ByQuery))
	a.says("Karim B. vient d’enregistrer un autre texte")
	a.arrives(chromedp.Submit("#text", chromedp.ByQuery))
	a.says("Le texte de Karim.")
	a.says("Rien n’est perdu")
	a.photographs("conflict")
	a.sits(phone)
	a.photographs("conflict-phone")
	a.explains("Les deux textes.")
	a.says("Votre brouillon est gardé")

	again := enter(zoe) // another browser: the first one died without a word
	again.goes(edit)
	again.says("Le texte de Karim.")
	var held string
	if again.asks(`document.querySelector("#text").value`, &held); held != "Les deux textes." {
		t.Errorf("the draft holds %q", held)
	}
	b.goes(dossier)
	again.arrives(chromedp.Click(`button[name="over"]`, chromedp.ByQuery))
	b.says("Les deux textes.")
	b.says("3 versions")
	b.photographs("dossier")
	i.clock.Set(on.AgendaClosesAt)
	b.says("L’ordre du jour est clos")
	b.until(`document.querySelector('a[href="/items/` + fmt.Sprint(id) + `/edit"]') === null`)
	for _, p := range []person{a, b, again} {
		for _, fault := range p.complaints() {
			t.Error(fault)
		}
	}
}
