package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// question is the text that is put to all communes of a bench.
var question = confederation.Question{
	Hash: "sha256:" + strings.Repeat("0f", sha256.Size), Deadline: time.Date(2026, 12, 24, 12, 0, 0, 0, time.UTC), Rule: confederation.ByBoth,
}

const proposal = "https://confederation.example/records/9"

// answerer is a commune that answers: its key, and its peer as whoever counts has pinned it.
type answerer struct {
	peer confederation.Peer
	key  ed25519.PrivateKey
}

// assemblies are the first n communes of a confederation; every run has the same keys.
func assemblies(n int) []answerer {
	all := make([]answerer, n)
	for i := range all {
		seed := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
		key := ed25519.NewKeyFromSeed(seed[:])
		actor := commune.ActorID(fmt.Sprintf("https://commune-%d.example/ag", i))
		all[i] = answerer{key: key, peer: confederation.Peer{
			ID: confederation.PeerID(i + 1), Actor: actor, KeyID: string(actor) + "#ed25519-key", Key: key.Public().(ed25519.PublicKey),
		}}
	}
	return all
}

// answers is the commune's record, of the shape that an assembly writes. Every third says no.
func (a answerer) answers(seq commune.Seq) ([]byte, error) {
	base, answer, tally := commune.OriginOf(string(a.peer.Actor)), "yes", commune.Tally{For: 41, Against: 3, Abstain: 2}
	if a.peer.ID%3 == 0 {
		answer, tally = "no", commune.Tally{For: 3, Against: 41, Abstain: 2}
	}
	return record.Sign(record.Envelope{
		ID: fmt.Sprintf("%s/records/%d", base, seq), Type: "Note", Body: a.peer.Actor, To: []string{record.Public},
		Cc: []string{string(a.peer.Actor) + "/followers", "https://conseil.example/conseil"}, Published: question.Deadline.Add(-time.Hour),
		URL: base + "/decisions/2026-4", Language: "fr", Content: "<p>Réponse de la commune : " + answer + "</p><p>" + someText + "</p>",
	}, record.Ratification{
		Header: record.Header{V: 1, Kind: record.KindRatification, Seq: seq}, Proposal: proposal, Hash: question.Hash, Answer: answer,
		Decision: fmt.Sprintf("%s/records/%d", base, seq-1), Tally: tally, Electorate: 50, DecidedAt: record.Time(question.Deadline.Add(-time.Hour)),
		Audience: string(commune.Public),
	}, a.key, a.peer.KeyID)
}

// answered are the records of all.
func answered(all []answerer, seq commune.Seq) ([][]byte, error) {
	documents := make([][]byte, len(all))
	var err error
	for i, a := range all {
		if documents[i], err = a.answers(seq); err != nil {
			return nil, err
		}
	}
	return documents, nil
}

// counting is a tally that grows by one answer at a time.
type counting struct {
	positions map[commune.ActorID]confederation.Position
	tally     confederation.Tally
}

func newCounting() *counting {
	return &counting{positions: map[commune.ActorID]confederation.Position{}}
}

var errUnproved = errors.New("an answer is not its commune's")

// hear takes in one answer, byte for byte as it came: proved by the pinned key, read, counted instead of what the commune said before.
func (c *counting) hear(p confederation.Peer, document []byte) error {
	parsed, fault := p.Examine(document)
	if fault != confederation.NoFault {
		return errUnproved
	}
	row, err := confederation.AnswerOf(parsed, document)
	if err != nil {
		return err
	}
	return c.count(row.Answer())
}

func (c *counting) count(a confederation.Answer) error {
	enrolled := confederation.Circumstances{Enrolled: true}
	before := c.positions[a.Commune]
	after := before.Hear(a, question)
	c.positions[a.Commune] = after
	c.tally = c.tally.Answer(before.Standing(question, enrolled), after.Standing(question, enrolled))
	return nil
}

// recounted is the tally from scratch.
func (c *counting) recounted() confederation.Tally {
	standings := make([]confederation.Standing, 0, len(c.positions))
	for _, p := range c.positions {
		standings = append(standings, p.Standing(question, confederation.Circumstances{Enrolled: true}))
	}
	return confederation.Recount(standings)
}
