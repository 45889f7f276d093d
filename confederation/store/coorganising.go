package store

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// locked has what is read stay as it is until the transaction ends.
func locked(tx *store.Tx) *gorm.DB {
	return tx.DB().Clauses(clause.Locking{Strength: "UPDATE"})
}

// CoOrganisers are the communes that were asked to organise a popular assembly of ours, by name.
func CoOrganisers(tx *store.Tx, b commune.BodyID) ([]confederation.CoOrganiser, error) {
	return store.All[confederation.CoOrganiser](tx.DB().Where("body = ?", b).Order("name, id"))
}

// CoOrganiserForUpdate is one of them, locked.
func CoOrganiserForUpdate(tx *store.Tx, b commune.BodyID, actor commune.ActorID) (confederation.CoOrganiser, error) {
	return store.One[confederation.CoOrganiser](locked(tx), "body = ? AND actor = ?", b, actor)
}

// CoOrganiserByOffer is who was asked by an activity, locked.
func CoOrganiserByOffer(tx *store.Tx, offer string) (confederation.CoOrganiser, error) {
	return store.One[confederation.CoOrganiser](locked(tx), "offer = ? AND offer <> ''", offer)
}

// CoOrganiserByAnswer is who accepted by an activity, locked.
func CoOrganiserByAnswer(tx *store.Tx, actor commune.ActorID, answer string) (confederation.CoOrganiser, error) {
	return store.One[confederation.CoOrganiser](locked(tx), "actor = ? AND answer = ? AND answer <> ''", actor, answer)
}

// CoOrganiserByID is one of those of a popular assembly, locked.
func CoOrganiserByID(tx *store.Tx, b commune.BodyID, id int64) (confederation.CoOrganiser, error) {
	return store.One[confederation.CoOrganiser](locked(tx), "body = ? AND id = ?", b, id)
}

// PutCoOrganiser keeps it as it now is.
func PutCoOrganiser(tx *store.Tx, c confederation.CoOrganiser) (confederation.CoOrganiser, error) {
	if err := tx.DB().Save(&c).Error; err != nil {
		return c, fmt.Errorf("confederation: %w", err)
	}
	return c, nil
}

// Offers are the popular assemblies that others asked ours to organise with them, in a state, by name.
func Offers(tx *store.Tx, state confederation.State) ([]confederation.Offer, error) {
	return store.All[confederation.Offer](tx.DB().Where("state = ?", state).Order("name, id"))
}

// Offer is one offer.
func Offer(tx *store.Tx, id confederation.OfferID) (confederation.Offer, error) {
	return store.One[confederation.Offer](tx.DB(), "id = ?", id)
}

// OfferOf is that of a popular assembly.
func OfferOf(tx *store.Tx, assembly commune.ActorID) (confederation.Offer, error) {
	return store.One[confederation.Offer](tx.DB(), "assembly = ?", assembly)
}

// OfferForUpdate is that of a popular assembly, locked.
func OfferForUpdate(tx *store.Tx, assembly commune.ActorID) (confederation.Offer, error) {
	return store.One[confederation.Offer](locked(tx), "assembly = ?", assembly)
}

// CountOffers is how many wait for our answer: of an origin, and of all.
func CountOffers(tx *store.Tx, origin string) (theirs, all int, err error) {
	waiting, err := Offers(tx, confederation.Asked)
	for _, o := range waiting {
		if o.Origin == origin {
			theirs++
		}
	}
	return theirs, len(waiting), err
}

// PutOffer keeps it as it now is.
func PutOffer(tx *store.Tx, o confederation.Offer) (confederation.Offer, error) {
	if err := tx.DB().Save(&o).Error; err != nil {
		return o, fmt.Errorf("confederation: %w", err)
	}
	return o, nil
}
