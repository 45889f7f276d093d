package procedure_test

import (
	"bytes"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestME3_AnExclusionNamesNobodyInTheRegister(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(3)
		terms := payload(commune.ExclusionTerms{Member: there[0]})
		for text, refusal := range map[string]commune.Refusal{
			"On exclut votante 0 de la séance.": commune.ErrExclusionNames, "": commune.ErrMotionTextMissing,
		} {
			w.refused(refusal, func(tx *store.Tx) error {
				_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{Item: motion.Item, Form: commune.FormExclusion, Text: text, Payload: terms})
				return err
			})
		}
		w.refused(commune.ErrExcludedInvalid, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: motion.Item, Form: commune.FormExclusion, Text: "Une personne.", Payload: payload(commune.ExclusionTerms{Member: 999}),
			})
			return err
		})
		m := w.motion(meeting, commune.Motion{Item: motion.Item, Form: commune.FormExclusion, Text: "Une personne quitte la séance.", Payload: terms, Audience: commune.Public})
		if m.Audience != commune.MembersOnly {
			t.Errorf("an exclusion is for %s", m.Audience)
		}
		before := len(w.told.records())
		w.vote(m.ID, map[commune.MemberID]commune.Choice{there[1]: commune.For})
		for _, r := range w.told.records()[before:] {
			if r.Audience != commune.MembersOnly {
				t.Errorf("the exclusion was published for %s", r.Audience)
			}
		}
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(m.ID)
			if err != nil {
				return err
			}
			entry, err := tx.Entry(d.Seq)
			if err != nil || bytes.Contains(entry.Document, []byte("Votante")) {
				t.Errorf("the register names the person, %v", err)
			}
			return nil
		})
	})
}

func TestAG4_WhoIsExcludedLeavesTheSittingAndItsVotes(t *testing.T) {
	each(t, func(w *world) {
		meeting, motion, there := w.hall(4)
		w.give(motion.Item, there[0], commune.Facilitate)
		named, secret := motion, w.motion(meeting, commune.Motion{Item: motion.Item})
		w.open(named.ID)
		w.openIn(secret.ID, commune.Secret)
		w.tx(w.cast(there[0], named.ID, commune.For))
		w.tx(w.cast(there[0], secret.ID, commune.For))
		w.tx(w.cast(there[1], named.ID, commune.Against))
		exclusion := w.motion(meeting, commune.Motion{
			Item: motion.Item, Form: commune.FormExclusion, Text: "Une personne quitte la séance.", Payload: payload(commune.ExclusionTerms{Member: there[0]}),
		})
		w.vote(exclusion.ID, map[commune.MemberID]commune.Choice{there[1]: commune.For})
		w.refused(commune.ErrExpelled, w.cast(there[0], named.ID, commune.Against))
		w.refused(commune.ErrExcluded, func(tx *store.Tx) error { return procedure.Attend(tx, there[0], meeting.ID, commune.Online) })
		w.refused(commune.ErrExcluded, w.amending(there[0], w.motion(meeting, commune.Motion{Item: motion.Item}).ID, "Autre."))
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, there[0], named.ID); return err })
		w.view(func(tx *store.Tx) error {
			p, err := tx.Presence(meeting.ID, there[0])
			out, err2 := tx.Excluded(meeting.ID)
			if err != nil || err2 != nil || p.LeftAt.IsZero() || len(out) != 1 || out[0] != there[0] {
				t.Errorf("presence %+v, excluded %v, %v, %v", p, out, err, err2)
			}
			return nil
		})
		// A named ballot of who can no longer replace it is not counted; a secret one nobody could find (AG-5).
		if closed := w.close(named.ID); closed.Tally() != (commune.Tally{Against: 1}) {
			t.Errorf("the named vote counted %+v", closed.Tally())
		}
		if closed := w.close(secret.ID); closed.Tally() != (commune.Tally{For: 1}) {
			t.Errorf("the secret vote counted %+v", closed.Tally())
		}
		w.end(meeting)
		next := w.nextMeeting()
		w.clock.Set(next.StartsAt)
		w.attend(next, commune.Room, there[0]) // they come to the next
	})
}
