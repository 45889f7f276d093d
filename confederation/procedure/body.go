package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ReceiveOfBody keeps a record that a body of a peer sent us (CF-2). The body lies at the origin of a peer whose assembly signed its creation;
// the key by which it is first heard is pinned.
func ReceiveOfBody(tx *store.Tx, heard confederation.Body, document []byte) error {
	house, err := houseOf(tx, heard.Actor)
	if err != nil {
		return err
	}
	body, err := peers.BodyByActor(tx, heard.Actor)
	unknown := errors.Is(err, commune.ErrNotFound)
	switch {
	case unknown:
		heard.Peer, heard.Since = house.ID, tx.Now()
		body, err = heard, vouched(tx, house, heard.Actor)
	case err == nil && body.Peer != house.ID:
		err = confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	r, err := body.Receive(document, tx.Now())
	if err != nil {
		return err
	}
	if unknown {
		if body, err = peers.AddBody(tx, body); err != nil {
			return err
		}
		r.Body = body.ID
	}
	return peers.AddBodyRecord(tx, r)
}

// houseOf is the accepted peer at whose origin an actor lies, locked.
func houseOf(tx *store.Tx, actor commune.ActorID) (confederation.Peer, error) {
	for _, role := range []confederation.Role{confederation.RoleCommune, confederation.RoleCouncil} {
		all, err := peers.Peers(tx, role)
		if err != nil {
			return confederation.Peer{}, err
		}
		for _, p := range all {
			if p.Houses(actor) && p.State == confederation.Accepted {
				return peers.PeerForUpdate(tx, p.Actor)
			}
		}
	}
	return confederation.Peer{}, confederation.ErrPeerUnknown
}

// vouchers is how many decisions are read at a time.
const vouchers = 100

// vouched refuses a body that no decision of its assembly, among those that we have, created.
func vouched(tx *store.Tx, house confederation.Peer, body commune.ActorID) error {
	for below := int64(0); ; {
		decisions, err := peers.DecisionsOf(tx, house.ID, below, vouchers)
		if err != nil {
			return err
		}
		for _, d := range decisions {
			if house.Vouches(d.Document, body) {
				return nil
			}
			below = d.ID
		}
		if len(decisions) < vouchers {
			return confederation.ErrPeerUnknown
		}
	}
}
