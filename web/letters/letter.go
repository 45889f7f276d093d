package letters

import (
	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/store"
	"federes.org/web/mail"
)

// letter is one mail to one person as it is being written, in their words.
type letter struct {
	locale.Printer
	mail.Notice
	site       commune.Organisation
	to         commune.Member
	name       string           // the same whenever it is mailed again; empty: another each time
	thread     string           // what letters about one thing share; empty: none
	topic      commune.Topic    // what its reader could mute; empty: it cannot be muted
	invitation *mail.Invitation // nil: nothing enters a calendar
}

// begin is what every letter begins with: whose it is, in whose words, and a greeting.
func (p Post) begin(tx *store.Tx, to commune.Member) (*letter, error) {
	site, words, err := p.House.WordsFor(tx, to.Language)
	if err != nil {
		return nil, err
	}
	return &letter{Printer: words, site: site, to: to, Notice: mail.Notice{Organisation: site.Name, Hello: words.T("mail.hello", to.PublicName)}}, nil
}

// seal is the letter as it is mailed, with what every letter about a topic ends with: why one gets it, and the way out. Whoever has no address
// gets none.
func (p Post) seal(l *letter) (mail.Message, error) {
	if l.to.Email == "" {
		return mail.Message{}, commune.ErrNotFound
	}
	out := l.site.BaseURL + "/unsubscribe/" + p.WayOut(l.to.ID, l.topic)
	switch {
	case l.topic.Popular(): // its reader may have no account
		l.Small = append(l.Small, l.T("sitting.why", l.Organisation, out))
	case l.topic != "":
		l.Small = append(l.Small, l.T("letter.why", l.site.Name, l.site.BaseURL+"/me/mails"))
	}
	m, err := l.Message(l.Printer, l.to.Email)
	if l.name != "" {
		m.ID = l.name + "@" + l.site.Host()
	}
	if l.thread != "" {
		m.Thread = l.thread + "@" + l.site.Host()
	}
	if l.topic != "" {
		m.Unsubscribe = out
	}
	if l.invitation != nil {
		m.Invitation = l.invitation
		m.Invitation.Description = m.Text
	}
	return m, err
}

// leads is the letter's one button.
func (l *letter) leads(act, path string) { l.Act, l.Address = l.T(act), l.site.BaseURL+path }
