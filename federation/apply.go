package federation

import (
	"encoding/json"
	"errors"

	"github.com/go-fed/activity/pub"
	"github.com/go-fed/activity/streams/vocab"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	box "federes.org/federation/store"
)

// apply does what an authenticated activity asks: each calls one procedure.
func (s *Service) apply(tx *store.Tx, l letter, a pub.Activity) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	switch a.(type) {
	case vocab.ActivityStreamsFollow:
		return s.follow(tx, o, l)
	case vocab.ActivityStreamsUndo:
		return s.undo(tx, l)
	case vocab.ActivityStreamsAccept, vocab.ActivityStreamsTentativeAccept:
		return s.answered(tx, o, l, true)
	case vocab.ActivityStreamsReject:
		return s.answered(tx, o, l, false)
	case vocab.ActivityStreamsJoin:
		return s.join(tx, o, l)
	case vocab.ActivityStreamsLeave:
		return s.leave(tx, o, l)
	case vocab.ActivityStreamsOffer:
		if document := l.embedded("object"); isRecord(document) {
			return s.textOffered(tx, l, document)
		}
		return s.offer(tx, l)
	case vocab.ActivityStreamsCreate:
		return s.create(tx, l)
	case vocab.ActivityStreamsUpdate:
		return s.update(tx, l)
	case vocab.ActivityStreamsDelete:
		return s.erase(tx, l)
	}
	return nil
}

// follow takes a follower in and tells them so: public assemblies are followed by anyone (CF-4).
func (s *Service) follow(tx *store.Tx, o commune.Organisation, l letter) error {
	target := idOf(l.fields["object"])
	if known, err := s.ours(tx, o, target); err != nil {
		return err
	} else if !known {
		return commune.ErrNotFound
	}
	if err := box.PutFollower(tx, box.Follower{
		Actor: commune.ActorID(target), Follower: l.sender.ID, Follow: text(l.fields, "id"),
		Inbox: l.sender.Inbox, SharedInbox: l.sender.SharedInbox, Since: tx.Now(),
	}); err != nil {
		return err
	}
	accept := activity{
		Context: activityStream, ID: newID(o), Type: "Accept", Actor: target, To: []string{string(l.sender.ID)},
		Object: json.RawMessage(l.raw),
	}
	if len(l.raw) > MaxEcho {
		accept.Object = text(l.fields, "id") // what a stranger makes us keep is bounded
	}
	return send(tx, accept, commune.Confederation, envelope{Inboxes: []string{l.sender.Inbox}})
}

// undo takes back what who undoes it did: a follow (ORG-16), an offer, or the answer to one of ours. Whether it is given by id or embedded, what
// we kept decides.
func (s *Service) undo(tx *store.Tx, l letter) error {
	undone := idOf(l.fields["object"])
	kept, err := box.FollowerByFollow(tx, l.sender.ID, undone)
	if err == nil {
		return box.RemoveFollower(tx, kept.Actor, l.sender.ID)
	}
	if !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	object, embedded := l.fields["object"].(map[string]any)
	if !embedded {
		return undoByID(tx, l, undone)
	}
	kind := text(object, "type")
	if kind != "Follow" && kind != "Offer" && kind != "Accept" {
		return nil
	}
	if text(object, "actor") != string(l.sender.ID) {
		return confederation.ErrNotTheirs
	}
	switch kind {
	case "Offer":
		return undoOffer(tx, l, object)
	case "Accept":
		return undoAccept(tx, l, object)
	}
	return box.RemoveFollower(tx, commune.ActorID(idOf(object["object"])), l.sender.ID)
}

// answered is an Accept or a Reject of what we asked: to follow, to join, or to organise with us (ORG-17: what we never asked is left aside).
func (s *Service) answered(tx *store.Tx, o commune.Organisation, l letter, accepted bool) error {
	asked := idOf(l.fields["object"])
	following, err := box.FollowingOf(tx, o.Assembly(), l.sender.ID)
	if err == nil && following.Follow == asked {
		following.State = map[bool]string{true: "accepted", false: "refused"}[accepted]
		following.ID, following.Since = 0, tx.Now()
		return box.PutFollowing(tx, following)
	}
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	ours, err := box.ActivityByURI(tx, asked)
	switch {
	case err != nil && !errors.Is(err, commune.ErrNotFound):
		return err
	case err == nil && ours.Type == "Join":
		return answerJoin(tx, l.sender.ID, ours.Document, accepted)
	case err == nil && ours.Type == "Offer" && ours.Actor == o.Assembly():
		return confederal.AnswerAnnounced(tx, l.sender.ID)
	case err == nil && ours.Type == "Offer":
		return offerAnswered(tx, l, asked, accepted)
	}
	return confederation.ErrNotAsked
}

// answerJoin is a council answering one request of ours to join it: the one that it names.
func answerJoin(tx *store.Tx, council commune.ActorID, request []byte, accepted bool) error {
	var join struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(request, &join); err != nil {
		return err
	}
	return confederal.ReceiveAnswer(tx, council, join.Result, accepted)
}

// join is a commune that asks to be seated in our council, with its assembly's signed decision (CF-1).
func (s *Service) join(tx *store.Tx, o commune.Organisation, l letter) error {
	if idOf(l.fields["object"]) != string(o.Assembly()) {
		return confederation.ErrNotCouncil
	}
	decision := l.embedded("result")
	if decision == nil {
		return confederation.ErrJoinUnproved
	}
	sender, err := asPeer(l.sender, decision)
	if err != nil {
		return err
	}
	return confederal.ReceiveJoin(tx, s.House, sender, text(l.fields, "id"), decision)
}

// leave is a member of our council whose assembly decided to leave it, with that signed decision (CF-1).
func (s *Service) leave(tx *store.Tx, o commune.Organisation, l letter) error {
	decision := l.embedded("result")
	if idOf(l.fields["object"]) != string(o.Assembly()) || decision == nil {
		return confederation.ErrNotCouncil
	}
	return confederal.ReceiveLeave(tx, s.House, l.sender.ID, decision)
}

// asPeer is what we keep of an actor that we become confederated with: the key that proves this document is the one to pin.
func asPeer(r Remote, proved []byte) (confederation.Peer, error) {
	method, err := record.Method(proved)
	if err != nil {
		return confederation.Peer{}, confederation.ErrJoinUnproved
	}
	key, ok := r.ProofKey(method)
	if !ok {
		return confederation.Peer{}, confederation.ErrJoinUnproved
	}
	inbox := r.Inbox
	if r.SharedInbox != "" {
		inbox = r.SharedInbox
	}
	return confederation.Peer{
		Actor: r.ID, Name: r.Name, Inbox: inbox, Records: r.Records, KeyID: method, Key: key, Council: r.Charter != "",
	}, nil
}

// create keeps a record that a peer published (CF-3), or a body of one.
func (s *Service) create(tx *store.Tx, l letter) error {
	if !SameOrigin(idOf(l.fields["object"]), string(l.sender.ID)) {
		return confederation.ErrNotTheirs
	}
	document := l.embedded("object")
	err := confederal.ReceiveRecord(tx, s.House, l.sender.ID, confederal.Pulled{Document: document, Salt: text(l.fields, "federes:salt")})
	if !errors.Is(err, confederation.ErrPeerUnknown) {
		return err
	}
	return s.stranger(tx, l, document)
}

// update takes in an actor's new document, from that actor alone (ORG-10, ORG-11). A record is never updated.
func (s *Service) update(tx *store.Tx, l letter) error {
	object, _ := l.fields["object"].(map[string]any)
	if idOf(l.fields["object"]) != string(l.sender.ID) {
		return confederation.ErrNotTheirs
	}
	if object == nil {
		return nil
	}
	remote, err := ParseActor(object)
	if err != nil {
		return confederation.ErrNotTheirs
	}
	if remote.Key.ID != l.sender.Key.ID && withoutFragment(remote.Key.ID) != string(remote.ID) {
		// A key that stands elsewhere is believed where it stands (SIG-25): it will be asked there.
		return box.RemoveRemoteActor(tx, remote.ID)
	}
	return box.PutRemoteActor(tx, box.RemoteActor{
		URI: remote.ID, KeyID: remote.Key.ID, Document: l.embedded("object"), FetchedAt: tx.Now(),
	})
}

// erase forgets an actor that deletes itself, and refuses the deletion of what is another's (ORG-13, ORG-14). Records stay: a
// register forgets nothing.
func (s *Service) erase(tx *store.Tx, l letter) error {
	id := idOf(l.fields["object"])
	if !SameOrigin(id, string(l.sender.ID)) {
		return confederation.ErrNotTheirs
	}
	if id != string(l.sender.ID) {
		return nil
	}
	if err := box.RemoveFollowerEverywhere(tx, l.sender.ID); err != nil {
		return err
	}
	return box.RemoveRemoteActor(tx, l.sender.ID)
}
