package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// ReadTiming is where a meeting stands in its time, as it is now (OJ-4, DR-4).
func ReadTiming(tx *store.Tx, m commune.Meeting) (commune.Timing, error) {
	s, err := tx.Settings()
	if err != nil {
		return commune.Timing{}, err
	}
	items, err := tx.Items(m.ID)
	if err != nil {
		return commune.Timing{}, err
	}
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return commune.Timing{}, err
	}
	return m.Timing(commune.Order(items, s), votedItems(motions), s, tx.Now()), nil
}

// votedItems are those of which a motion was voted.
func votedItems(motions []commune.Motion) map[commune.ItemID]bool {
	voted := make(map[commune.ItemID]bool)
	for _, m := range motions {
		voted[m.Item] = voted[m.Item] || m.Ended()
	}
	return voted
}

// StartItem has the meeting treat an item, for who leads it; the one that was treated until then is ended (OJ-4).
func StartItem(tx *store.Tx, who commune.MemberID, id commune.ItemID) (commune.Item, error) {
	item, err := tx.Item(id)
	if err != nil {
		return item, err
	}
	m, err := leading(tx, who, item.Meeting)
	if err != nil || m.Item == id {
		return item, err
	}
	undo := undoing{Current: changed[commune.ItemID]{Before: m.Item, After: id}}
	if m, err = endItem(tx, m, &undo); err != nil {
		return item, err
	}
	if item, err = tx.Item(id); err != nil {
		return item, err
	}
	if item.Meeting != m.ID {
		return item, commune.ErrItemElsewhere
	}
	before := stateOf(item)
	item.Clock = item.Start(tx.Now())
	if item, err = tx.PutItem(item); err != nil {
		return item, err
	}
	m.Item = id
	if _, err = tx.PutMeeting(m); err != nil {
		return item, err
	}
	undo.Items = append(undo.Items, changed[itemState]{before, stateOf(item)})
	return item, remember(tx, commune.Act{Meeting: m.ID, Kind: commune.ActStarted, Item: id}, undo)
}

// EndItem ends the item that a meeting treats, for who leads it.
func EndItem(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	m, err := leading(tx, who, id)
	if err != nil {
		return err
	}
	if m.Item == 0 {
		return commune.ErrNoItem
	}
	act, undo := commune.Act{Meeting: id, Kind: commune.ActStopped, Item: m.Item}, undoing{Current: changed[commune.ItemID]{Before: m.Item}}
	if m, err = endItem(tx, m, &undo); err != nil {
		return err
	}
	if _, err = tx.PutMeeting(m); err != nil {
		return err
	}
	return remember(tx, act, undo)
}

// endItem stops the time of the item that is treated, if one is. The meeting is the caller's to keep.
func endItem(tx *store.Tx, m commune.Meeting, undo *undoing) (commune.Meeting, error) {
	if m.Item == 0 {
		return m, nil
	}
	item, err := tx.Item(m.Item)
	if err != nil {
		return m, err
	}
	before := stateOf(item)
	item.Clock = item.End(tx.Now())
	undo.Items = append(undo.Items, changed[itemState]{before, stateOf(item)})
	m.Item = 0
	_, err = tx.PutItem(item)
	return m, err
}

// leading locks an open meeting for who leads it.
func leading(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, err
	}
	if m.State(tx.Now()) != commune.Open {
		return m, commune.ErrMeetingNotOpen
	}
	_, err = Facilitating(tx, who, m)
	return m, err
}
