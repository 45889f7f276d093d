package procedure

import (
	"encoding/json"
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
	if m, err = in.Admits(m); err != nil {
		return m, err
	}
	return putMotion(tx, h, commune.Motion{
		Meeting: in.ID, Item: item.ID, Form: m.Form, Text: strings.TrimSpace(m.Text), Payload: m.Payload, Audience: m.Audience,
		ProposedBy: who, ProposedAt: tx.Now(), Charged: m.Charged, ReviewOn: m.ReviewOn,
	})
}

// putMotion keeps a motion that is new, once its form has nothing against it.
func putMotion(tx *store.Tx, h House, m commune.Motion) (commune.Motion, error) {
	form, known := h.Forms[m.Form]
	if !known {
		return m, commune.ErrFormUnknown
	}
	if form.Private {
		m.Audience = commune.MembersOnly
	}
	if form.Open {
		m.Audience = commune.Public
	}
	if err := m.Check(); err != nil {
		return m, err
	}
	if form.Told && m.Audience == commune.MembersOnly {
		return m, commune.ErrAudienceTold
	}
	if err := mayBeCharged(tx, m); err != nil {
		return m, err
	}
	m, err := form.complete(tx, m)
	if err != nil {
		return m, err
	}
	tx.Touch(m.Meeting)
	return tx.PutMotion(m)
}

// complete refuses what could not be carried out, and writes what the form adds.
func (f Form) complete(tx *store.Tx, m commune.Motion) (commune.Motion, error) {
	var err error
	if m.Payload, err = f.Check(tx, m.Payload); err != nil {
		return m, err
	}
	if f.Reads != nil {
		if err := f.Reads(tx, m); err != nil {
			return m, err
		}
	}
	if f.Options != nil {
		m.Options, err = f.Options(tx, m.Payload)
	}
	return m, err
}

func mayMove(tx *store.Tx, who commune.MemberID, item commune.Item, in commune.Meeting) error {
	if in.State(tx.Now()).Over() {
		return commune.ErrMeetingEnded
	}
	if item.ProposedBy == who {
		if err := mayPropose(tx, who, in); err != nil {
			return err
		}
		before, err := proposedTo(tx, who, in)
		if err != nil {
			return err
		}
		return before.MoreTexts()
	}
	_, err := Facilitating(tx, who, in)
	return err
}

// Opening is what who leads says when they open a vote.
type Opening struct {
	Motion commune.MotionID
	Mode   commune.VoteMode
}

// OpenVote opens a vote in which each ballot is one person's and can be replaced until the close.
func OpenVote(tx *store.Tx, h House, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	return OpenVoteIn(tx, h, who, Opening{Motion: id, Mode: commune.Named})
}

// OpenVoteIn opens the vote on a motion and writes its electorate in the same instant: good standing and present (AG-4). What can no
// longer be carried out, such as a mandate whose term has passed, is not put to the vote, nor is what stands under an item that left the
// agenda (OJ-1); and amendments are voted first.
func OpenVoteIn(tx *store.Tx, h House, who commune.MemberID, o Opening) (commune.Motion, error) {
	m, in, err := leadingVote(tx, who, o.Motion)
	if err != nil {
		return m, err
	}
	return openVote(tx, h, in, m, o.Mode)
}

func openVote(tx *store.Tx, h House, in commune.Meeting, m commune.Motion, mode commune.VoteMode) (commune.Motion, error) {
	var err error
	if m.Waits() {
		if err := onAgenda(tx, m); err != nil {
			return m, err
		}
		if err := amendmentsFirst(tx, m); err != nil {
			return m, err
		}
		if m, err = h.Forms[m.Form].complete(tx, m); err != nil {
			return m, err
		}
	}
	if err := votedByName(tx, mode); err != nil {
		return m, err
	}
	s, err := tx.Settings()
	if err != nil {
		return m, err
	}
	m.Majority = in.Majority(s)
	attendees, err := voices(tx, in)
	if err != nil {
		return m, err
	}
	m, electors, err := m.Open(in, attendees, mode, tx.Now())
	if err != nil {
		return m, err
	}
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	return m, addElectors(tx, m, electors)
}

// addElectors writes the list of a vote that opened, and says so to whom it concerns.
func addElectors(tx *store.Tx, m commune.Motion, electors []commune.Elector) error {
	if err := tx.AddElectors(electors); err != nil {
		return err
	}
	if m.Mode == commune.Secret {
		if err := tx.AddUrn(m.ID, m.Choices()); err != nil {
			return err
		}
	}
	tx.Touch(m.Meeting)
	if err := noteElectorate(tx, m, electors); err != nil {
		return err
	}
	return tellOpened(tx, m, electors)
}

// votedByName refuses another way of voting in a council, where it is public how each delegation votes (CF-5).
func votedByName(tx *store.Tx, mode commune.VoteMode) error {
	o, err := tx.Organisation()
	if err == nil && o.Kind == commune.KindCouncil && mode != commune.Named {
		err = commune.ErrVoteNamedOnly
	}
	return err
}

// tellOpened has whoever votes in a council confirmed from now on (CF-5).
func tellOpened(tx *store.Tx, m commune.Motion, electors []commune.Elector) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	return tx.Publish(commune.VoteOpened{Motion: m, Electors: electors})
}

// onAgenda refuses a motion whose item its proposer has taken off the agenda (OJ-1).
func onAgenda(tx *store.Tx, m commune.Motion) error {
	item, err := tx.Item(m.Item)
	if err == nil && item.Withdrawn() {
		err = commune.ErrItemWithdrawn
	}
	return err
}

// noteElectorate enters the list in the log, so that what it was can be shown (AG-4).
func noteElectorate(tx *store.Tx, m commune.Motion, electors []commune.Elector) error {
	ids := make([]commune.MemberID, len(electors))
	for i, e := range electors {
		ids[i] = e.Member
	}
	slices.Sort(ids)
	return Note(tx, "Electorate", map[string]any{
		"motion": m.ID, "openedAt": m.OpenedAt, "mode": m.Mode, "electors": ids, "inRoom": m.InRoom, "roll": m.Roll,
	})
}

// leadingVote locks a motion and its meeting, for who leads it.
func leadingVote(tx *store.Tx, who commune.MemberID, id commune.MotionID) (commune.Motion, commune.Meeting, error) {
	m, in, err := motionAndMeeting(tx, id)
	if err == nil {
		_, err = Facilitating(tx, who, in)
	}
	return m, in, err
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

func attendees(tx *store.Tx, in commune.Meeting) ([]commune.Attendee, error) {
	presences, err := tx.Presences(in.ID)
	if err != nil {
		return nil, err
	}
	good, err := goodStanding(tx)
	if err != nil {
		return nil, err
	}
	all := make([]commune.Attendee, len(presences))
	for i, p := range presences {
		all[i] = commune.Attendee{Presence: p, Good: in.Counts(good[p.Member])}
	}
	return all, nil
}

// voices are those who are at a meeting, each with whose voice they carry: in a council every delegation has one (CF-5).
func voices(tx *store.Tx, in commune.Meeting) ([]commune.Attendee, error) {
	there, err := attendees(tx, in)
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return there, err
	}
	members, err := tx.Members()
	if err != nil {
		return nil, err
	}
	by := make(map[commune.MemberID]commune.Member, len(members))
	seated := false
	for _, m := range members {
		by[m.ID], seated = m, seated || m.Seated(tx.Now())
	}
	for i, a := range there {
		there[i].Delegation, there[i].SeatRank = by[a.Member].Delegation, by[a.Member].SeatRank
	}
	return commune.Voices(there, seated), nil
}

// unmarshal reads a form's payload; a payload that does not read was not made by us.
func unmarshal(payload []byte, v any) error {
	if err := json.Unmarshal(payload, v); err != nil {
		return commune.ErrFormUnknown
	}
	return nil
}
