package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func tisserands() commune.Organisation {
	return commune.Organisation{
		Kind: commune.KindCommune, Name: "Commune", TimeZone: "Europe/Paris", Language: "fr", BaseURL: "http://127.0.0.1:8080", FoundedAt: storetest.Start,
	}
}

func TestPW2_AnInstanceIsFoundedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		read(t, s, func(tx *store.Tx) error {
			if _, err := tx.Organisation(); !errors.Is(err, commune.ErrNotFound) {
				t.Errorf("before the founding: %v", err)
			}
			return nil
		})
		write(t, s, func(tx *store.Tx) error { return tx.Found(tisserands()) })
		if err := s.InTx(context.Background(), func(tx *store.Tx) error { return tx.Found(tisserands()) }); !errors.Is(err, commune.ErrAlreadyFounded) {
			t.Errorf("founded twice: %v", err)
		}
		read(t, s, func(tx *store.Tx) error {
			if o, err := tx.Organisation(); err != nil || o != tisserands() {
				t.Errorf("read as %+v, %v", o, err)
			}
			return nil
		})
	})
}

func TestOneAddressIsOnePerson(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		member(t, s, "awa@x.example")
		err := s.InTx(context.Background(), func(tx *store.Tx) error {
			_, err := tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "B", Email: "awa@x.example"})
			return err
		})
		if !errors.Is(err, commune.ErrEmailTaken) {
			t.Errorf("got %v", err)
		}
	})
}

// sitting is a meeting with one motion and two electors, in the database only.
func sitting(t *testing.T, s *store.Store) (m commune.Motion, a, b commune.Member) {
	a, b = member(t, s, "a@x.example"), member(t, s, "b@x.example")
	write(t, s, func(tx *store.Tx) error {
		meeting, err := tx.PutMeeting(commune.Meeting{Kind: commune.Ordinary, StartsAt: storetest.Start})
		if err != nil {
			return err
		}
		item, err := tx.PutItem(commune.Item{Meeting: meeting.ID, Title: "t", Kind: commune.Debate, Minutes: 1, ProposedBy: a.ID})
		if err != nil {
			return err
		}
		if m, err = tx.PutMotion(commune.Motion{
			Meeting: meeting.ID, Item: item.ID, Form: commune.FormResolution, Text: "t", Audience: commune.Public, ProposedBy: a.ID,
		}); err != nil {
			return err
		}
		return tx.AddElectors([]commune.Elector{{Motion: m.ID, Member: a.ID, Mode: commune.Room}})
	})
	return m, a, b
}

func TestAG5_TheDatabaseHoldsOneBallotAPersonAndNoneOfStrangers(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		m, a, b := sitting(t, s)
		for _, c := range []commune.Choice{commune.For, commune.Against, commune.Abstain} {
			write(t, s, func(tx *store.Tx) error {
				return tx.PutBallot(commune.Ballot{Motion: m.ID, Elector: a.ID, Choice: c, CastAt: tx.Now()})
			})
		}
		for name, ballot := range map[string]commune.Ballot{
			"of a member who is no elector": {Motion: m.ID, Elector: b.ID, Choice: commune.For},
			"of nobody":                     {Motion: m.ID, Elector: 999, Choice: commune.For},
			"on another motion":             {Motion: m.ID + 1, Elector: a.ID, Choice: commune.For},
			"of another choice":             {Motion: m.ID, Elector: a.ID, Choice: "yes"},
			"of no choice":                  {Motion: m.ID, Elector: a.ID},
		} {
			if err := s.InTx(context.Background(), func(tx *store.Tx) error { return tx.PutBallot(ballot) }); err == nil {
				t.Errorf("a ballot %s was kept", name)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			all, err := tx.Ballots(m.ID)
			if err != nil || len(all) != 1 || all[0].Choice != commune.Abstain || all[0].Elector != a.ID {
				t.Errorf("kept %+v, %v", all, err)
			}
			return nil
		})
		if err := s.InTx(context.Background(), func(tx *store.Tx) error {
			return tx.AddElectors([]commune.Elector{{Motion: m.ID, Member: a.ID, Mode: commune.Online}})
		}); !store.IsUnique(err) {
			t.Errorf("an elector twice: %v", err)
		}
	})
}

func TestCR2_ANumberAMotionAndAPlaceInTheLogMakeOneDecision(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		m, a, _ := sitting(t, s)
		d := commune.Decision{Year: 2026, Rank: 1, Motion: m.ID, Meeting: m.Meeting, Text: "t", Majority: commune.OfVotes, Audience: commune.Public, DecidedAt: storetest.Start}
		write(t, s, func(tx *store.Tx) error { _, err := tx.AddDecision(d); return err })
		var second commune.Motion
		write(t, s, func(tx *store.Tx) (err error) {
			second = m
			second.ID, second.ProposedBy = 0, a.ID
			second, err = tx.PutMotion(second)
			return err
		})
		for name, change := range map[string]func(*commune.Decision){
			"of the same number": func(d *commune.Decision) { d.Motion, d.Seq = second.ID, 1 },
			"of the same motion": func(d *commune.Decision) { d.Rank, d.Seq = 2, 1 },
			"of the same place":  func(d *commune.Decision) { d.Rank, d.Motion = 2, second.ID },
			"of no motion":       func(d *commune.Decision) { d.Rank, d.Seq, d.Motion = 2, 1, 999 },
		} {
			other := d
			change(&other)
			if err := s.InTx(context.Background(), func(tx *store.Tx) error { _, err := tx.AddDecision(other); return err }); err == nil {
				t.Errorf("a second decision %s was entered", name)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			for year, want := range map[int]int{2025: 0, 2026: 1} {
				if last, err := tx.LastRank("", year); err != nil || last != want {
					t.Errorf("%d ends at %d, %v", year, last, err)
				}
			}
			return nil
		})
	})
}

func TestAG2_AnHourOfTheScheduleIsOneMeetingAndOneIsInSession(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		m := commune.Meeting{Kind: commune.Ordinary, StartsAt: storetest.Start}
		write(t, s, func(tx *store.Tx) error { return errors.Join(tx.AddOrdinaryMeeting(m), tx.AddOrdinaryMeeting(m)) })
		if err := s.InTx(context.Background(), func(tx *store.Tx) error { _, err := tx.PutMeeting(m); return err }); !store.IsUnique(err) {
			t.Errorf("the hour twice: %v", err)
		}
		m.Kind, m.OpenedAt = commune.Exceptional, storetest.Start
		write(t, s, func(tx *store.Tx) error { _, err := tx.PutMeeting(m); return err })
		if err := s.InTx(context.Background(), func(tx *store.Tx) error { _, err := tx.PutMeeting(m); return err }); !store.IsUnique(err) {
			t.Errorf("two in session: %v", err)
		}
		closed := m
		closed.ClosedAt = storetest.Start.Add(time.Hour)
		for range 2 {
			write(t, s, func(tx *store.Tx) error { _, err := tx.PutMeeting(closed); return err })
		}
		read(t, s, func(tx *store.Tx) error {
			all, err := tx.Meetings()
			held := slices.DeleteFunc(all, func(m commune.Meeting) bool { return m.ClosedAt.IsZero() })
			if len(held) != 2 {
				t.Errorf("%d were held", len(held))
			}
			return err
		})
	})
}

func TestCR2_TheRegisterIsReadFromTheNewestByAudience(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		m, _, _ := sitting(t, s)
		audiences := []commune.Audience{commune.Public, commune.MembersOnly, commune.Confederation}
		write(t, s, func(tx *store.Tx) error {
			for i := range 9 {
				motion := m
				motion.ID = 0
				motion, err := tx.PutMotion(motion)
				if err != nil {
					return err
				}
				if _, err := tx.AddDecision(commune.Decision{
					Year: 2026, Rank: i + 1, Motion: motion.ID, Meeting: m.Meeting, Text: fmt.Sprint(i), Majority: commune.OfVotes, Audience: audiences[i%3], Seq: commune.Seq(i),
				}); err != nil {
					return err
				}
			}
			return nil
		})
		read(t, s, func(tx *store.Tx) error {
			ranks := func(ds []commune.Decision, err error) (all []int) {
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range ds {
					all = append(all, d.Rank)
				}
				return all
			}
			page, err := tx.Decisions(audiences[:1], 0, 2)
			if got := ranks(page, err); !slices.Equal(got, []int{7, 4}) {
				t.Errorf("public: %v", got)
			}
			if got := ranks(tx.Decisions(audiences[:1], page[1].ID, 2)); !slices.Equal(got, []int{1}) {
				t.Errorf("public, below: %v", got)
			}
			if got := ranks(tx.Decisions(audiences, 0, 100)); len(got) != 9 {
				t.Errorf("all: %v", got)
			}
			return nil
		})
	})
}
