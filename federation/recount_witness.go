package federation

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/confederation"
)

// Attested is an answer that its commune does not show, and that was found in its register nevertheless: whose copy of it was read, and which
// witness cosigned the head under which it stands.
type Attested struct {
	Holder  commune.ActorID
	Witness commune.ActorID
	Size    int64 // of the register that the witness cosigned
}

// keyrings are the actors that a recount read once, with the keys that they show.
type keyrings struct {
	mu  sync.Mutex
	all map[commune.ActorID]*Remote
}

// of is an actor as it stands at its own address; nil if it cannot be read.
func (k *keyrings) of(ctx context.Context, c *Client, actor commune.ActorID) *Remote {
	k.mu.Lock()
	defer k.mu.Unlock()
	if known, ok := k.all[actor]; ok {
		return known
	}
	if k.all == nil {
		k.all = make(map[commune.ActorID]*Remote)
	}
	if remote, _, err := c.Actor(ctx, actor); err == nil {
		k.all[actor] = &remote
	} else {
		k.all[actor] = nil
	}
	return k.all[actor]
}

// attest looks for the answer that an outcome counts in the witnessed register of a commune which does not answer, or shows something else (CF-7). The
// key is the one on the roll; the head is cosigned by a witness that is neither the author of the outcome nor the commune; the proof is read wherever
// somebody keeps a copy.
func (r *recounting) attest(ctx context.Context, member confederation.Reached, claim confederation.CountedAnswer) (row confederation.AnswerRow, by Attested, found bool) {
	for _, w := range r.witnesses(member.Member) {
		head, ok := r.headBy(ctx, w, member)
		if !ok {
			continue
		}
		for _, holder := range r.holders(w) {
			row, ok := r.heldBy(ctx, holder, head, claim)
			if ok {
				return row, Attested{Holder: holder, Witness: w, Size: register.SizeOf([]byte(head.Checkpoint))}, true
			}
		}
	}
	return row, by, false
}

// witnesses are those who can have cosigned a commune's register: everybody on the roll but the commune itself. The author of the outcome is none,
// since its word is what is checked.
func (r *recounting) witnesses(of commune.ActorID) (all []commune.ActorID) {
	for actor := range r.roll {
		if actor != of && actor != r.author.Actor {
			all = append(all, actor)
		}
	}
	slices.Sort(all)
	return all[:min(len(all), RecountWitnesses)]
}

// holders are those who can keep a copy of a commune's register: the witness itself, the councils on the roll, and the author: a proof needs nobody's
// word.
func (r *recounting) holders(witness commune.ActorID) []commune.ActorID {
	all := []commune.ActorID{witness}
	for actor, e := range r.roll {
		if e.Kind == confederation.OfCouncil && actor != witness {
			all = append(all, actor)
		}
	}
	slices.Sort(all[1:])
	return append(all, r.author.Actor)
}

// headBy is the head of a commune's register that a witness cosigned last, verified with the key on the roll and the witness's own.
func (r *recounting) headBy(ctx context.Context, witness commune.ActorID, of confederation.Reached) (c confederation.Cover, ok bool) {
	remote := r.keys.of(ctx, r.Client, witness)
	if remote == nil {
		return c, false
	}
	origin := confederation.LogOrigin(of.Member)
	head, err := r.Plain(ctx, commune.OriginOf(string(witness))+"/witness/head?log="+url.QueryEscape(origin))
	if err != nil {
		return c, false
	}
	if _, err := register.OpenCheckpoint(head, origin, of.Pinned()); err != nil {
		return c, false
	}
	for _, k := range remote.ProofKeys {
		if _, _, err := confederation.WitnessOf(witness, k.Public).Cosigned(head, string(head)); err == nil {
			return confederation.Cover{
				Form: confederation.FormExtract, Actor: of.Member, Checkpoint: string(head),
				Keys:      []confederation.Holder{confederation.HolderOf(of.Member, string(of.Member)+"#ed25519-key", of.Pinned())},
				Witnesses: []confederation.Holder{confederation.HolderOf(witness, k.ID, k.Public)},
			}, true
		}
	}
	return c, false
}

// heldBy reads from somebody's copy of a register that the counted answer stands under that head.
func (r *recounting) heldBy(ctx context.Context, holder commune.ActorID, head confederation.Cover, claim confederation.CountedAnswer) (row confederation.AnswerRow, ok bool) {
	size := strconv.FormatInt(register.SizeOf([]byte(head.Checkpoint)), 10)
	raw, err := r.Plain(ctx, commune.OriginOf(string(holder))+"/witness/act?record="+url.QueryEscape(claim.Record)+"&size="+size)
	if err != nil {
		return row, false
	}
	var x confederation.Extract
	if json.Unmarshal(raw, &x) != nil || confederation.Digest(x.Record) != claim.Digest {
		return row, false
	}
	x.Cover, x.By = head, nil
	text, err := confederation.Line(x)
	if err != nil {
		return row, false
	}
	a, err := confederation.AuditExtract(text, nil, &confederation.Keyring{})
	if err != nil || !a.Holds() || a.Act.AttributedTo != head.Actor {
		return row, false
	}
	row, err = confederation.ReadAnswer(x.Record)
	return row, err == nil && row.Proposal == r.proposal.URI
}
