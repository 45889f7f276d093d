package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Letter is a mail that an instance sent.
type Letter struct {
	To       string
	Subject  string
	Text     string
	HTML     string
	Calendar string // what a calendar enters; empty: nothing
	Link     string // to sign in; empty: none
	Header   mail.Header
}

// Mailbox is the mail server of a world: it takes what instances send, keeps it, and hands each sign-in link to who waits for it.
type Mailbox struct {
	Address string // host and port

	server *smtp.Server

	mu       sync.Mutex
	links    map[string]chan Letter
	letters  map[string][]Letter
	announce func(Letter)
}

// What the mailbox takes.
const (
	maxLetter  = 1 << 20
	maxWaiting = 16 // links to one address that nobody has read
)

// OpenMailbox listens on a free port of loopback.
func OpenMailbox() (*Mailbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &Mailbox{Address: listener.Addr().String(), links: map[string]chan Letter{}, letters: map[string][]Letter{}}
	m.server = smtp.NewServer(m)
	m.server.Domain, m.server.MaxMessageBytes = "localhost", maxLetter
	m.server.ReadTimeout, m.server.WriteTimeout = time.Minute, time.Minute
	go m.server.Serve(listener) // until the mailbox is closed
	return m, nil
}

// Close stops taking mail.
func (m *Mailbox) Close() error { return m.server.Close() }

// Announce has every letter from now on told instead of kept, if it holds a link.
func (m *Mailbox) Announce(tell func(Letter)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.announce = tell
}

// Letters are those to an address that hold no sign-in link, the oldest first.
func (m *Mailbox) Letters(to string) []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.letters[to])
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
	box, ok := m.links[to]
	if !ok {
		box = make(chan Letter, maxWaiting)
		m.links[to] = box
	}
	return box
}

func (m *Mailbox) deliver(l Letter) error {
	m.mu.Lock()
	tell := m.announce
	if l.Link == "" && tell == nil {
		m.letters[l.To] = append(m.letters[l.To], l)
	}
	m.mu.Unlock()
	if l.Link == "" {
		return nil
	}
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
	letter, err := readLetter(r)
	if err != nil {
		return err
	}
	for _, letter.To = range c.to {
		if err := c.mailbox.deliver(letter); err != nil {
			return err
		}
	}
	return nil
}

// Reset gives the letter up.
func (c *conversation) Reset() { c.to = nil }

// Logout ends the conversation.
func (*conversation) Logout() error { return nil }
