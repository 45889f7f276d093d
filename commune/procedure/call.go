package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// CallMeeting calls an exceptional AG (AG-3): convened at once under a mandate that says so, else as soon as one tenth of the
// members in good standing call it together; the assembly can decide that it takes the one or the other.
func CallMeeting(tx *store.Tx, who commune.MemberID, call commune.Call) (commune.Meeting, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return commune.Meeting{}, err
	}
	s, err := tx.Settings()
	if err != nil {
		return commune.Meeting{}, err
	}
	_, mandated := p.May(commune.Convene, tx.Now())
	alone, err := s.CallsAlone(mandated, p.Good)
	if err != nil {
		return commune.Meeting{}, err
	}
	m, err := commune.NewExceptional(call, who, tx.Now())
	if err != nil {
		return m, err
	}
	if err := s.Notice(m.StartsAt, tx.Now()); err != nil {
		return m, err
	}
	if alone {
		m.ConvenedAt = tx.Now()
	}
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	tx.Touch(m.ID)
	if _, err := tx.PutItem(commune.Item{
		Meeting: m.ID, Title: m.Matter, Text: m.Reason, Kind: commune.ForDecision, Minutes: 60,
		ProposedBy: who, ProposedAt: tx.Now(),
	}); err != nil {
		return m, err
	}
	if alone {
		return m, convokeNow(tx)
	}
	return support(tx, m, p)
}

// SupportMeeting joins those who call an exceptional AG, as long as it could still be convened in time (AG-3).
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
	s, err := tx.Settings()
	if err != nil {
		return m, err
	}
	if err := s.Notice(m.StartsAt, tx.Now()); err != nil {
		return m, err
	}
	return support(tx, m, p)
}

func support(tx *store.Tx, m commune.Meeting, p Person) (commune.Meeting, error) {
	if err := tx.AddConvener(m.ID, p.ID); err != nil {
		return m, err
	}
	tx.Touch(m.ID)
	given, needed, err := Support(tx, m.ID)
	if err != nil || given < needed {
		return m, err
	}
	m.ConvenedAt, m.AgendaClosesAt = tx.Now(), tx.Now()
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	return m, convokeNow(tx)
}

// Support is how many members in good standing call an exceptional AG, and how many convene it together (AG-3).
func Support(tx *store.Tx, id commune.MeetingID) (given, needed int, err error) {
	conveners, err := tx.Conveners(id)
	if err != nil {
		return 0, 0, err
	}
	good, err := goodStanding(tx)
	if err != nil {
		return 0, 0, err
	}
	for _, c := range conveners {
		if good[c] {
			given++
		}
	}
	needed, err = ConvenersNeeded(tx)
	return given, needed, err
}

// ConvenersNeeded is how many members in good standing convene an exceptional AG together (AG-3).
func ConvenersNeeded(tx *store.Tx) (int, error) {
	s, err := tx.Settings()
	if err != nil {
		return 0, err
	}
	good, err := goodStanding(tx)
	return s.ConvenersNeeded(len(good)), err
}
