package mail

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// SMTP sends through a mail server.
type SMTP struct {
	client *gomail.Client
	sender sender
}

// patience bounds one conversation with the server.
const patience = 30 * time.Second

// NewSMTP reads smtp://user:password@host:port (STARTTLS, without which a password is given to this machine alone) or smtps:// (TLS from
// the first byte). The sender's address is the query's from, else no-reply at the instance's host; answers go to the query's reply, if any.
func NewSMTP(address, host string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, fmt.Errorf("mail: the server's address reads smtp://user:password@host:port or smtps://…") // the address may hold a password
	}
	password, secret := u.User.Password()
	options := []gomail.Option{gomail.WithTimeout(patience), gomail.WithHELO(host)}
	switch {
	case u.Scheme == "smtps":
		options = append(options, gomail.WithSSLPort(false))
	case secret && !here(u.Hostname()):
		options = append(options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	default:
		options = append(options, gomail.WithTLSPortPolicy(gomail.TLSOpportunistic))
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, fmt.Errorf("mail: port %q", u.Port())
		}
		options = append(options, gomail.WithPort(port))
	}
	if secret {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	from := cmp.Or(u.Query().Get("from"), "no-reply@"+host)
	return &SMTP{client: client, sender: sender{from: from, reply: u.Query().Get("reply")}}, nil
}

// here tells whether a host is this very machine: what is said to it passes no wire.
func here(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Send delivers a message to the server.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	letter, err := m.letter(s.sender)
	if err != nil {
		return err
	}
	if err := s.client.DialAndSendWithContext(ctx, letter); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}
