package federation_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	box "federes.org/federation/store"
)

// asksToJoin looks the council up by its handle and has the assembly decide to join it (CF-1).
func (i *instance) asksToJoin(council *instance) {
	i.Helper()
	found, err := i.service.Council(context.Background(), "conseil@"+council.host())
	if err != nil {
		i.Fatal(err)
	}
	i.tx(func(tx *store.Tx) error {
		_, err := confederal.Meet(tx, i.founder, found)
		return err
	})
	payload, err := json.Marshal(confederation.JoinTerms{Council: council.conseil()})
	if err != nil {
		i.Fatal(err)
	}
	i.decides(commune.Motion{Form: confederation.FormJoin, Audience: commune.Public, Text: "La commune rejoint le conseil.", Payload: payload})
	settle(i)
}

// answers accepts or refuses the commune that asked (CF-3).
func (i *instance) answers(asking *instance, accept bool) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, asking.ag())
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, i.house, i.founder, confederal.JoinAnswer{Peer: p.ID, Accept: accept})
	})
}

// joined is a commune and the council that it belongs to.
func (r *region) joined() (*instance, *instance) {
	r.Helper()
	town, council := r.commune("Commune du Faubourg-des-Tisserands"), r.council("Conseil de la vallée")
	town.asksToJoin(council)
	council.answers(town, true)
	settle(council, town)
	return town, council
}

// peer is what an instance knows of another.
func (i *instance) peer(actor commune.ActorID) (p confederation.Peer) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		p, err = peers.PeerByActor(tx, actor)
		return err
	})
	return p
}

// heard are the records of one peer that are here, the oldest first.
func (i *instance) heard(actor commune.ActorID) (all []confederation.Record) {
	i.Helper()
	p := i.peer(actor)
	i.tx(func(tx *store.Tx) error {
		newest, err := peers.Records(tx, p.ID, 0, 1000)
		for n := range newest {
			all = append(all, newest[len(newest)-1-n])
		}
		return err
	})
	for _, r := range all {
		if _, fault := p.Examine(r.Document); fault != r.Fault {
			i.Errorf("record %d is kept as %q and examined as %q", r.Seq, r.Fault, fault)
		}
	}
	return all
}

// knows tells whether a decision of another is here, verified.
func (i *instance) knows(actor commune.ActorID, d commune.Decision) bool {
	i.Helper()
	for _, r := range i.heard(actor) {
		var data record.Decision
		parsed, err := record.Parse(r.Document)
		if err != nil {
			i.Fatal(err)
		}
		if r.Seq == d.Seq && r.Fault == confederation.NoFault && json.Unmarshal(parsed.Data, &data) == nil {
			return data.Number == d.Number() && data.Text == d.Text && data.Tally == d.Tally() && data.Electorate == d.Electorate
		}
	}
	return false
}

func TestCF1_CF3_ACommuneJoinsACouncilThatHearsItsDecisions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		if got := town.peer(council.conseil()); got.State != confederation.Accepted || got.CharterVersion != 1 {
			t.Errorf("for the commune the council is %s, charter %d", got.State, got.CharterVersion)
		}
		if got, want := council.peer(town.ag()).Fingerprint(), fingerprintOf(town); got != want {
			t.Errorf("the council pinned %s, the commune's key is %s", got, want)
		}
		council.tx(func(tx *store.Tx) error {
			f, err := box.FollowingOf(tx, council.conseil(), town.ag())
			if err == nil && f.State != "accepted" {
				t.Errorf("the council's Follow is %s", f.State)
			}
			return err
		})
		d := town.decides(commune.Motion{Audience: commune.Confederation})
		settle(town, council)
		if !council.knows(town.ag(), d) {
			t.Error("the council has not heard the decision")
		}
		if size, next := logSize(town), council.peer(town.ag()).NextSeq; next != size {
			t.Errorf("the council knows the log up to %d of %d", next, size)
		}
	})
}

// fingerprintOf is that of the assembly's own key.
func fingerprintOf(i *instance) string {
	var key ed25519.PublicKey
	i.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys("ag")
		if err == nil {
			key = keys.Public()
		}
		return err
	})
	return confederation.Peer{Key: key}.Fingerprint()
}

func logSize(i *instance) (size commune.Seq) {
	i.tx(func(tx *store.Tx) (err error) {
		size, err = tx.LogSize()
		return err
	})
	return size
}

func TestACouncilThatRefusesSeatsAndHearsNobody(t *testing.T) {
	r := onSQLite(t)
	town, council := r.commune("Commune de Crest"), r.council("Conseil de la vallée")
	town.asksToJoin(council)
	council.answers(town, false)
	settle(council, town)
	if got := town.peer(council.conseil()).State; got != confederation.Refused {
		t.Errorf("for the commune the council is %s", got)
	}
	d := town.decides(commune.Motion{Audience: commune.Public})
	settle(town, council)
	if council.knows(town.ag(), d) {
		t.Error("the council keeps a decision of a commune that it refused")
	}
	if status := signedGet(council, town, "/records/"+seqOf(d)).StatusCode; status != http.StatusOK {
		t.Errorf("a public record is answered %d", status)
	}
	hidden := town.decides(commune.Motion{Audience: commune.Confederation})
	if status := signedGet(council, town, "/records/"+seqOf(hidden)).StatusCode; status != http.StatusNotFound {
		t.Errorf("a confederation record is answered %d to a council that refused", status)
	}
}

func TestARecordReceivedTwiceStandsHereOnce(t *testing.T) {
	town, council := onSQLite(t).joined()
	d := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	before := council.dump()
	town.redeliver(d, council)
	if after := council.dump(); after != before {
		t.Errorf("the second delivery changed something:\n%s\n%s", before, after)
	}
}

// published is the activity that carried a decision, byte for byte.
func (i *instance) published(d commune.Decision) (document []byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		a, err := box.ActivityByURI(tx, i.base+"/records/"+seqOf(d)+"/activity")
		document = a.Document
		return err
	})
	return document
}

func TestACouncilThatRestartsReadsWhatItMissed(t *testing.T) {
	town, council := onSQLite(t).joined()
	council.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	d := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town)
	council.start()
	if err := council.service.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	settle(council)
	if !council.knows(town.ag(), d) {
		t.Error("the council did not catch up")
	}
}
