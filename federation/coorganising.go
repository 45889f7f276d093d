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
	return confederal.ReceiveOffer(tx, confederation.Offer{
		Assembly: l.sender.ID, Name: nameOf(l.sender), Inbox: cmp.Or(l.sender.SharedInbox, l.sender.Inbox), Activity: text(l.fields, "id"),
	}, commune.ActorID(idOf(l.fields["target"])))
}

// offerAnswered is what the assembly of a commune says to an offer of ours.
func offerAnswered(tx *store.Tx, l letter, offer string, accepted bool) error {
	return confederal.ReceiveOfferAnswer(tx, confederation.OfferAnswer{
		Offer: offer, By: l.sender.ID, Accepted: accepted, Decision: idOf(l.fields["result"]),
	})
}

// offer asks a commune to organise a popular assembly of ours, which asks by itself.
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
	asked.Offer = a.ID
	if _, err := peers.PutCoOrganiser(tx, asked); err != nil {
		return err
	}
	return send(tx, a, commune.Confederation, envelope{Lasting: []string{asked.Inbox}})
}

// answerOffer tells a popular assembly of others what our assembly decided, and by which decision if it accepted.
func (Outbox) answerOffer(tx *store.Tx, e confederation.OfferAnswered) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	kind := map[bool]string{true: "Accept", false: "Reject"}[e.Accepted]
	offered := string(e.Offer.Assembly)
	a := activity{
		Context: activityStream, ID: newID(o), Type: kind, Actor: string(o.Assembly()), To: []string{offered}, Published: record.Time(tx.Now()),
		Object: map[string]any{"id": e.Offer.Activity, "type": "Offer", "actor": offered, "object": offered, "target": o.Assembly()},
	}
	if e.Decision != "" {
		a.Result = e.Decision
	}
	return send(tx, a, commune.Confederation, envelope{Lasting: []string{e.Offer.Inbox}})
}
