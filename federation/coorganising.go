package federation

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// Commune looks a commune up by its handle, its address or its host: the actor of its assembly, which can then be asked to organise with us
// (AP-1). Nothing is kept; no transaction waits on it.
func (s *Service) Commune(ctx context.Context, address string) (confederation.Peer, error) {
	client, err := s.speaker(ctx)
	if err != nil {
		return confederation.Peer{}, err
	}
	remote, _, err := client.Resolve(WithBudget(ctx, FetchBudget), communeAt(address))
	switch {
	case errors.Is(err, ErrOwnHost):
		return confederation.Peer{}, confederation.ErrCommuneItself
	case errors.Is(err, ErrHandle) || errors.Is(err, ErrURL):
		return confederation.Peer{}, confederation.ErrCommuneUnknown
	case errors.Is(err, ErrActor) || errors.Is(err, ErrContentType):
		return confederation.Peer{}, confederation.ErrNotCommune
	case err != nil:
		s.Log.InfoContext(ctx, "commune not reached", "address", address, "error", err)
		return confederation.Peer{}, confederation.ErrCommuneUnreachable
	case remote.Type != "Group" || remote.Username != "ag" || remote.Records == "":
		return confederation.Peer{}, confederation.ErrNotCommune
	}
	return confederation.Peer{Actor: remote.ID, Name: nameOf(remote), Inbox: cmp.Or(remote.SharedInbox, remote.Inbox)}, nil
}

// communeAt is the assembly's actor where someone gave its host alone, or the address of its first page.
func communeAt(address string) string {
	address = strings.TrimSpace(address)
	if !strings.ContainsAny(address, "@/") {
		return "ag@" + address
	}
	return assemblyAt(address, "ag")
}

// nameOf is what an actor is called by people.
func nameOf(r Remote) string { return cmp.Or(strings.TrimSpace(r.Name), r.Username) }

// offer is a popular assembly that asks our commune to organise it with those who do (AP-1). It speaks for itself alone.
func (s *Service) offer(tx *store.Tx, l letter) error {
	if idOf(l.fields["object"]) != string(l.sender.ID) {
		return confederation.ErrNotTheirs
	}
	return confederal.ReceiveOffer(tx, offerOf(l, text(l.fields, "id")), commune.ActorID(idOf(l.fields["target"])))
}

// offerOf is the offer of the sender of a letter, as we keep it.
func offerOf(l letter, id string) confederation.Offer {
	return confederation.Offer{
		Assembly: l.sender.ID, Name: nameOf(l.sender), Inbox: cmp.Or(l.sender.SharedInbox, l.sender.Inbox), Activity: id,
	}
}

// undoOffer is a popular assembly that takes its offer back: the one that we keep, or one that is still on its way.
func undoOffer(tx *store.Tx, l letter, undone map[string]any) error {
	target := commune.ActorID(idOf(undone["target"]))
	return confederal.ReceiveTakingBack(tx, offerOf(l, idOf(l.fields["object"])), target)
}

// undoAccept is a commune that organises with us no more.
func undoAccept(tx *store.Tx, l letter, undone map[string]any) error {
	a := answerOf(l, idOf(undone["object"]))
	a.Answer = idOf(l.fields["object"])
	return confederal.ReceiveLeaving(tx, a)
}

// undoByID takes back what is named by its id alone: an offer or an answer that we keep, or nothing.
func undoByID(tx *store.Tx, l letter, id string) error {
	err := confederal.ReceiveTakingBack(tx, offerOf(l, id), "")
	if errors.Is(err, commune.ErrNotFound) {
		err = undoAccept(tx, l, nil)
	}
	if errors.Is(err, confederation.ErrNotAsked) {
		return nil
	}
	return err
}

// offerAnswered is what the assembly of a commune says to an offer of ours.
func offerAnswered(tx *store.Tx, l letter, offer string, accepted bool) error {
	a := answerOf(l, offer)
	a.Answer, a.Accepted = text(l.fields, "id"), accepted
	return confederal.ReceiveOfferAnswer(tx, a)
}

// answerOf is what a letter says to an offer.
func answerOf(l letter, offer string) confederation.OfferAnswer {
	return confederation.OfferAnswer{Offer: offer, By: l.sender.ID, Decision: idOf(l.fields["result"])}
}

// offer asks a commune to organise a popular assembly of ours, which asks by itself; or takes that back.
func (Outbox) offer(tx *store.Tx, e confederation.CoOrganiserAsked) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	asked := e.CoOrganiser
	a := activity{
		Context: activityStream, ID: newID(o), Type: "Offer", Actor: string(e.Assembly), To: []string{string(asked.Actor)},
		Published: record.Time(tx.Now()), Object: string(e.Assembly), Target: string(asked.Actor),
	}
	if e.Back() {
		a.Type, a.Target, a.Object = "Undo", "", theOffer(asked.Offer, e.Assembly, asked.Actor)
		return send(tx, a, commune.Confederation, envelope{Lasting: []string{asked.Inbox}})
	}
	asked.Offer = a.ID
	if _, err := peers.PutCoOrganiser(tx, asked); err != nil {
		return err
	}
	return send(tx, a, commune.Confederation, envelope{Lasting: []string{asked.Inbox}})
}

// theOffer names an Offer where another activity is about it.
func theOffer(id string, assembly, target commune.ActorID) map[string]any {
	return map[string]any{"id": id, "type": "Offer", "actor": assembly, "object": assembly, "target": target}
}

// answerOffer tells a popular assembly of others what our assembly decided, and by which decision: that it accepts or refuses, or takes back that
// it accepted.
func (Outbox) answerOffer(tx *store.Tx, e confederation.OfferAnswered) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	offer := e.Offer
	a := activity{
		Context: activityStream, ID: newID(o), Type: "Reject", Actor: string(o.Assembly()), To: []string{string(offer.Assembly)},
		Published: record.Time(tx.Now()), Object: theOffer(offer.Activity, offer.Assembly, o.Assembly()),
	}
	if e.Decision != "" {
		a.Result = e.Decision
	}
	switch offer.State {
	case confederation.Accepted:
		a.Type, offer.Answer = "Accept", a.ID
		if _, err := peers.PutOffer(tx, offer); err != nil {
			return err
		}
	case confederation.Left:
		a.Type, a.Object = "Undo", map[string]any{"id": offer.Answer, "type": "Accept", "actor": o.Assembly(), "object": offer.Activity}
	}
	return send(tx, a, commune.Confederation, envelope{Lasting: []string{offer.Inbox}})
}
