package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// writingRoutes are those of writing an agenda together (OJ-1, OU-P).
func (s *Server) writingRoutes() []Route {
	return slices.Concat(s.textRoutes(), s.padRoutes(), s.documentRoutes())
}

// textRoutes are those of items, and of their motions' words.
func (s *Server) textRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/items/new", Members, "", s.show(s.newItem)},
		{post, "/meetings/:id/items", Members, "", s.act(s.proposeItem, s.newItem)},
		{post, "/meetings/:id/items/draft", Members, "", s.act(s.keepNewDraft, nil)},
		{post, "/meetings/:id/items/draft/removal", Members, "", s.act(s.dropNewDraft, nil)},
		{get, "/items/:id/edit", Members, "", s.editItem},
		{post, "/items/:id/edit", Members, "", s.saveItem},
		{post, "/items/:id/editing", Members, "", s.act(s.stillEditing, nil)},
		{post, "/items/:id/draft", Members, "", s.act(s.keepDraft, nil)},
		{post, "/items/:id/draft/removal", Members, "", s.act(s.dropDraft, nil)},
		{get, "/items/:id/versions", Members, "", s.show(s.itemHistory)},
		{post, "/items/:id/withdrawal", Members, "", s.act(s.withdrawItem, nil)},
		{post, "/items/:id/return", Members, "", s.act(s.returnItem, nil)},
		{post, "/items/:id/late", Members, "", s.act(s.askLateItem, nil)},
		{post, "/items/:id/position", Members, "", s.act(s.placeItem, nil)},
		{get, "/motions/:id/edit", Members, "", s.show(s.editMotion)},
		{post, "/motions/:id/edit", Members, "", s.act(s.rewordMotion, s.editMotion)},
	}
}

// writing is what was typed of an item; a duration that is no number is 0, which the rule refuses.
func (v *visit) writing() commune.Writing {
	minutes, err := strconv.Atoi(v.PostForm("minutes"))
	if err != nil {
		minutes = 0
	}
	return commune.Writing{
		Title: v.PostForm("title"), Text: v.PostForm("text"), Theme: v.PostForm("theme"), Kind: commune.ItemKind(v.PostForm("kind")), Minutes: minutes,
	}
}

// fill puts what was written into the form.
func fill(form *page.ItemForm, w commune.Writing) {
	form.Title.Value, form.Text.Value, form.Theme.Value, form.Kind.Value = w.Title, w.Text, w.Theme, string(w.Kind)
	if w.Minutes != 0 {
		form.Minutes.Value = strconv.Itoa(w.Minutes)
	}
}

// refill puts back what was typed.
func (v *visit) refill(form *page.ItemForm) {
	at := itemField(v.refused)
	form.Title, form.Text, form.Minutes = v.field("title", at), v.field("text", at), v.field("minutes", at)
	form.Theme, form.Kind = v.field("theme", at), v.field("kind", at)
	form.Problems = v.problems(at)
}

// editItem tells the others that this member has the item before them (OU-P), and shows it to be written.
func (s *Server) editItem(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		_, err := s.run(c, r, s.stillEditing)
		if err != nil && !errors.As(err, new(commune.Refusal)) {
			s.fail(c, err)
			return
		}
		s.render(c, http.StatusOK, r, editItemForm)
	}
}

// editItemForm is the item as it is written: what was typed, else the draft, else the version that was asked for, else what it says now.
func editItemForm(tx *store.Tx, v *visit) (templ.Component, error) {
	item, err := v.item(tx)
	if err != nil {
		return nil, err
	}
	form := page.ItemForm{Item: item}
	if form.Meeting, err = tx.Meeting(item.Meeting); err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	form.Priorities = settings.Priorities
	versions, err := tx.ItemVersions(item)
	if err != nil {
		return nil, err
	}
	if v.refused.Key != "" {
		v.refill(&form)
		form.Version = v.version()
	} else if err := v.fillItem(tx, &form, versions); err != nil {
		return nil, err
	}
	if err := openTexts(tx, &form, v.refused.Key != "" || v.Query("read") != ""); err != nil {
		return nil, err
	}
	err = v.others(tx, &form, versions[0])
	return page.ItemPage(v.Frame, form), err
}

// fillItem fills the form with the draft, or with a version.
func (v *visit) fillItem(tx *store.Tx, form *page.ItemForm, versions []commune.ItemVersion) error {
	form.Version = versions[0].Version
	fill(form, versions[0].Writing)
	asked, err := strconv.Atoi(v.Query("version"))
	for _, w := range versions {
		if err == nil && w.Version == asked {
			fill(form, w.Writing)
			return nil
		}
	}
	draft, err := tx.Draft(v.person.ID, 0, form.Item.ID)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	form.Version, form.Kept = draft.Version, draft.SavedAt
	fill(form, draft.Writing)
	return err
}

// openTexts asks whether the item can still be written. What someone wrote in vain is shown to them all the same, and can be proposed to
// the assembly after (OJ-1).
func openTexts(tx *store.Tx, form *page.ItemForm, typed bool) error {
	err := procedure.TextsOpen(tx, form.Meeting)
	if err == nil && form.Item.Withdrawn() && !typed {
		err = commune.ErrItemWithdrawn
	}
	typed = typed || !form.Kept.IsZero()
	switch {
	case typed && errors.Is(err, commune.ErrAgendaClosed):
		return nil // no later one is foreseen yet
	case !typed || !errors.Is(err, commune.ErrTextFinal):
		return err
	}
	next, err := procedure.NextAgenda(tx)
	form.Next = &next
	return err
}

// others are those who write the item too, and what one of them saved meanwhile.
func (v *visit) others(tx *store.Tx, form *page.ItemForm, latest commune.ItemVersion) error {
	names, err := names(tx)
	if err != nil {
		return err
	}
	if form.Watch, err = v.watchAgenda(tx, form.Meeting.ID); err != nil {
		return err
	}
	if read, err := strconv.Atoi(v.Query("read")); err == nil && read != latest.Version {
		form.Overtaken = names[latest.WrittenBy]
	}
	writers, err := writers(tx, form.Meeting.ID, names, v.person.ID)
	form.Writers = writers[form.Item.ID]
	if latest.Version != form.Version {
		form.Saved = &page.Written{ItemVersion: latest, Author: names[latest.WrittenBy]}
	}
	return err
}

// writers are those who have an item of a meeting before them now, by item, without the one who asks.
func writers(tx *store.Tx, on commune.MeetingID, names map[commune.MemberID]string, but commune.MemberID) (map[commune.ItemID][]string, error) {
	editings, err := tx.Editings(on, tx.Now())
	by := make(map[commune.ItemID][]string)
	for _, e := range editings {
		if e.Member != but {
			by[e.Item] = append(by[e.Item], names[e.Member])
		}
	}
	return by, err
}

// writeUp says of the points of an agenda how far they were written and by whom, and which were withdrawn.
func writeUp(tx *store.Tx, v *visit, view *page.MeetingView) error {
	names, err := names(tx)
	if err != nil {
		return err
	}
	latest, err := tx.LatestItemVersions(view.Meeting.ID)
	if err != nil {
		return err
	}
	writers, err := writers(tx, view.Meeting.ID, names, v.person.ID)
	if err != nil {
		return err
	}
	late, err := lateItems(tx, v)
	if err != nil {
		return err
	}
	documents, err := tx.Documents(view.Meeting.ID)
	if err != nil {
		return err
	}
	for i, p := range view.Points {
		point := &view.Points[i]
		point.Late = slices.ContainsFunc(late, func(i commune.Item) bool { return i.ID == p.ID })
		point.Version, point.Writers = latest[p.ID].Version, writers[p.ID]
		for _, d := range documents {
			if d.Item == p.ID {
				point.Documents = append(point.Documents, d)
			}
		}
	}
	gone, err := tx.WithdrawnItems(view.Meeting.ID)
	for _, item := range gone {
		view.Gone = append(view.Gone, page.Point{
			PlannedItem: commune.PlannedItem{Item: item}, Proposer: names[item.ProposedBy], Mine: item.ProposedBy == v.person.ID,
			Version: latest[item.ID].Version,
		})
	}
	return err
}

// watchAgenda keeps a page as an agenda is.
func (v *visit) watchAgenda(tx *store.Tx, on commune.MeetingID) (*page.Watch, error) {
	now, err := confederal.ReadSitting(tx, on)
	watch := page.WatchOf(now)
	watch.Live = v.live(on, agendaScreen)
	return &watch, err
}

// item is the one of the address.
func (v *visit) item(tx *store.Tx) (commune.Item, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Item{}, err
	}
	return tx.Item(commune.ItemID(id))
}

// version is the one that the writer had read.
func (v *visit) version() int { return v.versionOf("version") }

func (v *visit) versionOf(name string) int {
	n, err := strconv.Atoi(v.PostForm(name))
	if err != nil {
		return 0
	}
	return n
}

// saveItem saves a text. One that is refused because of what others did is kept as a draft: it is not lost with the browser (OU-P).
func (s *Server) saveItem(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		var result done
		err := s.readForm(c)
		if err == nil {
			result, err = s.run(c, r, s.rewriteItem)
		}
		if refused := (commune.Refusal{}); errors.As(err, &refused) && refused.Kind == commune.Conflict {
			if _, failed := s.run(c, r, s.keepDraft); failed != nil && !errors.As(failed, new(commune.Refusal)) {
				err = failed
			}
		}
		s.finish(c, r, result, err, editItemForm)
	}
}

func (s *Server) rewriteItem(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	base := v.version()
	if over, err := strconv.Atoi(v.PostForm("over")); err == nil {
		base = over
	}
	item, err := procedure.RewriteItem(tx, v.person.ID, commune.ItemID(id), base, v.writing())
	return done{page.ItemPath(item.Meeting, item.ID), v.T("done.rewritten")}, err
}

func (s *Server) stillEditing(tx *store.Tx, v *visit) (done, error) {
	item, err := v.item(tx)
	if err != nil {
		return done{}, err
	}
	return done{to: page.ItemPath(item.Meeting, item.ID)}, procedure.EditItem(tx, v.person.ID, item.ID)
}
