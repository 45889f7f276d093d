package web_test

import (
	"bytes"
	"crypto/ed25519"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

func TestCR2_WhatContradictsItselfIsSaidInWordsAndPutToTheAssembly(t *testing.T) {
	w := scene(t, planned)
	w.browser().get("/register").is(http.StatusOK).one("a", "href", "/witness")
	w.browser().get("/witness").is(http.StatusOK).reads("Notre registre n’a pas encore de témoin.")
	var key ed25519.PrivateKey
	w.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys("ag")
		key = keys.Ed25519
		return err
	})
	actor := commune.ActorID(w.base + "/ag")
	said := func(text string) []byte {
		document, err := record.Sign(record.Envelope{
			ID: w.base + "/records/2", Type: "Note", Body: actor, To: []string{record.Public}, Cc: []string{}, Language: "fr", Content: text,
		}, record.Decision{Header: record.Header{V: 1, Kind: record.KindDecision, Seq: 2}, Text: text, Audience: "public"}, key, string(actor)+"#ed25519-key")
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(document)
	}
	w.tx(func(tx *store.Tx) error {
		return confederal.Alarm(tx, confederation.Doubled(actor, said("L'eau est commune."), said("L'eau est vendue.")), "https://vallee.example/conseil")
	})
	a := w.browser().get("/witness").is(http.StatusOK)
	a.reads("disent être à la même place de son registre")
	a.silent("Proposer à l’assemblée")
	w.as(member).get("/witness").is(http.StatusOK).reads("Proposer à l’assemblée d’en rendre compte")
	w.as(member).post("/alerts/1/motion", nil).is(http.StatusSeeOther)
	a = w.as(member).get("/witness").is(http.StatusOK)
	a.reads("La motion qui en rend compte")
	a.silent("Proposer à l’assemblée d’en rendre compte")
	w.as(member).post("/alerts/1/motion", nil).is(http.StatusConflict)
}
