package web

import (
	"encoding/json"
	"slices"
	"strconv"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// minutesNews are the minutes that this member owes, and those that are late, which everybody sees (CR-3).
func minutesNews(tx *store.Tx, v *visit, view *page.Home) error {
	owed, err := tx.OwedMinutes()
	if err != nil {
		return err
	}
	for _, m := range owed {
		in, err := tx.Meeting(m.Meeting)
		if err != nil {
			return err
		}
		if m.Late(v.Now) {
			view.Late = append(view.Late, page.LateMinutes{Meeting: in, DueAt: m.DueAt})
		}
		if v.person == nil {
			continue
		}
		writers, err := procedure.MinutesWriters(tx, in)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(writers, func(w commune.Member) bool { return w.ID == v.person.ID }) {
			asked, err := v.askedMinutes(tx, in, m)
			if err != nil {
				return err
			}
			view.Asked = append(view.Asked, asked)
		}
	}
	return nil
}

// askedMinutes asks for minutes that are owed: of a popular assembly by its name, for there may be several (CR-3).
func (v *visit) askedMinutes(tx *store.Tx, in commune.Meeting, m commune.Minutes) (page.Asked, error) {
	path, day, last, left := page.MinutesPath(in.ID), v.Date(in.StartsAt), v.Date(m.LastDay()), v.Until(m.DueAt, v.Now)
	if !in.Popular() {
		return v.ask("minutes", "scroll-text", path, day, last, left), nil
	}
	b, err := tx.Body(in.Body)
	return v.ask("sitting_minutes", "scroll-text", path, b.Name, day, last, left), err
}

// lateMinutes are the meetings whose minutes are late (CR-3).
func lateMinutes(tx *store.Tx, v *visit) (map[commune.MeetingID]bool, error) {
	owed, err := tx.OwedMinutes()
	late := make(map[commune.MeetingID]bool)
	for _, m := range owed {
		late[m.Meeting] = m.Late(v.Now)
	}
	return late, err
}

// minutesLine is what the page of a meeting says of its minutes. That they are late is for everybody to see; what they say, for whom it is.
func minutesLine(tx *store.Tx, v *visit, in commune.Meeting) (page.MinutesLine, error) {
	m, err := procedure.MinutesOf(tx, in.ID)
	return page.MinutesLine{Minutes: m, Shown: mayRead(v, in, m)}, err
}

// correctable are the published minutes, for a motion that corrects some.
func correctable(tx *store.Tx) ([]page.Option, error) {
	all, err := tx.PublishedMinutes()
	var options []page.Option
	for _, m := range all {
		options = append(options, page.Option{Value: strconv.FormatInt(int64(m.Meeting), 10), Label: m.Title()})
	}
	return options, err
}

// correctionTerms is which minutes a motion corrects.
func (v *visit) correctionTerms() ([]byte, error) {
	id, err := strconv.ParseInt(v.PostForm("minutes"), 10, 64)
	if err != nil {
		return nil, commune.ErrMinutesNone
	}
	return json.Marshal(commune.CorrectionTerms{Meeting: commune.MeetingID(id)})
}
