package main

import (
	"context"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
)

const (
	portion = 5000 // decisions that are written together
	batch   = 500  // rows that one statement writes
	perYear = 1000 // decisions of a year
	alike   = 20   // records in a row that are copies of one: they cost a reader as much, and signing each would take longer than all the rest
)

// century is a register in the making: decisions of many years, each with its motion, a signed record and its place in the log, as if they
// had been voted one after another.
type century struct {
	*instance
	author  author
	pattern commune.Motion // of which every motion is a copy
	next    commune.Seq
	nodes   []register.Hash // of the log's tree, by index
}

// logHash is a row of the log's tree, as the store keeps it.
type logHash struct {
	Position int64
	Hash     []byte
}

// fill enters so many decisions in the register.
func (i *instance) fill(ctx context.Context, n int) error {
	c := century{instance: i}
	if err := i.InTx(ctx, c.begin); err != nil {
		return err
	}
	for from := 0; from < n; from += portion {
		if err := i.InTx(ctx, func(tx *store.Tx) error { return c.write(tx, from, min(n, from+portion)) }); err != nil {
			return err
		}
	}
	return nil
}

// begin reads where the log stands, and proposes the motion that is copied.
func (c *century) begin(tx *store.Tx) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return err
	}
	c.author = author{base: o.BaseURL, body: o.Assembly(), key: keys.Ed25519, method: procedure.KeyID(o.Assembly())}
	meeting, err := nextMeeting(tx)
	if err != nil {
		return err
	}
	motion, err := c.propose(tx, meeting.ID)
	if err != nil {
		return err
	}
	if c.pattern, err = tx.Motion(motion); err != nil {
		return err
	}
	c.pattern.Payload = []byte{}
	var kept []logHash
	if err := tx.DB().Table("log_hashes").Order("position").Find(&kept).Error; err != nil {
		return err
	}
	for _, k := range kept {
		c.nodes = append(c.nodes, register.Hash(k.Hash))
	}
	c.next, err = tx.LogSize()
	return err
}

// ReadHashes gives nodes of the tree.
func (c *century) ReadHashes(indexes []int64) ([]register.Hash, error) {
	found := make([]register.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(c.nodes)) {
			return nil, fmt.Errorf("the log has no node %d", index)
		}
		found[i] = c.nodes[index]
	}
	return found, nil
}

// write enters a portion of the decisions.
func (c *century) write(tx *store.Tx, from, to int) error {
	motions := make([]commune.Motion, to-from)
	decisions := make([]commune.Decision, to-from)
	for k := range motions {
		m := c.pattern
		m.ID, m.Seq, m.ClosedAt = 0, c.next+commune.Seq(k), tx.Now().Add(time.Duration(from+k)*time.Second)
		m.Electorate, m.For, m.Against, m.Abstain, m.Adopted = 50, 41, 3, 2, true
		motions[k] = m
	}
	if err := tx.DB().CreateInBatches(motions, batch).Error; err != nil {
		return err
	}
	for k, m := range motions {
		d := commune.Decide(m, (from+k)%perYear, time.UTC)
		d.Year, d.Seq = 1900+(from+k)/perYear, m.Seq
		decisions[k] = d
	}
	if err := tx.DB().CreateInBatches(decisions, batch).Error; err != nil {
		return err
	}
	entries, err := c.sign(tx, decisions)
	if err != nil {
		return err
	}
	if err := tx.DB().CreateInBatches(entries, batch).Error; err != nil {
		return err
	}
	return c.grow(tx, entries)
}

// sign writes the entries of the decisions' records.
func (c *century) sign(tx *store.Tx, decisions []commune.Decision) ([]store.Entry, error) {
	entries := make([]store.Entry, len(decisions))
	var document []byte
	for k, d := range decisions {
		if k%alike == 0 {
			var err error
			if document, err = decisionRecord(c.author, d); err != nil {
				return nil, err
			}
		}
		salt := register.NewSalt()
		commitment := register.Commit(salt, document)
		entries[k] = store.Entry{
			Seq: d.Seq, Kind: record.KindDecision, IsRecord: true, Audience: d.Audience,
			Commitment: commitment[:], Salt: salt[:], Document: document, WrittenAt: tx.Now(),
		}
	}
	return entries, nil
}

// grow adds the entries to the log's tree.
func (c *century) grow(tx *store.Tx, entries []store.Entry) error {
	var rows []logHash
	for _, e := range entries {
		nodes, err := register.Append(int64(e.Seq), register.Entry(e.Commitment), c)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			c.nodes = append(c.nodes, n.Hash)
			rows = append(rows, logHash{Position: n.Index, Hash: n.Hash[:]})
		}
	}
	if err := tx.DB().Table("log_hashes").CreateInBatches(rows, batch).Error; err != nil {
		return err
	}
	c.next += commune.Seq(len(entries))
	return tx.DB().Table("log_head").Where("id = 1").Update("size", int64(c.next)).Error
}
