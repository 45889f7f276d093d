package procedure_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// reads is what the screens of a meeting show.
func (w *world) reads(m commune.Meeting) (s procedure.Sitting) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { s, err = procedure.ReadSitting(tx, m.ID); return err })
	return s
}

func TestMO1_AScreenTellsEverybodyTheirPlaceAndWhy(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		w.asks(m, who[0], who[1], who[2])
		w.gives(m)
		s := w.reads(m)
		if o := s.Own(who[0], true); !o.Speaks || o.Place != 0 {
			t.Errorf("who speaks reads %+v", o)
		}
		if o := s.Own(who[1], true); o.Place != 1 || o.Why != "" {
			t.Errorf("who is next reads %+v", o)
		}
		if o := s.Own(who[2], true); o.Place != 2 || o.Why != commune.WhyAnnounced {
			t.Errorf("who waits reads %+v", o)
		}
		if o := s.Own(w.founder, true); !o.Leads || o.Place != 0 || o.There != commune.Room {
			t.Errorf("who leads reads %+v", o)
		}
		if s.Own(w.member("Zoé L.", true), true) != (procedure.Own{Good: true}) {
			t.Error("of somebody who is not there the sitting says something")
		}
	})
}

func TestAG4_AScreenOffersAVoteToItsElectorsAlone(t *testing.T) {
	each(t, func(w *world) {
		who := []commune.MemberID{w.member("Awa D.", true), w.member("Karim B.", true)}
		m := w.nextMeeting()
		motion := w.motion(m, commune.Motion{})
		w.inSession(m, who...)
		w.open(motion.ID)
		late := w.member("Zoé L.", true)
		w.attend(m, commune.Online, late)
		w.tx(w.cast(who[0], motion.ID, commune.For))
		s := w.reads(m)
		if s.Own(who[1], true).In(0) != procedure.Answers || s.Own(late, true).In(0) != procedure.Unlisted {
			t.Errorf("electors read %q, who came late %q", s.Own(who[1], true).Votes, s.Own(late, true).Votes)
		}
		if len(s.Votes) != 1 || s.Votes[0].Voted != 1 || s.Result.ID != 0 {
			t.Errorf("the vote reads %+v, the result %+v", s.Votes, s.Result)
		}
		w.clock.Add(time.Minute)
		w.close(motion.ID)
		if s = w.reads(m); len(s.Votes) != 0 || s.Result.ID != motion.ID || s.Result.Number != "2026-1" {
			t.Errorf("after the close the votes read %+v, the result %+v", s.Votes, s.Result)
		}
	})
}

// A machine's clock may be set back while an assembly sits: what it shows as voted last is what was voted last.
func TestAG5_TheLastResultIsThatOfTheLastVoteWhateverTheClockDid(t *testing.T) {
	each(t, func(w *world) {
		m, first, _ := w.hall(3)
		w.openIn(first.ID, commune.Named)
		w.close(first.ID)
		w.clock.Add(-10 * time.Minute)
		var second commune.Motion
		w.tx(func(tx *store.Tx) (err error) {
			second, err = procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: first.Item, Form: commune.FormResolution, Text: "La commune achète une presse.", Audience: commune.Public,
			})
			return err
		})
		w.openIn(second.ID, commune.Named)
		w.close(second.ID)
		if last := w.reads(m).Result; last.ID != second.ID {
			t.Errorf("the screens show motion %d, not %d", last.ID, second.ID)
		}
	})
}
