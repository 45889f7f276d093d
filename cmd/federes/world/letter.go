package world

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

var linkShape = regexp.MustCompile(`https?://[^\s/]+/sign-in/[\w-]+`)

// readLetter reads a mail with all its parts.
func readLetter(r io.Reader) (Letter, error) {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return Letter{}, err
	}
	l := Letter{Header: message.Header}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		return l, err
	}
	if err := l.part(textproto.MIMEHeader(message.Header), message.Body); err != nil {
		return l, err
	}
	l.Link = linkShape.FindString(l.Text)
	return l, nil
}

// part reads one part and those within it. Of two of a kind, the first is the one that is shown.
func (l *Letter) part(header textproto.MIMEHeader, body io.Reader) error {
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.part(part.Header, part); err != nil {
				return err
			}
		}
	}
	switch header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if at := map[string]*string{"text/plain": &l.Text, "text/html": &l.HTML, "text/calendar": &l.Calendar}[kind]; at != nil && *at == "" {
		*at = string(text)
	}
	return err
}
