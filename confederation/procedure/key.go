package procedure

import (
	"cmp"
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ReceiveKeys takes in which keys the actor of a peer shows at its own address. Where the pinned one is not among them nothing that comes from there
// is counted, and foreign tells so; whoever is no peer of ours has no key to lose (CF-3).
func ReceiveKeys(tx *store.Tx, actor commune.ActorID, shown []confederation.Shown) (foreign bool, err error) {
	p, err := peers.PeerByActor(tx, actor)
	if errors.Is(err, commune.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, changed := p.Shows(shown, tx.Now()); !changed {
		return p.Foreign(), nil
	}
	if p, err = peers.PeerForUpdate(tx, actor); err != nil {
		return false, err
	}
	p, changed := p.Shows(shown, tx.Now())
	if !changed {
		return p.Foreign(), nil
	}
	if p, err = peers.PutPeer(tx, p); err != nil {
		return false, err
	}
	return p.Foreign(), recount(tx, p)
}

// recount counts and seats anew what depends on the key of a peer.
func recount(tx *store.Tx, p confederation.Peer) error {
	if err := restandAll(tx, p.Actor); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return reseat(tx, o.Assembly(), p.Actor)
}

// ReceiveSuccession takes in an actor's document that names another key under a proof by the one that we pinned: who had the key gives it up.
func ReceiveSuccession(tx *store.Tx, h commons.House, actor commune.ActorID, document []byte) error {
	if len(document) == 0 {
		return nil
	}
	p, err := peers.PeerForUpdate(tx, actor)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	next, ok := p.Succeeds(document)
	if !ok {
		return nil
	}
	return rekey(tx, h, succession{p, next, ""})
}

// succession is that a peer has another key from now on, and by which decision; none where who had the former one says so.
type succession struct {
	of        confederation.Peer
	key       confederation.Shown
	decidedBy string
}

// rekey pins another key, has a council say so on its roll, and reads the peer anew.
func rekey(tx *store.Tx, h commons.House, s succession) error {
	reach, err := peers.Reach(tx, s.of.ID)
	if err != nil {
		return err
	}
	p, err := peers.PutPeer(tx, s.of.Rekeys(s.key, reach))
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	e, err := peers.EnrolledForUpdate(tx, o.Assembly(), p.Actor)
	if err != nil {
		return err
	}
	if e.Record != "" && !e.Departed {
		if err := admit(tx, h, p, cmp.Or(s.decidedBy, e.Decision)); err != nil {
			return err
		}
	}
	if err := recount(tx, p); err != nil {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: p})
}

// ProposeRekey puts it to the next assembly to pin the key that a peer's address shows now. One motion is enough.
func ProposeRekey(tx *store.Tx, h commons.House, who commune.MemberID, id confederation.PeerID) (commune.Motion, error) {
	of, err := peers.Peer(tx, id)
	if err != nil {
		return commune.Motion{}, err
	}
	if !of.Foreign() {
		return commune.Motion{}, commune.ErrNotFound
	}
	waiting, err := MotionOnKey(tx, of)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrKeyProposed
	}
	if err != nil {
		return waiting, err
	}
	payload, err := json.Marshal(confederation.RekeyTerms{Actor: of.Actor, Name: of.Name, Key: record.EncodeMultikey(of.Shown), Print: of.ShownPrint()})
	if err != nil {
		return waiting, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return waiting, err
	}
	p := h.WordsOf(o)
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(p.T("rekey.item", of.Name)), Reasons: p.T("rekey.reasons", of.Name, of.Fingerprint(), of.ShownPrint()),
		Motion: commune.Motion{
			Form: confederation.FormRekey, Audience: commune.Public, Text: p.T("rekey.words", of.Name, of.ShownPrint()), Payload: payload,
		},
	})
}

// MotionOnKey is the motion on the key that a peer's address shows now and that is not voted yet; its ID is 0 if there is none.
func MotionOnKey(tx *store.Tx, of confederation.Peer) (commune.Motion, error) {
	return commons.WaitingMotion(tx, confederation.FormRekey, func(payload []byte) (bool, error) {
		var t confederation.RekeyTerms
		err := json.Unmarshal(payload, &t)
		return t.Actor == of.Actor && t.Print == of.ShownPrint(), err
	})
}

// checkRekey lets pass the very key that the peer's address shows now: what an assembly compared aloud is what it pins.
func checkRekey(tx *store.Tx, payload []byte) ([]byte, error) {
	t, p, err := rekeyed(tx, payload)
	if err != nil {
		return nil, err
	}
	if key, err := record.DecodeMultikey(t.Key); err != nil || string(key) != string(p.Shown) {
		return nil, confederation.ErrKeyOther.With(p.ShownPrint())
	}
	return payload, nil
}

// rekeyed is the peer of whom a motion speaks; one who shows a foreign key.
func rekeyed(tx *store.Tx, payload []byte) (confederation.RekeyTerms, confederation.Peer, error) {
	var t confederation.RekeyTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return t, confederation.Peer{}, commune.ErrFormUnknown
	}
	p, err := peers.PeerForUpdate(tx, t.Actor)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.Foreign() {
		err = commune.ErrFormUnknown
	}
	return t, p, err
}

func describeRekey(payload []byte, d *record.Decision) error {
	var t confederation.RekeyTerms
	err := json.Unmarshal(payload, &t)
	d.Rekeys, d.Key = t.Actor, t.Key
	return err
}

// carryRekey pins the key in the transaction of the decision. If the address shows yet another by then, what was voted stands and nothing is
// pinned.
func carryRekey(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	if _, err := checkRekey(tx, payload); errors.As(err, new(commune.Refusal)) {
		return nil
	} else if err != nil {
		return err
	}
	_, p, err := rekeyed(tx, payload)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return rekey(tx, h, succession{p, confederation.Shown{KeyID: p.ShownID, Key: p.Shown}, commons.RecordURL(o, d.Seq)})
}
