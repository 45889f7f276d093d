package letters

import (
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/web/ics"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// sittingWriters say what each kind of letter about a sitting of a popular assembly says: to who asked for it (AP-5), and to who owes its minutes
// (CR-3).
func sittingWriters() map[commune.LetterKind]func(l *meetingLetter, tx *store.Tx) error {
	return map[commune.LetterKind]func(l *meetingLetter, tx *store.Tx) error{
		commune.LetterConvocation: (*meetingLetter).sitting, commune.LetterEve: (*meetingLetter).sitting, commune.LetterPublished: (*meetingLetter).accounted,
		commune.LetterMinutes: (*meetingLetter).owed, commune.LetterLate: (*meetingLetter).owed,
	}
}

// of has the letter be the popular assembly's.
func (l *meetingLetter) of(tx *store.Tx) (err error) {
	l.body, err = tx.Body(l.about.Body)
	l.Organisation = l.body.Name
	return err
}

// sitting calls someone to a sitting, says what was changed or that it is cancelled, or that it is tomorrow.
func (l *meetingLetter) sitting(*store.Tx) error {
	m, eve := l.about, l.Kind == commune.LetterEve
	cancelled := m.State(l.now) == commune.Cancelled
	if l.Edition != m.Edition(l.Kind) || !cancelled && !m.Expected(l.now) || cancelled && (eve || l.before == nil) {
		return commune.ErrNotFound
	}
	key, lines := "called", []string{l.T("sitting.called_text", l.body.Name)}
	switch {
	case cancelled:
		key, lines = "cancelled", []string{l.T("sitting.cancelled_text"), m.CancelReason}
	case eve:
		key, lines = "eve", []string{l.T("sitting.eve_text", l.body.Name)}
	case l.before != nil:
		key, lines = "changed", []string{l.T("sitting.changed_text")}
		if m.ChangeReason != "" {
			lines = append(lines, m.ChangeReason)
		}
	}
	l.Subject, l.Lines = l.T("sitting."+key, l.body.Name, m.StartsAt), lines
	if !cancelled {
		l.Facts = []mail.Fact{{Name: l.T("letter.when"), Value: l.DateTime(m.StartsAt)}, {Name: l.T("letter.where"), Value: m.Place}}
	}
	l.leads("sitting.read", page.BodyPath(l.body))
	if !eve {
		l.invitation = l.inviteToSitting()
	}
	return nil
}

// accounted says that the minutes of a sitting can be read (CR-3, AP-5).
func (l *meetingLetter) accounted(*store.Tx) error {
	l.Subject = l.T("sitting.published", l.body.Name, l.Date(l.about.StartsAt))
	l.Lines = []string{l.T("sitting.published_text", l.Date(l.about.StartsAt))}
	l.leads("letter.published_act", page.MinutesPath(l.about.ID))
	return nil
}

func (l *meetingLetter) inviteToSitting() *mail.Invitation {
	m := l.about
	return &mail.Invitation{Attendee: l.to.PublicName, Event: ics.Event{
		UID: fmt.Sprintf("meeting-%d@%s", m.ID, l.site.Host()), Sequence: m.Sequence, At: l.now, Starts: m.StartsAt,
		Ends: m.StartsAt.Add(time.Duration(l.settings.LengthMinutes) * time.Minute), Summary: l.body.Name, Location: m.Place,
		Page: l.site.BaseURL + page.BodyPath(l.body), Cancelled: m.State(l.now) == commune.Cancelled,
	}}
}
