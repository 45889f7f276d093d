package procedure_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// rewrite saves a text over the version base.
func rewrite(tx *store.Tx, who commune.MemberID, id commune.ItemID, base int, text string) error {
	_, err := procedure.RewriteItem(tx, who, id, base, written(text))
	return err
}

func written(text string) commune.Writing {
	return commune.Writing{Title: "Épicerie coopérative", Text: text, Kind: commune.ForDecision, Minutes: 25}
}

// versions are the texts of an item, the latest first.
func (w *world) versions(id commune.ItemID) (versions []commune.ItemVersion) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		item, err := tx.Item(id)
		if err == nil {
			versions, err = tx.ItemVersions(item)
		}
		return err
	})
	return versions
}

func TestOJ1_EveryMemberWritesEveryItemUntilTheAgendaClosesAndNobodyFromThenOn(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", false)
		id := w.item(meeting).ID
		w.clock.Set(meeting.AgendaClosesAt.Add(-time.Microsecond))
		w.tx(func(tx *store.Tx) error {
			return rewrite(tx, awa, id, 0, " Le local est trouvé.\r\nIl faut un bail. ")
		})
		versions := w.versions(id)
		if len(versions) != 2 || versions[0].Text != "Le local est trouvé.\nIl faut un bail." || versions[0].WrittenBy != awa || versions[0].Minutes != 25 ||
			versions[1].WrittenBy != w.founder || versions[1].Minutes != 20 || versions[1].Version != 0 {
			t.Errorf("the texts are %+v", versions)
		}
		w.view(func(tx *store.Tx) error {
			if item, err := tx.Item(id); err != nil || item.Text != versions[0].Text || item.ProposedBy != w.founder {
				t.Errorf("the item is %+v, %v", item, err)
			}
			return nil
		})
		w.tx(func(tx *store.Tx) error { return rewrite(tx, awa, id, 1, versions[0].Text) })
		if n := len(w.versions(id)); n != 2 {
			t.Errorf("a save without a change made a text: %d", n)
		}
		w.clock.Set(meeting.AgendaClosesAt)
		for _, late := range []func(tx *store.Tx) error{
			func(tx *store.Tx) error { return rewrite(tx, w.founder, id, 1, "Trop tard.") },
			func(tx *store.Tx) error { return procedure.EditItem(tx, w.founder, id) },
			func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, w.founder, id, true); return err },
		} {
			w.refused(commune.ErrTextFinal, late)
		}
	})
}

func TestOJ1_AWithdrawnItemIsKeptAndComesBackAsItWas(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		id := w.item(meeting).ID
		w.refused(commune.ErrNotProposer, func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, awa, id, true); return err })
		onAgenda := func(want int) {
			t.Helper()
			w.view(func(tx *store.Tx) error {
				plan, err := procedure.Agenda(tx, meeting.ID)
				gone, gerr := tx.WithdrawnItems(meeting.ID)
				if len(plan) != want || len(gone) != 1-want {
					t.Errorf("%d on the agenda, %d withdrawn, want %d", len(plan), len(gone), want)
				}
				return errors.Join(err, gerr)
			})
		}
		for range 2 { // a second time changes nothing
			w.tx(func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, w.founder, id, true); return err })
			onAgenda(0)
		}
		w.refused(commune.ErrItemWithdrawn, func(tx *store.Tx) error { return rewrite(tx, awa, id, 0, "Encore.") })
		w.tx(func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, w.founder, id, false); return err })
		onAgenda(1)
	})
}

func TestOUP_OfTwoWhoSaveAtOnceOneSavesAndTheOtherIsToldAndNothingIsLost(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		id := w.item(meeting).ID
		const writers = 8
		var people [writers]commune.MemberID
		for i := range people {
			people[i] = w.member(fmt.Sprint("Membre ", i), true)
		}
		for round := range 4 {
			w.one(w.atOnce(writers, func(i int, tx *store.Tx) error {
				return rewrite(tx, people[i], id, round, fmt.Sprintf("Texte %d de %d", round, i))
			}), commune.ErrItemChanged)
		}
		versions := w.versions(id)
		if len(versions) != 5 {
			t.Fatalf("%d texts", len(versions))
		}
		for i, v := range versions {
			if v.Version != 4-i {
				t.Errorf("text %d has number %d", i, v.Version)
			}
		}
	})
}

func TestOUP_ADraftOutlivesItsBrowserAndEndsWithTheSave(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		id := w.item(meeting).ID
		keep := func(d commune.Draft) { w.tx(func(tx *store.Tx) error { return procedure.KeepDraft(tx, awa, d) }) }
		draft := func(on commune.MeetingID, item commune.ItemID) (d commune.Draft) {
			w.view(func(tx *store.Tx) error {
				var err error
				if d, err = tx.Draft(awa, on, item); errors.Is(err, commune.ErrNotFound) {
					return nil
				}
				return err
			})
			return d
		}
		for _, text := range []string{"Le lo", "Le local est à nous"} {
			keep(commune.Draft{Item: id, Meeting: 99, Writing: commune.Writing{Text: text, Kind: "rien", Minutes: -1}})
			keep(commune.Draft{Meeting: meeting.ID, Writing: commune.Writing{Title: text}})
		}
		if d := draft(0, id); d.Text != "Le local est à nous" || d.Member != awa {
			t.Errorf("of the item: %+v", d)
		}
		if d := draft(meeting.ID, 0); d.Title != "Le local est à nous" {
			t.Errorf("of a new one: %+v", d)
		}
		w.tx(func(tx *store.Tx) error { return rewrite(tx, awa, id, 0, "Le local est à nous") })
		w.tx(func(tx *store.Tx) error { _, err := procedure.ProposeItem(tx, awa, item(meeting.ID)); return err })
		if a, b := draft(0, id), draft(meeting.ID, 0); !a.Empty() || !b.Empty() {
			t.Errorf("left: %+v, %+v", a, b)
		}
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { return procedure.KeepDraft(tx, awa, commune.Draft{Item: 999}) })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { return procedure.KeepDraft(tx, awa, commune.Draft{Meeting: 999}) })
		w.refused(commune.ErrUnreadable, func(tx *store.Tx) error {
			return procedure.KeepDraft(tx, awa, commune.Draft{Item: id, Writing: commune.Writing{Text: "\xff"}})
		})
	})
}

func TestOUP_WhoWritesAnItemIsShownForHalfAMinuteAndLocksNothing(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		id := w.item(meeting).ID
		edit := func(who commune.MemberID) {
			w.tx(func(tx *store.Tx) error { return procedure.EditItem(tx, who, id) })
		}
		shown := func(want ...commune.MemberID) {
			t.Helper()
			w.view(func(tx *store.Tx) error {
				editing, err := tx.Editings(meeting.ID, tx.Now())
				if len(editing) != len(want) {
					t.Errorf("shown: %+v", editing)
				}
				for i, e := range editing {
					if e.Member != want[i] || e.Item != id {
						t.Errorf("shown: %+v", editing)
					}
				}
				return err
			})
		}
		edit(awa)
		w.clock.Add(commune.EditingFor - time.Second)
		edit(awa)
		edit(w.founder)
		w.clock.Add(commune.EditingFor - time.Second)
		shown(w.founder, awa)
		w.tx(func(tx *store.Tx) error { return rewrite(tx, w.founder, id, 0, "Sans attendre.") })
		shown(awa)
		w.clock.Add(time.Second)
		shown()
	})
}

func TestAMotionIsRewordedByWhoProposedItUntilItsVoteOpensAndEveryWordingIsKept(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		motion := w.motion(meeting, commune.Motion{Text: "La commune loue."})
		reword := func(who commune.MemberID, base int, text string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.RewordMotion(tx, who, motion.ID, base, text)
				return err
			}
		}
		w.refused(commune.ErrNotProposer, reword(awa, 0, "La commune achète."))
		w.refused(commune.ErrMotionTextMissing, reword(w.founder, 0, " "))
		w.tx(reword(w.founder, 0, "La commune achète."))
		w.refused(commune.ErrMotionChanged, reword(w.founder, 0, "La commune emprunte."))
		w.tx(reword(w.founder, 1, "La commune achète."))
		w.one(w.atOnce(4, func(i int, tx *store.Tx) error { return reword(w.founder, 1, fmt.Sprint("Texte ", i))(tx) }), commune.ErrMotionChanged)
		w.view(func(tx *store.Tx) error {
			m, err := tx.Motion(motion.ID)
			if err != nil {
				return err
			}
			all, err := tx.MotionVersions(m)
			if err != nil || len(all) != 3 || all[0].Text != m.Text || all[1].Text != "La commune achète." || all[2].Text != "La commune loue." {
				t.Errorf("the wordings are %+v, %v", all, err)
			}
			return nil
		})
		w.inSession(meeting)
		w.tx(reword(w.founder, 2, "La commune loue ce local."))
		w.open(motion.ID)
		w.refused(commune.ErrWordsVoted, reword(w.founder, 3, "Trop tard."))
		w.close(motion.ID)
		w.end(meeting)
		w.refused(commune.ErrMeetingEnded, reword(w.founder, 3, "Trop tard."))
	})
}

func TestOJ4_AnItemOfWhichAPartWasVotedIsAdjournedWithItsTexts(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		half := w.motion(meeting, commune.Motion{})
		rest := w.motion(meeting, commune.Motion{Item: half.Item})
		w.tx(func(tx *store.Tx) error { return rewrite(tx, w.founder, half.Item, 0, "Un second texte.") })
		w.inSession(meeting)
		w.vote(half.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.end(meeting)
		w.view(func(tx *store.Tx) error {
			moved, err := tx.Motion(rest.ID)
			if err != nil || moved.Item == half.Item {
				t.Fatalf("the rest is on %+v, %v", moved, err)
			}
			if n := len(w.versions(moved.Item)); n != 2 {
				t.Errorf("the copy has %d texts", n)
			}
			return nil
		})
	})
}
