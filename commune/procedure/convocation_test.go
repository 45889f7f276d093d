package procedure_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// waiting are the letters that wait to be mailed.
func (w *world) waiting() (all []commune.Letter) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		var payloads [][]byte
		if err := tx.DB().Raw(`SELECT payload FROM jobs WHERE kind = ? ORDER BY id`, procedure.LetterJob).Scan(&payloads).Error; err != nil {
			return err
		}
		for _, payload := range payloads {
			var l commune.Letter
			if err := json.Unmarshal(payload, &l); err != nil {
				return err
			}
			all = append(all, l)
		}
		return nil
	})
	return all
}

// mailed takes every letter that waits as handed to the mail server, and tells how many of each kind there were.
func (w *world) mailed() map[commune.LetterKind]int {
	w.Helper()
	count := map[commune.LetterKind]int{}
	for _, l := range w.waiting() {
		count[l.Kind]++
		w.tx(func(tx *store.Tx) error {
			return errors.Join(tx.PutLetter(l), tx.DB().Exec(`DELETE FROM jobs WHERE kind = ?`, procedure.LetterJob).Error)
		})
	}
	return count
}

func (w *world) convoke() {
	w.Helper()
	w.tx(procedure.Convoke)
}

// expect asserts which letters wait, and takes them as mailed.
func (w *world) expect(when string, want map[commune.LetterKind]int) {
	w.Helper()
	if got := w.mailed(); fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: %v were written, want %v", when, got, want)
	}
}

type counts = map[commune.LetterKind]int

func TestAG2_EachMemberIsCalledOnceAndWhoComesLaterToo(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		w.member("Awa D.", true)
		w.member("Lou P.", false) // called too: who pays by then takes part
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7).Add(-time.Minute))
		w.convoke()
		w.expect("too early", counts{})
		w.clock.Add(time.Minute)
		w.convoke()
		w.convoke()
		w.expect("a week before", counts{commune.LetterConvocation: 3})
		w.convoke()
		w.expect("once more", counts{})
		late := w.member("Karim B.", true)
		w.convoke()
		if got := w.waiting(); len(got) != 1 || got[0].Member != late {
			t.Errorf("who came later is called by %v", got)
		}
		w.mailed()
		w.view(func(tx *store.Tx) error {
			c, err := tx.Convocation(m.ID)
			tree, err2 := tx.Tree()
			if c.LogSize == 0 || c.LogSize != tree.Size || string(c.LogHash) != string(tree.Root[:]) || !c.SentAt.Equal(m.StartsAt.AddDate(0, 0, -7)) {
				t.Errorf("the convocation is %+v", c)
			}
			n, err3 := tx.CountLetters(m.ID, commune.LetterConvocation)
			if n != 4 {
				t.Errorf("%d were called", n)
			}
			return errors.Join(err, err2, err3)
		})
	})
}

func TestAG2_AMachineThatSleptCallsWhenItWakesButNotOnceItHasBegun(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		w.clock.Set(m.StartsAt.Add(-time.Minute))
		w.convoke()
		w.expect("a minute before", counts{commune.LetterConvocation: 1}) // and no reminder beside it
		next := w.nextMeeting()
		w.clock.Set(next.StartsAt)
		w.convoke()
		w.expect("at its hour", counts{})
	})
}

func TestAG2_TwoProcessesWriteEachLetterOnce(t *testing.T) {
	each(t, func(w *world) {
		for i := range 20 {
			w.member(fmt.Sprintf("Membre %d", i), true)
		}
		m := w.nextMeeting()
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
		for _, err := range w.atOnce(6, func(_ int, tx *store.Tx) error { return procedure.Convoke(tx) }) {
			if err != nil {
				t.Error(err)
			}
		}
		w.expect("six times at once", counts{commune.LetterConvocation: 21})
	})
}

func TestAG2_RemindersGoToWhoWantsThem(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		m := w.nextMeeting()
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
		w.convoke()
		w.mailed()
		w.tx(func(tx *store.Tx) error {
			return procedure.ChooseMails(tx, awa, []commune.Topic{commune.TopicConvocations})
		})
		w.clock.Set(m.AgendaClosesAt.AddDate(0, 0, -1))
		w.convoke()
		w.convoke()
		w.expect("before the agenda closes", counts{commune.LetterAgenda: 1})
		w.clock.Set(m.StartsAt.AddDate(0, 0, -1))
		w.convoke()
		w.expect("the day before", counts{commune.LetterEve: 1})
		w.convoke()
		w.expect("again", counts{})
		w.tx(func(tx *store.Tx) error { return procedure.ChooseMails(tx, awa, commune.Topics()) })
		w.convoke()
		if got := w.waiting(); len(got) != 1 || got[0].Member != awa {
			t.Errorf("who wants reminders again is reminded by %v", got)
		}
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { return procedure.ChooseMails(tx, 999, nil) })
	})
}

func TestAG2_WhoUnsubscribedIsNotCalled(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		m := w.nextMeeting()
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, awa, commune.TopicConvocations) })
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, awa, commune.TopicConvocations) })
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
		w.convoke()
		if got := w.waiting(); len(got) != 1 || got[0].Member != w.founder {
			t.Errorf("called by %v", got)
		}
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, w.founder, commune.TopicConvocations) })
		w.view(func(tx *store.Tx) error { // meanwhile muted: the letter that waits has lost its cause
			if _, _, err := procedure.Addressee(tx, w.waiting()[0]); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("addressed: %v", err)
			}
			return nil
		})
	})
}

func TestAG3_AnExceptionalMeetingIsConvokedAtOnce(t *testing.T) {
	each(t, func(w *world) {
		m := w.call(w.founder)
		w.view(func(tx *store.Tx) error {
			var woken int64
			err := tx.DB().Table("jobs").Where("kind = ? AND run_at <= ?", procedure.ConvocationJob, tx.Now().UnixMicro()).Count(&woken).Error
			if woken != 1 {
				t.Error("nothing calls the members now")
			}
			return err
		})
		w.convoke()
		w.expect("at once", counts{commune.LetterConvocation: 1})
		w.clock.Set(m.StartsAt.AddDate(0, 0, -1))
		w.convoke()
		w.expect("the day before", counts{commune.LetterEve: 1})
	})
}

func TestAG2_AChangeIsSaidToWhomItWasAnnouncedAndKeepsTheSeries(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		m := w.nextMeeting()
		moved := m.StartsAt.AddDate(0, 0, 1)
		change := commune.Change{StartsAt: moved, Place: "Cour de l'école"}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.ChangeMeeting(tx, awa, m.ID, change); return err })
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
		w.convoke()
		w.mailed()
		w.clock.Add(time.Hour)
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeMeeting(tx, w.founder, m.ID, change); return err })
		w.convoke()
		w.expect("after the change", counts{commune.LetterConvocation: 2})
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeMeeting(tx, w.founder, m.ID, change); return err })
		w.convoke()
		w.expect("after none", counts{})
		w.view(func(tx *store.Tx) error {
			now, err := tx.Meeting(m.ID)
			s, err2 := tx.Settings()
			o, err3 := tx.Organisation()
			if !now.StartsAt.Equal(moved) || now.Sequence != 1 || !now.AgendaClosesAt.Equal(s.AgendaClose(moved, o.Location())) {
				t.Errorf("moved to %+v", now)
			}
			return errors.Join(err, err2, err3)
		})
		for range 4 { // the series goes on from its own days
			w.tx(procedure.Schedule)
			w.view(func(tx *store.Tx) error {
				last, err := tx.LastOrdinary()
				if days := int(last.ScheduledAt.Sub(m.ScheduledAt).Hours()/24 + 0.5); days%14 != 0 {
					t.Errorf("the series moved by %d days", days%14)
				}
				return err
			})
			w.clock.Add(14 * 24 * time.Hour)
		}
	})
}

func TestAG2_WhatStoodOnACancelledMeetingGoesToTheNext(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		var placed procedure.Proposed
		w.tx(func(tx *store.Tx) (err error) {
			placed, err = procedure.ProposeItem(tx, w.founder, item(m.ID))
			return err
		})
		cancel := func(reason string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.CancelMeeting(tx, w.founder, m.ID, reason); return err }
		}
		w.refused(commune.ErrCancelReasonNeeded, cancel(" "))
		w.clock.Set(m.StartsAt.AddDate(0, 0, -7))
		w.convoke()
		w.mailed()
		later := w.member("Karim B.", true) // nobody told them of it
		w.tx(cancel("La salle a brûlé."))
		w.refused(commune.ErrMeetingCancelled, cancel("Encore."))
		w.convoke()
		if got := w.waiting(); len(got) != 1 || got[0].Member == later || got[0].Edition != 1 {
			t.Errorf("that it is cancelled is said by %v", got)
		}
		w.state(m.ID, commune.Cancelled)
		w.view(func(tx *store.Tx) error {
			moved, err := tx.Item(placed.ID)
			next, err2 := tx.Meeting(moved.Meeting)
			if moved.Meeting == m.ID || next.AcceptsItems(tx.Now()) != nil {
				t.Errorf("the item stands on %+v", next)
			}
			coming, err3 := tx.MeetingsFrom(tx.Now())
			if slices.ContainsFunc(coming, func(c commune.Meeting) bool { return c.ID == m.ID }) {
				t.Error("a cancelled meeting is to come")
			}
			return errors.Join(err, err2, err3)
		})
		w.tx(func(tx *store.Tx) error { // proposed to it, an item goes on to the next too
			p, err := procedure.ProposeItem(tx, w.founder, item(m.ID))
			if !p.Late || p.On.ID == m.ID {
				t.Errorf("proposed %+v", p)
			}
			return err
		})
		w.tx(procedure.Schedule)
		w.view(func(tx *store.Tx) error { // its place in the series is not filled again
			all, err := tx.Meetings()
			for _, other := range all {
				if other.ID != m.ID && other.ScheduledAt.Equal(m.ScheduledAt) {
					t.Errorf("the place of the cancelled meeting was filled by %+v", other)
				}
			}
			return err
		})
	})
}

func TestAG3_WhatMembersConvenedTogetherNobodyMovesOrCancelsAlone(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		m := w.call(awa) // one of two: one tenth, rounded up
		w.state(m.ID, commune.Planned)
		moved := commune.Change{StartsAt: m.StartsAt.Add(time.Hour), Place: m.Place}
		w.refused(commune.ErrConvenedTogether, func(tx *store.Tx) error { _, err := procedure.ChangeMeeting(tx, w.founder, m.ID, moved); return err })
		w.refused(commune.ErrConvenedTogether, func(tx *store.Tx) error { _, err := procedure.CancelMeeting(tx, w.founder, m.ID, "Non."); return err })
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.ChangeMeeting(tx, w.founder, m.ID, commune.Change{StartsAt: m.StartsAt, Place: "Cour", Video: "https://visio.example/ag"})
			return err
		})
		open := w.call(w.founder)
		w.clock.Set(open.StartsAt)
		w.attend(open, commune.Room, w.founder)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.founder, open.ID); return err })
		w.refused(commune.ErrMeetingIsOpen, func(tx *store.Tx) error {
			_, err := procedure.CancelMeeting(tx, w.founder, open.ID, "Non.")
			return err
		})
	})
}

func TestCR3_EverybodyIsToldThatTheMinutesArePublished(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, awa, commune.TopicMinutes) })
		m := w.nextMeeting()
		w.inSession(m, w.founder)
		w.end(m)
		w.mailed()
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.PublishMinutes(tx, w.house, w.founder, commune.Minutes{Meeting: m.ID, Audience: commune.MembersOnly})
			return err
		})
		w.expect("once published", counts{commune.LetterPublished: 1})
	})
}
