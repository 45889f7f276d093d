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

// OfferForUpdate is that of a popular assembly, locked.
func OfferForUpdate(tx *store.Tx, assembly commune.ActorID) (confederation.Offer, error) {
	return store.One[confederation.Offer](locked(tx), "assembly = ?", assembly)
}

// CountOffers is how many of an origin wait for our answer.
func CountOffers(tx *store.Tx, origin string) (int64, error) {
	var n int64
	if err := tx.DB().Model(&confederation.Offer{}).Where("origin = ? AND state = ?", origin, confederation.Asked).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("confederation: %w", err)
	}
	return n, nil
}

// PutOffer keeps it as it now is.
func PutOffer(tx *store.Tx, o confederation.Offer) (confederation.Offer, error) {
	if err := tx.DB().Save(&o).Error; err != nil {
		return o, fmt.Errorf("confederation: %w", err)
	}
	return o, nil
}
