package letters

import (
	"context"
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
)

// Post mails the letters of one instance.
type Post struct {
	Store    *store.Store
	House    procedure.House
	Mailer   mail.Sender
	LinkLife time.Duration // of a sign-in link
	Calls    bool          // a meeting has a video call even if it was given no address for it
}

// Jobs are the kinds of durable work that are letters.
func (p Post) Jobs() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		LinkJob:                      handler(p, kind[LinkRequest]{compose: p.link, key: true}),
		JoinJob:                      handler(p, kind[commune.JoinRequest]{compose: p.join, key: true}),
		procedure.JoinAnswerJob:      handler(p, kind[procedure.JoinAnswer]{compose: p.answer}),
		procedure.LetterJob:          handler(p, kind[commune.Letter]{compose: p.meeting, sent: (*store.Tx).PutLetter}),
		procedure.GatheringLetterJob: handler(p, kind[commune.GatheringLetter]{compose: p.gathering, sent: (*store.Tx).PutGatheringLetter}),
		procedure.NewsJob:            handler(p, kind[procedure.News]{compose: p.news}),
		procedure.MandateLetterJob:   handler(p, kind[procedure.MandateLetter]{compose: p.mandate}),
		procedure.DuesJob:            handler(p, kind[procedure.DuesReminder]{compose: p.dues, sent: duesSent}),
		procedure.DepartureJob:       handler(p, kind[commune.Departure]{compose: p.departure}),
	}
}

// kind is how the letters come about whose job carries a T.
type kind[T any] struct {
	compose func(tx *store.Tx, about T) (*letter, error) // NotFound when there is no cause for it any more
	sent    func(tx *store.Tx, about T) error            // notes that it was; nil: nothing does
	key     bool                                         // it carries a key, which composing it makes
}

// keyTries is how often a mail server is offered a letter with a key: who asked for it has then asked again, or gone.
const keyTries = 4

// handler does the job of mailing one letter.
func handler[T any](p Post, k kind[T]) jobs.Handler {
	return func(ctx context.Context, job jobs.Job) error {
		about, err := jobs.Read[T](job)
		if err != nil {
			return err
		}
		read := p.Store.View
		if k.key {
			read = p.Store.InTx
		}
		var message mail.Message
		err = read(ctx, func(tx *store.Tx) error {
			l, err := k.compose(tx, about)
			if err == nil {
				message, err = p.seal(l)
			}
			return err
		})
		if err != nil {
			return unlessVoid(err)
		}
		if err := p.Mailer.Send(ctx, message); err != nil {
			if k.key && job.Attempts >= keyTries {
				return jobs.Permanent(err)
			}
			return err
		}
		if k.sent == nil {
			return nil
		}
		return p.Store.InTx(ctx, func(tx *store.Tx) error { return k.sent(tx, about) })
	}
}

// unlessVoid is nil where there is no cause any more for a letter, or nobody to read it.
func unlessVoid(err error) error {
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, commune.ErrNotMember) || errors.Is(err, commune.ErrMembersOnly) {
		return nil
	}
	return err
}
