package mail

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"federes.org/commune/locale"
)

// Notice is what a mail says: lines, what is listed, one button, and lines below it. Nothing in it is HTML.
type Notice struct {
	Organisation string
	Subject      string
	Hello        string
	Lines        []string // above the button
	Facts        []Fact
	List         List
	Act, Address string   // the button, and where it leads
	After        []string // below the button
	Small        []string // at the foot
}

// Fact is one thing with its name: where, when.
type Fact struct{ Name, Value string }

// List is a list with its title, such as an agenda.
type List struct {
	Title string
	Items []string
}

// Message words a notice for one person, as text and as HTML.
func (n Notice) Message(p locale.Printer, to string) (Message, error) {
	var html bytes.Buffer
	if err := letterhead.Execute(&html, struct {
		Lang string
		Notice
	}{p.Lang(), n}); err != nil {
		return Message{}, fmt.Errorf("mail: %w", err)
	}
	return Message{To: to, From: n.Organisation, Subject: oneLine(n.Subject), HTML: html.String(), Text: n.Plain(p)}, nil
}

// Plain is the notice for who reads no HTML.
func (n Notice) Plain(p locale.Printer) string {
	parts := append([]string{n.Hello}, n.Lines...)
	var facts, list []string
	for _, f := range n.Facts {
		facts = append(facts, p.T("mail.fact", f.Name, f.Value))
	}
	for _, item := range n.List.Items {
		list = append(list, "- "+item)
	}
	if len(list) > 0 {
		list = append([]string{n.List.Title}, list...)
	}
	parts = append(parts, strings.Join(facts, "\n"), strings.Join(list, "\n"), n.Act+"\n"+n.Address, strings.Join(n.After, "\n"))
	if len(n.Small) > 0 {
		parts = append(parts, "-- \n"+strings.Join(n.Small, "\n"))
	}
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, "\n\n") + "\n"
}

// letterhead is a mail as HTML: one column, one button, the address written out below it.
var letterhead = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:16px;background:#fbf7ee;color:#17130e;font:17px/1.5 Arial,Helvetica,sans-serif">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 20px;padding:18px 20px;background:#be1220;color:#fffaf0;font-size:24px;line-height:1.1;font-weight:bold">{{.Organisation}}</p>
<p>{{.Hello}}</p>
{{range .Lines}}<p style="white-space:pre-line">{{.}}</p>
{{end}}{{with .Facts}}<table role="presentation" style="width:100%;margin:20px 0;border-collapse:collapse;border-top:2px solid #17130e">
{{range .}}<tr><td style="padding:8px 12px 8px 0;white-space:nowrap;border-bottom:1px solid #d8cfbd;vertical-align:top;color:#544c40">{{.Name}}</td><td style="padding:8px 0;border-bottom:1px solid #d8cfbd;font-weight:bold;word-break:break-word;overflow-wrap:anywhere">{{.Value}}</td></tr>
{{end}}</table>
{{end}}{{with .List.Items}}<h2 style="margin:24px 0 8px;font-size:19px">{{$.List.Title}}</h2>
<ol style="margin:0 0 20px;padding:0 0 0 24px">
{{range .}}<li style="margin:0 0 6px">{{.}}</li>
{{end}}</ol>
{{end}}<p style="margin:24px 0"><a href="{{.Address}}" style="display:inline-block;padding:14px 28px;background:#17130e;color:#fbf7ee;font-weight:bold;text-decoration:none">{{.Act}}</a></p>
<p style="font-size:14px;color:#544c40;word-break:break-all">{{.Address}}</p>
{{range .After}}<p style="overflow-wrap:anywhere">{{.}}</p>
{{end}}{{with .Small}}<div style="margin-top:28px;padding-top:12px;border-top:1px solid #d8cfbd;font-size:14px;color:#544c40">
{{range .}}<p style="margin:0 0 8px;word-break:break-word">{{.}}</p>
{{end}}</div>
{{end}}</div></body></html>
`))
