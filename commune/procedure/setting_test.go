package procedure_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// changing proposes to change a setting.
func (w *world) changing(who commune.MemberID, key, value string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.ProposeSetting(tx, w.house, who, procedure.Proposal{
			Motion: commune.Motion{
				Form: commune.FormSetting, Text: "On change.", Audience: commune.Public, Payload: payload(commune.SettingTerms{Key: key, Value: value}),
			},
			Title: "Réglage",
		})
		return err
	}
}

func TestCH2_ASettingIsChangedByADecisionFromThatInstantOnAndKeepsItsHistory(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		w.refused(commune.ErrSettingUnknown, w.changing(awa, "votes", "2"))
		w.refused(commune.ErrSettingBounds, w.changing(awa, "length_minutes", "29"))
		w.refused(commune.ErrSettingValue, w.changing(awa, "floor_scope", "never"))
		w.refused(commune.ErrSettingSame, w.changing(awa, "length_minutes", "120"))
		w.refused(commune.ErrFormUnknown, func(tx *store.Tx) error {
			_, err := procedure.ProposeSetting(tx, w.house, awa, procedure.Proposal{Motion: commune.Motion{Form: commune.FormResolution}})
			return err
		})
		w.tx(w.changing(awa, "length_minutes", " 150 "))
		meeting := w.nextMeeting()
		var motion commune.Motion
		w.view(func(tx *store.Tx) error {
			motions, err := tx.Motions(meeting.ID)
			if len(motions) != 1 || string(motions[0].Payload) != `{"key":"length_minutes","value":"150","from":"120"}` {
				t.Fatalf("the next agenda has %+v", motions)
			}
			motion = motions[0]
			return err
		})
		second := w.motion(meeting, commune.Motion{Item: w.item(meeting).ID, Form: commune.FormSetting, Payload: payload(commune.SettingTerms{Key: "length_minutes", Value: "150"})})
		w.inSession(meeting, awa)
		length := func() (n int) {
			w.view(func(tx *store.Tx) error { s, err := tx.Settings(); n = s.LengthMinutes; return err })
			return n
		}
		if length() != 120 {
			t.Error("a motion changed the setting before its vote")
		}
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		if length() != 150 {
			t.Error("the decision did not change the setting")
		}
		if at := w.timing(meeting); at.Limit.Sub(at.Start) != 150*time.Minute {
			t.Errorf("the meeting in session still lasts %s", at.Limit.Sub(at.Start))
		}
		w.refused(commune.ErrSettingSame, func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, w.house, w.founder, second.ID); return err })
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(motion.ID)
			if err != nil {
				return err
			}
			history, err := tx.SettingChanges()
			if len(history) != 1 || history[0].Decision != d.ID || history[0].Key != "length_minutes" || history[0].Value != "150" || !history[0].ChangedAt.Equal(d.DecidedAt) {
				t.Errorf("the history is %+v", history)
			}
			return err
		})
	})
}

func TestCH2_ARejectedChangeChangesNothing(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{Form: commune.FormSetting, Payload: payload(commune.SettingTerms{Key: "weekday", Value: "6"})})
		w.inSession(meeting)
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.Against})
		w.view(func(tx *store.Tx) error {
			s, err := tx.Settings()
			if s.Weekday != time.Thursday {
				t.Errorf("the assembly meets on %s", s.Weekday)
			}
			return err
		})
	})
}

func TestCH2_MeetingsAlreadyPlannedKeepTheirDayAndHour(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		motion := w.motion(meeting, commune.Motion{Form: commune.FormSetting, Payload: payload(commune.SettingTerms{Key: "starts_at", Value: "20:00"})})
		w.inSession(meeting)
		planned := func() (all map[commune.MeetingID]time.Time) {
			all = map[commune.MeetingID]time.Time{}
			w.view(func(tx *store.Tx) error {
				meetings, err := tx.Meetings()
				for _, m := range meetings {
					all[m.ID] = m.StartsAt.UTC()
				}
				return err
			})
			return all
		}
		before := planned()
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.end(meeting)
		w.clock.Add(40 * 24 * time.Hour)
		w.tx(procedure.Schedule)
		after := planned()
		for id, at := range before {
			if !after[id].Equal(at) {
				t.Errorf("meeting %d moved from %s to %s", id, at, after[id])
			}
		}
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		for id, at := range after {
			if _, was := before[id]; !was && at.In(paris).Hour() != 20 {
				t.Errorf("a new meeting begins at %s", at.In(paris))
			}
		}
		if len(after) <= len(before) {
			t.Error("no new meeting was planned")
		}
	})
}

func TestMO1_TheFloorFollowsWhatTheAssemblyDecided(t *testing.T) {
	each(t, func(w *world) {
		m, who := w.sitting()
		points := []commune.ItemID{}
		w.tx(func(tx *store.Tx) error {
			for range 2 {
				i, err := tx.PutItem(commune.Item{Meeting: m.ID, Title: "Point", Kind: commune.Debate, Minutes: 10, ProposedBy: w.founder, ProposedAt: tx.Now()})
				if err != nil {
					return err
				}
				points = append(points, i.ID)
			}
			return nil
		})
		w.tx(start(w.founder, points[0]))
		w.asks(m, who[0])
		w.gives(m)
		w.tx(func(tx *store.Tx) error { return procedure.EndSpeech(tx, w.founder, m.ID) })
		w.tx(start(w.founder, points[1]))
		w.asks(m, who[0], who[1])
		if got := w.queue(m); got[0] != who[1] {
			t.Errorf("over the whole meeting %v", got)
		}
		motion := w.motion(m, commune.Motion{Item: points[1], Form: commune.FormSetting, Payload: payload(commune.SettingTerms{Key: "floor_scope", Value: "item"})})
		ties := w.motion(m, commune.Motion{Item: points[1], Form: commune.FormSetting, Payload: payload(commune.SettingTerms{Key: "floor_ties", Value: "asked"})})
		for _, id := range []commune.MotionID{motion.ID, ties.ID} {
			w.vote(id, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		}
		if got := w.queue(m); got[0] != who[0] {
			t.Errorf("anew for each item, by who asked first: %v", got)
		}
	})
}
