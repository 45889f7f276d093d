package federation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-fed/activity/pub"
	"github.com/go-fed/activity/streams/vocab"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	box "federes.org/federation/store"
)

// letter is an activity whose sender was authenticated: the key's owner is the actor, and the id lies at the actor's origin.
// Only authenticate makes one.
type letter struct {
	raw    []byte
	fields map[string]any
	sender Remote
}

type letterKey struct{}

func letterOf(ctx context.Context) letter {
	l, _ := ctx.Value(letterKey{}).(letter)
	return l
}

// understood are the activities that can change something here; others are answered 202 and leave no trace.
var understood = []string{"Follow", "Undo", "Accept", "TentativeAccept", "Reject", "Create", "Join", "Leave", "Offer", "Update", "Delete"}

// concerns tells whether an activity can change something here. Of what is created only records do: other posts concern nobody.
func concerns(fields map[string]any) bool {
	kind := text(fields, "type")
	object, _ := fields["object"].(map[string]any)
	return slices.Contains(understood, kind) && (kind != "Create" || object[record.Property] != nil)
}

// serveInbox passes every request to an inbox through the protocol engine, whose questions our delegate answers.
func (s *Service) serveInbox(w http.ResponseWriter, r *http.Request) {
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil || (kind != activityJSON && (kind != linkedJSON || parameters["profile"] != activityStream)):
		http.Error(w, "the content type of an activity is "+activityJSON, http.StatusNotAcceptable)
		return
	case r.Header.Get("Content-Encoding") != "":
		http.Error(w, "a compressed activity is not read", http.StatusUnsupportedMediaType)
		return
	}
	r.Header.Set("Content-Type", activityJSON)
	a := &answer{ResponseWriter: w}
	handled, err := s.actor.PostInbox(r.Context(), a, r)
	switch {
	case err != nil:
		if !a.answered {
			s.fail(w, r, err)
		}
	case !handled:
		http.NotFound(w, r)
	}
}

// serveActorInbox is an inbox of one actor: the same as the shared one, since every activity names whom it concerns (SIG-31).
func (s *Service) serveActorInbox(w http.ResponseWriter, r *http.Request, _ commune.Organisation, _ string) {
	s.serveInbox(w, r)
}

// answer turns the engine's 200 into the 202 that says what is true: accepted.
type answer struct {
	http.ResponseWriter
	answered bool
}

// WriteHeader writes the status once.
func (a *answer) WriteHeader(status int) {
	if status == http.StatusOK {
		status = http.StatusAccepted
	}
	a.answered = true
	a.ResponseWriter.WriteHeader(status)
}

// fail answers what the engine returned as an error: a malformed document is the peer's, the rest is ours.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	var malformed DocumentError
	if errors.As(err, &malformed) {
		http.Error(w, malformed.Error(), http.StatusBadRequest)
		return
	}
	s.Log.ErrorContext(r.Context(), "inbox", "error", err)
	http.Error(w, "an activity could not be taken in; send it again", http.StatusInternalServerError)
}

// delegate answers the protocol engine (pub.NewCustomActor): we authenticate and authorise, and our procedures do the rest.
// The social half of the protocol is not offered.
type delegate struct{ service *Service }

var errNotOffered = errors.New("federation: not offered")

// AuthenticatePostInbox bounds and reads the body, then checks it and its signature over the very bytes.
func (d delegate) AuthenticatePostInbox(ctx context.Context, w http.ResponseWriter, r *http.Request) (context.Context, bool, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxActivity))
	if err != nil {
		http.Error(w, "an activity has 256 KiB at most", http.StatusRequestEntityTooLarge)
		return ctx, false, nil
	}
	fields, err := Decode(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return ctx, false, nil
	}
	sender, refusal := d.service.authenticate(r, body, fields)
	if refusal.status != 0 {
		http.Error(w, refusal.reason, refusal.status)
		return ctx, false, nil
	}
	if !concerns(fields) {
		w.WriteHeader(http.StatusAccepted)
		return ctx, false, nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return context.WithValue(ctx, letterKey{}, letter{raw: body, fields: fields, sender: sender}), true, nil
}

// PostInboxRequestBodyHook adds nothing: the letter is in the context already.
func (delegate) PostInboxRequestBodyHook(ctx context.Context, _ *http.Request, _ pub.Activity) (context.Context, error) {
	return ctx, nil
}

// AuthorizePostInbox demands that actor, activity and key are of one owner (SIG-28, ORG-07).
func (d delegate) AuthorizePostInbox(ctx context.Context, w http.ResponseWriter, a pub.Activity) (bool, error) {
	l := letterOf(ctx)
	id := a.GetJSONLDId()
	if id == nil || !SameOrigin(id.Get().String(), string(l.sender.ID)) || text(l.fields, "id") != id.Get().String() {
		http.Error(w, "the activity's id is not of its actor's origin", http.StatusForbidden)
		return false, nil
	}
	return true, nil
}

// PostInbox receives the activity once, in one transaction. If the rules refuse, the effect is undone and the refusal kept: the
// peer need not repeat. If we fail, everything is undone: the peer will.
func (d delegate) PostInbox(ctx context.Context, _ *url.URL, a pub.Activity) error {
	l := letterOf(ctx)
	id := text(l.fields, "id")
	return d.service.Store.InTx(ctx, func(tx *store.Tx) error {
		first, err := box.Receive(tx, l.sender.ID, id)
		if err != nil || !first {
			return err
		}
		if err := confederal.ReceiveSuccession(tx, d.service.House, l.sender.ID, l.succession()); err != nil {
			return err
		}
		foreign, err := confederal.ReceiveKeys(tx, l.sender.ID, l.sender.shown())
		if err != nil {
			return err
		}
		err = tx.Savepoint(func() error {
			if foreign {
				return confederation.ErrKeyForeign
			}
			return d.service.apply(tx, l, a)
		})
		if refusal, refused := isRefusal(err); refused {
			d.service.Log.InfoContext(ctx, "activity refused", "actor", l.sender.ID, "activity", id, "refusal", refusal.Key)
			return box.NoteRefusal(tx, l.sender.ID, id, refusal.Key)
		}
		return err
	})
}

// succession is the document in which an actor itself names its keys anew; nothing in any other activity.
func (l letter) succession() []byte {
	if text(l.fields, "type") != "Update" || idOf(l.fields["object"]) != string(l.sender.ID) {
		return nil
	}
	return l.embedded("object")
}

// InboxForwarding forwards nothing: peers read each other's records themselves.
func (delegate) InboxForwarding(context.Context, *url.URL, pub.Activity) error { return nil }

// embedded is the exact bytes of a member of the activity, when it is an object and not an id.
func (l letter) embedded(member string) []byte {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(l.raw, &members); err != nil {
		return nil
	}
	raw := bytes.TrimSpace(members[member])
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	return raw
}

// The rest of the engine's questions belong to the social protocol.

func (delegate) PostOutboxRequestBodyHook(ctx context.Context, _ *http.Request, _ vocab.Type) (context.Context, error) {
	return ctx, errNotOffered
}

func (delegate) AuthenticateGetInbox(ctx context.Context, w http.ResponseWriter, _ *http.Request) (context.Context, bool, error) {
	http.Error(w, "an inbox is read by nobody", http.StatusMethodNotAllowed)
	return ctx, false, nil
}

func (delegate) AuthenticateGetOutbox(ctx context.Context, _ http.ResponseWriter, _ *http.Request) (context.Context, bool, error) {
	return ctx, false, errNotOffered
}

func (delegate) AuthenticatePostOutbox(ctx context.Context, _ http.ResponseWriter, _ *http.Request) (context.Context, bool, error) {
	return ctx, false, errNotOffered
}

func (delegate) PostOutbox(context.Context, pub.Activity, *url.URL, map[string]any) (bool, error) {
	return false, errNotOffered
}

func (delegate) AddNewIDs(context.Context, pub.Activity) error { return errNotOffered }

func (delegate) Deliver(context.Context, *url.URL, pub.Activity) error { return errNotOffered }

func (delegate) WrapInCreate(context.Context, vocab.Type, *url.URL) (vocab.ActivityStreamsCreate, error) {
	return nil, errNotOffered
}

func (delegate) GetOutbox(context.Context, *http.Request) (vocab.ActivityStreamsOrderedCollectionPage, error) {
	return nil, errNotOffered
}

func (delegate) GetInbox(context.Context, *http.Request) (vocab.ActivityStreamsOrderedCollectionPage, error) {
	return nil, errNotOffered
}

var _ pub.DelegateActor = delegate{}
