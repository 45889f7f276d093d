package main

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// labour is what the instances of a country do with one text by the rules alone: records are really signed, and everybody to whom one comes proves and
// reads it; nothing is kept or sent.
type labour struct {
	country
	assemblies []answerer
	highest    answerer

	proved int // signatures
	bytes  int // of all records, each time that one is proved
}

func newLabour(s shape) *labour {
	all := assemblies(s[len(s)-1] + 1)
	return &labour{country: country{s}, assemblies: all[1:], highest: all[0]}
}

// examine is an organisation to which a record comes.
func (l *labour) examine(by answerer, document []byte) (record.Parsed, error) {
	parsed, fault := by.peer.Examine(document)
	l.proved++
	l.bytes += len(document)
	if fault != confederation.NoFault {
		return parsed, errUnproved
	}
	return parsed, nil
}

// publishes signs a record of an assembly.
func (a answerer) publishes(seq commune.Seq, content string, data any) ([]byte, error) {
	base := commune.OriginOf(string(a.peer.Actor))
	return record.Sign(record.Envelope{
		ID: fmt.Sprintf("%s/records/%d", base, seq), Type: "Note", Body: a.peer.Actor, To: []string{record.Public}, Cc: []string{string(a.peer.Actor) + "/followers"},
		Published: question.Deadline.Add(-time.Hour), URL: fmt.Sprintf("%s/decisions/2026-%d", base, seq), Language: "fr", Content: "<p>" + content + "</p>",
	}, data, a.key, a.peer.KeyID)
}

// decides is a commune's decision and what its council does with it.
func (l *labour) decides(a answerer, seq commune.Seq) error {
	document, err := decisionRecord(author{commune.OriginOf(string(a.peer.Actor)), a.peer.Actor, a.key, a.peer.KeyID}, commune.Decision{
		Year: 2026, Rank: int(seq), Form: commune.FormResolution, Text: someText, For: 41, Against: 3, Abstain: 2, Electorate: 50,
		Audience: commune.Confederation, DecidedAt: question.Deadline.Add(-time.Hour), Seq: seq,
	})
	if err != nil {
		return err
	}
	_, err = l.examine(a, document)
	return err
}

// put is the text that comes to everybody.
func (l *labour) put() error {
	document, err := l.highest.publishes(9, someText, record.Proposal{
		Header: record.Header{V: 1, Kind: record.KindProposal, Seq: 9}, Council: l.highest.peer.Actor, Title: "L'eau", Text: someText,
		Hash: procedure.TextHash(someText), Rule: string(question.Rule), Deadline: record.Time(question.Deadline), Audience: string(commune.Public),
		DecidedBy: commune.OriginOf(string(l.highest.peer.Actor)) + "/records/8",
	})
	if err != nil {
		return err
	}
	for range l.all() - 1 {
		if _, err := l.examine(l.highest, document); err != nil {
			return err
		}
		if _, err := confederation.ReadProposal(document); err != nil {
			return err
		}
	}
	return nil
}

// hear has one council prove, read and count the answers of all communes below it.
func (l *labour) hear(level, n int, documents [][]byte, c *counting) error {
	first, last := n, n+1
	for at := level; at < l.communes(); at++ {
		first, last = l.first(at, first), l.first(at, last)
	}
	for m := first; m < last; m++ {
		l.proved++
		l.bytes += len(documents[m])
		if err := c.hear(l.assemblies[m].peer, documents[m]); err != nil {
			return err
		}
	}
	if c.tally != c.recounted() || c.tally.Answered() != l.communesBelow(level, n) {
		return fmt.Errorf("council %d of level %d counts %+v, and counted anew %+v", n, level, c.tally, c.recounted())
	}
	return nil
}

// count is every council's, level by level; all of a level together count what the highest does.
func (l *labour) count(documents [][]byte) (highest confederation.Tally, err error) {
	for level := range l.communes() {
		var together confederation.Tally
		for n := range l.shape[level] {
			c := newCounting()
			if err := l.hear(level, n, documents, c); err != nil {
				return highest, err
			}
			together = plus(together, c.tally)
		}
		if level == 0 {
			highest = together
		}
		if together != highest {
			return highest, fmt.Errorf("the councils of level %d count %+v, the highest %+v", level, together, highest)
		}
	}
	return highest, nil
}

func plus(a, b confederation.Tally) confederation.Tally {
	return confederation.Tally{
		Yes: a.Yes + b.Yes, No: a.No + b.No, Reserved: a.Reserved + b.Reserved, Electorate: a.Electorate + b.Electorate,
		Persons: commune.Tally{For: a.Persons.For + b.Persons.For, Against: a.Persons.Against + b.Persons.Against, Abstain: a.Persons.Abstain + b.Persons.Abstain},
	}
}

// tell is the outcome that comes to everybody.
func (l *labour) tell(t confederation.Tally) error {
	document, err := l.highest.publishes(11, "Le texte est ratifié.", record.Outcome{
		Header: record.Header{V: 1, Kind: record.KindOutcome, Seq: 11}, Proposal: proposal, Rule: string(question.Rule), Yes: t.Yes, No: t.No, Persons: t.Persons,
		Adopted: t.Adopted(question.Rule), Answers: proposal + "/counted.json", Hash: question.Hash, Audience: string(commune.Public),
	})
	if err != nil {
		return err
	}
	for range l.all() - 1 {
		parsed, err := l.examine(l.highest, document)
		if err != nil {
			return err
		}
		var told record.Outcome
		if err := json.Unmarshal(parsed.Data, &told); err != nil {
			return err
		}
	}
	return nil
}

// ratifies is one text from its putting to its outcome.
func (l *labour) ratifies() error {
	if err := l.put(); err != nil {
		return err
	}
	for _, a := range l.assemblies {
		if err := l.decides(a, 4); err != nil {
			return err
		}
	}
	documents, err := answered(l.assemblies, 5)
	if err != nil {
		return err
	}
	t, err := l.count(documents)
	if err != nil {
		return err
	}
	return l.tell(t)
}

// bare is how long as many signatures take alone, over texts that are ready, in milliseconds.
func (l *labour) bare() (float64, error) {
	const some = 2000
	text := make([]byte, 64)
	signature := ed25519.Sign(l.highest.key, text)
	ms, err := milliseconds(func() error {
		for range some {
			if !ed25519.Verify(l.highest.peer.Key, text, signature) {
				return errUnproved
			}
		}
		return nil
	})
	return ms * float64(l.proved) / some, err
}
