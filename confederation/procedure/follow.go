package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// unbent refuses a tie by which a council would come to stand above itself, as far as the records that we hold tell (CF-8).
func unbent(tx *store.Tx, above, below commune.ActorID) error {
	rolls, err := peers.Rolls(tx)
	if err != nil {
		return err
	}
	if rolls.Stands(above, below) {
		return confederation.ErrCircle
	}
	return nil
}

// unbentHere refuses a member below which our council stands already.
func unbentHere(tx *store.Tx, asking confederation.Peer) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return unbent(tx, o.Assembly(), asking.Actor)
}

// followBelow has a council read that stands below one that we hear (CF-8). Who is a member of ours is read already.
func followBelow(tx *store.Tx, by confederation.Peer, heard confederation.Enrolled) error {
	if by.Role != confederation.RoleCommune || heard.Departed || heard.Kind != confederation.OfCouncil {
		return nil
	}
	return tx.Publish(confederation.FollowDue{Actor: heard.Member, Role: confederation.RoleCommune, Key: heard.Key})
}

// Follow keeps a council that was looked up because it stands below or above us, and has its public records read (CF-8). With whom we have a tie,
// or to whom we asked for one, stays as it is; a key that is not the one that we were told is not believed.
func Follow(tx *store.Tx, due confederation.FollowDue, found confederation.Peer) error {
	o, err := tx.Organisation()
	if err != nil || found.Actor == o.Assembly() {
		return err
	}
	if due.Key != "" && due.Key != record.EncodeMultikey(found.Key) {
		return confederation.ErrNotTheirs
	}
	known, err := peers.PeerForUpdate(tx, found.Actor)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if err == nil {
		if known.Followed || known.State == confederation.Accepted || known.State == confederation.Asked {
			return nil
		}
		known.Followed, known.Role = true, due.Role
		found = known
	} else {
		found.Role, found.State, found.Council, found.Followed, found.Since = due.Role, confederation.Known, true, true, tx.Now()
	}
	if found, err = peers.PutPeer(tx, found); err != nil {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: found})
}
