package commune

import (
	"strings"
	"time"
)

// FormName says what adopting a motion carries out.
type FormName string

// The forms that a commune knows by itself; the confederation adds its own.
const (
	FormResolution FormName = "resolution"
	FormMandate    FormName = "mandate"    // SE-3
	FormPriorities FormName = "priorities" // OJ-3
	FormCorrection FormName = "correction" // CR-3: of the minutes of an earlier meeting
)

// Audience is who may read a record; it is stated by the motion.
type Audience string

// Public records are for everybody, confederation records for the councils and communes that they name, members' never leave the instance.
const (
	Public        Audience = "public"
	Confederation Audience = "confederation"
	MembersOnly   Audience = "members"
)

// Valid holds for the three audiences.
func (a Audience) Valid() bool { return a == Public || a == Confederation || a == MembersOnly }

// Motion is a text put to the vote on an item of the agenda.
type Motion struct {
	ID         MotionID
	Meeting    MeetingID
	Item       ItemID
	Form       FormName
	Text       string // the exact words that are voted
	Payload    []byte // what the form carries out, as JSON; empty for a resolution
	Audience   Audience
	ProposedBy MemberID
	ProposedAt time.Time
	OpenedAt   time.Time
	ClosedAt   time.Time
	Electorate int // how many electors, written at opening (AG-4)
	For        int // counts, written at the close
	Against    int
	Abstain    int
	Adopted    bool
	Seq        Seq // the entry of the register's log that the close wrote
}

// Check refuses a motion that cannot be voted.
func (m Motion) Check() error {
	if err := Text(strings.TrimSpace(m.Text), MaxText, ErrMotionTextMissing); err != nil {
		return err
	}
	if !m.Audience.Valid() {
		return ErrAudienceInvalid
	}
	return nil
}

// Opened holds from the opening of the vote on.
func (m Motion) Opened() bool { return !m.OpenedAt.IsZero() }

// Ended holds from the close on.
func (m Motion) Ended() bool { return !m.ClosedAt.IsZero() }

// Voting holds between the opening and the close.
func (m Motion) Voting() bool { return m.Opened() && !m.Ended() }

// Tally gives the counts that the close wrote.
func (m Motion) Tally() Tally { return Tally{For: m.For, Against: m.Against, Abstain: m.Abstain} }

// Elector is a member on the list written when the vote opened (AG-4).
type Elector struct {
	Motion   MotionID
	Member   MemberID
	Mode     Mode
	Expelled bool // from this vote
}

// Attendee is a member as the opening of a vote sees them.
type Attendee struct {
	Presence
	Good bool // standing
}

// Open writes the electorate: every member who is present and in good standing at that instant (AG-4, AG-6).
func (m Motion) Open(in Meeting, attendees []Attendee, now time.Time) (Motion, []Elector, error) {
	switch {
	case in.State(now) != Open:
		return m, nil, ErrMeetingNotOpen
	case m.Opened():
		return m, nil, ErrVoteAlreadyOpen
	}
	var electors []Elector
	for _, a := range attendees {
		if a.Good && a.LeftAt.IsZero() {
			electors = append(electors, Elector{Motion: m.ID, Member: a.Member, Mode: a.Mode})
		}
	}
	if len(electors) == 0 {
		return m, nil, ErrNobodyVotes
	}
	m.OpenedAt, m.Electorate = now, len(electors)
	return m, electors, nil
}

// Cast records an elector's choice. The electorate was written when the vote opened (AG-4); a named ballot replaces the earlier one (AG-5).
func (m Motion) Cast(voter Elector, c Choice, at time.Time) (Ballot, error) {
	switch {
	case !m.Opened():
		return Ballot{}, ErrVoteNotOpen
	case m.Ended():
		return Ballot{}, ErrVoteClosed.With(m.ClosedAt)
	case voter.Motion != m.ID:
		return Ballot{}, ErrNotElector
	case voter.Expelled:
		return Ballot{}, ErrExpelled
	case !c.Valid():
		return Ballot{}, ErrChoiceInvalid
	}
	return Ballot{Motion: m.ID, Elector: voter.Member, Choice: c, CastAt: at}, nil
}

// Close counts and ends the vote; it is never opened again (AG-5).
func (m Motion) Close(ballots []Ballot, now time.Time) (Motion, error) {
	if !m.Opened() {
		return m, ErrVoteNotOpen
	}
	if m.Ended() {
		return m, ErrVoteClosed.With(m.ClosedAt)
	}
	t := Count(ballots)
	m.ClosedAt, m.For, m.Against, m.Abstain, m.Adopted = now, t.For, t.Against, t.Abstain, t.Adopted()
	return m, nil
}
