package simulation

import (
	"fmt"
	"slices"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/confederation"
)

// cosigned is the head of a log that a witness cosigned last, and how often its assembly had answered for it, as far as was known then.
type cosigned struct {
	tree     register.Tree
	answered int
}

// history is that of its histories which a log had a head of; nil if it never had it.
func (i *Instance) historyOf(head register.Tree) *mirror {
	all := []*mirror{&i.log}
	for n := range i.pasts {
		all = append(all, &i.pasts[n])
	}
	for _, m := range all {
		if m.has(head) {
			return m
		}
	}
	return nil
}

// has tells whether a log had a head.
func (m *mirror) has(head register.Tree) bool {
	if head.Size > m.size {
		return false
	}
	root, err := register.Root(head.Size, m.reader())
	return err == nil && root == head.Root
}

// witnessed: a witness cosigns only what a log really was, and after that only what continues it, unless its assembly answered for what came between.
func witnessed(i *Instance, r reading) (string, error) {
	for _, l := range r.logs {
		before, now := i.cosigned[l.Actor], cosigned{l.Tree(), r.answeredOn(l.Actor)}
		i.cosigned[l.Actor] = now
		of := i.at(l.Actor)
		if of == nil || l.Size == 0 {
			continue
		}
		history := of.historyOf(now.tree)
		if history == nil {
			return fmt.Sprintf("it cosigned %d entries of %s, which never were", l.Size, of.Name), nil
		}
		if before.answered == now.answered && before.tree.Size > 0 && (before.tree.Size > now.tree.Size || !history.has(before.tree)) {
			return fmt.Sprintf("it cosigned %d entries of %s after %d that they do not continue", now.tree.Size, of.Name, before.tree.Size), nil
		}
	}
	return "", nil
}

// answeredOn is for how much evidence on a log its assembly answered, as far as is known.
func (r reading) answeredOn(actor commune.ActorID) (n int) {
	for _, a := range r.alerts {
		if a.Actor == actor && a.Answered() {
			n++
		}
	}
	return n
}

// frozen tells whether there is evidence on a log for which its assembly did not answer.
func (r reading) frozen(actor commune.ActorID) bool {
	for _, a := range r.alerts {
		if a.Actor == actor && !a.Answered() {
			return true
		}
	}
	return false
}

// doubts tells whether there is evidence on a log, or what it showed does not make the head that it signed.
func (r reading) doubts(actor commune.ActorID) bool {
	return r.frozen(actor) || slices.ContainsFunc(r.logs, func(l confederation.Log) bool { return l.Actor == actor && l.Unlike > 0 })
}

// thawed: of who told two stories nothing is counted, until its assembly answers for it.
func thawed(i *Instance, r reading) (string, error) {
	if i.kind != commune.KindCouncil {
		return "", nil
	}
	for _, p := range r.texts {
		for _, a := range r.answers[p.URI] {
			if p.Believed && !p.Done() && a.Stands && a.Apart == confederation.ApartNone && r.frozen(a.Commune) {
				return fmt.Sprintf("%s told two stories, and is counted on %q", a.Commune, p.Title), nil
			}
		}
	}
	return "", nil
}

// forgotten: a witness that cosigned a history which a log does not have any more knows of it, once both met.
func forgotten(i *Instance, r reading) (string, error) {
	for _, l := range r.logs {
		of := i.at(l.Actor)
		if of == nil || l.Size == 0 || of.log.size < l.Size || of.log.has(l.Tree()) {
			continue
		}
		if r.answeredOn(l.Actor) == 0 && !r.frozen(l.Actor) {
			return fmt.Sprintf("it cosigned %d entries of %s, which are others now, and knows nothing of it", l.Size, of.Name), nil
		}
	}
	return "", nil
}
