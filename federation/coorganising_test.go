package federation_test

import (
	"errors"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// tells of a popular assembly.
func (i *instance) tells(name string) (b commune.Body) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		b, err = procedure.CreatePopular(tx, i.founder, procedure.PopularBody{
			Body: commune.Body{Name: name, Purpose: "Décider ensemble."}, Page: commune.PopularAssemblyPage{Rules: "Une voix."},
		})
		return err
	})
	return b
}

// asks looks a commune up by what someone typed and asks it to organise a popular assembly.
func (i *instance) asks(b commune.Body, address string) {
	i.Helper()
	found, err := i.service.Commune(i.Context(), address)
	if err != nil {
		i.Fatal(err)
	}
	i.tx(func(tx *store.Tx) error { _, err := confederal.AskToOrganise(tx, i.founder, b.ID, found); return err })
}

// with is how a commune that was asked stands to a popular assembly here.
func (i *instance) with(b commune.Body, other *instance) (c confederation.CoOrganiser) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) { c, err = peers.CoOrganiserForUpdate(tx, b.ID, other.ag()); return err })
	return c
}

// offered are the popular assemblies of others here, in a state.
func (i *instance) offered(state confederation.State) (all []confederation.Offer) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) { all, err = peers.Offers(tx, state); return err })
	return all
}

// answersOffer has the assembly vote on the one offer that waits.
func (i *instance) answersOffer(choice commune.Choice) {
	i.Helper()
	waiting := i.offered(confederation.Asked)
	i.votesOn(choice, func(tx *store.Tx) (commune.Motion, error) {
		return confederal.ProposeToOrganise(tx, i.house, i.founder, waiting[0].ID)
	})
}

// leaves has the assembly decide that it organises something with others no more.
func (i *instance) leaves(o confederation.Offer) {
	i.Helper()
	i.votesOn(commune.For, func(tx *store.Tx) (commune.Motion, error) {
		return confederal.ProposeToPart(tx, i.house, i.founder, o.ID)
	})
}

// asksNoMore takes back what another commune was asked.
func (i *instance) asksNoMore(b commune.Body, other *instance) {
	i.Helper()
	asked := i.with(b, other)
	i.tx(func(tx *store.Tx) error {
		_, err := confederal.TakeBackOffer(tx, i.founder, b.ID, asked.ID)
		return err
	})
}

// votesOn brings a motion before the next assembly, which votes on it.
func (i *instance) votesOn(choice commune.Choice, propose func(tx *store.Tx) (commune.Motion, error)) {
	i.Helper()
	var m commune.Motion
	i.tx(func(tx *store.Tx) (err error) { m, err = propose(tx); return err })
	i.tx(func(tx *store.Tx) error {
		in, err := tx.Meeting(m.Meeting)
		if err != nil {
			return err
		}
		i.clock.Set(in.StartsAt)
		return procedure.Attend(tx, i.founder, in.ID, commune.Room)
	})
	i.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, i.founder, m.Meeting); return err })
	i.tx(func(tx *store.Tx) error { _, err := procedure.OpenVote(tx, i.house, i.founder, m.ID); return err })
	i.tx(func(tx *store.Tx) error {
		if _, err := procedure.Cast(tx, i.founder, m.ID, choice); err != nil {
			return err
		}
		_, err := procedure.CloseVote(tx, i.house, i.founder, m.ID)
		return err
	})
	i.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, i.founder, m.Meeting) })
}

func TestAP1_AP3_ACommuneOrganisesAPopularAssemblyWithAnotherThatItsAssemblyDecidedTo(t *testing.T) {
	r := onSQLite(t)
	town, other, third := r.commune("Commune de Crest"), r.commune("Commune de Die"), r.commune("Commune de Saillans")
	b := town.tells("Place")
	town.asks(b, "@ag@"+other.host())
	town.asks(b, third.base+"/")
	settle(town, other, third)
	offer := object(t, town.sent("Offer"))
	if offer["actor"] != town.base+"/p/place" || offer["object"] != offer["actor"] || offer["target"] != string(third.ag()) {
		t.Errorf("the Offer is %v", offer)
	}
	if got := other.offered(confederation.Asked); len(got) != 1 || got[0].Name != "Place" || got[0].Host() != town.host() {
		t.Fatalf("there waits %+v", got)
	}
	other.answersOffer(commune.For)
	third.answersOffer(commune.Against)
	if town.with(b, other).State != confederation.Asked {
		t.Error("it organises before its answer came")
	}
	settle(other, third, town)
	got := town.with(b, other)
	if answer, _ := other.fetch(got.Decision[len(other.base):]); got.State != confederation.Accepted || answer.StatusCode != http.StatusOK {
		t.Errorf("it stands at %+v", got)
	}
	if no := town.with(b, third); no.State != confederation.Refused || no.Decision != "" {
		t.Errorf("who said no stands at %+v", no)
	}
	if len(other.offered(confederation.Accepted)) != 1 || len(third.offered(confederation.Accepted)) != 0 {
		t.Error("the others do not know what they decided")
	}
	before := business(town)
	if status := post(town, "/inbox", other.sent("Accept"), other.signs("ag")); status != http.StatusAccepted || business(town) != before {
		t.Errorf("the Accept once more is answered %d, or changes something", status)
	}
}

// TestAP1_AP3_BothSidesCanEndWhatTheyOrganiseTogether has one commune leave and another be asked no more; each learns it.
func TestAP1_AP3_BothSidesCanEndWhatTheyOrganiseTogether(t *testing.T) {
	r := onSQLite(t)
	town, other, third := r.commune("Commune de Crest"), r.commune("Commune de Die"), r.commune("Commune de Saillans")
	b := town.tells("Place")
	town.asks(b, other.host())
	town.asks(b, third.host())
	settle(town, other, third)
	other.answersOffer(commune.For)
	settle(other, town)
	accepted := other.offered(confederation.Accepted)
	other.leaves(accepted[0])
	town.asksNoMore(b, third)
	settle(other, third, town)
	if got := town.with(b, other); got.State != confederation.Left || got.Decision == "" {
		t.Errorf("who left stands at %+v", got)
	}
	if len(third.offered(confederation.Asked)) != 0 || len(third.offered(confederation.TakenBack)) != 1 {
		t.Error("what was taken back still waits for an answer")
	}
	before := business(town)
	if status := post(town, "/inbox", other.sent("Undo"), other.signs("ag")); status != http.StatusAccepted || business(town) != before {
		t.Errorf("the Undo once more is answered %d, or changes something", status)
	}
	town.asks(b, third.host())
	settle(town, third)
	if len(third.offered(confederation.Asked)) != 1 {
		t.Error("who was asked no more cannot be asked again")
	}
}

func TestACommuneIsFoundByItsAddressAndNothingElseIsOne(t *testing.T) {
	r := onSQLite(t)
	town, other, council := r.commune("Commune de Crest"), r.commune("Commune de Die"), r.council("Conseil de la vallée")
	other.tells("Place")
	for _, address := range []string{"ag@" + other.host(), "@ag@" + other.host(), other.host(), other.base, string(other.ag())} {
		if found, err := town.service.Commune(t.Context(), address); err != nil || found.Actor != other.ag() || found.Inbox != other.base+"/inbox" {
			t.Errorf("%s is %+v, %v", address, found, err)
		}
	}
	for address, want := range map[string]error{
		"place@" + other.host(): confederation.ErrNotCommune, string(council.conseil()): confederation.ErrNotCommune,
		town.base: confederation.ErrCommuneItself, "": confederation.ErrCommuneUnknown, "a b": confederation.ErrCommuneUnknown,
	} {
		if _, err := town.service.Commune(t.Context(), address); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", address, err, want)
		}
	}
}

// TestOffersAndAnswersThatAreNotTheirSendersChangeNothing are well signed letters that ask for what is another's (AP-1, ORG-17).
func TestOffersAndAnswersThatAreNotTheirSendersChangeNothing(t *testing.T) {
	s := newSiege(t)
	other := s.town.commune("Commune de Die")
	b := s.town.tells("Place")
	s.town.asks(b, other.host())
	settle(s.town, other)
	asked, square := s.town.with(b, other), s.town.base+"/p/place"
	embedded := fields{"type": "Offer", "id": asked.Offer, "actor": square, "object": square}
	for name, c := range map[string]struct {
		by           *stranger
		kind         string
		object       any
		target, want string
	}{
		"an Accept by another host than the one asked":     {s.eve, "Accept", asked.Offer, "", "not_asked"},
		"an Accept by another host, embedded":              {s.eve, "Accept", embedded, "", "not_asked"},
		"a Reject by another host":                         {s.eve, "Reject", asked.Offer, "", "not_asked"},
		"an Accept of an Offer that we never sent":         {s.eve, "Accept", s.town.base + "/activities/never", "", "not_asked"},
		"an Offer of an actor of another host":             {s.eve, "Offer", s.bob.id, string(s.town.ag()), "not_theirs"},
		"an Offer of another actor of the same host":       {s.mallory, "Offer", s.bob.id, string(s.town.ag()), "not_theirs"},
		"an Offer of a popular assembly of ours":           {s.eve, "Offer", square, string(s.town.ag()), "not_theirs"},
		"an Offer to an assembly that is not here":         {s.eve, "Offer", s.eve.id, s.town.base + "/conseil", "not_found"},
		"an Offer to a popular assembly":                   {s.eve, "Offer", s.eve.id, square, "not_found"},
		"an Offer to another commune, that came to us":     {s.eve, "Offer", s.eve.id, string(other.ag()), "not_found"},
		"an Offer that names nobody to whom it is offered": {s.eve, "Offer", s.eve.id, "", "not_found"},
		"an Undo of our Offer, by whom we asked":           {s.eve, "Undo", embedded, "", "not_theirs"},
		"an Undo of our Offer as if it were theirs":        {s.eve, "Undo", fields{"type": "Offer", "id": asked.Offer, "actor": s.eve.id}, "", "not_found"},
		"an Undo of an Accept of another":                  {s.eve, "Undo", fields{"type": "Accept", "id": s.eve.id + "/1", "actor": s.eve.id, "object": asked.Offer}, "", "not_asked"},
		"an Undo of another's Accept":                      {s.eve, "Undo", fields{"type": "Accept", "id": s.bob.id + "/1", "actor": s.bob.id, "object": asked.Offer}, "", "not_theirs"},
		"an Undo of what we do not know, by its id":        {s.eve, "Undo", s.eve.id + "/unknown", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := business(s.town)
			f := c.by.activity(c.kind, c.object)
			if c.target != "" {
				f["target"] = c.target
			}
			if status := c.by.posts(s.town, "/ag/inbox", f); status != http.StatusAccepted {
				t.Errorf("answered %d", status)
			}
			if business(s.town) != before {
				t.Error("something changed")
			}
			if got := s.refusal(f); got != c.want {
				t.Errorf("refused by %q, want %q", got, c.want)
			}
		})
	}
	if s.town.with(b, other).State != confederation.Asked {
		t.Error("the commune that was asked does not wait any more")
	}
}
