package commune_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestAG2_TheLifeOfAMeetingIsComputedFromWhatHappenedAndTheHour(t *testing.T) {
	const us = time.Microsecond
	called := planned()
	called.ConvenedAt = time.Time{}
	opened := inSession()
	closed := inSession()
	closed.ClosedAt = start.Add(2 * time.Hour)
	for _, test := range []struct {
		meeting commune.Meeting
		after   time.Duration // the hour
		want    commune.MeetingState
	}{
		{planned(), -31 * time.Minute, commune.Planned},
		{planned(), -30*time.Minute - us, commune.Planned},
		{planned(), -30 * time.Minute, commune.Due},
		{planned(), 0, commune.Due},
		{planned(), commune.OpenableFor - us, commune.Due},
		{planned(), commune.OpenableFor, commune.Missed},
		{called, -time.Hour, commune.Called},
		{called, -us, commune.Called},
		{called, 0, commune.Missed}, // its hour came before enough had convened it
		{called, commune.OpenableFor, commune.Missed},
		{opened, 0, commune.Open},
		{opened, 1000 * time.Hour, commune.Open}, // it never ends by itself
		{closed, 0, commune.Closed},
		{closed, 1000 * time.Hour, commune.Closed},
	} {
		if got := test.meeting.State(start.Add(test.after)); got != test.want {
			t.Errorf("%s after its hour a meeting is %s, want %s", test.after, got, test.want)
		}
	}
}

func TestPW2_ADueMeetingIsOpenedOnceByWhoeverIsThere(t *testing.T) {
	for name, test := range map[string]struct {
		meeting commune.Meeting
		at      time.Time
		want    commune.Refusal
	}{
		"too early":    {planned(), start.Add(-31 * time.Minute), commune.ErrMeetingNotDue},
		"a day late":   {planned(), start.Add(commune.OpenableFor), commune.ErrMeetingEnded},
		"open":         {inSession(), start, commune.ErrMeetingIsOpen},
		"not convened": {func() commune.Meeting { m := planned(); m.ConvenedAt = time.Time{}; return m }(), start.Add(-time.Minute), commune.ErrMeetingNotDue},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := test.meeting.Open(2, test.at)
			refused(t, err, test.want)
		})
	}
	m, err := planned().Open(2, start)
	accepted(t, err)
	if m.OpenedBy != 2 || !m.OpenedAt.Equal(start) || m.State(start) != commune.Open {
		t.Errorf("opened as %+v", m)
	}
	closed, err := m.Close(0, start.Add(time.Hour))
	accepted(t, err)
	_, err = closed.Open(2, start.Add(2*time.Hour))
	refused(t, err, commune.ErrMeetingEnded)
}

func TestAMeetingClosesOnceAndNotWhileAVoteRuns(t *testing.T) {
	_, err := planned().Close(0, start)
	refused(t, err, commune.ErrMeetingNotOpen)
	_, err = inSession().Close(1, start)
	refused(t, err, commune.ErrVotesOpen)
	m, err := inSession().Close(0, start.Add(time.Hour))
	accepted(t, err)
	_, err = m.Close(0, start.Add(2*time.Hour))
	refused(t, err, commune.ErrMeetingNotOpen)
}

func TestAG3_AnExceptionalMeetingNamesItsMatterAndItsReason(t *testing.T) {
	call := commune.Call{Matter: " Expulsion rue des Lins ", Reason: " L'huissier vient demain. ", Place: "Rue des Lins", StartsAt: start}
	now := start.Add(-time.Hour)
	m, err := commune.NewExceptional(call, 3, now)
	accepted(t, err)
	if m.Kind != commune.Exceptional || m.Matter != "Expulsion rue des Lins" || m.Reason != "L'huissier vient demain." ||
		m.CalledBy != 3 || !m.AgendaClosesAt.Equal(now) || !m.ConvenedAt.IsZero() {
		t.Errorf("called as %+v", m)
	}
	for name, test := range map[string]struct {
		change func(*commune.Call)
		want   commune.Refusal
	}{
		"no matter":        {func(c *commune.Call) { c.Matter = " " }, commune.ErrMatterMissing},
		"a long matter":    {func(c *commune.Call) { c.Matter = strings.Repeat("x", commune.MaxName+1) }, commune.ErrTooLong},
		"no reason":        {func(c *commune.Call) { c.Reason = "" }, commune.ErrReasonMissing},
		"a long reason":    {func(c *commune.Call) { c.Reason = strings.Repeat("x", commune.MaxText+1) }, commune.ErrTooLong},
		"a long place":     {func(c *commune.Call) { c.Place = strings.Repeat("x", commune.MaxName+1) }, commune.ErrTooLong},
		"a broken place":   {func(c *commune.Call) { c.Place = "\xff" }, commune.ErrUnreadable},
		"an hour too late": {func(c *commune.Call) { c.StartsAt = now }, commune.ErrDatePast},
		"no hour":          {func(c *commune.Call) { c.StartsAt = time.Time{} }, commune.ErrDatePast},
	} {
		t.Run(name, func(t *testing.T) {
			c := call
			test.change(&c)
			_, err := commune.NewExceptional(c, 3, now)
			refused(t, err, test.want)
		})
	}
}

func TestAG3_OneTenthRoundedUpConvenesAndNeverNobody(t *testing.T) {
	for standing, want := range map[int]int{0: 1, 1: 1, 9: 1, 10: 1, 11: 2, 20: 2, 21: 3, 100: 10, 101: 11, 1000: 100} {
		if got := commune.DefaultSettings().ConvenersNeeded(standing); got != want {
			t.Errorf("of %d members %d convene, want %d", standing, got, want)
		}
	}
}

func TestAG4_OnlyMembersInGoodStandingAttendAMeetingThatIsDueOrOpen(t *testing.T) {
	p, err := planned().Attend(4, commune.Online, true, start)
	accepted(t, err)
	if p != (commune.Presence{Meeting: 1, Member: 4, Mode: commune.Online, ArrivedAt: start}) {
		t.Errorf("present as %+v", p)
	}
	_, err = inSession().Attend(4, commune.Room, true, start)
	accepted(t, err)
	_, err = planned().Attend(4, commune.Room, false, start)
	refused(t, err, commune.ErrNoStanding)
	for _, mode := range []commune.Mode{"", "left", "Room"} {
		_, err = planned().Attend(4, mode, true, start)
		refused(t, err, commune.ErrPresenceInvalid)
	}
	_, err = planned().Attend(4, commune.Room, true, start.Add(-31*time.Minute))
	refused(t, err, commune.ErrMeetingNotDue)
	_, err = planned().Attend(4, commune.Room, true, start.Add(25*time.Hour))
	refused(t, err, commune.ErrMeetingEnded)
}

func TestDR2_WhoLeadsAMeeting(t *testing.T) {
	mandated := commune.Mandates{{Holder: 9, Capabilities: commune.Capabilities{commune.Facilitate}, GrantedAt: start, AcceptedAt: start.AddDate(0, 0, -1)}}
	lapsed := commune.Mandates{{Holder: 9, Capabilities: commune.Capabilities{commune.Facilitate}, GrantedAt: start, AcceptedAt: start.AddDate(0, 0, -1), Until: start}}
	const opener, other = 1, 2
	for name, test := range map[string]struct {
		who   commune.MemberID
		own   commune.Mandates
		there commune.Lead
		after time.Duration
		leads bool
	}{
		"the holder of a mandate":                     {9, mandated, commune.Lead{Facilitator: true, Opener: true}, 0, true},
		"the holder of a mandate that ended":          {9, lapsed, commune.Lead{Opener: true, Asker: true}, 0, false},
		"the opener":                                  {opener, nil, commune.Lead{Opener: true, Asker: true}, 0, true},
		"the opener, once a facilitator is there":     {opener, nil, commune.Lead{Facilitator: true, Opener: true, Asker: true}, 0, false},
		"another, while the opener is there":          {other, nil, commune.Lead{Opener: true, Asker: true}, 0, false},
		"another, once the opener left":               {other, nil, commune.Lead{Asker: true}, 0, true},
		"the opener, gone":                            {opener, nil, commune.Lead{}, 0, false},
		"somebody absent, once the opener left":       {other, nil, commune.Lead{}, 0, false},
		"another, a facilitator there":                {other, nil, commune.Lead{Facilitator: true, Asker: true}, 0, false},
		"another, a day later":                        {other, nil, commune.Lead{Facilitator: true, Opener: true, Asker: true}, commune.OpenableFor, true},
		"somebody absent, a day later":                {other, nil, commune.Lead{Opener: true}, commune.OpenableFor, false},
		"another, when the day is not over by little": {other, nil, commune.Lead{Opener: true, Asker: true}, commune.OpenableFor - 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := inSession().Facilitates(test.who, test.own, test.there, start.Add(test.after))
			if test.leads {
				accepted(t, err)
			} else {
				refused(t, err, commune.ErrNotMandated)
			}
		})
	}
	refused(t, planned().Facilitates(opener, nil, commune.Lead{Asker: true}, start), commune.ErrNotMandated)
}
