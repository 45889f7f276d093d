package procedure_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// chartering proposes a text for the charter.
func (w *world) chartering(who commune.MemberID, text string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := procedure.ProposeCharter(tx, w.house, who, procedure.Proposal{
			Motion: commune.Motion{Form: commune.FormCharter, Text: "On l'adopte.", Audience: commune.MembersOnly, Payload: payload(commune.CharterTerms{Text: text})},
			Title:  "Charte",
		})
		return err
	}
}

// charters are the motions that would adopt a version, and the version in force.
func (w *world) charters() (proposed []commune.Motion, inForce commune.Charter) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) {
		if proposed, err = procedure.ChartersProposed(tx); err != nil {
			return err
		}
		inForce, err = procedure.CharterInForce(tx)
		return err
	})
	return proposed, inForce
}

func TestCH1_ACommuneAdoptsEachVersionOfItsCharterByADecision(t *testing.T) {
	each(t, func(w *world) {
		awa, meeting := w.member("Awa D.", true), w.nextMeeting()
		w.refused(commune.ErrCharterMissing, w.chartering(awa, " "))
		w.refused(commune.ErrFormUnknown, func(tx *store.Tx) error {
			_, err := procedure.ProposeCharter(tx, w.house, awa, procedure.Proposal{Motion: commune.Motion{Form: commune.FormResolution}})
			return err
		})
		w.tx(w.chartering(awa, "# Nos règles\r\n\r\nUne voix."))
		w.tx(w.chartering(awa, "Une autre."))
		proposed, inForce := w.charters()
		if len(proposed) != 2 || proposed[0].Meeting != meeting.ID || proposed[0].Audience != commune.Public || inForce.Version != 0 {
			t.Fatalf("proposed are %+v, in force is %+v", proposed, inForce)
		}
		w.inSession(meeting, awa)
		w.open(proposed[0].ID)
		w.refused(commune.ErrCharterVoting, func(tx *store.Tx) error {
			_, err := procedure.OpenVote(tx, w.house, w.founder, proposed[1].ID)
			return err
		})
		w.tx(w.cast(awa, proposed[0].ID, commune.For))
		w.close(proposed[0].ID)
		_, first := w.charters()
		if first.Version != 1 || first.Text != "# Nos règles\n\nUne voix." || !first.AdoptedAt.Equal(w.clock.Now()) {
			t.Errorf("in force is %+v", first)
		}
		w.provesTheCharter(first)
		w.refused(commune.ErrCharterSame, w.chartering(awa, first.Text))
		w.vote(proposed[1].ID, map[commune.MemberID]commune.Choice{awa: commune.For, w.founder: commune.Against})
		if _, now := w.charters(); now != first {
			t.Errorf("a rejected version is in force: %+v", now)
		}
		w.end(meeting)
		w.registerIsWhole(1)
	})
}

// provesTheCharter asserts that a version's record holds its text and names its decision, whose own record names the text.
func (w *world) provesTheCharter(c commune.Charter) {
	w.Helper()
	records := w.told.records()
	var decision struct {
		ID   string          `json:"id"`
		Data record.Decision `json:"federes:record"`
	}
	var charter struct {
		URL  string         `json:"url"`
		Data record.Charter `json:"federes:record"`
	}
	for i, into := range []any{&decision, &charter} {
		if err := json.Unmarshal(records[len(records)-2+i].Document, into); err != nil {
			w.Fatal(err)
		}
	}
	if got := charter.Data; got.Kind != record.KindCharter || got.Seq != c.Seq || got.Text != c.Text || got.DecidedBy != decision.ID || got.Version != c.Version {
		w.Errorf("the charter's record says %+v", got)
	}
	if got := decision.Data.Charter; got == nil || got.Hash != procedure.TextHash(c.Text) || got.Version != c.Version || got.ID != "" {
		w.Errorf("the decision's record says %+v", got)
	}
	if !strings.HasSuffix(charter.URL, procedure.CharterPath(c.Version)) {
		w.Errorf("it is read at %s", charter.URL)
	}
}

func TestCH1_AnAmendmentChangesTheTextThatIsAdopted(t *testing.T) {
	each(t, func(w *world) {
		awa, meeting := w.member("Awa D.", true), w.nextMeeting()
		w.tx(w.chartering(awa, "Une voix."))
		proposed, _ := w.charters()
		w.inSession(meeting, awa)
		propose := func(text string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.ProposeAmendment(tx, w.house, w.founder, commune.Motion{
					Amends: proposed[0].ID, Text: proposed[0].Text, Payload: payload(commune.CharterTerms{Text: text}),
				})
				return err
			}
		}
		w.refused(commune.ErrAmendsNothing, propose("Une voix."))
		w.tx(propose("Une voix, toujours."))
		var amendment commune.Motion
		w.view(func(tx *store.Tx) error {
			all, err := tx.Amendments(proposed[0].ID)
			amendment = all[0]
			return err
		})
		for _, id := range []commune.MotionID{amendment.ID, proposed[0].ID} {
			w.vote(id, map[commune.MemberID]commune.Choice{awa: commune.For})
		}
		if _, now := w.charters(); now.Text != "Une voix, toujours." || now.Version != 1 {
			t.Errorf("in force is %+v", now)
		}
	})
}

// decides has the meeting in session change a setting.
func (w *world) decides(item commune.ItemID, key, value string, voices map[commune.MemberID]commune.Choice) commune.Motion {
	w.Helper()
	terms := payload(commune.SettingTerms{Key: key, Value: value})
	return w.vote(w.motion(commune.Meeting{}, commune.Motion{Item: item, Form: commune.FormSetting, Payload: terms}).ID, voices)
}

func TestCH2_AVoteNeedsTheMajorityThatWasSetWhenItOpened(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		there := []commune.MemberID{w.member("Awa D.", true), w.member("Lou P.", true), w.member("Ines Q.", true)}
		point := w.item(meeting)
		w.inSession(meeting, there...)
		one := map[commune.MemberID]commune.Choice{w.founder: commune.For, there[0]: commune.Abstain}
		running := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormResolution, Text: "Ouvert avant."})
		w.open(running.ID)
		if m := w.decides(point.ID, "majority", "electors", one); !m.Adopted {
			t.Fatal("one voice for and an abstention did not set the majority")
		}
		for voice, choice := range one {
			w.tx(w.cast(voice, running.ID, choice))
		}
		if m := w.close(running.ID); !m.Adopted || m.Majority != commune.OfVotes {
			t.Errorf("a vote that was open follows the later majority: %+v", m)
		}
		later := w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormResolution, Text: "Ouvert après."})
		if m := w.vote(later.ID, one); m.Adopted || m.Majority != commune.OfElectors {
			t.Errorf("one of four adopted by a majority of those present: %+v", m)
		}
		three := map[commune.MemberID]commune.Choice{w.founder: commune.For, there[0]: commune.For, there[1]: commune.For, there[2]: commune.Against}
		last := w.vote(w.motion(meeting, commune.Motion{Item: point.ID, Form: commune.FormResolution, Text: "À trois.", Audience: commune.Public}).ID, three)
		w.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(last.ID)
			if d.Majority != commune.OfElectors {
				t.Errorf("the decision says %q", d.Majority)
			}
			return err
		})
		records := w.told.records()
		if document := string(records[len(records)-1].Document); !strings.Contains(document, `"majority":"electors"`) || !strings.Contains(document, "plus de la moitié des personnes présentes") {
			t.Errorf("the record says %s", document)
		}
	})
}

func TestAG3_TheNoticeAndTheConvenersAreThoseThatTheAssemblySet(t *testing.T) {
	each(t, func(w *world) {
		meeting := w.nextMeeting()
		point := w.item(meeting)
		w.inSession(meeting)
		yes := map[commune.MemberID]commune.Choice{w.founder: commune.For}
		convenor := w.member("Awa D.", true)
		w.give(point.ID, convenor, commune.Convene, commune.AdmitMembers, commune.RecordDues, commune.Facilitate)
		w.decides(point.ID, "notice_hours", "24", yes)
		call := func(who commune.MemberID, after time.Duration) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.CallMeeting(tx, who, commune.Call{Matter: "Expulsion", Reason: "Demain.", StartsAt: w.clock.Now().Add(after)})
				return err
			}
		}
		w.refused(commune.ErrNoticeShort, call(convenor, 23*time.Hour))
		w.tx(call(convenor, 24*time.Hour))
		w.decides(point.ID, "conveners", "mandate", yes)
		lou := w.member("Lou P.", true)
		w.refused(commune.ErrNotMandated, call(lou, 48*time.Hour))
		w.decides(point.ID, "conveners", "members", yes)
		w.decides(point.ID, "conveners_per", "2", yes)
		w.tx(call(convenor, 48*time.Hour))
		var called commune.Meeting
		w.view(func(tx *store.Tx) error {
			all, err := tx.Meetings()
			for _, m := range all {
				if m.State(tx.Now()) == commune.Called {
					called = m
				}
			}
			return err
		})
		if called.ID == 0 {
			t.Fatal("a mandate alone convened where it takes members together")
		}
		w.clock.Add(25 * time.Hour)
		w.refused(commune.ErrNoticeShort, func(tx *store.Tx) error { _, err := procedure.SupportMeeting(tx, lou, called.ID); return err })
	})
}
