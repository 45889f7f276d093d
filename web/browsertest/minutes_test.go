package browsertest

import (
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

var minutesViews = []view{
	{route: "/", path: "/", who: []string{mandated, stranger}},
	{route: "/meetings", path: "/meetings", who: outsiders},
	{route: "/meetings/:id", path: "/meetings/{first}", who: outsiders},
	{route: "/meetings/:id", path: "/meetings/{second}", who: insiders},
	{route: "/meetings/:id/minutes", path: "/meetings/{first}/minutes", who: []string{stranger, member}},
	{route: "/meetings/:id/minutes", path: "/meetings/{second}/minutes", who: []string{mandated, member}},
	{route: "/meetings/:id/minutes", path: "/meetings/{second}/minutes", who: outsiders, status: 404},
	{route: "/meetings/:id/minutes/publication", path: "/meetings/{second}/minutes/publication", who: keepers},
	{route: "/meetings/:id/minutes/publication", path: "/meetings/{second}/minutes/publication", who: members, status: 403},
	{route: "/meetings/:id/minutes", path: "/meetings/{second}/minutes?behind", who: keepers, status: 409, fill: map[string]string{"version": "0", "text": "Mon texte à moi."}},
	{route: "/meetings/:id/decisions", path: "/meetings/{second}/decisions", who: []string{stranger, member}},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=correction", who: keepers},
}

var minutesFiles = []file{
	{"/meetings/:id/minutes/markdown", "/meetings/1/minutes/markdown"}, {"/meetings/:id/minutes/pdf", "/meetings/1/minutes/pdf"},
	{"/meetings/:id/minutes/record", "/meetings/1/minutes/record"}, {"/meetings/:id/minutes/proof", "/meetings/1/minutes/proof"},
}

const debate = `# Ce que cela coûte

La part sociale est de **120 €**, payée par la caisse. Le camion passe le *mercredi* ; il faut deux personnes pour le déchargement.

- Solène tient le planning ;
- le local de l’Étincelle convient jusqu’en juin ;
- plan : https://lins.example/plan

> « On mange mieux, et on se voit plus souvent. »

1. D’abord les légumes
2. Ensuite l’huile et la farine`

// account is a commune whose first minutes are published and corrected, and whose second ones are being written, late.
func account(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	for n := range 10 {
		w.many = append(w.many, w.admit(fmt.Sprintf("Nour %c.", 'A'+n)))
		w.pays(w.many[n])
	}
	first := w.meeting()
	w.firstAssembly(first)
	w.writes(first, 1, debate)
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.PublishMinutes(tx, w.house, w.zoe, commune.Minutes{Meeting: first.ID, Audience: commune.Public})
		return err
	})
	second := w.meeting()
	grocery := w.item(second, "Épicerie coopérative", "Solidarités", 50)
	text := "La commune adhère à la coopérative d’achat du Marché-aux-Lins pour un an (part sociale de 120 €)."
	joins := w.motion(grocery, commune.FormResolution, commune.Public, text, nil)
	corrects := w.motion(w.item(second, "Compte-rendu précédent", "", 5), commune.FormCorrection, commune.Public,
		"Au point 1, lire « 120 € » au lieu de « 210 € ».", commune.CorrectionTerms{Meeting: first.ID})
	monthly := w.motion(w.item(second, "Rythme des AG", "Vivre ici", 15), commune.FormResolution, commune.Public, "Passer à une AG par mois.", nil)
	w.opens(second)
	w.decides(joins, 8, 1, 1)
	w.decides(corrects, 9, 0, 1)
	w.decides(monthly, 2, 6, 2)
	w.writes(second, commune.OpeningSection, "Tour des prénoms, deux personnes nouvelles.")
	w.writes(second, grocery.ID, debate)
	w.clock.Set(second.StartsAt.Add(2*time.Hour + 9*time.Minute))
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.zoe, second.ID) })
	w.clock.Set(second.StartsAt.Add(50 * time.Hour))
	third := w.next(second)
	return w, map[string]string{
		"first": fmt.Sprint(first.ID), "second": fmt.Sprint(second.ID), "item": fmt.Sprint(w.item(third, "Suite", "", 10).ID),
	}
}

// writes what was said under a point, as Zoé.
func (w *town) writes(m commune.Meeting, item commune.ItemID, text string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.WriteMinutes(tx, w.zoe, commune.MinutesSection{Meeting: m.ID, Item: item, Text: text})
		return err
	})
}
