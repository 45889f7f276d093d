package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Floor is who speaks and who waits at a meeting.
type Floor struct {
	Speaking commune.Speech // none while its ID is 0
	Queue    []commune.Queued
	Waiting  map[commune.Mode]commune.Waiting
	Speeches []commune.Speech
}

// ReadFloor computes the floor of a meeting as it is now (MO-1).
func ReadFloor(tx *store.Tx, id commune.MeetingID) (Floor, error) {
	requests, err := tx.SpeechRequests(id)
	if err != nil {
		return Floor{}, err
	}
	f := Floor{}
	if f.Speeches, err = tx.Speeches(id); err != nil {
		return f, err
	}
	if n := len(f.Speeches); n > 0 && f.Speeches[n-1].Running() {
		f.Speaking = f.Speeches[n-1]
	}
	f.Queue = commune.SpeakerQueue(requests, f.Speeches, tx.Now())
	f.Waiting = commune.WaitingBy(f.Queue)
	return f, nil
}

// Waits tells whether a member stands in the queue.
func (f Floor) Waits(who commune.MemberID) bool {
	for _, p := range f.Queue {
		if p.Member == who {
			return true
		}
	}
	return false
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

// AskFloor puts a member who is there into the queue (MO-1). For another than oneself only who leads the meeting asks: for those
// who raise their hand and have no device.
func AskFloor(tx *store.Tx, who commune.MemberID, id commune.MeetingID, asking commune.MemberID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	if asking != who {
		if _, err := Facilitating(tx, who, m); err != nil {
			return err
		}
	} else if _, err := Identify(tx, who); err != nil {
		return err
	}
	p, err := attendance(tx, id, asking)
	if err != nil {
		return err
	}
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	r, err := m.AskFloor(p, f.Waits(asking) || f.Speaks(asking), tx.Now())
	if err != nil {
		return err
	}
	if err := tx.AddSpeechRequest(r); err != nil {
		return err
	}
	return announceNext(tx, id)
}

// LeaveQueue takes a request back: one's own, or another's by who leads the meeting.
func LeaveQueue(tx *store.Tx, who commune.MemberID, id commune.MeetingID, waiting commune.MemberID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	if waiting != who {
		if _, err := Facilitating(tx, who, m); err != nil {
			return err
		}
	}
	if removed, err := tx.RemoveSpeechRequest(id, waiting); err != nil || !removed {
		return err
	}
	return announceNext(tx, id)
}

// GiveFloor ends the turn that runs, if one does, and gives the floor to the first of the queue (MO-1). Who is then first is told that
// they speak next, and is not overtaken any more.
func GiveFloor(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Speech, error) {
	m, f, err := moderating(tx, who, id)
	if err != nil {
		return commune.Speech{}, err
	}
	if len(f.Queue) == 0 {
		return commune.Speech{}, commune.ErrNobodyWaits
	}
	if err := endSpeech(tx, f.Speaking); err != nil {
		return commune.Speech{}, err
	}
	next := f.Queue[0]
	if _, err := tx.RemoveSpeechRequest(id, next.Member); err != nil {
		return commune.Speech{}, err
	}
	s, err := tx.PutSpeech(commune.Speech{
		Meeting: m.ID, Member: next.Member, Item: m.Item, Kind: next.Kind, Mode: next.Mode, Priority: next.Priority, StartedAt: tx.Now(),
	})
	if err != nil {
		return s, err
	}
	return s, announceNext(tx, id)
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
	if f.Speaking.Member != who {
		if _, err := Facilitating(tx, who, m); err != nil {
			return err
		}
	}
	return endSpeech(tx, f.Speaking)
}

// RecallSpeaker calls who speaks back to the point (MO-2).
func RecallSpeaker(tx *store.Tx, who commune.MemberID, id commune.MeetingID, call commune.Recall) error {
	_, f, err := moderating(tx, who, id)
	switch {
	case err != nil:
		return err
	case !call.Valid():
		return commune.ErrRecallInvalid
	case f.Speaking.ID == 0:
		return commune.ErrNobodySpeaks
	}
	f.Speaking.Recall = call
	_, err = tx.PutSpeech(f.Speaking)
	return err
}

// DeclarePriority keeps what a member says of themselves for this meeting (MO-1, ME-2). It counts from their next request on.
func DeclarePriority(tx *store.Tx, who commune.MemberID, id commune.MeetingID, declared bool) error {
	if _, err := attendance(tx, id, who); err != nil {
		return err
	}
	return tx.DeclarePriority(id, who, declared)
}

// clearFloor ends the turn that runs and forgets what was declared for this meeting alone (ME-2).
func clearFloor(tx *store.Tx, id commune.MeetingID) error {
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	if err := endSpeech(tx, f.Speaking); err != nil {
		return err
	}
	return tx.PurgeFloor(id)
}

// moderating is the meeting and its floor, for who leads it.
func moderating(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, Floor, error) {
	m, err := leading(tx, who, id)
	if err != nil {
		return m, Floor{}, err
	}
	f, err := ReadFloor(tx, id)
	return m, f, err
}

func endSpeech(tx *store.Tx, s commune.Speech) error {
	if s.ID == 0 {
		return nil
	}
	s.EndedAt = tx.Now()
	_, err := tx.PutSpeech(s)
	return err
}

// announceNext tells the first of the queue that they speak next, unless someone was told already (MO-1).
func announceNext(tx *store.Tx, id commune.MeetingID) error {
	f, err := ReadFloor(tx, id)
	if err != nil || len(f.Queue) == 0 || f.Speaking.ID == 0 || !f.Queue[0].AnnouncedAt.IsZero() {
		return err
	}
	return tx.AnnounceSpeaker(id, f.Queue[0].Member, tx.Now())
}

// attendance is how a member attends, or the refusal of who is not there.
func attendance(tx *store.Tx, id commune.MeetingID, who commune.MemberID) (commune.Presence, error) {
	p, err := tx.Presence(id, who)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.LeftAt.IsZero() {
		return p, commune.ErrNotPresent
	}
	return p, err
}
