package commune

import (
	"slices"
	"strings"
	"time"
)

// OpeningStep is one thing that a meeting does before its agenda. None of them blocks an assembly (PW-2).
type OpeningStep string

// The five steps of an opening, in their order.
const (
	StepVideo    OpeningStep = "video"    // DR-1
	StepPresence OpeningStep = "presence" // AG-4, AG-6
	StepMandates OpeningStep = "mandates" // DR-2
	StepRound    OpeningStep = "round"    // DR-3
	StepAgenda   OpeningStep = "agenda"   // OJ-1
)

// openingOrder are the steps in the order in which a meeting walks through them. A popular assembly gives no mandates of ours (AP-2).
func (m Meeting) openingOrder() []OpeningStep {
	if m.Popular() {
		return []OpeningStep{StepVideo, StepPresence, StepRound, StepAgenda}
	}
	return []OpeningStep{StepVideo, StepPresence, StepMandates, StepRound, StepAgenda}
}

// OpeningSteps are some of them, as words with a space between.
type OpeningSteps string

// Has tells whether a step is one of them.
func (s OpeningSteps) Has(step OpeningStep) bool {
	return slices.Contains(strings.Fields(string(s)), string(step))
}

// with adds a step; without takes it away.
func (s OpeningSteps) with(step OpeningStep) OpeningSteps {
	if s.Has(step) {
		return s
	}
	return OpeningSteps(strings.TrimSpace(string(s) + " " + string(step)))
}

func (s OpeningSteps) without(step OpeningStep) OpeningSteps {
	words := slices.DeleteFunc(strings.Fields(string(s)), func(w string) bool { return w == string(step) })
	return OpeningSteps(strings.Join(words, " "))
}

// StepState is how far a step of an opening is.
type StepState string

// A step waits, is being voted, is done, is not needed, or was passed over.
const (
	StepWaits    StepState = "waits"
	StepVoting   StepState = "voting"
	StepDone     StepState = "done"
	StepNeedless StepState = "needless"
	StepPassed   StepState = "passed"
)

// OpeningFacts are what a meeting's opening is computed from beside the meeting itself.
type OpeningFacts struct {
	Present   int
	Newcomers int  // of those present (DR-3)
	Voting    bool // the vote on the three mandates runs
	Mandated  bool // it gave them (DR-2)
}

// OpeningLine is one step with how far it is.
type OpeningLine struct {
	Step  OpeningStep
	State StepState
}

// Opening tells how far a meeting's opening is. What was not done when the agenda was confirmed, or when the meeting closed, was passed over.
func (m Meeting) Opening(f OpeningFacts) []OpeningLine {
	order := m.openingOrder()
	lines := make([]OpeningLine, len(order))
	for i, step := range order {
		lines[i] = OpeningLine{Step: step, State: m.step(step, f)}
		if lines[i].State == StepWaits && (!m.AgendaConfirmedAt.IsZero() || !m.ClosedAt.IsZero()) {
			lines[i].State = StepPassed
		}
	}
	return lines
}

func (m Meeting) step(step OpeningStep, f OpeningFacts) StepState {
	done := map[OpeningStep]bool{
		StepVideo:    !m.VideoStartedAt.IsZero(),
		StepPresence: !m.OpenedAt.IsZero() && f.Present > 0,
		StepMandates: f.Mandated,
		StepRound:    !m.RoundAt.IsZero(),
		StepAgenda:   !m.AgendaConfirmedAt.IsZero(),
	}
	switch {
	case step == StepMandates && f.Voting:
		return StepVoting
	case done[step]:
		return StepDone
	case m.PassedOver.Has(step):
		return StepPassed
	case step == StepRound && f.Newcomers == 0 && !m.OpenedAt.IsZero():
		return StepNeedless
	}
	return StepWaits
}

// Take notes that a step was done or passed over, or waits again. Done twice, it keeps its first hour. Who is there and the three
// mandates are facts of their own: of them a meeting only says that it passes them over (PW-2).
func (m Meeting) Take(step OpeningStep, state StepState, now time.Time) (Meeting, error) {
	at := map[OpeningStep]*time.Time{StepVideo: &m.VideoStartedAt, StepRound: &m.RoundAt, StepAgenda: &m.AgendaConfirmedAt}[step]
	switch {
	case !slices.Contains(m.openingOrder(), step):
		return m, ErrStepInvalid
	case m.State(now) != Open && (step != StepVideo || m.State(now) != Due):
		return m, ErrMeetingNotOpen
	case state == StepDone && at != nil:
		if at.IsZero() {
			*at = now
		}
		m.PassedOver = m.PassedOver.without(step)
	case state == StepPassed || state == StepWaits:
		if at != nil {
			*at = time.Time{}
		}
		m.PassedOver = m.PassedOver.without(step)
		if state == StepPassed {
			m.PassedOver = m.PassedOver.with(step)
		}
	default:
		return m, ErrStepInvalid
	}
	return m, nil
}

// FormSitting gives the three mandates of a meeting by one vote (DR-2).
const FormSitting FormName = "sitting"

// Mandated is a person to whom a meeting gives a mandate, by the public name that they accepted.
type Mandated struct {
	Member MemberID `json:"member"`
	Name   string   `json:"name"`
}

// SittingTerms are the three mandates of a meeting: one person and one mission each (DR-2).
type SittingTerms struct {
	Meeting     MeetingID `json:"meeting"`
	Facilitator Mandated  `json:"facilitator"`
	Taker       Mandated  `json:"taker"`
	Preparer    Mandated  `json:"preparer"`
}

// People are the three, in the order of the mandates.
func (t *SittingTerms) People() [3]*Mandated {
	return [3]*Mandated{&t.Facilitator, &t.Taker, &t.Preparer}
}

// Check refuses terms that a meeting could not vote: all three are there, and three persons hold them unless fewer are.
func (t SittingTerms) Check(present []MemberID) error {
	holders := map[MemberID]bool{}
	for _, p := range t.People() {
		if !slices.Contains(present, p.Member) {
			return ErrHolderAbsent
		}
		holders[p.Member] = true
	}
	if len(holders) < min(3, len(present)) {
		return ErrHolderTwice
	}
	return nil
}

// minutesTerm is how long at most the mandate to take minutes lasts: their publication ends it (CR-3).
const minutesTerm = 60 * 24 * time.Hour

// Grant makes the three mandates that a decision gave. The first is for the meeting itself and ends as it closes, the second ends as its
// minutes are published, the third is for the next meeting's agenda and ends as that meeting opens. Titles and missions are for the
// caller to word. They are accepted by being there.
func (t SittingTerms) Grant(d Decision, next Meeting) [3]Mandate {
	given := [3]Mandate{
		{Meeting: t.Meeting, Capabilities: Capabilities{Facilitate}, Until: d.DecidedAt.Add(OpenableFor)},
		{Meeting: t.Meeting, Capabilities: Capabilities{TakeMinutes}, Until: d.DecidedAt.Add(minutesTerm)},
		{Meeting: next.ID, Capabilities: Capabilities{PrepareAgenda}, Until: next.StartsAt.Add(OpenableFor)},
	}
	for i, p := range t.People() {
		given[i].Holder, given[i].HolderName, given[i].Decision = p.Member, p.Name, d.ID
		given[i].GrantedAt, given[i].AcceptedAt = d.DecidedAt, d.DecidedAt
	}
	return given
}

// The refusals of an opening.
var (
	ErrStepInvalid   = Refuse(Invalid, "step_invalid")
	ErrHolderAbsent  = Refuse(Invalid, "holder_absent")    // DR-2
	ErrHolderTwice   = Refuse(Invalid, "holder_twice")     // DR-2
	ErrSittingVoted  = Refuse(Conflict, "sitting_voted")   // DR-2: the vote on the three runs already
	ErrTheirStanding = Refuse(Forbidden, "their_standing") // AG-4: of whom
)
