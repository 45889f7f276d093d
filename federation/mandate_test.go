package federation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
)

// SE-7: from the instant of the decision on, whoever asks hears that the mandate is over, and whoever was told of it is told of its end.
func TestSE7_ARevokedMandateIsOverForWhoeverAsksAndTheRevocationIsPublished(t *testing.T) {
	r := onSQLite(t)
	town := r.at(commune.KindCommune, "Commune de Saillans", saillans)
	terms, err := json.Marshal(commune.MandateTerms{
		Holder: town.founder, Title: "Facilitation", Clauses: commune.Clauses{"Faciliter les assemblées."}, Until: "2026-12-31",
	})
	if err != nil {
		t.Fatal(err)
	}
	town.decides(commune.Motion{Audience: commune.Public, Form: commune.FormMandate, Text: "Zoé M. facilite les assemblées.", Payload: terms})
	var m commune.Mandate
	town.tx(func(tx *store.Tx) error {
		all, err := tx.Mandates()
		m = all[0]
		return err
	})
	status := fmt.Sprintf("/records/%d/status", m.Seq)
	if code := town.looks(status).Code; code != http.StatusOK {
		t.Errorf("while it lives its status is %d", code)
	}
	payload, err := json.Marshal(commune.RevocationTerms{Mandate: m.ID})
	if err != nil {
		t.Fatal(err)
	}
	d := town.decides(commune.Motion{Audience: commune.Public, Form: commune.FormRevocation, Text: "L'assemblée révoque ce mandat.", Payload: payload})
	if code := town.looks(status).Code; code != http.StatusGone {
		t.Errorf("once it is revoked its status is %d", code)
	}
	revocation := town.looks(fmt.Sprintf("/records/%d", d.Seq+1)).Body.String()
	for _, says := range []string{
		`"kind":"Revocation"`, fmt.Sprintf(`"mandate":"%s/records/%d"`, saillans, m.Seq), fmt.Sprintf(`"decidedBy":"%s/records/%d"`, saillans, d.Seq),
		"Mandat révoqué – Zoé M.",
	} {
		if !strings.Contains(revocation, says) {
			t.Errorf("the revocation does not say %s:\n%s", says, revocation)
		}
	}
	if sent := string(town.sent("Create")); !strings.Contains(sent, `"kind":"Revocation"`) {
		t.Errorf("nobody is told of it: %s", sent)
	}
}
