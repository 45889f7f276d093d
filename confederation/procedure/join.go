// Package procedure is what organisations do together, as functions of a transaction. Those that peers reach take a peer's
// ActorID, never a MemberID.
package procedure

import (
	"encoding/json"
	"errors"
	"maps"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Confederate adds to a commune's house what the confederation brings: the forms by which it joins a council and organises a
// popular assembly with others, and to whom its confederation records are addressed.
func Confederate(h commons.House) commons.House {
	h.Forms = maps.Clone(h.Forms)
	for _, name := range []commune.FormName{commune.FormMandate, commune.FormElection} {
		mandate := h.Forms[name]
		mandate.Check = delegating(mandate.Check)
		h.Forms[name] = mandate
	}
	h.Forms[confederation.FormJoin] = commons.Form{Check: checkJoin, Describe: describeJoin, Told: true, Whole: true, Carry: carryJoin}
	h.Forms[confederation.FormLeave] = commons.Form{Check: checkLeave, Describe: describeLeave, Told: true, Whole: true, Carry: carryLeave}
	h.Forms[confederation.FormAdopt] = commons.Form{Check: checkAdopt, Describe: describeAdopt, Told: true, Whole: true, Carry: carryAdopt}
	h.Forms[confederation.FormEnd] = commons.Form{Check: checkEnd, Describe: describeLeave, Open: true, Whole: true, Carry: carryEnd}
	h.Forms[confederation.FormCoOrganise] = commons.Form{
		Check: checkCoOrganise, Describe: describeCoOrganise, Open: true, Whole: true, Carry: carryCoOrganise, Decline: declineCoOrganise,
	}
	h.Forms[confederation.FormAccount] = commons.Form{Check: checkAccount, Describe: describeAccount, Open: true, Whole: true, Carry: carryAccount}
	h.Forms[confederation.FormRekey] = commons.Form{Check: checkRekey, Describe: describeRekey, Open: true, Whole: true, Carry: carryRekey}
	h.Forms[confederation.FormPart] = commons.Form{Check: checkPart, Describe: describePart, Open: true, Whole: true, Carry: carryPart}
	h.Forms[confederation.FormPropose] = commons.Form{Check: checkPropose, Open: true, Whole: true, Carry: carryPropose}
	h.Forms[commune.FormRatification] = commons.Form{
		Check: checkRatify, Answer: answerWords, Describe: describeRatify, Open: true, Whole: true, Carry: carryRatify,
	}
	h.Forms[confederation.FormConfirm] = commons.Form{Check: checkConfirm, Told: true, Whole: true, Carry: carryConfirm}
	h.Forms[confederation.FormInstruct] = commons.Form{Check: checkInstruct, Describe: describeInstruct, Told: true, Whole: true, Carry: carryInstruct}
	bounded(h.Forms)
	h.Addressees, h.Mandated = addressees, briefDelegate
	h.Council = commons.Council{Voices: tellVoices, Ask: askAssemblies, Attest: attest}
	return h
}

// delegating adds to the check of a mandate's terms that a delegate sits in a council to which this commune belongs (CF-5).
func delegating(check func(*store.Tx, []byte) ([]byte, error)) func(*store.Tx, []byte) ([]byte, error) {
	return func(tx *store.Tx, payload []byte) ([]byte, error) {
		payload, err := check(tx, payload)
		if err != nil {
			return nil, err
		}
		var terms commune.MandateTerms
		if err := json.Unmarshal(payload, &terms); err != nil {
			return nil, commune.ErrFormUnknown
		}
		if terms.Council == "" && !terms.Capabilities.Has(commune.SitInCouncil) {
			return payload, nil
		}
		council, err := peers.PeerByActor(tx, terms.Council)
		if errors.Is(err, commune.ErrNotFound) || err == nil && (council.Role != confederation.RoleCouncil || council.State != confederation.Accepted) {
			return nil, confederation.ErrCouncilUnknown
		}
		return payload, err
	}
}

// addressees are the councils that this organisation belongs to, or asks to, and the members of a council.
func addressees(tx *store.Tx) ([]commune.ActorID, error) {
	above, err := peers.Peers(tx, confederation.RoleCouncil)
	if err != nil {
		return nil, err
	}
	var ids []commune.ActorID
	for _, p := range above {
		if p.State == confederation.Accepted || p.State == confederation.Asked {
			ids = append(ids, p.Actor)
		}
	}
	members, err := peers.Members(tx)
	for _, p := range members {
		ids = append(ids, p.Actor)
	}
	return ids, err
}

// Meet keeps a council that was looked up, with the charter and the key that it showed, so that a motion to join can name them.
// What an assembly has already decided on is not changed by looking again.
func Meet(tx *store.Tx, who commune.MemberID, found confederation.Peer) (confederation.Peer, error) {
	if _, err := commons.Identify(tx, who); err != nil {
		return found, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return found, err
	}
	if found.Role != confederation.RoleCouncil {
		return found, confederation.ErrNotCouncil
	}
	if found.Actor == o.Assembly() {
		return found, confederation.ErrCouncilItself
	}
	if err := unbent(tx, found.Actor, o.Assembly()); err != nil {
		return found, err
	}
	known, err := peers.PeerForUpdate(tx, found.Actor)
	switch {
	case err == nil && known.Role == confederation.RoleCommune && (known.State == confederation.Accepted || known.State == confederation.Asked):
		return found, confederation.ErrCircle
	case err == nil && known.State != confederation.Known && known.State != confederation.Refused:
		return known, nil
	case err != nil && !errors.Is(err, commune.ErrNotFound):
		return found, err
	}
	found.ID, found.NextSeq, found.Followed = known.ID, known.NextSeq, known.Followed
	found.State, found.Since = confederation.Known, tx.Now()
	return peers.PutPeer(tx, found)
}

// checkJoin completes the terms with what the council showed when it was looked up (CH-1).
func checkJoin(tx *store.Tx, payload []byte) ([]byte, error) {
	var asked confederation.JoinTerms
	if err := json.Unmarshal(payload, &asked); err != nil {
		return nil, commune.ErrFormUnknown
	}
	council, err := peers.PeerByActor(tx, asked.Council)
	if errors.Is(err, commune.ErrNotFound) {
		return nil, confederation.ErrCouncilUnknown
	}
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err == nil {
		err = unbent(tx, council.Actor, o.Assembly())
	}
	if err != nil {
		return nil, err
	}
	switch terms := council.Terms(); {
	case council.State == confederation.Accepted || council.State == confederation.Asked:
		return nil, confederation.ErrAlreadyJoined
	case asked.CharterHash != "" && asked != terms: // proposed under a charter that is no longer the one that was shown
		return nil, confederation.ErrCharterOutdated.With(council.CharterVersion, asked.CharterVersion)
	default:
		return json.Marshal(terms)
	}
}

func describeJoin(payload []byte, d *record.Decision) error {
	var t confederation.JoinTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	d.Council = t.Council
	d.Charter = &record.CharterRef{ID: t.CharterID, Version: t.CharterVersion, Hash: t.CharterHash}
	return nil
}

// carryJoin asks the council, in the transaction of the decision (CF-1).
func carryJoin(tx *store.Tx, _ commons.House, d commune.Decision, payload []byte) error {
	var t confederation.JoinTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	entry, err := tx.Entry(d.Seq)
	if err != nil {
		return err
	}
	council, err := peers.PeerForUpdate(tx, t.Council)
	if err != nil {
		return err
	}
	council, err = council.Ask(entry.Document)
	if errors.Is(err, confederation.ErrAlreadyJoined) || errors.Is(err, confederation.ErrNotCouncil) {
		return nil // another motion asked already, or that council asked us while the vote ran: what was voted stands, and nothing more is to be done
	}
	if err != nil {
		return err
	}
	council.Since = tx.Now()
	if council, err = peers.PutPeer(tx, council); err != nil {
		return err
	}
	return tx.Publish(confederation.JoinDecided{Peer: council})
}

// JoinAnswer is what who seats communes says to one that asked.
type JoinAnswer struct {
	Peer   confederation.PeerID
	Accept bool
}

// AnswerJoin accepts or refuses a commune, under a mandate that says so (CF-3, CH-1, PW-1).
func AnswerJoin(tx *store.Tx, h commons.House, who commune.MemberID, answer JoinAnswer) error {
	p, err := commons.Identify(tx, who)
	if err != nil {
		return err
	}
	if _, err := p.May(commune.SeatCommunes, tx.Now()); err != nil {
		return err
	}
	asking, err := askingFor(tx, answer)
	if err != nil {
		return err
	}
	charter, err := tx.Charter()
	if err != nil {
		return err
	}
	if asking, err = asking.Answer(answer.Accept, charter, commons.TextHash(charter.Text)); err != nil {
		return err
	}
	asking.Since = tx.Now()
	if asking, err = peers.PutPeer(tx, asking); err != nil {
		return err
	}
	if err := commons.Note(tx, "JoinAnswer", map[string]any{"commune": asking.Actor, "accepted": answer.Accept, "by": p.ID}); err != nil {
		return err
	}
	if answer.Accept {
		if err := seat(tx, h, asking); err != nil {
			return err
		}
	}
	return tellAnswer(tx, asking, answer.Accept)
}

// askingFor is who asked, locked; accepting one that would close a circle is refused (CF-8).
func askingFor(tx *store.Tx, answer JoinAnswer) (confederation.Peer, error) {
	asking, err := peers.Peer(tx, answer.Peer)
	if err != nil {
		return asking, err
	}
	if asking, err = peers.PeerForUpdate(tx, asking.Actor); err == nil && answer.Accept {
		err = unbentHere(tx, asking)
	}
	return asking, err
}

// tellAnswer tells who asked, and reads the log anew of one that is accepted and was read before.
func tellAnswer(tx *store.Tx, asking confederation.Peer, accepted bool) error {
	if err := tx.Publish(confederation.JoinAnswered{Peer: asking, Accepted: accepted}); err != nil || !accepted || asking.NextSeq == 0 {
		return err
	}
	return readAnew(tx, asking)
}

// ReceiveAnswer is a council answering our request to join, by the decision that the request was sent with.
func ReceiveAnswer(tx *store.Tx, council commune.ActorID, decision []byte, accepted bool) error {
	p, err := peers.PeerForUpdate(tx, council)
	if errors.Is(err, commune.ErrNotFound) {
		return confederation.ErrNotAsked
	}
	if err != nil {
		return err
	}
	if p, err = p.Answered(decision, accepted); err != nil {
		return err
	}
	p.Since, p.HeardAt = tx.Now(), tx.Now()
	if p, err = peers.PutPeer(tx, p); err != nil || !accepted {
		return err
	}
	return readAnew(tx, p)
}

// readAnew reads a log from its beginning: of what was hidden from us before we were confederated, we may read more now (CF-2).
func readAnew(tx *store.Tx, p confederation.Peer) error {
	l, err := peers.LogForUpdate(tx, p.Actor)
	if err != nil {
		return err
	}
	return reread(tx, l, p)
}
