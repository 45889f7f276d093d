package procedure_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestPW1_AdmittingAndRecordingDuesTakeAMandateThatSaysSo(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		admit := func(tx *store.Tx) error { _, err := procedure.Admit(tx, awa, "Lou P.", "lou@x.example"); return err }
		record := func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, awa, commune.Payment{Member: awa, From: "2026-01-01", Until: "2026-12-31"})
			return err
		}
		w.refused(commune.ErrNotMandated, admit)
		w.refused(commune.ErrNotMandated, record)
		w.inSession(meeting, awa)
		m := w.give(point.ID, awa, commune.RecordDues)
		w.refused(commune.ErrNotMandated, admit)
		w.tx(record)
		w.view(func(tx *store.Tx) error {
			if paid, err := tx.Payments(awa); err != nil || paid[0].Mandate != m.ID {
				t.Errorf("recorded as %+v, %v", paid, err)
			}
			return nil
		})
		w.clock.Set(m.Until.Add(-time.Microsecond))
		w.tx(record)
		w.clock.Set(m.Until)
		w.refused(commune.ErrNotMandated, record)
	})
}

func TestME1_DuesAndAdmissionsThatCannotBeAreRefused(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", false)
		for _, test := range []struct {
			payment commune.Payment
			want    commune.Refusal
		}{
			{commune.Payment{Member: awa, Cents: -1, From: "2026-01-01", Until: "2026-12-31"}, commune.ErrAmountInvalid},
			{commune.Payment{Member: awa, From: "2026-02-01", Until: "2026-01-31"}, commune.ErrPeriodInvalid},
			{commune.Payment{Member: 999, From: "2026-01-01", Until: "2026-12-31"}, commune.ErrNotFound},
		} {
			w.refused(test.want, func(tx *store.Tx) error { _, err := procedure.RecordPayment(tx, w.founder, test.payment); return err })
		}
		w.refused(commune.ErrEmailTaken, func(tx *store.Tx) error {
			_, err := procedure.Admit(tx, w.founder, "Zoé", " ZOE@tisserands.example")
			return err
		})
		w.refused(commune.ErrNameMissing, func(tx *store.Tx) error { _, err := procedure.Admit(tx, w.founder, " ", "l@x.example"); return err })
		w.one(w.atOnce(6, func(_ int, tx *store.Tx) error {
			_, err := procedure.Admit(tx, w.founder, "Lou", "lou@x.example")
			return err
		}), commune.ErrEmailTaken)
	})
}

func TestSE3_AMandateThatAMotionGivesHoldsFromTheInstantOfTheDecision(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		for _, test := range []struct {
			payload []byte
			want    commune.Refusal
		}{
			{terms(999, commune.Facilitate), commune.ErrHolderInvalid},
			{terms(0), commune.ErrHolderInvalid},
			{terms(awa, "admin"), commune.ErrCapabilityUnknown},
			{terms(awa, commune.SeatCommunes), commune.ErrCapabilityUnknown},
			{payload(commune.MandateTerms{Holder: awa, Title: "t", Clauses: commune.Clauses{"m"}, Until: "2026-09-07"}), commune.ErrTermInvalid},
			{[]byte("{"), commune.ErrFormUnknown},
			{nil, commune.ErrFormUnknown},
		} {
			w.refused(test.want, func(tx *store.Tx) error {
				_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
					Item: point.ID, Form: commune.FormMandate, Text: "t", Audience: commune.Public, Payload: test.payload,
				})
				return err
			})
		}
		w.inSession(meeting, awa)
		m := w.give(point.ID, awa, commune.Facilitate)
		if !m.GrantedAt.Equal(w.clock.Now()) || m.HolderName != "Awa D." || m.Provisional || !m.Allows(commune.Facilitate, w.clock.Now()) {
			t.Errorf("given as %+v", m)
		}
		records := w.told.records()
		if len(records) != 2 || records[0].Kind != "Decision" || records[1].Kind != "Mandate" || records[1].Seq != m.Seq || records[1].Seq != records[0].Seq+1 {
			t.Errorf("published %+v", records)
		}
		rejected := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormMandate, Payload: terms(awa, commune.Convene)})
		w.vote(rejected.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For, awa: commune.Against})
		w.view(func(tx *store.Tx) error {
			if p, err := procedure.Identify(tx, awa); err != nil || len(p.Mandates) != 1 {
				t.Errorf("a rejected motion gave %+v, %v", p.Mandates, err)
			}
			return nil
		})
	})
}

func TestPW2_TheProvisionalMandateEndsWhenTheFirstAGCloses(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		point := w.item(meeting)
		w.inSession(meeting, awa)
		w.give(point.ID, awa, commune.RecordDues)
		w.clock.Add(time.Hour)
		w.end(meeting)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.Admit(tx, w.founder, "Lou", "lou@x.example"); return err })
		w.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, w.founder)
			if err != nil || p.Good || !p.Mandates[0].EndedAt.Equal(w.clock.Now()) {
				t.Errorf("the founder is %+v, %v", p, err)
			}
			if p, err = procedure.Identify(tx, awa); err != nil || !p.Good {
				t.Errorf("who paid is %+v, %v", p, err)
			}
			return nil
		})
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error {
			_, err := procedure.CallMeeting(tx, w.founder, commune.Call{Matter: "m", Reason: "r", StartsAt: w.clock.Now().Add(time.Hour)})
			return err
		})
	})
}

// Nobody was given the treasury: years later those who were in good standing still meet, and give it.
func TestPW2_ThereIsNeverAVacuum(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, unpaid := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", false)
		w.inSession(meeting, awa)
		w.end(meeting)
		w.clock.Add(3 * 365 * 24 * time.Hour)
		w.tx(procedure.Schedule)
		later := w.nextMeeting()
		point := commune.ItemID(0)
		w.tx(func(tx *store.Tx) error {
			p, err := procedure.ProposeItem(tx, awa, item(later.ID))
			point = p.ID
			return err
		})
		w.clock.Set(later.StartsAt)
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error { return procedure.Attend(tx, unpaid, later.ID, commune.Room) })
		w.attend(later, commune.Room, awa, w.founder)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, later.ID); return err })
		until := commune.DayOf(later.StartsAt, time.UTC).Add(300)
		w.tx(func(tx *store.Tx) error {
			m, err := procedure.ProposeMotion(tx, w.house, awa, commune.Motion{
				Item: point, Form: commune.FormMandate, Text: "La trésorerie.", Audience: commune.Public,
				Payload: payload(commune.MandateTerms{Holder: awa, Title: "t", Clauses: commune.Clauses{"m"}, Until: until, Capabilities: commune.Capabilities{commune.RecordDues}}),
			})
			if err != nil {
				return err
			}
			if _, err = procedure.OpenVote(tx, w.house, awa, m.ID); err != nil {
				return err
			}
			if _, err = procedure.Cast(tx, w.founder, m.ID, commune.For); err != nil {
				return err
			}
			_, err = procedure.CloseVote(tx, w.house, awa, m.ID)
			return err
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, awa, commune.Payment{Member: unpaid, From: "2029-01-01", Until: "2029-12-31"})
			return err
		})
		w.attend(later, commune.Online, unpaid)
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error { return procedure.Attend(tx, w.founder, later.ID, commune.Room) })
	})
}

func TestSE3_AMandateWhoseTermHasPassedIsNotPutToTheVote(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		meeting := w.nextMeeting()
		until := commune.DayOf(meeting.StartsAt, time.UTC).Add(-1)
		motion := w.motion(meeting, commune.Motion{Form: commune.FormMandate, Payload: payload(commune.MandateTerms{
			Holder: awa, Title: "Courrier", Clauses: commune.Clauses{"Relever le courrier."}, Until: until,
		})})
		w.inSession(meeting, awa)
		w.refused(commune.ErrTermInvalid, func(tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, w.founder, motion.ID)
			return err
		})
	})
}
