package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Letter is a mail with a sign-in link that an instance sent.
type Letter struct{ To, Link string }

// Mailbox is the mail server of a world: it takes what instances send, and hands each link to who waits for it.
type Mailbox struct {
	Address string // host and port

	server *smtp.Server

	mu       sync.Mutex
	letters  map[string]chan Letter
	announce func(Letter)
}

// What the mailbox takes.
const (
	maxLetter  = 1 << 20
	maxWaiting = 16 // letters to one address that nobody has read
)

// OpenMailbox listens on a free port of loopback.
func OpenMailbox() (*Mailbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &Mailbox{Address: listener.Addr().String(), letters: map[string]chan Letter{}}
	m.server = smtp.NewServer(m)
	m.server.Domain, m.server.MaxMessageBytes = "localhost", maxLetter
	m.server.ReadTimeout, m.server.WriteTimeout = time.Minute, time.Minute
	go m.server.Serve(listener) // until the mailbox is closed
	return m, nil
}

// Close stops taking mail.
func (m *Mailbox) Close() error { return m.server.Close() }

// Announce has every letter from now on told instead of kept.
func (m *Mailbox) Announce(tell func(Letter)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.announce = tell
}

// Link waits for the next letter to an address and gives its link.
func (m *Mailbox) Link(ctx context.Context, to string) (string, error) {
	select {
	case letter := <-m.box(to):
		return letter.Link, nil
	case <-ctx.Done():
		return "", fmt.Errorf("no mail came to %s: %w", to, ctx.Err())
	}
}

func (m *Mailbox) box(to string) chan Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	box, ok := m.letters[to]
	if !ok {
		box = make(chan Letter, maxWaiting)
		m.letters[to] = box
	}
	return box
}

func (m *Mailbox) deliver(l Letter) error {
	m.mu.Lock()
	tell := m.announce
	m.mu.Unlock()
	if tell != nil {
		tell(l)
		return nil
	}
	select {
	case m.box(l.To) <- l:
		return nil
	default:
		return errors.New("this mailbox is full")
	}
}

// NewSession begins one conversation with an instance.
func (m *Mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &conversation{mailbox: m}, nil }

// conversation is one delivery.
type conversation struct {
	mailbox *Mailbox
	to      []string
}

// Mail begins a letter.
func (c *conversation) Mail(string, *smtp.MailOptions) error {
	c.to = nil
	return nil
}

// Rcpt names whom it is for.
func (c *conversation) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = append(c.to, to)
	return nil
}

// Data reads the letter.
func (c *conversation) Data(r io.Reader) error {
	link, err := readLink(r)
	if err != nil {
		return err
	}
	for _, to := range c.to {
		if err := c.mailbox.deliver(Letter{To: to, Link: link}); err != nil {
			return err
		}
	}
	return nil
}

// Reset gives the letter up.
func (c *conversation) Reset() { c.to = nil }

// Logout ends the conversation.
func (*conversation) Logout() error { return nil }

var linkShape = regexp.MustCompile(`https?://[^\s/]+/sign-in/[\w-]+`)

// readLink finds the sign-in link in the plain text of a letter.
func readLink(r io.Reader) (string, error) {
	letter, err := mail.ReadMessage(r)
	if err != nil {
		return "", err
	}
	kind, parameters, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	text := letter.Body
	if strings.HasPrefix(kind, "multipart/") {
		part, err := multipart.NewReader(letter.Body, parameters["boundary"]).NextPart() // the plain text comes first; its encoding is undone
		if err != nil {
			return "", err
		}
		text = part
	} else if letter.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		text = quotedprintable.NewReader(letter.Body)
	}
	body, err := io.ReadAll(text)
	if err != nil {
		return "", err
	}
	link := linkShape.Find(body)
	if link == nil {
		return "", errors.New("a letter without a sign-in link")
	}
	return string(link), nil
}
