package procedure

import (
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Floor is who speaks and who waits at a meeting.
type Floor struct {
	Speaking commune.Speech // none while its ID is 0
	Queue    []commune.Queued
	Waiting  map[commune.Mode]commune.Waiting
	Speeches []commune.Speech  // which order the queue, and the last; as ReadFloor gives it, all
	Gestures []commune.Gesture // the silent signs to who speaks (MO-2)

	rules commune.FloorRules
}

// ReadFloor computes the floor of a meeting as it is now, by the assembly's rules (MO-1, CH-2).
func ReadFloor(tx *store.Tx, id commune.MeetingID) (Floor, error) {
	m, err := tx.Meeting(id)
	if err != nil {
		return Floor{}, err
	}
	speeches, err := tx.Speeches(id)
	if err != nil {
		return Floor{}, err
	}
	return floorAfter(tx, m, speeches)
}

// floorOf is that of a meeting which was just read, with no more of its past than what orders those who wait and those who ask.
func floorOf(tx *store.Tx, m commune.Meeting, asking ...commune.MemberID) (Floor, error) {
	speeches, err := tx.SpeechesOfQueue(m.ID, asking...)
	if err != nil {
		return Floor{}, err
	}
	return floorAfter(tx, m, speeches)
}

func floorAfter(tx *store.Tx, m commune.Meeting, speeches []commune.Speech) (Floor, error) {
	f := Floor{Speeches: speeches}
	s, err := tx.Settings()
	if err != nil {
		return f, err
	}
	f.rules = s.FloorRules(m.Item)
	requests, err := tx.SpeechRequests(m.ID)
	if err != nil {
		return f, err
	}
	if n := len(f.Speeches); n > 0 && f.Speeches[n-1].Running() {
		f.Speaking = f.Speeches[n-1]
		if f.Gestures, err = tx.Gestures(f.Speaking.ID); err != nil {
			return f, err
		}
	}
	f.order(requests, tx.Now())
	return f, nil
}

// order puts who waits into the order in which they speak.
func (f *Floor) order(requests []commune.SpeechRequest, now time.Time) {
	f.Queue = commune.SpeakerQueue(requests, f.Speeches, f.rules, now)
	f.Waiting = commune.WaitingBy(f.Queue)
}

// waiting are the requests of those in the queue.
func (f *Floor) waiting() []commune.SpeechRequest {
	requests := make([]commune.SpeechRequest, len(f.Queue))
	for i, p := range f.Queue {
		requests[i] = p.SpeechRequest
	}
	return requests
}

// begin is the floor once the first of the queue speaks.
func (f *Floor) begin(s commune.Speech) {
	if f.Speaking.ID != 0 {
		f.Speeches[len(f.Speeches)-1].EndedAt = s.StartedAt
	}
	f.Speaking, f.Gestures, f.Speeches = s, nil, append(f.Speeches, s)
	f.order(f.waiting()[1:], s.StartedAt)
}

// announceNext tells the first who waits for a turn that they speak next, unless someone was told already (MO-1). A point of order is not
// announced: it comes at once.
func announceNext(tx *store.Tx, id commune.MeetingID) error {
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	return f.announce(tx, id)
}

// announce does that on the floor as it has become.
func (f *Floor) announce(tx *store.Tx, id commune.MeetingID) error {
	tx.Touch(id)
	if f.Speaking.ID == 0 {
		return nil
	}
	for _, p := range f.Queue {
		switch {
		case !p.AnnouncedAt.IsZero():
			return nil
		case p.Kind == commune.Turn:
			return tx.AnnounceSpeaker(p.SpeechRequest, tx.Now())
		}
	}
	return nil
}
