package procedure

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Cosigning is what we answer to a log that asks us to cosign its head.
type Cosigning struct {
	Verdict confederation.Verdict
	Size    int64  // of the last head that we cosigned
	Line    string // our cosignature, if it continues
}

// Cosign judges the head of a log, and cosigns one that continues what we cosigned before (C2SP tlog-witness). Nothing is told twice: the judging and
// the noting are one transaction, under the log's lock.
func Cosign(tx *store.Tx, s register.Submission) (Cosigning, error) {
	of, err := LogOwner(tx, s.Checkpoint)
	if errors.Is(err, confederation.ErrNotTheirs) {
		return Cosigning{Verdict: confederation.NotTheirs}, nil
	}
	if err != nil {
		return Cosigning{}, err
	}
	l, err := peers.LogForUpdate(tx, of.Actor)
	if err != nil {
		return Cosigning{}, err
	}
	head, verdict := l.Judge(s, of.Key)
	bare, err := register.Bare(s.Checkpoint, l.Origin, of.Key)
	if err != nil {
		return Cosigning{}, err
	}
	switch verdict {
	case confederation.Continues:
		return cosign(tx, l.Cosigns(head, bare, tx.Now()))
	case confederation.Split, confederation.Unproved, confederation.Elsewhere:
		if err := compare(tx, of, l.Checkpoint, bare); err != nil {
			return Cosigning{}, err
		}
		if verdict == confederation.Unproved {
			err = tx.Publish(confederation.HeadDoubted{Actor: of.Actor, Checkpoint: bare})
		}
	}
	return Cosigning{Verdict: verdict, Size: l.Size}, err
}

// cosign signs the last head of a log, as a witness.
func cosign(tx *store.Tx, l confederation.Log) (Cosigning, error) {
	if err := peers.PutLog(tx, l); err != nil {
		return Cosigning{}, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return Cosigning{}, err
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return Cosigning{}, err
	}
	line, err := confederation.WitnessOf(o.Assembly(), keys.Public()).Cosign(l.Checkpoint, keys.Ed25519, tx.Now())
	return Cosigning{Verdict: confederation.Continues, Size: l.Size, Line: line}, err
}

// compare looks for evidence in two heads of one log, by our copy of its tree where we have one.
func compare(tx *store.Tx, of confederation.Peer, a, b []byte) error {
	tree := register.ReaderFunc(func([]int64) ([]register.Hash, error) { return nil, commune.ErrNotFound })
	if of.ID != 0 {
		tree = peers.Hashes(tx, of.ID).ReadHashes
	}
	return Compare(tx, of, [2][]byte{a, b}, tree)
}

// Compare looks for evidence in two heads of one log, by a tree that is said to make the longer one.
func Compare(tx *store.Tx, of confederation.Peer, heads [2][]byte, tree register.Reader) error {
	e, found := confederation.Contradiction(of.Actor, of.Key, heads[0], heads[1], tree)
	if !found {
		return nil
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return Alarm(tx, e, o.Assembly())
}

// ReceiveHead takes in a head that a peer signed: our copy of its log, rebuilt from what it showed us, must make it (CR-2).
func ReceiveHead(tx *store.Tx, actor commune.ActorID, signed []byte) error {
	p, err := peers.PeerByActor(tx, actor)
	if err != nil {
		return err
	}
	head, err := register.OpenCheckpoint(signed, confederation.LogOrigin(actor), p.Key)
	if err != nil {
		return confederation.ErrNotTheirs
	}
	l, err := peers.LogForUpdate(tx, actor)
	if err != nil {
		return err
	}
	bare, err := register.Bare(signed, l.Origin, p.Key)
	if err != nil {
		return err
	}
	if err := compare(tx, p, l.Checkpoint, bare); err != nil {
		return err
	}
	if head.Tree.Size > l.Rebuilt {
		return nil
	}
	root, err := register.Root(head.Tree.Size, peers.Hashes(tx, p.ID))
	if err != nil {
		return err
	}
	was := l.Unlike
	if l.Matched, l.Unlike = head.Tree.Size, 0; root != head.Tree.Root {
		l.Unlike = head.Tree.Size
		if err := reread(tx, l, p); err != nil {
			return err
		}
	} else if err := peers.PutLog(tx, l); err != nil {
		return err
	}
	if (was > 0) == (l.Unlike > 0) {
		return nil
	}
	return restandAll(tx, actor)
}

// reread forgets our copy of a peer's tree and has its log read anew from the beginning; its records stay.
func reread(tx *store.Tx, l confederation.Log, p confederation.Peer) error {
	if err := peers.ForgetTree(tx, p.ID); err != nil {
		return err
	}
	l.Rebuilt, l.Matched = 0, 0
	if err := peers.PutLog(tx, l); err != nil {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: p})
}

// batch is how many leaves are read at once.
const batch = 500

// rebuild adds to our copy of a peer's tree the leaves that are known without a gap.
func rebuild(tx *store.Tx, p confederation.Peer) error {
	l, err := peers.LogForUpdate(tx, p.Actor)
	if err != nil {
		return err
	}
	before := l.Rebuilt
	for {
		leaves, err := peers.Leaves(tx, p.ID, l.Rebuilt, batch)
		if err != nil {
			return err
		}
		if len(leaves) == 0 {
			break
		}
		nodes, err := register.AppendLeaves(l.Rebuilt, leaves, peers.Hashes(tx, p.ID))
		if err != nil {
			return fmt.Errorf("confederation: the copy of %s: %w", l.Origin, err)
		}
		if err := peers.AddHashes(tx, p.ID, nodes); err != nil {
			return err
		}
		l.Rebuilt += int64(len(leaves))
	}
	if l.Rebuilt == before {
		return nil
	}
	return peers.PutLog(tx, l)
}

// signatory is the organisation whose log we witness that a test picks, with the key that we pinned; NotFound if there is none.
func signatory(tx *store.Tx, is func(commune.ActorID) bool) (confederation.Peer, error) {
	all, err := tied(tx)
	if err != nil {
		return confederation.Peer{}, err
	}
	others, err := siblings(tx)
	if err != nil {
		return confederation.Peer{}, err
	}
	for _, p := range append(all, others...) {
		if is(p.Actor) {
			return p, nil
		}
	}
	return confederation.Peer{}, commune.ErrNotFound
}

// tied are the councils that we belong to, and who is a member of ours.
func tied(tx *store.Tx) ([]confederation.Peer, error) {
	var all []confederation.Peer
	for _, role := range []confederation.Role{confederation.RoleCouncil, confederation.RoleCommune} {
		list, err := peers.Peers(tx, role)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if p.State == confederation.Accepted {
				all = append(all, p)
			}
		}
	}
	return all, nil
}

// siblings are the other members of the councils that we belong to, with the keys that those pinned, in a circle that begins after us: so each is
// asked by as many as it asks.
func siblings(tx *store.Tx) ([]confederation.Peer, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	councils, err := peers.Peers(tx, confederation.RoleCouncil)
	if err != nil {
		return nil, err
	}
	known := map[commune.ActorID]confederation.Peer{}
	for _, c := range councils {
		if c.State != confederation.Accepted {
			continue
		}
		roll, err := peers.Roll(tx, c.Actor)
		if err != nil {
			return nil, err
		}
		for _, e := range roll {
			if key := e.Pinned(); key != nil && !e.Departed && e.Member != o.Assembly() {
				known[e.Member] = confederation.Peer{Actor: e.Member, Name: e.Name, KeyID: commons.KeyID(e.Member), Key: key}
			}
		}
	}
	actors := slices.Sorted(maps.Keys(known))
	after, _ := slices.BinarySearch(actors, o.Assembly())
	all := make([]confederation.Peer, len(actors))
	for i := range actors {
		all[i] = known[actors[(after+i)%len(actors)]]
	}
	return all, nil
}

// askedSiblings is how many of them each asks to witness: with all of them the messages would be as many as the square of the members.
const askedSiblings = 4

// Witnesses are those whom we ask to witness our log: the councils that we belong to, who is a member of ours, and some siblings.
func Witnesses(tx *store.Tx) ([]confederation.Peer, error) {
	all, err := tied(tx)
	if err != nil {
		return nil, err
	}
	others, err := siblings(tx)
	return append(all, others[:min(len(others), askedSiblings)]...), err
}

// ReceiveCosignature keeps what a witness answered about the head of our own log. A line that it did not sign is refused,
// and one that it dates ahead: it would be the last for ever.
func ReceiveCosignature(tx *store.Tx, witness commune.ActorID, checkpoint []byte, lines string) error {
	w, err := signatory(tx, func(actor commune.ActorID) bool { return actor == witness })
	if err != nil {
		return err
	}
	line, at, err := confederation.WitnessOf(w.Actor, w.Key).Cosigned(checkpoint, lines)
	if err != nil || at.After(tx.Now().Add(confederation.StatementLife)) {
		return confederation.ErrNotTheirs
	}
	return peers.PutCosignature(tx, confederation.Cosignature{Witness: witness, Size: register.SizeOf(checkpoint), Line: line, At: at})
}
