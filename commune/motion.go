package commune

import (
	"slices"
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
	FormSelection  FormName = "selection"  // AG-5: one of several options
	FormElection   FormName = "election"   // AG-5, SE-3: one of several persons, for a mandate
	FormExclusion  FormName = "exclusion"  // from the sitting

	FormRatification FormName = "ratify" // CF-7: answers a confederal text, yes or no
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
	Text       string  // the exact words that are voted
	Payload    []byte  // what the form carries out, as JSON; empty for a resolution
	Options    Options // what is chosen among; none for a vote for or against
	Audience   Audience
	ProposedBy MemberID
	ProposedAt time.Time

	Amends   MotionID // the motion whose text this one would replace
	Original string   // the words first proposed, once an amendment replaced them; of that amendment, those that it replaced
	Repeats  MotionID // the vote that this one holds again
	Follows  MotionID // the choice among several that selected what this one adopts

	Charged  BodyID // the secretariat that would carry it out (SE-1); 0 for none named
	ReviewOn Day    // when the assembly would ask whether it was carried out; empty for never

	Mode       VoteMode
	Majority   Majority // what it needs to be adopted, written at opening (AG-5)
	OpenedAt   time.Time
	ClosedAt   time.Time // of one that was never opened: withdrawn
	Electorate int       // how many electors, written at opening (AG-4)
	InRoom     int       // how many of them in the room
	Roll       string    // names their list beyond doubt

	Hands     Counts // what was counted by hand, provisional until the close
	CountedAt time.Time
	CountedBy MemberID
	Void      bool // the hand count was doubted, and the vote held again

	Settles   time.Time // until when voices of a closed vote can still be confirmed (CF-5); zero where it counts nothing more
	SettledAt time.Time // when such a vote was counted

	For      int // counts, written at the close
	Against  int
	Abstain  int
	Votes    Counts // of a choice among several
	Selected int    // the option that plurality selected, from 1; none of a tie
	Adopted  bool
	Seq      Seq // the entry of the register's log that the close wrote
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

// Ended holds from the close on, or from the withdrawal.
func (m Motion) Ended() bool { return !m.ClosedAt.IsZero() }

// Voting holds between the opening and the close.
func (m Motion) Voting() bool { return m.Opened() && !m.Ended() }

// Settling holds for a closed vote some of whose voices wait to be confirmed by those who sent them (CF-5): it is counted later.
func (m Motion) Settling() bool { return m.Ended() && !m.Settles.IsZero() }

// DecidedAt is when the vote was counted.
func (m Motion) DecidedAt() time.Time {
	if !m.SettledAt.IsZero() {
		return m.SettledAt
	}
	return m.ClosedAt
}

// Waits holds until the vote is opened or the text withdrawn.
func (m Motion) Waits() bool { return !m.Opened() && !m.Ended() }

// Withdrawn holds for a text that was never put to the vote and will not be.
func (m Motion) Withdrawn() bool { return !m.Opened() && m.Ended() }

// Counted holds once hands were counted.
func (m Motion) Counted() bool { return !m.CountedAt.IsZero() }

// Plural holds for a choice among several options (AG-5).
func (m Motion) Plural() bool { return len(m.Options) > 0 }

// Tied holds for a choice among several that selected none (AG-5).
func (m Motion) Tied() bool {
	return m.Plural() && m.Opened() && m.Ended() && !m.Void && !m.Settling() && m.Selected == 0
}

// Decided holds once the vote made a decision: an entry of the register (CR-2). An amendment makes none, nor does a choice among several.
// A vote on a confederal text always makes one, whose content is the answer (CF-7).
func (m Motion) Decided() bool {
	answered := m.Form == FormRatification && m.Opened() && m.Ended() && !m.Void
	return (m.Adopted || answered) && m.Amends == 0
}

// Personal holds for a vote that gave nobody a mandate: its words or its options name who holds none (ME-3).
func (m Motion) Personal() bool {
	return !m.Adopted && (m.Form == FormMandate || m.Form == FormElection)
}

// Tally gives the counts that the close wrote.
func (m Motion) Tally() Tally { return Tally{For: m.For, Against: m.Against, Abstain: m.Abstain} }

// Voters is how many voices the close counted.
func (m Motion) Voters() int { return m.Tally().Voters() + m.Votes.Sum() }

// Choices are what a voice can say, in the order in which they are shown.
func (m Motion) Choices() []Choice {
	if !m.Plural() {
		return []Choice{For, Against, Abstain}
	}
	choices := make([]Choice, 0, len(m.Options)+1)
	for i := range m.Options {
		choices = append(choices, OptionChoice(i+1))
	}
	return append(choices, Abstain)
}

// Open writes the electorate: every member who is present and in good standing at that instant (AG-4, AG-6).
func (m Motion) Open(in Meeting, attendees []Attendee, mode VoteMode, now time.Time) (Motion, []Elector, error) {
	switch {
	case in.State(now) != Open:
		return m, nil, ErrMeetingNotOpen
	case m.Opened():
		return m, nil, ErrVoteAlreadyOpen
	case m.Ended():
		return m, nil, ErrWithdrawn
	case !mode.Valid():
		return m, nil, ErrVoteModeInvalid
	}
	var electors []Elector
	m.InRoom = 0
	for _, a := range attendees {
		if !a.Good || !a.LeftAt.IsZero() {
			continue
		}
		electors = append(electors, Elector{Motion: m.ID, Member: a.Member, Mode: a.Mode})
		if a.Mode == Room {
			m.InRoom++
		}
	}
	if len(electors) == 0 {
		return m, nil, ErrNobodyVotes
	}
	m.OpenedAt, m.Electorate, m.Mode, m.Roll = now, len(electors), mode, Roll(electors)
	return m, electors, nil
}

// Cast records an elector's choice. The electorate was written when the vote opened (AG-4); a named ballot replaces the earlier one,
// a secret one is final (AG-5). Who is in the room raises a hand where hands are counted, and the count ends the vote of both halves.
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
	case m.Mode.ByHand(voter.Mode):
		return Ballot{}, ErrVoteByHand
	case m.Counted():
		return Ballot{}, ErrHandsCounted
	case voter.Voted:
		return Ballot{}, ErrVoteFinal
	case !slices.Contains(m.Choices(), c):
		return Ballot{}, ErrChoiceInvalid
	}
	return Ballot{Motion: m.ID, Elector: voter.Member, Choice: c, CastAt: at}, nil
}

// Close counts and ends the vote; it is never opened again (AG-5). What was counted by hand adds to what was cast.
func (m Motion) Close(cast Counts, now time.Time) (Motion, error) {
	switch {
	case !m.Opened():
		return m, ErrVoteNotOpen
	case m.Ended():
		return m, ErrVoteClosed.With(m.ClosedAt)
	case m.Mode.Counts() && !m.Counted():
		return m, ErrCountMissing
	}
	m.ClosedAt = now
	return m.counted(cast.Plus(m.Hands)), nil
}

// counted writes what was counted, and what follows from it (AG-5).
func (m Motion) counted(counts Counts) Motion {
	m.Abstain = counts[Abstain]
	if m.Plural() {
		m.Votes = counts.without(Abstain)
		m.Selected = m.Votes.first(len(m.Options))
		return m
	}
	m.For, m.Against, m.Adopted = counts[For], counts[Against], counts.Tally().AdoptedBy(m.Majority, m.Electorate)
	return m
}

// Voiced is what of the ballots of a council's vote counts, and how many wait, until when, to be confirmed (CF-5).
type Voiced struct {
	Counts  Counts
	Waiting int
	Until   time.Time
}

// CloseVoiced ends a vote of which some voices may wait: from now on nobody casts, and it is counted once nothing waits any more (CF-5).
func (m Motion) CloseVoiced(v Voiced, now time.Time) (Motion, error) {
	m, err := m.Close(v.Counts, now)
	if err != nil || v.Waiting == 0 || !now.Before(v.Until) {
		return m, err
	}
	m.For, m.Against, m.Abstain, m.Adopted, m.Votes, m.Selected = 0, 0, 0, false, nil, 0
	m.Settles = v.Until
	return m, nil
}

// Settle counts a closed vote in which nothing waits any more, or whose voices were not confirmed in time. The second value is false while it
// still waits.
func (m Motion) Settle(v Voiced, now time.Time) (Motion, bool) {
	if !m.Settling() || v.Waiting > 0 && now.Before(m.Settles) {
		return m, false
	}
	m.Settles, m.SettledAt = time.Time{}, now
	return m.counted(v.Counts), true
}
