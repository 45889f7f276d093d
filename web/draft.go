package web

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// stay is the page with the form, with its query; the form's own if the browser does not say it.
func (v *visit) stay(at string) string {
	if path, _, _ := strings.Cut(v.Path, "?"); path == at {
		return v.Path
	}
	return at
}

func (s *Server) keepDraft(tx *store.Tx, v *visit) (done, error) {
	item, err := v.item(tx)
	if err != nil {
		return done{}, err
	}
	return done{v.stay(page.EditPath(item.ID)), v.T("done.draft")},
		procedure.KeepDraft(tx, v.person.ID, commune.Draft{Item: item.ID, Version: v.version(), Writing: v.writing()})
}

func (s *Server) dropDraft(tx *store.Tx, v *visit) (done, error) {
	item, err := v.item(tx)
	if err != nil {
		return done{}, err
	}
	return done{page.ItemPath(item.Meeting, item.ID), v.T("done.draft_dropped")}, procedure.DropDraft(tx, v.person.ID, 0, item.ID)
}

func (s *Server) keepNewDraft(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	on := commune.MeetingID(id)
	return done{v.stay(page.NewItemPath(on)), v.T("done.draft")}, procedure.KeepDraft(tx, v.person.ID, commune.Draft{Meeting: on, Writing: v.writing()})
}

func (s *Server) dropNewDraft(tx *store.Tx, v *visit) (done, error) {
	return atMeeting(v, "done.draft_dropped", func(id commune.MeetingID) error { return procedure.DropDraft(tx, v.person.ID, id, 0) })
}
