package letters

import (
	"fmt"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// gathering says of a day in the calendar that it is tomorrow, what changed, or that it does not take place (OU-A).
func (p Post) gathering(tx *store.Tx, of commune.GatheringLetter) (*letter, error) {
	m, err := procedure.ReadGatheringMail(tx, of)
	if err != nil {
		return nil, err
	}
	l, err := p.begin(tx, m.To.Member)
	if err != nil {
		return nil, err
	}
	l.name = fmt.Sprintf("gathering.%d.%d.%d.%d", of.Gathering, of.Number, of.Edition, of.Member)
	l.thread = fmt.Sprintf("gathering.%d.%d", of.Gathering, of.Number)
	l.topic = m.Topic
	l.leads("event.read", page.GatheringDayPath(of.Gathering, of.Number))
	if of.Edition == commune.Gone {
		l.leads("event.read", page.GatheringPath(of.Gathering))
	}
	if m.Occasion.Cancelled {
		l.Subject, l.Lines = l.T("event.cancelled", m.Gathering.Title), []string{l.T("event.cancelled_text")}
		if m.Occasion.Reason != "" {
			l.Lines = append(l.Lines, m.Occasion.Reason)
		}
		l.when(m.Occasion)
		return l, nil
	}
	l.Subject, l.Lines = l.T("event.eve", m.Gathering.Title), []string{l.T("event.eve_text")}
	if m.Before {
		l.Subject, l.Lines = l.T("event.changed", m.Gathering.Title), []string{l.T("event.changed_text")}
	}
	return l, l.day(tx, m)
}

// when says when a gathering takes place, if one day of it is meant.
func (l *letter) when(o commune.Occasion) {
	if !o.StartsAt.IsZero() {
		l.Facts = append(l.Facts, mail.Fact{Name: l.T("letter.when"), Value: l.DateTime(o.StartsAt)})
	}
}

// day says when and where a gathering takes place, of which body it is, and what it is about.
func (l *letter) day(tx *store.Tx, m procedure.GatheringMail) error {
	body := l.site.Name
	if m.Gathering.Body != 0 {
		b, err := tx.Body(m.Gathering.Body)
		if err != nil {
			return err
		}
		body = b.Name
	}
	l.when(m.Occasion)
	for _, fact := range []mail.Fact{
		{Name: l.T("letter.where"), Value: m.Occasion.Place}, {Name: l.T("letter.call"), Value: m.Occasion.Video}, {Name: l.T("gathering.frame"), Value: body},
	} {
		if fact.Value != "" {
			l.Facts = append(l.Facts, fact)
		}
	}
	if m.Occasion.Text != "" {
		l.After = []string{m.Occasion.Text}
	}
	return nil
}
