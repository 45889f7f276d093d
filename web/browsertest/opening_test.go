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

var openingViews = []view{
	{route: "/meetings/:id/opening", path: "/meetings/{first}/opening", who: members},
	{route: "/meetings/:id/opening", path: "/meetings/{second}/opening", who: keepers},
	{route: "/meetings/:id/opening", path: "/meetings/{second}/opening", who: keepers, status: 422, fill: map[string]string{"facilitator": "", "taker": ""}},
	{route: "/meetings/:id/opening", path: "/meetings/{third}/opening", who: members},
	{route: "/meetings/:id/presences", path: "/meetings/{second}/presences", who: insiders},
	{route: "/meetings/:id/presences", path: "/meetings/{second}/presences?q=e", who: keepers},
	{route: "/meetings/:id/presences", path: "/meetings/{third}/presences", who: members},
	{route: "/meetings/:id/presences/sheet", path: "/meetings/{second}/presences/sheet", who: keepers},
	{route: "/meetings/:id/presences/sheet", path: "/meetings/{second}/presences/sheet", who: members, status: 403},
	{route: "/meetings/:id/arrival", path: "/meetings/{first}/arrival", who: members},
	{route: "/meetings/:id/arrival", path: "/meetings/{second}/arrival", who: []string{member, lapsed, mandated}},
	{route: "/meetings/:id/arrival", path: "/meetings/{third}/arrival", who: members},
	{route: "/meetings/:id/arrival/poster", path: "/meetings/{second}/arrival/poster", who: members},
}

// opening is a commune whose first assembly is over and whose second has just opened: the call has started, some are new, one has no
// telephone, and Amina has left again.
func opening(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	admits := func(names ...string) (ids []commune.MemberID) {
		for _, name := range names {
			ids = append(ids, w.admit(name))
			w.pays(ids[len(ids)-1])
		}
		return ids
	}
	w.many = admits("Bruno K.", "Chloé D.")
	first := w.meeting()
	w.firstAssembly(first)
	w.many = append(w.many, admits("Driss A.", "Élise P.")...)
	aged := admits("Farid N.", "Germaine L.")[1]
	second := w.meeting()
	w.item(second, "Épicerie coopérative", "Solidarités", 50)
	w.item(second, "Jardin partagé de la rue des Lavandières", "Vivre ici", 25)
	w.opens(second)
	w.clock.Set(second.StartsAt.Add(4 * time.Minute))
	w.tx(func(tx *store.Tx) error {
		if err := procedure.NotePresence(tx, w.zoe, commune.Presence{Meeting: second.ID, Member: aged, Mode: commune.Room}); err != nil {
			return err
		}
		if err := procedure.Leave(tx, w.amina, second.ID); err != nil {
			return err
		}
		_, err := procedure.TakeStep(tx, w.zoe, second.ID, commune.OpeningLine{Step: commune.StepVideo, State: commune.StepDone})
		return err
	})
	return w, map[string]string{"first": fmt.Sprint(first.ID), "second": fmt.Sprint(second.ID), "third": fmt.Sprint(w.next(second).ID)}
}

// TestTheRoomIsNotedAndThreeMandatesArePutToTheVoteByKeyboard walks through an opening: one comes by the code on the door, who leads notes
// who has no telephone, and opens the vote on three mandates.
func TestTheRoomIsNotedAndThreeMandatesArePutToTheVoteByKeyboard(t *testing.T) {
	t.Parallel()
	w, known := opening(t)
	arriving := newPerson(t, "fr")
	arriving.sits(phone)
	arriving.goes(w.base + at("/meetings/{second}/arrival", known)) // the camera of a telephone that is signed in nowhere
	arriving.sees("Se connecter")
	arriving.enters(w, member)
	arriving.presses("Je suis dans la salle")
	arriving.sees("Vous êtes sur place")
	lead := newPerson(t, "fr")
	lead.enters(w, mandated)
	lead.goes(w.base + at("/meetings/{second}/presences", known))
	lead.types("Nom ou prénom", "farid")
	lead.presses("Chercher")
	lead.presses("Noter sur place Farid N.")
	lead.sees("Farid N. est sur place", "Présence notée par Zoé M.")
	lead.goes(w.base + at("/meetings/{second}/opening", known))
	lead.picks("Animation et modération", "Bru")
	lead.picks("Compte-rendu et registre", "Chl")
	lead.picks("Prochain ordre du jour", "Dri")
	lead.presses("Ouvrir le vote sur ces trois mandats")
	lead.sees("vote en cours", "Bruno K. pour l’animation et la modération")
	lead.photographs("opening")
}

// picks from a list by the first letters of an answer.
func (p person) picks(label, letters string) {
	p.Helper()
	p.finds(label)
	p.does(chromedp.KeyEvent(letters))
}
