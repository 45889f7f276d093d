package letters

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// published says that the minutes of a meeting can be read (CR-3).
func (l *meetingLetter) published(*store.Tx) error {
	l.Subject = l.T("letter.published", l.Date(l.about.StartsAt))
	l.Lines = []string{l.T("letter.published_text", l.Date(l.about.StartsAt))}
	l.leads("letter.published_act", page.MinutesPath(l.about.ID))
	return nil
}

// owed reminds one who owes the minutes of a meeting, unless they were published meanwhile or are another's by now (CR-3).
func (l *meetingLetter) owed(tx *store.Tx) error {
	owing, err := procedure.MinutesWriters(tx, l.about)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(owing, func(m commune.Member) bool { return m.ID == l.to.ID }) {
		return commune.ErrNotFound
	}
	m, err := procedure.MinutesOf(tx, l.about.ID)
	if err != nil {
		return err
	}
	subject, text := "letter.minutes_subject", "letter.minutes_due"
	if l.Kind == commune.LetterLate {
		subject, text = "letter.minutes_late_subject", "letter.minutes_late"
	}
	l.Subject = l.T(subject, l.Date(l.about.StartsAt))
	l.Lines = []string{l.T(text, l.Date(l.about.StartsAt), l.Date(m.LastDay()))}
	l.leads("asked.minutes.act", page.MinutesPath(l.about.ID))
	l.Small = []string{l.T("letter.duty", l.site.Name)}
	return nil
}
