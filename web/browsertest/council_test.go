package browsertest

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
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

// council is a council of which one commune is a member, one asks to be, and one was refused. Of the first one record was altered on
// its way: it is kept apart.
func council(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := town{instance: serve(t, unbounded)}
	w.found(commune.KindCouncil, "Conseil de la vallée de la Marque", &w.zoe)
	w.amina = w.admit("Amina B.")
	seated, asking, refused := w.joins("Commune de Saillans"), w.joins("Commune du Faubourg-des-Tisserands"), w.joins("Commune de Die")
	w.answers(seated, true)
	w.answers(refused, false)
	const altered, heard = "La commune ouvre la cantine le jeudi.", "La commune prête sa presse à affiches."
	w.hears(seated, seated.decided(heard))
	w.hears(seated, bytes.Replace(seated.decided(altered), []byte("le jeudi"), []byte("le lundi"), 1))
	above := w.levels()
	text := w.puts()
	w.hears(seated, seated.ratified(&w, text))
	voiced := w.voices(seated)
	return w, map[string]string{"voiced": fmt.Sprint(voiced.ID), "item": fmt.Sprint(voiced.Item), "seated": w.peer(seated), "asking": w.peer(asking), "text": text.Ref, "above": above, "ticket": w.ticket(seated), "link": w.link(w.zoe)[len(w.base):]}
}

// ticket lets a delegate of a commune in, once.
func (w *town) ticket(of *town) (token string) {
	w.Helper()
	token, hash := procedure.NewToken()
	w.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, commune.ActorID(of.base+"/ag"))
		if err != nil {
			return err
		}
		s, err := peers.SeatForUpdate(tx, p.ID, of.base+"/records/90")
		if err != nil {
			return err
		}
		s.Given, s.Seq, s.Holder, s.Title, s.Begins, s.Until, s.ConfirmedAt = true, 90, "Rosa M.", "Déléguée au conseil", tx.Now(), tx.Now().AddDate(1, 0, 0), tx.Now()
		if s, err = peers.PutSeat(tx, s); err != nil {
			return err
		}
		return peers.AddTicket(tx, hash, s.ID, tx.Now().Add(confederation.TicketLife))
	})
	return token
}

// voices has the delegate of a commune enter, and opens a vote on which their assembly told them what to say.
func (w *town) voices(of *town) (m commune.Motion) {
	w.Helper()
	token := w.ticket(of)
	w.tx(func(tx *store.Tx) error {
		sitting, err := tx.OpenMeeting()
		if err != nil {
			return err
		}
		delegate, err := confederal.Enter(tx, token)
		if err != nil {
			return err
		}
		if err := procedure.Attend(tx, delegate.ID, sitting.ID, commune.Online); err != nil {
			return err
		}
		items, err := tx.Items(sitting.ID)
		if err != nil {
			return err
		}
		all, err := confederal.Carriable(tx)
		if err != nil {
			return err
		}
		m, err = procedure.ProposeMotion(tx, w.house, w.zoe, commune.Motion{
			Item: items[0].ID, Form: commune.FormResolution, Audience: commune.Public, Text: "Le conseil imprime l’affiche de la vallée à Saillans.", Payload: []byte(quoted(all[0])),
		})
		if err != nil {
			return err
		}
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		if err := w.told(tx, of, confederal.ItemURL(o, m.Item)); err != nil {
			return err
		}
		m, err = procedure.OpenVote(tx, w.house, w.zoe, m.ID)
		return err
	})
	return m
}

// told is what an assembly has its delegate say.
func (w *town) told(tx *store.Tx, of *town, about string) error {
	p, err := peers.PeerByActor(tx, commune.ActorID(of.base+"/ag"))
	if err != nil {
		return err
	}
	return peers.PutInstructed(tx, confederation.Instructed{
		Peer: p.ID, Mandate: of.base + "/records/90", About: about, Position: commune.For, Words: "Sur notre presse, au prix du papier.", Record: of.base + "/records/91", Seq: 91,
	})
}

// puts has the council put a text to its communes.
func (w *town) puts() (p confederation.Proposal) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.CallMeeting(tx, w.zoe, commune.Call{Matter: "Une charte", Reason: "Les communes la demandent", StartsAt: tx.Now().Add(time.Minute)})
		if err != nil {
			return err
		}
		if err := procedure.Attend(tx, w.zoe, m.ID, commune.Room); err != nil {
			return err
		}
		if _, err := procedure.OpenMeeting(tx, w.zoe, m.ID); err != nil {
			return err
		}
		items, err := tx.Items(m.ID)
		if err != nil {
			return err
		}
		terms := confederation.ProposalTerms{
			Title: "L’eau reste un bien commun", Text: "Les communes tiennent l’eau pour un *bien commun*.\n\n- Elle n’est pas vendue.\n- Ses comptes sont publics.",
			Deadline: tx.Now().AddDate(0, 0, 20), Charter: true,
		}
		motion, err := procedure.ProposeMotion(tx, w.house, w.zoe, commune.Motion{
			Item: items[0].ID, Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet ce texte.", Payload: []byte(quoted(terms)),
		})
		if err != nil {
			return err
		}
		if _, err := procedure.OpenVote(tx, w.house, w.zoe, motion.ID); err != nil {
			return err
		}
		if _, err := procedure.Cast(tx, w.zoe, motion.ID, commune.For); err != nil {
			return err
		}
		_, err = procedure.CloseVote(tx, w.house, w.zoe, motion.ID)
		return err
	})
	w.tx(func(tx *store.Tx) error {
		all, err := peers.Proposals(tx, 0, 1)
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p
}

// ratified is the signed answer of a commune to a text of its council, with reservations.
func (w *town) ratified(by *town, p confederation.Proposal) (document []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		seated := by.asPeer(confederation.RoleCouncil)
		seated.State = confederation.Accepted
		known, err := peers.PeerByActor(tx, seated.Actor)
		if err != nil {
			return err
		}
		seated.ID = known.ID
		if _, err := peers.PutPeer(tx, seated); err != nil {
			return err
		}
		return confederal.ReceiveText(tx, w.house, seated.Actor, by.base+"/activities/offer", p.Document)
	})
	var open commune.Meeting
	w.tx(func(tx *store.Tx) (err error) { open, err = tx.OpenMeeting(); return err })
	item := w.motionOf(open, "Rejoindre le conseil").Item
	const text = "Notre assemblée approuve le texte."
	terms := confederation.RatifyTerms{Proposal: p.URI, Reservations: "Les puits des jardins restent à qui les creuse."}
	w.decides(w.motion(commune.Item{ID: item}, commune.FormRatification, commune.Public, text, terms), 1, 0, 0)
	w.tx(func(tx *store.Tx) error {
		answers, err := peers.AnswersOf(tx, p.URI, commune.ActorID(w.base+"/ag"))
		if err == nil {
			document = answers[0].Document
		}
		return err
	})
	return document
}

// levels has a council above, which has another member with communes of its own: one of them is a member here too. It gives our number for it.
func (w *town) levels() (number string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		const above, beside = "https://nord.example/conseil", "https://pevele.example/conseil"
		us := commune.ActorID(w.base + "/conseil")
		rolls := []confederation.Enrolled{
			{Council: above, Member: us, Kind: confederation.OfCouncil, Name: "Conseil de la vallée de la Marque"},
			{Council: above, Member: beside, Kind: confederation.OfCouncil, Name: "Conseil confédéral du Pévèle et de la Scarpe"},
		}
		for n, name := range []string{"Commune de Cysoing", "Commune de Bouvines", "Commune d’Orchies", "Commune de Templeuve-en-Pévèle", "Commune de Mérignies"} {
			member := commune.ActorID(fmt.Sprintf("https://commune-%d.example/ag", n))
			rolls = append(rolls, confederation.Enrolled{Council: beside, Member: member, Kind: confederation.OfCommune, Name: name})
		}
		rolls = append(rolls, confederation.Enrolled{Council: us, Member: rolls[2].Member, Kind: confederation.OfCommune, Name: rolls[2].Name})
		for _, e := range rolls {
			e.Record = string(e.Council) + "/records/1"
			if err := peers.PutEnrolled(tx, e); err != nil {
				return err
			}
		}
		p, err := peers.PutPeer(tx, confederation.Peer{
			Actor: above, Role: confederation.RoleCouncil, State: confederation.Accepted, Council: true, Name: "Conseil du Nord", Inbox: above + "/inbox",
			CharterVersion: 1, HeardAt: tx.Now().Add(-72 * time.Hour), Since: tx.Now(),
		})
		if err != nil {
			return err
		}
		number = fmt.Sprint(p.ID)
		return w.treats(tx, p)
	})
	return number
}

// treats has a council tell what it will treat, and somebody sit for us there.
func (w *town) treats(tx *store.Tx, council confederation.Peer) error {
	base := commune.OriginOf(string(council.Actor))
	document, err := record.Sign(record.Envelope{
		ID: base + "/records/4", Type: "Note", Body: council.Actor, To: []string{}, Cc: []string{}, Published: tx.Now(), URL: base + "/meetings/2", Language: "fr",
		Content: "<p>Ordre du jour</p>",
	}, record.Agenda{
		Header: record.Header{V: 1, Kind: record.KindAgenda, Seq: 4}, Council: council.Actor, Meeting: base + "/meetings/2",
		StartsAt: record.Time(tx.Now().Add(96 * time.Hour)), Place: "Salle du port", Audience: string(commune.Confederation),
		Points: []record.Point{
			{Item: base + "/items/1", Title: "Une cantine pour la vallée", Text: "Où, et à quel prix ?", Votes: []record.Wording{
				{Motion: base + "/motions/1", Text: "La cantine s’installe au port."}, {Motion: base + "/motions/2", Text: "La cantine est gratuite."},
			}},
			{Item: base + "/items/2", Title: "Le prêt de la presse à affiches entre communes voisines"},
		},
	}, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), procedure.KeyID(council.Actor))
	if err != nil {
		return err
	}
	if err := peers.AddRecord(tx, confederation.Record{Peer: council.ID, Seq: 4, Digest: "a", Kind: record.KindAgenda, Document: document, ReceivedAt: tx.Now()}); err != nil {
		return err
	}
	_, err = tx.PutMandate(commune.Mandate{
		Holder: w.amina, HolderName: "Amina B.", Title: "Déléguée au conseil du Nord", Clauses: commune.Clauses{"Porter ce que l’assemblée décide."},
		Council: council.Actor, Capabilities: commune.Capabilities{commune.SitInCouncil}, Seq: 1,
		GrantedAt: tx.Now(), AcceptedAt: tx.Now(), Until: tx.Now().AddDate(0, 3, 0),
	})
	return err
}

// joins has a new commune decide in its assembly to join, and brings the decision to the council, as a letter would.
func (w *town) joins(name string) *town {
	w.Helper()
	c := founded(w.T, name)
	c.pays(c.zoe)
	const text = "La commune rejoint le conseil de la vallée."
	item := c.item(c.meeting(), "Rejoindre le conseil", "", 30)
	c.tx(func(tx *store.Tx) error {
		_, err := confederal.Meet(tx, c.zoe, w.asPeer(confederation.RoleCouncil))
		return err
	})
	join := c.motion(item, confederation.FormJoin, commune.Public, text, confederation.JoinTerms{Council: commune.ActorID(w.base + "/conseil")})
	c.opens(c.meeting())
	c.many = []commune.MemberID{c.amina}
	c.decides(join, 1, 0, 0)
	document := c.record(text)
	w.tx(func(tx *store.Tx) error {
		return confederal.ReceiveJoin(tx, w.house, c.asPeer(confederation.RoleCommune), c.base+"/activities/join", document)
	})
	return &c
}

// decided is the signed record of one more decision.
func (w *town) decided(text string) []byte {
	w.Helper()
	var open commune.Meeting
	w.tx(func(tx *store.Tx) (err error) {
		open, err = tx.OpenMeeting()
		return err
	})
	item := w.motionOf(open, "Rejoindre le conseil").Item
	w.decides(w.motion(commune.Item{ID: item}, commune.FormResolution, commune.Public, text, nil), 1, 0, 0)
	return w.record(text)
}

// asPeer is this organisation as another one sees it.
func (w *town) asPeer(role confederation.Role) (p confederation.Peer) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		keys, err := tx.Keys(o.AssemblyName())
		if err != nil {
			return err
		}
		p = confederation.Peer{
			Actor: o.Assembly(), Role: role, Name: o.Name, Inbox: string(o.Assembly()) + "/inbox", Records: string(o.Assembly()) + "/records",
			KeyID: procedure.KeyID(o.Assembly()), Key: keys.Public(),
		}
		if role == confederation.RoleCommune {
			return nil
		}
		charter, err := tx.Charter()
		p.CharterID, p.CharterVersion, p.CharterHash = w.base+"/records/1", charter.Version, procedure.TextHash(charter.Text)
		return err
	})
	return p
}

// peer is the council's number for a commune.
func (w *town) peer(c *town) string {
	w.Helper()
	var id confederation.PeerID
	w.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, commune.ActorID(c.base+"/ag"))
		id = p.ID
		return err
	})
	return fmt.Sprint(id)
}

func (w *town) answers(c *town, accept bool) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, commune.ActorID(c.base+"/ag"))
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, w.house, w.zoe, confederal.JoinAnswer{Peer: p.ID, Accept: accept})
	})
}

func (w *town) hears(c *town, document []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return confederal.ReceiveRecord(tx, w.house, commune.ActorID(c.base+"/ag"), confederal.Pulled{Document: document})
	})
}
