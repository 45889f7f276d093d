package store

import (
	"errors"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/migrations"
)

// mandateRow writes the capabilities as one line, and the mission one clause a line.
type mandateRow struct {
	ID           commune.MandateID
	Holder       commune.MemberID
	HolderName   string
	Title        string
	Mission      string
	Body         commune.BodyID
	Capabilities string
	Council      commune.ActorID
	Meeting      commune.MeetingID
	ReportEvery  int
	Renews       commune.MandateID
	Decision     commune.DecisionID
	Provisional  bool
	GrantedAt    time.Time
	AcceptedAt   time.Time
	Until        time.Time
	EndedAt      time.Time
	Ending       commune.Ending
	EndedBy      commune.DecisionID
	Seq          commune.Seq
}

func (mandateRow) TableName() string { return "mandates" }

func (r mandateRow) mandate() commune.Mandate {
	return commune.Mandate{
		ID: r.ID, Holder: r.Holder, HolderName: r.HolderName, Title: r.Title, Clauses: commune.ParseClauses(r.Mission), Body: r.Body,
		Capabilities: commune.ParseCapabilities(r.Capabilities), Council: r.Council, Meeting: r.Meeting,
		ReportEvery: r.ReportEvery, Renews: r.Renews, Decision: r.Decision, Provisional: r.Provisional,
		GrantedAt: r.GrantedAt, AcceptedAt: r.AcceptedAt, Until: r.Until, EndedAt: r.EndedAt, Ending: r.Ending, EndedBy: r.EndedBy, Seq: r.Seq,
	}
}

// PutMandate keeps a mandate as it now is.
func (tx *Tx) PutMandate(m commune.Mandate) (commune.Mandate, error) {
	row := mandateRow{
		ID: m.ID, Holder: m.Holder, HolderName: m.HolderName, Title: m.Title, Mission: m.Clauses.String(), Body: m.Body,
		Capabilities: m.Capabilities.String(), Council: m.Council, Meeting: m.Meeting,
		ReportEvery: m.ReportEvery, Renews: m.Renews, Decision: m.Decision, Provisional: m.Provisional,
		GrantedAt: m.GrantedAt, AcceptedAt: m.AcceptedAt, Until: m.Until, EndedAt: m.EndedAt, Ending: m.Ending, EndedBy: m.EndedBy, Seq: m.Seq,
	}
	tx.mandates = nil
	delete(tx.leans, m.ID) // whose row this transaction holds already
	err := tx.db.Save(&row).Error
	m.ID = row.ID
	return m, wrap(err)
}

// Mandate is one mandate.
func (tx *Tx) Mandate(id commune.MandateID) (commune.Mandate, error) {
	row, err := One[mandateRow](tx.db, "id = ?", id)
	return row.mandate(), err
}

// MandateForUpdate locks a mandate until the transaction ends.
func (tx *Tx) MandateForUpdate(id commune.MandateID) (commune.Mandate, error) {
	row, err := lock[mandateRow](tx, forUpdate, "id = ?", id)
	return row.mandate(), err
}

// Lean says under which mandates somebody acts in this transaction. Those that nothing ended are held at its end: what was begun while a
// mandate lived is done before the act that ends it, or not at all (SE-7).
func (tx *Tx) Lean(on commune.Mandates) {
	for _, m := range on {
		if tx.leans == nil {
			tx.leans = map[commune.MandateID]bool{}
		}
		if m.LivingAt(tx.Now()) && m.EndedAt.IsZero() {
			tx.leans[m.ID] = true
		}
	}
}

// errEndedMeanwhile has the act tried again, now without the mandate.
var errEndedMeanwhile = errors.New("store: a mandate ended while somebody acted under it")

// hold locks the mandates on which the transaction leans, until it commits. It is the last of the locks, as it is for the acts that end
// mandates, so that neither waits for the other for ever. SQLite has one writer at a time, and nothing to lock.
func (tx *Tx) hold() error {
	if tx.store.dialect != migrations.Postgres || len(tx.leans) == 0 {
		return nil
	}
	on := slices.Sorted(maps.Keys(tx.leans))
	all, err := mandates(tx.db.Clauses(clause.Locking{Strength: forShare}).Where("id IN ?", on).Order("id"))
	if err == nil && slices.ContainsFunc(all, func(m commune.Mandate) bool { return !m.EndedAt.IsZero() }) {
		err = errEndedMeanwhile
	}
	return err
}

// Mandates are all that were ever given, the newest first.
func (tx *Tx) Mandates() (commune.Mandates, error) {
	if tx.mandates == nil {
		all, err := mandates(tx.db.Order("id DESC"))
		if err != nil {
			return nil, err
		}
		tx.mandates = all
	}
	return slices.Clone(tx.mandates), nil
}

func mandates(q *gorm.DB) (commune.Mandates, error) {
	rows, err := many[mandateRow](q)
	all := make(commune.Mandates, len(rows))
	for i, r := range rows {
		all[i] = r.mandate()
	}
	return all, err
}

// MandatesOf are those that a decision gave.
func (tx *Tx) MandatesOf(d commune.DecisionID) (commune.Mandates, error) {
	return mandates(tx.db.Where("decision = ? AND NOT provisional", d).Order("id"))
}

// MandatesFor are those that were given for one meeting (DR-2), ended ones too, the newest first.
func (tx *Tx) MandatesFor(m commune.MeetingID) (commune.Mandates, error) {
	return mandates(tx.db.Where("meeting = ?", m).Order("id DESC"))
}

// MandateBySeq is the mandate whose record stands at a place of the log.
func (tx *Tx) MandateBySeq(seq commune.Seq) (commune.Mandate, error) {
	row, err := One[mandateRow](tx.db, "seq = ? AND NOT provisional", seq)
	return row.mandate(), err
}

// PutMandateAnswer keeps what a person answers to a mandate that is proposed to them; a later answer replaces the earlier one.
func (tx *Tx) PutMandateAnswer(a commune.MandateAnswer) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error)
}

// MandateAnswers are what was answered to one motion, in the order of the members.
func (tx *Tx) MandateAnswers(m commune.MotionID) ([]commune.MandateAnswer, error) {
	return All[commune.MandateAnswer](tx.db.Where("motion = ?", m).Order("member"))
}

// Unended are the motions of a form that were neither voted nor withdrawn, at whatever meeting.
func (tx *Tx) Unended(form commune.FormName) ([]commune.Motion, error) {
	return All[commune.Motion](tx.db.Where("form = ? AND closed_at = ?", form, time.Time{}).Order("id"))
}

// PublicMandates are those of which everybody may know: their holders accepted them, and the decisions that gave them are public (ME-3).
func (tx *Tx) PublicMandates() (commune.Mandates, error) {
	return mandates(tx.db.Where("provisional OR accepted_at > ? AND decision IN (SELECT id FROM decisions WHERE audience = ?)", time.Time{}, commune.Public).Order("id DESC"))
}
