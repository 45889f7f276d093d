package confederation

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
)

// ErrCopy says that a file is no copy of a register, nor of an act of one.
var ErrCopy = errors.New("not a copy of a register")

// longestLine bounds one act of a copy.
const longestLine = 16 << 20

// Audit is what a copy of a register, or of one act of it, was found to be worth. Nothing is asked of anybody: everything is in the copy, and the
// keys are those that the reader holds, else those that the copy tells (CR-2).
type Audit struct {
	Of       commune.ActorID
	Language string
	Head     register.Checkpoint
	Key      Trusted       // by which the head is signed
	Entries  int64         // that the copy has
	Records  int           // of which it has the words
	Act      record.Parsed // the last of them
	Attested []Attestation
	Wrong    []Wrong

	leaves []register.Hash
	ring   *Keyring
	told   []Holder
}

// Attestation is a cosignature under the head: whose, and by which key it was checked.
type Attestation struct {
	Name    string
	At      time.Time
	Key     Trusted
	Unknown bool // nobody gave a key for that name: it is worth nothing
}

// Wrong is one thing that does not hold.
type Wrong struct {
	Seq  int64  // of the entry; -1 for what is not of one entry
	What string // the end of a key of the catalogues
}

// Holds tells whether nothing is wrong.
func (a *Audit) Holds() bool { return len(a.Wrong) == 0 }

func (a *Audit) wrong(seq int64, what string) { a.Wrong = append(a.Wrong, Wrong{seq, what}) }

// AuditRegister checks a copy of a register from its first line to its last: every commitment, every signed act that is in it, the root that all
// of them make, the signature of the head and what witnesses added to it.
func AuditRegister(from io.Reader, ring *Keyring) (*Audit, error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, longestLine)
	var c Cover
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &c) != nil || c.Form != FormRegister {
		return nil, errors.Join(ErrCopy, lines.Err())
	}
	a := open(c, ring)
	for lines.Scan() {
		var l Leaf
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			a.wrong(a.Entries, "line")
			return a, nil
		}
		if int64(l.Seq) != a.Entries {
			a.wrong(a.Entries, "order")
			return a, nil
		}
		a.leaf(l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrCopy, a.Entries+2, err)
	}
	a.root()
	return a, nil
}

// AuditExtract checks one act with what shows that it stands in a register.
// Given the act as a file of its own, that must be the very one.
func AuditExtract(text, act []byte, ring *Keyring) (*Audit, error) {
	var x Extract
	if err := json.Unmarshal(text, &x); err != nil || x.Form != FormExtract {
		return nil, ErrCopy
	}
	a := open(x.Cover, ring)
	entry := register.Commit(x.Salt, x.Record)
	a.record(Leaf{Seq: commune.Seq(x.Inclusion.Index), Entry: entry, Salt: &x.Salt, Record: x.Record, By: x.By})
	if a.Head.Origin != "" && register.VerifyInclusion(a.Head.Tree, entry, x.Inclusion) != nil {
		a.wrong(x.Inclusion.Index, "inclusion")
	}
	if act != nil && !bytes.Equal(bytes.TrimSpace(act), x.Record) {
		a.wrong(x.Inclusion.Index, "another")
	}
	return a, nil
}

// open judges the head, by the first key under which it opens.
func open(c Cover, ring *Keyring) *Audit {
	a := &Audit{Of: c.Actor, Language: c.Language, ring: ring, told: slices.Concat(c.Keys, c.Witnesses)}
	keys := ring.assembly(c)
	for _, k := range keys {
		head, err := register.OpenCheckpoint([]byte(c.Checkpoint), LogOrigin(c.Actor), ed25519.PublicKey(k.Key))
		if err == nil {
			a.Head, a.Key = head, k
			a.attested(c)
			return a
		}
	}
	if len(keys) == 0 {
		a.wrong(-1, "no_key")
		return a
	}
	a.Key = keys[0]
	a.wrong(-1, "head")
	return a
}

// attested judges every line under the head that is not the register's own. One that bears the name of a witness whose key is known and that this key
// did not make is forged.
func (a *Audit) attested(c Cover) {
	names := register.Signers([]byte(c.Checkpoint))
	for _, name := range names {
		if name == a.Head.Origin || slices.ContainsFunc(a.Attested, func(t Attestation) bool { return t.Name == name }) {
			continue
		}
		t, forged := a.attestation(c, name)
		if a.Attested = append(a.Attested, t); forged {
			a.wrong(-1, "cosignature")
		}
	}
}

func (a *Audit) attestation(c Cover, name string) (t Attestation, forged bool) {
	t = Attestation{Name: name, Unknown: true}
	var holders []commune.ActorID
	for _, h := range c.Witnesses {
		holders = append(holders, h.ID)
	}
	for actor := range a.ring.of {
		holders = append(holders, actor)
	}
	for _, actor := range holders {
		for _, k := range a.ring.held(actor, c.Witnesses...) {
			w := WitnessOf(actor, k.Key)
			if w.Named != name {
				continue
			}
			_, at, err := w.Cosigned([]byte(c.Checkpoint), c.Checkpoint)
			if err == nil {
				return Attestation{Name: name, At: at, Key: k}, false
			}
			t.Unknown, forged = false, true
		}
	}
	return t, forged
}

// leaf takes in one entry.
func (a *Audit) leaf(l Leaf) {
	a.leaves = append(a.leaves, register.LeafHash(l.Entry))
	a.Entries++
	switch {
	case (l.Salt == nil) != (len(l.Record) == 0):
		a.wrong(int64(l.Seq), "salt")
	case l.Salt == nil:
	case register.Commit(*l.Salt, l.Record) != l.Entry:
		a.wrong(int64(l.Seq), "altered")
	default:
		a.record(l)
	}
}

// record judges one signed act by the key of who signed it.
func (a *Audit) record(l Leaf) {
	if l.By != nil {
		a.told = append(a.told, *l.By)
	}
	parsed, err := record.Parse(l.Record)
	if err != nil {
		a.wrong(int64(l.Seq), string(FaultMalformed))
		return
	}
	a.Records, a.Act = a.Records+1, parsed
	if parsed.Header.Seq != l.Seq {
		a.wrong(int64(l.Seq), "place")
		return
	}
	if fault := a.examine(parsed, l.Record); fault != NoFault {
		a.wrong(int64(l.Seq), string(fault))
	}
}

// examine asks every key of who signed an act. Only the assembly and its bodies write in its register.
func (a *Audit) examine(parsed record.Parsed, document []byte) Fault {
	keys := a.ring.held(parsed.AttributedTo, a.told...)
	if parsed.AttributedTo == a.Of {
		keys = []Trusted{a.Key}
	}
	method, err := record.Method(document)
	if err != nil || commune.OriginOf(method) != commune.OriginOf(string(a.Of)) {
		return FaultProof
	}
	fault := FaultProof
	for _, k := range keys {
		p := Peer{Actor: parsed.AttributedTo, KeyID: method, Key: k.Key}
		if commune.OriginOf(string(p.Actor)) != commune.OriginOf(string(a.Of)) {
			return FaultOwner
		}
		if _, fault = p.Examine(document); fault == NoFault {
			return NoFault
		}
	}
	return fault
}

// root compares what all entries make with the head.
func (a *Audit) root() {
	if a.Head.Origin == "" {
		return
	}
	switch root, err := rootOf(a.leaves); {
	case a.Entries < a.Head.Tree.Size:
		a.wrong(-1, "short")
	case a.Entries > a.Head.Tree.Size:
		a.wrong(-1, "long")
	case err != nil || root != a.Head.Tree.Root:
		a.wrong(-1, "root")
	}
}

func rootOf(leaves []register.Hash) (register.Hash, error) {
	tree := &register.Copy{}
	if err := tree.Append(leaves...); err != nil {
		return register.Hash{}, err
	}
	return register.Root(int64(len(leaves)), tree)
}

// Parts compares two copies of one register: the longer must begin with the whole of the shorter. It tells the first entry at which it does not;
// -1 if it does.
func (a *Audit) Parts(b *Audit) int64 {
	for i := range min(len(a.leaves), len(b.leaves)) {
		if a.leaves[i] != b.leaves[i] {
			return int64(i)
		}
	}
	return -1
}
