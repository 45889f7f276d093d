package letters

import (
	"fmt"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// dues says that a member's dues end, without an amount: it is free (ME-1).
func (p Post) dues(tx *store.Tx, r procedure.DuesReminder) (*letter, error) {
	to, err := r.Reminded(tx)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	l, err := p.begin(tx, to.Member)
	if err != nil {
		return nil, err
	}
	l.Subject = l.T("dues.mail_subject_"+string(r.Kind), l.site.Name)
	l.Lines = []string{l.T("dues.mail_"+string(r.Kind), l.ShortDate(r.Until.Time())), l.T("dues.mail_how")}
	l.leads("asked.dues.act", "/me")
	if r.Kind == commune.DuesEnd && settings.GraceDays > 0 {
		l.After = []string{l.T("dues.mail_grace", l.ShortDate(r.Until.Add(settings.GraceDays).Time()))}
	}
	l.name, l.topic = fmt.Sprintf("dues.%s.%s.%d", r.Kind, r.Until, r.Member), commune.TopicDues
	return l, nil
}

// duesSent notes that a reminder was sent.
func duesSent(tx *store.Tx, r procedure.DuesReminder) error {
	return tx.PutDuesLetter(store.DuesLetter{Member: r.Member, Kind: r.Kind, Until: r.Until})
}

// departure tells someone that their erasure was asked for, and how to stop it (ME-3).
func (p Post) departure(tx *store.Tx, of commune.Departure) (*letter, error) {
	m, err := procedure.Account(tx, of.Member)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Departure(of.Member); err != nil {
		return nil, err
	}
	l, err := p.begin(tx, m)
	if err != nil {
		return nil, err
	}
	l.Subject = l.T("departure.mail_subject", l.site.Name)
	l.Lines = []string{l.T("departure.mail", l.site.Name, of.DueAt), l.T("departure.mail_stop")}
	l.leads("join.mail_sign_in", "/sign-in")
	return l, nil
}
