package federation_test

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

const die = "https://die.example"

// square is what two communes say to each other of a popular assembly: one asks, and takes it back; the other accepts, and leaves.
func (r *region) square() map[string][]byte {
	r.Helper()
	town, other := r.at(commune.KindCommune, "Commune de Crest", "https://crest.example"), r.at(commune.KindCommune, "Commune de Die", die)
	b := town.tells("Place")
	asked := confederation.Peer{Actor: die + "/ag", Name: "Commune de Die", Inbox: die + "/inbox"}
	town.tx(func(tx *store.Tx) error {
		_, err := confederal.AskToOrganise(tx, town.founder, b.ID, asked)
		return err
	})
	documents := map[string][]byte{"offer": town.sent("Offer")}
	heard := confederation.Offer{
		Assembly: "https://crest.example/p/place", Name: "Place", Inbox: "https://crest.example/inbox", Activity: object(r.T, documents["offer"])["id"].(string),
	}
	other.tx(func(tx *store.Tx) error { return confederal.ReceiveOffer(tx, heard, other.ag()) })
	terms, err := json.Marshal(heard.Terms())
	if err != nil {
		r.Fatal(err)
	}
	other.decides(commune.Motion{Audience: commune.Public, Form: confederation.FormCoOrganise, Text: "La commune co-organise la place.", Payload: terms})
	documents["accept-offer"] = other.sent("Accept")
	left := other.decides(commune.Motion{Audience: commune.Public, Form: confederation.FormPart, Text: "La commune ne co-organise plus la place.", Payload: terms})
	documents["undo-accept"], documents["record-parting"] = other.sent("Undo"), other.published(left)
	town.tx(func(tx *store.Tx) error {
		c, err := peers.CoOrganiserForUpdate(tx, b.ID, asked.Actor)
		if err != nil {
			return err
		}
		_, err = confederal.TakeBackOffer(tx, town.founder, b.ID, c.ID)
		return err
	})
	documents["undo-offer"] = town.sent("Undo")
	return documents
}
