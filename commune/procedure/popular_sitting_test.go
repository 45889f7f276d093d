package procedure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// lettersAbout are how many of a kind wait to be mailed about a meeting.
func (w *world) lettersAbout(m commune.MeetingID, kind commune.LetterKind) int {
	w.Helper()
	var n int64
	w.view(func(tx *store.Tx) error {
		return tx.DB().Table("jobs").Where("kind = ? AND key LIKE ?", procedure.LetterJob, string(kind)+"/"+fmt.Sprint(m)+"/%").Count(&n).Error
	})
	return int(n)
}

func (s square) follows(who commune.MemberID) {
	s.Helper()
	s.tx(func(tx *store.Tx) error { return procedure.FollowPopular(tx, who, s.body.ID, true) })
}

func TestAP5_WhoAskedForItHearsOfASittingWhatChangesAndItsMinutes(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		awa := w.member("Awa D.", true)
		var ana commune.Member
		w.tx(func(tx *store.Tx) (err error) {
			if ana, err = tx.AddMember(commune.Member{Kind: commune.KindGuest, PublicName: "Ana", Email: "ana@example.org", AdmittedAt: tx.Now()}); err != nil {
				return err
			}
			return procedure.FollowPopular(tx, ana.ID, s.body.ID, true)
		})
		w.tx(procedure.Convoke)
		if n := w.lettersAbout(s.meeting.ID, commune.LetterConvocation); n != 1 {
			t.Errorf("%d convocations: Awa did not ask for one", n)
		}
		letter := commune.Letter{Meeting: s.meeting.ID, Kind: commune.LetterConvocation, Member: ana.ID, SentAt: w.clock.Now()}
		w.tx(func(tx *store.Tx) error {
			to, before, err := procedure.Addressee(tx, letter)
			if err != nil || to.Email != "ana@example.org" || before != nil {
				t.Errorf("for %+v after %+v: %v", to, before, err)
			}
			return tx.PutLetter(letter)
		})
		s.follows(awa)
		to := commune.Change{StartsAt: s.meeting.StartsAt.Add(24 * time.Hour), Place: "Préau"}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			_, err := procedure.MoveSitting(tx, w.house, awa, s.meeting.ID, to, "")
			return err
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.MoveSitting(tx, w.house, w.founder, s.meeting.ID, to, "Il pleut.")
			return err
		})
		w.tx(procedure.Convoke)
		if n := w.lettersAbout(s.meeting.ID, commune.LetterConvocation); n != 3 {
			t.Errorf("%d letters, want the first, the change, and the convocation of who asked since", n)
		}
		w.tx(func(tx *store.Tx) error { return procedure.Unsubscribe(tx, ana.ID, commune.PopularTopic(s.body.ID)) })
		w.view(func(tx *store.Tx) error {
			letter.Edition = 1
			if _, _, err := procedure.Addressee(tx, letter); err == nil {
				t.Error("who said no is written to")
			}
			return nil
		})
		w.clock.Set(to.StartsAt)
		s.meeting.StartsAt = to.StartsAt
		s.begin()
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		if n := len(w.column("SELECT id FROM jobs WHERE kind = 'minutes-reminder'")); n != 2 {
			t.Errorf("%d reminders of the minutes", n)
		}
		w.tx(func(tx *store.Tx) error {
			return procedure.RemindMinutes(tx, commune.Letter{Meeting: s.meeting.ID, Kind: commune.LetterLate})
		})
		if n := w.lettersAbout(s.meeting.ID, commune.LetterLate); n != 1 {
			t.Errorf("%d letters to who owes the minutes", n)
		}
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.PublishMinutes(tx, w.house, w.founder, commune.Minutes{Meeting: s.meeting.ID})
			return err
		})
		if n := w.lettersAbout(s.meeting.ID, commune.LetterPublished); n != 1 {
			t.Errorf("%d letters that the minutes can be read, want Awa's", n)
		}
	})
}

func TestAP2_ASittingIsMovedOrCancelledWithItsReasonBeforeEverybody(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		w.tell()
		to := commune.Change{StartsAt: s.meeting.StartsAt, Place: " "}
		w.refused(commune.ErrPlaceMissing, func(tx *store.Tx) error {
			_, err := procedure.MoveSitting(tx, w.house, w.founder, s.meeting.ID, to, "")
			return err
		})
		to.Place = "Préau"
		w.tx(func(tx *store.Tx) error {
			m, err := procedure.MoveSitting(tx, w.house, w.founder, s.meeting.ID, to, "Il pleut.")
			if m.Sequence != 1 || m.ChangeReason != "Il pleut." {
				t.Errorf("moved: %+v", m)
			}
			return err
		})
		w.tell()
		w.refused(commune.ErrCancelReasonNeeded, func(tx *store.Tx) error {
			_, err := procedure.CancelSitting(tx, w.house, w.founder, s.meeting.ID, " ")
			return err
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.CancelSitting(tx, w.house, w.founder, s.meeting.ID, "Orage.")
			return err
		})
		w.tell()
		var verbs []string
		told := w.told.eventsTold()
		for _, e := range told {
			verbs = append(verbs, string(e.Verb))
		}
		if got := strings.Join(verbs, " "); got != "announced changed changed" || !told[2].Cancelled || told[1].Place != "Préau" {
			t.Errorf("told: %s", got)
		}
		var said []string
		for _, r := range w.told.records() {
			if r.Kind == record.KindConvocation {
				said = append(said, string(r.Document))
			}
		}
		if len(said) != 3 || !strings.Contains(said[1], "Il pleut.") || !strings.Contains(said[2], `"cancelled":true`) || !strings.Contains(said[2], "Orage.") {
			t.Errorf("signed: %v", said)
		}
		if found := w.occasions(s.body.ID); len(found) != 1 || !found[0].Cancelled || found[0].Reason != "Orage." || found[0].Sequence != 2 {
			t.Errorf("its calendar: %+v", found)
		}
		ours := w.nextMeeting()
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error {
			_, err := procedure.CancelSitting(tx, w.house, w.founder, ours.ID, "Non.")
			return err
		})
	})
}

func TestAP2_APopularAssemblyEndsByItsOwnDecisionAndItsPageStays(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		end := procedure.Ending{Body: s.body.ID, Why: "Le quartier est gagné."}
		w.refused(commune.ErrSittingsToCome, func(tx *store.Tx) error { _, err := procedure.EndPopular(tx, w.founder, end); return err })
		s.begin()
		d := s.voted("Nous cessons de nous réunir.")
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		awa := w.member("Awa D.", true)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.EndPopular(tx, awa, end); return err })
		wrong := procedure.Ending{Body: s.body.ID, Why: " "}
		w.refused(commune.ErrEndingMissing, func(tx *store.Tx) error { _, err := procedure.EndPopular(tx, w.founder, wrong); return err })
		wrong = procedure.Ending{Body: s.body.ID, Why: "Fin.", Year: 1999, Rank: 1}
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.EndPopular(tx, w.founder, wrong); return err })
		end.Year, end.Rank = d.Year, d.Rank
		w.tx(func(tx *store.Tx) error {
			b, err := procedure.EndPopular(tx, w.founder, end)
			if b.Living() || b.Dissolved != d.ID {
				t.Errorf("ended: %+v", b)
			}
			return err
		})
		w.refused(commune.ErrBodyDissolved, func(tx *store.Tx) error { _, err := procedure.EndPopular(tx, w.founder, end); return err })
		at := commune.Meeting{Body: s.body.ID, StartsAt: w.clock.Now().Add(time.Hour), Place: "Ici"}
		w.refused(commune.ErrBodyDissolved, func(tx *store.Tx) error { _, err := procedure.ConvokePopular(tx, w.house, w.founder, at); return err })
		w.tx(func(tx *store.Tx) error {
			asked := procedure.PopularBody{Body: s.body, Page: commune.PopularAssemblyPage{Rules: "Une voix."}}
			_, err := procedure.ChangePopular(tx, w.founder, asked)
			if p, _ := tx.PopularAssemblyPage(s.body.ID); p.Ended != end.Why {
				t.Errorf("its page says %q", p.Ended)
			}
			return err
		})
	})
}
