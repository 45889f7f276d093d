package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// planned is how many ordinary meetings are always foreseen, so that a late item has an agenda to go to (OJ-1).
const planned = 2

// Schedule makes sure that the coming ordinary meetings exist (AG-2), and takes what a missed meeting left to the next one.
func Schedule(tx *store.Tx) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind == commune.KindCouncil {
		return err
	}
	s, err := tx.Settings()
	if err != nil {
		return err
	}
	next := s.First(o.FoundedAt, o.Location())
	last, err := tx.LastOrdinary()
	switch {
	case err == nil:
		next = s.After(last.StartsAt, tx.Now(), o.Location())
	case !errors.Is(err, commune.ErrNotFound):
		return err
	}
	coming, err := openAgendas(tx)
	if err != nil {
		return err
	}
	for range planned - len(coming) {
		if err := tx.AddOrdinaryMeeting(commune.NewOrdinary(o, s, next, tx.Now())); err != nil {
			return err
		}
		next = s.After(next, tx.Now(), o.Location())
	}
	return adjournMissed(tx)
}

// openAgendas are the ordinary meetings to which items can be proposed, the earliest first (OJ-1).
func openAgendas(tx *store.Tx) ([]commune.Meeting, error) {
	all, err := tx.MeetingsFrom(tx.Now())
	if err != nil {
		return nil, err
	}
	var open []commune.Meeting
	for _, m := range all {
		if m.AcceptsItems(tx.Now()) == nil {
			open = append(open, m)
		}
	}
	return open, nil
}

// adjournMissed moves the items of ordinary meetings that nobody opened.
func adjournMissed(tx *store.Tx) error {
	unclosed, err := tx.MeetingsFrom(time.Time{})
	if err != nil {
		return err
	}
	for _, m := range unclosed {
		if m.State(tx.Now()) != commune.Missed || m.Kind != commune.Ordinary {
			continue
		}
		if err := adjourn(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// adjourn moves the items that a meeting did not decide to the next agenda that is open.
func adjourn(tx *store.Tx, m commune.Meeting) error {
	items, err := tx.Items(m.ID)
	if err != nil || len(items) == 0 {
		return err
	}
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return err
	}
	undecided := make(map[commune.ItemID]bool)
	for _, motion := range motions {
		undecided[motion.Item] = undecided[motion.Item] || !motion.Ended()
	}
	next, err := openAgendas(tx)
	if err != nil || len(next) == 0 {
		return err
	}
	for _, item := range items {
		if m.OpenedAt.IsZero() || undecided[item.ID] {
			if err := adjournItem(tx, item, motions, next[0].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// CallMeeting calls an exceptional AG (AG-3): convened at once under a mandate that says so, else as soon as one tenth of the
// members in good standing call it together.
func CallMeeting(tx *store.Tx, who commune.MemberID, call commune.Call) (commune.Meeting, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return commune.Meeting{}, err
	}
	_, mandated := p.May(commune.Convene, tx.Now())
	if mandated != nil && !p.Good {
		return commune.Meeting{}, commune.ErrNoStanding
	}
	m, err := commune.NewExceptional(call, who, tx.Now())
	if err != nil {
		return m, err
	}
	if mandated == nil {
		m.ConvenedAt = tx.Now()
	}
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	if _, err := tx.PutItem(commune.Item{
		Meeting: m.ID, Title: m.Matter, Text: m.Reason, Kind: commune.ForDecision, Minutes: 60,
		ProposedBy: who, ProposedAt: tx.Now(),
	}); err != nil {
		return m, err
	}
	if mandated == nil {
		return m, nil
	}
	return support(tx, m, p)
}

// SupportMeeting joins those who call an exceptional AG (AG-3).
func SupportMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, err
	}
	p, err := Identify(tx, who)
	switch {
	case err != nil:
		return m, err
	case !p.Good:
		return m, commune.ErrNoStanding
	case m.State(tx.Now()) != commune.Called:
		return m, commune.ErrSupportGiven
	}
	return support(tx, m, p)
}

func support(tx *store.Tx, m commune.Meeting, p Person) (commune.Meeting, error) {
	if err := tx.AddConvener(m.ID, p.ID); err != nil {
		return m, err
	}
	conveners, err := tx.Conveners(m.ID)
	if err != nil {
		return m, err
	}
	needed, err := ConvenersNeeded(tx)
	if err != nil || len(conveners) < needed {
		return m, err
	}
	m.ConvenedAt, m.AgendaClosesAt = tx.Now(), tx.Now()
	return tx.PutMeeting(m)
}

// ConvenersNeeded is how many members in good standing convene an exceptional AG together (AG-3).
func ConvenersNeeded(tx *store.Tx) (int, error) {
	s, err := tx.Settings()
	if err != nil {
		return 0, err
	}
	all, err := Everybody(tx)
	good := 0
	for _, p := range all {
		if p.Good {
			good++
		}
	}
	return s.ConvenersNeeded(good), err
}

// Attend notes that a member is there, in the room or online, or has left (AG-6).
func Attend(tx *store.Tx, who commune.MemberID, id commune.MeetingID, mode commune.Mode) error {
	m, err := tx.Meeting(id)
	if err != nil {
		return err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return err
	}
	presence, err := m.Attend(who, mode, p.Good, tx.Now())
	if err != nil {
		return err
	}
	return tx.PutPresence(presence)
}

// Leave notes that a member left the meeting; what they were an elector of, they still are (AG-4).
func Leave(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	p, err := tx.Presence(id, who)
	if err != nil {
		return err
	}
	p.LeftAt = tx.Now()
	return tx.PutPresence(p)
}

// OpenMeeting opens an AG that is due. Any member present can, so that there is never a vacuum (PW-2).
func OpenMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, error) {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, err
	}
	if _, err := attendee(tx, who, id); err != nil {
		return m, err
	}
	if other, err := tx.OpenMeeting(); err == nil && other.ID != id {
		return m, commune.ErrAnotherMeetingOpen
	} else if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return m, err
	}
	if m, err = m.Open(who, tx.Now()); err != nil {
		return m, err
	}
	return tx.PutMeeting(m)
}

// attendee is an active member who is present.
func attendee(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	presence, err := tx.Presence(id, who)
	if errors.Is(err, commune.ErrNotFound) || (err == nil && !presence.LeftAt.IsZero()) {
		return p, commune.ErrNotPresent
	}
	return p, err
}

// CloseMeeting ends a meeting; the first one ends the founder's provisional mandate (PW-2). What it did not decide goes to the next.
func CloseMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID) error {
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return err
	}
	if _, err := Facilitating(tx, who, m); err != nil {
		return err
	}
	running, err := tx.OpenVotes(id)
	if err != nil {
		return err
	}
	if m, err = m.Close(running, tx.Now()); err != nil {
		return err
	}
	if _, err := tx.PutMeeting(m); err != nil {
		return err
	}
	if err := endProvisional(tx); err != nil {
		return err
	}
	if err := Schedule(tx); err != nil {
		return err
	}
	return adjourn(tx, m)
}

func endProvisional(tx *store.Tx) error {
	all, err := tx.Mandates()
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Provisional && m.LivingAt(tx.Now()) {
			m.EndedAt = tx.Now()
			if _, err := tx.PutMandate(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// Facilitating gives the member who leads this meeting, or refuses (DR-2, PW-2).
func Facilitating(tx *store.Tx, who commune.MemberID, m commune.Meeting) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	present, err := facilitatorPresent(tx, m.ID)
	if err != nil {
		return p, err
	}
	return p, m.Facilitates(who, p.Mandates, present, tx.Now())
}

func facilitatorPresent(tx *store.Tx, id commune.MeetingID) (bool, error) {
	presences, err := tx.Presences(id)
	if err != nil {
		return false, err
	}
	mandates, err := tx.Mandates()
	if err != nil {
		return false, err
	}
	there := make(map[commune.MemberID]bool)
	for _, p := range presences {
		there[p.Member] = p.LeftAt.IsZero()
	}
	for _, m := range mandates {
		if there[m.Holder] && m.Allows(commune.Facilitate, tx.Now()) {
			return true, nil
		}
	}
	return false, nil
}
