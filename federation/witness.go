package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// The work of witnesses.
const (
	JobAskWitnesses = "ask-witnesses" // wakes an asking of each, after every record and daily
	JobAskWitness   = "ask-witness"   // has one witness cosign our log's head
	JobExamine      = "examine-log"   // reads the tree of a log whose head was doubted
	JobGossip       = "gossip"        // compares with one witness, or one council of a member, what each of us knows of others
	JobGossipAll    = "gossip-all"    // wakes a comparing with each, at start and daily
)

// askWitnesses has each of our witnesses asked: after every record and daily. No act waits for them.
func (s *Service) askWitnesses(ctx context.Context, _ jobs.Job) error {
	return s.wakeEach(ctx, JobAskWitness, func(tx *store.Tx) (all []commune.ActorID, err error) {
		witnesses, err := confederal.Witnesses(tx)
		for _, w := range witnesses {
			all = append(all, w.Actor)
		}
		return all, err
	})
}

// gossipAll has what each of our witnesses, and each council of our members, knows compared with what we do.
func (s *Service) gossipAll(ctx context.Context, _ jobs.Job) error {
	return s.wakeEach(ctx, JobGossip, confederal.Compared)
}

// wakeEach wakes one kind of work with each of some.
func (s *Service) wakeEach(ctx context.Context, kind string, with func(*store.Tx) ([]commune.ActorID, error)) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		all, err := with(tx)
		if err != nil {
			return err
		}
		for _, actor := range all {
			if err := tx.EnqueueOrWake(jobs.Job{Kind: kind, Key: string(actor), Lane: commune.OriginOf(string(actor))}); err != nil {
				return err
			}
		}
		return nil
	})
}

// askWitness has one witness cosign the head of our log. One that cosigned another size than we remember says so, and is asked once more.
func (s *Service) askWitness(ctx context.Context, j jobs.Job) error {
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	witness := commune.ActorID(j.Key)
	var last confederation.Cosignature
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		last, err = peers.CosignatureBy(tx, witness)
		return err
	}); err != nil {
		return err
	}
	told, err := s.submit(ctx, client, witness, last.Size)
	if err == nil && told >= 0 && told != last.Size {
		_, err = s.submit(ctx, client, witness, told)
	}
	return err
}

// submit asks a witness once, from the size that it is thought to know. It gives the size that the witness tells instead; -1 if it tells none.
func (s *Service) submit(ctx context.Context, client *Client, witness commune.ActorID, old int64) (told int64, err error) {
	var ask register.Submission
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) {
		ask, err = asking(tx, old)
		return err
	})
	if errors.Is(err, errShorter) {
		return -1, s.ownHead(ctx, client, witness)
	}
	if err != nil {
		return -1, err
	}
	status, answer, err := client.Submit(ctx, commune.OriginOf(string(witness))+"/witness/add-checkpoint", ask.Text())
	if err != nil {
		return -1, err
	}
	switch status {
	case http.StatusOK:
		return -1, s.Store.InTx(ctx, func(tx *store.Tx) error {
			return confederal.ReceiveCosignature(tx, witness, ask.Checkpoint, string(answer))
		})
	case http.StatusConflict:
		return sizeIn(answer), nil
	case http.StatusNotFound, http.StatusForbidden, http.StatusUnprocessableEntity:
		return -1, jobs.Permanent(fmt.Errorf("federation: %s does not cosign: %d", witness, status))
	}
	return -1, fmt.Errorf("federation: %s does not cosign: %d", witness, status)
}

// errShorter says that our log has fewer entries than a witness cosigned.
var errShorter = errors.New("federation: our log is shorter than what was cosigned")

// asking is the request to cosign the head of our log by who cosigned a size of it.
func asking(tx *store.Tx, old int64) (register.Submission, error) {
	size, err := tx.LogSize()
	if err != nil {
		return register.Submission{}, err
	}
	if old > int64(size) {
		return register.Submission{}, errShorter
	}
	proof, err := tx.Consistency(old, int64(size))
	if err != nil {
		return register.Submission{}, err
	}
	checkpoint, err := tx.Checkpoint(int64(size))
	return register.Submission{Old: old, Proof: proof.Hashes, Checkpoint: checkpoint}, err
}

// doubted is a head whose proof did not hold, or which another witness cosigned and we did not.
type doubted struct{ Checkpoint []byte }

// examineSoon leaves the work of reading the tree of a log.
func examineSoon(tx *store.Tx, e confederation.HeadDoubted) error {
	payload, err := encode(doubted{e.Checkpoint})
	if err != nil {
		return err
	}
	key := string(e.Actor) + " " + confederation.Digest(e.Checkpoint)
	return tx.Enqueue(jobs.Job{Kind: JobExamine, Key: key, Lane: commune.OriginOf(string(e.Actor)), Payload: payload})
}

// examine reads the leaves of a log as it serves them, and compares what they make with the doubted head and the one that we cosigned. A bad proof
// alone proves nothing: anybody can send one.
func (s *Service) examine(ctx context.Context, j jobs.Job) error {
	d, err := jobs.Read[doubted](j)
	if err != nil {
		return err
	}
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	var of confederation.Peer
	var l confederation.Log
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if of, err = confederal.LogOwner(tx, d.Checkpoint); err == nil {
			l, err = peers.Log(tx, of.Actor)
		}
		return err
	}); err != nil {
		return jobs.Permanent(err)
	}
	size := max(register.SizeOf(d.Checkpoint), l.Size)
	tree, err := treeOf(ctx, client, of.Actor, size)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		return confederal.Compare(tx, of, [2][]byte{l.Checkpoint, d.Checkpoint}, tree)
	})
}

// treeOf reads the leaves of a log of a size, tile by tile, and makes its tree.
func treeOf(ctx context.Context, client *Client, actor commune.ActorID, size int64) (register.Reader, error) {
	if size > MaxTiles*register.TileWidth {
		return nil, jobs.Permanent(fmt.Errorf("federation: the log of %s is too long to be examined", actor))
	}
	tree := &register.Copy{}
	for at := int64(0); at < size; at += register.TileWidth {
		tile := register.LeafTile(at, size)
		data, err := client.Plain(ctx, commune.OriginOf(string(actor))+"/log/tile/"+tile.Path())
		if err != nil {
			return nil, err
		}
		leaves, err := tile.Leaves(data)
		if err != nil {
			return nil, jobs.Permanent(err)
		}
		if err := tree.Append(leaves...); err != nil {
			return nil, jobs.Permanent(err)
		}
	}
	return tree, nil
}

// gossip reads what a witness knows of the logs that we witness too: the heads that it cosigned, and the evidence that it keeps.
func (s *Service) gossip(ctx context.Context, j jobs.Job) error {
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	witness := commune.ActorID(j.Key)
	if err := s.ownHead(ctx, client, witness); err != nil {
		return err
	}
	var heads struct{ Heads []headShown }
	if err := s.told(ctx, client, witness, "heads", &heads); err != nil {
		return err
	}
	var evidence struct{ Evidence []evidenceShown }
	if err := s.told(ctx, client, witness, "evidence", &evidence); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		for _, e := range evidence.Evidence {
			if err := confederal.HearEvidence(tx, witness, e.Evidence, e.Answer); err != nil {
				return err
			}
		}
		for _, h := range heads.Heads {
			if err := confederal.HearHead(tx, []byte(h.Checkpoint)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ownHead reads which head of our own log a witness cosigned last: after an older copy of it was put back, that is how we learn what we lack.
func (s *Service) ownHead(ctx context.Context, client *Client, witness commune.ActorID) error {
	raw, err := client.Plain(ctx, commune.OriginOf(string(witness))+"/witness/head?log="+url.QueryEscape(confederation.LogOrigin(commune.ActorID(s.BaseURL+"/"))))
	if Gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	var missing int64
	err = s.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		missing, err = confederal.ReceiveOwnHead(tx, raw)
		return err
	})
	if err == nil && missing > 0 {
		s.Log.ErrorContext(ctx, "an older copy of the register was put back: nothing is written until the newer one is, or until federes resume", "missing", missing, "witness", witness)
	}
	return err
}

// told reads one list of a witness; one that keeps none tells nothing.
func (s *Service) told(ctx context.Context, client *Client, witness commune.ActorID, list string, into any) error {
	raw, err := client.Plain(ctx, commune.OriginOf(string(witness))+"/witness/"+list)
	if Gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return jobs.Permanent(fmt.Errorf("federation: the %s of %s: %w", list, witness, err))
	}
	return nil
}
