package procedure_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// checklist is the opening of a meeting as it is now.
func (w *world) checklist(m commune.Meeting) (l procedure.Checklist) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) {
		l, err = procedure.ReadChecklist(tx, w.meeting(tx, m.ID))
		return err
	})
	return l
}

// steps are the states of an opening, in their order.
func (l stepList) String() string {
	line := ""
	for _, s := range l {
		line += string(s.State) + " "
	}
	return line
}

type stepList []commune.OpeningLine

// take notes a step, by one person.
func (w *world) take(who commune.MemberID, id commune.MeetingID, step commune.OpeningStep, state commune.StepState) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.TakeStep(tx, who, id, commune.OpeningLine{Step: step, State: state})
		return err
	}
}

// three puts three mandates to the vote.
func (w *world) three(who commune.MemberID, on commune.MeetingID, holders ...commune.MemberID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		terms := commune.SittingTerms{Meeting: on}
		for i, p := range terms.People() {
			p.Member = holders[i]
		}
		motion, err := procedure.ProposeSitting(tx, w.house, who, terms)
		if err != nil {
			return err
		}
		_, err = procedure.OpenVote(tx, w.house, who, motion.ID)
		return err
	}
}

// mandated has the meeting in session give its three mandates.
func (w *world) mandated(m commune.Meeting, holders ...commune.MemberID) commune.Motion {
	w.Helper()
	w.tx(w.three(w.founder, m.ID, holders...))
	running := w.checklist(m).Sitting
	w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, w.founder, running.ID, commune.For); return err })
	return w.close(running.ID)
}

func (w *world) may(who commune.MemberID, id commune.MeetingID, c commune.Capability) bool {
	w.Helper()
	var err error
	w.view(func(tx *store.Tx) error {
		p, found := procedure.Identify(tx, who)
		_, err = p.MayAt(id, c, tx.Now())
		return found
	})
	return err == nil
}

func TestDR2_OneVoteGivesThreeMandatesAndEachEndsInItsTime(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou, mehdi := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true), w.member("Mehdi L.", true)
		w.inSession(meeting, awa, lou, mehdi)
		if motion := w.mandated(meeting, awa, lou, mehdi); !motion.Adopted || motion.Audience != commune.MembersOnly {
			t.Fatalf("%+v", motion)
		}
		l := w.checklist(meeting)
		if l.Roles.Facilitator.Holder != awa || l.Roles.Taker.Holder != lou || l.Roles.Preparer.Holder != mehdi || l.Roles.Taker.HolderName != "Lou P." {
			t.Errorf("%+v", l.Roles)
		}
		next := l.Roles.Preparer.Meeting
		if next == meeting.ID || !w.may(awa, meeting.ID, commune.Facilitate) || !w.may(lou, meeting.ID, commune.TakeMinutes) || !w.may(mehdi, next, commune.PrepareAgenda) {
			t.Error("a mandate does not allow what it was given for")
		}
		if w.may(awa, next, commune.Facilitate) || w.may(mehdi, meeting.ID, commune.PrepareAgenda) || w.may(awa, meeting.ID, commune.TakeMinutes) {
			t.Error("a mandate allows more than it was given for")
		}
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.CloseMeeting(tx, lou, meeting.ID) })
		w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, awa, meeting.ID) })
		if w.may(awa, meeting.ID, commune.Facilitate) || !w.may(lou, meeting.ID, commune.TakeMinutes) || !w.may(mehdi, next, commune.PrepareAgenda) {
			t.Error("the close ends the first mandate and nothing else")
		}
		w.tx(func(tx *store.Tx) error { // the third becomes the preparer of the next agenda
			p, err := procedure.ProposeItem(tx, awa, commune.Item{Meeting: next, Title: "Cantine", Kind: commune.Debate, Minutes: 10})
			if err == nil {
				_, err = procedure.PlaceItem(tx, mehdi, p.Item.ID, true)
			}
			return err
		})
		second := w.nextMeeting()
		w.clock.Set(second.StartsAt)
		w.attend(second, commune.Room, lou, mehdi)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, lou, second.ID); return err })
		if second.ID != next || w.may(mehdi, next, commune.PrepareAgenda) || w.checklist(second).Roles.Prepared.Holder != mehdi {
			t.Error("the opening of the next meeting ends its preparation, and its opening knows who prepared it")
		}
	})
}

func TestDR2_TheThreeMandatesAreRecordedAndStandUnderTheOpening(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.inSession(meeting, awa, lou)
		motion := w.mandated(meeting, awa, lou, w.founder)
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(motion.ID)
			if err != nil {
				return err
			}
			given, err := tx.MandatesOf(d.ID)
			if err != nil || len(given) != 3 {
				t.Fatalf("%d mandates, %v", len(given), err)
			}
			for _, m := range given {
				entry, err := tx.Entry(m.Seq)
				if err != nil || entry.Kind != "Mandate" || len(entry.Document) == 0 || m.Seq == d.Seq {
					t.Errorf("%s stands at %d as %s: %v", m.Title, m.Seq, entry.Kind, err)
				}
			}
			agenda, err := procedure.Agenda(tx, meeting.ID)
			if len(agenda) == 0 || !agenda[0].Opening || agenda[0].ID != motion.Item {
				t.Errorf("%+v", agenda)
			}
			return err
		})
		for _, r := range w.told.records() {
			if r.Audience != commune.MembersOnly || len(r.To) != 0 {
				t.Errorf("record %d is for %s and goes to %v", r.Seq, r.Audience, r.To)
			}
		}
		w.mandated(meeting, lou, awa, w.founder) // once more: under the same item, and the earlier ones end
		if w.may(awa, meeting.ID, commune.Facilitate) || !w.may(lou, meeting.ID, commune.Facilitate) {
			t.Error("who was mandated first still leads")
		}
		w.view(func(tx *store.Tx) error {
			items, err := tx.Items(meeting.ID)
			if n := len(slices.DeleteFunc(items, func(i commune.Item) bool { return !i.Opening })); n != 1 {
				t.Errorf("%d openings", n)
			}
			return err
		})
	})
}

func TestDR2_ARejectedVoteOrAnUnvotedOneGivesNothingAndGoesNowhere(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.inSession(meeting, awa, lou)
		w.tx(w.three(w.founder, meeting.ID, awa, lou, w.founder))
		if motion := w.close(w.checklist(meeting).Sitting.ID); motion.Adopted {
			t.Error("adopted without a vote")
		}
		if l := w.checklist(meeting); l.Roles.Facilitator.ID != 0 {
			t.Errorf("%+v", l.Roles)
		}
		w.end(meeting)
		w.view(func(tx *store.Tx) error {
			all, err := tx.MeetingsFrom(w.clock.Now())
			for _, m := range all {
				items, err := tx.Items(m.ID)
				if err != nil || slices.ContainsFunc(items, func(i commune.Item) bool { return i.Opening }) {
					t.Errorf("the opening was adjourned to %s: %v", m.StartsAt, err)
				}
			}
			return err
		})
	})
}

func TestDR2_OnlyWhoIsThereIsMandatedByWhoLeads(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou, absent := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true), w.member("Mehdi L.", true)
		w.clock.Set(meeting.StartsAt)
		w.attend(meeting, commune.Room, awa, lou, w.founder)
		w.refused(commune.ErrMeetingNotOpen, w.three(w.founder, meeting.ID, awa, lou, w.founder))
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.founder, meeting.ID); return err })
		w.refused(commune.ErrNotMandated, w.three(awa, meeting.ID, awa, lou, w.founder))
		w.refused(commune.ErrHolderAbsent, w.three(w.founder, meeting.ID, awa, lou, absent))
		w.refused(commune.ErrHolderTwice, w.three(w.founder, meeting.ID, awa, lou, awa))
		w.tx(w.three(w.founder, meeting.ID, awa, lou, w.founder))
		w.refused(commune.ErrSittingVoted, w.three(w.founder, meeting.ID, awa, lou, w.founder))
		w.refused(commune.ErrHolderAbsent, func(tx *store.Tx) error { // a payload that our page does not send
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: w.checklist(meeting).Sitting.Item, Form: commune.FormSitting, Text: "Trois mandats.", Audience: commune.MembersOnly, Payload: []byte("{}"),
			})
			return err
		})
	})
}

func TestDR2_OfTwoWhoLeadAtOnceOneOpensTheVoteAndAStepIsNotedOnce(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.inSession(meeting, awa, lou)
		w.give(w.openingItem(meeting), awa, commune.Facilitate)
		leads := []commune.MemberID{w.founder, awa}
		w.one(w.atOnce(6, func(i int, tx *store.Tx) error {
			return w.three(leads[i%2], meeting.ID, awa, lou, w.founder)(tx)
		}), commune.ErrSittingVoted)
		for _, err := range w.atOnce(6, func(i int, tx *store.Tx) error {
			return w.take(leads[i%2], meeting.ID, commune.StepAgenda, commune.StepDone)(tx)
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		running := w.checklist(meeting).Sitting
		w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, awa, running.ID, commune.For); return err })
		closing := w.atOnce(6, func(i int, tx *store.Tx) error {
			_, err := procedure.CloseVote(tx, w.house, leads[i%2], running.ID)
			return err
		})
		w.one(closing, commune.ErrVoteClosed)
		w.view(func(tx *store.Tx) error {
			given, err := tx.MandatesFor(meeting.ID)
			if len(given) != 2 {
				t.Errorf("%d mandates for this meeting", len(given))
			}
			return err
		})
	})
}

func TestDR3_WhoAttendsForTheFirstTimeIsNewAndTheRoundIsNotNeededOtherwise(t *testing.T) {
	each(t, func(w *world) {
		first, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.inSession(first, awa)
		if l := w.checklist(first); len(l.Newcomers) != 2 {
			t.Errorf("at the first assembly %v are new", l.Newcomers)
		}
		w.end(first)
		second := w.nextMeeting()
		w.clock.Set(second.StartsAt)
		w.attend(second, commune.Online, awa)
		w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, awa, second.ID); return err })
		if got := stepList(w.checklist(second).Steps).String(); got != "waits done waits needless waits " {
			t.Errorf("nobody is new: %s", got)
		}
		w.attend(second, commune.Room, lou)
		if l := w.checklist(second); !slices.Equal(l.Newcomers, []commune.MemberID{lou}) || l.Steps[3].State != commune.StepWaits {
			t.Errorf("new: %v, %s", l.Newcomers, stepList(l.Steps))
		}
		w.tx(w.take(awa, second.ID, commune.StepRound, commune.StepDone))
		w.tx(func(tx *store.Tx) error { return procedure.Leave(tx, lou, second.ID) })
		if l := w.checklist(second); len(l.Newcomers) != 0 || l.Steps[3].State != commune.StepDone {
			t.Errorf("after the round: %v, %s", l.Newcomers, stepList(l.Steps))
		}
	})
}

func TestDR1_WhoLeadsStartsTheVideoAndBeforeTheOpeningAnyonePresent(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
		w.clock.Set(meeting.StartsAt.Add(-10 * time.Minute))
		w.refused(commune.ErrNotPresent, w.take(awa, meeting.ID, commune.StepVideo, commune.StepDone))
		w.attend(meeting, commune.Room, awa)
		w.tx(w.take(awa, meeting.ID, commune.StepVideo, commune.StepDone))
		w.inSession(meeting, lou)
		w.refused(commune.ErrNotMandated, w.take(lou, meeting.ID, commune.StepVideo, commune.StepPassed))
		w.refused(commune.ErrStepInvalid, w.take(w.founder, meeting.ID, "coffee", commune.StepDone))
		w.tx(w.take(w.founder, meeting.ID, commune.StepVideo, commune.StepDone))
		w.view(func(tx *store.Tx) error {
			if at := w.meeting(tx, meeting.ID).VideoStartedAt; !at.Equal(meeting.StartsAt.Add(-10 * time.Minute)) {
				t.Errorf("started at %s", at)
			}
			return nil
		})
		w.end(meeting)
		w.refused(commune.ErrMeetingNotOpen, w.take(lou, meeting.ID, commune.StepVideo, commune.StepDone))
	})
}

func TestAG6_WhoLeadsNotesThoseWithoutADeviceAndItStaysVisible(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa, lou, lapsed := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true), w.member("Inès Q.", false)
		note := func(who, member commune.MemberID, mode commune.Mode) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				return procedure.NotePresence(tx, who, commune.Presence{Meeting: meeting.ID, Member: member, Mode: mode})
			}
		}
		w.refused(commune.ErrMeetingNotDue, note(w.founder, awa, commune.Room))
		w.inSession(meeting, lou)
		w.refused(commune.ErrNotMandated, note(lou, awa, commune.Room))
		w.refused(commune.ErrTheirStanding, note(w.founder, lapsed, commune.Room))
		w.refused(commune.ErrNotFound, note(w.founder, 999, commune.Room))
		w.refused(commune.ErrPresenceInvalid, note(w.founder, awa, "left"))
		noted := func(want commune.MemberID, there bool) {
			t.Helper()
			w.view(func(tx *store.Tx) error {
				p, err := tx.Presence(meeting.ID, awa)
				if p.NotedBy != want || p.LeftAt.IsZero() != there {
					t.Errorf("%+v", p)
				}
				return err
			})
		}
		w.tx(note(w.founder, awa, commune.Room))
		noted(w.founder, true)
		motion := w.motion(meeting, commune.Motion{Item: w.openingItem(meeting)})
		if m := w.open(motion.ID); m.Electorate != 3 {
			t.Errorf("%d electors: who was noted votes like everybody else", m.Electorate)
		}
		w.close(motion.ID)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.NoteDeparture(tx, lou, meeting.ID, awa) })
		w.tx(func(tx *store.Tx) error { return procedure.NoteDeparture(tx, w.founder, meeting.ID, awa) })
		noted(w.founder, false)
		w.attend(meeting, commune.Online, awa) // by themselves
		noted(0, true)
	})
}

// openingItem is the item under which a meeting in session votes before its agenda.
func (w *world) openingItem(m commune.Meeting) (id commune.ItemID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		i, err := procedure.OpeningItem(tx, w.house, w.founder, w.meeting(tx, m.ID))
		id = i.ID
		return err
	})
	return id
}

// TestPW2_AMeetingGoesOnWhateverTheClockDoes has a machine's clock put back or forward in the middle of a meeting, and then right again.
func TestPW2_AMeetingGoesOnWhateverTheClockDoes(t *testing.T) {
	for _, jump := range []time.Duration{-26 * time.Hour, -90 * time.Minute, 15 * 24 * time.Hour} {
		t.Run(fmt.Sprint(jump), func(t *testing.T) {
			each(t, func(w *world) {
				meeting, awa, lou := w.nextMeeting(), w.member("Awa D.", true), w.member("Lou P.", true)
				motion := w.motion(meeting, commune.Motion{})
				w.inSession(meeting, awa)
				w.mandated(meeting, awa, w.founder, awa)
				w.clock.Set(w.clock.Now().Add(jump))
				w.tx(func(tx *store.Tx) error {
					return procedure.NotePresence(tx, awa, commune.Presence{Meeting: meeting.ID, Member: lou, Mode: commune.Room})
				})
				w.tx(w.take(awa, meeting.ID, commune.StepAgenda, commune.StepDone))
				w.tx(func(tx *store.Tx) error { return procedure.AskFloor(tx, lou, turn(meeting, lou)) })
				w.tx(func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, awa, meeting.ID, 0); return err })
				w.clock.Set(w.clock.Now().Add(-jump))
				w.tx(func(tx *store.Tx) error { return procedure.EndSpeech(tx, awa, meeting.ID) })
				w.tx(func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, awa, motion.ID); return err })
				w.clock.Set(w.clock.Now().Add(jump))
				w.tx(func(tx *store.Tx) error { _, err := procedure.Cast(tx, lou, motion.ID, commune.For); return err })
				w.tx(func(tx *store.Tx) error { _, err := procedure.CloseVote(tx, w.house, awa, motion.ID); return err })
				w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, awa, meeting.ID) })
				w.view(func(tx *store.Tx) error {
					f, err := procedure.ReadFloor(tx, meeting.ID)
					for _, s := range f.Speeches {
						if s.Length(tx.Now()) < 0 {
							t.Errorf("a turn lasted %s", s.Length(tx.Now()))
						}
					}
					return err
				})
				w.state(meeting.ID, commune.Closed)
			})
		})
	}
}

// TestPW2_AMeetingGoesThroughMidnightAndTheHourThatComesTwice sits in the night of 24 to 25 October 2026, in which Paris puts its clocks back.
func TestPW2_AMeetingGoesThroughMidnightAndTheHourThatComesTwice(t *testing.T) {
	each(t, func(w *world) {
		awa, lou := w.member("Awa D.", true), w.member("Lou P.", true)
		w.clock.Set(time.Date(2026, 10, 22, 19, 0, 0, 0, time.UTC))
		night := w.call(w.founder) // Saturday, 21:00 in Paris
		w.inSession(night, awa)
		w.mandated(night, awa, w.founder, awa)
		at := func(hour, minute int, act func(tx *store.Tx) error) { // of Sunday, in UTC
			t.Helper()
			w.clock.Set(time.Date(2026, 10, 25, hour, minute, 0, 0, time.UTC))
			w.tx(act)
		}
		at(0, 30, func(tx *store.Tx) error { // half past two
			return procedure.NotePresence(tx, awa, commune.Presence{Meeting: night.ID, Member: lou, Mode: commune.Room})
		})
		at(0, 40, func(tx *store.Tx) error { return procedure.AskFloor(tx, lou, turn(night, lou)) })
		at(0, 50, func(tx *store.Tx) error { _, err := procedure.GiveFloor(tx, awa, night.ID, 0); return err })
		at(1, 20, func(tx *store.Tx) error { return procedure.EndSpeech(tx, awa, night.ID) }) // twenty past two, again
		at(2, 0, w.take(awa, night.ID, commune.StepAgenda, commune.StepDone))
		if l := w.checklist(night); len(l.Present) != 3 || l.Roles.Facilitator.Holder != awa {
			t.Errorf("%d are there, %s facilitates", len(l.Present), l.Roles.Facilitator.HolderName)
		}
		w.view(func(tx *store.Tx) error {
			f, err := procedure.ReadFloor(tx, night.ID)
			if len(f.Speeches) != 1 || f.Speeches[0].Length(tx.Now()) != 30*time.Minute {
				t.Errorf("%+v", f.Speeches)
			}
			return err
		})
		at(3, 0, func(tx *store.Tx) error { return procedure.CloseMeeting(tx, awa, night.ID) })
		if w.may(awa, night.ID, commune.Facilitate) || !w.may(w.founder, night.ID, commune.TakeMinutes) {
			t.Error("the close ends the first mandate and nothing else")
		}
		w.state(night.ID, commune.Closed)
	})
}
