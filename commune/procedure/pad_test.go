package procedure_test

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// pad is what three lines of one were read as.
func pad(titles ...string) []commune.Writing {
	items := make([]commune.Writing, len(titles))
	for i, title := range titles {
		items[i] = commune.Writing{Title: title, Text: "Sur " + title, Kind: commune.Debate, Minutes: 10}
	}
	return items
}

// titles are those of an agenda.
func (w *world) titles(on commune.MeetingID) (titles []string) {
	w.Helper()
	w.view(func(tx *store.Tx) error {
		plan, err := procedure.Agenda(tx, on)
		for _, p := range plan {
			titles = append(titles, p.Title)
		}
		return err
	})
	return titles
}

func TestOUP_TheSamePadImportedByManyAtOnceIsOnTheAgendaOnce(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", false)
		added := make([]int, 10)
		for _, err := range w.atOnce(len(added), func(i int, tx *store.Tx) error {
			done, err := procedure.ImportItems(tx, []commune.MemberID{w.founder, awa}[i%2], meeting.ID, pad("Logement", "Cantine", "Fête"))
			added[i] = len(done.Added)
			return err
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		sum := 0
		for _, n := range added {
			sum += n
		}
		if got := w.titles(meeting.ID); len(got) != 3 || got[0] != "Logement" || got[1] != "Cantine" || got[2] != "Fête" || sum != 3 {
			t.Errorf("on the agenda: %q, added %v", got, added)
		}
		w.tx(func(tx *store.Tx) error {
			done, err := procedure.ImportItems(tx, awa, meeting.ID, pad("Logement", "Jardins"))
			if len(done.Added) != 1 || done.Late {
				t.Errorf("added %+v", done)
			}
			return err
		})
	})
}

func TestOUP_APadOfWhichOneLineIsRefusedLeavesNothing(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.ImportItems(tx, w.founder, meeting.ID, pad("Logement"))
			return err
		})
		wrong := append(pad("Cantine", "LOGEMENT", "Cantine", " "), commune.Writing{Title: "Fête", Kind: commune.Debate})
		w.refused(commune.ErrImportRefused, func(tx *store.Tx) error {
			_, err := procedure.ImportItems(tx, w.founder, meeting.ID, wrong)
			return err
		})
		w.refused(commune.ErrNothingTicked, func(tx *store.Tx) error { _, err := procedure.ImportItems(tx, w.founder, meeting.ID, nil); return err })
		w.refused(commune.ErrPadLong, func(tx *store.Tx) error {
			_, err := procedure.ImportItems(tx, w.founder, meeting.ID, make([]commune.Writing, commune.MaxImport+1))
			return err
		})
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error {
			_, err := procedure.ImportItems(tx, 999, meeting.ID, pad("Fête"))
			return err
		})
		w.view(func(tx *store.Tx) error {
			got, err := procedure.Verdicts(tx, meeting.ID, wrong)
			for i, want := range []commune.Refusal{{}, commune.ErrTitleTaken, {}, commune.ErrTitleMissing, commune.ErrDurationInvalid} {
				if got[i].Refusal.Key != want.Key || got[i].Known != (i == 2) {
					t.Errorf("line %d: %+v, want %s", i, got[i], want.Key)
				}
			}
			return err
		})
	})
}

func TestOJ1_APadThatComesTooLateGoesToTheNextAgenda(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		w.clock.Set(meeting.AgendaClosesAt)
		for i, err := range w.atOnce(6, func(_ int, tx *store.Tx) error {
			_, err := procedure.ImportItems(tx, w.founder, meeting.ID, pad("Logement", "Cantine"))
			return err
		}) {
			if err != nil {
				t.Error(i, err)
			}
		}
		w.view(func(tx *store.Tx) error {
			next, err := procedure.NextAgenda(tx)
			if got := w.titles(next.ID); len(got) != 2 || len(w.titles(meeting.ID)) != 0 {
				t.Errorf("on the next agenda: %q", got)
			}
			return err
		})
	})
}
