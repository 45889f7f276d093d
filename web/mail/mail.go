// Package mail sends what people asked for by mail. It knows no template of its own but the words of the catalogues, and writes every
// name into HTML through a template that escapes it.
package mail

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Message is one mail to one person.
type Message struct {
	To          string
	From        string // the organisation's name
	Subject     string
	Text        string
	HTML        string
	ID          string      // of its Message-ID, and the same whenever this mail is sent again; empty: a new one each time
	Thread      string      // the id under which mails about one thing stand together; empty: none
	Unsubscribe string      // the address at which one press ends such mails; empty: they cannot be ended
	Invitation  *Invitation // what a calendar enters; nil: nothing
}

// Sender sends a message, or keeps it where one can read it.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// oneLine keeps a header from becoming two.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sender is under which address mails are sent, and where answers go.
type sender struct{ from, reply string }

// letter is the message in the form in which it travels.
func (m Message) letter(s sender) (*gomail.Msg, error) {
	letter := gomail.NewMsg()
	if err := letter.FromFormat(oneLine(m.From), s.from); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	if err := letter.To(m.To); err != nil {
		return nil, fmt.Errorf("mail: recipient: %w", err)
	}
	if s.reply != "" {
		letter.ReplyToMailAddress(&mail.Address{Name: oneLine(m.From), Address: s.reply})
	}
	letter.Subject(oneLine(m.Subject))
	letter.SetDate()
	m.header(letter)
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	if m.Invitation == nil {
		return letter, nil
	}
	calendar, err := m.Invitation.calendar(m, s)
	if err != nil {
		return nil, err
	}
	kind := gomail.ContentType("text/calendar; method=" + m.Invitation.method())
	letter.AddAlternativeString(kind, calendar)                                                                // read by calendars
	err = letter.AttachReader("invitation.ics", strings.NewReader(calendar), gomail.WithFileContentType(kind)) // kept by people
	if err != nil {
		return nil, fmt.Errorf("mail: invitation: %w", err)
	}
	return letter, nil
}

// header writes what tells mail programs how this mail stands to others, and how to get no more of them (RFC 8058).
func (m Message) header(letter *gomail.Msg) {
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.ID == "" {
		letter.SetMessageID()
	} else {
		letter.SetMessageIDWithValue(m.ID)
	}
	if m.Thread != "" {
		letter.SetGenHeader(gomail.HeaderReferences, "<"+m.Thread+">")
		letter.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.Thread+">")
	}
	if m.Unsubscribe != "" {
		letter.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		letter.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
}
