package procedure_test

import (
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestAP4_TheCaucusIsForMembersAndLeavesNothingOutside(t *testing.T) {
	each(t, func(w *world) {
		s := onTheSquare(w)
		awa := s.member("Awa D.", false)
		before := len(s.told.records())
		write := func(who commune.MemberID, over int, text string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := procedure.WritePosition(tx, who, commune.Position{Item: s.item.ID, Version: over, Text: text})
				return err
			}
		}
		s.tx(write(awa, 0, "Demander un mandat révocable."))
		s.refused(commune.ErrPositionMoved, write(s.founder, 0, "Autre chose."))
		s.tx(write(s.founder, 1, "Demander un mandat court et révocable."))
		s.tx(write(s.founder, 2, "Demander un mandat court et révocable."))
		s.view(func(tx *store.Tx) error {
			all, err := tx.Positions(s.meeting.ID)
			if len(all) != 2 || all[0].Version != 2 || all[0].WrittenBy != s.founder || all[1].WrittenBy != awa {
				t.Errorf("%+v", all)
			}
			return err
		})
		compare := func(who commune.MemberID, c commune.Comparison) func(tx *store.Tx) error {
			c.Body = s.body.ID
			return func(tx *store.Tx) error { return procedure.Compare(tx, who, c) }
		}
		s.tx(compare(awa, commune.Comparison{Point: "speakers", Answer: commune.ComparedNo, Note: "Les mêmes parlent."}))
		s.tx(compare(awa, commune.Comparison{Point: "speakers", Answer: commune.ComparedPartly}))
		s.refused(commune.ErrNotFound, compare(awa, commune.Comparison{Point: "nothing", Answer: commune.ComparedNo}))
		s.refused(commune.ErrNotFound, compare(awa, commune.Comparison{Point: "speakers", Answer: "maybe"}))
		s.begin()
		ana := s.guest("Ana")
		s.refused(commune.ErrMembersOnly, write(ana.ID, 2, "Non."))
		s.refused(commune.ErrMembersOnly, compare(ana.ID, commune.Comparison{Point: "speakers", Answer: commune.ComparedNo}))
		if after := len(s.told.records()); after != before {
			t.Errorf("%d records were published", after-before)
		}
	})
}
