package simulation

import (
	"context"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// reading is what an instance has at the end of a step.
type reading struct {
	peers   []confederation.Peer
	records map[confederation.PeerID][]confederation.Record // of each peer by place, without the documents
	tree    register.Tree
	rolls   []confederation.Enrolled
	texts   []confederation.Proposal
	answers map[string][]confederation.AnswerRow // of each text, without the documents
	council council
	logs    []confederation.Log // that it witnesses
	alerts  []confederation.Alert
}

// read reads an instance, and follows its log.
func (i *Instance) read(ctx context.Context) (r reading, err error) {
	r.records = map[confederation.PeerID][]confederation.Record{}
	err = i.store.View(ctx, func(tx *store.Tx) error {
		if r.peers, err = store.All[confederation.Peer](tx.DB().Order("id")); err != nil {
			return err
		}
		all, err := store.All[confederation.Record](tx.DB().Select("peer", "seq", "digest", "kind", "audience", "fault").Order("peer, seq, id"))
		if err != nil {
			return err
		}
		for _, record := range all {
			r.records[record.Peer] = append(r.records[record.Peer], record)
		}
		if r.tree, err = tx.Tree(); err != nil {
			return err
		}
		if err := r.readTexts(tx); err != nil {
			return err
		}
		if i.kind == commune.KindCouncil {
			if err := r.readCouncil(tx); err != nil {
				return err
			}
		}
		return i.follow(tx, &r)
	})
	return r, err
}

// readTexts reads who stands where, what witnesses keep, the texts that were put, and their answers.
func (r *reading) readTexts(tx *store.Tx) (err error) {
	if r.rolls, err = store.All[confederation.Enrolled](tx.DB().Order("council, member")); err != nil {
		return err
	}
	if r.texts, err = store.All[confederation.Proposal](tx.DB().Order("id")); err != nil {
		return err
	}
	if r.logs, err = store.All[confederation.Log](tx.DB().Order("actor")); err != nil {
		return err
	}
	if r.alerts, err = store.All[confederation.Alert](tx.DB().Order("id")); err != nil {
		return err
	}
	all, err := store.All[confederation.AnswerRow](tx.DB().Omit("document").Order("commune, seq, digest"))
	r.answers = map[string][]confederation.AnswerRow{}
	for _, a := range all {
		r.answers[a.Proposal] = append(r.answers[a.Proposal], a)
	}
	return err
}

// follow adds what is new in the instance's log to the copy of it that nobody can rewrite.
func (i *Instance) follow(tx *store.Tx, r *reading) error {
	if r.tree.Size <= i.log.size {
		return nil
	}
	entries, err := tx.Entries(commune.Seq(i.log.size), int(r.tree.Size-i.log.size))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := i.log.add(register.Entry(e.Commitment)); err != nil {
			return err
		}
		if i.kind == commune.KindCommune {
			continue
		}
		if err := r.decided(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// mirror is a log as it was first seen.
type mirror struct {
	size  int64
	nodes []register.Hash
}

func (m *mirror) add(e register.Entry) error {
	nodes, err := register.Append(m.size, e, m.reader())
	for _, n := range nodes {
		m.nodes = append(m.nodes, n.Hash)
	}
	m.size++
	return err
}

func (m *mirror) root() (register.Hash, error) { return register.Root(m.size, m.reader()) }

func (m *mirror) reader() register.Reader {
	return register.ReaderFunc(func(at []int64) ([]register.Hash, error) {
		all := make([]register.Hash, len(at))
		for n, index := range at {
			if index >= int64(len(m.nodes)) {
				return nil, fmt.Errorf("simulation: no node %d", index)
			}
			all[n] = m.nodes[index]
		}
		return all, nil
	})
}
