// Package mail sends what people asked for by mail. It knows no template of its own but the words of the catalogues, and writes every
// name into HTML through a template that escapes it.
package mail

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"federes.org/commune/locale"
)

// Message is one mail to one person.
type Message struct {
	To      string
	From    string // the organisation's name
	Subject string
	Text    string
	HTML    string
}

// Sender sends a message, or keeps it where one can read it.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Link is what a mailed sign-in link says.
type Link struct {
	Organisation string
	Name         string
	Address      string // of the page with the button
	Life         string // in words
}

// SignIn is the mail that carries a sign-in link.
func SignIn(p locale.Printer, to string, l Link) (Message, error) {
	words := struct{ Lang, Hello, Text, Act, Life, Ignore, Address, Organisation string }{
		Lang: p.Lang(), Hello: p.T("mail.link.hello", l.Name), Text: p.T("mail.link.text", l.Organisation), Act: p.T("mail.link.act"),
		Life: p.T("mail.link.life", l.Life), Ignore: p.T("mail.link.ignore"), Address: l.Address, Organisation: l.Organisation,
	}
	var html bytes.Buffer
	if err := page.Execute(&html, words); err != nil {
		return Message{}, fmt.Errorf("mail: %w", err)
	}
	return Message{
		To: to, From: l.Organisation, Subject: oneLine(p.T("mail.link.subject", l.Organisation)), HTML: html.String(),
		Text: strings.Join([]string{words.Hello, words.Text, words.Address, words.Life + "\n" + words.Ignore}, "\n\n") + "\n",
	}, nil
}

// page is a mail as HTML: one column, one button, the address written out below it.
var page = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;background:#fbf7ee;color:#17130e;font:17px/1.5 Arial,Helvetica,sans-serif">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 20px;padding:18px 20px;background:#be1220;color:#fffaf0;font-size:24px;line-height:1.1;font-weight:bold">{{.Organisation}}</p>
<p>{{.Hello}}</p>
<p>{{.Text}}</p>
<p><a href="{{.Address}}" style="display:inline-block;padding:14px 28px;background:#17130e;color:#fbf7ee;font-weight:bold;text-decoration:none">{{.Act}}</a></p>
<p style="font-size:14px;color:#544c40;word-break:break-all">{{.Address}}</p>
<p>{{.Life}}</p>
<p style="color:#544c40">{{.Ignore}}</p>
</div></body></html>
`))

// oneLine keeps a header from becoming two.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// letter is the message in the form in which it travels.
func (m Message) letter(from string) (*gomail.Msg, error) {
	letter := gomail.NewMsg()
	if err := letter.FromFormat(oneLine(m.From), from); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	if err := letter.To(m.To); err != nil {
		return nil, fmt.Errorf("mail: recipient: %w", err)
	}
	letter.Subject(oneLine(m.Subject))
	letter.SetDate()
	letter.SetMessageID()
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return letter, nil
}
