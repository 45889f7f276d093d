package procedure

import (
	"fmt"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// ConvokePopular calls everybody to a sitting: here, and wherever the assembly is followed (AP-5).
func ConvokePopular(tx *store.Tx, h House, who commune.MemberID, to commune.Meeting) (commune.Meeting, error) {
	if _, err := organiser(tx, who); err != nil {
		return commune.Meeting{}, err
	}
	b, err := Popular(tx, to.Body)
	if err != nil {
		return commune.Meeting{}, err
	}
	m, err := commune.NewPopularMeeting(b, to, tx.Now())
	if err != nil {
		return m, err
	}
	m.CalledBy = who
	if m, err = tx.PutMeeting(m); err != nil {
		return m, err
	}
	tx.Touch(m.ID)
	if err := recordConvocation(tx, h, b, m); err != nil {
		return m, err
	}
	return m, convokeNow(tx)
}

// MoveSitting gives a sitting of a popular assembly another hour or place until it is opened, for who organises (AP-1).
func MoveSitting(tx *store.Tx, h House, who commune.MemberID, id commune.MeetingID, c commune.Change, reason string) (commune.Meeting, error) {
	m, b, err := organising(tx, who, id)
	if err != nil {
		return m, err
	}
	m, different, err := m.Moved(c, reason, tx.Now())
	if err != nil || !different {
		return m, err
	}
	return m, tellSitting(tx, h, b, m)
}

// CancelSitting says that a sitting of a popular assembly will not be held, and why, until it is opened, for who organises (AP-1).
func CancelSitting(tx *store.Tx, h House, who commune.MemberID, id commune.MeetingID, reason string) (commune.Meeting, error) {
	m, b, err := organising(tx, who, id)
	if err != nil {
		return m, err
	}
	if m, err = m.Cancel(reason, tx.Now()); err != nil {
		return m, err
	}
	return m, tellSitting(tx, h, b, m)
}

// organising locks a sitting of a popular assembly for who organises.
func organising(tx *store.Tx, who commune.MemberID, id commune.MeetingID) (commune.Meeting, commune.Body, error) {
	if _, err := organiser(tx, who); err != nil {
		return commune.Meeting{}, commune.Body{}, err
	}
	m, err := tx.MeetingForUpdate(id)
	if err != nil {
		return m, commune.Body{}, err
	}
	if !m.Popular() {
		return m, commune.Body{}, commune.ErrNotFound
	}
	b, err := tx.Body(m.Body)
	return m, b, err
}

// tellSitting keeps a sitting that is otherwise than it was announced, and says so to all whom it was announced to (AP-5).
func tellSitting(tx *store.Tx, h House, b commune.Body, m commune.Meeting) error {
	if _, err := tx.PutMeeting(m); err != nil {
		return err
	}
	tx.Touch(m.ID)
	if err := recordConvocation(tx, h, b, m); err != nil {
		return err
	}
	return convokeNow(tx)
}

func recordConvocation(tx *store.Tx, h House, b commune.Body, m commune.Meeting) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	p := h.WordsOf(o)
	page, off := string(o.BodyActor(b)), !m.CancelledAt.IsZero()
	lines := []string{p.T("record.convocation.title", b.Name, p.DateTime(m.StartsAt)), p.T("record.convocation.place", m.Place), p.T("record.convocation.open")}
	switch {
	case off:
		lines = []string{p.T("record.convocation.cancelled", b.Name, p.DateTime(m.StartsAt)), m.CancelReason}
	case m.Sequence > 0:
		lines[0] = p.T("record.convocation.moved", b.Name, p.DateTime(m.StartsAt))
		if m.ChangeReason != "" {
			lines = append(lines, m.ChangeReason)
		}
	}
	return writeRecord(tx, h, o, act{
		kind: record.KindConvocation, by: b.ActorName(), seq: seq, audience: commune.Public,
		data: record.Convocation{
			Header: record.Header{V: 1, Kind: record.KindConvocation, Seq: seq}, Body: o.BodyActor(b),
			Meeting: fmt.Sprintf("%s/meetings/%d", o.BaseURL, m.ID), StartsAt: record.Time(m.StartsAt), Place: m.Place, Reason: m.Reasoned(), Off: off,
			Audience: string(commune.Public),
		},
		envelope: record.Envelope{Type: "Note", URL: page, Content: paragraphs(append(lines, page)...)},
	})
}
