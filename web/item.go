package web

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// usualMinutes is what the form foresees for an item until someone says otherwise.
const usualMinutes = "15"

func (s *Server) newItem(tx *store.Tx, v *visit) (templ.Component, error) {
	return newItemForm(tx, v, commune.Refusal{})
}

func (s *Server) newItemAgain(refused commune.Refusal) pager {
	return func(tx *store.Tx, v *visit) (templ.Component, error) { return newItemForm(tx, v, refused) }
}

func newItemForm(tx *store.Tx, v *visit, refused commune.Refusal) (templ.Component, error) {
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
	at := map[string]string{
		commune.ErrTitleMissing.Key: "title", commune.ErrThemeUnknown.Key: "theme", commune.ErrDurationInvalid.Key: "minutes",
		commune.ErrFormUnknown.Key: "kind",
	}[refused.Key]
	form := page.NewItem{
		Meeting: m, Priorities: settings.Priorities, Title: v.field("title", at, refused), Text: v.field("text", at, refused),
		Minutes: v.field("minutes", at, refused), Theme: v.field("theme", at, refused), Kind: v.field("kind", at, refused),
		Problems: v.problems(at, refused),
	}
	if refused.Key == "" {
		form.Minutes.Value = usualMinutes
	}
	form.Kind.Value = cmp.Or(form.Kind.Value, string(commune.ForDecision))
	return page.NewItemPage(v.Frame, form), nil
}

// proposeItem adds an item to the agenda, or to the next one when this one has closed (OJ-1, OJ-2).
func (s *Server) proposeItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	minutes, err := strconv.Atoi(v.PostForm("minutes"))
	if err != nil {
		minutes = 0 // the rule says what is possible
	}
	p, err := procedure.ProposeItem(tx, v.person.ID, commune.Item{
		Meeting: commune.MeetingID(id), Title: v.PostForm("title"), Text: v.PostForm("text"), Theme: v.PostForm("theme"),
		Kind: commune.ItemKind(v.PostForm("kind")), Minutes: minutes,
	})
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
