package procedure

import (
	"strconv"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// recordMandate writes the record of a mandate that begins, to those who may read the decision that gave it (SE-3).
func recordMandate(tx *store.Tx, h House, d commune.Decision, m commune.Mandate) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	body, err := actorOf(tx, o, m.Body)
	if err != nil {
		return err
	}
	p := h.WordsOf(o)
	return writeRecord(tx, h, o, act{
		kind: record.KindMandate, seq: m.Seq, audience: d.Audience,
		data: record.Mandate{
			Header: record.Header{V: 1, Kind: record.KindMandate, Seq: m.Seq},
			Issuer: o.Assembly(), Holder: m.HolderName, Title: m.Title, Body: body, Mission: m.Clauses.String(), Clauses: m.Clauses,
			Capabilities: m.Capabilities, Council: m.Council, DecidedBy: RecordURL(o, d.Seq), From: record.Time(m.AcceptedAt),
			Until: record.Time(m.Until), ReportEvery: m.ReportEvery, Status: RecordURL(o, m.Seq) + "/status", Audience: string(d.Audience),
		},
		envelope: record.Envelope{
			Type: "Note", URL: MandateURL(o, m.ID),
			Content: paragraphs(p.T("record.mandate.title", m.HolderName, m.Title), m.Clauses.String(), p.T("record.mandate.until", p.Date(m.LastDay()))),
		},
	})
}

// MandateURL is the page of a mandate.
func MandateURL(o commune.Organisation, id commune.MandateID) string {
	return o.BaseURL + "/mandates/" + strconv.FormatInt(int64(id), 10)
}

// actorOf is the actor of a body; none for the organisation itself.
func actorOf(tx *store.Tx, o commune.Organisation, id commune.BodyID) (commune.ActorID, error) {
	if id == 0 {
		return "", nil
	}
	b, err := tx.Body(id)
	return o.BodyActor(b), err
}

// recordEnding writes that a mandate was revoked or resigned from, to those who may read its own record: from its end on nobody can take
// it for a living one (SE-7).
func recordEnding(tx *store.Tx, h House, m commune.Mandate) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	given, err := tx.DecisionByID(m.Decision)
	if err != nil {
		return err
	}
	data := record.Ending{Mandate: RecordURL(o, m.Seq), EndedAt: record.Time(m.EndedAt), Audience: string(given.Audience)}
	kind, key := record.KindResignation, "record.resignation.title"
	if m.EndedBy != 0 {
		by, err := tx.DecisionByID(m.EndedBy)
		if err != nil {
			return err
		}
		kind, key, data.DecidedBy = record.KindRevocation, "record.revocation.title", RecordURL(o, by.Seq)
	}
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	data.Header = record.Header{V: 1, Kind: kind, Seq: seq}
	p := h.WordsOf(o)
	return writeRecord(tx, h, o, act{
		kind: kind, seq: seq, audience: given.Audience, data: data,
		envelope: record.Envelope{Type: "Note", URL: MandateURL(o, m.ID), Content: paragraphs(p.T(key, m.HolderName, m.Title), p.T("record.mandate.ended", p.DateTime(m.EndedAt)))},
	})
}
