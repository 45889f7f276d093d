package procedure

import (
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Waits tells whether a member waits for a turn.
func (f Floor) Waits(who commune.MemberID) bool { return f.waits(who, commune.Turn) }

func (f Floor) waits(who commune.MemberID, kind commune.SpeechKind) bool {
	return slices.ContainsFunc(f.Queue, func(p commune.Queued) bool { return p.Member == who && p.Kind == kind })
}

// Speaks tells whether a member has the floor.
func (f Floor) Speaks(who commune.MemberID) bool {
	return f.Speaking.ID != 0 && f.Speaking.Member == who
}

// Since tells whether someone was given the floor after an instant.
func (f Floor) Since(at time.Time) bool {
	n := len(f.Speeches)
	return n > 0 && f.Speeches[n-1].StartedAt.After(at)
}

// AskFloor puts a member who is there into the queue (MO-1), for a turn or for a point of order. For another than oneself only who leads
// the meeting asks: for those who raise their hand and have no device.
func AskFloor(tx *store.Tx, who commune.MemberID, asked commune.SpeechRequest) error {
	m, err := tx.MeetingForUpdate(asked.Meeting)
	if err != nil {
		return err
	}
	if err := concerns(tx, who, m, asked.Member); err != nil {
		return err
	}
	p, err := attendance(tx, m.ID, asked.Member)
	if err != nil {
		return err
	}
	f, err := floorOf(tx, m, asked.Member)
	if err != nil {
		return err
	}
	r, err := m.AskFloor(p, asked.Kind, f.waits(asked.Member, asked.Kind) || f.Speaks(asked.Member), tx.Now())
	if err != nil {
		return err
	}
	if err := tx.AddSpeechRequest(r); err != nil {
		return err
	}
	f.order(append(f.waiting(), r), tx.Now())
	return f.announce(tx, m.ID)
}

// concerns lets a member do what is about themselves, and who leads the meeting what is about another.
func concerns(tx *store.Tx, who commune.MemberID, m commune.Meeting, whom commune.MemberID) error {
	if whom != who {
		_, err := Facilitating(tx, who, m)
		return err
	}
	_, err := participant(tx, who, m)
	return err
}

// LeaveQueue takes a request back: one's own, or another's by who leads the meeting, who can take that back again.
func LeaveQueue(tx *store.Tx, who commune.MemberID, left commune.SpeechRequest) error {
	m, err := tx.MeetingForUpdate(left.Meeting)
	if err != nil {
		return err
	}
	if err := concerns(tx, who, m, left.Member); err != nil {
		return err
	}
	f, err := floorOf(tx, m)
	if err != nil {
		return err
	}
	for _, p := range f.Queue {
		if p.Member != left.Member || p.Kind != left.Kind {
			continue
		}
		if _, err := tx.RemoveSpeechRequest(left); err != nil {
			return err
		}
		if left.Member != who {
			act := commune.Act{Meeting: m.ID, Kind: commune.ActRemoved, Member: left.Member}
			if err := remember(tx, act, undoing{Requests: []commune.SpeechRequest{p.SpeechRequest}}); err != nil {
				return err
			}
		}
	}
	return announceNext(tx, m.ID)
}

// GiveFloor ends the turn that runs, if one does, and gives the floor to the first of the queue (MO-1). Who is then first is told that
// they speak next, and is not overtaken any more. Expected is whom the moderator saw in the first place, 0 for whoever it is: of two who
// press at once one gives the floor, and the other is told.
func GiveFloor(tx *store.Tx, who commune.MemberID, id commune.MeetingID, expected commune.MemberID) (commune.Speech, error) {
	m, f, err := moderating(tx, who, id)
	if err != nil {
		return commune.Speech{}, err
	}
	if len(f.Queue) == 0 {
		return commune.Speech{}, commune.ErrNobodyWaits
	}
	next := f.Queue[0].SpeechRequest
	if expected != 0 && next.Member != expected {
		return commune.Speech{}, commune.ErrFloorMoved
	}
	ended, err := endSpeech(tx, f.Speaking)
	if err != nil {
		return commune.Speech{}, err
	}
	if _, err := tx.RemoveSpeechRequest(next); err != nil {
		return commune.Speech{}, err
	}
	s, err := tx.PutSpeech(commune.Speech{
		Meeting: m.ID, Member: next.Member, Item: m.Item, Kind: next.Kind, Mode: next.Mode, Priority: next.Priority, StartedAt: tx.Now(),
	})
	if err != nil {
		return s, err
	}
	undo := undoing{Speeches: append(ended, changed[commune.Speech]{After: s}), Requests: []commune.SpeechRequest{next}}
	if err := remember(tx, commune.Act{Meeting: id, Kind: commune.ActGave, Member: next.Member}, undo); err != nil {
		return s, err
	}
	f.begin(s)
	return s, f.announce(tx, id)
}

// EndSpeech ends the turn that runs: by who speaks, or by who leads the meeting.
func EndSpeech(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	if f.Speaking.ID == 0 {
		return commune.ErrNobodySpeaks
	}
	if err := concerns(tx, who, m, f.Speaking.Member); err != nil {
		return err
	}
	ended, err := endSpeech(tx, f.Speaking)
	if err != nil {
		return err
	}
	return remember(tx, commune.Act{Meeting: id, Kind: commune.ActEnded, Member: f.Speaking.Member}, undoing{Speeches: ended})
}

// leaveFloor takes who left the meeting out of the queue and ends their turn.
func leaveFloor(tx *store.Tx, id commune.MeetingID, who commune.MemberID) error {
	if _, err := tx.MeetingForUpdate(id); err != nil {
		return err
	}
	for _, kind := range []commune.SpeechKind{commune.Turn, commune.PointOfOrder} {
		if _, err := tx.RemoveSpeechRequest(commune.SpeechRequest{Meeting: id, Member: who, Kind: kind}); err != nil {
			return err
		}
	}
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	if f.Speaks(who) {
		if _, err := endSpeech(tx, f.Speaking); err != nil {
			return err
		}
	}
	return announceNext(tx, id)
}

// moderating is the meeting and its floor, for who leads it.
func moderating(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, Floor, error) {
	m, err := leading(tx, who, id)
	if err != nil {
		return m, Floor{}, err
	}
	f, err := floorOf(tx, m)
	return m, f, err
}

// endSpeech ends a turn, if it is one, and gives what that changed.
func endSpeech(tx *store.Tx, s commune.Speech) ([]changed[commune.Speech], error) {
	if s.ID == 0 {
		return nil, nil
	}
	ended := s
	ended.EndedAt = tx.Now()
	_, err := tx.PutSpeech(ended)
	return []changed[commune.Speech]{{Before: s, After: ended}}, err
}

// attendance is how a member attends, or the refusal of who is not there.
func attendance(tx *store.Tx, id commune.MeetingID, who commune.MemberID) (commune.Presence, error) {
	p, err := tx.Presence(id, who)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.LeftAt.IsZero() {
		return p, commune.ErrNotPresent
	}
	return p, err
}
