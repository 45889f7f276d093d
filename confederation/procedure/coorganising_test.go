package procedure_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

const square commune.ActorID = "https://crest.example/p/place"

// square is a popular assembly of which the commune tells.
func (w *world) square() (b commune.Body) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		b, err = commons.CreatePopular(tx, w.founder, commons.PopularBody{
			Body: commune.Body{Name: "Place", Purpose: "Décider ensemble."}, Page: commune.PopularAssemblyPage{Rules: "Une voix."},
		})
		return err
	})
	return b
}

// offers is what a popular assembly of Crest asks, under a path of it.
func offers(path string) confederation.Offer {
	return confederation.Offer{
		Assembly: commune.ActorID("https://crest.example" + path), Name: "Assemblée de la place", Inbox: "https://crest.example/inbox", Activity: "https://crest.example/activities" + path,
	}
}

func (w *world) ag() commune.ActorID { return "https://tisserands.example/ag" }

// offer is that of the square, as it stands.
func (w *world) offer() (o confederation.Offer) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { o, err = peers.OfferForUpdate(tx, square); return err })
	return o
}

// proposed puts the offer of the square on the next agenda, and opens that assembly.
func (w *world) proposed() (m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, offers("/p/place"), w.ag()) })
	waiting := w.offer()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ProposeToOrganise(tx, w.house, w.founder, waiting.ID)
		return err
	})
	return m
}

// opens the meeting at which a motion waits.
func (w *world) opens(m commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		in, err := tx.Meeting(m.Meeting)
		if err != nil {
			return err
		}
		w.clock.Set(in.StartsAt)
		if err := commons.Attend(tx, w.founder, in.ID, commune.Room); err != nil {
			return err
		}
		return nil
	})
	w.tx(func(tx *store.Tx) error { _, err := commons.OpenMeeting(tx, w.founder, m.Meeting); return err })
}

// decides has the assembly vote on a motion that waits, and ends the meeting.
func (w *world) decides(m commune.Motion, choice commune.Choice) {
	w.Helper()
	w.opens(m)
	w.tx(func(tx *store.Tx) error { _, err := commons.OpenVote(tx, w.house, w.founder, m.ID); return err })
	w.tx(func(tx *store.Tx) error {
		if _, err := commons.Cast(tx, w.founder, m.ID, choice); err != nil {
			return err
		}
		_, err := commons.CloseVote(tx, w.house, w.founder, m.ID)
		return err
	})
	w.tx(func(tx *store.Tx) error { return commons.CloseMeeting(tx, w.founder, m.Meeting) })
}

func TestAP1_OurAssemblyAloneAcceptsToOrganiseWithOthers(t *testing.T) {
	eachCommune(t, func(w *world) {
		m := w.proposed()
		if m.Form != confederation.FormCoOrganise || m.Audience != commune.Public || len(w.told.named("offer-answered")) != 0 {
			t.Errorf("the motion is %+v, or it answers by itself", m)
		}
		waiting := w.offer()
		w.refused(confederation.ErrOfferProposed, func(tx *store.Tx) error {
			_, err := procedure.ProposeToOrganise(tx, w.house, w.founder, waiting.ID)
			return err
		})
		w.decides(m, commune.For)
		got, told := w.offer(), w.told.named("offer-answered")
		if got.State != confederation.Accepted || got.Decision == 0 || len(told) != 1 {
			t.Fatalf("the offer is %+v, told %v", got, told)
		}
		said := told[0].(confederation.OfferAnswered)
		w.tx(func(tx *store.Tx) error {
			d, err := tx.DecisionByID(got.Decision)
			if err != nil {
				return err
			}
			o, err := tx.Organisation()
			if err != nil {
				return err
			}
			entry, err := tx.Entry(d.Seq)
			if err != nil {
				return err
			}
			var data record.Decision
			if parsed, err := record.Parse(entry.Document); err != nil || json.Unmarshal(parsed.Data, &data) != nil || data.CoOrganises != square {
				t.Errorf("the record names %q: %v", data.CoOrganises, err)
			}
			if said.Offer.State != confederation.Accepted || said.Decision != commons.RecordURL(o, d.Seq) || said.Offer.Activity != "https://crest.example/activities/p/place" {
				t.Errorf("told %+v", said)
			}
			return nil
		})
		w.refused(confederation.ErrOrganiserAsked, func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, offers("/p/place"), w.ag()) })
		w.refused(confederation.ErrNotOffered, func(tx *store.Tx) error {
			_, err := procedure.ProposeToOrganise(tx, w.house, w.founder, got.ID)
			return err
		})
	})
}

func TestAP1_AnAssemblyThatSaysNoIsHeardAndCanBeAskedAgain(t *testing.T) {
	eachCommune(t, func(w *world) {
		w.decides(w.proposed(), commune.Against)
		told := w.told.named("offer-answered")
		if len(told) != 1 || told[0].(confederation.OfferAnswered).Decision != "" || w.offer().State != confederation.Refused {
			t.Fatalf("told %v, the offer is %s", told, w.offer().State)
		}
		w.tx(func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, offers("/p/place"), w.ag()) })
		if w.offer().State != confederation.Asked {
			t.Error("it cannot be asked again")
		}
	})
}

func TestAP1_AnOfferComesToTheAssemblyItNamesAndNotWithoutBounds(t *testing.T) {
	eachCommune(t, func(w *world) {
		for _, to := range []commune.ActorID{"", crest, "https://tisserands.example/s/tresorerie"} {
			w.refused(commune.ErrNotFound, func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, offers("/p/place"), to) })
		}
		from := func(host string, n int) func(tx *store.Tx) error {
			o := offers(fmt.Sprint("/p/", n))
			o.Assembly = commune.ActorID(fmt.Sprintf("https://%s/p/%d", host, n))
			return func(tx *store.Tx) error { return procedure.ReceiveOffer(tx, o, w.ag()) }
		}
		for n := range confederation.MaxOffers {
			w.tx(from(fmt.Sprintf("c%d.example", n/confederation.MaxOffersOfOrigin), n))
			if n == confederation.MaxOffersOfOrigin-1 {
				w.refused(confederation.ErrOffersTooMany, from("c0.example", n+1))
			}
		}
		w.refused(confederation.ErrOffersTooMany, from("die.example", 0))
		w.tx(func(tx *store.Tx) error { // who waits can take it back, which leaves room
			o := offers("/p/0")
			o.Assembly = "https://c0.example/p/0"
			return procedure.ReceiveTakingBack(tx, o, w.ag())
		})
		w.tx(from("die.example", 0))
	})
}

func TestAP3_ACommuneIsAskedByWhoOrganisesAndAnswersOnce(t *testing.T) {
	eachCommune(t, func(w *world) {
		b := w.square()
		ask := func(who commune.MemberID, found confederation.Peer) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.AskToOrganise(tx, who, b.ID, found); return err }
		}
		var awa commune.Member
		w.tx(func(tx *store.Tx) (err error) {
			awa, err = tx.AddMember(commune.Member{Kind: commune.KindMember, PublicName: "Awa D.", Email: "awa@tisserands.example", AdmittedAt: tx.Now()})
			return err
		})
		w.refused(commune.ErrNotMandated, ask(awa.ID, crestPeer()))
		itself := crestPeer()
		itself.Actor = w.ag()
		w.refused(confederation.ErrCommuneItself, ask(w.founder, itself))
		w.tx(ask(w.founder, crestPeer()))
		w.refused(confederation.ErrOrganiserAsked, ask(w.founder, crestPeer()))
		if told := w.told.named("co-organiser-asked"); len(told) != 1 || told[0].(confederation.CoOrganiserAsked).Assembly != "https://tisserands.example/p/place" {
			t.Fatalf("told %v", told)
		}
		asked := w.asked(b, "offer-1")
		answer := func(by commune.ActorID, accepted bool, decision string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				return procedure.ReceiveOfferAnswer(tx, confederation.OfferAnswer{Offer: asked.Offer, By: by, Accepted: accepted, Decision: decision})
			}
		}
		w.refused(confederation.ErrNotAsked, answer("https://die.example/ag", true, ""))
		w.refused(confederation.ErrNotAsked, answer("https://crest.example/s/tresorerie", true, ""))
		w.tx(answer(crest, false, ""))
		w.refused(confederation.ErrNotAsked, answer(crest, true, ""))
		w.clock.Add(time.Hour)
		w.tx(ask(w.founder, crestPeer()))
		w.refused(confederation.ErrNotAsked, answer(crest, true, "")) // of the offer to which they said no
		asked = w.asked(b, "offer-2")
		w.tx(answer(crest, true, "https://die.example/records/4"))
		if got := w.asked(b, "offer-2"); got.State != confederation.Accepted || got.Decision != "" {
			t.Errorf("the answer left %+v", got)
		}
		w.refused(confederation.ErrNotAsked, answer(crest, false, ""))
	})
}

// asked is Crest as it was asked for a popular assembly, under the id that the activity was given.
func (w *world) asked(b commune.Body, offer string) (c confederation.CoOrganiser) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		if c, err = peers.CoOrganiserForUpdate(tx, b.ID, crest); err != nil {
			return err
		}
		c.Offer = offer
		c, err = peers.PutCoOrganiser(tx, c)
		return err
	})
	return c
}
