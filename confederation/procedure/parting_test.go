package procedure_test

import (
	"encoding/json"
	"testing"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

func TestAP1_OurAssemblyAloneLeavesWhatItOrganisesWithOthers(t *testing.T) {
	eachCommune(t, func(w *world) {
		m := w.proposed()
		waiting := w.offer()
		part := func(tx *store.Tx) error {
			_, err := procedure.ProposeToPart(tx, w.house, w.founder, waiting.ID)
			return err
		}
		w.refused(confederation.ErrNotOrganised, part)
		w.decides(m, commune.For)
		w.tx(func(tx *store.Tx) (err error) {
			m, err = procedure.ProposeToPart(tx, w.house, w.founder, waiting.ID)
			return err
		})
		w.refused(confederation.ErrOfferProposed, part)
		if m.Form != confederation.FormPart || m.Audience != commune.Public || w.offer().State != confederation.Accepted {
			t.Errorf("the motion is %+v, or it leaves by itself", m)
		}
		w.decides(m, commune.For)
		told := w.told.named("offer-answered")
		if got := w.offer(); got.State != confederation.Left || len(told) != 2 || told[1].(confederation.OfferAnswered).Decision == told[0].(confederation.OfferAnswered).Decision {
			t.Fatalf("the offer is %+v, told %v", got, told)
		}
		if data := w.decision(w.offer().Decision); data.PartsFrom != square || data.CoOrganises != "" {
			t.Errorf("the record is %+v", data)
		}
		w.refused(confederation.ErrNotOrganised, part)
		w.tx(func(tx *store.Tx) error { // and can be asked again
			again := offers("/p/place")
			again.Activity += "-2"
			return procedure.ReceiveOffer(tx, again, w.ag())
		})
		if w.offer().State != confederation.Asked {
			t.Error("who left cannot be asked again")
		}
	})
}

// decision is what the record of a decision says.
func (w *world) decision(id commune.DecisionID) (data record.Decision) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		d, err := tx.DecisionByID(id)
		if err != nil {
			return err
		}
		entry, err := tx.Entry(d.Seq)
		if err != nil {
			return err
		}
		parsed, err := record.Parse(entry.Document)
		if err != nil {
			return err
		}
		return json.Unmarshal(parsed.Data, &data)
	})
	return data
}

func TestAP1_AnOfferThatIsTakenBackIsAnsweredNoMore(t *testing.T) {
	eachCommune(t, func(w *world) {
		back := func(o confederation.Offer, to commune.ActorID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.ReceiveTakingBack(tx, o, to) }
		}
		m := w.proposed()
		other := offers("/p/place")
		other.Activity += "-0"
		w.refused(confederation.ErrNotOffered, back(other, w.ag()))
		w.opens(m)
		w.tx(func(tx *store.Tx) error { _, err := commons.OpenVote(tx, w.house, w.founder, m.ID); return err })
		w.tx(back(offers("/p/place"), w.ag()))
		w.refused(confederation.ErrNotOffered, back(offers("/p/place"), w.ag()))
		w.tx(func(tx *store.Tx) error {
			if _, err := commons.Cast(tx, w.founder, m.ID, commune.For); err != nil {
				return err
			}
			_, err := commons.CloseVote(tx, w.house, w.founder, m.ID)
			return err
		})
		if w.offer().State != confederation.TakenBack || len(w.told.named("offer-answered")) != 0 {
			t.Error("what was taken back is answered")
		}
		early := offers("/p/halle") // taken back before it came
		w.refused(commune.ErrNotFound, back(early, crest))
		w.tx(back(early, w.ag()))
		w.refused(confederation.ErrNotOffered, func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, early, w.ag()) })
		early.Activity += "-2"
		w.tx(func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, early, w.ag()) })
	})
}

func TestAP3_WhoWasAskedIsAskedNoMoreByWhoOrganises(t *testing.T) {
	eachCommune(t, func(w *world) {
		b := w.square()
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.AskToOrganise(tx, w.founder, b.ID, crestPeer())
			return err
		})
		asked := w.asked(b, "offer-1")
		var awa commune.Member
		w.tx(func(tx *store.Tx) (err error) {
			awa, err = tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "Awa D.", Email: "awa@tisserands.example", AdmittedAt: tx.Now()})
			return err
		})
		back := func(who commune.MemberID, b commune.BodyID) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.TakeBackOffer(tx, who, b, asked.ID); return err }
		}
		w.refused(commune.ErrNotMandated, back(awa.ID, b.ID))
		w.refused(commune.ErrNotFound, back(w.founder, b.ID+1))
		w.tx(back(w.founder, b.ID))
		w.refused(confederation.ErrOrganiserGone, back(w.founder, b.ID))
		told := w.told.named("co-organiser-asked")
		if len(told) != 2 || !told[1].(confederation.CoOrganiserAsked).Back() {
			t.Fatalf("told %v", told)
		}
		late := confederation.OfferAnswer{Offer: "offer-1", By: crest, Accepted: true}
		w.refused(confederation.ErrNotAsked, func(tx *store.Tx) error { return procedure.ReceiveOfferAnswer(tx, late) })
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.AskToOrganise(tx, w.founder, b.ID, crestPeer())
			return err
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.EndPopular(tx, w.founder, commons.Ending{Body: b.ID, Why: "Le quartier est gagné."})
			return err
		})
		if got := w.asked(b, "offer-2"); got.State != confederation.TakenBack || len(w.told.named("co-organiser-asked")) != 4 {
			t.Errorf("an assembly that ended still asks: %+v", got)
		}
	})
}

func TestAP3_ACommuneThatAcceptedLeavesByItselfAndInAnyOrder(t *testing.T) {
	eachCommune(t, func(w *world) {
		b := w.square()
		ask := func(tx *store.Tx) error {
			_, err := procedure.AskToOrganise(tx, w.founder, b.ID, crestPeer())
			return err
		}
		w.tx(ask)
		asked := w.asked(b, "offer-1")
		yes := confederation.OfferAnswer{Offer: asked.Offer, Answer: "accept-1", By: crest, Accepted: true, Decision: "https://crest.example/records/4"}
		leaves := func(a confederation.OfferAnswer) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.ReceiveLeaving(tx, a) }
		}
		w.tx(func(tx *store.Tx) error { return procedure.ReceiveOfferAnswer(tx, yes) })
		no := confederation.OfferAnswer{Answer: "accept-1", By: "https://die.example/ag", Decision: "https://die.example/records/1"}
		w.refused(confederation.ErrNotAsked, leaves(no))
		no.Offer = asked.Offer
		w.refused(confederation.ErrNotAsked, leaves(no))
		w.tx(leaves(confederation.OfferAnswer{Answer: "accept-1", By: crest, Decision: "https://crest.example/records/9"}))
		if got := w.asked(b, "offer-1"); got.State != confederation.Left || got.Decision != "https://crest.example/records/9" {
			t.Errorf("who left stands at %+v", got)
		}
		w.tx(ask)
		w.asked(b, "offer-2")
		w.refused(confederation.ErrNotAsked, leaves(confederation.OfferAnswer{Offer: "offer-1", Answer: "accept-1", By: crest})) // of the first time
		early := confederation.OfferAnswer{Offer: "offer-2", Answer: "accept-2", By: crest}
		w.tx(leaves(early)) // before the Accept that it takes back
		early.Accepted = true
		w.refused(confederation.ErrNotAsked, func(tx *store.Tx) error { return procedure.ReceiveOfferAnswer(tx, early) })
	})
}
