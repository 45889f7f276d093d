package procedure_test

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// nextMeeting is the first meeting of the schedule that is not over.
func (w *world) nextMeeting() (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		all, err := tx.MeetingsFrom(w.clock.Now())
		if len(all) > 0 {
			m = all[0]
		}
		return err
	})
	return m
}

// inSession has a meeting opened by the founder, with these members in the room.
func (w *world) inSession(m commune.Meeting, present ...commune.MemberID) {
	w.Helper()
	w.clock.Set(m.StartsAt)
	w.tx(func(tx *store.Tx) error {
		for _, who := range append([]commune.MemberID{w.founder}, present...) {
			if err := procedure.Attend(tx, who, m.ID, commune.Room); err != nil {
				return err
			}
		}
		_, err := procedure.OpenMeeting(tx, w.founder, m.ID)
		return err
	})
}

// item proposes a point of an agenda.
func (w *world) item(on commune.Meeting) (p procedure.Proposed) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		p, err = procedure.ProposeItem(tx, w.founder, commune.Item{Meeting: on.ID, Title: "Épicerie coopérative", Kind: commune.ForDecision, Minutes: 20})
		return err
	})
	return p
}

// motion proposes a motion, under an item of its own unless it names one.
func (w *world) motion(on commune.Meeting, m commune.Motion) commune.Motion {
	w.Helper()
	if m.Item == 0 {
		m.Item = w.item(on).ID
	}
	if m.Audience == "" {
		m.Audience = commune.Public
	}
	if m.Form == "" {
		m.Form = commune.FormResolution
	}
	if m.Text == "" {
		m.Text = "La commune adhère à la coopérative d'achat du Marché-aux-Lins pour un an."
	}
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ProposeMotion(tx, w.house, w.founder, m)
		return err
	})
	return m
}

// vote opens a motion, casts, and closes it.
func (w *world) vote(id commune.MotionID, choices map[commune.MemberID]commune.Choice) (m commune.Motion) {
	w.Helper()
	w.open(id)
	for who, c := range choices {
		w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, who, id, c); return err })
	}
	return w.close(id)
}

// attend has members come to a meeting.
func (w *world) attend(m commune.Meeting, mode commune.Mode, who ...commune.MemberID) {
	w.Helper()
	for _, id := range who {
		w.tx(func(tx *store.Tx) error { return procedure.Attend(tx, id, m.ID, mode) })
	}
}

// open opens the vote on a motion.
func (w *world) open(id commune.MotionID) (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { m, err = procedure.OpenVote(tx, w.house, w.founder, id); return err })
	return m
}

// close ends the vote on a motion.
func (w *world) close(id commune.MotionID) (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { m, err = procedure.CloseVote(tx, w.house, w.founder, id); return err })
	return m
}

// end ends a meeting.
func (w *world) end(m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.founder, m.ID) })
}

// give has the meeting in session give a mandate, under one of its items.
func (w *world) give(item commune.ItemID, holder commune.MemberID, cs ...commune.Capability) (m commune.Mandate) {
	w.Helper()
	motion := w.motion(commune.Meeting{}, commune.Motion{Item: item, Form: commune.FormMandate, Text: "Un mandat.", Payload: terms(holder, cs...)})
	w.tx(func(tx *store.Tx) error { _, err := procedure.AnswerTerms(tx, holder, motion.ID, true); return err })
	if motion = w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For}); !motion.Adopted {
		w.Fatal("the mandate was not given")
	}
	w.view(func(tx *store.Tx) error {
		p, err := procedure.Identify(tx, holder)
		if err == nil {
			m = p.Mandates[0]
		}
		return err
	})
	return m
}

// terms of a mandate for a year.
func terms(holder commune.MemberID, cs ...commune.Capability) []byte {
	return payload(commune.MandateTerms{Holder: holder, Title: "Mandat", Clauses: commune.Clauses{"Une mission."}, Capabilities: cs, Until: "2027-08-31"})
}

func payload(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
