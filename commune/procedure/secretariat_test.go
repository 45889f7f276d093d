package procedure_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// holds has the meeting in session give a mandate of two clauses in a body, with a report every 30 days, and its holder accept it.
func (w *world) holds(item commune.ItemID, holder commune.MemberID, b commune.Body) (given commune.Mandate) {
	w.Helper()
	d := w.adopt(w.motion(commune.Meeting{}, commune.Motion{
		Item: item, Form: commune.FormMandate, Text: "Un mandat.", Audience: commune.Public, Payload: payload(commune.MandateTerms{
			Holder: holder, Title: "Caisse", Clauses: commune.Clauses{"Tenir la caisse.", "Acheter jusqu'à 50 euros."}, Body: b.ID, ReportEvery: 30, Until: "2027-08-31",
		}),
	}))
	w.tx(func(tx *store.Tx) error {
		all, err := tx.MandatesOf(d.ID)
		if err == nil {
			given, err = procedure.AcceptMandate(tx, w.house, holder, all[0].ID)
		}
		return err
	})
	return given
}

// deciding is a decision of a secretariat.
func (w *world) deciding(who commune.MemberID, asked procedure.Deciding) func(tx *store.Tx) error {
	if asked.Audience == "" {
		asked.Audience = commune.Public
	}
	return func(tx *store.Tx) error { _, err := procedure.DecideInBody(tx, w.house, who, asked); return err }
}

// treasury is a commune whose assembly is in session, with a secretariat in which Awa holds a mandate.
type treasury struct {
	*world
	meeting  commune.Meeting
	item     commune.ItemID
	body     commune.Body
	awa, lou commune.MemberID
	mandate  commune.Mandate
}

func inTreasury(w *world) treasury {
	t := treasury{world: w, meeting: w.nextMeeting(), awa: w.member("Awa D.", true), lou: w.member("Lou P.", true)}
	t.item = w.item(t.meeting).ID
	w.inSession(t.meeting)
	t.body = w.created(t.item, commune.Secretariat, "Trésorerie")
	t.mandate = w.holds(t.item, t.awa, t.body)
	return t
}

func TestSE4_ASecretariatDecidesOnlyWhatAClauseOfALivingMandateAllows(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		other := w.created(s.item, commune.Secretariat, "Communication")
		good := procedure.Deciding{Body: s.body.ID, Mandate: s.mandate.ID, Clause: 2, Text: "On achète une caisse en fer."}
		for _, test := range []struct {
			who    commune.MemberID
			want   commune.Refusal
			change func(*procedure.Deciding)
		}{
			{s.lou, commune.ErrNotInBody, func(*procedure.Deciding) {}},
			{w.founder, commune.ErrNotInBody, func(*procedure.Deciding) {}},
			{s.awa, commune.ErrNotInBody, func(d *procedure.Deciding) { d.Mandate = 1 }},
			{s.awa, commune.ErrNotInBody, func(d *procedure.Deciding) { d.Body = other.ID }},
			{s.awa, commune.ErrClauseMissing, func(d *procedure.Deciding) { d.Clause = 3 }},
			{s.awa, commune.ErrClauseMissing, func(d *procedure.Deciding) { d.Clause = 0 }},
			{s.awa, commune.ErrDecisionEmpty, func(d *procedure.Deciding) { d.Text = "  " }},
			{s.awa, commune.ErrAudienceInvalid, func(d *procedure.Deciding) { d.Audience = "friends" }},
		} {
			asked := good
			test.change(&asked)
			w.refused(test.want, w.deciding(test.who, asked))
		}
		w.tx(w.deciding(s.awa, good))
		w.view(func(tx *store.Tx) error {
			d, err := tx.BodyDecision(s.body.ID, 2026, 1)
			if err != nil || d.ClauseText != "Acheter jusqu'à 50 euros." || d.Number(s.body) != "tresorerie-2026-1" {
				t.Errorf("decided %+v %v", d, err)
			}
			// It is the secretariat's own act, signed with its own key, and no decision of the assembly (AG-1).
			entry, err := tx.Entry(d.Seq)
			if err != nil {
				return err
			}
			public, err := tx.ProofKey(s.body.ActorName())
			if err != nil {
				return err
			}
			method, err := record.Verify(entry.Document, public)
			parsed, _ := record.Parse(entry.Document)
			if method != "http://127.0.0.1:8080/s/tresorerie#ed25519-key" || parsed.AttributedTo != "http://127.0.0.1:8080/s/tresorerie" || parsed.Header.Kind != record.KindBodyDecision {
				t.Errorf("signed by %s, of %s, a %s", method, parsed.AttributedTo, parsed.Header.Kind)
			}
			if n, _ := tx.CountDecisions(); n != 3 {
				t.Errorf("the assembly's register has %d decisions, want those that created two bodies and gave a mandate", n)
			}
			return err
		})
		w.clock.Set(time.Date(2027, 9, 1, 12, 0, 0, 0, time.UTC)) // its term is over (SE-7)
		w.refused(commune.ErrNotInBody, w.deciding(s.awa, good))
	})
}

func TestSE4_WhatNoClauseCoversIsSentToTheAssemblyWithAMotion(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		send := func(who commune.MemberID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.SendToAssembly(tx, w.house, who, procedure.Sent{Brought: procedure.Brought{
					By: s.body.ID, Item: commune.Item{Title: "Un coffre", Minutes: 10}, Words: "La commune achète un coffre.", Audience: commune.Public,
				}})
				return err
			}
		}
		w.refused(commune.ErrNotInBody, send(s.lou))
		w.tx(send(s.awa))
		w.view(func(tx *store.Tx) error {
			next, err := procedure.NextAgenda(tx)
			if err != nil {
				return err
			}
			motions, err := tx.Motions(next.ID)
			if len(motions) != 1 || motions[0].Text != "La commune achète un coffre." || motions[0].Form != commune.FormResolution || motions[0].Opened() {
				t.Errorf("the agenda has %+v", motions)
			}
			return err
		})
	})
}

func TestSE1_ADecisionIsInTheHandsOfASecretariatAndOneSeesHowFarItIs(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		motion := func(to commune.BodyID, review commune.Day) commune.Motion {
			return commune.Motion{Item: s.item, Form: commune.FormResolution, Text: "On achète un coffre.", Audience: commune.Public, Charged: to, ReviewOn: review}
		}
		propose := func(m commune.Motion) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.ProposeMotion(tx, w.house, w.founder, m); return err }
		}
		w.refused(commune.ErrNoSecretariat, propose(motion(99, "")))
		w.refused(commune.ErrReviewDay, propose(motion(s.body.ID, "2026-09-01")))
		d := w.adopt(w.motion(commune.Meeting{}, motion(s.body.ID, "2026-10-20")))
		mark := func(who commune.MemberID, state commune.ChargeState, text string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.MarkCharge(tx, who, commune.ChargeNote{Decision: d.ID, State: state, Text: text})
				return err
			}
		}
		w.refused(commune.ErrNotInBody, mark(w.founder, commune.ChargeDoing, "x"))
		w.refused(commune.ErrChargeReason, mark(s.awa, commune.ChargeGivenUp, " "))
		w.refused(commune.ErrChargeState, mark(s.awa, "lost", "x"))
		w.refused(commune.ErrChargeSame, mark(s.awa, commune.ChargeToDo, ""))
		w.tx(mark(s.awa, commune.ChargeDoing, "Trois devis demandés."))
		w.view(func(tx *store.Tx) error {
			c, err := tx.Charge(d.ID)
			if err != nil || c.Body != s.body.ID || c.State != commune.ChargeDoing {
				t.Errorf("charged %+v %v", c, err)
			}
			notes, err := tx.ChargeNotes(d.ID)
			if len(notes) != 1 || notes[0].Text != "Trois devis demandés." || notes[0].WrittenBy != s.awa {
				t.Errorf("notes %+v", notes)
			}
			return err
		})
	})
}

func TestSE1_WhoMayPutADecisionIntoASecretariatsHandsAfterTheVote(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		second := w.created(s.item, commune.Secretariat, "Achats")
		preparer := w.member("Inès Q.", true)
		w.give(s.item, preparer, commune.PrepareAgenda)
		d := w.adopt(w.motion(commune.Meeting{}, commune.Motion{Item: s.item, Form: commune.FormResolution, Text: "On achète.", Audience: commune.Public}))
		charge := func(who commune.MemberID, to commune.BodyID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.Charge(tx, who, commune.Charge{Decision: d.ID, Body: to})
				return err
			}
		}
		w.refused(commune.ErrMayNotCharge, charge(s.lou, s.body.ID))
		w.refused(commune.ErrMayNotCharge, charge(s.awa, second.ID))
		w.tx(charge(preparer, second.ID))
		w.refused(commune.ErrChargeTaken, charge(s.awa, s.body.ID)) // nobody takes it from another secretariat by themselves
		w.tx(charge(preparer, s.body.ID))
		w.view(func(tx *store.Tx) error {
			c, err := tx.Charge(d.ID)
			if c.Body != s.body.ID || c.ChargedBy != preparer {
				t.Errorf("charged %+v", c)
			}
			return err
		})
	})
}

// raisedOn are the items that days put on the next agenda.
func (w *world) raisedOn() (titles []string) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		all, err := tx.MeetingsFrom(w.clock.Now())
		for _, m := range all {
			items, err := tx.Items(m.ID)
			if err != nil {
				return err
			}
			for _, i := range items {
				if i.Raised {
					titles = append(titles, i.Title)
				}
			}
		}
		return err
	})
	return titles
}

func (w *world) watch() {
	w.Helper()
	w.tx(func(tx *store.Tx) error { return procedure.Watch(tx, w.house) })
}

// jobs counts the durable work of a kind that waits.
func (w *world) jobs(kind string) (n int64) {
	w.Helper()
	w.view(func(tx *store.Tx) error { return tx.DB().Table("jobs").Where("kind = ?", kind).Count(&n).Error })
	return n
}

func TestSE6_WhatIsOverdueStandsOnTheNextAgendaOnce(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		w.end(s.meeting)
		w.watch()
		if got := w.raisedOn(); len(got) != 0 || w.jobs(procedure.NewsJob) != 0 {
			t.Errorf("before anything is due: %q", got)
		}
		w.clock.Set(s.mandate.AcceptedAt.AddDate(0, 0, 28))
		w.watch()
		w.watch()
		if n := w.jobs(procedure.NewsJob); n != 1 {
			t.Errorf("%d reminders, want one to the holder", n)
		}
		w.clock.Set(s.mandate.AcceptedAt.AddDate(0, 0, 31))
		w.watch()
		w.watch()
		got := w.raisedOn()
		if len(got) != 1 || !strings.Contains(got[0], "Caisse") {
			t.Fatalf("on the agenda: %q", got)
		}
		var raised commune.Item
		w.view(func(tx *store.Tx) error {
			next, err := procedure.NextAgenda(tx)
			if err != nil {
				return err
			}
			items, err := tx.Items(next.ID)
			raised = items[slices.IndexFunc(items, func(i commune.Item) bool { return i.Raised })]
			return err
		})
		w.refused(commune.ErrItemRaised, func(tx *store.Tx) error {
			_, err := procedure.WithdrawItem(tx, s.awa, raised.ID, true)
			return err
		})
		// A report settles the duty; the next one is due after another interval.
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.WriteReport(tx, w.house, s.awa, s.report(commune.MembersOnly))
			return err
		})
		w.view(func(tx *store.Tx) error {
			duties, err := procedure.Duties(tx)
			if len(duties) != 1 || duties[0].Late(w.clock.Now()) || !duties[0].DueAt.Equal(w.clock.Now().UTC().Truncate(time.Microsecond).AddDate(0, 0, 30)) {
				t.Errorf("duties %+v", duties)
			}
			return err
		})
	})
}

func TestSE1_ADecisionComesBackToTheAgendaOnTheDayOfItsReview(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		d := w.adopt(w.motion(commune.Meeting{}, commune.Motion{
			Item: s.item, Form: commune.FormResolution, Text: "On achète un coffre.", Audience: commune.Public, Charged: s.body.ID, ReviewOn: "2026-10-01",
		}))
		w.end(s.meeting)
		w.watch()
		if got := w.raisedOn(); len(got) != 0 {
			t.Errorf("before its day: %q", got)
		}
		w.clock.Set(time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC))
		w.watch()
		w.watch()
		if got := w.raisedOn(); len(got) != 1 || !strings.Contains(got[0], d.Number()) {
			t.Errorf("on its day: %q", got)
		}
	})
}

// report is one of Awa's mandate, ready to be published.
func (s treasury) report(a commune.Audience) procedure.Written {
	return procedure.Written{Publish: true, Report: commune.Report{
		Body: s.body.ID, Mandate: s.mandate.ID, Title: "Septembre", Text: "## Caisse\n\nIl reste **120 euros**.", From: "2026-09-14", Until: "2026-09-17", Audience: a,
	}}
}

func TestSE5_AReportIsTheBodysOwnAndIsBroughtToTheNoticeOfAllMembers(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		write := func(who commune.MemberID, r procedure.Written) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.WriteReport(tx, w.house, who, r); return err }
		}
		w.refused(commune.ErrNotReporter, write(s.lou, s.report(commune.Public)))
		meeting := s.report(commune.Public)
		meeting.Mandate = 0
		w.refused(commune.ErrNotReporter, write(s.lou, meeting))
		empty := s.report(commune.Public)
		empty.Text = "\n"
		w.refused(commune.ErrReportEmpty, write(s.awa, empty))
		early := s.report(commune.Public)
		early.Until = "2027-01-01"
		w.refused(commune.ErrReportPeriod, write(s.awa, early))

		draft := s.report(commune.Public)
		draft.Publish = false
		w.tx(write(s.awa, draft))
		var kept commune.Report
		w.view(func(tx *store.Tx) error {
			drafts, err := tx.ReportDrafts(s.body.ID)
			if err == nil {
				kept = drafts[0]
			}
			if shown, _ := tx.Reports(s.body.ID, []commune.Audience{commune.Public}, 10); len(shown) != 0 {
				t.Error("a draft is shown")
			}
			return err
		})
		stale := s.report(commune.Public)
		stale.ID = kept.ID
		w.refused(commune.ErrReportStale, write(s.awa, stale))
		before := len(w.told.records())
		stale.Version = kept.Version
		w.tx(write(s.awa, stale))
		w.refused(commune.ErrReportPublished, write(s.awa, stale))
		sent := w.told.records()[before:]
		if len(sent) != 1 || sent[0].Kind != record.KindReport || sent[0].Body != "http://127.0.0.1:8080/s/tresorerie" || !strings.Contains(string(sent[0].Document), "<strong>120 euros</strong>") {
			t.Errorf("published %+v", sent)
		}
		if n := w.jobs(procedure.NewsJob); n != 3 {
			t.Errorf("%d letters, want one for each member", n)
		}
		w.tx(write(s.awa, meeting))
		w.tx(write(s.awa, s.report(commune.MembersOnly)))
		if n := len(w.told.records()) - before; n != 2 {
			t.Errorf("%d records left, want those that are not for members alone", n)
		}
	})
}

func TestSE5_WhoMutedTheBodiesGetsNoLetterOfThem(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, s.lou, commune.TopicBodies) })
		w.tx(w.deciding(s.awa, procedure.Deciding{Body: s.body.ID, Mandate: s.mandate.ID, Clause: 1, Text: "On achète un cahier."}))
		if n := w.jobs(procedure.NewsJob); n != 2 {
			t.Errorf("%d letters", n)
		}
		w.view(func(tx *store.Tx) error {
			_, err := procedure.Reader(tx, procedure.News{Member: s.lou, Decision: 1})
			if !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("who muted it is still written to: %v", err)
			}
			return nil
		})
	})
}

func TestSE4_TheRecordNamesTheMandateAndTheClause(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		w.tx(w.deciding(s.awa, procedure.Deciding{Body: s.body.ID, Mandate: s.mandate.ID, Clause: 1, Text: "On achète un cahier."}))
		sent := w.told.records()
		parsed, err := record.Parse(sent[len(sent)-1].Document)
		var d record.BodyDecision
		if err == nil {
			err = json.Unmarshal(parsed.Data, &d)
		}
		if err != nil || d.Clause != 1 || d.ClauseText != "Tenir la caisse." || !strings.HasPrefix(d.Mandate, "http://127.0.0.1:8080/records/") || d.Number != "tresorerie-2026-1" {
			t.Errorf("%+v %v", d, err)
		}
		if parsed.URL != "http://127.0.0.1:8080/s/tresorerie/decisions/tresorerie-2026-1" {
			t.Errorf("shown at %s", parsed.URL)
		}
	})
}
