package web

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/ics"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// convocationLetter calls a member to an AG (AG-2, AG-3); whom it was announced to, it tells what was changed, or that it is cancelled.
func (s *Server) convocationLetter(tx *store.Tx, l letter) (mail.Message, error) {
	cancelled := l.meeting.State(l.now) == commune.Cancelled
	if l.Edition != l.meeting.Edition(l.Kind) || !cancelled && !l.meeting.Expected(l.now) || cancelled && l.before == nil {
		return mail.Message{}, commune.ErrNotFound
	}
	c, err := tx.Convocation(l.meeting.ID)
	if err != nil {
		return mail.Message{}, err
	}
	var n mail.Notice
	switch when := l.meeting.StartsAt; {
	case cancelled:
		n = l.notice(l.T("letter.cancelled", when))
		n.Lines = []string{l.T("letter.cancelled_text"), l.meeting.CancelReason, l.T("letter.cancelled_next")}
		n.Act, n.Address = l.T("letter.read"), l.page()
	case l.before != nil:
		n = l.notice(l.T("letter.changed", when))
		n.Lines = []string{l.T("letter.changed_text")}
		err = s.describe(tx, l, &n)
	default:
		n = l.notice(l.T("letter.convocation", when))
		n.Lines = []string{l.T("letter.called_text", l.site.Name)}
		err = s.describe(tx, l, &n)
	}
	if err != nil {
		return mail.Message{}, err
	}
	n.Small = append([]string{l.N("letter.register", int(c.LogSize), fingerprint(c))}, n.Small...)
	m, err := n.Message(l.Printer, l.to.Email)
	m.Invitation = s.invitation(l, n)
	return m, err
}

// reminder says that the meeting, or the close of its agenda, is tomorrow.
func (s *Server) reminder(tx *store.Tx, l letter) (mail.Message, error) {
	if l.Edition != l.meeting.Edition(l.Kind) || !l.meeting.Expected(l.now) {
		return mail.Message{}, commune.ErrNotFound
	}
	n := l.notice(l.T("letter."+string(l.Kind), l.meeting.StartsAt))
	n.Lines = []string{l.T("letter.eve_text", l.site.Name)}
	if l.Kind == commune.LetterAgenda {
		if l.meeting.AcceptsItems(l.now) != nil {
			return mail.Message{}, commune.ErrNotFound
		}
		n.Lines = []string{l.T("letter.agenda_text", l.meeting.AgendaClosesAt)}
	}
	if err := s.describe(tx, l, &n); err != nil {
		return mail.Message{}, err
	}
	return n.Message(l.Printer, l.to.Email)
}

// publishedLetter says that the minutes of a meeting can be read (CR-3).
func publishedLetter(_ *store.Tx, l letter) (mail.Message, error) {
	n := l.notice(l.T("letter.published", l.Date(l.meeting.StartsAt)))
	n.Lines = []string{l.T("letter.published_text", l.Date(l.meeting.StartsAt))}
	n.Act, n.Address = l.T("letter.published_act"), l.site.BaseURL+page.MinutesPath(l.meeting.ID)
	return n.Message(l.Printer, l.to.Email)
}

// describe says when and where a meeting is held, what it is about, and until when one can add to that.
func (s *Server) describe(tx *store.Tx, l letter, n *mail.Notice) error {
	m := l.meeting
	if m.Kind == commune.Exceptional {
		n.Lines = append(n.Lines[:0:0], l.T("letter.exceptional_text", l.site.Name, m.Matter), m.Reason)
		if l.before != nil {
			n.Lines = append([]string{l.T("letter.changed_text")}, n.Lines...)
		}
	}
	if !l.to.Good {
		n.Lines = append(n.Lines, l.T("meeting.not_good"))
	}
	n.Facts = []mail.Fact{
		{Name: l.T("letter.when"), Value: l.DateTime(m.StartsAt)},
		{Name: l.T("letter.welcome"), Value: l.T("letter.welcome_from", l.Time(l.settings.Welcome(m.StartsAt)))},
		{Name: l.T("letter.where"), Value: cmp.Or(m.Place, l.T("meeting.no_place"))},
	}
	if s.provider(m) != nil {
		n.Facts = append(n.Facts, mail.Fact{Name: l.T("letter.call"), Value: l.page() + "/video"})
	}
	open := m.AcceptsItems(l.now) == nil
	if open {
		n.Facts = append(n.Facts, mail.Fact{Name: l.T("letter.closes"), Value: l.T("letter.closes_at", m.AgendaClosesAt)})
		n.After = []string{l.T("letter.propose", l.page()+"/items/new")}
	}
	n.Act, n.Address = l.T("letter.read"), l.page()
	return l.agenda(tx, n, open)
}

// agenda lists what the meeting will treat, in its order (OJ-3).
func (l letter) agenda(tx *store.Tx, n *mail.Notice, open bool) error {
	items, err := procedure.Agenda(tx, l.meeting.ID)
	if err != nil {
		return err
	}
	n.List.Title = l.T("letter.final")
	if open {
		n.List.Title = l.T("letter.so_far")
	}
	for _, item := range items {
		n.List.Items = append(n.List.Items, l.T("letter.item", item.Title, l.T("item."+string(item.Kind)), l.Duration(time.Duration(item.Minutes)*time.Minute)))
	}
	if len(items) == 0 {
		n.Lines = append(n.Lines, l.T("letter.nothing"))
	}
	return nil
}

// page is the address of the meeting's page.
func (l letter) page() string { return l.site.BaseURL + page.MeetingPath(l.meeting.ID) }

// invitation is what the reader's calendar enters: the same meeting under the same name, whatever is changed.
func (s *Server) invitation(l letter, n mail.Notice) *mail.Invitation {
	m := l.meeting
	i := &mail.Invitation{Attendee: l.to.PublicName, Event: ics.Event{
		UID: fmt.Sprintf("meeting-%d@%s", m.ID, l.site.Host()), Sequence: m.Sequence, At: l.now,
		Starts: m.StartsAt, Ends: m.StartsAt.Add(time.Duration(l.settings.LengthMinutes) * time.Minute),
		Summary: l.T("letter.summary", l.site.Name), Description: n.Plain(l.Printer), Location: m.Place,
		Page: l.page(), Cancelled: m.State(l.now) == commune.Cancelled,
	}}
	if s.provider(m) != nil {
		i.Call, i.CallName = l.page()+"/video", l.T("letter.call_name")
	}
	return i
}

// fingerprint is the register's as people compare it.
func fingerprint(c commune.Convocation) string { return base64.StdEncoding.EncodeToString(c.LogHash) }

// convocationOf is what the page of a meeting shows of its convocation.
func convocationOf(tx *store.Tx, v *visit, m commune.Meeting) (page.Convocation, error) {
	view := page.Convocation{Change: v.May(commune.Convene) && m.Changeable(v.Now) == nil}
	c, err := tx.Convocation(m.ID)
	if errors.Is(err, commune.ErrNotFound) {
		settings, err := tx.Settings()
		if m.Expected(v.Now) {
			view.From = m.ConvokedFrom(settings, v.Site.Location())
		}
		return view, err
	}
	if err != nil {
		return view, err
	}
	view.SentAt, view.LogSize, view.LogHash = c.SentAt, int(c.LogSize), fingerprint(c)
	view.Sent, err = tx.CountLetters(m.ID, commune.LetterConvocation)
	return view, err
}
