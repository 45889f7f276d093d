package procedure

import (
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Sitting is a meeting as it is at one instant: all that its screens show. It is read once for everybody who watches, with as many
// queries for five persons as for a thousand; what one of them did not tell the others, such as their ballot, does not stand in it.
type Sitting struct {
	Meeting  commune.Meeting
	State    commune.MeetingState
	Settings commune.Settings
	At       time.Time      // when it was read
	Timing   commune.Timing // the agenda with its time (OJ-4)
	Last     commune.Act    // what who leads can take back; none while its ID is 0
	Writing  Writing        // of its agenda, while that can be written
	Motions  []commune.Motion
	Floor    Floor
	Present  map[commune.MemberID]commune.Presence // who is there now
	Count    map[commune.Mode]int                  // of them, by how they attend (AG-6)
	Excluded []commune.MemberID                    // whom it excluded
	Names    map[commune.MemberID]string           // public names
	Votes    []Vote                                // that are open
	Given    commune.Mandates                      // of this meeting: who facilitates it, who takes its minutes (DR-2)
	Result   Result
	Written  []commune.MinutesSection // of its minutes, so far (CR-1)
	Opening  Checklist                // only once ReadOpening has read it

	facilitators map[commune.MemberID]commune.Mandates
	there        commune.Lead                        // but for who asks
	places       map[commune.MemberID]int            // in the queue, from 1
	orders       map[commune.MemberID]bool           // who raised a point of order that was not heard yet
	signs        map[commune.MemberID]commune.Recall // made in silence to who speaks
}

// Result is that of the vote that closed last; none while its ID is 0.
type Result struct {
	commune.Motion
	Number string          // of the decision, once adopted
	Voices []commune.Voice // in a council (CF-5)
}

// ReadSitting computes what the screens of a meeting show.
func ReadSitting(tx *store.Tx, id commune.MeetingID) (Sitting, error) {
	s := Sitting{At: tx.Now()}
	var err error
	if s.Meeting, err = tx.Meeting(id); err != nil {
		return s, err
	}
	s.State = s.Meeting.State(s.At)
	if s.Settings, err = tx.Settings(); err != nil {
		return s, err
	}
	for _, read := range []func(*store.Tx) error{s.readAgenda, s.readWriting, s.readPeople, s.readVotes, s.readLead, s.readFloor} {
		if err := read(tx); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *Sitting) readFloor(tx *store.Tx) (err error) {
	s.Floor, err = floorOf(tx, s.Meeting)
	s.places = make(map[commune.MemberID]int, len(s.Floor.Queue))
	s.orders, s.signs = make(map[commune.MemberID]bool), make(map[commune.MemberID]commune.Recall, len(s.Floor.Gestures))
	for _, g := range s.Floor.Gestures {
		s.signs[g.Member] = g.Kind
	}
	for i, q := range s.Floor.Queue {
		if q.Kind == commune.Turn {
			s.places[q.Member] = i + 1
		} else {
			s.orders[q.Member] = true
		}
	}
	return err
}

func (s *Sitting) readAgenda(tx *store.Tx) error {
	items, err := tx.Items(s.Meeting.ID)
	if err != nil {
		return err
	}
	if s.Written, err = tx.MinutesSections(s.Meeting.ID); err != nil {
		return err
	}
	if s.Motions, err = tx.Motions(s.Meeting.ID); err != nil {
		return err
	}
	s.Timing = s.Meeting.Timing(commune.Order(items, s.Settings), votedItems(s.Motions), s.Settings, s.At)
	if s.Last, err = tx.LastAct(s.Meeting.ID); errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

func (s *Sitting) readPeople(tx *store.Tx) error {
	there, err := tx.There(s.Meeting.ID)
	if err != nil {
		return err
	}
	s.Present, s.Count = make(map[commune.MemberID]commune.Presence, len(there)), make(map[commune.Mode]int, 2)
	for _, p := range there {
		s.Present[p.Member] = p
		s.Count[p.Mode]++
	}
	if s.Excluded, err = tx.Excluded(s.Meeting.ID); err != nil {
		return err
	}
	s.Names, err = tx.PublicNames()
	return err
}

// readVotes looks at what is being voted, and at what was voted last, in the order of the register: no machine's clock sets that
// back. What waits for assemblies stands in no register yet (CF-5).
func (s *Sitting) readVotes(tx *store.Tx) error {
	for _, m := range s.Motions {
		if m.Voting() {
			v, err := ReadVote(tx, m)
			if err != nil {
				return err
			}
			s.Votes = append(s.Votes, v)
		}
		if m.Opened() && m.Ended() && !m.Void && (m.Seq > s.Result.Seq || m.Settling() && !m.ClosedAt.Before(s.Result.ClosedAt)) {
			s.Result.Motion = m
		}
	}
	if !s.Result.Decided() {
		return nil
	}
	d, err := tx.DecisionOf(s.Result.ID)
	s.Result.Number = d.Number()
	return err
}

// readLead notes who holds a mandate to facilitate, and the mandates that this meeting gave for itself (DR-2).
func (s *Sitting) readLead(tx *store.Tx) error {
	mandates, err := tx.Mandates()
	s.facilitators = make(map[commune.MemberID]commune.Mandates)
	for _, m := range mandates {
		if m.AllowsAt(s.Meeting.ID, commune.Facilitate, s.At) {
			s.facilitators[m.Holder] = append(s.facilitators[m.Holder], m)
			_, here := s.Present[m.Holder]
			s.there.Facilitator = s.there.Facilitator || here
		}
		if m.Meeting == s.Meeting.ID && m.EndedAt.IsZero() && !m.Capabilities.Has(commune.PrepareAgenda) {
			s.Given = append(s.Given, m)
		}
	}
	_, s.there.Opener = s.Present[s.Meeting.OpenedBy]
	return err
}

// Admits tells whether a member may follow the sitting: everybody but whom it excluded.
func (s Sitting) Admits(who commune.MemberID) bool { return !slices.Contains(s.Excluded, who) }

// Leads tells whether a member leads the meeting (DR-2, PW-2). It only chooses what is shown: the procedures decide.
func (s Sitting) Leads(who commune.MemberID) bool {
	l := s.there
	_, l.Asker = s.Present[who]
	return s.Meeting.Facilitates(who, s.facilitators[who], l, s.At) == nil
}

// Current is the place on the agenda of the item that is treated, or else of the one that is voted; -1 for none.
func (s Sitting) Current() int {
	id := s.Meeting.Item
	if id == 0 && len(s.Votes) > 0 {
		id = s.Votes[0].Item
	}
	return slices.IndexFunc(s.Timing.Items, func(i commune.TimedItem) bool { return i.ID == id })
}
