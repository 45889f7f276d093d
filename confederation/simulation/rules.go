package simulation

import (
	"context"
	"fmt"
	"slices"

	"federes.org/commune"
	"federes.org/confederation"
)

// rule is what must hold of one instance: it returns why it does not, or nothing.
type rule struct {
	name  string
	holds func(i *Instance, r reading) (why string, err error)
}

// always are the rules of every step.
var always = []rule{
	{"nobody's word is invented", invented},
	{"no place of a log is skipped", skipped},
	{"what is for members stays with them", leaked},
	{"a pinned key stays", pinned},
	{"a log only grows", grown},
	{"who told two stories is not counted", thawed},
	{"no answer is counted that came too late", late},
	{"nobody is counted who stands below nobody", strange},
	{"each commune is counted once, and the tally is its answers", counted},
	{"nobody sits without a living mandate", seated},
	{"no voice counts before it is confirmed", voiced},
	{"a witness cosigns one history", witnessed},
}

// settled are the rules of the time when everything has arrived.
var settled = []rule{
	{"everything that was said is here", missed},
	{"both sides say the same of their tie", tied},
	{"a roll is the same wherever it is known", enrolled},
	{"every answer is counted", answered},
	{"no history is forgotten", forgotten},
}

// hold holds instances against rules.
func (w *World) hold(ctx context.Context, all []*Instance, rules []rule) error {
	readings := make([]reading, len(all))
	for n, i := range all {
		var err error
		if readings[n], err = i.read(ctx); err != nil {
			return fmt.Errorf("seed %d, step %d: %w", w.Seed, w.step, err)
		}
	}
	for n, i := range all {
		for _, r := range rules {
			why, err := r.holds(i, readings[n])
			if err != nil {
				return fmt.Errorf("seed %d, step %d: %s: %w", w.Seed, w.step, r.name, err)
			}
			if why != "" {
				return w.broken(r.name, i.Name+": "+why)
			}
		}
	}
	return nil
}

// broken says which rule does not hold, and when that was seen.
func (w *World) broken(rule, why string) Broken {
	return Broken{Seed: w.Seed, Step: w.step, Did: w.did(), Rule: rule, Why: why}
}

// invented: what counts as a peer's was signed by that peer, and stands at its place alone.
func invented(i *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		at := map[commune.Seq]bool{}
		for _, kept := range r.records[p.ID] {
			switch {
			case kept.Fault != confederation.NoFault:
			case at[kept.Seq]:
				return fmt.Sprintf("two words of %s stand at %d", p.Name, kept.Seq), nil
			case !kept.Hidden() && i.signed[kept.Digest] != p.Actor:
				return fmt.Sprintf("%s never signed what stands at %d", p.Name, kept.Seq), nil
			default:
				at[kept.Seq] = true
			}
		}
	}
	return "", nil
}

// skipped: everything below the place up to which a log is known is here, or known to be hidden.
func skipped(_ *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		next := commune.Seq(0)
		for _, kept := range r.records[p.ID] {
			if (kept.Fault == confederation.NoFault || kept.Fault == confederation.FaultConflict) && kept.Seq == next {
				next++
			}
		}
		if next < p.NextSeq {
			return fmt.Sprintf("%s is known up to %d, but %d is not here", p.Name, p.NextSeq, next), nil
		}
	}
	return "", nil
}

// leaked: nobody has what another keeps for its members.
func leaked(_ *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		for _, kept := range r.records[p.ID] {
			if kept.Audience == commune.MembersOnly {
				return fmt.Sprintf("%s said %d to its members alone", p.Name, kept.Seq), nil
			}
		}
	}
	return "", nil
}

// pinned: the key of a peer is the one that it showed when it was met.
func pinned(i *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		if of := i.at(p.Actor); of != nil && !slices.Equal(of.face.Key, p.Key) {
			return "another key stands for " + p.Name, nil
		}
	}
	return "", nil
}

// grown: the log still begins with every entry that was ever seen in it, and its root is that of its entries.
func grown(i *Instance, r reading) (string, error) {
	root, err := i.log.root()
	if err == nil && (i.log.size != r.tree.Size || root != r.tree.Root) {
		return fmt.Sprintf("its %d entries are not the %d that were seen", r.tree.Size, i.log.size), nil
	}
	return "", err
}

// missed: the log of whoever is accepted is here to its end, and at each place the record that may be read here, or another that its signer told us
// instead: a place that was told once is not asked for again, and what stands there is compared by the log's root.
func missed(i *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		of := i.at(p.Actor)
		if of == nil || of.forked || !heard(p) {
			continue
		}
		if int64(p.NextSeq) != of.log.size {
			return fmt.Sprintf("%s is known up to %d of %d", p.Name, p.NextSeq, of.log.size), nil
		}
		here := map[int]bool{}
		for _, kept := range r.records[p.ID] {
			here[int(kept.Seq)] = here[int(kept.Seq)] || i.signed[kept.Digest] == p.Actor
		}
		entries, _, err := of.shows(context.Background(), i.face.Actor, 0, int(of.log.size))
		if err != nil {
			return "", err
		}
		for seq, e := range entries {
			if e.Document != nil && !here[seq] {
				return fmt.Sprintf("what %s said at %d is not here", p.Name, seq), nil
			}
		}
	}
	return "", nil
}

// tied: a commune that belongs to a council, or asks to, does so for the council too; of who told it two things about one place, nothing is sure.
func tied(i *Instance, r reading) (string, error) {
	if i.kind == commune.KindCouncil || i.forked {
		return "", nil
	}
	for _, p := range r.peers {
		if p.Role != confederation.RoleCouncil || p.State != confederation.Asked && p.State != confederation.Accepted {
			continue
		}
		there, err := i.at(p.Actor).read(context.Background())
		if err != nil {
			return "", err
		}
		said := confederation.State("")
		for _, q := range there.peers {
			if q.Actor == i.face.Actor {
				said = q.State
			}
			if q.Actor == i.face.Actor && contested(there.records[q.ID]) {
				said = p.State
			}
		}
		if said != p.State {
			return fmt.Sprintf("of %s it says %s, and is said %q", p.Name, p.State, said), nil
		}
	}
	return "", nil
}

// contested tells whether two things were said at one place.
func contested(all []confederation.Record) bool {
	return slices.ContainsFunc(all, func(r confederation.Record) bool { return r.Fault == confederation.FaultConflict })
}
