package web

import (
	"cmp"
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

func (s *Server) newItem(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err != nil {
		return nil, err
	}
	if m.Kind == commune.Exceptional {
		return nil, commune.ErrAgendaFixed
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	form := page.ItemForm{Meeting: m, Priorities: settings.Priorities}
	if v.refused.Key != "" {
		v.refill(&form)
	} else if err := v.fillNew(tx, &form); err != nil {
		return nil, err
	}
	form.Kind.Value = cmp.Or(form.Kind.Value, string(commune.ForDecision))
	form.Watch, err = v.watchAgenda(tx, m.ID)
	return page.ItemPage(v.Frame, form), err
}

// fillNew takes up what this member wrote for the meeting and did not propose.
func (v *visit) fillNew(tx *store.Tx, form *page.ItemForm) error {
	form.Minutes.Value = strconv.Itoa(commune.UsualMinutes)
	draft, err := tx.Draft(v.person.ID, form.Meeting.ID, 0)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	form.Kept = draft.SavedAt
	fill(form, draft.Writing)
	return err
}

// proposeItem adds an item to the agenda, or to the next one when this one has closed (OJ-1, OJ-2).
func (s *Server) proposeItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	p, err := procedure.ProposeItem(tx, v.person.ID, commune.Item{Meeting: commune.MeetingID(id)}.Written(v.writing()))
	if err != nil {
		return done{}, err
	}
	notice := v.T("done.item")
	if p.Late {
		notice = v.T("done.item_late", v.Date(p.On.StartsAt))
	}
	return done{page.ItemPath(p.On.ID, p.ID), notice}, nil
}

// placeItem moves an item up or down within its priority (OJ-3).
func (s *Server) placeItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	direction := v.PostForm("direction")
	if direction != "up" && direction != "down" {
		return done{}, commune.ErrDirectionInvalid
	}
	item, err := procedure.PlaceItem(tx, v.person.ID, commune.ItemID(id), direction == "up")
	return done{page.ItemPath(item.Meeting, item.ID), v.T("done.placed")}, err
}

// withdrawItem takes an item off the agenda.
func (s *Server) withdrawItem(tx *store.Tx, v *visit) (done, error) {
	return v.standing(tx, "done.withdrawn", true)
}

// returnItem puts it back.
func (s *Server) returnItem(tx *store.Tx, v *visit) (done, error) {
	return v.standing(tx, "done.returned", false)
}

func (v *visit) standing(tx *store.Tx, notice string, withdrawn bool) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	item, err := procedure.WithdrawItem(tx, v.person.ID, commune.ItemID(id), withdrawn)
	return done{page.ItemPath(item.Meeting, item.ID), v.T(notice)}, err
}

// itemHistory is every text that an item ever had.
func (s *Server) itemHistory(tx *store.Tx, v *visit) (templ.Component, error) {
	item, err := v.item(tx)
	if err != nil {
		return nil, err
	}
	view := page.ItemHistory{Item: item}
	if view.Meeting, err = tx.Meeting(item.Meeting); err != nil {
		return nil, err
	}
	view.Open = view.Meeting.AcceptsItems(tx.Now()) == nil && !item.Withdrawn()
	versions, err := tx.ItemVersions(item)
	if err != nil {
		return nil, err
	}
	names, err := names(tx)
	for _, w := range versions {
		view.Texts = append(view.Texts, page.Written{ItemVersion: w, Author: names[w.WrittenBy]})
	}
	return page.ItemHistoryPage(v.Frame, view), err
}

// lateItems are those that this member can ask the meeting in session to bring onto its agenda: one has to be there (OJ-1).
func lateItems(tx *store.Tx, v *visit) ([]commune.Item, error) {
	if v.person == nil || v.Sitting == nil {
		return nil, nil
	}
	here, err := present(tx, v.Sitting.ID, v.person.ID)
	if err != nil || !here {
		return nil, err
	}
	open, err := tx.Meeting(v.Sitting.ID)
	if err != nil {
		return nil, err
	}
	return procedure.LateItems(tx, open)
}

// askLateItem has the meeting in session vote whether it brings an item of a later agenda onto its own (OJ-1).
func (s *Server) askLateItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.ProposeLateItem(tx, s.House, v.person.ID, commune.ItemID(id))
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.late_asked")}, err
}

// itemField is the place of the form that a refusal is about.
func itemField(refused commune.Refusal) string {
	return map[string]string{
		commune.ErrTitleMissing.Key: "title", commune.ErrThemeUnknown.Key: "theme", commune.ErrDurationInvalid.Key: "minutes",
		commune.ErrFormUnknown.Key: "kind",
	}[refused.Key]
}
