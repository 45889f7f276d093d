package commune_test

import (
	"testing"
	"time"

	"federes.org/commune"
)

// given is a mandate of a year that its holder has not accepted yet.
func given() commune.Mandate {
	return commune.Mandate{
		ID: 7, Holder: 2, Title: "Trésorerie", Decision: 5, GrantedAt: start, Until: start.AddDate(1, 0, 0),
		Capabilities: commune.Capabilities{commune.RecordDues},
	}
}

func TestSE3_AMandateBeginsWhenItsHolderAcceptsItAndWaitsNoLongerThanTwoWeeks(t *testing.T) {
	const day = 24 * time.Hour
	m := given()
	brief := given()
	brief.Until = start.Add(3 * day)
	for _, test := range []struct {
		name    string
		mandate commune.Mandate
		who     commune.MemberID
		after   time.Duration
		want    error
	}{
		{"at once", m, 2, 0, nil},
		{"on the last day", m, 2, commune.AcceptWithin - 1, nil},
		{"by somebody else", m, 3, 0, commune.ErrNotHolder},
		{"too late", m, 2, commune.AcceptWithin, commune.ErrAcceptanceLate},
		{"after its term", brief, 2, 3 * day, commune.ErrMandateEnded},
	} {
		at := start.Add(test.after)
		begun, err := test.mandate.Accept(test.who, at)
		declined, no := test.mandate.Decline(test.who, at)
		if test.want != nil {
			refused(t, err, test.want.(commune.Refusal))
			refused(t, no, test.want.(commune.Refusal))
			continue
		}
		accepted(t, err)
		accepted(t, no)
		if test.mandate.Allows(commune.RecordDues, at) || begun.Allows(commune.RecordDues, at.Add(-1)) || !begun.Allows(commune.RecordDues, at) {
			t.Errorf("%s: it allows something before it begins, or nothing after", test.name)
		}
		if declined.Ending != commune.Declined || declined.Allows(commune.RecordDues, at) || !declined.VacantAt(at) {
			t.Errorf("%s: declined as %+v", test.name, declined)
		}
		_, err = begun.Accept(2, at)
		refused(t, err, commune.ErrMandateAccepted)
		_, err = declined.Accept(2, at)
		refused(t, err, commune.ErrMandateEnded)
	}
}

func TestSE7_ARevocationEndsAMandateAtTheInstantOfTheDecision(t *testing.T) {
	m, err := given().Accept(2, start)
	accepted(t, err)
	at := start.Add(time.Hour)
	revoked := m.Revoke(commune.Decision{ID: 9, DecidedAt: at})
	if revoked.EndedBy != 9 || !revoked.Allows(commune.RecordDues, at.Add(-1)) || revoked.Allows(commune.RecordDues, at) || revoked.State(at) != commune.MandateEnded {
		t.Errorf("revoked as %+v", revoked)
	}
	refused(t, revoked.Revocable(at), commune.ErrMandateEnded)
	accepted(t, m.Revocable(at))
	accepted(t, given().Revocable(at)) // it may be revoked before it began
	refused(t, given().Revocable(start.Add(commune.AcceptWithin)), commune.ErrMandateEnded)
	if again := revoked.Conclude(commune.Left, at.Add(1)); again.Ending != commune.Revoked || !again.EndedAt.Equal(at) {
		t.Errorf("what was over was ended again: %+v", again)
	}
	_, err = revoked.Resign(2, at)
	refused(t, err, commune.ErrMandateEnded)
	_, err = m.Resign(3, at)
	refused(t, err, commune.ErrNotHolder)
	_, err = given().Resign(2, at)
	refused(t, err, commune.ErrMandateAwaits)
	resigned, err := m.Resign(2, at)
	accepted(t, err)
	if resigned.Allows(commune.RecordDues, at) || resigned.Ending != commune.Resigned {
		t.Errorf("resigned as %+v", resigned)
	}
}

func TestSE7_ARevocationIsNeverTooLateForAnAssembly(t *testing.T) {
	planned := commune.Meeting{Kind: commune.Ordinary, StartsAt: start, AgendaClosesAt: start.AddDate(0, 0, -4), ConvenedAt: start.AddDate(0, -1, 0)}
	exceptional := planned
	exceptional.Kind = commune.Exceptional
	open := func(m commune.Meeting) commune.Meeting { m.OpenedAt = start; return m }
	closed := open(planned)
	closed.ClosedAt = start.Add(time.Hour)
	for _, test := range []struct {
		name    string
		meeting commune.Meeting
		after   time.Duration
		takes   bool
	}{
		{"its agenda is closed", planned, -24 * time.Hour, true},
		{"its hour has come", planned, time.Minute, true},
		{"in session", open(planned), time.Hour, true},
		{"over", closed, 2 * time.Hour, false},
		{"missed", planned, commune.OpenableFor, false},
		{"exceptional, before", exceptional, -24 * time.Hour, false},
		{"exceptional, in session", open(exceptional), time.Hour, true},
	} {
		if got := test.meeting.TakesRevocations(start.Add(test.after)); got != test.takes {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestSE3_APlaceIsVacantUntilItIsGivenAgainOrItsTermIsOver(t *testing.T) {
	at := start.Add(time.Hour)
	living, err := given().Accept(2, start)
	accepted(t, err)
	end := func(how commune.Ending) commune.Mandate { return living.Conclude(how, at) }
	sitting := living.Revoke(commune.Decision{ID: 9, DecidedAt: at})
	sitting.Meeting = 3
	for _, test := range []struct {
		name    string
		mandate commune.Mandate
		vacant  bool
	}{
		{"living", living, false},
		{"waiting", given(), false},
		{"revoked", living.Revoke(commune.Decision{ID: 9, DecidedAt: at}), true},
		{"left", end(commune.Left), true},
		{"renewed", end(commune.Renewed), false},
		{"dissolved", end(commune.Dissolved), false},
		{"of a sitting", sitting, false},
	} {
		if got := test.mandate.VacantAt(at); got != test.vacant {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	lapsed := start.Add(commune.AcceptWithin)
	if m := given(); !m.VacantAt(lapsed) || m.VacantAt(m.Until) || m.State(lapsed) != commune.MandateLapsed {
		t.Error("what nobody accepted leaves no place, or for ever")
	}
	revoked := end(commune.Left)
	again, other, same := living, living, living
	again.ID, again.Title, again.Renews = 8, "Caisse", 7
	other.ID, other.Title = 9, "Courrier"
	same.ID = 10
	for _, test := range []struct {
		name   string
		all    commune.Mandates
		vacant int
	}{
		{"alone", commune.Mandates{revoked}, 1},
		{"renewed", commune.Mandates{again, revoked}, 0},
		{"another", commune.Mandates{other, revoked}, 1},
		{"of the same title", commune.Mandates{same, revoked}, 0},
	} {
		if got := test.all.Vacant(at); len(got) != test.vacant {
			t.Errorf("%s: %d", test.name, len(got))
		}
	}
}

func TestSE3_AMandateIsGivenAgainForAsLongFromItsEnd(t *testing.T) {
	loc := zone(t, "Europe/Paris")
	m := terms().Grant(commune.Decision{ID: 5, DecidedAt: start}, loc)
	m.ID, m.AcceptedAt = 7, start
	for today, until := range map[commune.Day]commune.Day{"2027-11-01": "2028-12-17", "2027-12-15": "2029-01-01", "2026-11-12": "2028-11-13"} {
		again := m.Again(today, loc)
		accepted(t, again.Check(commune.KindCommune, today))
		if again.Until != until || again.Renews != 7 || again.Title != m.Title || again.Holder != m.Holder {
			t.Errorf("on %s: %+v", today, again)
		}
	}
	left := m.Conclude(commune.Left, start)
	if again := left.Again("2026-12-01", loc); again.Until != "2027-12-19" {
		t.Errorf("a vacant place is given until %s", again.Until)
	}
	waiting := m
	waiting.AcceptedAt = time.Time{}
	if waiting.EndsSoon(m.Until.Add(-commune.RenewBefore)) {
		t.Error("what was never accepted asks for a renewal")
	}
	if before := m.Until.Add(-commune.RenewBefore); m.EndsSoon(before.Add(-1)) || !m.EndsSoon(before) || m.EndsSoon(m.Until) {
		t.Error("the end is near too soon, or too late")
	}
	m.Meeting = 3
	refused(t, m.Renewable(), commune.ErrNotRenewable)
}

func TestSE3_AMailIsForWhatIsStillToBeDone(t *testing.T) {
	waiting := given()
	living, err := waiting.Accept(2, start)
	accepted(t, err)
	revoked := living.Revoke(commune.Decision{ID: 9, DecidedAt: start})
	month := living.Until.Add(-commune.RenewBefore)
	for _, test := range []struct {
		kind    commune.MandateMail
		mandate commune.Mandate
		at      time.Time
		asks    bool
	}{
		{commune.MailAccept, waiting, start, true},
		{commune.MailAcceptSoon, living, start, false},
		{commune.MailTerm, living, month, true},
		{commune.MailTerm, living, start, false},
		{commune.MailTermSoon, revoked, month, false},
		{commune.MailRevoked, revoked, start, true},
		{commune.MailRevoked, living, start, false},
		{"other", living, start, false},
	} {
		if got := test.kind.Asks(test.mandate, test.at); got != test.asks {
			t.Errorf("%s: %v", test.kind, got)
		}
	}
}

func TestSE3_TheClausesOfAMissionAreNumberedAndEachCanBeCited(t *testing.T) {
	cs := commune.ParseClauses(" Tenir la caisse. \n\n Rendre compte.\r\n")
	if len(cs) != 2 || cs.Clause(1) != "Tenir la caisse." || cs.Clause(2) != "Rendre compte." || cs.Clause(0)+cs.Clause(3) != "" {
		t.Errorf("%q", cs)
	}
	accepted(t, cs.Check())
	refused(t, commune.ParseClauses(" \n").Check(), commune.ErrMissionMissing)
	var many commune.Clauses
	for range commune.MaxClauses + 1 {
		many = append(many, "Encore.")
	}
	refused(t, many.Check(), commune.ErrClausesTooMany)
	refused(t, commune.Clauses{"a\x00"}.Check(), commune.ErrUnreadable)
}

func TestSE3_AMandateInABodyGivesOnlyWhatWorkThereNeeds(t *testing.T) {
	const today commune.Day = "2026-11-12"
	body := func(k commune.BodyKind) commune.Body { return commune.Body{ID: 1, Kind: k} }
	over := body(commune.Secretariat)
	over.DissolvedAt = start
	with := func(cs ...commune.Capability) commune.MandateTerms { m := terms(); m.Capabilities = cs; return m }
	accepted(t, with(commune.RecordDues, commune.Convene).CheckIn(body(commune.Secretariat), today))
	accepted(t, with().CheckIn(body(commune.Commission), today))
	refused(t, with(commune.Facilitate).CheckIn(body(commune.Secretariat), today), commune.ErrCapabilityBody)
	refused(t, with().CheckIn(body(commune.PopularAssembly), today), commune.ErrBodyPopular) // AP-2
	refused(t, with(commune.SitInCouncil).CheckIn(body(commune.Secretariat), today), commune.ErrCapabilityBody)
	refused(t, with(commune.RecordDues).CheckIn(body(commune.Commission), today), commune.ErrCapabilityBody)
	refused(t, with().CheckIn(over, today), commune.ErrBodyOver)
	sits := with(commune.SitInCouncil)
	refused(t, sits.Check(commune.KindCommune, today), commune.ErrCouncilMissing)
	sits.Council = "https://conseil.example/conseil"
	accepted(t, sits.Check(commune.KindCommune, today))
	sits.Capabilities = nil
	refused(t, sits.Check(commune.KindCommune, today), commune.ErrCouncilMissing)
}

func TestPW1_EveryCapabilityHasItsRule(t *testing.T) {
	for _, kind := range []commune.OrganisationKind{commune.KindCommune, commune.KindCouncil} {
		for _, c := range commune.AllCapabilities(kind) {
			if c.Rule() == "" {
				t.Errorf("%s has no rule", c)
			}
		}
	}
}

func TestSE3_WhoAcceptsAMandateAcceptsItsTermsAndNoOthers(t *testing.T) {
	name := func(m commune.MandateTerms) string { h, err := m.Hash(); accepted(t, err); return h }
	renamed, wider := terms(), terms()
	renamed.Holder, renamed.HolderName = 3, "Quelqu'un"
	wider.Capabilities = append(wider.Capabilities, commune.AdmitMembers)
	if name(terms()) != name(renamed) || name(terms()) == name(wider) {
		t.Error("terms are taken for others, or not for themselves")
	}
	motion := commune.Motion{Form: commune.FormMandate}
	asked := commune.ElectionTerms{MandateTerms: terms()}
	_, err := motion.Proposed(asked, 2)
	accepted(t, err)
	_, err = motion.Proposed(asked, 3)
	refused(t, err, commune.ErrNotHolder)
	motion.Amends = 4
	_, err = motion.Proposed(asked, 2)
	refused(t, err, commune.ErrAnswerMain)
	motion.Amends, motion.ClosedAt = 0, start
	_, err = motion.Proposed(asked, 2)
	refused(t, err, commune.ErrVoteClosed)
	asked.Candidates = []commune.MemberID{5}
	_, err = commune.Motion{Form: commune.FormElection}.Proposed(asked, 5)
	accepted(t, err)
}
