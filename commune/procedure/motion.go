package procedure

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// ProposeMotion puts exact words under an item: its proposer can until the meeting closes, who leads the meeting while it is open.
func ProposeMotion(tx *store.Tx, h House, who commune.MemberID, m commune.Motion) (commune.Motion, error) {
	item, err := tx.Item(m.Item)
	if err != nil {
		return m, err
	}
	in, err := tx.MeetingForUpdate(item.Meeting)
	if err != nil {
		return m, err
	}
	if err := mayMove(tx, who, item, in); err != nil {
		return m, err
	}
	form, known := h.Forms[m.Form]
	if !known {
		return m, commune.ErrFormUnknown
	}
	m = commune.Motion{
		Meeting: in.ID, Item: item.ID, Form: m.Form, Text: strings.TrimSpace(m.Text), Payload: m.Payload, Audience: m.Audience,
		ProposedBy: who, ProposedAt: tx.Now(),
	}
	if err := m.Check(); err != nil {
		return m, err
	}
	if form.Told && m.Audience == commune.MembersOnly {
		return m, commune.ErrAudienceTold
	}
	if m.Payload, err = form.Check(tx, m.Payload); err != nil {
		return m, err
	}
	return tx.PutMotion(m)
}

func mayMove(tx *store.Tx, who commune.MemberID, item commune.Item, in commune.Meeting) error {
	if in.State(tx.Now()).Over() {
		return commune.ErrMeetingEnded
	}
	if item.ProposedBy == who {
		_, err := Identify(tx, who)
		return err
	}
	_, err := Facilitating(tx, who, in)
	return err
}

// OpenVote opens the vote on a motion and writes its electorate in the same instant: good standing and present (AG-4).
// What can no longer be carried out, such as a mandate whose term has passed, is not put to the vote.
func OpenVote(tx *store.Tx, h House, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	m, in, err := motionAndMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if _, err := Facilitating(tx, who, in); err != nil {
		return m, err
	}
	if !m.Opened() {
		if m.Payload, err = h.Forms[m.Form].Check(tx, m.Payload); err != nil {
			return m, err
		}
	}
	attendees, err := attendees(tx, in.ID)
	if err != nil {
		return m, err
	}
	m, electors, err := m.Open(in, attendees, tx.Now())
	if err != nil {
		return m, err
	}
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	if err := tx.AddElectors(electors); err != nil {
		return m, err
	}
	return m, noteElectorate(tx, m, electors)
}

// noteElectorate enters the list in the log, so that what it was can be shown (AG-4).
func noteElectorate(tx *store.Tx, m commune.Motion, electors []commune.Elector) error {
	ids := make([]commune.MemberID, len(electors))
	for i, e := range electors {
		ids[i] = e.Member
	}
	slices.Sort(ids)
	return Note(tx, "Electorate", map[string]any{"motion": m.ID, "openedAt": m.OpenedAt, "electors": ids})
}

// motionAndMeeting locks the meeting, then the motion, always in this order.
func motionAndMeeting(tx *store.Tx, id commune.MotionID) (commune.Motion, commune.Meeting, error) {
	m, err := tx.Motion(id)
	if err != nil {
		return m, commune.Meeting{}, err
	}
	in, err := tx.MeetingForUpdate(m.Meeting)
	if err != nil {
		return m, in, err
	}
	m, err = tx.MotionForUpdate(id)
	return m, in, err
}

func attendees(tx *store.Tx, id commune.MeetingID) ([]commune.Attendee, error) {
	presences, err := tx.Presences(id)
	if err != nil {
		return nil, err
	}
	good, err := goodStanding(tx)
	if err != nil {
		return nil, err
	}
	all := make([]commune.Attendee, len(presences))
	for i, p := range presences {
		all[i] = commune.Attendee{Presence: p, Good: good[p.Member]}
	}
	return all, nil
}

// Cast keeps a member's ballot. It checks the electorate, an expulsion and the close, under the motion's lock, and nothing else (AG-4).
func Cast(tx *store.Tx, who commune.MemberID, id commune.MotionID, choice commune.Choice) (commune.Ballot, error) {
	m, err := tx.MotionForCasting(id)
	if err != nil {
		return commune.Ballot{}, err
	}
	voter, err := tx.Elector(id, who)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return commune.Ballot{}, err
	}
	ballot, err := m.Cast(voter, choice, tx.Now())
	if err != nil {
		return ballot, err
	}
	return ballot, tx.PutBallot(ballot)
}

// CloseVote counts and ends a vote. An adopted motion becomes a decision with its record, and its form is carried out, all in this
// transaction (AG-5, CR-2); a rejected one leaves its counts in the log.
func CloseVote(tx *store.Tx, h House, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	m, in, err := motionAndMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if _, err := Facilitating(tx, who, in); err != nil {
		return m, err
	}
	ballots, err := tx.Ballots(id)
	if err != nil {
		return m, err
	}
	if m, err = m.Close(ballots, tx.Now()); err != nil {
		return m, err
	}
	if m.Seq, err = tx.LockLog(); err != nil {
		return m, err
	}
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	if !m.Adopted {
		return m, noteAt(tx, m.Seq, "Rejection", map[string]any{
			"motion": m.ID, "text": m.Text, "tally": m.Tally(), "electorate": m.Electorate, "closedAt": m.ClosedAt,
		})
	}
	return m, decide(tx, h, m)
}

// decide enters the decision in the register, writes its record and carries its form out.
func decide(tx *store.Tx, h House, m commune.Motion) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	last, err := tx.LastRank(m.ClosedAt.In(o.Location()).Year())
	if err != nil {
		return err
	}
	d := commune.Decide(m, last, o.Location())
	d.Seq = m.Seq
	if d, err = tx.AddDecision(d); err != nil {
		return err
	}
	form := h.Forms[m.Form]
	if err := recordDecision(tx, h, d, form, m.Payload); err != nil {
		return err
	}
	if form.Carry == nil {
		return nil
	}
	return form.Carry(tx, h, d, m.Payload)
}

// unmarshal reads a form's payload; a payload that does not read was not made by us.
func unmarshal(payload []byte, v any) error {
	if err := json.Unmarshal(payload, v); err != nil {
		return commune.ErrFormUnknown
	}
	return nil
}
