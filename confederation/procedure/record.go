package procedure

import (
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ReceiveRecord keeps a record that a peer sent us. What does not verify is kept apart (CF-3); a gap before it asks for a pull.
func ReceiveRecord(tx *store.Tx, h commons.House, sender commune.ActorID, document []byte) error {
	p, err := peers.PeerForUpdate(tx, sender)
	if errors.Is(err, commune.ErrNotFound) || (err == nil && p.State != confederation.Accepted) {
		return confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	kept, err := keep(tx, h, p, document)
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

// Pulled is one entry of a peer's log as its records collection shows it: a signed document, or what stands for one that we may not see.
type Pulled struct {
	Document []byte
	Seq      commune.Seq // of a hidden entry
	LeafHash string      // of a hidden entry
}

// ReceivePulled keeps a page of a peer's records, and notes how far its log is known.
func ReceivePulled(tx *store.Tx, h commons.House, sender commune.ActorID, entries []Pulled) (confederation.Peer, error) {
	p, err := peers.PeerForUpdate(tx, sender)
	if err != nil {
		return p, err
	}
	for _, e := range entries {
		if e.Document != nil {
			_, err = keep(tx, h, p, e.Document)
		} else {
			err = keepHidden(tx, p, e)
		}
		if err != nil {
			return p, err
		}
	}
	return advance(tx, p)
}

// keep stores a document once, tells how it was judged, and has follow what follows from one that holds. Of two verified ones at the same place
// of the log neither holds.
func keep(tx *store.Tx, h commons.House, p confederation.Peer, document []byte) (confederation.Record, error) {
	r := p.Receive(document, tx.Now())
	if r.Fault != confederation.NoFault {
		return r, peers.AddRecord(tx, r)
	}
	other, err := peers.RecordAt(tx, p.ID, r.Seq)
	switch {
	case errors.Is(err, commune.ErrNotFound):
	case err != nil || other.Digest == r.Digest:
		return other, err
	case other.Hidden():
		if err := peers.RemoveHidden(tx, other.ID); err != nil {
			return r, err
		}
	default:
		r.Fault = confederation.FaultConflict
		if err := contest(tx, h, p, other); err != nil {
			return r, err
		}
	}
	if err := peers.AddRecord(tx, r); err != nil {
		return r, err
	}
	parsed, err := record.Parse(document)
	if err != nil {
		return r, err
	}
	if r.Fault != confederation.NoFault {
		return r, unsettle(tx, h, p, parsed)
	}
	return r, settle(tx, h, p, parsed)
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

func keepHidden(tx *store.Tx, p confederation.Peer, e Pulled) error {
	_, err := peers.RecordAt(tx, p.ID, e.Seq)
	if !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	return peers.AddRecord(tx, confederation.Record{Peer: p.ID, Seq: e.Seq, Digest: "hidden:" + e.LeafHash, ReceivedAt: tx.Now()})
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
	return peers.PutPeer(tx, p)
}
