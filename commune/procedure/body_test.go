package procedure_test

import (
	"errors"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// bodyMotion proposes to create a body under an item.
func (w *world) bodyMotion(item commune.ItemID, kind commune.BodyKind, name string) commune.Motion {
	w.Helper()
	return w.motion(commune.Meeting{}, commune.Motion{
		Item: item, Form: commune.FormCreateBody, Text: "Création : " + name, Audience: commune.Public,
		Payload: payload(commune.BodyTerms{Kind: kind, Name: name, Purpose: "Ce que l'assemblée lui confie."}),
	})
}

// adopt has the meeting in session adopt a motion.
func (w *world) adopt(m commune.Motion) commune.Decision {
	w.Helper()
	if m = w.vote(m.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For}); !m.Adopted {
		w.Fatal("not adopted")
	}
	var d commune.Decision
	w.view(func(tx *store.Tx) (err error) { d, err = tx.DecisionOf(m.ID); return err })
	return d
}

// created has the meeting in session create a body.
func (w *world) created(item commune.ItemID, kind commune.BodyKind, name string) (b commune.Body) {
	w.Helper()
	w.adopt(w.bodyMotion(item, kind, name))
	w.view(func(tx *store.Tx) (err error) { b, err = tx.BodyBySlug(commune.SlugOf(name)); return err })
	return b
}

func TestSE8_TheAssemblyCreatesAndDissolvesSecretariats(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		item := w.item(meeting).ID
		motion := w.bodyMotion(item, commune.Secretariat, "Trésorerie")
		same := w.bodyMotion(item, commune.Commission, "Tresorerie")
		w.refused(commune.ErrBodyPermanent, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: item, Form: commune.FormCreateBody, Text: "t", Audience: commune.Public,
				Payload: payload(commune.BodyTerms{Kind: commune.Secretariat, Name: "Caisse", Purpose: "p", Until: "2027-01-01"}),
			})
			return err
		})
		w.inSession(meeting)
		w.open(motion.ID)
		// The name that is being voted is nobody else's.
		w.refused(commune.ErrSlugTaken, func(tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, w.founder, same.ID)
			return err
		})
		w.tx(func(tx *store.Tx) error {
			if _, err := tx.BodyBySlug("tresorerie"); !errors.Is(err, commune.ErrNotFound) {
				t.Error("a motion made a body before its vote")
			}
			_, err := procedure.Cast(tx, w.founder, motion.ID, commune.For)
			return err
		})
		w.close(motion.ID)
		var b commune.Body
		w.view(func(tx *store.Tx) (err error) {
			if b, err = tx.BodyBySlug("tresorerie"); err != nil {
				return err
			}
			d, err := tx.DecisionOf(motion.ID)
			if err != nil || b.Created != d.ID || !b.CreatedAt.Equal(d.DecidedAt) || !b.Living() {
				t.Errorf("created %+v by %+v", b, d)
			}
			entry, err := tx.Entry(d.Seq)
			if !strings.Contains(string(entry.Document), `"creates":"http://127.0.0.1:8080/s/tresorerie"`) {
				t.Errorf("the record does not name the body: %s", entry.Document)
			}
			if err == nil {
				_, err = tx.Keys(b.ActorName())
			}
			return err
		})
		w.refused(commune.ErrSlugTaken, func(tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, w.founder, same.ID)
			return err
		})

		dissolve := commune.Motion{Item: item, Form: commune.FormDissolveBody, Text: "Dissolution.", Audience: commune.Public, Payload: payload(commune.DissolutionTerms{Body: b.ID})}
		first, second := w.motion(commune.Meeting{}, dissolve), w.motion(commune.Meeting{}, dissolve)
		w.open(first.ID)
		w.open(second.ID)
		d := w.closeFor(first.ID)
		w.closeFor(second.ID) // a vote that was counted can always be closed
		w.view(func(tx *store.Tx) (err error) {
			b, err = tx.Body(b.ID)
			if b.Living() || b.Dissolved != d.ID || !b.DissolvedAt.Equal(d.DecidedAt) {
				t.Errorf("dissolved as %+v", b)
			}
			return err
		})
		// Its slug is nobody's for ever.
		w.refused(commune.ErrSlugTaken, func(tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, w.founder, same.ID)
			return err
		})
	})
}

// closeFor closes a vote for which the founder voted.
func (w *world) closeFor(id commune.MotionID) (d commune.Decision) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, w.founder, id, commune.For); return err })
	w.close(id)
	w.view(func(tx *store.Tx) (err error) { d, err = tx.DecisionOf(id); return err })
	return d
}
