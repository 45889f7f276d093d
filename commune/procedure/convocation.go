package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// ConvocationJob is the durable work that calls the members to every meeting that is near enough: it comes back by itself, and is woken
// by whatever cannot wait for that.
const ConvocationJob = "convocation"

func convokeNow(tx *store.Tx) error {
	if err := tellNow(tx); err != nil {
		return err
	}
	return tx.EnqueueOrWake(jobs.Job{Kind: ConvocationJob})
}

// Convoke leaves every letter that a coming meeting, or a popular assembly's sitting, asks for: the convocation from the day on which it is due (AG-2, AG-3), what was changed
// since to those who had it, and the reminders. Done twice, it leaves nothing twice; what a stopped machine missed goes out when it runs
// again, until the meeting's hour has come.
func Convoke(tx *store.Tx) error {
	coming, err := tx.MeetingsToCome(tx.Now())
	if err != nil {
		return err
	}
	sittings, err := tx.SittingsToCome(tx.Now())
	if err != nil {
		return err
	}
	for _, m := range append(coming, sittings...) {
		convoked, err := convoked(tx, m)
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err == nil {
			err = letters(tx, m, convoked)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// convoked is the convocation to a meeting, written now if it is due; NotFound while it is not.
func convoked(tx *store.Tx, m commune.Meeting) (commune.Convocation, error) {
	c, err := tx.Convocation(m.ID)
	if !errors.Is(err, commune.ErrNotFound) {
		return c, err
	}
	o, s, err := home(tx)
	if err != nil {
		return c, err
	}
	if !m.Expected(tx.Now()) || tx.Now().Before(m.ConvokedFrom(s, o.Location())) {
		return c, commune.ErrNotFound
	}
	tree, err := tx.Tree()
	if err != nil {
		return c, err
	}
	tx.Touch(m.ID)
	c = commune.Convocation{Meeting: m.ID, SentAt: tx.Now(), LogSize: tree.Size, LogHash: tree.Root[:]}
	if err := tx.AddConvocation(c); err != nil {
		return c, err
	}
	return c, tellNow(tx)
}

// letters leaves those that a convoked meeting asks for now. That it is cancelled is said to whom it was announced.
func letters(tx *store.Tx, m commune.Meeting, c commune.Convocation) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	to, err := readers(tx, m)
	if err != nil {
		return err
	}
	if m.State(tx.Now()) == commune.Cancelled {
		if to, err = told(tx, m, to); err != nil {
			return err
		}
	}
	for _, kind := range append(m.Reminded(c.SentAt, tx.Now(), o.Location()), commune.LetterConvocation) {
		if err := Write(tx, commune.Letter{Meeting: m.ID, Kind: kind, Edition: m.Edition(kind)}, to); err != nil {
			return err
		}
	}
	return nil
}

// told are those of them who had a convocation.
func told(tx *store.Tx, m commune.Meeting, of []commune.Member) ([]commune.Member, error) {
	sent, err := tx.Letters(m.ID, commune.LetterConvocation)
	var had []commune.Member
	for _, member := range of {
		if _, ok := sent[member.ID]; ok {
			had = append(had, member)
		}
	}
	return had, err
}

// ChangeMeeting gives a meeting another hour, place or address of the call until it is opened, under a mandate to convene (AG-3, PW-1). The
// hour of one that the members convened together is theirs.
func ChangeMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID, c commune.Change) (commune.Meeting, error) {
	m, together, err := convening(tx, who, id)
	if err != nil {
		return m, err
	}
	if together && !c.StartsAt.Equal(m.StartsAt) {
		return m, commune.ErrConvenedTogether
	}
	o, s, err := home(tx)
	if err != nil {
		return m, err
	}
	m, different, err := m.Changed(c, s, o.Location(), tx.Now())
	if err != nil || !different {
		return m, err
	}
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	tx.Touch(m.ID)
	return m, convokeNow(tx)
}

// CancelMeeting says that a meeting will not be held, and why, until it is opened, under a mandate to convene (PW-1). What stood on its
// agenda goes to the next one that is open. Nobody cancels what the members convened together (AG-3).
func CancelMeeting(tx *store.Tx, who commune.MemberID, id commune.MeetingID, reason string) (commune.Meeting, error) {
	m, together, err := convening(tx, who, id)
	if err != nil {
		return m, err
	}
	if together {
		return m, commune.ErrConvenedTogether
	}
	if m, err = m.Cancel(reason, tx.Now()); err != nil {
		return m, err
	}
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	if err := Schedule(tx); err != nil {
		return m, err
	}
	if err := adjourn(tx, m); err != nil {
		return m, err
	}
	tx.Touch(m.ID)
	return m, convokeNow(tx)
}

// convening locks a meeting for who may change it, and tells whether the members convened it together (AG-3).
func convening(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (m commune.Meeting, together bool, err error) {
	if m, err = tx.MeetingForUpdate(id); err != nil {
		return m, false, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return m, false, err
	}
	if _, err := p.May(commune.Convene, tx.Now()); err != nil {
		return m, false, err
	}
	conveners, err := tx.Conveners(id)
	if err != nil {
		return m, false, err
	}
	return m, len(conveners) > 0, m.Changeable(tx.Now())
}

// home is the organisation with its settings.
func home(tx *store.Tx) (commune.Organisation, commune.Settings, error) {
	o, err := tx.Organisation()
	if err != nil {
		return o, commune.Settings{}, err
	}
	s, err := tx.Settings()
	return o, s, err
}
