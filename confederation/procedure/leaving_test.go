package procedure_test

import (
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

// about is a motion on the tie with the valley's council.
func about(on commune.ItemID, form commune.FormName) commune.Motion {
	return commune.Motion{
		Item: on, Form: form, Audience: commune.Public, Text: "Nous en décidons.", Payload: payload(confederation.TieTerms{Actor: valley}),
	}
}

// leaving is Crest's decision to leave the valley's council.
func leaving(t *testing.T, seq commune.Seq) []byte {
	return signed(t, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: "2026-2", Text: "La commune quitte le conseil.",
		Form: string(confederation.FormLeave), Audience: string(commune.Public), Council: valley,
	}, key(1))
}

func TestCF1_AnAssemblyLeavesACouncilByADecisionThatHoldsAtOnce(t *testing.T) {
	eachCommune(t, func(w *world) {
		item := w.item()
		propose := func(tx *store.Tx) error {
			_, err := commons.ProposeMotion(tx, w.house, w.founder, about(item, confederation.FormLeave))
			return err
		}
		w.refused(confederation.ErrNotMember, propose)
		w.meets()
		w.refused(confederation.ErrNotMember, propose)
		w.votes(join(item), commune.For)
		w.tx(answers(valley, true))
		w.votes(about(item, confederation.FormLeave), commune.Against)
		if p := w.peer(valley); p.State != confederation.Accepted {
			t.Fatalf("after a rejected motion the council is %s", p.State)
		}
		w.votes(about(item, confederation.FormLeave), commune.For)
		left := w.told.named("leave-decided")
		if p := w.peer(valley); p.State != confederation.Known || len(left) != 1 {
			t.Fatalf("the council is %s, published: %v", p.State, left)
		}
		if to := w.told.named("record-written"); to[len(to)-1].(commune.RecordWritten).To[0] != valley {
			t.Error("the decision to leave is not addressed to the council")
		}
		w.refused(confederation.ErrNotMember, propose)
		w.meets()
		w.votes(join(item), commune.For)
		if p := w.peer(valley); p.State != confederation.Asked {
			t.Errorf("it can be joined again: %s", p.State)
		}
	})
}

func TestCF1_WhoLeftIsNoMemberInWhateverOrderItIsHeard(t *testing.T) {
	eachCouncil(t, func(w *world) {
		leave := func(tx *store.Tx) error { return procedure.ReceiveLeave(tx, w.house, crest, leaving(t, 9)) }
		w.refused(confederation.ErrPeerUnknown, leave)
		w.applies(joining(t, 2, 1, commons.TextHash(charter)))
		w.tx(leave)
		if p := w.peer(crest); p.State != confederation.Known || len(w.roll(valley)) != 0 {
			t.Fatalf("who withdraws before the answer is %s", p.State)
		}
		w.refused(confederation.ErrNotAsked, func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: 1, Accept: true})
		})
		w.applies(joining(t, 12, 1, commons.TextHash(charter))) // it decided again, later
		w.answers(1, true)
		if p, roll := w.peer(crest), w.roll(valley); p.State != confederation.Accepted || len(roll) != 1 {
			t.Fatalf("an older decision to leave undid a later one to join: %s, %v", p.State, roll)
		}
		w.hears(leaving(t, 15))
		if p, roll := w.peer(crest), w.roll(valley); p.State != confederation.Known || len(roll) != 0 || len(w.told.named("member-left")) != 2 {
			t.Errorf("who left is %s, %v", p.State, roll)
		}
		w.refused(confederation.ErrPeerUnknown, func(tx *store.Tx) error { return procedure.ReceiveLeave(tx, w.house, crest, leaving(t, 15)) })
	})
}

// adopting is Crest's decision to adopt a version of the valley's charter.
func adopting(t *testing.T, seq commune.Seq, version int, text string) []byte {
	return signed(t, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: "2026-3", Text: "La commune adopte la charte.",
		Form: string(confederation.FormAdopt), Audience: string(commune.Public), Council: valley,
		Charter: &record.CharterRef{ID: "https://vallee.example/records/9", Version: version, Hash: commons.TextHash(text)},
	}, key(1))
}

func TestCH1_AMemberThatAdoptsTheCharterInForceIsWrittenAnew(t *testing.T) {
	const second = "La commune est la cellule de base. L'eau est commune."
	eachCouncil(t, func(w *world) {
		w.seated()
		w.hears(adopting(t, 3, 2, second))
		if roll := fmt.Sprint(w.roll(valley)); roll != "[Commune de Crest 1]" {
			t.Errorf("a version that is not in force: %s", roll)
		}
		w.tx(func(tx *store.Tx) error {
			_, err := commons.PromulgateCharter(tx, w.house, second, valley+"/outcome")
			return err
		})
		w.hears(adopting(t, 4, 2, "Une autre."))
		if roll := fmt.Sprint(w.roll(valley)); roll != "[Commune de Crest 1]" {
			t.Errorf("another text: %s", roll)
		}
		w.hears(adopting(t, 5, 2, second))
		if roll := fmt.Sprint(w.roll(valley)); roll != "[Commune de Crest 2]" {
			t.Errorf("the version in force: %s", roll)
		}
	})
}

func TestCH1_ACouncilEndsAMembershipOnlyWhenTheTimeToAdoptIsOver(t *testing.T) {
	eachCouncil(t, func(w *world) {
		p := w.seated()
		ends := func(tx *store.Tx) error {
			_, err := w.house.Forms[confederation.FormEnd].Check(tx, payload(confederation.TieTerms{Actor: p.Actor}))
			return err
		}
		w.refused(confederation.ErrCharterAdopted, ends)
		w.tx(func(tx *store.Tx) error {
			_, err := commons.PromulgateCharter(tx, w.house, "Une autre.", valley+"/outcome")
			return err
		})
		w.refused(confederation.ErrNoGround, ends)
		w.clock.Add(91 * 24 * time.Hour)
		w.tx(ends)
		w.tx(func(tx *store.Tx) error {
			return w.house.Forms[confederation.FormEnd].Carry(tx, w.house, commune.Decision{Seq: 1}, payload(confederation.TieTerms{Actor: p.Actor}))
		})
		if p, roll := w.peer(crest), w.roll(valley); p.State != confederation.Known || len(roll) != 0 {
			t.Errorf("who was ended is %s, %v", p.State, roll)
		}
		w.refused(confederation.ErrNotMember, ends)
	})
}

func TestCH1_ACommuneAdoptsTheVersionThatTheCouncilsOwnRecordsShow(t *testing.T) {
	const second = "La commune est la cellule de base. L'eau est commune."
	eachCommune(t, func(w *world) {
		w.joined()
		var item commune.ItemID
		w.tx(func(tx *store.Tx) error {
			m, err := tx.OpenMeeting()
			if err != nil {
				return err
			}
			items, err := tx.Items(m.ID)
			item = items[0].ID
			return err
		})
		w.refused(confederation.ErrCharterAdopted, func(tx *store.Tx) error {
			_, err := commons.ProposeMotion(tx, w.house, w.founder, about(item, confederation.FormAdopt))
			return err
		})
		version := says(t, 4, record.Charter{
			Header: record.Header{V: 1, Kind: record.KindCharter, Seq: 4}, Version: 2, Text: second, Hash: commons.TextHash(second), Audience: "public",
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.ReceivePulled(tx, w.house, valley, []procedure.Pulled{version})
			return err
		})
		w.votes(about(item, confederation.FormAdopt), commune.For)
		if p := w.peer(valley); p.CharterVersion != 2 || p.CharterText != second || p.CharterHash != commons.TextHash(second) {
			t.Errorf("adopted: %+v", p)
		}
	})
}

func TestCF1_ACouncilThatEndedTheMembershipIsJoinedNoMore(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.joined()
		w.clock.Add(time.Hour)
		ended := func(seq commune.Seq, by string, at time.Time) procedure.Pulled {
			return says(t, seq, record.Departure{
				Header: record.Header{V: 1, Kind: record.KindDeparture, Seq: seq}, Council: valley, Member: "https://tisserands.example/ag",
				DecidedBy: by, At: record.Time(at), Audience: "public",
			})
		}
		pull := func(e procedure.Pulled) {
			w.tx(func(tx *store.Tx) error {
				_, err := procedure.ReceivePulled(tx, w.house, valley, []procedure.Pulled{e})
				return err
			})
		}
		pull(ended(5, "https://tisserands.example/records/3", w.clock.Now()))
		pull(ended(6, "https://vallee.example/records/4", w.clock.Now().Add(-48*time.Hour)))
		if p := w.peer(valley); p.State != confederation.Accepted {
			t.Fatalf("an ending of another time made the council %s", p.State)
		}
		pull(ended(8, "https://vallee.example/records/7", w.clock.Now()))
		if p := w.peer(valley); p.State != confederation.Known {
			t.Errorf("the council that ended the membership is %s", p.State)
		}
	})
}

// lower is a council below the valley's, as its own actor shows it.
func lower() confederation.Peer {
	p := crestPeer()
	p.Council, p.Name = true, "Conseil de Crest"
	return p
}

func TestCF8_ACouncilJoinsACouncilButNeverInACircle(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.tx(func(tx *store.Tx) error {
			return procedure.ReceiveJoin(tx, w.house, lower(), crest+"/join", joining(t, 2, 1, commons.TextHash(charter)))
		})
		p := w.peer(crest)
		if !p.Followed || len(w.told.named("pull-due")) != 1 {
			t.Fatal("a council that asks is not read before it is answered")
		}
		up := council()
		up.Actor = crest
		w.refused(confederation.ErrCircle, func(tx *store.Tx) error { _, err := procedure.Meet(tx, w.founder, up); return err })
		own := func(seq commune.Seq, data any) procedure.Pulled {
			document, err := record.Sign(record.Envelope{
				ID: fmt.Sprintf("https://crest.example/records/%d", seq), Type: "Note", Body: crest, To: []string{record.Public}, Cc: []string{},
				Published: w.clock.Now(), Language: "fr", Content: "<p>…</p>",
			}, data, key(1), crest+"#ed25519-key")
			if err != nil {
				t.Fatal(err)
			}
			return shown(document)
		}
		enrolled := record.Membership{
			Header: record.Header{V: 1, Kind: record.KindMembership, Seq: 5}, Council: crest, Member: valley, Of: "council", Name: "Nous",
			Key: record.EncodeMultikey(council().Key), Audience: "public",
		}
		w.pulls(own(5, enrolled))
		answer := func(tx *store.Tx) error {
			return procedure.AnswerJoin(tx, w.house, w.founder, procedure.JoinAnswer{Peer: p.ID, Accept: true})
		}
		w.refused(confederation.ErrCircle, answer)
		w.pulls(own(6, record.Departure{Header: record.Header{V: 1, Kind: record.KindDeparture, Seq: 6}, Council: crest, Member: valley, Audience: "public"}))
		enrolled.Seq, enrolled.Member, enrolled.Name = 7, "https://plaine.example/conseil", "Conseil de la plaine"
		w.pulls(own(7, enrolled))
		w.tx(answer)
		if due := w.told.named("follow-due"); len(due) == 0 || due[len(due)-1].(confederation.FollowDue).Actor != "https://plaine.example/conseil" {
			t.Errorf("the council below a member is not followed: %v", due)
		}
		plain := council()
		plain.Actor, plain.Role = "https://plaine.example/conseil", confederation.RoleCouncil
		w.refused(confederation.ErrCircle, func(tx *store.Tx) error { _, err := procedure.Meet(tx, w.founder, plain); return err })
		w.refused(confederation.ErrNotTheirs, func(tx *store.Tx) error {
			return procedure.Follow(tx, confederation.FollowDue{Actor: plain.Actor, Role: confederation.RoleCommune, Key: "z6Mk"}, plain)
		})
		w.tx(func(tx *store.Tx) error {
			return procedure.Follow(tx, confederation.FollowDue{Actor: plain.Actor, Role: confederation.RoleCommune}, plain)
		})
		if p := w.peer(plain.Actor); !p.Followed || p.State != confederation.Known || p.Role != confederation.RoleCommune {
			t.Errorf("it is kept as %+v", p)
		}
	})
}
