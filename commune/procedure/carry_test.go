package procedure_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// deed is what adopting a motion of a form carries out.
type deed struct {
	form    commune.FormName
	payload []byte
	done    func(tx *store.Tx) (bool, error)
}

// deeds are those of a meeting in session: one gives a mandate that another ends, one creates a body that another dissolves.
func (w *world) deeds(item commune.ItemID) []deed {
	awa := w.member("Awa D.", true)
	given := w.give(item, w.member("Lou P.", true), commune.RecordDues)
	fetes := w.created(item, commune.Commission, "Fêtes")
	return []deed{
		{commune.FormMandate, terms(awa, commune.AdmitMembers), func(tx *store.Tx) (bool, error) {
			all, err := tx.Mandates()
			return slices.ContainsFunc(all, func(m commune.Mandate) bool { return m.Holder == awa }), err
		}},
		{commune.FormRevocation, payload(commune.RevocationTerms{Mandate: given.ID}), func(tx *store.Tx) (bool, error) {
			m, err := tx.Mandate(given.ID)
			return m.Ending == commune.Revoked, err
		}},
		{commune.FormPriorities, []byte("Logement\nFêtes"), func(tx *store.Tx) (bool, error) {
			s, err := tx.Settings()
			return len(s.Priorities) == 2, err
		}},
		{commune.FormSetting, payload(commune.SettingTerms{Key: "grace_days", Value: "30"}), func(tx *store.Tx) (bool, error) {
			s, err := tx.Settings()
			return s.GraceDays == 30, err
		}},
		{commune.FormCharter, payload(commune.CharterTerms{Text: "Une voix."}), func(tx *store.Tx) (bool, error) {
			c, err := procedure.CharterInForce(tx)
			return c.Version == 1, err
		}},
		{commune.FormCreateBody, payload(commune.BodyTerms{Kind: commune.Secretariat, Name: "Caisse", Purpose: "La tenir."}), func(tx *store.Tx) (bool, error) {
			b, err := tx.BodyBySlug("caisse")
			if errors.Is(err, commune.ErrNotFound) {
				err = nil
			}
			return b.ID != 0, err
		}},
		{commune.FormDissolveBody, payload(commune.DissolutionTerms{Body: fetes.ID}), func(tx *store.Tx) (bool, error) {
			b, err := tx.Body(fetes.ID)
			return !b.Living(), err
		}},
	}
}

// TestCR2_AnAdoptedMotionIsCarriedOutInTheTransactionOfItsVote closes each vote in a transaction that fails at its end, and then in one that does
// not: the decision and what it carries out are there together, or neither is.
func TestCR2_AnAdoptedMotionIsCarriedOutInTheTransactionOfItsVote(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		item := w.item(meeting).ID
		w.inSession(meeting)
		failed := errors.New("the machine stops")
		// These act on the meeting itself, and have tests of their own.
		tried := []commune.FormName{commune.FormSitting, commune.FormLateItem, commune.FormExclusion, commune.FormCorrection}
		for _, d := range w.deeds(item) {
			tried = append(tried, d.form)
			m := w.motion(meeting, commune.Motion{Item: item, Form: d.form, Payload: d.payload})
			w.open(m.ID)
			w.tx(w.cast(w.founder, m.ID, commune.For))
			before := w.dump()
			closes := func(tx *store.Tx) error {
				if done, err := d.done(tx); done || err != nil {
					t.Errorf("%s: done before its vote, %v", d.form, err)
				}
				if _, err := procedure.CloseVote(tx, w.house, w.founder, m.ID); err != nil {
					return err
				}
				if done, err := d.done(tx); !done || err != nil {
					t.Errorf("%s: not done by the close, %v", d.form, err)
				}
				_, err := tx.DecisionOf(m.ID)
				return err
			}
			err := w.InTx(context.Background(), func(tx *store.Tx) error { return errors.Join(closes(tx), failed) })
			if !errors.Is(err, failed) || w.dump() != before {
				t.Errorf("%s: a transaction that failed left something: %v", d.form, err)
			}
			w.tx(closes)
		}
		for name, form := range w.house.Forms {
			if form.Carry != nil && !slices.Contains(tried, name) {
				t.Errorf("%s acts, and is tried nowhere", name)
			}
		}
	})
}
