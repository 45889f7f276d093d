package federation

import (
	"context"
	"fmt"

	"federes.org/commune"
)

// Actor fetches an actor at its own id, and gives the bytes of its document too.
func (c *Client) Actor(ctx context.Context, id commune.ActorID) (Remote, []byte, error) {
	d, err := c.Document(ctx, string(id))
	if err == nil && d.ID != string(id) {
		err = fmt.Errorf("fetching %s: %w", id, ErrIdentity)
	}
	if err != nil {
		return Remote{}, nil, err
	}
	remote, err := ParseActor(d.Fields)
	if err != nil {
		return Remote{}, nil, fmt.Errorf("reading %s: %w", id, err)
	}
	return remote, d.Raw, nil
}

// ActorOfKey finds whose key keyID is. Key and owner must name each other: what stands at the key's address only says whom to ask,
// and the owner's own document must list that very key (SIG-25, SIG-26, SIG-37).
func (c *Client) ActorOfKey(ctx context.Context, keyID string) (Remote, []byte, error) {
	address := withoutFragment(keyID)
	d, at, err := c.claimed(ctx, address)
	if err != nil {
		return Remote{}, nil, err
	}
	key, owner, err := keyIn(d, keyID)
	if err != nil {
		return Remote{}, nil, fmt.Errorf("the key %s: %w", keyID, err)
	}
	remote, raw, err := c.keyOwner(ctx, d, owner, at)
	if err != nil {
		return Remote{}, nil, err
	}
	if remote.Key.ID != keyID || !remote.Key.Public.Equal(key.Public) {
		return Remote{}, nil, fmt.Errorf("the key %s of %s: %w", keyID, owner, ErrKeyOwner)
	}
	return remote, raw, nil
}

// keyOwner is the actor already at hand when its document holds the key, or else the one fetched at its id.
func (c *Client) keyOwner(ctx context.Context, d Document, owner commune.ActorID, at string) (Remote, []byte, error) {
	if d.ID != string(owner) || at != string(owner) {
		return c.Actor(ctx, owner)
	}
	remote, err := ParseActor(d.Fields)
	return remote, d.Raw, err
}

// keyIn reads the key and its owner from the document found for keyID: the actor itself, a stub of it at the key's own
// path (as GoToSocial serves), or the key standing alone. The owner is a claim of that document, of its own origin at most.
func keyIn(d Document, keyID string) (RemoteKey, commune.ActorID, error) {
	entries := []any{d.Fields}
	if isActor(d.Fields) {
		entries = list(d.Fields["publicKey"])
	}
	for _, entry := range entries {
		fields, _ := entry.(map[string]any)
		owner := text(fields, "owner")
		public, sound := parseKey(text(fields, "publicKeyPem"))
		named := text(fields, "id") == keyID && SameOrigin(keyID, owner)
		if named && sound && (!isActor(d.Fields) || d.ID == owner) {
			return RemoteKey{ID: keyID, Public: public}, commune.ActorID(owner), nil
		}
	}
	return RemoteKey{}, "", ErrKeyOwner
}
