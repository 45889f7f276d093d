package procedure

import (
	"encoding/base64"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ReceiveRecord keeps a record that a peer sent us. What does not verify is kept apart (CF-3); a gap before it asks for a pull.
func ReceiveRecord(tx *store.Tx, h commons.House, sender commune.ActorID, sent Pulled) error {
	p, err := peers.PeerForUpdate(tx, sender)
	if errors.Is(err, commune.ErrNotFound) || (err == nil && p.State != confederation.Accepted) {
		return confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	sent.listed = false
	kept, err := keep(tx, h, p, sent)
	if err != nil {
		return err
	}
	if p, err = advance(tx, p); err != nil {
		return err
	}
	if kept.Fault == confederation.NoFault && kept.Seq > p.NextSeq {
		return tx.Publish(confederation.PullDue{Peer: p})
	}
	return nil
}

// Pulled is one entry of a peer's log as it shows it: a signed document with the salt of its entry, or what stands for one that we may not see.
type Pulled struct {
	Document []byte
	Salt     string      // in base64; empty where it was not told
	Seq      commune.Seq // of a hidden entry
	LeafHash string      // of a hidden entry

	listed bool // in the log itself, as it is now shown
}

// placed notes the leaf that the peer's log has where a record stands.
func (e Pulled) placed(r confederation.Record) confederation.Record {
	var salt register.Salt
	if salt.UnmarshalText([]byte(e.Salt)) == nil {
		leaf := register.LeafHash(register.Commit(salt, e.Document))
		r.Salt, r.Leaf = salt[:], leaf[:]
	}
	return r
}

// ReceivePulled keeps a page of a peer's records, and notes how far its log is known.
func ReceivePulled(tx *store.Tx, h commons.House, sender commune.ActorID, entries []Pulled) (confederation.Peer, error) {
	p, err := peers.PeerForUpdate(tx, sender)
	if err != nil {
		return p, err
	}
	for _, e := range entries {
		if e.listed = true; e.Document != nil {
			_, err = keep(tx, h, p, e)
		} else {
			err = keepHidden(tx, h, p, e)
		}
		if err != nil {
			return p, err
		}
	}
	return advance(tx, p)
}

// keep stores a document once, tells how it was judged, and has follow what follows from one that holds. Of two verified ones at the same place
// of the log neither holds.
func keep(tx *store.Tx, h commons.House, p confederation.Peer, e Pulled) (confederation.Record, error) {
	r := e.placed(p.Receive(e.Document, tx.Now()))
	if r.Fault != confederation.NoFault {
		return r, peers.AddRecord(tx, r)
	}
	other, err := peers.RecordAt(tx, p.ID, r.Seq)
	switch {
	case errors.Is(err, commune.ErrNotFound):
	case err != nil:
		return r, err
	case other.Digest == r.Digest && other.Fault == confederation.NoFault:
		other.Salt, other.Leaf = r.Salt, r.Leaf
		return other, placeAgain(tx, other)
	case other.Hidden():
		if len(r.Leaf) == 0 {
			r.Leaf = other.Leaf
		}
		if err := peers.RemoveHidden(tx, other.ID); err != nil {
			return r, err
		}
	default:
		return contradict(tx, h, p, [2]confederation.Record{other, r}, e.listed)
	}
	if err := peers.AddRecord(tx, r); err != nil {
		return r, err
	}
	return r, holds(tx, h, p, r.Document)
}

// holds has follow what follows from a record that holds from now on.
func holds(tx *store.Tx, h commons.House, p confederation.Peer, document []byte) error {
	parsed, err := record.Parse(document)
	if err != nil {
		return err
	}
	if err := settle(tx, h, p, parsed); err != nil {
		return err
	}
	return answer(tx, p, document)
}

// placeAgain notes the leaf of a record that is here already, where it is told.
func placeAgain(tx *store.Tx, r confederation.Record) error {
	if len(r.Leaf) == 0 {
		return nil
	}
	return peers.SetLeaf(tx, r)
}

// contest has a record that held hold no more: another verified one stands at its place.
func contest(tx *store.Tx, h commons.House, p confederation.Peer, r confederation.Record) error {
	if r.Fault == confederation.FaultConflict {
		return nil
	}
	if err := peers.Contest(tx, r); err != nil {
		return err
	}
	parsed, err := record.Parse(r.Document)
	if err != nil {
		return err
	}
	return unsettle(tx, h, p, parsed)
}

// keepHidden notes the leaf of an entry that we may not see. A record that was sent to us for that place, and whose own leaf is another, is in no
// log: it is kept apart.
func keepHidden(tx *store.Tx, h commons.House, p confederation.Peer, e Pulled) error {
	leaf, err := base64.StdEncoding.Strict().DecodeString(e.LeafHash)
	if err != nil || len(leaf) != len(register.Hash{}) {
		leaf = nil
	}
	other, err := peers.RecordAt(tx, p.ID, e.Seq)
	switch {
	case err == nil && other.PlacedAt(leaf):
		other.Leaf = leaf
		return placeAgain(tx, other)
	case err == nil:
		if err := contest(tx, h, p, other); err != nil {
			return err
		}
	case !errors.Is(err, commune.ErrNotFound):
		return err
	}
	return peers.AddRecord(tx, confederation.Record{Peer: p.ID, Seq: e.Seq, Digest: "hidden:" + e.LeafHash, Leaf: leaf, ReceivedAt: tx.Now()})
}

// advance moves the peer's next place over everything that is here without a gap. What came may have changed the tie.
func advance(tx *store.Tx, p confederation.Peer) (confederation.Peer, error) {
	p, err := peers.PeerForUpdate(tx, p.Actor)
	if err != nil {
		return p, err
	}
	for {
		_, err := peers.RecordAt(tx, p.ID, p.NextSeq)
		if errors.Is(err, commune.ErrNotFound) {
			break
		}
		if err != nil {
			return p, err
		}
		p.NextSeq++
	}
	p.HeardAt = tx.Now()
	if err := rebuild(tx, p); err != nil {
		return p, err
	}
	return peers.PutPeer(tx, p)
}
