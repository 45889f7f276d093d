package store

import (
	"time"

	"federes.org/commune"
)

// mandateRow writes the capabilities as one line.
type mandateRow struct {
	ID           commune.MandateID
	Holder       commune.MemberID
	HolderName   string
	Title        string
	Mission      string
	Capabilities string
	Council      commune.ActorID
	Decision     commune.DecisionID
	Provisional  bool
	GrantedAt    time.Time
	Until        time.Time
	EndedAt      time.Time
	Seq          commune.Seq
}

func (mandateRow) TableName() string { return "mandates" }

func (r mandateRow) mandate() commune.Mandate {
	return commune.Mandate{
		ID: r.ID, Holder: r.Holder, HolderName: r.HolderName, Title: r.Title, Mission: r.Mission,
		Capabilities: commune.ParseCapabilities(r.Capabilities), Council: r.Council, Decision: r.Decision,
		Provisional: r.Provisional, GrantedAt: r.GrantedAt, Until: r.Until, EndedAt: r.EndedAt, Seq: r.Seq,
	}
}

// PutMandate keeps a mandate as it now is.
func (tx *Tx) PutMandate(m commune.Mandate) (commune.Mandate, error) {
	row := mandateRow{
		ID: m.ID, Holder: m.Holder, HolderName: m.HolderName, Title: m.Title, Mission: m.Mission,
		Capabilities: m.Capabilities.String(), Council: m.Council, Decision: m.Decision,
		Provisional: m.Provisional, GrantedAt: m.GrantedAt, Until: m.Until, EndedAt: m.EndedAt, Seq: m.Seq,
	}
	err := tx.db.Save(&row).Error
	m.ID = row.ID
	return m, wrap(err)
}

// Mandates are all that were ever given, the newest first.
func (tx *Tx) Mandates() (commune.Mandates, error) {
	rows, err := All[mandateRow](tx.db.Order("id DESC"))
	all := make(commune.Mandates, len(rows))
	for i, r := range rows {
		all[i] = r.mandate()
	}
	return all, err
}

// MandateOf is the one that a decision gave, or NotFound.
func (tx *Tx) MandateOf(d commune.DecisionID) (commune.Mandate, error) {
	row, err := One[mandateRow](tx.db, "decision = ? AND NOT provisional", d)
	return row.mandate(), err
}

// MandateBySeq is the mandate whose record stands at a place of the log.
func (tx *Tx) MandateBySeq(seq commune.Seq) (commune.Mandate, error) {
	row, err := One[mandateRow](tx.db, "seq = ? AND NOT provisional", seq)
	return row.mandate(), err
}
