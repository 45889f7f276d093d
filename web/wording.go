package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// editMotion rewords a motion: for who proposed it, until its vote opens. After a conflict the words that were saved stand below.
func (s *Server) editMotion(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	form := page.MotionForm{}
	if form.Motion, err = tx.Motion(commune.MotionID(id)); err != nil {
		return nil, err
	}
	if form.Wordings, err = tx.MotionVersions(form.Motion); err != nil {
		return nil, err
	}
	latest := form.Wordings[0]
	if _, err := form.Motion.Reword(v.person.ID, latest, latest.Version, latest.Text); err != nil && v.refused.Key == "" {
		return nil, err
	}
	form.Item, err = tx.Item(form.Motion.Item)
	form.Text, form.Version = page.Field{Value: latest.Text}, latest.Version
	if v.refused.Key != "" {
		at := map[string]string{commune.ErrMotionTextMissing.Key: "text"}[v.refused.Key]
		form.Text, form.Problems = v.field("text", at), v.problems(at)
	}
	return page.MotionWordsPage(v.Frame, form), err
}

func (s *Server) rewordMotion(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.RewordMotion(tx, v.person.ID, commune.MotionID(id), v.version(), v.PostForm("text"))
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.reworded")}, err
}
