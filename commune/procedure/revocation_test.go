package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// revoking asks for the revocation of a mandate.
func (w *world) revoking(who commune.MemberID, id commune.MandateID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.ProposeRevocation(tx, w.house, who, procedure.RevocationProposal{Mandate: id, Reasons: "La caisse est vide."})
		return err
	}
}

// revocation is the motion that would revoke a mandate.
func (w *world) revocation(id commune.MandateID) (m commune.Motion) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { m, err = procedure.RevocationOf(tx, id); return err })
	return m
}

func TestSE7_ARevocationInSessionEndsTheMandateWithTheVoteAndTellsWhoeverHasItsRecord(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		m := w.give(point.ID, awa, commune.RecordDues)
		record := func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, awa, commune.Payment{Member: awa, From: "2026-01-01", Until: "2026-12-31"})
			return err
		}
		w.tx(record)
		w.clock.Add(time.Hour)
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error { return w.revoking(w.founder, m.ID)(tx) }), commune.ErrRevocationAsked)
		w.refused(commune.ErrRevocationAsked, w.revoking(awa, m.ID))
		motion := w.revocation(m.ID)
		if motion.Meeting != meeting.ID || motion.Audience != commune.Public || !strings.Contains(motion.Text, "Awa D. par la décision 2026-1.") {
			t.Errorf("prepared as %+v", motion)
		}
		w.refused(commune.ErrAmendsWhole, w.amending(awa, motion.ID, "Autre chose."))
		w.open(motion.ID)
		w.tx(record)
		w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, w.founder, motion.ID, commune.For); return err })
		w.close(motion.ID)
		w.refused(commune.ErrNotMandated, record)
		revoked := w.mandate()
		if revoked.Ending != commune.Revoked || !revoked.EndedAt.Equal(w.clock.Now()) || revoked.EndedBy == 0 {
			t.Errorf("ended as %+v", revoked)
		}
		records := w.told.records()
		decision, ending := string(records[len(records)-2].Document), string(records[len(records)-1].Document)
		if !strings.Contains(decision, `"revokes":"http://127.0.0.1:8080/records/`) || !strings.Contains(ending, `"kind":"Revocation"`) || !strings.Contains(ending, `"decidedBy"`) {
			t.Errorf("recorded as\n%s\n%s", decision, ending)
		}
		w.refused(commune.ErrMandateEnded, w.revoking(w.founder, m.ID))
		if !strings.Contains(w.letters(), "2 revoked") {
			t.Errorf("whose mandate it was hears nothing: %s", w.letters())
		}
		w.end(meeting)
		w.registerIsWhole(2)
	})
}

func TestSE7_ARevocationGoesToTheNextAssemblyThoughItsAgendaIsClosedAndComesForwardInSession(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		m := w.give(point.ID, awa, commune.RecordDues)
		w.tx(w.revoking(lou, m.ID)) // who is not there asks the next assembly
		waiting := w.revocation(m.ID)
		if waiting.Meeting == meeting.ID {
			t.Fatal("who is not there speaks in session")
		}
		w.tx(w.revoking(awa, m.ID)) // who is there has it voted now
		if now := w.revocation(m.ID); now.ID != waiting.ID || now.Meeting != meeting.ID {
			t.Errorf("it came forward as %+v", now)
		}
		w.end(meeting)
		again := w.revocation(m.ID)
		if again.ID != waiting.ID || again.Meeting == meeting.ID {
			t.Fatalf("what was not voted was not carried on: %+v", again)
		}
		var next commune.Meeting
		w.view(func(tx *store.Tx) (err error) {
			item, err := tx.Item(again.Item)
			if err == nil {
				next, err = tx.Meeting(item.Meeting)
			}
			return err
		})
		w.clock.Set(next.AgendaClosesAt.Add(time.Hour))
		other := commune.Mandate{
			Holder: lou, HolderName: "Lou P.", Title: strings.Repeat("t", commune.MaxName), Clauses: commune.Clauses{"m"}, Decision: m.Decision,
			GrantedAt: w.clock.Now(), AcceptedAt: w.clock.Now(), Until: m.Until,
		}
		w.tx(func(tx *store.Tx) (err error) { other, err = tx.PutMandate(other); return err })
		w.tx(w.revoking(awa, other.ID))
		if late := w.revocation(other.ID); late.Meeting != next.ID {
			t.Errorf("the closed agenda kept it out: %+v", late)
		}
	})
}

func TestPW2_TheFoundersMandateCanBeRevokedAndTheAssemblyGoesOn(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		w.inSession(meeting, awa)
		provisional := w.mandate()
		w.tx(w.revoking(awa, provisional.ID))
		motion := w.revocation(provisional.ID)
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{awa: commune.For})
		if m := w.mandate(); m.Ending != commune.Revoked {
			t.Errorf("ended as %+v", m)
		}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			_, err := procedure.Admit(tx, w.founder, "Nino", "nino@x.example")
			return err
		})
		w.end(meeting) // who opened it still leads it
	})
}

func TestSE3_AMandateIsGivenAgainInOneStepAndTheOneBeforeItEnds(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		before := w.give(point.ID, awa, commune.RecordDues)
		w.end(meeting)
		renew := func(tx *store.Tx) error { _, err := procedure.ProposeRenewal(tx, w.house, awa, before.ID); return err }
		w.tx(renew)
		w.refused(commune.ErrRenewalAsked, renew)
		var motion commune.Motion
		w.view(func(tx *store.Tx) (err error) { motion, err = procedure.RenewalOf(tx, before.ID); return err })
		w.refused(commune.ErrNotRenewable, func(tx *store.Tx) error { _, err := procedure.ProposeRenewal(tx, w.house, awa, 1); return err })
		var next commune.Meeting
		w.view(func(tx *store.Tx) (err error) { next, err = tx.Meeting(motion.Meeting); return err })
		w.inSessionLedBy(awa, next)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, awa, motion.ID); return err })
		w.tx(w.cast(awa, motion.ID, commune.For))
		w.tx(func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, awa, motion.ID); return err })
		after := w.mandate()
		if after.Renews != before.ID || after.State(w.clock.Now()) != commune.MandateLiving || !after.Until.After(before.Until) {
			t.Errorf("given again as %+v", after)
		}
		w.view(func(tx *store.Tx) error {
			m, err := tx.Mandate(before.ID)
			if m.Ending != commune.Renewed || !m.EndedAt.Equal(w.clock.Now()) {
				t.Errorf("the one before is %+v", m)
			}
			return err
		})
	})
}

// inSessionLedBy has a meeting opened by a member, who is there alone.
func (w *world) inSessionLedBy(who commune.MemberID, m commune.Meeting) {
	w.Helper()
	w.clock.Set(m.StartsAt)
	w.tx(func(tx *store.Tx) error { return procedure.Attend(tx, who, m.ID, commune.Room) })
	w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, who, m.ID); return err })
}

func TestSE3_AMandateEndsByItsHolderWithItsBodyAndWithMembership(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		m := w.give(point.ID, awa, commune.RecordDues)
		resign := func(who commune.MemberID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.Resign(tx, w.house, who, m.ID); return err }
		}
		w.refused(commune.ErrNotHolder, resign(w.founder))
		w.tx(resign(awa))
		w.refused(commune.ErrMandateEnded, resign(awa))
		records := w.told.records()
		if last := string(records[len(records)-1].Document); !strings.Contains(last, `"kind":"Resignation"`) || strings.Contains(last, "decidedBy") {
			t.Errorf("recorded as %s", last)
		}
		body := w.created(point.ID, commune.Secretariat, "Trésorerie")
		w.refused(commune.ErrCapabilityBody, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, w.inBody(point.ID, awa, body.ID, commune.Facilitate))
			return err
		})
		w.refused(commune.ErrBodyOver, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, w.inBody(point.ID, awa, 99))
			return err
		})
		motion := w.motion(meeting, w.inBody(point.ID, awa, body.ID, commune.RecordDues))
		w.tx(w.answering(awa, motion.ID, true))
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		records = w.told.records()
		if last := string(records[len(records)-1].Document); !strings.Contains(last, `"body":"http://127.0.0.1:8080/s/tresorerie"`) {
			t.Errorf("recorded as %s", last)
		}
		w.tx(func(tx *store.Tx) error { return procedure.EndMandatesIn(tx, body.ID) })
		if given := w.mandate(); given.Ending != commune.Dissolved || given.Allows(commune.RecordDues, w.clock.Now()) {
			t.Errorf("its body is over, and it is %+v", given)
		}
		w.give(point.ID, awa, commune.RecordDues)
		w.tx(func(tx *store.Tx) error { return procedure.EndMandatesOf(tx, awa) })
		if given := w.mandate(); given.Ending != commune.Left {
			t.Errorf("its holder left, and it is %+v", given)
		}
	})
}

// inBody is a motion that gives a mandate in a body.
func (w *world) inBody(item commune.ItemID, holder commune.MemberID, body commune.BodyID, cs ...commune.Capability) commune.Motion {
	return commune.Motion{Item: item, Form: commune.FormMandate, Text: "Un mandat.", Audience: commune.Public, Payload: payload(commune.MandateTerms{
		Holder: holder, Title: "Caisse", Clauses: commune.Clauses{"La tenir."}, Body: body, Capabilities: cs, ReportEvery: 30, Until: "2027-08-31",
	})}
}
