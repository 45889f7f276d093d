package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// square is a popular assembly of which a commune tells, convoked for two days later.
type square struct {
	*world
	body    commune.Body
	meeting commune.Meeting
	item    commune.Item
}

func (w *world) popular(name string) (b commune.Body) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		b, err = procedure.CreatePopular(tx, w.founder, procedure.PopularBody{
			Body: commune.Body{Name: name, Purpose: "Décider ensemble de notre quartier."},
			Page: commune.PopularAssemblyPage{Rules: "Une personne, une voix.", Coming: "Le samedi sur la place."},
		})
		return err
	})
	return b
}

func (w *world) convokePopular(b commune.Body, at time.Time) (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ConvokePopular(tx, w.house, w.founder, commune.Meeting{Body: b.ID, StartsAt: at, Place: "Place du marché"})
		return err
	})
	return m
}

func onTheSquare(w *world) square {
	s := square{world: w, body: w.popular("Assemblée de la place")}
	s.meeting = w.convokePopular(s.body, w.clock.Now().Add(48*time.Hour))
	s.item = w.item(s.meeting).Item
	return s
}

// begin opens its sitting, with these people there.
func (s square) begin(there ...commune.MemberID) {
	s.Helper()
	s.clock.Set(s.meeting.StartsAt)
	s.attend(s.meeting, commune.Room, append(there, s.founder)...)
	s.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, s.founder, s.meeting.ID); return err })
}

// guest is somebody who is checked in at the door.
func (s square) guest(name string) (m commune.Member) {
	s.Helper()
	s.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.CheckIn(tx, s.founder, s.meeting.ID, name)
		return err
	})
	return m
}

// voted puts words to the vote, for which the founder is.
func (s square) voted(text string) (d commune.Decision) {
	s.Helper()
	motion := s.motion(s.meeting, commune.Motion{Item: s.item.ID, Form: commune.FormResolution, Text: text, Audience: commune.MembersOnly})
	s.open(motion.ID)
	s.tx(s.cast(s.founder, motion.ID, commune.For))
	s.close(motion.ID)
	s.view(func(tx *store.Tx) (err error) { d, err = tx.DecisionOf(motion.ID); return err })
	return d
}

func TestAP1_WhoIsMandatedToOrganiseTellsOfPopularAssembliesAndNobodyElse(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		asked := procedure.PopularBody{
			Body: commune.Body{Name: "Assemblée de la place", Purpose: "Décider ensemble."}, Page: commune.PopularAssemblyPage{Rules: "Une personne, une voix."},
		}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.CreatePopular(tx, awa, asked); return err })
		b := w.popular("Assemblée de la place")
		if b.Kind != commune.PopularAssembly || b.Created != 0 || b.ActorName() != "p/assemblee-de-la-place" {
			t.Errorf("%+v", b)
		}
		w.refused(commune.ErrSlugTaken, func(tx *store.Tx) error { _, err := procedure.CreatePopular(tx, w.founder, asked); return err })
		asked.ID = b.ID
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.ChangePopular(tx, awa, asked); return err })
		at := commune.Meeting{Body: b.ID, StartsAt: w.clock.Now().Add(time.Hour), Place: "Ici"}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.ConvokePopular(tx, w.house, awa, at); return err })
		at.Place = " "
		w.refused(commune.ErrPlaceMissing, func(tx *store.Tx) error { _, err := procedure.ConvokePopular(tx, w.house, w.founder, at); return err })
		asked.Page.Rules = ""
		w.refused(commune.ErrRulesMissing, func(tx *store.Tx) error { _, err := procedure.ChangePopular(tx, w.founder, asked); return err })
	})
}

func TestAP2_EverybodyWhoIsThereTakesPartAndNobodyElseDoesInTheGeneralAssembly(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		lapsed := w.member("Lou P.", false)
		s.begin(lapsed)
		ana := s.guest("Ana")
		s.refused(commune.ErrNameMissing, func(tx *store.Tx) error {
			_, err := procedure.CheckIn(tx, s.founder, s.meeting.ID, " ")
			return err
		})
		s.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.CheckIn(tx, lapsed, s.meeting.ID, "Zora"); return err })
		if ana.Kind != commune.KindGuest || ana.Email != "" {
			t.Errorf("the guest: %+v", ana)
		}
		motion := s.motion(s.meeting, commune.Motion{Item: s.item.ID, Form: commune.FormResolution, Text: "Nous occupons la place.", Audience: commune.Public})
		if motion = s.open(motion.ID); motion.Electorate != 3 {
			t.Errorf("%d electors, want the founder, who lapsed and the guest", motion.Electorate)
		}
		s.tx(s.cast(lapsed, motion.ID, commune.Against))
		s.tx(func(tx *store.Tx) error {
			_, err := procedure.EnterBallot(tx, s.founder, commune.Ballot{Motion: motion.ID, Elector: ana.ID, Choice: commune.For})
			return err
		})
		s.tx(func(tx *store.Tx) error {
			return procedure.AskFloor(tx, s.founder, commune.SpeechRequest{Meeting: s.meeting.ID, Member: ana.ID, Kind: commune.Turn})
		})
		s.close(motion.ID)

		ours := w.nextMeeting()
		w.clock.Set(ours.StartsAt)
		w.attend(ours, commune.Room, w.founder)
		w.refused(commune.ErrMembersOnly, func(tx *store.Tx) error { return procedure.Attend(tx, ana.ID, ours.ID, commune.Room) })
		w.refused(commune.ErrNoStanding, func(tx *store.Tx) error { return procedure.Attend(tx, lapsed, ours.ID, commune.Room) })
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.founder, ours.ID); return err }) // while the other is in session
		w.refused(commune.ErrNotPopular, func(tx *store.Tx) error { _, err := procedure.CheckIn(tx, w.founder, ours.ID, "Ana"); return err })
	})
}

func TestAP2_WhatAPopularAssemblyDecidesIsItsOwn(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.begin()
		for _, form := range []commune.FormName{commune.FormMandate, commune.FormPriorities, commune.FormExclusion, commune.FormCreateBody} {
			s.refused(commune.ErrPopularForm, func(tx *store.Tx) error {
				_, err := procedure.ProposeMotion(tx, s.house, s.founder, commune.Motion{Item: s.item.ID, Form: form, Text: "Non.", Audience: commune.Public})
				return err
			})
		}
		first, second := s.voted("Nous occupons la place."), s.voted("Nous ouvrons une cantine.")
		if first.Assembly != s.body.Slug || first.Rank != 1 || second.Rank != 2 || first.Audience != commune.Public {
			t.Errorf("%+v, %+v", first, second)
		}
		s.view(func(tx *store.Tx) error {
			n, err := tx.CountDecisions()
			if err != nil || n != 0 {
				t.Errorf("%d decisions in our register, %v", n, err)
			}
			all, err := tx.Decisions([]commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly}, 0, 10)
			if len(all) != 0 {
				t.Errorf("our register shows %v", all)
			}
			own, _ := tx.DecisionsBy(s.body.Slug)
			if len(own) != 2 {
				t.Errorf("its own: %v", own)
			}
			return err
		})
		s.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		s.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, s.founder)
			if err != nil || len(p.Mandates) == 0 || !p.Mandates[0].End().IsZero() {
				t.Error("its end ended the founder's mandate")
			}
			if owed, _ := tx.OwedMinutes(); len(owed) != 1 || owed[0].Meeting != s.meeting.ID { // CR-3
				t.Errorf("owed: %v", owed)
			}
			return err
		})
	})
}

func TestAP2_ItsSittingsAreNoneOfTheGeneralAssembly(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.view(func(tx *store.Tx) error {
			for name, read := range map[string]func() ([]commune.Meeting, error){
				"all": tx.Meetings, "from": func() ([]commune.Meeting, error) { return tx.MeetingsFrom(time.Time{}) },
				"to come": func() ([]commune.Meeting, error) { return tx.MeetingsToCome(time.Time{}) },
			} {
				list, err := read()
				if err != nil {
					return err
				}
				for _, m := range list {
					if m.Popular() {
						t.Errorf("%s: %+v", name, m)
					}
				}
			}
			return nil
		})
		s.begin()
		s.view(func(tx *store.Tx) error {
			if m, err := tx.OpenMeeting(); err == nil {
				t.Errorf("in session: %+v", m)
			}
			return nil
		})
		s.refused(commune.ErrNoNextAgenda, func(tx *store.Tx) error { _, err := procedure.Adjourn(tx, s.founder, s.meeting.ID, nil); return err })
		other := s.convokePopular(s.body, s.clock.Now().Add(10*time.Minute))
		s.attend(other, commune.Room, s.founder)
		s.refused(commune.ErrAnotherMeetingOpen, func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, s.founder, other.ID); return err })
		s.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		s.view(func(tx *store.Tx) error {
			items, err := tx.Items(s.meeting.ID)
			if len(items) != 1 {
				t.Errorf("what it left went elsewhere: %v", items)
			}
			return err
		})
	})
}

func TestAP5_ConvocationsDecisionsAndMinutesAreSignedByTheAssemblyForEverybody(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.begin()
		s.voted("Nous occupons la place.")
		s.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, s.founder, s.meeting.ID) })
		s.tx(func(tx *store.Tx) error {
			m, err := procedure.PublishMinutes(tx, s.house, s.founder, commune.Minutes{Meeting: s.meeting.ID, Audience: commune.MembersOnly})
			if !strings.Contains(m.Text, "Assemblée de la place") || !strings.Contains(m.Text, "Nous occupons la place.") {
				t.Errorf("minutes:\n%s", m.Text)
			}
			return err
		})
		var kinds []string
		for _, r := range s.told.records() {
			if strings.HasSuffix(string(r.Body), "/p/assemblee-de-la-place") {
				kinds = append(kinds, r.Kind)
				if r.Audience != commune.Public {
					t.Errorf("%s is for %s", r.Kind, r.Audience)
				}
			}
		}
		if got := strings.Join(kinds, " "); got != record.KindConvocation+" "+record.KindPopularDecision+" "+record.KindMinutes {
			t.Errorf("signed: %s", got)
		}
	})
}

func TestAP2_AResultBecomesAnItemOfOurNextAgenda(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.begin()
		d := s.voted("Nous occupons la place.\nTout l'été.")
		awa := s.member("Awa D.", false)
		s.tx(func(tx *store.Tx) error {
			p, err := procedure.BringPopular(tx, s.house, awa, d)
			if err == nil && (p.On.Popular() || !strings.Contains(p.Text, "> Nous occupons la place.\n> Tout l'été.") || !strings.Contains(p.Title, "assemblee-de-la-place-2026-1")) {
				t.Errorf("%+v", p)
			}
			return err
		})
		ana := s.guest("Ana")
		s.refused(commune.ErrMembersOnly, func(tx *store.Tx) error { _, err := procedure.BringPopular(tx, s.house, ana.ID, d); return err })
	})
}
