package browsertest

import (
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// voteViews are the pages of motions in every state of a vote.
var voteViews = []view{
	{route: "/motions/:id", path: "/motions/{waiting}", who: []string{member, mandated, lapsed}},
	{route: "/motions/:id", path: "/motions/{amendment}", who: insiders},
	{route: "/motions/:id", path: "/motions/{named}", who: insiders},
	{route: "/motions/:id", path: "/motions/{secret}", who: insiders},
	{route: "/motions/:id", path: "/motions/{hands}", who: insiders},
	{route: "/motions/:id", path: "/motions/{hands}", who: keepers, status: 422, fill: map[string]string{"for": "999"}},
	{route: "/motions/:id", path: "/motions/{counted}", who: insiders},
	{route: "/motions/:id", path: "/motions/{choice}", who: members},
	{route: "/motions/:id", path: "/motions/{tied}", who: keepers},
	{route: "/motions/:id", path: "/motions/{chosen}", who: members},
	{route: "/motions/:id/amendments/new", path: "/motions/{waiting}/amendments/new", who: keepers},
	{route: "/motions/:id/amendments/new", path: "/motions/{waiting}/amendments/new", who: keepers, status: 422, fill: map[string]string{"text": ""}},
	{route: "/meetings/:id/seat", path: "/meetings/{second}/seat", who: insiders},
	{route: "/meetings/:id/console", path: "/meetings/{second}/console", who: keepers},
	{route: "/meetings/:id", path: "/meetings/{second}", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=selection", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=selection", who: members, status: 422, fill: map[string]string{"options": "Une seule"}},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=election", who: members},
	{route: "/items/:id/motions/new", path: "/items/{item}/motions/new?form=exclusion", who: members},
}

// votes is an assembly in session with a vote in every mode and every state.
func votes(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	for _, name := range []string{"Bruno K.", "Chloé D.", "Driss A.", "Élise P.", "Farid N."} {
		w.many = append(w.many, w.admit(name))
		w.pays(w.many[len(w.many)-1])
	}
	w.pays(w.zoe)
	w.firstAssembly(w.meeting())
	second := w.meeting()
	item := w.item(second, "Épicerie coopérative", "Solidarités", 50)
	resolution := func(text string) commune.MotionID {
		return w.motion(item, commune.FormResolution, commune.Public, text, nil).ID
	}
	selection := func() commune.MotionID {
		return w.motion(item, commune.FormSelection, commune.Public, "Quel local pour l’épicerie ?", "Le local de la rue des Lavandières\nLa cour de l’École-Nouvelle\nRien cette année").ID
	}
	ids := map[string]commune.MotionID{
		"waiting": resolution("La commune loue le local pour un an."), "named": resolution("La commune adhère à la coopérative."),
		"secret": resolution("La commune publie ses comptes."), "hands": resolution("La séance fait une pause."), "counted": resolution("La séance reprend."),
		"choice": selection(), "tied": selection(), "chosen": selection(),
	}
	w.opens(second)
	w.tx(func(tx *store.Tx) error {
		a, err := procedure.ProposeAmendment(tx, w.house, w.amina, commune.Motion{Amends: ids["waiting"], Text: "La commune loue le local pour deux ans, garde d’enfants comprise."})
		ids["amendment"] = a.ID
		return err
	})
	for _, name := range []string{"tied", "chosen", "choice", "named", "secret", "hands", "counted"} {
		w.opensIn(ids[name], name)
	}
	known := map[string]string{"second": fmt.Sprint(second.ID), "item": fmt.Sprint(item.ID)}
	for name, id := range ids {
		known[name] = fmt.Sprint(id)
	}
	return w, known
}

// opensIn opens a vote, and brings it as far as its name says.
func (w *town) opensIn(id commune.MotionID, name string) {
	w.Helper()
	mode := map[string]commune.VoteMode{"secret": commune.Secret, "hands": commune.Hands, "counted": commune.Mixed}[name]
	if mode == "" {
		mode = commune.Named
	}
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.OpenVoteIn(tx, w.house, w.zoe, procedure.Opening{Motion: id, Mode: mode})
		if err != nil {
			return err
		}
		first, second := m.Choices()[0], m.Choices()[1]
		switch name {
		case "counted":
			_, err := procedure.CountHands(tx, w.zoe, id, commune.HandCount{Counts: commune.Counts{commune.For: 2, commune.Against: 1}})
			return err
		case "hands":
			return nil
		case "chosen":
			second = first
		}
		for i, choice := range []commune.Choice{first, second} {
			if _, err := procedure.Cast(tx, w.many[i], id, choice); err != nil {
				return err
			}
		}
		if name == "tied" || name == "chosen" {
			_, err = procedure.CloseVote(tx, w.house, w.zoe, id)
		}
		return err
	})
}
