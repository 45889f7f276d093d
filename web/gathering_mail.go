package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// tellEvery is how late a reminder of the calendar may be.
const tellEvery = 15 * time.Minute

// tellCalendar leaves what people and the fediverse must hear of the calendar (OU-A), once there is a commune.
func (s *Server) tellCalendar(ctx context.Context, _ jobs.Job) error {
	err := s.Store.InTx(ctx, func(tx *store.Tx) error { return procedure.TellCalendar(tx, s.House) })
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// mailGathering mails one letter about a gathering, from what is then so.
func (s *Server) mailGathering(ctx context.Context, job jobs.Job) error {
	var l commune.GatheringLetter
	if err := json.Unmarshal(job.Payload, &l); err != nil {
		return jobs.Permanent(fmt.Errorf("web: %w", err))
	}
	var message mail.Message
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		l.SentAt = tx.Now()
		message, err = s.gatheringMail(tx, l)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, commune.ErrNotMember) {
		return nil
	}
	if err != nil || message.To == "" {
		return err
	}
	if err := s.Mailer.Send(ctx, message); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.PutGatheringLetter(l) })
}

// gatheringMail words a letter: that it is tomorrow, what changed, or that it does not take place.
func (s *Server) gatheringMail(tx *store.Tx, l commune.GatheringLetter) (mail.Message, error) {
	m, err := procedure.ReadGatheringMail(tx, l)
	if err != nil {
		return mail.Message{}, err
	}
	site, err := tx.Organisation()
	if err != nil {
		return mail.Message{}, err
	}
	frame, err := frameOf(tx, m.Gathering.Body)
	if err != nil {
		return mail.Message{}, err
	}
	p := s.House.Words.Printer(cmp.Or(m.To.Language, site.Language), site.Location())
	n := gatheringNotice(p, m, frame.Name)
	n.Organisation, n.Hello = site.Name, p.T("mail.hello", m.To.PublicName)
	n.Act, n.Address = p.T("event.read"), site.BaseURL+page.GatheringDayPath(l.Gathering, l.Number)
	if l.Edition == commune.Gone {
		n.Address = site.BaseURL + page.GatheringPath(l.Gathering)
	}
	n.Small = []string{p.T("letter.why", site.Name, site.BaseURL+"/me/mails")}
	message, err := n.Message(p, m.To.Email)
	message.ID = fmt.Sprintf("gathering.%d.%d.%d.%d@%s", l.Gathering, l.Number, l.Edition, l.Member, site.Host())
	message.Thread = fmt.Sprintf("gathering.%d.%d@%s", l.Gathering, l.Number, site.Host())
	message.Unsubscribe = site.BaseURL + "/unsubscribe/" + s.wayOut(l.Member, m.Topic)
	return message, err
}

func gatheringNotice(p locale.Printer, m procedure.GatheringMail, frame string) mail.Notice {
	o := m.Occasion
	var n mail.Notice
	switch {
	case o.Cancelled:
		n.Subject, n.Lines = p.T("event.cancelled", m.Gathering.Title), []string{p.T("event.cancelled_text")}
		if o.Reason != "" {
			n.Lines = append(n.Lines, o.Reason)
		}
	case m.Before:
		n.Subject, n.Lines = p.T("event.changed", m.Gathering.Title), []string{p.T("event.changed_text")}
	default:
		n.Subject, n.Lines = p.T("event.eve", m.Gathering.Title), []string{p.T("event.eve_text")}
	}
	if !o.StartsAt.IsZero() {
		n.Facts = append(n.Facts, mail.Fact{Name: p.T("letter.when"), Value: p.DateTime(o.StartsAt)})
	}
	for _, fact := range []mail.Fact{
		{Name: p.T("letter.where"), Value: o.Place}, {Name: p.T("letter.call"), Value: o.Video}, {Name: p.T("gathering.frame"), Value: frame},
	} {
		if fact.Value != "" && !o.Cancelled {
			n.Facts = append(n.Facts, fact)
		}
	}
	if o.Text != "" && !o.Cancelled {
		n.After = []string{o.Text}
	}
	return n
}
