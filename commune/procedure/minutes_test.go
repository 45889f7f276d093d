package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// writes saves a section of minutes over a version.
func (w *world) writes(who commune.MemberID, m commune.Meeting, item commune.ItemID, over int, text string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.WriteMinutes(tx, who, commune.MinutesSection{Meeting: m.ID, Item: item, Version: over, Text: text})
		return err
	}
}

// takesOn makes a member the taker.
func (w *world) takesOn(who commune.MemberID, m commune.Meeting) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.TakeOnMinutes(tx, who, m.ID); return err }
}

// publishes freezes the minutes of a meeting for an audience.
func (w *world) publishes(who commune.MemberID, m commune.Meeting, a commune.Audience) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.PublishMinutes(tx, w.house, who, commune.Minutes{Meeting: m.ID, Audience: a})
		return err
	}
}

// minutes are those of a meeting as they stand.
func (w *world) minutes(m commune.Meeting) (found commune.Minutes) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { found, err = procedure.MinutesOf(tx, m.ID); return err })
	return found
}

// sections are the texts of a meeting's minutes by item.
func (w *world) sections(m commune.Meeting) map[commune.ItemID]commune.MinutesSection {
	w.Helper()
	by := make(map[commune.ItemID]commune.MinutesSection)
	w.view(func(tx *store.Tx) error {
		all, err := procedure.MinutesSections(tx, w.meeting(tx, m.ID))
		for _, s := range all {
			by[s.Item] = s
		}
		return err
	})
	return by
}

// says asserts that the published text holds these words, and those not.
func (w *world) says(m commune.Meeting, words []string, not ...string) {
	w.Helper()
	text := w.minutes(m).Text
	for _, word := range words {
		if !strings.Contains(text, word) {
			w.Errorf("the minutes do not say %q:\n%s", word, text)
		}
	}
	for _, word := range not {
		if strings.Contains(text, word) {
			w.Errorf("the minutes say %q:\n%s", word, text)
		}
	}
}

func TestCR1_TheTakerWritesEachItemAndOthersAreRefused(t *testing.T) {
	each(t, func(w *world) {
		m, motion, there := w.hall(3)
		taker, other := there[0], there[1]
		w.mandated(m, there[2], taker, other)
		w.refused(commune.ErrNotTaker, w.writes(other, m, motion.Item, 0, "Non."))
		w.tx(w.writes(taker, m, commune.OpeningSection, 0, "Tour des prénoms."))
		w.tx(w.writes(taker, m, motion.Item, 0, "On discute du loyer."))
		w.tx(w.writes(taker, m, motion.Item, 1, "On discute du loyer et des travaux."))
		w.refused(commune.ErrNotFound, w.writes(taker, m, 9999, 0, "Ailleurs."))
		w.end(m)
		w.tx(w.writes(taker, m, commune.EndSection, 0, "Verre de l'amitié."))
		sections := w.sections(m)
		for item, want := range map[commune.ItemID]string{
			commune.OpeningSection: "Tour des prénoms.", motion.Item: "On discute du loyer et des travaux.", commune.EndSection: "Verre de l'amitié.",
		} {
			if s := sections[item]; s.Text != want || s.WrittenBy != taker {
				t.Errorf("section %d is %+v", item, s)
			}
		}
	})
}

func TestCR1_NothingIsWrittenBeforeTheMeetingOpens(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		w.refused(commune.ErrMinutesTooEarly, w.writes(w.founder, m, commune.OpeningSection, 0, "Trop tôt."))
		w.refused(commune.ErrMinutesTooEarly, w.takesOn(w.founder, m))
		w.refused(commune.ErrMinutesTooEarly, w.publishes(w.founder, m, commune.Public))
	})
}

func TestCR1_OfTwoWhoWriteAtOnceOneIsRefusedAndNothingIsLost(t *testing.T) {
	each(t, func(w *world) {
		m, motion, _ := w.hall(2)
		texts := []string{"Le texte d'Awa.", "Le texte de Karim.", "Le texte de Zoé."}
		w.one(w.atOnce(len(texts), func(i int, tx *store.Tx) error {
			return w.writes(w.founder, m, motion.Item, 0, texts[i])(tx)
		}), commune.ErrMinutesStale)
		s := w.sections(m)[motion.Item]
		if s.Version != 1 || !strings.HasPrefix(s.Text, "Le texte d") {
			t.Errorf("there stands %+v", s)
		}
		w.refused(commune.ErrMinutesStale, w.writes(w.founder, m, motion.Item, 0, "Encore un autre."))
		w.tx(w.writes(w.founder, m, motion.Item, 0, s.Text)) // the same once more, as after a lost answer
		if again := w.sections(m)[motion.Item]; again.Version != s.Version || again.Text != s.Text {
			t.Errorf("the same text became %+v", again)
		}
	})
}

func TestPW2_WhoWasThereTakesTheMinutesOnWhileNobodyHoldsTheMandate(t *testing.T) {
	each(t, func(w *world) {
		absent := w.member("Absente", true)
		m, motion, there := w.hall(2)
		w.end(m) // the founder's mandate ended with it: who opened it writes, until somebody takes it on
		w.tx(w.writes(w.founder, m, commune.EndSection, 0, "À la prochaine."))
		w.refused(commune.ErrNotThere, w.takesOn(absent, m))
		w.one(w.atOnce(2, func(i int, tx *store.Tx) error { return w.takesOn(there[i], m)(tx) }), commune.ErrMinutesTaken)
		taker, other := there[0], there[1]
		if w.minutes(m).Taker == other {
			taker, other = other, taker
		}
		w.tx(w.writes(taker, m, motion.Item, 0, "Repris de mes notes."))
		w.refused(commune.ErrNotTaker, w.writes(w.founder, m, motion.Item, 1, "Moi aussi."))
		w.clock.Set(w.minutes(m).DueAt)
		w.tx(w.takesOn(other, m)) // they are late: nobody waits for anybody
		w.tx(w.publishes(other, m, commune.Public))
		w.says(m, []string{"Repris de mes notes.", "À la prochaine."})
	})
}

func TestCR1_WhatTheMeetingLeftStaysInItsMinutes(t *testing.T) {
	each(t, func(w *world) {
		m, motion, _ := w.hall(1)
		w.tx(w.writes(w.founder, m, motion.Item, 0, "Trop tard pour voter."))
		w.end(m)
		s := w.sections(m)[motion.Item]
		if s.Text != "Trop tard pour voter." || s.Title != "Épicerie coopérative" || s.Place == 0 {
			t.Errorf("the section of what was adjourned is %+v", s)
		}
		w.tx(w.publishes(w.founder, m, commune.Public))
		w.says(m, []string{"Points reportés", "Épicerie coopérative", "**Reporté**"}, "Proposition mise aux voix")
	})
}

func TestCR1_WhatWasTreatedKeepsTheNumberThatItHad(t *testing.T) {
	each(t, func(w *world) {
		m := w.nextMeeting()
		first, second := w.motion(m, commune.Motion{}), w.motion(m, commune.Motion{})
		w.inSession(m)
		w.tx(func(tx *store.Tx) error { _, err := procedure.StartItem(tx, w.founder, second.Item); return err })
		w.end(m) // the first leaves the agenda
		s := w.sections(m)
		if s[first.Item].Place != 1 || s[second.Item].Place != 2 {
			t.Errorf("the two stand at %d and %d", s[first.Item].Place, s[second.Item].Place)
		}
	})
}

func TestCR3_TheDeadlineIsWrittenWhenTheMeetingCloses(t *testing.T) {
	each(t, func(w *world) {
		m, _, _ := w.hall(1)
		if got := w.minutes(m); got.Owed() {
			t.Errorf("owed while the meeting sits: %+v", got)
		}
		w.clock.Set(m.StartsAt.Add(8 * time.Hour)) // past midnight: the day is still the one on which it opened
		w.end(m)
		got := w.minutes(m)
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		y, month, day := m.StartsAt.In(paris).Date()
		if want := time.Date(y, month, day+2, 0, 0, 0, 0, paris); !got.DueAt.Equal(want) {
			t.Errorf("due at %s, want %s", got.DueAt, want)
		}
		w.view(func(tx *store.Tx) error {
			owed, err := tx.OwedMinutes()
			if len(owed) != 1 || owed[0].Meeting != m.ID {
				t.Errorf("owed: %+v", owed)
			}
			return err
		})
		w.tx(w.publishes(w.founder, m, commune.Public))
		w.view(func(tx *store.Tx) error {
			owed, err := tx.OwedMinutes()
			if len(owed) != 0 {
				t.Errorf("still owed: %+v", owed)
			}
			return err
		})
	})
}
