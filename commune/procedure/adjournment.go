package procedure

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Adjourn leaves to the next meeting what does not fit into this one any more, for who leads it (OJ-4): the items that they saw and that
// are still beyond its length, or all that are when they name none. It can be taken back.
func Adjourn(tx *store.Tx, who commune.MemberID, id commune.MeetingID, seen []commune.ItemID) ([]commune.Adjournment, error) {
	m, err := leading(tx, who, id)
	if err != nil {
		return nil, err
	}
	if m.Popular() {
		return nil, commune.ErrNoNextAgenda
	}
	t, err := ReadTiming(tx, m)
	if err != nil {
		return nil, err
	}
	items, err := chosen(t.Overflow(), seen)
	if err != nil {
		return nil, err
	}
	to, err := nextOpen(tx)
	if err != nil {
		return nil, err
	}
	var undo undoing
	var made []commune.Adjournment
	for _, item := range items {
		before := stateOf(item)
		if item, err = moveItem(tx, item, to.ID); err != nil {
			return nil, err
		}
		undo.Items = append(undo.Items, changed[itemState]{before, stateOf(item)})
		a, err := noteAdjournment(tx, m.ID, item)
		if err != nil {
			return nil, err
		}
		made = append(made, a)
	}
	tx.Touch(to.ID)
	return made, remember(tx, commune.Act{Meeting: id, Kind: commune.ActAdjourn, Count: len(made)}, undo)
}

// chosen are the items of an overflow that were seen in it; all of it when none are named.
func chosen(overflow []commune.Item, seen []commune.ItemID) ([]commune.Item, error) {
	if len(overflow) == 0 {
		return nil, commune.ErrNothingOver
	}
	if len(seen) == 0 {
		return overflow, nil
	}
	var items []commune.Item
	for _, i := range overflow {
		if slices.Contains(seen, i.ID) {
			items = append(items, i)
		}
	}
	if len(items) != len(seen) {
		return nil, commune.ErrOverflowMoved
	}
	return items, nil
}

// nextOpen is the meeting of the next agenda that is open (OJ-1).
func nextOpen(tx *store.Tx) (commune.Meeting, error) {
	if err := Schedule(tx); err != nil {
		return commune.Meeting{}, err
	}
	next, err := openAgendas(tx)
	if err != nil {
		return commune.Meeting{}, err
	}
	if len(next) == 0 {
		return commune.Meeting{}, commune.ErrNoNextAgenda
	}
	return next[0], nil
}

// adjourn leaves to the next agenda that is open what a meeting did not treat: the items that were not begun and of which nothing was
// voted, and the texts that wait for their vote (OJ-4); all of one that was never opened. What belongs to the opening stays, and what
// stands on the agenda of a popular assembly is no business of ours (AP-2).
func adjourn(tx *store.Tx, m commune.Meeting) error {
	items, err := tx.Items(m.ID)
	if err != nil || len(items) == 0 || m.Popular() {
		return err
	}
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return err
	}
	next, err := openAgendas(tx)
	if err != nil || len(next) == 0 {
		return err
	}
	tx.Touch(m.ID)
	tx.Touch(next[0].ID)
	voted := votedItems(motions)
	for _, item := range items {
		if item.Opening {
			continue
		}
		waiting := slices.DeleteFunc(slices.Clone(motions), func(m commune.Motion) bool { return m.Item != item.ID || m.Ended() })
		treated := item.Begun() || voted[item.ID]
		if treated && len(waiting) == 0 {
			continue
		}
		if treated {
			item, err = copyItem(tx, item, waiting, next[0].ID)
		} else {
			item, err = moveItem(tx, item, next[0].ID)
		}
		if err != nil {
			return err
		}
		if _, err := noteAdjournment(tx, m.ID, item); err != nil {
			return err
		}
	}
	return nil
}

// adjourned is an item as it comes to another agenda: not begun, placed by nobody, first within its priority (OJ-4).
func adjourned(item commune.Item, to commune.MeetingID) commune.Item {
	item.AdjournedFrom, item.Meeting = item.Meeting, to
	item.Position, item.Clock = 0, commune.Clock{}
	return item
}

// moveItem puts an item that was not begun on another agenda, with its motions.
func moveItem(tx *store.Tx, item commune.Item, to commune.MeetingID) (commune.Item, error) {
	if err := tx.MoveItem(item.ID, to); err != nil {
		return item, err
	}
	return tx.PutItem(adjourned(item, to))
}

// copyItem puts what is left of an item on another agenda. What was said and voted stays where it was: the rest goes on a copy.
func copyItem(tx *store.Tx, item commune.Item, waiting []commune.Motion, to commune.MeetingID) (commune.Item, error) {
	from := item.ID
	item = adjourned(item, to)
	item.ID = 0
	copied, err := tx.PutItem(item)
	if err != nil {
		return copied, err
	}
	if err := tx.CopyWriting(from, copied.ID); err != nil {
		return copied, err
	}
	for _, m := range waiting {
		m.Item, m.Meeting = copied.ID, to
		if _, err := tx.PutMotion(m); err != nil {
			return copied, err
		}
	}
	return copied, nil
}

func noteAdjournment(tx *store.Tx, from commune.MeetingID, item commune.Item) (commune.Adjournment, error) {
	a := commune.Adjournment{Meeting: from, Item: item.ID, Title: item.Title, To: item.Meeting, AdjournedAt: tx.Now()}
	return a, tx.AddAdjournment(a)
}
