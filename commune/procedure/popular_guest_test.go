package procedure_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// asks is somebody who asks to take part with their own device, and to get the mails of the assembly.
func (s square) asks(name, email string) (token string) {
	s.Helper()
	s.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.GuestLink(tx, commune.GuestLink{Name: name, Email: email, Language: "fr"}, time.Hour)
		return err
	})
	return token
}

func (s square) guests() int { return len(s.column("SELECT id FROM members WHERE kind = 'guest'")) }

func TestME2_AGuestIsSomebodyOnlyOnceTheyComeByTheirLink(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		token, late := s.asks("Ana", "Ana@Example.org"), s.asks("Bo", "bo@example.org")
		w.view(func(tx *store.Tx) error {
			m, err := procedure.PeekSignIn(tx, token)
			if err != nil || m.PublicName != "Ana" || m.ID != 0 {
				t.Errorf("before: %+v, %v", m, err)
			}
			return nil
		})
		if n := s.guests(); n != 0 {
			t.Errorf("%d guests whose address nobody confirmed", n)
		}
		var ana commune.Member
		w.tx(func(tx *store.Tx) (err error) { ana, err = procedure.ConsumeSignIn(tx, token); return err })
		if ana.Kind != commune.KindGuest || ana.Email != "ana@example.org" || s.guests() != 1 {
			t.Errorf("after: %+v, %d guests", ana, s.guests())
		}
		w.refused(commune.ErrLinkSpent, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token); return err })
		again := s.asks("Autre", "ana@example.org")
		w.tx(func(tx *store.Tx) error {
			m, err := procedure.ConsumeSignIn(tx, again)
			if m.ID != ana.ID || m.PublicName != "Ana" {
				t.Errorf("the same address became %+v", m)
			}
			return err
		})
		w.clock.Add(2 * time.Hour)
		w.refused(commune.ErrLinkSpent, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, late); return err })
		w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
		if left := w.column("SELECT count(*) FROM guest_links"); left[0] != 0 || s.guests() != 1 {
			t.Errorf("%d links are kept, %d guests", left[0], s.guests())
		}
	})
}

func TestME3_AGuestIsForgottenAfterTheMinutesOfTheirLastSittingAndTheirVoteStaysCounted(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.begin()
		ana, bo := s.guest("Ana"), s.guest("Bo")
		s.tx(func(tx *store.Tx) error { return tx.Unmute(bo.ID, commune.PopularTopic(s.body.ID)) })
		motion := s.motion(s.meeting, commune.Motion{Item: s.item.ID, Form: commune.FormResolution, Text: "Nous occupons la place.", Audience: commune.Public})
		s.open(motion.ID)
		s.tx(func(tx *store.Tx) error {
			_, err := procedure.EnterBallot(tx, s.founder, commune.Ballot{Motion: motion.ID, Elector: ana.ID, Choice: commune.For})
			return err
		})
		s.close(motion.ID)
		s.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		keep := func(after time.Duration) (name string) {
			w.clock.Add(after)
			w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
			w.view(func(tx *store.Tx) error { m, err := tx.Member(ana.ID); name = m.PublicName; return err })
			return name
		}
		if name := keep(3 * commune.GuestsFor); name != "Ana" {
			t.Errorf("forgotten before the minutes were published: %q", name)
		}
		before := w.sums()
		s.tx(func(tx *store.Tx) error {
			_, err := procedure.PublishMinutes(tx, s.house, s.founder, commune.Minutes{Meeting: s.meeting.ID})
			return err
		})
		if name := keep(commune.GuestsFor - time.Hour); name != "Ana" {
			t.Errorf("forgotten too early: %q", name)
		}
		if name := keep(2 * time.Hour); strings.Contains(name, "Ana") {
			t.Errorf("the guest is still called %q", name)
		}
		after := w.sums()
		for _, what := range []string{"motions", "decisions", "presences", "electors", "ballots"} {
			if !reflect.DeepEqual(before[what], after[what]) {
				t.Errorf("%s: %v became %v", what, before[what], after[what])
			}
		}
		w.view(func(tx *store.Tx) error {
			if m, err := tx.Member(bo.ID); err != nil || m.PublicName != "Bo" {
				t.Errorf("who gets the mails became %+v, %v", m, err)
			}
			return nil
		})
	})
}
