package federation

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// putText offers a text to members of our council: its own, or one that a council above offered, byte for byte (CF-7, CF-8).
func (Outbox) putText(tx *store.Tx, e confederation.TextPut) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	to := make([]string, len(e.To))
	for i, id := range e.To {
		to[i] = string(id)
	}
	a := activity{
		Context: record.Context(), ID: newID(o), Type: "Offer", Actor: string(o.Assembly()), To: to, Published: record.Time(tx.Now()),
		Object: json.RawMessage(e.Proposal.Document),
	}
	return send(tx, a, commune.Confederation, envelope{To: e.To})
}

// answerText tells each council that put a text to us what our assembly answered, and sends the answer itself to its author, who may be
// further up (CF-7, CF-8).
func (Outbox) answerText(tx *store.Tx, e confederation.TextAnswered) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	kind := "Reject"
	if e.Answer.Yes && e.Answer.Reservations != "" {
		kind = "TentativeAccept"
	} else if e.Answer.Yes {
		kind = "Accept"
	}
	to := envelope{Activity: e.Answer.URI + "/activity", To: []commune.ActorID{e.Proposal.Author}, Lasting: []string{e.Proposal.AuthorInbox}}
	for _, offer := range e.Offers {
		if offer.By == e.Proposal.Author {
			to.To, to.Lasting = nil, nil // our record reaches it as it reaches every council that we belong to
		}
		if offer.Activity == "" {
			continue
		}
		a := activity{
			Context: record.Context(), ID: newID(o), Type: kind, Actor: string(o.Assembly()), To: []string{string(offer.By)}, Published: record.Time(tx.Now()),
			Object: map[string]any{"id": offer.Activity, "type": "Offer", "actor": offer.By, "object": e.Proposal.URI}, Result: e.Answer.Decision,
		}
		if err := send(tx, a, commune.Confederation, envelope{To: []commune.ActorID{offer.By}}); err != nil {
			return err
		}
	}
	if len(to.Lasting) == 0 {
		return nil
	}
	to.To = nil
	payload, err := encode(to)
	if err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: JobFanOut, Key: to.Activity + " author", Payload: payload})
}

// textOffered is a council that puts a text to us.
func (s *Service) textOffered(tx *store.Tx, l letter, document []byte) error {
	return confederal.ReceiveText(tx, s.House, l.sender.ID, text(l.fields, "id"), document)
}

// answerFromBelow keeps an answer that came from a commune which is no member of ours itself, but of a council below (CF-8).
func answerFromBelow(tx *store.Tx, l letter, document []byte) error {
	shown, err := asPeer(l.sender, document)
	if err != nil {
		return err
	}
	return confederal.HearAnswer(tx, shown, document)
}

// isRecord tells whether an embedded object is a record of ours, or of others like us.
func isRecord(document []byte) bool {
	_, err := record.Parse(document)
	return err == nil
}

// isAnswer tells whether a document says that it is an answer to a text.
func isAnswer(document []byte) bool {
	parsed, err := record.Parse(document)
	return err == nil && parsed.Header.Kind == record.KindRatification
}

// stranger keeps what came from who is no peer of ours: an answer of a commune below, or a record of a peer's body.
func (s *Service) stranger(tx *store.Tx, l letter, document []byte) error {
	if isAnswer(document) {
		return answerFromBelow(tx, l, document)
	}
	sender, err := asPeer(l.sender, document)
	if err != nil {
		return confederation.ErrPeerUnknown
	}
	return confederal.ReceiveOfBody(tx, confederation.Body{Actor: sender.Actor, Name: sender.Name, KeyID: sender.KeyID, Key: sender.Key}, document)
}
