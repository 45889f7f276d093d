package commune_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestPW1_ACapabilityIsHadFromTheGrantToTheEndOfALivingMandateOnly(t *testing.T) {
	m := commune.Mandate{Capabilities: commune.Capabilities{commune.RecordDues}, GrantedAt: start, AcceptedAt: start, Until: start.Add(10 * time.Hour)}
	revoked := m
	revoked.EndedAt = start.Add(5 * time.Hour)
	late := m
	late.EndedAt = start.Add(20 * time.Hour)
	for _, test := range []struct {
		name    string
		mandate commune.Mandate
		after   time.Duration
		allows  bool
		end     time.Duration
	}{
		{"before the grant", m, -1, false, 10 * time.Hour},
		{"at the grant", m, 0, true, 10 * time.Hour},
		{"before the term", m, 10*time.Hour - 1, true, 10 * time.Hour},
		{"at the term", m, 10 * time.Hour, false, 10 * time.Hour},
		{"before the revocation", revoked, 5*time.Hour - 1, true, 5 * time.Hour},
		{"at the revocation", revoked, 5 * time.Hour, false, 5 * time.Hour},
		{"ended after its term", late, 15 * time.Hour, false, 10 * time.Hour},
	} {
		at := start.Add(test.after)
		if got := test.mandate.Allows(commune.RecordDues, at); got != test.allows || !test.mandate.End().Equal(start.Add(test.end)) {
			t.Errorf("%s: allows %v, ends %s", test.name, got, test.mandate.End())
		}
		if test.mandate.Allows(commune.AdmitMembers, at) {
			t.Errorf("%s: allows what it does not list", test.name)
		}
		_, err := commune.Mandates{{}, test.mandate}.For(commune.RecordDues, at)
		if test.allows {
			accepted(t, err)
		} else {
			refused(t, err, commune.ErrNotMandated)
		}
	}
	_, err := commune.Mandates(nil).For(commune.RecordDues, start)
	refused(t, err, commune.ErrNotMandated)
}

func TestPW2_TheProvisionalMandateGivesEveryCapabilityOfItsKindAndHasNoTerm(t *testing.T) {
	for _, kind := range []commune.OrganisationKind{commune.KindCommune, commune.KindCouncil} {
		m := commune.Provisional(commune.Member{ID: 1, PublicName: "Zoé"}, kind, "t", "m", start)
		for _, c := range commune.AllCapabilities(kind) {
			if !m.Allows(c, start.AddDate(10, 0, 0)) {
				t.Errorf("%s: not %s", kind, c)
			}
		}
		if !m.Provisional || !m.End().IsZero() || m.Decision != 0 || m.HolderName != "Zoé" {
			t.Errorf("%+v", m)
		}
	}
}

func TestPW1_TheListOfCapabilitiesIsClosed(t *testing.T) {
	want := commune.Capabilities{"admit_members", "record_dues", "convene", "facilitate", "take_minutes", "prepare_agenda", "delegate", "organise"}
	if got := commune.AllCapabilities(commune.KindCommune); !slices.Equal(got, want) {
		t.Errorf("a commune's: %v", got)
	}
	if got := commune.AllCapabilities(commune.KindCouncil); !slices.Equal(got, commune.Capabilities{"admit_members", "seat_communes", "convene", "facilitate", "take_minutes", "prepare_agenda", "delegate"}) {
		t.Errorf("a council's: %v", got)
	}
	for _, cs := range []commune.Capabilities{nil, {"facilitate"}, want} {
		if got := commune.ParseCapabilities(cs.String()); !slices.Equal(got, cs) {
			t.Errorf("%v was read back %v", cs, got)
		}
	}
}

func terms() commune.MandateTerms {
	return commune.MandateTerms{
		Holder: 2, Title: "Trésorière", Clauses: commune.Clauses{"Tenir la caisse."}, Capabilities: commune.Capabilities{commune.RecordDues}, Until: "2027-11-30",
	}
}

func TestSE3_AMandateIsOnePersonOneMissionAndATerm(t *testing.T) {
	const today commune.Day = "2026-11-12"
	change := func(f func(*commune.MandateTerms)) commune.MandateTerms { m := terms(); f(&m); return m }
	accepted(t, terms().Check(commune.KindCommune, today))
	accepted(t, change(func(m *commune.MandateTerms) { m.Capabilities = nil }).Check(commune.KindCommune, today))
	accepted(t, change(func(m *commune.MandateTerms) { m.Until = today.Add(1) }).Check(commune.KindCommune, today))
	accepted(t, change(func(m *commune.MandateTerms) { m.Until = today.Add(732) }).Check(commune.KindCommune, today))
	for _, test := range []struct {
		terms commune.MandateTerms
		kind  commune.OrganisationKind
		want  commune.Refusal
	}{
		{change(func(m *commune.MandateTerms) { m.Holder = 0 }), commune.KindCommune, commune.ErrHolderInvalid},
		{change(func(m *commune.MandateTerms) { m.Title = " " }), commune.KindCommune, commune.ErrTitleMissing},
		{change(func(m *commune.MandateTerms) { m.Title = strings.Repeat("x", commune.MaxName+1) }), commune.KindCommune, commune.ErrTooLong},
		{change(func(m *commune.MandateTerms) { m.Title = "a\x00" }), commune.KindCommune, commune.ErrUnreadable},
		{change(func(m *commune.MandateTerms) { m.Clauses = commune.ParseClauses("\n") }), commune.KindCommune, commune.ErrMissionMissing},
		{change(func(m *commune.MandateTerms) { m.Capabilities = commune.Capabilities{"admin"} }), commune.KindCommune, commune.ErrCapabilityUnknown},
		{change(func(m *commune.MandateTerms) { m.Capabilities = commune.Capabilities{commune.SeatCommunes} }), commune.KindCommune, commune.ErrCapabilityUnknown},
		{terms(), commune.KindCouncil, commune.ErrCapabilityUnknown},
		{change(func(m *commune.MandateTerms) { m.Until = today }), commune.KindCommune, commune.ErrTermInvalid},
		{change(func(m *commune.MandateTerms) { m.Until = "" }), commune.KindCommune, commune.ErrTermInvalid},
		{change(func(m *commune.MandateTerms) { m.Until = today.Add(733) }), commune.KindCommune, commune.ErrTermInvalid},
	} {
		refused(t, test.terms.Check(test.kind, today), test.want)
	}
}

func TestSE3_AMandateLivesFromTheDecisionToTheEndOfItsLastDayInTheCommunesZone(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		m := terms().Grant(commune.Decision{ID: 5, DecidedAt: start}, loc)
		m.AcceptedAt = start
		last := time.Date(2027, 11, 30, 23, 59, 59, 0, loc)
		if !m.LivingAt(start) || m.LivingAt(start.Add(-1)) || !m.LivingAt(last) || m.LivingAt(last.Add(time.Second)) {
			t.Errorf("%s: from %s to %s", name, m.GrantedAt, m.Until)
		}
		if m.Decision != 5 || m.Provisional || m.Holder != 2 || m.Until.Location() != time.UTC {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestDR2_AMandateForOneMeetingAllowsNothingElsewhereAndOutlivesAClockThatIsPutBack(t *testing.T) {
	m := commune.Mandate{Meeting: 3, Capabilities: commune.Capabilities{commune.Facilitate}, GrantedAt: start, AcceptedAt: start, Until: start.Add(24 * time.Hour)}
	ended := m
	ended.EndedAt = start.Add(2 * time.Hour)
	for _, test := range []struct {
		name    string
		mandate commune.Mandate
		meeting commune.MeetingID
		after   time.Duration
		allows  bool
	}{
		{"at its meeting", m, 3, time.Hour, true},
		{"at another meeting", m, 4, time.Hour, false},
		{"anywhere", m, 0, time.Hour, false},
		{"after its term", m, 3, 24 * time.Hour, false},
		{"with the clock put back before the grant", m, 3, -time.Hour, true},
		{"ended", ended, 3, 3 * time.Hour, false},
		{"ended, with the clock put back before its end", ended, 3, time.Hour, false},
	} {
		at := start.Add(test.after)
		_, err := commune.Mandates{test.mandate}.ForMeeting(commune.Facilitate, test.meeting, at)
		if test.allows {
			accepted(t, err)
		} else {
			refused(t, err, commune.ErrNotMandated)
		}
	}
	_, err := commune.Mandates{m}.For(commune.Facilitate, start)
	refused(t, err, commune.ErrNotMandated)
	m.Meeting = 0
	_, err = commune.Mandates{m}.ForMeeting(commune.Facilitate, 3, start)
	accepted(t, err)
}
