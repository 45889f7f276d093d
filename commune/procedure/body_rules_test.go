package procedure_test

import (
	"errors"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestSE2_ASecretariatConsistsOfTheHoldersOfLivingMandatesInIt(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		of := func(who commune.MemberID) (in bool) {
			w.view(func(tx *store.Tx) error {
				p, err := procedure.Identify(tx, who)
				if err != nil {
					return err
				}
				planner, err := procedure.PlannerOf(tx, p, s.body.ID)
				in = planner.OfBody
				return err
			})
			return in
		}
		w.refused(commune.ErrNotCommission, w.joining(s.lou, s.body)) // nobody enters by joining
		if !of(s.awa) || of(s.lou) || of(w.founder) {
			t.Errorf("in it are Awa %v, Lou %v, the founder %v", of(s.awa), of(s.lou), of(w.founder))
		}
		w.tx(w.revoking(w.founder, s.mandate.ID))
		w.vote(w.revocation(s.mandate.ID).ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		if of(s.awa) {
			t.Error("who was revoked is still in it")
		}
	})
}

func TestCO2_ACommissionIsCreatedByAVoteOfTheAssemblyAlone(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		item := w.item(meeting).ID
		rejected, adopted := w.bodyMotion(item, commune.Commission, "Fêtes"), w.bodyMotion(item, commune.Commission, "Jardins")
		w.inSession(meeting)
		w.vote(rejected.ID, map[commune.MemberID]commune.Choice{w.founder: commune.Against})
		d := w.adopt(adopted)
		w.view(func(tx *store.Tx) error {
			if _, err := tx.BodyBySlug("fetes"); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("a rejected motion made a commission (%v)", err)
			}
			b, err := tx.BodyBySlug("jardins")
			if b.Kind != commune.Commission || b.Created != d.ID || !b.Living() {
				t.Errorf("created as %+v by %+v", b, d)
			}
			return err
		})
	})
}

func TestSE9_EachSecretariatSetsItsOwnRhythmWithoutADecision(t *testing.T) {
	each(t, func(w *world) {
		s := inTreasury(w)
		other := w.created(s.item, commune.Secretariat, "Communication")
		rhythm := announced(w, commune.Gathering{Body: s.body.ID, Title: "Point de caisse", Series: commune.Series{Rhythm: commune.EachWeek, Every: 2}})
		w.refused(commune.ErrCalendarHand, func(tx *store.Tx) error { _, err := procedure.PutGathering(tx, s.lou, rhythm); return err })
		elsewhere := rhythm
		elsewhere.Body = other.ID
		w.refused(commune.ErrCalendarHand, func(tx *store.Tx) error { _, err := procedure.PutGathering(tx, s.awa, elsewhere); return err })
		days := func(of commune.BodyID) (n int) {
			w.view(func(tx *store.Tx) error {
				span := commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 3, 0)}
				found, err := procedure.EventsOf(tx, commune.Reader{}, of, span)
				n = len(found)
				return err
			})
			return n
		}
		put := w.put(s.awa, rhythm)
		fortnightly := days(s.body.ID)
		put.Every = 4
		w.tx(func(tx *store.Tx) error { _, err := procedure.ChangeGathering(tx, s.awa, put); return err })
		if monthly := days(s.body.ID); fortnightly < 5 || monthly >= fortnightly || days(other.ID) != 0 {
			t.Errorf("%d meetings in three months, then %d; the other secretariat has %d", fortnightly, monthly, days(other.ID))
		}
	})
}
