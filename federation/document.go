package federation

import (
	"context"
	"fmt"
	"mime"
	"slices"
	"strings"
)

const (
	activityJSON   = "application/activity+json"
	linkedJSON     = "application/ld+json"
	activityStream = "https://www.w3.org/ns/activitystreams"
	acceptDocument = activityJSON + `, ` + linkedJSON + `; profile="` + activityStream + `"`
)

// Document is what stands at its own id: fetched there, in an ActivityPub type, and naming itself so.
type Document struct {
	ID     string
	Raw    []byte // the very bytes, for proofs and for the record
	Fields map[string]any
}

// Document fetches what stands at an address. After redirects its id is that of the last one, so that callers who need
// the document of a given id compare (ORG-01, ORG-02).
func (c *Client) Document(ctx context.Context, address string) (Document, error) {
	d, at, err := c.claimed(ctx, address)
	if err == nil && d.ID != at {
		err = fmt.Errorf("fetching %s: %w", address, ErrIdentity)
	}
	if err != nil {
		return Document{}, err
	}
	return d, nil
}

// claimed fetches a document that may name itself otherwise than the address where it was found.
func (c *Client) claimed(ctx context.Context, address string) (d Document, at string, err error) {
	found, err := c.get(ctx, address, question{accept: acceptDocument, suits: isActivityStream, signer: c.config.Fetcher})
	if err != nil {
		return Document{}, "", err
	}
	fields, err := Decode(found.body)
	if err != nil {
		return Document{}, "", fmt.Errorf("reading %s: %w", address, err)
	}
	id, _ := fields["id"].(string)
	return Document{ID: id, Raw: found.body, Fields: fields}, found.address, nil
}

// isActivityStream holds for the two types that no server gives to a file that a user uploaded.
func isActivityStream(contentType string) bool {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return kind == activityJSON || kind == linkedJSON && slices.Contains(strings.Fields(params["profile"]), activityStream)
}

// text is a string property; anything else reads as absent.
func text(fields map[string]any, name string) string {
	value, _ := fields[name].(string)
	return value
}

// idOf is the id of a property given by reference or embedded; what is embedded is worth its id, no more (ORG-08).
func idOf(value any) string {
	if object, embedded := value.(map[string]any); embedded {
		return text(object, "id")
	}
	id, _ := value.(string)
	return id
}

// list is a property that may hold one value or several.
func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}
