package federation

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"federes.org/commune"
)

const jrdJSON = "application/jrd+json"

// handle is an actor's name as people write it: name@host.
type handle struct{ name, host string }

func (h handle) String() string { return h.name + "@" + h.host }

func (h handle) is(other handle) bool { return strings.EqualFold(h.String(), other.String()) }

// parseHandle reads acct:name@host, @name@host or name@host.
func parseHandle(text string) (handle, error) {
	text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "acct:"), "@")
	name, host, _ := strings.Cut(text, "@")
	u, err := parseURL("https://" + host)
	if err != nil || u.Host != host || name == "" || len(name) > MaxUsername || strings.ContainsAny(name, `/?#:%`) {
		return handle{}, ErrHandle
	}
	return handle{name: name, host: host}, nil
}

// Resolve finds the actor that someone means: by its handle, or by an address where its document is found. In the end the
// actor's own handle, on the host of its id, leads back to the same id.
func (c *Client) Resolve(ctx context.Context, text string) (Remote, []byte, error) {
	id, asked, err := c.meant(ctx, text)
	if err != nil {
		return Remote{}, nil, err
	}
	remote, raw, err := c.Actor(ctx, id)
	if err != nil {
		return Remote{}, nil, err
	}
	own, err := ownHandle(remote)
	if err != nil {
		return Remote{}, nil, fmt.Errorf("%s: %w", id, err)
	}
	if own.is(asked) {
		return remote, raw, nil
	}
	back, err := c.webfinger(ctx, own)
	if err == nil && back != remote.ID {
		err = fmt.Errorf("%s and %s: %w", own, id, ErrHandle)
	}
	if err != nil {
		return Remote{}, nil, err
	}
	return remote, raw, nil
}

// meant is the id behind a handle or an address, and the handle that was asked, if any.
func (c *Client) meant(ctx context.Context, text string) (commune.ActorID, handle, error) {
	if address, err := parseURL(strings.TrimSpace(text)); err == nil {
		d, err := c.Document(ctx, withoutFragment(address.String()))
		return commune.ActorID(d.ID), handle{}, err
	}
	asked, err := parseHandle(text)
	if err != nil {
		return "", handle{}, fmt.Errorf("%.100q: %w", text, err)
	}
	id, err := c.webfinger(ctx, asked)
	return id, asked, err
}

// ownHandle is the actor's user name on the host of its id: the one handle that its origin vouches for.
func ownHandle(r Remote) (handle, error) {
	u, err := parseURL(string(r.ID))
	if err != nil {
		return handle{}, err
	}
	return parseHandle(r.Username + "@" + u.Host)
}

// webfinger asks a host which actor bears a name there. Where networks are allowed beside the public one, a host without TLS is asked too.
func (c *Client) webfinger(ctx context.Context, h handle) (commune.ActorID, error) {
	address := "://" + h.host + "/.well-known/webfinger?resource=" + url.QueryEscape("acct:"+h.String())
	q := question{accept: jrdJSON + ", application/json;q=0.9", suits: isJRD}
	found, err := c.get(ctx, "https"+address, q)
	if withoutTLS := broken(err) || errors.Is(err, http.ErrSchemeMismatch); withoutTLS && len(c.guard.allowed) > 0 {
		found, err = c.get(ctx, "http"+address, q)
	}
	if err != nil {
		return "", err
	}
	fields, err := decodeObject(found.body)
	if err != nil {
		return "", fmt.Errorf("reading the webfinger of %s: %w", h, err)
	}
	return selfLink(fields, h)
}

// selfLink reads the actor that a webfinger answer names, if the answer is about that handle. A host may answer for the
// shorter domain of its handles: the name then still has to be the same.
func selfLink(fields map[string]any, asked handle) (commune.ActorID, error) {
	subject, err := parseHandle(text(fields, "subject"))
	if err != nil || !strings.EqualFold(subject.name, asked.name) {
		return "", fmt.Errorf("the subject for %s: %w", asked, ErrHandle)
	}
	for _, entry := range list(fields["links"]) {
		link, _ := entry.(map[string]any)
		if text(link, "rel") == "self" && isActivityStream(text(link, "type")) {
			return commune.ActorID(text(link, "href")), nil
		}
	}
	return "", fmt.Errorf("no actor for %s: %w", asked, ErrHandle)
}

func isJRD(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (kind == jrdJSON || kind == "application/json")
}
