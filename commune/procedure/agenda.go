package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Proposed tells where an item came to stand: on the agenda that was asked for, or, too late for it, on the next one (OJ-1).
type Proposed struct {
	commune.Item
	On   commune.Meeting
	Late bool
}

// ProposeItem adds an item to an agenda; every member can (OJ-2), and to a popular assembly whom its rules let (AP-2). What comes after the agenda closed goes to the next meeting's (OJ-1).
func ProposeItem(tx *store.Tx, who commune.MemberID, item commune.Item) (Proposed, error) {
	m, err := tx.MeetingForUpdate(item.Meeting)
	if err != nil {
		return Proposed{}, err
	}
	if err := mayPropose(tx, who, m); err != nil {
		return Proposed{}, err
	}
	before, err := proposedTo(tx, who, m)
	if err == nil {
		err = before.MoreItems()
	}
	if err != nil {
		return Proposed{}, err
	}
	s, err := tx.Settings()
	if err != nil {
		return Proposed{}, err
	}
	item = item.Written(item.Writing())
	if err := item.Check(s); err != nil {
		return Proposed{}, err
	}
	m, late, err := landing(tx, m)
	if err != nil {
		return Proposed{}, err
	}
	if err := tx.DropDraft(who, item.Meeting, 0); err != nil {
		return Proposed{}, err
	}
	tx.Touch(m.ID)
	item = commune.Item{Meeting: m.ID, ProposedBy: who, ProposedAt: tx.Now()}.Written(item.Writing())
	item, err = tx.PutItem(item)
	return Proposed{Item: item, On: m, Late: late}, err
}

// landing is the agenda on which what is proposed to a meeting comes to stand, locked: its own, or once that has closed, or the meeting is
// cancelled, the next one (OJ-1). An exceptional AG's refusal stands (AG-3), and a popular assembly's (AP-2).
func landing(tx *store.Tx, m commune.Meeting) (on commune.Meeting, late bool, err error) {
	closed := m.AcceptsItems(tx.Now())
	if m.Popular() {
		return m, false, closed
	}
	if !errors.Is(closed, commune.ErrAgendaClosed) && !errors.Is(closed, commune.ErrMeetingCancelled) {
		return m, false, closed
	}
	if err := Schedule(tx); err != nil {
		return m, true, err
	}
	next, err := NextAgenda(tx)
	if err == nil {
		next, err = tx.MeetingForUpdate(next.ID)
	}
	if errors.Is(err, commune.ErrNotFound) {
		err = closed
	}
	return next, true, err
}

// NextAgenda is the meeting whose agenda closes next, or NotFound (OJ-1).
func NextAgenda(tx *store.Tx) (commune.Meeting, error) {
	open, err := openAgendas(tx)
	if err != nil {
		return commune.Meeting{}, err
	}
	if len(open) == 0 {
		return commune.Meeting{}, commune.ErrNotFound
	}
	return open[0], nil
}

// PlaceItem moves an item one place up or down within its priority, under a mandate to prepare the agenda, until the meeting ends (OJ-3,
// PW-1). The close of the agenda does not end it: the preparer orders what can no longer be added to.
func PlaceItem(tx *store.Tx, who commune.MemberID, id commune.ItemID, up bool) (commune.Item, error) {
	item, err := tx.Item(id)
	if err != nil {
		return item, err
	}
	m, err := tx.MeetingForUpdate(item.Meeting)
	if err != nil {
		return item, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return item, err
	}
	if _, err := p.MayAt(m.ID, commune.PrepareAgenda, tx.Now()); err != nil {
		return item, err
	}
	if m.State(tx.Now()).Over() {
		return item, commune.ErrMeetingEnded
	}
	s, err := tx.Settings()
	if err != nil {
		return item, err
	}
	items, err := tx.Items(m.ID)
	if err != nil {
		return item, err
	}
	tx.Touch(m.ID)
	for _, placed := range commune.Place(items, s, id, up) {
		if _, err := tx.PutItem(placed); err != nil {
			return item, err
		}
	}
	return item, nil
}

// Agenda is a meeting's items in the order in which they are treated (OJ-3), with their foreseen times (OJ-4).
func Agenda(tx *store.Tx, id commune.MeetingID) ([]commune.PlannedItem, error) {
	s, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	items, err := tx.Items(id)
	return commune.Plan(commune.Order(items, s), s), err
}
