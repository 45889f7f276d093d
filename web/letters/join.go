package letters

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
)

// JoinJob is the durable work that mails the link by which someone who wants to join confirms their address.
const JoinJob = "join-link"

// AskJoin leaves that work. Whether the address is known is found out by it alone.
func AskJoin(tx *store.Tx, asked commune.JoinRequest) error {
	return leave(tx, JoinJob, asked.Email, asked)
}

// join carries the link that confirms an address. Who is known already is told so by that letter, and by nothing else. It says no word of who
// asked: an address that is not theirs would read it.
func (p Post) join(tx *store.Tx, asked commune.JoinRequest) (*letter, error) {
	l, err := p.begin(tx, commune.Member{Email: asked.Email, Language: asked.Language})
	if err != nil {
		return nil, err
	}
	l.Subject, l.Hello = l.T("join.mail_subject", l.site.Name), l.T("join.mail_hello")
	var token string
	err = tx.Savepoint(func() (err error) { token, err = procedure.AskToJoin(tx, asked); return err })
	switch {
	case errors.Is(err, commune.ErrEmailTaken):
		l.Lines = []string{l.T("join.mail_known", l.site.Name)}
		l.leads("join.mail_sign_in", "/sign-in")
	case errors.Is(err, commune.ErrJoinWaits):
		l.Lines = []string{l.T("join.mail_waits", l.site.Name)}
		l.leads("join.mail_meetings", "/meetings")
	case err != nil:
		return nil, err
	default:
		l.Lines = []string{l.T("join.mail_text_"+string(asked.Kind), l.site.Name)}
		l.leads("join.confirm", "/join/"+token)
		l.After = []string{l.T("join.mail_life", l.Duration(commune.JoinLinkFor)), l.T("mail.link.ignore")}
	}
	return l, nil
}

// answer is the answer to a wish to join: to who is admitted, where to go first (AG-2); to who is not, that nothing of them is kept.
func (p Post) answer(tx *store.Tx, a procedure.JoinAnswer) (*letter, error) {
	l, err := p.begin(tx, commune.Member{PublicName: a.Name, Email: a.Email, Language: a.Language})
	if err != nil {
		return nil, err
	}
	l.Subject = l.T("join.answer_subject", l.site.Name)
	if a.Admitted {
		return l, l.welcome(tx, a.Kind)
	}
	l.Lines = []string{l.T("join.refused", l.site.Name)}
	if a.Word != "" {
		l.Lines = append(l.Lines, a.Word)
	}
	l.leads("join.mail_meetings", "/meetings")
	l.After = []string{l.T("join.refused_data")}
	return l, nil
}

// welcome says to someone who was admitted what comes next.
func (l *letter) welcome(tx *store.Tx, as commune.MemberKind) error {
	l.Lines = []string{l.T("join.welcome_"+string(as), l.site.Name)}
	l.leads("join.mail_sign_in", "/sign-in")
	if as != commune.KindMember {
		return nil
	}
	coming, err := procedure.NextWelcome(tx)
	if err != nil || coming.Meeting == nil {
		return err
	}
	l.Facts = []mail.Fact{
		{Name: l.T("join.next_welcome"), Value: l.DateTime(coming.From)}, {Name: l.T("join.first_meeting"), Value: l.DateTime(coming.Meeting.StartsAt)},
	}
	if coming.Meeting.Place != "" {
		l.Facts = append(l.Facts, mail.Fact{Name: l.T("join.place"), Value: coming.Meeting.Place})
	}
	l.After = []string{l.T("join.dues_next")}
	return nil
}
