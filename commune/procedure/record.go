package procedure

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// act is a political act about to become a record.
type act struct {
	kind     string
	by       string // the name of the actor whose act it is; empty for the assembly
	seq      commune.Seq
	audience commune.Audience
	envelope record.Envelope
	data     any
}

// writeRecord signs an act at the place of the log that it locked, appends its leaf and publishes it, always in this order.
func writeRecord(tx *store.Tx, h House, o commune.Organisation, a act) error {
	var addressees []commune.ActorID
	if a.audience != commune.MembersOnly {
		var err error
		if addressees, err = h.Addressees(tx); err != nil {
			return err
		}
	}
	by := cmp.Or(a.by, o.AssemblyName())
	actor := commune.ActorID(o.BaseURL + "/" + by)
	e := a.envelope
	e.ID, e.Body, e.Published, e.Language = RecordURL(o, a.seq), actor, tx.Now(), o.Language
	e.To, e.Cc = audience(a.audience, actor, addressees)
	keys, err := tx.Keys(by)
	if err != nil {
		return err
	}
	document, err := record.Sign(e, a.data, keys.Ed25519, KeyID(actor))
	if err != nil {
		return err
	}
	if err := tx.Append(store.Entry{Seq: a.seq, Kind: a.kind, IsRecord: true, Audience: a.audience, Document: document}); err != nil {
		return err
	}
	return tx.Publish(commune.RecordWritten{
		Seq: a.seq, Kind: a.kind, Body: actor, Audience: a.audience, To: addressees, Document: document,
	})
}

// KeyID names the key that proves a body's records (FEP-521a).
func KeyID(body commune.ActorID) string { return string(body) + "#ed25519-key" }

// RecordURL is where a record of this instance stands.
func RecordURL(o commune.Organisation, seq commune.Seq) string {
	return o.BaseURL + "/records/" + strconv.FormatInt(int64(seq), 10)
}

// audience says to whom a record is addressed. Arrays are never absent.
func audience(a commune.Audience, by commune.ActorID, addressees []commune.ActorID) (to, cc []string) {
	names := make([]string, len(addressees))
	for i, id := range addressees {
		names[i] = string(id)
	}
	switch a {
	case commune.Public:
		return []string{record.Public}, append([]string{string(by) + "/followers"}, names...)
	case commune.Confederation:
		return names, []string{}
	}
	return []string{}, []string{}
}

func recordDecision(tx *store.Tx, h House, d commune.Decision, form Form, payload []byte) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	data := record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: d.Seq},
		Number: d.Number(), Text: d.Text, Tally: d.Tally(), Electorate: d.Electorate, Mode: string(d.Mode), Form: string(d.Form),
		Meeting: fmt.Sprintf("%s/meetings/%d", o.BaseURL, d.Meeting), DecidedAt: record.Time(d.DecidedAt), Audience: string(d.Audience),
	}
	if d.Majority != commune.OfVotes {
		data.Majority = string(d.Majority)
	}
	if form.Describe != nil {
		if err := form.Describe(payload, &data); err != nil {
			return err
		}
	}
	if o.Kind == commune.KindCouncil && h.Council.Attest != nil {
		if err := h.Council.Attest(tx, d, &data); err != nil {
			return err
		}
	}
	p := h.WordsOf(o)
	return writeRecord(tx, h, o, act{
		kind: record.KindDecision, seq: d.Seq, audience: d.Audience, data: data,
		envelope: record.Envelope{
			Type: "Note", URL: o.BaseURL + "/decisions/" + d.Number(),
			Content: paragraphs(p.T("record.decision.title", d.Number(), o.Name), d.Text, counts(p, d)),
		},
	})
}

func counts(p locale.Printer, d commune.Decision) string {
	said := p.T("record.decision.counts", d.For, d.Against, p.N("record.decision.abstain", d.Abstain)) + " " +
		p.N(votersBase(d.Assembly != ""), d.Electorate, d.Tally().Voters())
	if d.Majority != commune.OfVotes {
		said += " " + p.T("record.decision.majority_"+string(d.Majority))
	}
	return said
}

// TextHash names a text beyond doubt.
func TextHash(text string) string {
	h := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(h[:])
}

// paragraphs writes plain text as the HTML that fediverse readers see.
func paragraphs(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(t)), "\n", "<br>") + "</p>")
	}
	return b.String()
}
