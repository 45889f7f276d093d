package procedure_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
)

// registerIsWhole asserts that n decisions of this year stand in the register, numbered without a gap, each with its record and its
// proof that it is in the log.
func (w *world) registerIsWhole(n int) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		tree, err := tx.Tree()
		if err != nil {
			return err
		}
		keys, err := tx.Keys("ag")
		if err != nil {
			return err
		}
		seen := make(map[commune.Seq]bool)
		for rank := 1; rank <= n; rank++ {
			d, err := tx.Decision(2026, rank)
			if err != nil || seen[d.Seq] {
				w.Errorf("the decision %d at %d: %v", rank, d.Seq, err)
				continue
			}
			seen[d.Seq] = true
			entry, err := tx.Entry(d.Seq)
			if err != nil {
				return err
			}
			if _, err := record.Verify(entry.Document, keys.Ed25519.Public().(ed25519.PublicKey)); err != nil {
				w.Errorf("%s: %v", d.Number(), err)
			}
			proof, err := tx.Inclusion(d.Seq, tree.Size)
			if err != nil {
				return err
			}
			if err := register.VerifyInclusion(tree, register.Entry(entry.Commitment), proof); err != nil {
				w.Errorf("%s: %v", d.Number(), err)
			}
			w.saysWhatWasDecided(d, entry.Document)
		}
		if all, err := tx.CountDecisions(); err != nil || all != n {
			w.Errorf("%d decisions, %v; want %d", all, err, n)
		}
		return nil
	})
}

func (w *world) saysWhatWasDecided(d commune.Decision, document []byte) {
	w.Helper()
	p, err := record.Parse(document)
	if err != nil {
		w.Fatal(err)
	}
	var said record.Decision
	if err := json.Unmarshal(p.Data, &said); err != nil {
		w.Fatal(err)
	}
	if said.Seq != d.Seq || said.Number != d.Number() || said.Text != d.Text || said.Tally != d.Tally() || said.Electorate != d.Electorate ||
		said.DecidedAt != record.Time(d.DecidedAt) || said.Audience != string(d.Audience) || said.Form != string(d.Form) {
		w.Errorf("the record says %+v, the register %+v", said, d)
	}
}

func TestCR2_AnAdoptedMotionIsANumberedDecisionWithItsLeafInTheLog(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(1)
		closed := w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For, there[0]: commune.For})
		w.registerIsWhole(1)
		if r := w.told.records(); len(r) != 1 || r[0].Seq != closed.Seq || r[0].Audience != commune.Public || r[0].Body != "http://127.0.0.1:8080/ag" {
			t.Errorf("published %+v", r)
		}
	})
}

// A record for members only names no addressee, in the event as in the document; one for the confederation names no one else.
func TestCF8_ARecordIsAddressedToItsAudienceAndNobodyElse(t *testing.T) {
	const council commune.ActorID = "http://127.0.0.1:8082/conseil"
	each(t, func(w *world) {
		w.house.Addressees = func(*store.Tx) ([]commune.ActorID, error) { return []commune.ActorID{council}, nil }
		meeting, first, there := w.hall(1)
		for audience, want := range map[commune.Audience]struct{ to, cc []string }{
			commune.Public:        {[]string{record.Public}, []string{"http://127.0.0.1:8080/ag/followers", string(council)}},
			commune.Confederation: {[]string{string(council)}, []string{}},
			commune.MembersOnly:   {[]string{}, []string{}},
		} {
			m := w.motion(meeting, commune.Motion{Item: first.Item, Audience: audience})
			w.vote(m.ID, map[commune.MemberID]commune.Choice{there[0]: commune.For})
			records := w.told.records()
			r := records[len(records)-1]
			if r.Audience != audience || (len(r.To) == 0) != (audience == commune.MembersOnly) {
				t.Errorf("%s: published to %v for %s", audience, r.To, r.Audience)
			}
			p, err := record.Parse(r.Document)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(p.To, want.to) || !slices.Equal(p.Cc, want.cc) || p.To == nil || p.Cc == nil {
				t.Errorf("%s: addressed to %q, %q", audience, p.To, p.Cc)
			}
			w.view(func(tx *store.Tx) error {
				if e, err := tx.Entry(r.Seq); err != nil || e.Audience != audience || !e.IsRecord || !bytes.Equal(e.Document, r.Document) {
					t.Errorf("%s: entered as %+v, %v", audience, e, err)
				}
				return nil
			})
		}
	})
}

func TestCR2_TwoDecisionsThatCloseAtOnceTakeTwoNumbersAndTwoPlaces(t *testing.T) {
	each(t, func(w *world) {
		meeting, first, there := w.hall(1)
		motions := []commune.Motion{first}
		for range 5 {
			motions = append(motions, w.motion(meeting, commune.Motion{Item: first.Item}))
		}
		for _, m := range motions {
			w.open(m.ID)
			w.tx(w.cast(there[0], m.ID, commune.For))
		}
		for _, err := range w.atOnce(len(motions), func(i int, tx *store.Tx) error {
			_, err := procedure.CloseVote(tx, w.house, w.founder, motions[i].ID)
			return err
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		w.registerIsWhole(len(motions))
	})
}

func TestCR2_TheNumbersBeginAgainWithTheYearOfTheCommunesZone(t *testing.T) {
	each(t, func(w *world) {
		_, first, there := w.hall(1)
		second := w.motion(commune.Meeting{}, commune.Motion{Item: first.Item})
		for _, m := range []commune.Motion{first, second} {
			w.open(m.ID)
			w.tx(w.cast(there[0], m.ID, commune.For))
		}
		w.close(first.ID)
		w.clock.Set(time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)) // midnight in Paris
		w.close(second.ID)
		w.view(func(tx *store.Tx) error {
			for motion, number := range map[commune.MotionID]string{first.ID: "2026-1", second.ID: "2027-1"} {
				if d, err := tx.DecisionOf(motion); err != nil || d.Number() != number {
					t.Errorf("numbered %s, %v; want %s", d.Number(), err, number)
				}
			}
			return nil
		})
	})
}
