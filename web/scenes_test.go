package web_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"sync"
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

// The scenes in which a route is tried: each is a moment in the life of the same commune, or a council.
const (
	decided = "decided" // after the first assembly
	planned = "planned" // between two assemblies; an exceptional one is called
	due     = "due"     // the second assembly is about to start
	session = "session" // it is open
	floor   = "floor"   // and a vote is running
	council = "council"
)

// The identifiers that the scenes are built with; building a scene checks them.
const (
	firstMeeting  = 1 // closed, its minutes owed
	secondMeeting = 2
	calledMeeting = 4
	openItem      = 3
	runningMotion = 4
	waitingMotion = 5

	waitingMandate = 4 // for the member to accept
	workingMandate = 5 // in the secretariat
)

// snapshots are the scenes, built once for all tests of a process.
var (
	buildScenes sync.Once
	snapshots   map[string]snapshot
)

// scene opens a scene that is this test's alone.
func scene(t testing.TB, name string) *world {
	t.Helper()
	buildScenes.Do(func() { snapshots = built(t) })
	s, ok := snapshots[name]
	if !ok {
		t.Fatalf("the scene %s was not built", name)
	}
	return s.opened(t)
}

// scenes opens those in which routes are tried.
func scenes(t testing.TB) map[string]*world {
	at := make(map[string]*world)
	for _, name := range []string{planned, due, session, floor, council} {
		at[name] = scene(t, name)
	}
	return at
}

// built builds every scene.
func built(t testing.TB) map[string]snapshot {
	w := newWorld(t, options{})
	firstAssembly(w)
	all := map[string]snapshot{decided: w.snapshot(), council: councilScene(t).snapshot()}
	bodies(w)
	letter := mandated(w)
	works(w)
	second := w.next()
	item := w.item(member, second.ID, "Épicerie coopérative : choix du local")
	running := w.motion(member, commune.Motion{Item: item, Form: commune.FormResolution, Text: "La commune loue le local.", Audience: commune.Public})
	waiting := w.motion(member, commune.Motion{Item: item, Form: commune.FormResolution, Text: "La commune visite encore.", Audience: commune.Public})
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.AddDocument(tx, w.people[member], item, commune.Document{Title: "Bail", Name: "bail.pdf", MediaType: "application/pdf", Size: 8}, []byte("%PDF-1.7"))
		return err
	})
	var called commune.Meeting
	w.tx(func(tx *store.Tx) (err error) {
		called, err = procedure.CallMeeting(tx, w.people[member], commune.Call{
			Matter: "Piquet de grève", Reason: "Il commence demain.", Place: "Cour de l'École-Nouvelle", StartsAt: second.StartsAt.Add(72 * time.Hour),
		})
		return err
	})
	w.gathering(member, commune.Gathering{Title: "Chorale", Place: "Grenier", Guests: commune.ForMembers, Series: commune.Series{Rhythm: commune.EachWeek}})
	w.popular()
	for name, ids := range map[string][2]int64{
		"meeting": {int64(second.ID), secondMeeting}, "call": {int64(called.ID), calledMeeting}, "item": {int64(item), openItem},
		"mandate": {int64(letter), waitingMandate}, "running": {int64(running), runningMotion}, "waiting": {int64(waiting), waitingMotion},
	} {
		if ids[0] != ids[1] {
			t.Fatalf("the %s of the scenes has number %d, not %d", name, ids[0], ids[1])
		}
	}
	all[planned] = w.snapshot()
	w.attend(second, member, facilitator, keeper)
	all[due] = w.snapshot()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenMeeting(tx, w.people[facilitator], second.ID)
		return err
	})
	all[session] = w.snapshot()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.OpenVote(tx, w.house, w.people[facilitator], running)
		return err
	})
	all[floor] = w.snapshot()
	return all
}

// firstAssembly founds a commune whose first assembly gave two mandates and took one decision for everybody, and one for members.
func firstAssembly(w *world) {
	w.found(commune.KindCommune)
	w.admit(lapsed, "Inès Q.", false)
	w.admit(member, "Awa D.", true)
	w.admit(facilitator, "Karim B.", true)
	w.admit(keeper, "Berfîn A.", true)
	for i, name := range []string{"Solène P.", "Mehdi L.", "Ioana R.", "Jules V.", "Nawel T.", "Rojda K.", "Théo C.", "Fatou S."} {
		w.admit(fmt.Sprint("other", i), name, true) // so that one tenth of them are two
	}
	w.sympathise(sympathiser, "Oumar F.")
	first := w.next()
	mandates := w.item(founder, first.ID, "Mandats")
	coop := w.item(founder, first.ID, "Coopérative d'achat")
	give := func(to, title string, capabilities ...commune.Capability) commune.MotionID {
		return w.accepted(to, w.motion(founder, commune.Motion{
			Item: mandates, Form: commune.FormMandate, Text: "L'assemblée donne le mandat « " + title + " ».", Audience: commune.Public,
			Payload: w.mandate(to, title, capabilities...),
		}))
	}
	motions := []commune.MotionID{
		give(facilitator, "Animation", commune.Facilitate, commune.PrepareAgenda),
		give(keeper, "Trésorerie", commune.AdmitMembers, commune.RecordDues),
		w.motion(founder, commune.Motion{Item: coop, Form: commune.FormResolution, Text: "La caisse reste à la maison.", Audience: commune.MembersOnly}),
	}
	w.attend(first, founder, member, facilitator, keeper)
	w.tx(func(tx *store.Tx) error { _, err := procedure.OpenMeeting(tx, w.people[founder], first.ID); return err })
	for _, m := range motions {
		w.adopt(founder, m, founder, member, facilitator)
	}
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.people[founder], first.ID) })
}

// bodies are a secretariat and a commission, as the first assembly's first decision would have made them.
func bodies(w *world) {
	w.tx(func(tx *store.Tx) error {
		for _, b := range []commune.Body{
			{Kind: commune.Secretariat, Slug: "tresorerie", Name: "Trésorerie", Purpose: "Tenir la caisse."},
			{Kind: commune.Commission, Slug: "fetes", Name: "Fêtes", Purpose: "Préparer les fêtes du quartier."},
		} {
			b.Created, b.CreatedAt = 1, tx.Now()
			if _, err := procedure.AddBody(tx, b); err != nil {
				return err
			}
		}
		return nil
	})
}

// mandated gives the member a mandate of forty days that they have not accepted yet, by the decision that gave another.
func mandated(w *world) (id commune.MandateID) {
	w.tx(func(tx *store.Tx) error {
		m, err := tx.PutMandate(commune.Mandate{
			Holder: w.people[member], HolderName: "Awa D.", Title: "Courrier", Clauses: commune.Clauses{"Relever le courrier."}, Decision: 1,
			GrantedAt: tx.Now(), Until: tx.Now().AddDate(0, 0, 40),
		})
		id = m.ID
		return err
	})
	return id
}

// works is what the keeper does in the secretariat, of which the member asks something as one of the commission.
func works(w *world) {
	w.tx(func(tx *store.Tx) error {
		now := tx.Now()
		m, err := tx.PutMandate(commune.Mandate{
			Holder: w.people[keeper], HolderName: "Berfîn A.", Title: "Caisse", Body: 1, Clauses: commune.Clauses{"Acheter jusqu'à 50 euros."},
			Decision: 1, GrantedAt: now, AcceptedAt: now, Until: now.AddDate(1, 0, 0),
		})
		if err != nil {
			return err
		}
		if m.ID != workingMandate {
			w.Fatalf("the mandate in the secretariat has number %d", m.ID)
		}
		who := w.people[keeper]
		if _, err := procedure.DecideInBody(tx, w.house, who, procedure.Deciding{Body: 1, Mandate: m.ID, Clause: 1, Text: "On achète un coffre.", Audience: commune.Public}); err != nil {
			return err
		}
		report := commune.Report{Body: 1, Mandate: m.ID, Title: "La caisse", Text: "Il reste 120 euros.", Until: commune.DayOf(now, time.UTC), Audience: commune.MembersOnly}
		if _, err := procedure.WriteReport(tx, w.house, who, procedure.Written{Report: report, Publish: true}); err != nil {
			return err
		}
		if _, err := procedure.WriteReport(tx, w.house, who, procedure.Written{Report: report}); err != nil {
			return err
		}
		if _, err := procedure.Charge(tx, who, commune.Charge{Decision: 1, Body: 1}); err != nil {
			return err
		}
		if _, err := procedure.JoinCommission(tx, w.people[member], 2); err != nil {
			return err
		}
		_, err = procedure.AskSecretariat(tx, w.people[member], commune.Request{Commission: 2, To: 1, Title: "Des lampions", Text: "Il en faut trente."})
		return err
	})
}

// councilScene is a council that a commune asks to join.
func councilScene(t testing.TB) *world {
	w := newWorld(t, options{})
	w.found(commune.KindCouncil)
	w.admit(member, "Odile W.", false)
	w.sympathise(sympathiser, "Oumar F.")
	asking := newPeer(t)
	w.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		c, err := tx.Charter()
		if err != nil {
			return err
		}
		join := asking.decision(1, "public", func(d *record.Decision) {
			d.Form, d.Council = string(confederation.FormJoin), o.Assembly()
			d.Charter = &record.CharterRef{ID: procedure.RecordURL(o, c.Seq), Version: c.Version, Hash: procedure.TextHash(c.Text)}
		})
		return confederal.ReceiveJoin(tx, w.house, asking.Peer, "https://weppes.example/activities/1", join)
	})
	return w
}

// peer is a commune elsewhere, with its key.
type peer struct {
	testing.TB
	confederation.Peer
	key ed25519.PrivateKey
}

func newPeer(t testing.TB) peer {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	actor := commune.ActorID("https://weppes.example/ag")
	return peer{t, confederation.Peer{
		Actor: actor, Name: "Commune des Weppes-Libres", Inbox: string(actor) + "/inbox", Records: string(actor) + "/records",
		KeyID: procedure.KeyID(actor), Key: private.Public().(ed25519.PublicKey), Role: confederation.RoleCommune,
	}, private}
}

// decision is one that the peer's assembly took and signed.
func (p peer) decision(seq commune.Seq, audience string, change func(*record.Decision)) []byte {
	p.Helper()
	at := time.Date(2026, 9, 3, 17, 0, 0, 0, time.UTC)
	d := record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: "2026-7", Text: "Les Weppes partagent leur fournil.",
		Tally: commune.Tally{For: 27, Against: 1, Abstain: 4}, Electorate: 41, Mode: "named", Form: "resolution",
		Meeting: "https://weppes.example/meetings/1", DecidedAt: record.Time(at), Audience: audience,
	}
	if change != nil {
		change(&d)
	}
	return p.signs(7, d.Text, d)
}

// signs is what the peer's assembly says in words and data.
func (p peer) signs(seq commune.Seq, words string, data any) []byte {
	p.Helper()
	document, err := record.Sign(record.Envelope{
		ID: fmt.Sprintf("https://weppes.example/records/%d", seq), Type: "Note", Body: p.Actor, To: []string{record.Public}, Cc: []string{},
		Published: time.Date(2026, 9, 3, 17, 0, 0, 0, time.UTC), URL: "https://weppes.example/decisions/2026-7", Language: "fr", Content: "<p>" + words + "</p>",
	}, data, p.key, p.KeyID)
	if err != nil {
		p.Fatal(err)
	}
	return document
}

// peerOf is the commune that the council knows.
func peerOf(w *world) (p confederation.Peer) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		p, err = peers.PeerByActor(tx, "https://weppes.example/ag")
		return err
	})
	return p
}
