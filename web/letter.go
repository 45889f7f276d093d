package web

import (
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
)

// convokeEvery is how late a convocation or a reminder may be.
const convokeEvery = 15 * time.Minute

// letter is one mail about a meeting as it is being written: to whom, about what, and what they had before.
type letter struct {
	locale.Printer
	commune.Letter
	to       procedure.Person
	before   *commune.Letter // of the same kind; nil: none
	site     commune.Organisation
	settings commune.Settings
	meeting  commune.Meeting
	now      time.Time
}

// writer says what a letter of one kind says, from what is so now; NotFound when there is no cause for it any more.
type writer func(tx *store.Tx, l letter) (mail.Message, error)

// writers are those of every kind of letter.
func (s *Server) writers() map[commune.LetterKind]writer {
	return map[commune.LetterKind]writer{
		commune.LetterConvocation: s.convocationLetter, commune.LetterEve: s.reminder, commune.LetterAgenda: s.reminder,
		commune.LetterMinutes: s.minutesLetter, commune.LetterLate: s.minutesLetter, commune.LetterPublished: publishedLetter,
	}
}

// convoke leaves the letters that the coming meetings ask for (AG-2, AG-3), once there is a commune.
func (s *Server) convoke(ctx context.Context, _ jobs.Job) error {
	err := s.Store.InTx(ctx, procedure.Convoke)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// mailLetter mails one letter. The transaction that reads is over before the mail server is spoken to, and that it was sent is noted
// after: who stops in between sends it once more, under the same Message-ID.
func (s *Server) mailLetter(ctx context.Context, job jobs.Job) error {
	var l commune.Letter
	if err := json.Unmarshal(job.Payload, &l); err != nil {
		return jobs.Permanent(fmt.Errorf("web: %w", err))
	}
	var message mail.Message
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		l.SentAt = tx.Now()
		message, err = s.compose(tx, l)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, commune.ErrNotMember) || errors.Is(err, commune.ErrMembersOnly) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.Mailer.Send(ctx, message); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.PutLetter(l) })
}

// compose writes a letter in its reader's language, with what every letter has: its place in the thread of its meeting, and the way out.
func (s *Server) compose(tx *store.Tx, of commune.Letter) (mail.Message, error) {
	write, ok := s.writers()[of.Kind]
	if !ok {
		return mail.Message{}, fmt.Errorf("web: nobody writes letters of the kind %q", of.Kind)
	}
	l := letter{Letter: of, now: tx.Now()}
	var err error
	if l.to, l.before, err = procedure.Addressee(tx, of); err != nil {
		return mail.Message{}, err
	}
	if l.site, err = tx.Organisation(); err != nil {
		return mail.Message{}, err
	}
	if l.settings, err = tx.Settings(); err != nil {
		return mail.Message{}, err
	}
	if l.meeting, err = tx.Meeting(of.Meeting); err != nil {
		return mail.Message{}, err
	}
	language := l.to.Language
	if language == "" {
		language = l.site.Language
	}
	l.Printer = s.House.Words.Printer(language, l.site.Location())
	m, err := write(tx, l)
	host := l.site.Host()
	m.ID = fmt.Sprintf("%s.%d.%d.%d@%s", of.Kind, of.Meeting, of.Edition, of.Member, host)
	m.Thread = fmt.Sprintf("meeting.%d@%s", of.Meeting, host)
	if topic := of.Kind.Topic(); topic != "" {
		m.Unsubscribe = l.site.BaseURL + "/unsubscribe/" + s.wayOut(of.Member, topic)
	}
	return m, err
}

// notice is what a letter begins and ends with.
func (l letter) notice(subject string) mail.Notice {
	return mail.Notice{
		Organisation: l.site.Name, Subject: subject, Hello: l.T("mail.hello", l.to.PublicName),
		Small: []string{l.T("letter.why", l.site.Name, l.site.BaseURL+"/me/mails")},
	}
}
