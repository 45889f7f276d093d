package federation_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// treasury has the assembly create a secretariat, and give the founder a mandate in it.
func (i *instance) treasury() (b commune.Body, mandate commune.MandateID) {
	i.Helper()
	payload := func(v any) []byte {
		raw, err := json.Marshal(v)
		if err != nil {
			i.Fatal(err)
		}
		return raw
	}
	i.decides(commune.Motion{Audience: commune.Public, Form: commune.FormCreateBody, Text: "Une trésorerie.", Payload: payload(commune.BodyTerms{
		Kind: commune.Secretariat, Name: "Trésorerie", Purpose: "Tenir la caisse.",
	})})
	i.tx(func(tx *store.Tx) (err error) { b, err = tx.BodyBySlug("tresorerie"); return err })
	d := i.decides(commune.Motion{Audience: commune.Public, Form: commune.FormMandate, Text: "Zoé M. tient la caisse.", Payload: payload(commune.MandateTerms{
		Holder: i.founder, Title: "Caisse", Clauses: commune.Clauses{"Acheter jusqu'à 50 euros."}, Body: b.ID, Until: commune.DayOf(i.clock.Now(), time.UTC).Add(90),
	})})
	i.tx(func(tx *store.Tx) error {
		all, err := tx.MandatesOf(d.ID)
		if err == nil {
			mandate = all[0].ID
		}
		return err
	})
	return b, mandate
}

// decidesIn takes a decision of a secretariat.
func (i *instance) decidesIn(b commune.Body, mandate commune.MandateID, a commune.Audience) (d commune.BodyDecision) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		d, err = procedure.DecideInBody(tx, i.house, i.founder, procedure.Deciding{
			Body: b.ID, Mandate: mandate, Clause: 1, Text: "On achète un coffre.", Audience: a,
		})
		return err
	})
	return d
}

// reports publishes a report on a mandate.
func (i *instance) reports(b commune.Body, mandate commune.MandateID) (report commune.Report) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		report, err = procedure.WriteReport(tx, i.house, i.founder, procedure.Written{Publish: true, Report: commune.Report{
			Body: b.ID, Mandate: mandate, Title: "Caisse", Text: "Il reste **120 euros**.", Until: commune.DayOf(i.clock.Now(), time.UTC), Audience: commune.Public,
		}})
		return err
	})
	return report
}

func TestASecretariatIsAnActorThatAnyoneFollows(t *testing.T) { // SE-5
	r := onSQLite(t)
	town := r.commune("Saillans")
	b, mandate := town.treasury()
	stranger := newStranger(t, "/users/ada")

	actor := town.unsigned("/s/tresorerie")
	if actor["type"] != "Organization" || actor["preferredUsername"] != "tresorerie" || actor["name"] != "Trésorerie" || actor["id"] != town.base+"/s/tresorerie" {
		t.Errorf("the actor is %v", actor)
	}
	for name, read := range map[string]neighbour{"mastodon": mastodon, "gotosocial": gotosocial, "lemmy": lemmy} {
		if no := read(actor); len(no) > 0 {
			t.Errorf("%s drops it: %q", name, no)
		}
	}
	answer, raw := town.fetch("/.well-known/webfinger?resource=acct:Tresorerie@" + town.host())
	if found := object(t, raw); answer.StatusCode != http.StatusOK || found["subject"] != "acct:tresorerie@"+town.host() {
		t.Errorf("its handle leads to %d %v", answer.StatusCode, found)
	}
	for _, nobody := range []string{"/s/rien", "/c/tresorerie", "/s/tresorerie/rien"} {
		if answer, _ := town.fetch(nobody); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s is answered %d", nobody, answer.StatusCode)
		}
	}

	if got := stranger.posts(town, "/s/tresorerie/inbox", stranger.activity("Follow", town.base+"/s/tresorerie")); got != http.StatusAccepted {
		t.Fatalf("the Follow is answered %d", got)
	}
	if got := stranger.posts(town, "/inbox", stranger.activity("Follow", town.base+"/s/rien")); got != http.StatusAccepted {
		t.Fatalf("a Follow of nobody is answered %d", got)
	}
	d := town.decidesIn(b, mandate, commune.Public)
	town.decidesIn(b, mandate, commune.MembersOnly)
	settle(town)
	if n := len(stranger.inbox("Accept")); n != 1 {
		t.Errorf("%d Accepts", n)
	}
	created := stranger.inbox("Create")
	if len(created) != 1 || created[0]["actor"] != town.base+"/s/tresorerie" || created[0]["object"].(fields)["attributedTo"] != town.base+"/s/tresorerie" {
		t.Fatalf("followers were sent %v", created)
	}
	if got := town.unsigned("/s/tresorerie/outbox")["totalItems"]; got != 1.0 {
		t.Errorf("%v activities in its outbox", got)
	}

	// In the assembly's log it holds its place and shows nothing: it is no act of the assembly. In its own it stands in full.
	if got := shownAs(town.log(town.unsigned), d.Seq); got != "hidden" {
		t.Errorf("the assembly's log shows it as a %s", got)
	}
	own := town.unsigned("/s/tresorerie/records?after=-1")["orderedItems"].([]any)
	if got := own[d.Seq].(fields)["federes:record"].(fields)["kind"]; got != record.KindBodyDecision {
		t.Errorf("its own log shows a %v", got)
	}

	// A dissolved body stays, and what it signed can be checked (SE-8).
	payload, err := json.Marshal(commune.DissolutionTerms{Body: b.ID})
	if err != nil {
		t.Fatal(err)
	}
	town.decides(commune.Motion{Audience: commune.Public, Form: commune.FormDissolveBody, Text: "Fin.", Payload: payload})
	gone := town.unsigned("/s/tresorerie")
	if gone["endTime"] == nil || gone["discoverable"] != false || gone["assertionMethod"] == nil {
		t.Errorf("dissolved, it is %v", gone)
	}
}

// keeps is what a council keeps of a commune's bodies.
func (i *instance) keeps(from *instance) (kinds []string) {
	i.Helper()
	house := i.peer(from.ag())
	i.tx(func(tx *store.Tx) error {
		bodies, err := peers.BodiesOf(tx, house.ID)
		for _, b := range bodies {
			list, err := peers.BodyRecords(tx, b.ID, 100)
			if err != nil {
				return err
			}
			for _, r := range list {
				if _, fault := b.Examine(r.Document); fault != confederation.NoFault {
					i.Errorf("a %s of %s is examined as %q", r.Kind, b.Actor, fault)
				}
				kinds = append(kinds, b.Name+": "+r.Kind)
			}
		}
		return err
	})
	return kinds
}

func TestCF2_ACouncilKeepsWhatASecretariatOfItsCommuneSendsIt(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	b, mandate := town.treasury()
	settle(town, council)
	town.decidesIn(b, mandate, commune.Confederation)
	settle(town, council)
	town.decidesIn(b, mandate, commune.MembersOnly)
	settle(town, council)
	if got := council.keeps(town); !slices.Equal(got, []string{"Trésorerie: " + record.KindBodyDecision}) {
		t.Errorf("the council keeps %q", got)
	}
	if n := council.count("peer_records WHERE fault <> ''"); n != 0 {
		t.Errorf("%d records are kept apart", n)
	}
}

// Who lies elsewhere, whom no decision created, or who signs what only an assembly signs is heard by nobody (CF-2, SE-8).
func TestCF2_NobodySpeaksForABodyThatTheAssemblyDidNotCreate(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	b, mandate := town.treasury()
	settle(town, council)
	d := town.decidesIn(b, mandate, commune.Public)
	var document, decision []byte
	var keys store.Keys
	town.tx(func(tx *store.Tx) error {
		entry, err := tx.Entry(d.Seq)
		if err != nil {
			return err
		}
		document = entry.Document
		keys, err = tx.Keys(b.ActorName())
		return err
	})
	decision = town.published(town.decides(commune.Motion{Audience: commune.Public}))
	parsed, err := record.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	method, err := record.Method(document)
	if err != nil {
		t.Fatal(err)
	}
	body := confederation.Body{Actor: parsed.AttributedTo, Name: b.Name, KeyID: method, Key: keys.Public()}
	for name, attack := range map[string]struct {
		change   func(*confederation.Body)
		document []byte
	}{
		"another host":           {func(b *confederation.Body) { b.Actor = "https://elsewhere.example/s/tresorerie" }, document},
		"one that nobody made":   {func(b *confederation.Body) { b.Actor += "2" }, document},
		"the assembly itself":    {func(b *confederation.Body) { b.Actor = town.ag() }, decision},
		"another key":            {func(b *confederation.Body) { b.Key = make([]byte, 32) }, document},
		"what the assembly said": {func(*confederation.Body) {}, decision},
		"no record":              {func(*confederation.Body) {}, []byte("{}")},
	} {
		heard := body
		attack.change(&heard)
		err := council.InTx(t.Context(), func(tx *store.Tx) error { return confederal.ReceiveOfBody(tx, heard, attack.document) })
		if !errors.Is(err, confederation.ErrPeerUnknown) && !errors.Is(err, confederation.ErrNotTheirs) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := council.count("peer_bodies"); n != 0 {
		t.Errorf("%d bodies are believed", n)
	}
	settle(town, council)
	pinned := body
	pinned.Key = make([]byte, 32) // who comes later with another key changes nothing
	council.tx(func(tx *store.Tx) error { return confederal.ReceiveOfBody(tx, pinned, document) })
	if got := council.keeps(town); len(got) != 1 {
		t.Errorf("the council keeps %q", got)
	}
}

func TestACouncilLosesNothingForWhatASecretariatSigned(t *testing.T) { // CF-3, SE-4
	r := onSQLite(t)
	town, council := r.joined()
	b, mandate := town.treasury()
	town.decidesIn(b, mandate, commune.Public)
	town.decidesIn(b, mandate, commune.Confederation)
	last := town.decides(commune.Motion{Audience: commune.Confederation, Text: "On garde la source."})
	settle(town, council)
	var faults, next int64
	council.read("SELECT COUNT(*) FROM peer_records WHERE fault <> '' OR kind = 'BodyDecision'", &faults)
	next = int64(council.peer(town.ag()).NextSeq)
	if faults != 0 || next != int64(last.Seq)+1 || !council.knows(town.ag(), last) {
		t.Errorf("%d faulty records, and the log is known up to %d of %d", faults, next, last.Seq)
	}
}
