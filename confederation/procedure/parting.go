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

// TakeBackOffer asks a commune no more to organise a popular assembly of ours with us, under the mandate under which it is asked (AP-1, PW-1).
func TakeBackOffer(tx *store.Tx, who commune.MemberID, id commune.BodyID, of int64) (confederation.CoOrganiser, error) {
	p, err := commons.Identify(tx, who)
	if err != nil {
		return confederation.CoOrganiser{}, err
	}
	if _, err := p.May(commune.Organise, tx.Now()); err != nil {
		return confederation.CoOrganiser{}, err
	}
	b, err := commons.Popular(tx, id)
	if err != nil {
		return confederation.CoOrganiser{}, err
	}
	c, err := peers.CoOrganiserByID(tx, b.ID, of)
	if err != nil {
		return c, err
	}
	return c, takeBack(tx, b, c)
}

func takeBack(tx *store.Tx, b commune.Body, c confederation.CoOrganiser) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if c, err = c.TakeBack(tx.Now()); err != nil {
		return err
	}
	if c, err = peers.PutCoOrganiser(tx, c); err != nil {
		return err
	}
	return tx.Publish(confederation.CoOrganiserAsked{CoOrganiser: c, Assembly: o.BodyActor(b)})
}

// EndPopular says that a popular assembly does not meet any more, and asks no commune any more to organise it (AP-2). Those that did stay named.
func EndPopular(tx *store.Tx, who commune.MemberID, e commons.Ending) (commune.Body, error) {
	b, err := commons.EndPopular(tx, who, e)
	if err != nil {
		return b, err
	}
	all, err := peers.CoOrganisers(tx, b.ID)
	if err != nil {
		return b, err
	}
	for _, c := range all {
		if c, err = peers.CoOrganiserByID(tx, b.ID, c.ID); err != nil {
			return b, err
		}
		if c.State == confederation.Asked {
			if err := takeBack(tx, b, c); err != nil {
				return b, err
			}
		}
	}
	return b, nil
}

// ReceiveTakingBack is a popular assembly of others that asks our commune no more; to is whom it had asked. No vote on it opens any more; one
// that runs can be closed, and answers nobody.
func ReceiveTakingBack(tx *store.Tx, heard confederation.Offer, to commune.ActorID) error {
	known, err := peers.OfferForUpdate(tx, heard.Assembly)
	if errors.Is(err, commune.ErrNotFound) {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		if o.Kind != commune.KindCommune || to != o.Assembly() {
			return commune.ErrNotFound
		}
	} else if err != nil {
		return err
	}
	if known, err = known.Goes(heard, tx.Now()); err != nil {
		return err
	}
	_, err = peers.PutOffer(tx, known)
	return err
}

// ProposeToPart puts to the vote at the next assembly that our commune organises a popular assembly of others no more: as it decided to, so it
// leaves (AP-1).
func ProposeToPart(tx *store.Tx, h commons.House, who commune.MemberID, id confederation.OfferID) (commune.Motion, error) {
	offer, err := offerIn(tx, id, confederation.Accepted, confederation.ErrNotOrganised)
	if err != nil {
		return commune.Motion{}, err
	}
	return proposeOn(tx, h, who, offer)
}

func checkPart(tx *store.Tx, payload []byte) ([]byte, error) {
	return checkTerms(tx, payload, confederation.Accepted, confederation.ErrNotOrganised)
}

func describePart(payload []byte, d *record.Decision) error {
	var t confederation.CoOrganiseTerms
	err := json.Unmarshal(payload, &t)
	d.PartsFrom = t.Assembly
	return err
}

// carryPart leaves, in the transaction of the decision (AP-1).
func carryPart(tx *store.Tx, _ commons.House, d commune.Decision, payload []byte) error {
	return decideOffer(tx, payload, step{from: confederation.Accepted, to: confederation.Left, by: d})
}

// ReceiveLeaving is a commune that organises a popular assembly of ours no more: it takes back its answer, whether we have it yet or not.
func ReceiveLeaving(tx *store.Tx, a confederation.OfferAnswer) error {
	c, err := peers.CoOrganiserByAnswer(tx, a.By, a.Answer)
	if errors.Is(err, commune.ErrNotFound) {
		c, err = peers.CoOrganiserByOffer(tx, a.Offer)
	}
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.ErrNotAsked
	}
	if err != nil {
		return err
	}
	if c, err = c.Leaves(a, tx.Now()); err != nil {
		return err
	}
	_, err = peers.PutCoOrganiser(tx, c)
	return err
}
