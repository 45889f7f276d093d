// Package video leads people into the call of a meeting (DR-1): Jitsi, BigBlueButton, Galène, or any address. Nobody needs an account
// there; where the server can tell people apart, it is told who leads.
package video

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"
)

// Room is the call of one meeting.
type Room struct {
	Key   string // names the room, and cannot be guessed
	Title string
	Back  string // where people come back to when they leave
}

// Visitor is who enters.
type Visitor struct {
	ID    string // the same for one person in one room, and says nothing of who they are
	Name  string
	Leads bool
}

// Provider leads into a room: it gives the address at which one visitor enters now.
type Provider interface {
	Enter(ctx context.Context, r Room, who Visitor, now time.Time) (string, error)
}

// errAddress says how an address reads. It never repeats it: an address may hold a secret.
var errAddress = errors.New("video: the address reads https://… (any page), jitsi+https://HOST, jitsi+https://APP:SECRET@HOST, " +
	"bbb+https://:SECRET@HOST/bigbluebutton, or galene+https://:KEY@HOST/group/NAME")

// Open reads the address of a provider: what software runs there, and the secret that it shares with us, percent-encoded.
func Open(address string) (Provider, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errAddress
	}
	kind, scheme, ok := strings.Cut(u.Scheme, "+")
	if !ok {
		kind, scheme = "link", u.Scheme
	}
	if scheme != "https" && scheme != "http" {
		return nil, errAddress
	}
	secret, _ := u.User.Password()
	app := u.User.Username()
	u.Scheme, u.User = scheme, nil
	switch {
	case kind == "link" && secret == "" && app == "":
		return Link(u.String()), nil
	case kind == "jitsi" && (app == "") == (secret == ""):
		return jitsi{base: u, app: app, secret: []byte(secret)}, nil
	case kind == "bbb" && secret != "":
		return newBigBlueButton(u, secret), nil
	case kind == "galene":
		return newGalene(u, secret)
	}
	return nil, errAddress
}

// Link is a page elsewhere where everybody meets: it knows nothing of who enters.
type Link string

// Enter gives the page.
func (l Link) Enter(context.Context, Room, Visitor, time.Time) (string, error) { return string(l), nil }
