package procedure_test

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// proposes is what somebody writes for the sitting, for themselves or for another.
func (s square) proposes(who commune.MemberID, asked procedure.PopularProposal) func(*store.Tx) error {
	if asked.By == 0 {
		asked.By = who
	}
	asked.Item.Meeting = s.meeting.ID
	return func(tx *store.Tx) error { _, err := procedure.ProposePopular(tx, s.house, who, asked); return err }
}

// arrives is a guest who came by the link that was mailed to them.
func (s square) arrives(name, email string) (m commune.Member) {
	s.Helper()
	token := s.asks(name, email)
	s.tx(func(tx *store.Tx) (err error) { m, err = procedure.ConsumeSignIn(tx, token); return err })
	return m
}

func TestAP2_EverybodyThereProposesItemsAndTextsAndTakesTheirOwnBack(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		ana, bo := s.arrives("Ana", "ana@example.org"), s.arrives("Bo", "bo@example.org")
		s.tx(s.proposes(ana.ID, procedure.PopularProposal{Item: commune.Item{Title: "Cantine"}, Words: "La place ouvre une cantine."}))
		var item commune.Item
		var motion commune.Motion
		s.view(func(tx *store.Tx) error {
			items, err := tx.Items(s.meeting.ID)
			item = items[len(items)-1]
			motions, _ := tx.Motions(s.meeting.ID)
			motion = motions[len(motions)-1]
			return err
		})
		if item.ProposedBy != ana.ID || item.Kind != commune.ForDecision || motion.ProposedBy != ana.ID || motion.Audience != commune.Public {
			t.Errorf("proposed: %+v, %+v", item, motion)
		}
		text := commune.Motion{Item: item.ID, Form: commune.FormResolution, Text: "Chacun apporte un plat.", Audience: commune.Public}
		s.refused(commune.ErrMembersOnly, func(tx *store.Tx) error { _, err := procedure.ProposeMotion(tx, s.house, bo.ID, text); return err })
		s.refused(commune.ErrNotProposer, func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, bo.ID, item.ID, true); return err })
		s.tx(func(tx *store.Tx) error { _, err := procedure.ProposeMotion(tx, s.house, ana.ID, text); return err })
		s.tx(func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, ana.ID, item.ID, true); return err })
		s.tx(func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, ana.ID, item.ID, false); return err })
		ours := s.nextMeeting()
		asked := procedure.PopularProposal{Item: commune.Item{Meeting: ours.ID, Title: "Chez vous"}, By: ana.ID}
		s.refused(commune.ErrNotPopular, func(tx *store.Tx) error { _, err := procedure.ProposePopular(tx, s.house, ana.ID, asked); return err })
		s.begin(ana.ID)
		s.open(motion.ID)
		s.refused(commune.ErrItemVoted, func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, ana.ID, item.ID, true); return err })
		s.tx(s.cast(ana.ID, motion.ID, commune.For))
		s.close(motion.ID)
		s.view(func(tx *store.Tx) error {
			d, err := tx.DecisionOf(motion.ID)
			if d.Text != "La place ouvre une cantine." {
				t.Errorf("decided: %+v", d)
			}
			return err
		})
	})
}

func TestAP2_WhoKeepsTheDoorWritesForWhoCameWithoutADevice(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		s.begin()
		ana := s.guest("Ana")
		awa := s.member("Awa D.", true)
		bench := procedure.PopularProposal{Item: commune.Item{Title: "Bancs"}, Words: "La place a des bancs.", By: ana.ID}
		s.refused(commune.ErrNotMandated, s.proposes(awa, bench))
		s.tx(s.proposes(s.founder, bench))
		s.refused(commune.ErrNotPresent, s.proposes(s.founder, procedure.PopularProposal{Item: commune.Item{Title: "Bancs"}, By: awa}))
		s.view(func(tx *store.Tx) error {
			items, err := tx.Items(s.meeting.ID)
			if last := items[len(items)-1]; last.ProposedBy != ana.ID {
				t.Errorf("it is said to be of %d", last.ProposedBy)
			}
			return err
		})
		s.tx(func(tx *store.Tx) error { // what does not belong there
			items, err := tx.Items(s.meeting.ID)
			if err != nil {
				return err
			}
			_, err = procedure.WithdrawItem(tx, s.founder, items[len(items)-1].ID, true)
			return err
		})
	})
}

func TestAP2_ItsRulesAndALimitSayWhoProposesHowMuch(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		ana := s.arrives("Ana", "ana@example.org")
		for range commune.MaxPopularItems {
			s.tx(s.proposes(ana.ID, procedure.PopularProposal{Item: commune.Item{Title: "Cantine"}, Words: "Oui."}))
		}
		more := procedure.PopularProposal{Item: commune.Item{Title: "Encore"}}
		s.refused(commune.ErrProposedItems, s.proposes(ana.ID, more))
		s.tx(func(tx *store.Tx) error {
			items, err := tx.Items(s.meeting.ID)
			if err != nil {
				return err
			}
			last := items[len(items)-1].ID
			for range commune.MaxPopularTexts - commune.MaxPopularItems {
				text := commune.Motion{Item: last, Form: commune.FormResolution, Text: "Encore.", Audience: commune.Public}
				if _, err := procedure.ProposeMotion(tx, s.house, ana.ID, text); err != nil {
					return err
				}
			}
			_, err = procedure.WithdrawItem(tx, ana.ID, last, true)
			return err
		})
		s.refused(commune.ErrProposedItems, s.proposes(ana.ID, more)) // what was taken off counts
		rules := procedure.PopularBody{Body: s.body, Page: commune.PopularAssemblyPage{Rules: "Une voix.", Proposers: "personne"}}
		s.refused(commune.ErrProposersInvalid, func(tx *store.Tx) error { _, err := procedure.ChangePopular(tx, s.founder, rules); return err })
		rules.Page.Proposers = commune.MembersPropose
		s.tx(func(tx *store.Tx) error { _, err := procedure.ChangePopular(tx, s.founder, rules); return err })
		bo := s.arrives("Bo", "bo@example.org")
		s.refused(commune.ErrProposersMembers, s.proposes(bo.ID, more))
		s.tx(s.proposes(s.member("Awa D.", true), more))
	})
}

func TestAP2_WhoProposedRewordsItAndPutsItBackUnlessItWasTakenOff(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		ana, bo, awa := s.arrives("Ana", "ana@example.org"), s.arrives("Bo", "bo@example.org"), s.member("Awa D.", true)
		s.tx(s.proposes(ana.ID, procedure.PopularProposal{Item: commune.Item{Title: "Cantine"}, Words: "La place ouvre une cantine."}))
		item, motion := s.last()
		rewrite := func(who commune.MemberID, base int, title string) func(*store.Tx) error {
			w := item.Writing()
			w.Title = title
			return func(tx *store.Tx) error { _, err := procedure.RewriteItem(tx, who, item.ID, base, w); return err }
		}
		reword := func(who commune.MemberID) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.RewordMotion(tx, who, motion.ID, 0, "La place ouvre une cantine le samedi.")
				return err
			}
		}
		s.refused(commune.ErrNotProposer, rewrite(bo.ID, 0, "Pas de cantine"))
		s.refused(commune.ErrNotProposer, rewrite(awa, 0, "Pas de cantine")) // what is not ours our members do not rewrite
		s.refused(commune.ErrNotProposer, reword(bo.ID))
		s.tx(rewrite(ana.ID, 0, "Cantine du samedi"))
		s.refused(commune.ErrItemChanged, rewrite(ana.ID, 0, "Cantine"))
		s.tx(reword(ana.ID))
		if item, motion := s.last(); item.Title != "Cantine du samedi" || item.Kind != commune.ForDecision || motion.Text != "La place ouvre une cantine le samedi." {
			t.Errorf("it reads %+v, %+v", item, motion)
		}
		stands := func(who commune.MemberID, withdrawn bool) func(*store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, who, item.ID, withdrawn); return err }
		}
		s.tx(stands(ana.ID, true))
		s.refused(commune.ErrNotProposer, stands(bo.ID, false))
		s.tx(stands(ana.ID, false))
		s.tx(stands(s.founder, true))
		s.refused(commune.ErrItemTakenOff, stands(ana.ID, false))
		s.tx(stands(s.founder, false))
		s.tx(s.proposes(awa, procedure.PopularProposal{Item: commune.Item{Title: "Bancs"}}))
		item, _ = s.last()
		s.tx(rewrite(s.founder, 0, "Bancs et tables")) // what one of our members proposed they write together
		s.refused(commune.ErrNotProposer, rewrite(ana.ID, 1, "Rien"))
	})
}

// last are the item and the motion that were proposed last.
func (s square) last() (item commune.Item, motion commune.Motion) {
	s.Helper()
	s.view(func(tx *store.Tx) error {
		items, err := tx.Items(s.meeting.ID)
		if err != nil {
			return err
		}
		item = items[len(items)-1]
		motions, err := tx.Motions(s.meeting.ID)
		motion = motions[len(motions)-1]
		return err
	})
	return item, motion
}
