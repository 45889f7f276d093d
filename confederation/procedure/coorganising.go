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
	if known.State != confederation.Asked {
		if err := roomForOffer(tx, heard.Origin); err != nil {
			return err
		}
	}
	_, err = peers.PutOffer(tx, heard)
	return err
}

// roomForOffer refuses one more offer where too many wait: of its origin, or of all.
func roomForOffer(tx *store.Tx, origin string) error {
	theirs, all, err := peers.CountOffers(tx, origin)
	if err == nil && (theirs >= confederation.MaxOffersOfOrigin || all >= confederation.MaxOffers) {
		err = confederation.ErrOffersTooMany
	}
	return err
}

// ProposeToOrganise puts an offer to the vote at the next assembly, which alone accepts it or refuses it (AP-1). One motion is enough.
func ProposeToOrganise(tx *store.Tx, h commons.House, who commune.MemberID, id confederation.OfferID) (commune.Motion, error) {
	offer, err := offerIn(tx, id, confederation.Asked, confederation.ErrNotOffered)
	if err != nil {
		return commune.Motion{}, err
	}
	return proposeOn(tx, h, who, offer)
}

// offerIn is an offer that stands in a state, locked, or the refusal for one that does not.
func offerIn(tx *store.Tx, id confederation.OfferID, state confederation.State, otherwise commune.Refusal) (confederation.Offer, error) {
	offer, err := peers.Offer(tx, id)
	if err != nil {
		return offer, err
	}
	if offer, err = peers.OfferForUpdate(tx, offer.Assembly); err == nil && offer.State != state {
		err = otherwise
	}
	return offer, err
}

// proposeOn puts what our assembly can decide on an offer now on the next agenda: to accept it, or to organise it no more.
func proposeOn(tx *store.Tx, h commons.House, who commune.MemberID, offer confederation.Offer) (commune.Motion, error) {
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
	said := "coorganise."
	if offer.State == confederation.Accepted {
		said = "coorganise.part_"
	}
	p := h.WordsOf(o)
	words := func(key string) string { return p.T(said+key, offer.Name, offer.Host(), string(offer.Assembly)) }
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(words("item")), Reasons: words("reasons"),
		Motion: commune.Motion{Form: offer.Form(), Audience: commune.Public, Text: words("words"), Payload: payload},
	})
}

// MotionOn is the motion that would decide on an offer as it stands and is not voted yet; its ID is 0 if there is none.
func MotionOn(tx *store.Tx, offer confederation.Offer) (commune.Motion, error) {
	return commons.WaitingMotion(tx, offer.Form(), func(payload []byte) (bool, error) {
		var t confederation.CoOrganiseTerms
		err := json.Unmarshal(payload, &t)
		return t.Assembly == offer.Assembly, err
	})
}

// checkCoOrganise completes the terms with the name under which the assembly asked.
func checkCoOrganise(tx *store.Tx, payload []byte) ([]byte, error) {
	return checkTerms(tx, payload, confederation.Asked, confederation.ErrNotOffered)
}

// checkTerms refuses the terms of a motion on what does not stand as it must.
func checkTerms(tx *store.Tx, payload []byte, as confederation.State, otherwise commune.Refusal) ([]byte, error) {
	var t confederation.CoOrganiseTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	offer, err := peers.OfferForUpdate(tx, t.Assembly)
	if errors.Is(err, commune.ErrNotFound) || err == nil && offer.State != as {
		return nil, otherwise
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
	return decideOffer(tx, payload, step{from: confederation.Asked, to: confederation.Accepted, by: d})
}

// declineCoOrganise refuses it, in the transaction of the vote that did.
func declineCoOrganise(tx *store.Tx, m commune.Motion) error {
	return decideOffer(tx, m.Payload, step{from: confederation.Asked, to: confederation.Refused})
}

// step is where a vote brings an offer, and the decision that does; a rejection is none.
type step struct {
	from, to confederation.State
	by       commune.Decision
}

// decideOffer tells who asked what our assembly decided. What stands otherwise by then, because another motion was faster or the offer was
// taken back, stays as it is.
func decideOffer(tx *store.Tx, payload []byte, s step) error {
	var t confederation.CoOrganiseTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	offer, err := peers.OfferForUpdate(tx, t.Assembly)
	if err != nil || offer.State != s.from {
		return err
	}
	var decided confederation.OfferAnswered
	offer.State, offer.Since = s.to, tx.Now()
	if s.by.ID != 0 {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		offer.Decision, decided.Decision = s.by.ID, commons.RecordURL(o, s.by.Seq)
	}
	if decided.Offer, err = peers.PutOffer(tx, offer); err != nil {
		return err
	}
	return tx.Publish(decided)
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
