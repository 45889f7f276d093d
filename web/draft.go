package web

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

func (s *Server) keepDraft(tx *store.Tx, v *visit) (done, error) {
	item, err := v.item(tx)
	if err != nil {
		return done{}, err
	}
	return done{page.EditPath(item.ID), v.T("done.draft")},
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
	return done{page.NewItemPath(on), v.T("done.draft")}, procedure.KeepDraft(tx, v.person.ID, commune.Draft{Meeting: on, Writing: v.writing()})
}

func (s *Server) dropNewDraft(tx *store.Tx, v *visit) (done, error) {
	return atMeeting(v, "done.draft_dropped", func(id commune.MeetingID) error { return procedure.DropDraft(tx, v.person.ID, id, 0) })
}
