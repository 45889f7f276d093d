package browsertest

import (
	"encoding/json"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

var charterViews = []view{
	{route: "/charter", path: "/charter", who: []string{member, stranger}},
	{route: "/levels", path: "/levels", who: []string{stranger}},
	{route: "/charter/versions/:version", path: "/charter/versions/2", who: []string{stranger, member}},
	{route: "/charter/versions/:version", path: "/charter/versions/1", who: outsiders},
	{route: "/charter/versions/:version", path: "/charter/versions/9", who: outsiders, status: 404},
	{route: "/charter/edit", path: "/charter/edit", who: members},
	{route: "/charter/edit", path: "/charter/edit", who: members, status: 422, fill: map[string]string{"charter": ""}},
	{route: "/motions/:id", path: "/motions/{charter}", who: members},
	{route: "/motions/:id", path: "/motions/{recharter}", who: members},
	{route: "/motions/:id/amendments/new", path: "/motions/{charter}/amendments/new", who: members},
	{route: "/settings", path: "/settings", who: []string{member, stranger}},
	{route: "/settings/:key", path: "/settings/majority", who: members},
	{route: "/settings/:key", path: "/settings/place", who: members},
	{route: "/settings/:key", path: "/settings/priorities", who: members},
	{route: "/settings/:key", path: "/settings/priorities", who: members, status: 422, fill: map[string]string{"priorities": "Logement\nLogement"}},
	{route: "/settings/:key", path: "/settings/place", who: members, status: 422, fill: map[string]string{"value": ""}},
}

var charterFiles = []file{
	{"/charter/versions/:version/record", "/charter/versions/1/record"},
	{"/charter/versions/:version/proof", "/charter/versions/1/proof"},
}

const firstCharter = `# Notre charte

## Décider

- Les décisions se prennent en assemblée : **une personne, une voix**.
- Un mandat, c’est une personne et une mission écrite, révocable à tout moment.

## Vivre ensemble

Chaque personne est accueillie telle qu’elle est. La parole circule selon la liste canadienne.`

// adoptsCharters has the assembly adopt two versions of a charter and another majority, asks a council to be seated, and proposes a third version
// that someone amends.
func (w *town) adoptsCharters(item commune.Item, known map[string]string) {
	w.Helper()
	second := firstCharter + "\n\nLes comptes sont publics pour les membres."
	for i, text := range []string{firstCharter, second} {
		words := fmt.Sprintf("L’assemblée adopte la version %d de la charte.", i+1)
		w.adopts(w.motion(item, commune.FormCharter, commune.Public, words, commune.CharterTerms{Text: text}).ID)
	}
	majority := commune.SettingTerms{Key: "majority", Value: string(commune.OfVoters)}
	w.adopts(w.motion(item, commune.FormSetting, commune.Public, "Une proposition est adoptée à la majorité des votes, abstentions comprises.", majority).ID)
	third := commune.CharterTerms{Text: second + "\n\n## Se former\n\nChaque mois, un atelier ouvert à toutes et tous."}
	charter := w.motion(item, commune.FormCharter, commune.Public, "L’assemblée adopte la version 3 de la charte.", third)
	third.Text += " Il est gratuit."
	payload, err := json.Marshal(third)
	if err != nil {
		w.Fatal(err)
	}
	w.tx(func(tx *store.Tx) error {
		amendment, err := procedure.ProposeAmendment(tx, w.house, w.zoe, commune.Motion{Amends: charter.ID, Text: charter.Text, Payload: payload})
		if err != nil {
			return err
		}
		known["charter"], known["recharter"] = fmt.Sprint(charter.ID), fmt.Sprint(amendment.ID)
		_, err = peers.PutPeer(tx, confederation.Peer{
			Actor: "https://vallee.example/conseil", Role: confederation.RoleCouncil, State: confederation.Asked, Name: "Conseil de la vallée de la Marque",
			CharterVersion: 1, CharterText: "Chaque commune est libre chez elle.", Since: tx.Now(),
		})
		return err
	})
}
