package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// MakeFeed makes a member's secret address for the calendar of a body, or, for 0, of everything; the one before leads nowhere any more (OU-A).
func MakeFeed(tx *store.Tx, who commune.MemberID, body commune.BodyID) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	_, err := tx.ReplaceFeed(commune.CalendarFeed{Member: who, Body: body, MadeAt: tx.Now()})
	return err
}

// RemoveFeed has a member's secret address lead nowhere.
func RemoveFeed(tx *store.Tx, who commune.MemberID, body commune.BodyID) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	return tx.RemoveFeed(who, body)
}

// ReadGatheringWith is one gathering with the days of its series that are otherwise.
func ReadGatheringWith(tx *store.Tx, id commune.GatheringID) (GatheringWith, error) {
	g, except, _, err := gatheringWith(tx, id)
	return GatheringWith{g, except}, err
}
