package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func (w *world) joining(who commune.MemberID, b commune.Body) func(tx *store.Tx) error {
	return func(tx *store.Tx) error { _, err := procedure.JoinCommission(tx, who, b.ID); return err }
}

func TestCO3_EveryMemberJoinsAndLeavesACommissionAtAnyTime(t *testing.T) {
	each(t, func(w *world) {
		meeting, lapsed := w.nextMeeting(), w.member("Inès Q.", false)
		item := w.item(meeting).ID
		w.inSession(meeting)
		b, s := w.created(item, commune.Commission, "Fêtes"), w.created(item, commune.Secretariat, "Trésorerie")
		w.refused(commune.ErrNotCommission, w.joining(lapsed, s)) // in a secretariat one is by a mandate (SE-2)
		w.tx(w.joining(lapsed, b))
		w.tx(w.joining(lapsed, b))
		count := func() (n int) {
			w.view(func(tx *store.Tx) error {
				members, err := procedure.CommissionMembers(tx, b.ID)
				n = len(members)
				return err
			})
			return n
		}
		if count() != 1 {
			t.Errorf("%d members", count())
		}
		leave := func(tx *store.Tx) error { _, err := procedure.LeaveCommission(tx, lapsed, b.ID); return err }
		w.tx(leave)
		w.tx(leave)
		if count() != 0 {
			t.Errorf("%d members after leaving", count())
		}
		w.adopt(w.motion(commune.Meeting{}, commune.Motion{
			Item: item, Form: commune.FormDissolveBody, Text: "Fin.", Audience: commune.Public, Payload: payload(commune.DissolutionTerms{Body: b.ID}),
		}))
		w.refused(commune.ErrBodyDissolved, w.joining(lapsed, b))
	})
}

func TestCO1_APunctualCommissionIsJoinedUntilItsLastDay(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", true)
		item := w.item(meeting).ID
		w.inSession(meeting)
		w.adopt(w.motion(commune.Meeting{}, commune.Motion{
			Item: item, Form: commune.FormCreateBody, Text: "Création.", Audience: commune.Public,
			Payload: payload(commune.BodyTerms{Kind: commune.Commission, Name: "Premier mai", Purpose: "Préparer.", Until: "2027-05-02"}),
		}))
		var b commune.Body
		w.view(func(tx *store.Tx) (err error) { b, err = tx.BodyBySlug("premier-mai"); return err })
		w.clock.Set(time.Date(2027, 5, 2, 21, 0, 0, 0, time.UTC)) // still the second of May in Paris
		w.tx(w.joining(awa, b))
		w.clock.Set(time.Date(2027, 5, 2, 22, 0, 0, 0, time.UTC))
		w.refused(commune.ErrCommissionOver, w.joining(w.founder, b))
	})
}

// feasts is a commission of which Awa is a member, beside a treasury.
func feasts(w *world) (treasury, commune.Body, commune.MemberID) {
	s := inTreasury(w)
	b := w.created(s.item, commune.Commission, "Fêtes")
	w.tx(w.joining(s.lou, b))
	return s, b, s.lou
}

func TestCO3_ACommissionDecidesNothing(t *testing.T) {
	each(t, func(w *world) {
		s, b, lou := feasts(w)
		for _, who := range []commune.MemberID{lou, s.awa, w.founder} {
			w.refused(commune.ErrBodyDecidesNothing, w.deciding(who, procedure.Deciding{Body: b.ID, Mandate: s.mandate.ID, Clause: 1, Text: "On fête."}))
		}
		// No decision of the assembly is put into its hands either.
		w.refused(commune.ErrNoSecretariat, func(tx *store.Tx) error {
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
				Item: s.item, Form: commune.FormResolution, Text: "t", Audience: commune.Public, Charged: b.ID,
			})
			return err
		})
	})
}

func TestCO4_ACommissionBringsItemsAndMotionsToTheAssembly(t *testing.T) {
	each(t, func(w *world) {
		s, b, lou := feasts(w)
		bring := func(who commune.MemberID, words string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.BringToAssembly(tx, w.house, who, procedure.Brought{
					By: b.ID, Item: commune.Item{Title: "Le bal", Minutes: 10}, Words: words, Audience: commune.Public,
				})
				return err
			}
		}
		w.refused(commune.ErrNotInCommission, bring(s.awa, ""))
		w.tx(bring(lou, ""))
		w.tx(bring(lou, "Le bal a lieu le 14."))
		w.view(func(tx *store.Tx) error {
			next, err := procedure.NextAgenda(tx)
			if err != nil {
				return err
			}
			items, err := tx.Items(next.ID)
			motions, _ := tx.Motions(next.ID)
			if len(items) != 2 || items[0].Kind != commune.Debate || items[1].Kind != commune.ForDecision || len(motions) != 1 || motions[0].Item != items[1].ID {
				t.Errorf("the agenda has %+v and %+v", items, motions)
			}
			return err
		})
	})
}

func TestCO5_ACommissionPublishesReports(t *testing.T) {
	each(t, func(w *world) {
		s, b, lou := feasts(w)
		write := func(who commune.MemberID) func(tx *store.Tx) error {
			r := procedure.Written{Publish: true, Report: commune.Report{Body: b.ID, Title: "Réunion", Text: "On a ri.", Until: "2026-09-17", Audience: commune.Public}}
			return func(tx *store.Tx) error { _, err := procedure.WriteReport(tx, w.house, who, r); return err }
		}
		w.refused(commune.ErrNotReporter, write(s.awa))
		w.tx(write(lou))
		sent := w.told.records()
		if last := sent[len(sent)-1]; last.Body != "http://127.0.0.1:8080/c/fetes" {
			t.Errorf("published by %s", last.Body)
		}
	})
}

func TestCO6_WhatNeedsDecidingGoesToTheSecretariatWhoseMandateCoversIt(t *testing.T) {
	each(t, func(w *world) {
		s, b, lou := feasts(w)
		ask := func(who commune.MemberID, to commune.BodyID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.AskSecretariat(tx, who, commune.Request{Commission: b.ID, To: to, Title: "Une banderole", Text: "Il faut 30 euros."})
				return err
			}
		}
		w.refused(commune.ErrNotInCommission, ask(s.awa, s.body.ID))
		w.refused(commune.ErrNoSecretariat, ask(lou, b.ID))
		w.refused(commune.ErrNoSecretariat, ask(lou, 99))
		w.tx(ask(lou, s.body.ID))
		w.tx(ask(lou, s.body.ID))
		answer := procedure.Deciding{Body: s.body.ID, Mandate: s.mandate.ID, Clause: 2, Text: "On achète la banderole.", Answers: 1}
		w.tx(w.deciding(s.awa, answer))
		w.refused(commune.ErrRequestAnswered, w.deciding(s.awa, answer))
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.SendToAssembly(tx, w.house, s.awa, procedure.Sent{Answers: 2, Brought: procedure.Brought{
				By: s.body.ID, Item: commune.Item{Title: "Une banderole", Minutes: 10}, Words: "La commune paie 300 euros.", Audience: commune.Public,
			}})
			return err
		})
		w.view(func(tx *store.Tx) error {
			all, err := tx.RequestsOf(b.ID)
			if len(all) != 2 || all[0].Item == 0 || all[1].Decision != 1 || all[0].Waits() || all[1].AnsweredBy != s.awa {
				t.Errorf("requests %+v", all)
			}
			return err
		})
	})
}

func TestCO8_AMemberOfTheCommissionSetsItsSignalGroup(t *testing.T) {
	each(t, func(w *world) {
		s, b, lou := feasts(w)
		set := func(who commune.MemberID, link string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.SetSignal(tx, who, b.ID, link); return err }
		}
		good := "https://signal.group/#CjQKIJ0abc"
		w.refused(commune.ErrNotInCommission, set(s.awa, good))
		for _, bad := range []string{
			"http://signal.group/#CjQKIJ0abc", "https://signal.group.example/#CjQ", "https://signal.group/", "https://u@signal.group/#CjQ", "javascript:alert(1)",
			"https://signal.group:444/#CjQ", "signal.group/#CjQ", good + strings.Repeat("a", 600),
		} {
			w.refused(commune.ErrSignalInvalid, set(lou, bad))
		}
		link := func() (l string) {
			w.view(func(tx *store.Tx) error { b, err := tx.Body(b.ID); l = b.Signal; return err })
			return l
		}
		w.tx(set(lou, " "+good+" "))
		if link() != good {
			t.Errorf("the link is %q", link())
		}
		w.tx(set(lou, ""))
		if link() != "" {
			t.Errorf("the link stays: %q", link())
		}
	})
}
