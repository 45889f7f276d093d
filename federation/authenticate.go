package federation

import (
	"context"
	"errors"
	"net/http"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	box "federes.org/federation/store"
)

// rejection is how a request whose sender is not known is answered; the zero one lets it pass.
type rejection struct {
	status int
	reason string
}

// errTooMany is that a host asks more of us than one may.
var errTooMany = errors.New("too many requests from this host; wait a little")

// rejected is how the failure to recognise who signed is answered.
func rejected(err error) rejection {
	if errors.Is(err, errTooMany) {
		return rejection{http.StatusTooManyRequests, errTooMany.Error()}
	}
	return rejection{http.StatusUnauthorized, err.Error()}
}

// authenticate finds whose key signed a request, and demands that this is the activity's actor (SIG-01 to SIG-37). Beyond the key
// nothing is fetched, and nothing is written but the actor's document.
func (s *Service) authenticate(r *http.Request, body []byte, fields map[string]any) (Remote, rejection) {
	actor := text(fields, "actor")
	signature, err := ParseSignature(r)
	if err != nil {
		return Remote{}, rejected(err)
	}
	if actor == "" || !SameOrigin(actor, signature.KeyID) {
		return Remote{}, rejection{http.StatusUnauthorized, "the key is not of the actor's origin"}
	}
	sender, err := s.verified(r, body, signature)
	switch {
	case Gone(err) && text(fields, "type") == "Delete" && idOf(fields["object"]) == actor:
		// The actor is no more and its key with it (SIG-35): nothing of it is trusted, and nothing need be repeated.
		return Remote{}, rejection{http.StatusAccepted, "gone already"}
	case err != nil:
		return Remote{}, rejected(err)
	case string(sender.ID) != actor:
		return Remote{}, rejection{http.StatusUnauthorized, "the key is not the actor's own"}
	}
	return sender, rejection{}
}

// verified is the owner of the key that signed a request. A key that was kept and no longer fits is fetched once more (SIG-32). What a host
// asks is counted once it is proved to be its own: nobody uses up another's part by naming its key.
func (s *Service) verified(r *http.Request, body []byte, signature Signature) (Remote, error) {
	ctx := WithBudget(r.Context(), FetchBudget)
	sender, fetched, err := s.ownerOf(ctx, signature.KeyID)
	if err != nil {
		return Remote{}, err
	}
	terms := Terms{Host: s.host, Now: s.Store.Clock(), Window: OrdinaryWindow()}
	if confederal, err := s.isPeer(ctx, sender.ID); err != nil {
		return Remote{}, err
	} else if confederal {
		terms.Window = ConfederalWindow()
	}
	err = signature.Verify(r, body, sender.Key.Public, terms)
	if errors.Is(err, ErrSignatureWrong) && terms.Now.Sub(fetched) > KeyRefetch {
		if sender, err = s.fetchOwner(ctx, signature.KeyID); err == nil {
			err = signature.Verify(r, body, sender.Key.Public, terms)
		}
	}
	if err == nil && !s.gate.admits(commune.OriginOf(string(sender.ID)), terms.Now) {
		err = errTooMany
	}
	return sender, err
}

// ownerOf is the actor of a key, as kept or else as fetched now.
func (s *Service) ownerOf(ctx context.Context, keyID string) (Remote, time.Time, error) {
	var kept box.RemoteActor
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		kept, err = box.RemoteActorOfKey(tx, keyID)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) {
		remote, err := s.fetchOwner(ctx, keyID)
		return remote, s.Store.Clock(), err
	}
	if err != nil {
		return Remote{}, time.Time{}, err
	}
	fields, err := Decode(kept.Document)
	if err != nil {
		return Remote{}, time.Time{}, err
	}
	remote, err := ParseActor(fields)
	return remote, kept.FetchedAt, err
}

// fetchOwner asks the key's host, which did not ask for it: whoever signs can name any.
func (s *Service) fetchOwner(ctx context.Context, keyID string) (Remote, error) {
	host := commune.OriginOf(keyID)
	if !s.desk.admits(host, s.Store.Clock()) {
		return Remote{}, errTooMany
	}
	defer s.desk.leave(host)
	client, err := s.speaker(ctx)
	if err != nil {
		return Remote{}, err
	}
	remote, raw, err := client.ActorOfKey(ctx, keyID)
	if err == nil && len(raw) > MaxActor {
		err = ErrTooLarge
	}
	if err != nil {
		return Remote{}, err
	}
	return remote, s.remember(ctx, remote, raw)
}

func (s *Service) remember(ctx context.Context, remote Remote, raw []byte) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		return box.PutRemoteActor(tx, box.RemoteActor{URI: remote.ID, KeyID: remote.Key.ID, Document: raw, FetchedAt: tx.Now()})
	})
}

// isPeer tells whether an actor is a council or commune that we are, or ask to be, confederated with.
func (s *Service) isPeer(ctx context.Context, actor commune.ActorID) (bool, error) {
	var p confederation.Peer
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = peers.PeerByActor(tx, actor)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) {
		return false, nil
	}
	return err == nil && p.State != confederation.Known, err
}

// mayReadConfederal tells whether the signer of a GET is of the origin of a peer: confederation records are served to those, and
// to nobody else (ORG-32). A request without signature is nobody's; whose signature does not verify is said, so that a peer that we
// failed to recognise asks again and does not take what it was not shown for hidden.
func (s *Service) mayReadConfederal(r *http.Request) (bool, rejection) {
	if r.Header.Get("Signature") == "" && r.Header.Get("Signature-Input") == "" {
		return false, rejection{}
	}
	signature, err := ParseSignature(r)
	if err != nil {
		return false, rejected(err)
	}
	sender, err := s.verified(r, nil, signature)
	if err != nil {
		return false, rejected(err)
	}
	tied, err := s.isTied(r.Context(), sender.ID)
	if err != nil {
		return false, rejection{http.StatusServiceUnavailable, "ask again later"}
	}
	return tied, rejection{}
}

// isTied tells whether an actor is of the origin of a commune that we seated, or of a council that we belong to or asked.
func (s *Service) isTied(ctx context.Context, actor commune.ActorID) (tied bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		for _, role := range []confederation.Role{confederation.RoleCommune, confederation.RoleCouncil} {
			all, err := peers.Peers(tx, role)
			if err != nil {
				return err
			}
			for _, p := range all {
				joined := p.State == confederation.Accepted || p.State == confederation.Asked && p.Role == confederation.RoleCouncil
				tied = tied || joined && SameOrigin(string(p.Actor), string(actor))
			}
		}
		return nil
	})
	return tied, err
}
