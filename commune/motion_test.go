package commune_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func motion() commune.Motion {
	return commune.Motion{ID: 7, Meeting: 1, Form: commune.FormResolution, Text: "Une épicerie coopérative.", Audience: commune.Public}
}

func voting() commune.Motion {
	m := motion()
	m.OpenedAt, m.Electorate = start, 3
	return m
}

func attendee(who commune.MemberID, mode commune.Mode, good, left bool) commune.Attendee {
	a := commune.Attendee{Presence: commune.Presence{Meeting: 1, Member: who, Mode: mode, ArrivedAt: start}, Good: good}
	if left {
		a.LeftAt = start
	}
	return a
}

func TestAG4_OpeningWritesWhoIsPresentAndInGoodStandingAtThatInstant(t *testing.T) {
	there := []commune.Attendee{
		attendee(1, commune.Room, true, false), attendee(2, commune.Online, true, false),
		attendee(3, commune.Room, false, false), attendee(4, commune.Room, true, true), attendee(5, commune.Online, false, true),
	}
	m, electors, err := motion().Open(inSession(), there, commune.Named, start.Add(time.Minute))
	accepted(t, err)
	if len(electors) != 2 || electors[0].Member != 1 || electors[1].Member != 2 || m.Electorate != 2 || !m.OpenedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("electorate %+v, motion %+v", electors, m)
	}
	for _, e := range electors {
		if e.Motion != 7 || e.Expelled {
			t.Errorf("elector %+v", e)
		}
	}
}

func TestAG6_RoomAndOnlineCountTheSame(t *testing.T) {
	for _, mode := range []commune.Mode{commune.Room, commune.Online} {
		_, electors, err := motion().Open(inSession(), []commune.Attendee{attendee(1, mode, true, false)}, commune.Named, start)
		accepted(t, err)
		b, err := voting().Cast(electors[0], commune.For, start)
		accepted(t, err)
		if commune.Count([]commune.Ballot{b}).Tally() != (commune.Tally{For: 1}) {
			t.Errorf("%s: counted otherwise", mode)
		}
	}
}

func TestAG4_AVoteOpensOnceInAnOpenMeetingWithSomebodyToVote(t *testing.T) {
	there := []commune.Attendee{attendee(1, commune.Room, true, false)}
	_, _, err := motion().Open(planned(), there, commune.Named, start)
	refused(t, err, commune.ErrMeetingNotOpen)
	closed := inSession()
	closed.ClosedAt = start.Add(time.Hour)
	_, _, err = motion().Open(closed, there, commune.Named, start)
	refused(t, err, commune.ErrMeetingNotOpen)
	_, _, err = voting().Open(inSession(), there, commune.Named, start)
	refused(t, err, commune.ErrVoteAlreadyOpen)
	ended := voting()
	ended.ClosedAt = start
	_, _, err = ended.Open(inSession(), there, commune.Named, start)
	refused(t, err, commune.ErrVoteAlreadyOpen)
	_, _, err = motion().Open(inSession(), nil, commune.Named, start)
	refused(t, err, commune.ErrNobodyVotes)
	_, _, err = motion().Open(inSession(), []commune.Attendee{attendee(1, commune.Room, false, false)}, commune.Named, start)
	refused(t, err, commune.ErrNobodyVotes)
}

func TestAG4_CastingChecksTheListAnExpulsionAndTheClose(t *testing.T) {
	ended := voting()
	ended.ClosedAt = start.Add(time.Hour)
	elector := commune.Elector{Motion: 7, Member: 1}
	for name, test := range map[string]struct {
		motion commune.Motion
		voter  commune.Elector
		choice commune.Choice
		want   commune.Refusal
	}{
		"before the opening":       {motion(), elector, commune.For, commune.ErrVoteNotOpen},
		"after the close":          {ended, elector, commune.For, commune.ErrVoteClosed},
		"not on the list":          {voting(), commune.Elector{}, commune.For, commune.ErrNotElector},
		"on another vote's list":   {voting(), commune.Elector{Motion: 8, Member: 1}, commune.For, commune.ErrNotElector},
		"expelled":                 {voting(), commune.Elector{Motion: 7, Member: 1, Expelled: true}, commune.For, commune.ErrExpelled},
		"a choice that is not one": {voting(), elector, "maybe", commune.ErrChoiceInvalid},
		"no choice":                {voting(), elector, "", commune.ErrChoiceInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := test.motion.Cast(test.voter, test.choice, start.Add(2*time.Hour))
			refused(t, err, test.want)
			if b != (commune.Ballot{}) {
				t.Errorf("left a ballot: %+v", b)
			}
		})
	}
	b, err := voting().Cast(elector, commune.Against, start)
	accepted(t, err)
	if b != (commune.Ballot{Motion: 7, Elector: 1, Choice: commune.Against, CastAt: start}) {
		t.Errorf("ballot %+v", b)
	}
}

func TestAG5_TheCloseWritesTheCountsOnceAndForEver(t *testing.T) {
	r := random(t)
	for range 200 {
		want := commune.Tally{For: r.IntN(10), Against: r.IntN(10), Abstain: r.IntN(10)}
		m, err := voting().Close(commune.Count(ballots(r, want)), start.Add(time.Hour))
		accepted(t, err)
		if m.Tally() != want || m.Adopted != want.Adopted() || !m.Ended() || m.Voting() || !m.ClosedAt.Equal(start.Add(time.Hour)) {
			t.Errorf("cast %+v, closed as %+v", want, m)
		}
		again, err := m.Close(nil, start.Add(2*time.Hour))
		refused(t, err, commune.ErrVoteClosed)
		if again.Tally() != want || !again.ClosedAt.Equal(m.ClosedAt) {
			t.Errorf("a second close changed %+v to %+v", m, again)
		}
	}
	_, err := motion().Close(nil, start)
	refused(t, err, commune.ErrVoteNotOpen)
}

func TestAMotionHasWordsOfAReadableLengthAndAnAudience(t *testing.T) {
	change := func(f func(*commune.Motion)) commune.Motion { m := motion(); f(&m); return m }
	accepted(t, motion().Check())
	accepted(t, change(func(m *commune.Motion) { m.Text = strings.Repeat("é", commune.MaxText) }).Check())
	refused(t, change(func(m *commune.Motion) { m.Text = " \n\t" }).Check(), commune.ErrMotionTextMissing)
	refused(t, change(func(m *commune.Motion) { m.Text = strings.Repeat("é", commune.MaxText+1) }).Check(), commune.ErrTooLong)
	refused(t, change(func(m *commune.Motion) { m.Text = "a\x00b" }).Check(), commune.ErrUnreadable)
	refused(t, change(func(m *commune.Motion) { m.Text = "a\xffb" }).Check(), commune.ErrUnreadable)
	for _, a := range []commune.Audience{"", "everyone", "Public"} {
		refused(t, change(func(m *commune.Motion) { m.Audience = a }).Check(), commune.ErrAudienceInvalid)
	}
	for _, a := range []commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly} {
		accepted(t, change(func(m *commune.Motion) { m.Audience = a }).Check())
	}
}
