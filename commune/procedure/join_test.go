package procedure_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// wishes asks to join, and confirms the address.
func (w *world) wishes(kind commune.MemberKind, email string) (id commune.JoinID, token string) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		if token, err = procedure.AskToJoin(tx, commune.JoinRequest{Kind: kind, Name: "Lucia G.", Email: email, Word: "Du quai."}); err != nil {
			return err
		}
		r, err := procedure.ConfirmJoin(tx, token)
		id = r.ID
		return err
	})
	return id, token
}

// rows counts those of a table.
func (w *world) kept(table string) (n int64) {
	w.Helper()
	w.view(func(tx *store.Tx) error { return tx.DB().Table(table).Count(&n).Error })
	return n
}

func TestME1_OnlyTheHolderOfAMandateAdmitsWhoAsksAndTheRequestIsForgotten(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		id, token := w.wishes(commune.KindMember, "lucia@x.example")
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.AdmitRequest(tx, awa, id); return err })
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.RefuseRequest(tx, awa, id, "") })
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error {
			_, err := procedure.AdmitRequest(tx, w.founder, id)
			return err
		}), commune.ErrJoinAnswered)
		w.refused(commune.ErrJoinLink, func(tx *store.Tx) error { _, err := procedure.ConfirmJoin(tx, token); return err })
		w.view(func(tx *store.Tx) error {
			m, err := procedure.MemberForSignIn(tx, "lucia@x.example")
			if err != nil || !m.Active() || m.PublicName != "Lucia G." || !m.AdmittedAt.Equal(tx.Now()) {
				t.Errorf("admitted as %+v, %v", m, err)
			}
			return nil
		})
		if w.kept("join_requests") != 0 {
			t.Error("the request is kept after its answer")
		}
		var answers []procedure.JoinAnswer
		w.view(func(tx *store.Tx) error {
			var payloads [][]byte
			err := tx.DB().Table("jobs").Where("kind = ?", procedure.JoinAnswerJob).Pluck("payload", &payloads).Error
			for _, p := range payloads {
				var a procedure.JoinAnswer
				err = errors.Join(err, json.Unmarshal(p, &a))
				answers = append(answers, a)
			}
			return err
		})
		if len(answers) != 1 || !answers[0].Admitted || answers[0].Email != "lucia@x.example" {
			t.Errorf("answered %+v", answers)
		}
	})
}

func TestME2_AWishToJoinWaitsForItsAddressAndIsForgottenInTime(t *testing.T) {
	each(t, func(w *world) {
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.AskToJoin(tx, commune.JoinRequest{Kind: commune.KindMember, Name: "Mila", Email: "mila@x.example"})
			return err
		})
		w.view(func(tx *store.Tx) error {
			if all, err := tx.JoinRequests(); err != nil || len(all) != 0 {
				t.Errorf("an address that nobody confirmed waits: %v, %v", all, err)
			}
			return nil
		})
		_, confirmed := w.wishes(commune.KindSympathiser, "lucia@x.example")
		w.refused(commune.ErrJoinWaits, func(tx *store.Tx) error {
			_, err := procedure.AskToJoin(tx, commune.JoinRequest{Kind: commune.KindMember, Name: "L", Email: "lucia@x.example"})
			return err
		})
		w.refused(commune.ErrEmailTaken, func(tx *store.Tx) error {
			_, err := procedure.AskToJoin(tx, commune.JoinRequest{Kind: commune.KindMember, Name: "Z", Email: "ZOE@tisserands.example"})
			return err
		})
		keep := func(want int64) {
			t.Helper()
			w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
			if got := w.kept("join_requests"); got != want {
				t.Errorf("%d requests are kept, want %d", got, want)
			}
		}
		keep(2)
		w.clock.Add(commune.JoinLinkFor + time.Hour)
		keep(1)
		w.clock.Add(commune.JoinKeptFor)
		w.refused(commune.ErrJoinLink, func(tx *store.Tx) error { _, err := procedure.PeekJoin(tx, confirmed); return err })
		keep(0)
	})
}

func TestASympathiserHasNoVoteProposesNothingAndBecomesAMemberByAdmission(t *testing.T) {
	each(t, func(w *world) {
		id, _ := w.wishes(commune.KindSympathiser, "lucia@x.example")
		var lucia commune.Member
		w.tx(func(tx *store.Tx) (err error) { lucia, err = procedure.AdmitRequest(tx, w.founder, id); return err })
		w.refused(commune.ErrMembersOnly, func(tx *store.Tx) error { return procedure.Attend(tx, lucia.ID, 1, commune.Room) })
		w.refused(commune.ErrMembersOnly, func(tx *store.Tx) error {
			_, err := procedure.ProposeItem(tx, lucia.ID, commune.Item{Meeting: 1, Title: "Cantine", Kind: commune.Debate, Minutes: 10})
			return err
		})
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: lucia.ID, Cents: 100, From: "2026-09-01", Until: "2027-08-31"})
			return err
		})
		w.tx(func(tx *store.Tx) error { return procedure.AskMembership(tx, lucia.ID, "") })
		w.refused(commune.ErrJoinWaits, func(tx *store.Tx) error { return procedure.AskMembership(tx, lucia.ID, "") })
		w.tx(func(tx *store.Tx) error {
			all, err := tx.JoinRequests()
			if err != nil || len(all) != 1 || all[0].Member != lucia.ID {
				t.Fatalf("waiting %+v, %v", all, err)
			}
			m, err := procedure.AdmitRequest(tx, w.founder, all[0].ID)
			if err == nil && (m.ID != lucia.ID || !m.Active()) {
				t.Errorf("admitted as %+v", m)
			}
			return err
		})
		w.refused(commune.ErrMemberAlready, func(tx *store.Tx) error { return procedure.AskMembership(tx, lucia.ID, "") })
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.ProposeItem(tx, lucia.ID, commune.Item{Meeting: 1, Title: "Cantine", Kind: commune.Debate, Minutes: 10})
			return err
		})
	})
}

func TestCO8_TheRoomsOfTalkAreKeptByWhoAdmitsAndAreSignalGroups(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		const link = "https://signal.group/#CjQKIJ7x"
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.SetChatRoom(tx, awa, commune.ChatMembers, link) })
		for _, other := range []string{"http://signal.group/#CjQ", "https://signal.group.example/#CjQ", "https://signal.group/", "javascript:alert(1)", "https://a@signal.group/#CjQ"} {
			w.refused(commune.ErrSignalLink, func(tx *store.Tx) error { return procedure.SetChatRoom(tx, w.founder, commune.ChatMembers, other) })
		}
		w.tx(func(tx *store.Tx) error {
			return procedure.SetChatRoom(tx, w.founder, commune.ChatMembers, " "+link+"\n")
		})
		w.view(func(tx *store.Tx) error {
			rooms, err := tx.ChatRooms()
			if len(rooms) != 1 || rooms[commune.ChatMembers].URL != link {
				t.Errorf("rooms %+v", rooms)
			}
			return err
		})
		if commune.ChatMembers.OpenTo(false) || !commune.ChatMembers.OpenTo(true) || !commune.ChatSympathisers.OpenTo(false) {
			t.Error("a room is open to others than those for whom it is")
		}
	})
}
