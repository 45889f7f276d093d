package procedure

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// undoing is what an act changed, each thing as it was and as it became: taking the act back restores the former where the latter still
// stands.
type undoing struct {
	Speeches []changed[commune.Speech] // Before is empty for one that the act began
	Requests []commune.SpeechRequest   // that the act removed
	Current  changed[commune.ItemID]
	Items    []changed[itemState]
}

type changed[T any] struct{ Before, After T }

// itemState is what an act changes of an item. What is written on it meanwhile stays.
type itemState struct {
	ID      commune.ItemID
	Meeting commune.MeetingID
	commune.Clock
	Position      int
	AdjournedFrom commune.MeetingID
}

func stateOf(i commune.Item) itemState {
	return itemState{ID: i.ID, Meeting: i.Meeting, Clock: i.Clock, Position: i.Position, AdjournedFrom: i.AdjournedFrom}
}

// is compares two states; instants are the same wherever their clocks hang.
func (s itemState) is(o itemState) bool {
	same := s.StartedAt.Equal(o.StartedAt) && s.DoneAt.Equal(o.DoneAt)
	s.StartedAt, s.DoneAt, o.StartedAt, o.DoneAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return same && s == o
}

// remember keeps an act so that it can be taken back.
func remember(tx *store.Tx, act commune.Act, u undoing) error {
	var err error
	if act.Undo, err = json.Marshal(u); err != nil {
		return err
	}
	act.At = tx.Now()
	tx.Touch(act.Meeting)
	return tx.AddAct(act)
}

// Undo takes the last act of the floor or of the agenda back, exactly, for who leads the meeting; or refuses if something that came later
// stands against it. Expected is the act that they saw, 0 for whichever is the last: pressed twice, it takes back one.
func Undo(tx *store.Tx, who commune.MemberID, id commune.MeetingID, expected commune.ActID) (commune.Act, error) {
	m, err := leading(tx, who, id)
	if err != nil {
		return commune.Act{}, err
	}
	f, err := ReadFloor(tx, id)
	if err != nil {
		return commune.Act{}, err
	}
	act, err := tx.LastAct(id)
	switch {
	case errors.Is(err, commune.ErrNotFound):
		return act, commune.ErrNothingToUndo
	case err != nil:
		return act, err
	case expected != 0 && act.ID != expected:
		return act, commune.ErrUndoStale
	}
	var u undoing
	if err := json.Unmarshal(act.Undo, &u); err != nil {
		return act, err
	}
	if err := tx.Unannounce(id, act.At); err != nil {
		return act, err
	}
	if err := u.floor(tx, f); err != nil {
		return act, err
	}
	if err := u.agenda(tx, m); err != nil {
		return act, err
	}
	if err := tx.RemoveAct(act.ID); err != nil {
		return act, err
	}
	return act, announceNext(tx, id)
}

// floor restores who spoke and who waited. Nobody is put back who left, waits again, or has spoken since.
func (u undoing) floor(tx *store.Tx, f Floor) error {
	for _, c := range slices.Backward(u.Speeches) {
		at := slices.IndexFunc(f.Speeches, func(s commune.Speech) bool { return s.ID == c.After.ID })
		if at < 0 || f.Speeches[at].Recall != c.After.Recall || !f.Speeches[at].EndedAt.Equal(c.After.EndedAt) {
			return commune.ErrUndoAgainst
		}
		if c.Before.ID == 0 {
			if err := tx.RemoveSpeech(c.After.ID); err != nil {
				return err
			}
			continue
		}
		if c.Before.Running() && !c.After.Running() {
			if err := returns(tx, f, commune.SpeechRequest{Meeting: c.Before.Meeting, Member: c.Before.Member, Kind: c.Before.Kind}); err != nil {
				return err
			}
		}
		if _, err := tx.PutSpeech(c.Before); err != nil {
			return err
		}
	}
	for _, r := range u.Requests {
		if err := returns(tx, f, r); err != nil {
			return err
		}
		if err := tx.AddSpeechRequest(r); err != nil {
			return err
		}
	}
	return nil
}

// returns refuses to put someone back who left the meeting, or who asked anew.
func returns(tx *store.Tx, f Floor, r commune.SpeechRequest) error {
	_, err := attendance(tx, r.Meeting, r.Member)
	if errors.Is(err, commune.ErrNotPresent) || f.waits(r.Member, r.Kind) {
		return commune.ErrUndoAgainst
	}
	return err
}

// agenda restores which item was treated, and where items stood.
func (u undoing) agenda(tx *store.Tx, m commune.Meeting) error {
	if u.Current.Before != u.Current.After {
		if m.Item != u.Current.After {
			return commune.ErrUndoAgainst
		}
		m.Item = u.Current.Before
		if _, err := tx.PutMeeting(m); err != nil {
			return err
		}
	}
	for _, c := range u.Items {
		item, _, err := lockItem(tx, c.After.ID) // where it was carried, it may be being written
		if err != nil {
			return err
		}
		if !stateOf(item).is(c.After) {
			return commune.ErrUndoAgainst
		}
		item.Clock, item.Position, item.AdjournedFrom = c.Before.Clock, c.Before.Position, c.Before.AdjournedFrom
		if _, err := tx.PutItem(item); err != nil {
			return err
		}
		if item.Meeting == c.Before.Meeting {
			continue
		}
		tx.Touch(item.Meeting)
		if err := tx.MoveItem(item.ID, c.Before.Meeting); err != nil {
			return err
		}
		if err := tx.RemoveAdjournment(c.Before.Meeting, item.ID); err != nil {
			return err
		}
	}
	return nil
}
