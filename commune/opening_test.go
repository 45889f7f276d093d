package commune_test

import (
	"testing"
	"time"

	"federes.org/commune"
)

// states are those of an opening's steps, in their order, in one line.
func states(m commune.Meeting, f commune.OpeningFacts) string {
	line := ""
	for _, l := range m.Opening(f) {
		line += string(l.State) + " "
	}
	return line
}

func TestDR1_TheStepsOfAnOpeningAreComputedFromFacts(t *testing.T) {
	m := inSession()
	started, round, confirmed, closed, passed := m, m, m, m, m
	started.VideoStartedAt = start
	round.RoundAt = start
	confirmed.AgendaConfirmedAt = start
	closed.ClosedAt = start.Add(time.Hour)
	passed.PassedOver = "video mandates"
	popular := m
	popular.Body = 1
	for _, test := range []struct {
		name    string
		meeting commune.Meeting
		facts   commune.OpeningFacts
		want    string
	}{
		{"planned", planned(), commune.OpeningFacts{}, "waits waits waits waits waits "},
		{"just opened", m, commune.OpeningFacts{Present: 2, Newcomers: 1}, "waits done waits waits waits "},
		{"nobody is new", m, commune.OpeningFacts{Present: 2}, "waits done waits needless waits "},
		{"the call has started", started, commune.OpeningFacts{Present: 2}, "done done waits needless waits "},
		{"the vote runs", m, commune.OpeningFacts{Present: 2, Voting: true}, "waits done voting needless waits "},
		{"a second vote runs", m, commune.OpeningFacts{Present: 2, Voting: true, Mandated: true}, "waits done voting needless waits "},
		{"three are mandated", m, commune.OpeningFacts{Present: 2, Mandated: true}, "waits done done needless waits "},
		{"the round is done", round, commune.OpeningFacts{Present: 2, Newcomers: 1}, "waits done waits done waits "},
		{"two steps are passed over", passed, commune.OpeningFacts{Present: 2, Newcomers: 1}, "passed done passed waits waits "},
		{"the agenda is confirmed: what waited was passed over", confirmed, commune.OpeningFacts{Present: 2, Newcomers: 1}, "passed done passed passed done "},
		{"a popular assembly gives no mandates", popular, commune.OpeningFacts{Present: 2, Newcomers: 1}, "waits done waits waits "},
		{"the meeting closed", closed, commune.OpeningFacts{}, "passed passed passed needless passed "},
	} {
		if got := states(test.meeting, test.facts); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestPW2_NoStepOfAnOpeningBlocksAndEachCanBeRedoneOrPassedOver(t *testing.T) {
	m := inSession()
	take := func(step commune.OpeningStep, state commune.StepState, after time.Duration) {
		t.Helper()
		next, err := m.Take(step, state, start.Add(after))
		accepted(t, err)
		m = next
	}
	take(commune.StepAgenda, commune.StepDone, time.Minute) // the last first
	take(commune.StepVideo, commune.StepPassed, 2*time.Minute)
	take(commune.StepVideo, commune.StepPassed, 2*time.Minute)
	take(commune.StepMandates, commune.StepPassed, 2*time.Minute)
	if m.PassedOver != "video mandates" {
		t.Errorf("passed over: %q", m.PassedOver)
	}
	take(commune.StepVideo, commune.StepDone, 3*time.Minute)
	take(commune.StepVideo, commune.StepDone, 9*time.Minute) // by another facilitator
	if !m.VideoStartedAt.Equal(start.Add(3*time.Minute)) || m.PassedOver != "mandates" {
		t.Errorf("started at %s, passed over: %q", m.VideoStartedAt, m.PassedOver)
	}
	take(commune.StepVideo, commune.StepWaits, 10*time.Minute)
	take(commune.StepMandates, commune.StepWaits, 10*time.Minute)
	if !m.VideoStartedAt.IsZero() || m.PassedOver != "" {
		t.Errorf("started at %s, passed over: %q", m.VideoStartedAt, m.PassedOver)
	}
	for _, l := range []commune.OpeningLine{
		{Step: "coffee", State: commune.StepDone}, {Step: commune.StepPresence, State: commune.StepDone},
		{Step: commune.StepMandates, State: commune.StepDone}, {Step: commune.StepVideo, State: commune.StepVoting},
	} {
		_, err := m.Take(l.Step, l.State, start)
		refused(t, err, commune.ErrStepInvalid)
	}
}

func TestDR1_TheVideoCanStartBeforeTheMeetingOpensAndNothingElse(t *testing.T) {
	_, err := planned().Take(commune.StepVideo, commune.StepDone, start)
	accepted(t, err)
	_, err = planned().Take(commune.StepVideo, commune.StepDone, start.Add(-time.Hour))
	refused(t, err, commune.ErrMeetingNotOpen)
	_, err = planned().Take(commune.StepRound, commune.StepDone, start)
	refused(t, err, commune.ErrMeetingNotOpen)
	over := inSession()
	over.ClosedAt = start
	_, err = over.Take(commune.StepVideo, commune.StepDone, start)
	refused(t, err, commune.ErrMeetingNotOpen)
}

func sitting(holders ...commune.MemberID) commune.SittingTerms {
	terms := commune.SittingTerms{Meeting: 1}
	for i, p := range terms.People() {
		p.Member = holders[i]
	}
	return terms
}

func TestDR2_ThreePresentPersonsAreMandatedAndOneTwiceOnlyIfFewerAreThere(t *testing.T) {
	for _, test := range []struct {
		holders []commune.MemberID
		present []commune.MemberID
		want    *commune.Refusal
	}{
		{[]commune.MemberID{1, 2, 3}, []commune.MemberID{1, 2, 3, 4}, nil},
		{[]commune.MemberID{1, 2, 1}, []commune.MemberID{1, 2}, nil},
		{[]commune.MemberID{1, 1, 1}, []commune.MemberID{1}, nil},
		{[]commune.MemberID{1, 1, 1}, []commune.MemberID{1, 2}, &commune.ErrHolderTwice},
		{[]commune.MemberID{1, 2, 1}, []commune.MemberID{1, 2, 3}, &commune.ErrHolderTwice},
		{[]commune.MemberID{1, 2, 5}, []commune.MemberID{1, 2, 3}, &commune.ErrHolderAbsent},
		{[]commune.MemberID{0, 2, 3}, []commune.MemberID{1, 2, 3}, &commune.ErrHolderAbsent},
		{[]commune.MemberID{1, 2, 3}, nil, &commune.ErrHolderAbsent},
	} {
		err := sitting(test.holders...).Check(test.present)
		if test.want == nil {
			accepted(t, err)
		} else {
			refused(t, err, *test.want)
		}
	}
}

func TestDR2_EachOfTheThreeMandatesIsForItsMeetingAndAllowsOneThing(t *testing.T) {
	next := planned()
	next.ID, next.StartsAt = 2, start.AddDate(0, 0, 14)
	for i, given := range sitting(7, 8, 9).Grant(commune.Decision{ID: 5, DecidedAt: start}, next) {
		wants := []struct {
			capability commune.Capability
			meeting    commune.MeetingID
		}{{commune.Facilitate, 1}, {commune.TakeMinutes, 1}, {commune.PrepareAgenda, 2}}[i]
		if given.Meeting != wants.meeting || given.Capabilities.String() != string(wants.capability) ||
			given.Holder != commune.MemberID(7+i) || given.Decision != 5 || !given.Until.After(start.Add(12*time.Hour)) {
			t.Errorf("mandate %d: %+v", i, given)
		}
	}
}

func TestDR2_TheOpeningStandsFirstOnTheAgendaWhateverThePriorities(t *testing.T) {
	settings := commune.DefaultSettings()
	settings.Priorities = []string{"Logement"}
	ordered := commune.Order([]commune.Item{
		{ID: 1, Theme: "Logement", Position: 1, ProposedAt: start}, {ID: 2, ProposedAt: start},
		{ID: 3, Opening: true, ProposedAt: start.Add(time.Hour)},
	}, settings)
	if ordered[0].ID != 3 {
		t.Errorf("first is %d", ordered[0].ID)
	}
	if changed := commune.Place(ordered, settings, 1, true); len(changed) != 0 {
		t.Errorf("an item was placed before the opening: %+v", changed)
	}
}

func TestDR3_TheRoundIsHeldWhileSomeoneIsNewAndOnce(t *testing.T) {
	open := planned()
	open.OpenedAt = start
	held, err := open.Take(commune.StepRound, commune.StepDone, start)
	if err != nil {
		t.Fatal(err)
	}
	again, err := held.Take(commune.StepRound, commune.StepDone, start.Add(time.Hour))
	if err != nil || !again.RoundAt.Equal(start) {
		t.Errorf("held twice, it was held at %s, %v", again.RoundAt, err)
	}
	passed, err := open.Take(commune.StepRound, commune.StepPassed, start)
	if err != nil {
		t.Fatal(err)
	}
	waits, err := held.Take(commune.StepRound, commune.StepWaits, start)
	if err != nil {
		t.Fatal(err)
	}
	confirmed := open
	confirmed.AgendaConfirmedAt = start
	for name, test := range map[string]struct {
		m         commune.Meeting
		newcomers int
		want      commune.StepState
	}{
		"before the opening it waits": {planned(), 0, commune.StepWaits}, "somebody is new": {open, 1, commune.StepWaits},
		"nobody is": {open, 0, commune.StepNeedless}, "it was held": {held, 3, commune.StepDone}, "held, and who was new left": {held, 0, commune.StepDone},
		"it was passed over": {passed, 2, commune.StepPassed}, "it is held after all": {waits, 1, commune.StepWaits},
		"the agenda began": {confirmed, 1, commune.StepPassed}, "the agenda began, and nobody is new": {confirmed, 0, commune.StepNeedless},
	} {
		if got := test.m.Opening(commune.OpeningFacts{Present: 3, Newcomers: test.newcomers})[3]; got.Step != commune.StepRound || got.State != test.want {
			t.Errorf("%s: %s %s", name, got.Step, got.State)
		}
	}
}
