package web

import (
	"context"
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
)

// mailJoin mails the link that confirms an address. Who is known already is told so by that mail, and by nothing else. It says no word of
// who asked: an address that is not theirs would read it.
func (s *Server) mailJoin(ctx context.Context, job jobs.Job) error {
	asked, err := readJob[commune.JoinRequest](job)
	if err != nil {
		return err
	}
	var message mail.Message
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		o, words, err := s.wordsFor(tx, asked.Language)
		if err != nil {
			return err
		}
		n := mail.Notice{Organisation: o.Name, Subject: words.T("join.mail_subject", o.Name), Hello: words.T("join.mail_hello")}
		var token string
		err = tx.Savepoint(func() (err error) { token, err = procedure.AskToJoin(tx, asked); return err })
		switch {
		case errors.Is(err, commune.ErrEmailTaken):
			n.Lines, n.Act, n.Address = []string{words.T("join.mail_known", o.Name)}, words.T("join.mail_sign_in"), o.BaseURL+"/sign-in"
		case errors.Is(err, commune.ErrJoinWaits):
			n.Lines, n.Act, n.Address = []string{words.T("join.mail_waits", o.Name)}, words.T("join.mail_meetings"), o.BaseURL+"/meetings"
		case err != nil:
			return err
		default:
			n.Lines = []string{words.T("join.mail_text_"+string(asked.Kind), o.Name)}
			n.Act, n.Address = words.T("join.confirm"), o.BaseURL+"/join/"+token
			n.After = []string{words.T("join.mail_life", words.Duration(commune.JoinLinkFor)), words.T("mail.link.ignore")}
		}
		message, err = n.Message(words, asked.Email)
		return err
	})
	if err != nil {
		return err
	}
	return s.offer(ctx, job, message)
}

// offer hands a mail to the mail server, a few times: who asked has then asked again, or gone.
func (s *Server) offer(ctx context.Context, job jobs.Job, m mail.Message) error {
	err := s.Mailer.Send(ctx, m)
	if err != nil && job.Attempts >= linkTries {
		return jobs.Permanent(err)
	}
	return err
}

// wordsFor is the organisation, and its words in a language that someone reads.
func (s *Server) wordsFor(tx *store.Tx, language string) (commune.Organisation, locale.Printer, error) {
	o, err := tx.Organisation()
	if !s.House.Words.Speaks(language) {
		language = o.Language
	}
	return o, s.House.Words.Printer(language, o.Location()), err
}

// mailAnswer mails the answer to a wish to join: to who is admitted, where to go first (AG-2); to who is not, that nothing of them is kept.
func (s *Server) mailAnswer(ctx context.Context, job jobs.Job) error {
	answer, err := readJob[procedure.JoinAnswer](job)
	if err != nil {
		return err
	}
	var message mail.Message
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		o, words, err := s.wordsFor(tx, answer.Language)
		if err != nil {
			return err
		}
		n := mail.Notice{Organisation: o.Name, Subject: words.T("join.answer_subject", o.Name), Hello: words.T("mail.hello", answer.Name)}
		if answer.Admitted {
			err = welcomed(tx, words, o, answer, &n)
		} else {
			n.Lines = []string{words.T("join.refused", o.Name)}
			if answer.Word != "" {
				n.Lines = append(n.Lines, answer.Word)
			}
			n.Act, n.Address = words.T("join.mail_meetings"), o.BaseURL+"/meetings"
			n.After = []string{words.T("join.refused_data")}
		}
		if err == nil {
			message, err = n.Message(words, answer.Email)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Mailer.Send(ctx, message)
}

// welcomed says to someone who was admitted what comes next.
func welcomed(tx *store.Tx, words locale.Printer, o commune.Organisation, answer procedure.JoinAnswer, n *mail.Notice) error {
	n.Lines = []string{words.T("join.welcome_"+string(answer.Kind), o.Name)}
	n.Act, n.Address = words.T("join.mail_sign_in"), o.BaseURL+"/sign-in"
	if answer.Kind != commune.KindMember {
		return nil
	}
	coming, err := nextWelcome(tx)
	if err != nil || coming.Meeting == nil {
		return err
	}
	n.Facts = []mail.Fact{
		{Name: words.T("join.next_welcome"), Value: words.DateTime(coming.From)}, {Name: words.T("join.first_meeting"), Value: words.DateTime(coming.Meeting.StartsAt)},
	}
	if coming.Meeting.Place != "" {
		n.Facts = append(n.Facts, mail.Fact{Name: words.T("join.place"), Value: coming.Meeting.Place})
	}
	n.After = []string{words.T("join.dues_next")}
	return nil
}

// membersJob is the durable work that looks after what waits: requests whose time is over, erasures that are due, reminders of dues.
const membersJob = "members"

// membersEvery is how late any of that may be.
const membersEvery = time.Hour

func (s *Server) keepMembers(ctx context.Context, _ jobs.Job) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return procedure.KeepMembers(tx, s.House) })
}
