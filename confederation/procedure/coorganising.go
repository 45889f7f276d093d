package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// AskToOrganise asks a commune that was looked up to organise a popular assembly of ours with us, under a mandate to organise (AP-1, AP-3, PW-1).
func AskToOrganise(tx *store.Tx, who commune.MemberID, id commune.BodyID, found confederation.Peer) (confederation.CoOrganiser, error) {
	var asked confederation.CoOrganiser
	p, err := commons.Identify(tx, who)
	if err != nil {
		return asked, err
	}
	if _, err := p.May(commune.Organise, tx.Now()); err != nil {
		return asked, err
	}
	b, err := commons.Popular(tx, id)
	if err != nil {
		return asked, err
	}
	if !b.Living() {
		return asked, commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	o, err := tx.Organisation()
	if err != nil {
		return asked, err
	}
	if found.Actor == o.Assembly() {
		return asked, confederation.ErrCommuneItself
	}
	known, err := peers.CoOrganiserForUpdate(tx, b.ID, found.Actor)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return asked, err
	}
	if asked, err = known.Asks(b, found, tx.Now()); err != nil {
		return asked, err
	}
	if asked, err = peers.PutCoOrganiser(tx, asked); err != nil {
		return asked, err
	}
	return asked, tx.Publish(confederation.CoOrganiserAsked{CoOrganiser: asked, Assembly: o.BodyActor(b)})
}

// ReceiveOffer is a popular assembly of others that asks our commune to organise it with them; to is whom they ask.
func ReceiveOffer(tx *store.Tx, heard confederation.Offer, to commune.ActorID) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if o.Kind != commune.KindCommune || to != o.Assembly() {
		return commune.ErrNotFound
	}
	known, err := peers.OfferForUpdate(tx, heard.Assembly)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if heard, err = known.Comes(heard, tx.Now()); err != nil {
		return err
	}
	waiting, err := peers.CountOffers(tx, heard.Origin)
	if err == nil && waiting >= confederation.MaxOffers {
		err = confederation.ErrOffersTooMany
	}
	if err != nil {
		return err
	}
	_, err = peers.PutOffer(tx, heard)
	return err
}

// ProposeToOrganise puts an offer to the vote at the next assembly, which alone accepts it or refuses it (AP-1). One motion is enough.
func ProposeToOrganise(tx *store.Tx, h commons.House, who commune.MemberID, id confederation.OfferID) (commune.Motion, error) {
	offer, err := peers.Offer(tx, id)
	if err != nil {
		return commune.Motion{}, err
	}
	if offer, err = peers.OfferForUpdate(tx, offer.Assembly); err != nil {
		return commune.Motion{}, err
	}
	if offer.State != confederation.Asked {
		return commune.Motion{}, confederation.ErrNotOffered
	}
	waiting, err := MotionOn(tx, offer)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrOfferProposed
	}
	if err != nil {
		return waiting, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	payload, err := json.Marshal(offer.Terms())
	if err != nil {
		return commune.Motion{}, err
	}
	p := h.WordsOf(o)
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(p.T("coorganise.item", offer.Name)), Reasons: p.T("coorganise.reasons", offer.Name, offer.Host(), string(offer.Assembly)),
		Motion: commune.Motion{Form: confederation.FormCoOrganise, Audience: commune.Public, Text: p.T("coorganise.words", offer.Name, offer.Host()), Payload: payload},
	})
}

// MotionOn is the motion that would answer an offer and is not voted yet; its ID is 0 if there is none.
func MotionOn(tx *store.Tx, offer confederation.Offer) (commune.Motion, error) {
	return commons.WaitingMotion(tx, confederation.FormCoOrganise, func(payload []byte) (bool, error) {
		var t confederation.CoOrganiseTerms
		err := json.Unmarshal(payload, &t)
		return t.Assembly == offer.Assembly, err
	})
}

// checkCoOrganise completes the terms with the name under which the assembly asked.
func checkCoOrganise(tx *store.Tx, payload []byte) ([]byte, error) {
	var t confederation.CoOrganiseTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	offer, err := peers.OfferForUpdate(tx, t.Assembly)
	if errors.Is(err, commune.ErrNotFound) || err == nil && offer.State != confederation.Asked {
		return nil, confederation.ErrNotOffered
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(offer.Terms())
}

func describeCoOrganise(payload []byte, d *record.Decision) error {
	var t confederation.CoOrganiseTerms
	err := json.Unmarshal(payload, &t)
	d.CoOrganises = t.Assembly
	return err
}

// carryCoOrganise accepts the offer, in the transaction of the decision (AP-1).
func carryCoOrganise(tx *store.Tx, _ commons.House, d commune.Decision, payload []byte) error {
	return answerOffer(tx, payload, &d)
}

// declineCoOrganise refuses it, in the transaction of the vote that did.
func declineCoOrganise(tx *store.Tx, m commune.Motion) error { return answerOffer(tx, m.Payload, nil) }

// answerOffer tells who asked what our assembly decided; by is nil where it refused. What another motion answered already stays answered.
func answerOffer(tx *store.Tx, payload []byte, by *commune.Decision) error {
	var t confederation.CoOrganiseTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	offer, err := peers.OfferForUpdate(tx, t.Assembly)
	if err != nil || offer.State != confederation.Asked {
		return err
	}
	answered := confederation.OfferAnswered{Accepted: by != nil}
	offer.State, offer.Since = confederation.Refused, tx.Now()
	if by != nil {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		offer.State, offer.Decision = confederation.Accepted, by.ID
		answered.Decision = commons.RecordURL(o, by.Seq)
	}
	if answered.Offer, err = peers.PutOffer(tx, offer); err != nil {
		return err
	}
	return tx.Publish(answered)
}

// ReceiveOfferAnswer is a commune that answers whether it organises a popular assembly with us.
func ReceiveOfferAnswer(tx *store.Tx, a confederation.OfferAnswer) error {
	c, err := peers.CoOrganiserByOffer(tx, a.Offer)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.ErrNotAsked
	}
	if err != nil {
		return err
	}
	if c, err = c.Answered(a, tx.Now()); err != nil {
		return err
	}
	_, err = peers.PutCoOrganiser(tx, c)
	return err
}
