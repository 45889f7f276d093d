package store

import (
	"time"

	"federes.org/commune"
)

// AddBody keeps a body that is new. A slug belongs to one body for ever.
func (tx *Tx) AddBody(b commune.Body) (commune.Body, error) {
	err := tx.db.Create(&b).Error
	if IsUnique(err) {
		return b, commune.ErrSlugTaken
	}
	return b, wrap(err)
}

// SaveBody keeps a body as it now is: whoever changes one locks it first.
func (tx *Tx) SaveBody(b commune.Body) error { return wrap(tx.db.Save(&b).Error) }

// Body is one body.
func (tx *Tx) Body(id commune.BodyID) (commune.Body, error) {
	return One[commune.Body](tx.db, "id = ?", id)
}

// BodyForUpdate locks a body until the transaction ends.
func (tx *Tx) BodyForUpdate(id commune.BodyID) (commune.Body, error) {
	return lock[commune.Body](tx, forUpdate, "id = ?", id)
}

// BodyBySlug is the body of a slug, living or dissolved.
func (tx *Tx) BodyBySlug(slug string) (commune.Body, error) {
	return One[commune.Body](tx.db, "slug = ?", slug)
}

// Bodies are all that there ever were, by name.
func (tx *Tx) Bodies() ([]commune.Body, error) {
	return All[commune.Body](tx.db.Order("name, id"))
}

// BodiesOf are those that a decision created or dissolved.
func (tx *Tx) BodiesOf(d commune.DecisionID) ([]commune.Body, error) {
	return All[commune.Body](tx.db.Where("created = ? OR dissolved = ?", d, d).Order("id"))
}

// VotesOf are the motions of a form that are being voted now, at whatever meeting.
func (tx *Tx) VotesOf(form commune.FormName) ([]commune.Motion, error) {
	return All[commune.Motion](tx.db.Where("form = ? AND opened_at > ? AND closed_at = ?", form, time.Time{}, time.Time{}).Order("id"))
}
