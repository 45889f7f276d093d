package federation_test

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// seats is what a council and a commune say to each other of who sits, and when the commune leaves (CF-1, CF-5, SE-7).
func (r *region) seats() map[string][]byte {
	r.Helper()
	council, town := r.at(commune.KindCouncil, "Conseil du plateau", "https://plateau.example"), r.at(commune.KindCommune, "Commune de Die", "https://die.example")
	r.tied(council, town)
	hears := func(kind string) []byte {
		all := town.written(kind)
		council.tx(func(tx *store.Tx) error {
			return confederal.ReceiveRecord(tx, council.house, town.ag(), confederal.Pulled{Document: all[len(all)-1]})
		})
		return all[len(all)-1]
	}
	given := town.delegates(council)
	documents := map[string][]byte{"record-delegate": hears(record.KindMandate), "add-seat": council.sent("Add"), "seats": council.shows("/conseil/seats")}
	town.revokes(given)
	documents["record-revocation"], documents["remove-seat"] = hears(record.KindRevocation), council.sent("Remove")
	payload, err := json.Marshal(confederation.TieTerms{Actor: council.conseil()})
	if err != nil {
		r.Fatal(err)
	}
	left := town.decides(commune.Motion{Form: confederation.FormLeave, Audience: commune.Public, Text: "La commune quitte le conseil.", Payload: payload})
	documents["leave"] = town.sent("Leave")
	council.tx(func(tx *store.Tx) error {
		return confederal.ReceiveLeave(tx, council.house, town.ag(), town.shows("/records/"+seqOf(left)))
	})
	documents["record-departure"] = council.written(record.KindDeparture)[0]
	return documents
}
