package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// settingRoutes are the assembly's own numbers: everybody may read them, every member can propose to change one (CH-2).
func (s *Server) settingRoutes() []Route {
	return []Route{
		{get, "/settings", Anyone, "", s.show(s.settings)},
		{get, "/settings/:key", Members, "", s.show(s.setting)},
		{post, "/settings/:key", Members, "", s.act(s.proposeSetting, s.setting)},
	}
}

// settings lists every setting of the assembly, with the decision that set it and its history (CH-2).
func (s *Server) settings(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	changes, err := changesOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.Settings{Priorities: page.SettingLine{Setting: commune.Setting{Key: commune.SettingPriorities}, History: changes[commune.SettingPriorities]}}
	if view.Item, err = itemAsked(tx, v); err != nil {
		return nil, err
	}
	for _, setting := range commune.SettingsOf(v.Site.Kind) {
		view.Lines = append(view.Lines, page.SettingLine{
			Setting: setting, Value: setting.Of(now), Began: setting.Of(commune.FirstSettings(v.Site.Kind)), History: changes[setting.Key],
		})
	}
	return page.SettingsPage(v.Frame, view), nil
}

// changesOf is the history of each setting, the latest first. A decision that this visitor may not see is dated and not named.
func changesOf(tx *store.Tx, v *visit) (map[string][]page.SettingChange, error) {
	all, err := tx.SettingChanges()
	if err != nil {
		return nil, err
	}
	by := make(map[string][]page.SettingChange)
	for _, c := range all {
		d, err := tx.DecisionByID(c.Decision)
		if err != nil {
			return nil, err
		}
		change := page.SettingChange{Value: c.Value, At: c.ChangedAt}
		if slices.Contains(v.audiences(), d.Audience) {
			change.Decision = d.Number()
		}
		by[c.Key] = append(by[c.Key], change)
	}
	return by, nil
}

// itemAsked is the item under which a change is to be proposed, if the address or the form names one that is this member's to move.
func itemAsked(tx *store.Tx, v *visit) (commune.Item, error) {
	named := cmp.Or(v.PostForm("item"), v.Query("item"))
	if named == "" || v.person == nil {
		return commune.Item{}, nil
	}
	id, err := strconv.ParseInt(named, 10, 64)
	if err != nil {
		return commune.Item{}, errNotFound
	}
	return movable(tx, v, commune.ItemID(id))
}

// themeAsked is under which theme the prepared motion of a form is treated (OJ-3): none is asked for under an item that is there already.
func (v *visit) themeAsked(tx *store.Tx, under commune.Item) (page.Theme, error) {
	if under.ID != 0 {
		return page.Theme{}, nil
	}
	s, err := tx.Settings()
	return page.Theme{Field: v.field("theme", map[string]string{commune.ErrThemeUnknown.Key: "theme"}[v.refused.Key]), Priorities: s.Priorities}, err
}

// setting proposes to change one setting.
func (s *Server) setting(tx *store.Tx, v *visit) (templ.Component, error) {
	if v.Param("key") == commune.SettingPriorities {
		return priorities(tx, v)
	}
	setting, err := commune.SettingOf(v.Param("key"))
	if err != nil {
		return nil, err
	}
	now, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrSettingBounds.Key: "value", commune.ErrSettingValue.Key: "value", commune.ErrSettingSame.Key: "value",
		commune.ErrSettingMissing.Key:    "value",
		commune.ErrMotionTextMissing.Key: "text", commune.ErrTooLong.Key: "text", commune.ErrUnreadable.Key: "text",
	}[v.refused.Key]
	form := page.NewSetting{
		Setting: setting, Now: setting.Of(now), Value: v.field("value", at), Text: v.field("text", at), Problems: v.problems(at),
	}
	if form.Item, err = itemAsked(tx, v); err != nil {
		return nil, err
	}
	form.Value.Value = cmp.Or(form.Value.Value, form.Now)
	form.Theme, err = v.themeAsked(tx, form.Item)
	return page.NewSettingPage(v.Frame, form), err
}

// priorities proposes another order of the themes (OJ-3): it begins with the one in force.
func priorities(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrPrioritiesInvalid.Key: "priorities", commune.ErrMotionTextMissing.Key: "text", commune.ErrTooLong.Key: "text", commune.ErrUnreadable.Key: "text",
	}[v.refused.Key]
	form := page.NewPriorities{Priorities: v.field("priorities", at), Text: v.field("text", at), Problems: v.problems(at)}
	if form.Item, err = itemAsked(tx, v); err != nil {
		return nil, err
	}
	if form.Theme, err = v.themeAsked(tx, form.Item); err != nil {
		return nil, err
	}
	if v.refused.Key == "" {
		form.Priorities.Value = strings.Join(now.Priorities, "\n")
	}
	return page.NewPrioritiesPage(v.Frame, form), nil
}

// proposeSetting puts the change of a setting, or of the priorities, to the vote: on the next agenda, or under the item that the form names
// (CH-2, OJ-3).
func (s *Server) proposeSetting(tx *store.Tx, v *visit) (done, error) {
	item, err := itemAsked(tx, v)
	if err != nil {
		return done{}, err
	}
	words := s.House.WordsOf(v.Site)
	asked := procedure.Proposal{
		Motion: commune.Motion{Item: item.ID, Form: commune.FormPriorities, Text: v.PostForm("text"), Payload: []byte(v.PostForm("priorities")), Audience: commune.Public},
		Title:  words.T("settings.priorities"), Theme: v.PostForm("theme"),
	}
	if key := v.Param("key"); key != commune.SettingPriorities {
		asked.Form, asked.Title = commune.FormSetting, words.T("setting.item_title", words.T("setting."+key))
		if asked.Payload, err = json.Marshal(commune.SettingTerms{Key: key, Value: v.PostForm("value")}); err != nil {
			return done{}, err
		}
	}
	m, err := procedure.ProposeSetting(tx, s.House, v.person.ID, asked)
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.setting", v.Date(on.StartsAt))}, err
}
