package letters

import (
	"cmp"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/ics"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// convocation calls a member to an AG (AG-2, AG-3); whom it was announced to, it tells what was changed, or that it is cancelled.
func (l *meetingLetter) convocation(tx *store.Tx) error {
	cancelled := l.about.State(l.now) == commune.Cancelled
	if l.Edition != l.about.Edition(l.Kind) || !cancelled && !l.about.Expected(l.now) || cancelled && l.before == nil {
		return commune.ErrNotFound
	}
	c, err := tx.Convocation(l.about.ID)
	if err != nil {
		return err
	}
	switch when := l.about.StartsAt; {
	case cancelled:
		l.Subject = l.T("letter.cancelled", when)
		l.Lines = []string{l.T("letter.cancelled_text"), l.about.CancelReason, l.T("letter.cancelled_next")}
		l.leads("letter.read", page.MeetingPath(l.about.ID))
	case l.before != nil:
		l.Subject = l.T("letter.changed", when)
		l.Lines = []string{l.T("letter.changed_text")}
		err = l.describe(tx)
	default:
		l.Subject = l.T("letter.convocation", when)
		l.Lines = []string{l.T("letter.called_text", l.site.Name)}
		err = l.describe(tx)
	}
	l.Small = []string{l.N("letter.register", int(c.LogSize), c.Fingerprint())}
	l.invitation = l.invite()
	return err
}

// reminder says that the meeting, or the close of its agenda, is tomorrow.
func (l *meetingLetter) reminder(tx *store.Tx) error {
	if l.Edition != l.about.Edition(l.Kind) || !l.about.Expected(l.now) {
		return commune.ErrNotFound
	}
	l.Subject = l.T("letter."+string(l.Kind), l.about.StartsAt)
	l.Lines = []string{l.T("letter.eve_text", l.site.Name)}
	if l.Kind == commune.LetterAgenda {
		if l.about.AcceptsItems(l.now) != nil {
			return commune.ErrNotFound
		}
		l.Lines = []string{l.T("letter.agenda_text", l.about.AgendaClosesAt)}
	}
	return l.describe(tx)
}

// describe says when and where a meeting is held, what it is about, and until when one can add to that.
func (l *meetingLetter) describe(tx *store.Tx) error {
	m := l.about
	if m.Kind == commune.Exceptional {
		l.Lines = []string{l.T("letter.exceptional_text", l.site.Name, m.Matter), m.Reason}
		if l.before != nil {
			l.Lines = append([]string{l.T("letter.changed_text")}, l.Lines...)
		}
	}
	if !l.reader.Good {
		l.Lines = append(l.Lines, l.T("meeting.not_good"))
	}
	l.Facts = []mail.Fact{
		{Name: l.T("letter.when"), Value: l.DateTime(m.StartsAt)},
		{Name: l.T("letter.welcome"), Value: l.T("letter.welcome_from", l.Time(l.settings.Welcome(m.StartsAt)))},
		{Name: l.T("letter.where"), Value: cmp.Or(m.Place, l.T("meeting.no_place"))},
	}
	if l.calls {
		l.Facts = append(l.Facts, mail.Fact{Name: l.T("letter.call"), Value: l.call()})
	}
	open := m.AcceptsItems(l.now) == nil
	if open {
		l.Facts = append(l.Facts, mail.Fact{Name: l.T("letter.closes"), Value: l.T("letter.closes_at", m.AgendaClosesAt)})
		l.After = []string{l.T("letter.propose", l.site.BaseURL+page.NewItemPath(m.ID))}
	}
	l.leads("letter.read", page.MeetingPath(m.ID))
	return l.agenda(tx, open)
}

// agenda lists what the meeting will treat, in its order (OJ-3).
func (l *meetingLetter) agenda(tx *store.Tx, open bool) error {
	items, err := procedure.Agenda(tx, l.about.ID)
	if err != nil {
		return err
	}
	l.Notice.List.Title = l.T("letter.final")
	if open {
		l.Notice.List.Title = l.T("letter.so_far")
	}
	for _, item := range items {
		l.Notice.List.Items = append(l.Notice.List.Items, l.T("letter.item", item.Title, l.T("item."+string(item.Kind)), l.Duration(time.Duration(item.Minutes)*time.Minute)))
	}
	if len(items) == 0 {
		l.Lines = append(l.Lines, l.T("letter.nothing"))
	}
	return nil
}

// invite is what the reader's calendar enters: the same meeting under the same name, whatever is changed.
func (l *meetingLetter) invite() *mail.Invitation {
	m := l.about
	i := &mail.Invitation{Attendee: l.to.PublicName, Event: ics.Event{
		UID: fmt.Sprintf("meeting-%d@%s", m.ID, l.site.Host()), Sequence: m.Sequence, At: l.now,
		Starts: m.StartsAt, Ends: m.StartsAt.Add(time.Duration(l.settings.LengthMinutes) * time.Minute),
		Summary: l.T("letter.summary", l.site.Name), Location: m.Place,
		Page: l.page(), Cancelled: m.State(l.now) == commune.Cancelled,
	}}
	if l.calls {
		i.Call, i.CallName = l.call(), l.T("letter.call_name")
	}
	return i
}
