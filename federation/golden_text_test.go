package federation_test

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// proved is an organisation as another one keeps it, with its own key.
func (i *instance) proved(name string) confederation.Peer {
	i.Helper()
	p := i.asPeer(name)
	i.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys(name)
		if err == nil {
			p.Key = keys.Public()
		}
		return err
	})
	return p
}

// tied are a council and a commune that is a member of it, which never speak over a network.
func (r *region) tied(council, town *instance) {
	r.Helper()
	seated := council.proved("conseil")
	seated.Role, seated.State, seated.Council = confederation.RoleCouncil, confederation.Accepted, true
	town.tx(func(tx *store.Tx) error { _, err := peers.PutPeer(tx, seated); return err })
	member := town.proved("ag")
	member.Role, member.State = confederation.RoleCommune, confederation.Asked
	join := town.decides(commune.Motion{Audience: commune.Public})
	member.JoinRecord, member.CharterVersion = town.shows("/records/"+seqOf(join)), 1
	council.tx(func(tx *store.Tx) error {
		charter, err := tx.Charter()
		if err != nil {
			return err
		}
		member.CharterHash = procedure.TextHash(charter.Text)
		p, err := peers.PutPeer(tx, member)
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, council.house, council.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true})
	})
}

// texts is what a council and a commune say to each other of a text that is put to all communes (CF-7).
func (r *region) texts() map[string][]byte {
	r.Helper()
	council, town := r.at(commune.KindCouncil, "Conseil des crêtes", "https://cretes.example"), r.at(commune.KindCommune, "Commune de Luc", "https://luc.example")
	r.tied(council, town)
	p := council.puts()
	documents := map[string][]byte{"offer-text": council.sent("Offer"), "record-proposal": p.Document}
	offer := object(r.T, documents["offer-text"])["id"].(string)
	town.tx(func(tx *store.Tx) error {
		return confederal.ReceiveText(tx, town.house, council.conseil(), offer, p.Document)
	})
	town.ratifies(p, commune.For, "Pas sans l'eau du village.")
	documents["tentative-accept-text"] = town.sent("TentativeAccept")
	town.tx(func(tx *store.Tx) error {
		answers, err := peers.AnswersOf(tx, p.URI, town.ag())
		if err == nil {
			documents["record-ratification"] = answers[0].Document
		}
		return err
	})
	documents["answers-page"] = town.shows(confederation.ProposalPath(p.Ref) + "/answers?after=")
	council.tx(func(tx *store.Tx) error {
		return confederal.ReceiveRecord(tx, council.house, town.ag(), confederal.Pulled{Document: documents["record-ratification"]})
	})
	back := r.clock.Now()
	r.clock.Set(p.Deadline.Add(confederation.CountAfter))
	council.tx(func(tx *store.Tx) error { return confederal.CountTexts(tx, council.house) })
	r.clock.Set(back)
	council.tx(func(tx *store.Tx) error {
		counted, err := peers.ProposalByRef(tx, p.Ref)
		if err != nil {
			return err
		}
		entry, err := tx.Entry(counted.OutcomeSeq)
		documents["record-outcome"] = entry.Document
		return err
	})
	documents["record-agenda"], documents["record-instruction"] = council.instructed(town)
	return documents
}

// instructed is what a council says that its sitting treats, and what the assembly of a member has its delegate say on it (CF-5).
func (i *instance) instructed(town *instance) (agenda, instruction []byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error { return confederal.TellAgendas(tx, i.house) })
	agenda = i.written(record.KindAgenda)[0]
	town.tx(func(tx *store.Tx) error {
		return confederal.ReceiveRecord(tx, town.house, i.conseil(), confederal.Pulled{Document: agenda})
	})
	town.delegates(i)
	town.instructs(i, town.hears(i)[0].Points[0].About, commune.For)
	return agenda, town.written(record.KindInstruction)[0]
}
