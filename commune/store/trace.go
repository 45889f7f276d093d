package store

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"federes.org/commune"
)

// Trace is where a person stands in a table, and what becomes of that when they leave (ME-3).
type Trace struct {
	Table, Column string
	// Gone says that it was theirs alone. What is not gone counts for others too: it stays, under a number that names nobody.
	Gone bool
}

// Traces are all of them: a table that names a person and does not stand here fails a test.
func Traces() []Trace {
	return append(alone(), []Trace{
		{Table: "acts", Column: "member"}, {Table: "ballots", Column: "elector"}, {Table: "ballots", Column: "entered_by"}, {Table: "body_decisions", Column: "taken_by"},
		{Table: "charge_notes", Column: "written_by"}, {Table: "charges", Column: "charged_by"}, {Table: "comparisons", Column: "written_by"}, {Table: "conveners", Column: "member"},
		{Table: "documents", Column: "added_by"}, {Table: "electors", Column: "member"}, {Table: "exclusions", Column: "member"},
		{Table: "gatherings", Column: "put_by"}, {Table: "item_versions", Column: "written_by"}, {Table: "items", Column: "proposed_by"}, {Table: "items", Column: "withdrawn_by"},
		{Table: "mandate_answers", Column: "member"}, {Table: "mandates", Column: "holder"}, {Table: "meetings", Column: "called_by"},
		{Table: "meetings", Column: "opened_by"}, {Table: "minutes", Column: "published_by"}, {Table: "presences", Column: "noted_by"}, {Table: "requests", Column: "answered_by"},
		{Table: "minutes", Column: "taker"}, {Table: "minutes_sections", Column: "written_by"}, {Table: "motion_versions", Column: "written_by"},
		{Table: "popular_assemblies", Column: "changed_by"}, {Table: "positions", Column: "written_by"},
		{Table: "motions", Column: "counted_by"}, {Table: "motions", Column: "proposed_by"}, {Table: "payments", Column: "member"}, {Table: "presences", Column: "member"},
		{Table: "projectors", Column: "made_by"}, {Table: "reports", Column: "written_by"}, {Table: "requests", Column: "asked_by"},
		{Table: "seats", Column: "member"}, {Table: "speeches", Column: "member"},
	}...)
}

// alone are those that concern nobody else.
func alone() []Trace {
	all := []Trace{{Table: "join_requests", Column: "member", Gone: true}}
	for _, table := range []string{
		"calendar_feeds", "comers", "departures", "drafts", "dues_letters", "editings", "gathering_letters", "gestures", "imports", "letters", "member_numbers",
		"memberships", "mutes",
		"sign_in_links", "speech_requests", "wishes",
	} {
		all = append(all, Trace{Table: table, Column: "member", Gone: true})
	}
	return all
}

// secrets are the columns that let someone in, or the database's own: a copy of one's data leaves them out.
var secrets = map[string]bool{"hash": true, "token": true, "password_hash": true}

// Personal is everything that the tables hold about a person, by table (ME-3).
func (tx *Tx) Personal(id commune.MemberID) (map[string][]map[string]any, error) {
	all := make(map[string][]map[string]any)
	for _, t := range append([]Trace{{Table: "members", Column: "id"}}, Traces()...) {
		rows, err := All[map[string]any](tx.db.Table(t.Table).Where(map[string]any{t.Column: id}))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			said := legible(row)
			if !slices.ContainsFunc(all[t.Table], func(other map[string]any) bool { return reflect.DeepEqual(other, said) }) { // named twice in it
				all[t.Table] = append(all[t.Table], said)
			}
		}
	}
	return all, nil
}

// legible is a row as a person can read it: without secrets and files, and without hours that have not come.
func legible(row map[string]any) map[string]any {
	said := make(map[string]any, len(row))
	for column, value := range row {
		switch v := value.(type) {
		case time.Time:
			if !v.IsZero() {
				said[column] = v.UTC()
			}
		case []byte:
			if json.Valid(v) {
				said[column] = json.RawMessage(v)
			}
		default:
			if !secrets[column] {
				said[column] = v
			}
		}
	}
	return said
}

// Forget erases what concerned a person alone, and from what stays, the words that did (ME-3).
func (tx *Tx) Forget(id commune.MemberID) error {
	for _, t := range Traces() {
		if !t.Gone {
			continue
		}
		if err := tx.db.Table(t.Table).Where(map[string]any{t.Column: id}).Delete(nil).Error; err != nil {
			return wrap(err)
		}
	}
	if err := tx.db.Table("payments").Where("member = ?", id).Update("reason", "").Error; err != nil {
		return wrap(err)
	}
	for _, table := range []string{"presences", "speeches"} { // ME-2, MO-1
		if err := tx.db.Table(table).Where("member = ?", id).Update("priority", false).Error; err != nil {
			return wrap(err)
		}
	}
	return nil
}

// PutDeparture keeps that someone's erasure was asked for in their name.
func (tx *Tx) PutDeparture(d commune.Departure) error {
	err := tx.db.Create(&d).Error
	if IsUnique(err) {
		return commune.ErrDepartureAsked
	}
	return wrap(err)
}

// Departure is the one that awaits a person, or NotFound.
func (tx *Tx) Departure(id commune.MemberID) (commune.Departure, error) {
	return One[commune.Departure](tx.db, "member = ?", id)
}

// DueDepartures are those whose hour has come.
func (tx *Tx) DueDepartures() ([]commune.Departure, error) {
	return All[commune.Departure](tx.db.Where("due_at <= ?", tx.Now()).Order("member"))
}

// RemoveDeparture stops it.
func (tx *Tx) RemoveDeparture(id commune.MemberID) error {
	return wrap(tx.db.Where("member = ?", id).Delete(&commune.Departure{}).Error)
}
