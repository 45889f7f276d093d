package main

import (
	"crypto/ed25519"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/record"
)

// someText is as long as most of what assemblies decide.
const someText = "La commune adhère à la coopérative d'achat du Marché-aux-Lins pour un an et lui verse 1 200 € prélevés sur la caisse commune. " +
	"Deux délégué·es rendent compte à chaque assemblée."

// author is who signs a decision's record.
type author struct {
	base   string
	body   commune.ActorID
	key    ed25519.PrivateKey
	method string // the key's id
}

// decisionRecord is the signed record of a decision, of the shape that an assembly writes.
func decisionRecord(a author, d commune.Decision) ([]byte, error) {
	return record.Sign(record.Envelope{
		ID: fmt.Sprintf("%s/records/%d", a.base, d.Seq), Type: "Note", Body: a.body, To: []string{record.Public},
		Cc: []string{string(a.body) + "/followers"}, Published: d.DecidedAt, URL: a.base + "/decisions/" + d.Number(), Language: "fr",
		Content: "<p>Décision " + d.Number() + "</p><p>" + d.Text + "</p>",
	}, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: d.Seq}, Number: d.Number(), Text: d.Text, Tally: d.Tally(),
		Electorate: d.Electorate, Mode: "named", Form: string(d.Form), Meeting: fmt.Sprintf("%s/meetings/%d", a.base, d.Meeting),
		DecidedAt: record.Time(d.DecidedAt), Audience: string(d.Audience),
	}, a.key, a.method)
}
