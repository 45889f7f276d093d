package simulation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// attest has an instance ask one of its witnesses to cosign its log, which both must reach.
func (w *World) attest(ctx context.Context) (string, error) {
	i := w.one()
	of, err := i.witness(ctx)
	if err != nil || of == nil || w.parted(i, of) {
		return i.Name + " reaches no witness", err
	}
	return fmt.Sprint(i, " by ", of), i.attested(ctx, of)
}

// witness is one of those whom an instance asks; nil for none.
func (i *Instance) witness(ctx context.Context) (*Instance, error) {
	all, err := view(ctx, i, procedure.Witnesses)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return i.at(all[i.chance.IntN(len(all))].Actor), nil
}

// attested asks a witness to cosign, from the size that it is thought to know, and once more from the one that it says (C2SP tlog-witness).
func (i *Instance) attested(ctx context.Context, by *Instance) error {
	last, err := view(ctx, i, func(tx *store.Tx) (confederation.Cosignature, error) { return peers.CosignatureBy(tx, by.face.Actor) })
	if err != nil {
		return err
	}
	told, err := i.submits(ctx, by, last.Size)
	if err == nil && told >= 0 && told != last.Size {
		_, err = i.submits(ctx, by, told)
	}
	return err
}

// submits asks once. It gives the size that the witness tells instead; -1 if it tells none.
func (i *Instance) submits(ctx context.Context, by *Instance, old int64) (told int64, err error) {
	var ask register.Submission
	var size commune.Seq
	if err := i.store.View(ctx, func(tx *store.Tx) (err error) {
		if size, err = tx.LogSize(); err != nil || old > int64(size) {
			return err
		}
		proof, err := tx.Consistency(old, int64(size))
		if err != nil {
			return err
		}
		ask = register.Submission{Old: old, Proof: proof.Hashes}
		ask.Checkpoint, err = tx.Checkpoint(int64(size))
		return err
	}); err != nil {
		return -1, err
	}
	if old > int64(size) {
		return -1, i.readsOwnHead(ctx, by)
	}
	var said procedure.Cosigning
	if refused, err := by.takes(ctx, func(tx *store.Tx) (err error) { said, err = procedure.Cosign(tx, ask); return err }); refused || err != nil {
		return -1, err
	}
	if said.Verdict != confederation.Continues {
		return said.Size, nil
	}
	if i.happens(10) {
		return -1, nil // the answer is lost
	}
	_, err = i.takes(ctx, func(tx *store.Tx) error {
		return procedure.ReceiveCosignature(tx, by.face.Actor, ask.Checkpoint, said.Line)
	})
	return -1, err
}

// readsOwnHead has an instance whose log is shorter than what a witness cosigned read that head: nothing is written on an old copy.
func (i *Instance) readsOwnHead(ctx context.Context, by *Instance) error {
	var head []byte
	if err := by.store.View(ctx, func(tx *store.Tx) (err error) {
		head, err = procedure.Cosigned(tx, confederation.LogOrigin(i.face.Actor))
		return err
	}); err != nil {
		return err
	}
	_, err := i.takes(ctx, func(tx *store.Tx) error {
		_, err := procedure.ReceiveOwnHead(tx, head)
		return err
	})
	return err
}

// gossip has an instance compare with one of its witnesses what both know of others.
func (w *World) gossip(ctx context.Context) (string, error) {
	i := w.one()
	with, err := i.witness(ctx)
	if err != nil || with == nil || w.parted(i, with) {
		return i.Name + " reaches nobody", err
	}
	return fmt.Sprint(i, " with ", with), i.gossips(ctx, with)
}

func (i *Instance) gossips(ctx context.Context, with *Instance) error {
	var logs []confederation.Log
	var alerts []confederation.Alert
	if err := with.store.View(ctx, func(tx *store.Tx) (err error) {
		if logs, err = peers.Logs(tx); err != nil {
			return err
		}
		alerts, err = peers.Alerts(tx)
		return err
	}); err != nil {
		return err
	}
	_, err := i.takes(ctx, func(tx *store.Tx) error {
		for _, a := range alerts {
			if err := procedure.HearEvidence(tx, with.face.Actor, a.Evidence, a.Answer); err != nil {
				return err
			}
		}
		for _, l := range logs {
			if l.Size == 0 {
				continue
			}
			if err := procedure.HearHead(tx, l.Checkpoint); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// examines reads the tree of a log whose head was doubted, as its instance serves it.
func (i *Instance) examines(e confederation.HeadDoubted) {
	of := i.at(e.Actor)
	i.said = append(i.said, letter{what: "examines", from: of, to: i, lasting: true, open: func(tx *store.Tx) error {
		owner, err := procedure.LogOwner(tx, e.Checkpoint)
		if err != nil {
			return wasAbsent(err)
		}
		l, err := peers.Log(tx, of.face.Actor)
		if err != nil {
			return err
		}
		tree, err := of.tree(max(register.SizeOf(e.Checkpoint), l.Size))
		if err != nil || tree == nil {
			return err
		}
		return procedure.Compare(tx, owner, [2][]byte{l.Checkpoint, e.Checkpoint}, tree)
	}})
}

// tree is what an instance serves of its log, as far as it has so much; nil if it has not.
func (i *Instance) tree(size int64) (*register.Copy, error) {
	entries, err := view(context.Background(), i, func(tx *store.Tx) ([]store.Entry, error) { return tx.Entries(0, int(size)) })
	if err != nil || int64(len(entries)) < size {
		return nil, err
	}
	tree := &register.Copy{}
	for _, e := range entries {
		if err := tree.Append(register.LeafHash(register.Entry(e.Commitment))); err != nil {
			return nil, err
		}
	}
	return tree, nil
}

// heads reads the head that another signed of its log, which our copy must make.
func (i *Instance) heads(ctx context.Context, of *Instance) error {
	head, err := view(ctx, of, func(tx *store.Tx) ([]byte, error) {
		size, err := tx.LogSize()
		if err != nil {
			return nil, err
		}
		return tx.Checkpoint(int64(size))
	})
	if err != nil {
		return err
	}
	_, err = i.takes(ctx, func(tx *store.Tx) error { return wasAbsent(procedure.ReceiveHead(tx, of.face.Actor, head)) })
	return err
}

// forks has a commune go back to an old copy although it said more since, and write another history from there.
func (w *World) forks(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCommune)
	if i.saved == "" || i.saved == i.history() {
		return i.Name + " has nothing to forget", nil
	}
	if err := i.restore(ctx); err != nil {
		return i.Name, err
	}
	i.pasts, i.log, i.forked = append(i.pasts, i.log), mirror{}, true
	var err error
	i.meeting, err = view(ctx, i, func(tx *store.Tx) (commune.MeetingID, error) {
		m, err := tx.OpenMeeting()
		return m.ID, wasAbsent(err)
	})
	i.touch()
	return i.Name, err
}

// accounts has an assembly answer for what was told twice in its name (CR-2).
func (i *Instance) accounts(ctx context.Context) error {
	alerts, err := view(ctx, i, func(tx *store.Tx) ([]confederation.Alert, error) { return peers.AlertsOn(tx, i.face.Actor) })
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if a.Answered() {
			continue
		}
		payload, err := json.Marshal(confederation.AccountTerms{Digest: a.Digest})
		if err != nil {
			return err
		}
		_, err = i.decides(ctx, commune.Motion{
			Form: confederation.FormAccount, Audience: commune.Public, Text: "Le disque a brûlé, la copie était vieille.", Payload: payload,
		}, commune.For)
		return err
	}
	return nil
}

// wasAbsent lets pass that something is not there.
func wasAbsent(err error) error {
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, confederation.ErrNotTheirs) {
		return nil
	}
	return err
}
