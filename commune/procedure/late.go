package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// ProposeLateItem asks the meeting in session to bring an item of a later agenda onto its own, by a vote at the opening: any member who is
// there can ask (OJ-1).
func ProposeLateItem(tx *store.Tx, h House, who commune.MemberID, id commune.ItemID) (commune.Motion, error) {
	open, err := tx.OpenMeeting()
	if err != nil {
		return commune.Motion{}, orNotOpen(err)
	}
	m, err := tx.MeetingForUpdate(open.ID)
	if err != nil {
		return commune.Motion{}, err
	}
	if _, err := attendee(tx, who, m.ID); err != nil {
		return commune.Motion{}, err
	}
	terms := commune.LateTerms{Meeting: m.ID, Item: id}
	if err := completeLate(tx, &terms); err != nil {
		return commune.Motion{}, err
	}
	if err := notAsked(tx, terms); err != nil {
		return commune.Motion{}, err
	}
	under, err := OpeningItem(tx, h, who, m)
	if err != nil {
		return commune.Motion{}, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	payload, err := json.Marshal(terms)
	if err != nil {
		return commune.Motion{}, err
	}
	words := h.WordsOf(o)
	return putMotion(tx, h, commune.Motion{
		Meeting: m.ID, Item: under.ID, Form: commune.FormLateItem, Text: words.T("late.text", terms.Title, terms.Minutes), Payload: payload,
		Audience: commune.MembersOnly, ProposedBy: who, ProposedAt: tx.Now(),
	})
}

// orNotOpen says of a meeting in session that is not found that there is none.
func orNotOpen(err error) error {
	if errors.Is(err, commune.ErrNotFound) {
		return commune.ErrMeetingNotOpen
	}
	return err
}

// notAsked refuses what waits for its vote already, or was voted.
func notAsked(tx *store.Tx, terms commune.LateTerms) error {
	motions, err := tx.Motions(terms.Meeting)
	if err != nil {
		return err
	}
	for _, m := range motions {
		var other commune.LateTerms
		if m.Form == commune.FormLateItem && unmarshal(m.Payload, &other) == nil && other.Item == terms.Item {
			return commune.ErrLateItemAsked
		}
	}
	return nil
}

// checkLate refuses what the meeting could not bring onto its agenda, and names the item as it is called when the vote opens.
func checkLate(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.LateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	if err := completeLate(tx, &terms); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

func completeLate(tx *store.Tx, terms *commune.LateTerms) error {
	m, err := tx.Meeting(terms.Meeting)
	if err != nil {
		return err
	}
	s, err := tx.Settings()
	if err != nil {
		return err
	}
	if err := m.TakesLateItems(m.State(tx.Now()), s); err != nil {
		return err
	}
	item, err := tx.Item(terms.Item)
	if err != nil {
		return err
	}
	on, err := tx.Meeting(item.Meeting)
	switch {
	case err != nil:
		return err
	case item.Withdrawn():
		return commune.ErrItemWithdrawn
	case on.Kind != commune.Ordinary || on.Popular() || !on.OpenedAt.IsZero() || !on.StartsAt.After(m.StartsAt):
		return commune.ErrNotLate
	}
	terms.Title, terms.Minutes = item.Title, item.Minutes
	return nil
}

// carryLate brings the item with its motions onto the agenda of the meeting that decided it, where the order of the priorities places it (OJ-3).
// One that was withdrawn while it was voted stays withdrawn.
func carryLate(tx *store.Tx, _ House, _ commune.Decision, payload []byte) error {
	var terms commune.LateTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	item, from, err := lockItem(tx, terms.Item)
	if err != nil || item.Withdrawn() || from.ID == terms.Meeting {
		return err
	}
	tx.Touch(from.ID)
	tx.Touch(terms.Meeting)
	if err := tx.MoveItem(item.ID, terms.Meeting); err != nil {
		return err
	}
	item.Meeting, item.Position = terms.Meeting, 0
	_, err = tx.PutItem(item)
	return err
}

// LateItems are those of the agenda after, which a member who is there can ask a meeting to bring onto its own; none once it is too late (OJ-1).
func LateItems(tx *store.Tx, m commune.Meeting) ([]commune.Item, error) {
	s, err := tx.Settings()
	if err != nil || m.TakesLateItems(m.State(tx.Now()), s) != nil {
		return nil, err
	}
	coming, err := tx.MeetingsFrom(m.StartsAt)
	if err != nil {
		return nil, err
	}
	var late []commune.Item
	for _, on := range coming {
		items, err := tx.Items(on.ID)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			terms := commune.LateTerms{Meeting: m.ID, Item: item.ID}
			if completeLate(tx, &terms) == nil && notAsked(tx, terms) == nil {
				late = append(late, item)
			}
		}
	}
	return late, nil
}
