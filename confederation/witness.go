package confederation

import (
	"crypto/ed25519"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/register"
)

// Log is the register of another organisation as we know it, whose heads we cosign (CF-2, CR-2).
type Log struct {
	Actor      commune.ActorID `gorm:"primaryKey"`
	Origin     string
	Size       int64 // of the last head that we cosigned, and its hash
	Head       []byte
	Checkpoint []byte // that head, with the log's signature alone; empty before the first
	CosignedAt time.Time
	Rebuilt    int64 // how many entries our copy of its tree has
	Matched    int64 // the size of the last signed head that our copy makes
	Unlike     int64 // the size of a signed head that our copy does not make; 0 if there is none
}

// TableName names the table.
func (Log) TableName() string { return "witnessed_logs" }

// LogOf is an organisation's register before anything of it is known.
func LogOf(actor commune.ActorID) Log {
	empty, _ := register.Root(0, nil) // the root of no entries asks for no hash
	return Log{Actor: actor, Origin: LogOrigin(actor), Head: empty[:]}
}

// Tree is the last head that we cosigned.
func (l Log) Tree() register.Tree {
	t := register.Tree{Size: l.Size}
	copy(t.Root[:], l.Head)
	return t
}

// hostOf is the host of an actor, with its port.
func hostOf(actor commune.ActorID) string {
	_, host, _ := strings.Cut(commune.OriginOf(string(actor)), "://")
	return host
}

// LogOrigin names the register of an organisation in its checkpoints.
func LogOrigin(actor commune.ActorID) string { return hostOf(actor) + "/log" }

// WitnessOf is an organisation as a witness, with the key that it signs everything with.
func WitnessOf(actor commune.ActorID, key []byte) register.Witness {
	return register.Witness{Named: hostOf(actor) + "/witness", Key: ed25519.PublicKey(key)}
}

// Verdict is what a witness answers to a log that asks it to cosign (C2SP tlog-witness).
type Verdict string

// The verdicts.
const (
	Continues Verdict = "continues" // it continues what we cosigned
	NotTheirs Verdict = "key"       // the key that we pinned did not sign it
	Backwards Verdict = "backwards" // it is shorter than what it says it continues
	Elsewhere Verdict = "elsewhere" // it does not begin at the head that we cosigned last
	Split     Verdict = "split"     // it is another head of the size that we cosigned
	Unproved  Verdict = "unproved"  // its proof does not hold
)

// Judge tells whether a head continues the last one that we cosigned. It is asked under the lock of the log, so that of two heads that come
// at once one is judged after the other.
func (l Log) Judge(s register.Submission, key []byte) (register.Checkpoint, Verdict) {
	c, err := register.OpenCheckpoint(s.Checkpoint, l.Origin, key)
	switch {
	case err != nil:
		return c, NotTheirs
	case s.Old > c.Tree.Size:
		return c, Backwards
	case s.Old != l.Size:
		return c, Elsewhere
	case l.Size > 0 && c.Tree.Size == l.Size && c.Tree.Root != l.Tree().Root:
		return c, Split
	}
	proof := register.Consistency{From: s.Old, Size: c.Tree.Size, Hashes: s.Proof}
	if register.VerifyConsistency(l.Tree(), c.Tree, proof) != nil {
		return c, Unproved
	}
	return c, Continues
}

// Cosigns notes the head that was judged to continue the log.
func (l Log) Cosigns(c register.Checkpoint, signed []byte, at time.Time) Log {
	l.Size, l.Head, l.Checkpoint, l.CosignedAt = c.Tree.Size, c.Tree.Root[:], signed, at
	return l
}

// Cosignature is the last head of our own log that a witness cosigned.
type Cosignature struct {
	Witness commune.ActorID `gorm:"primaryKey"`
	Size    int64
	Line    string
	At      time.Time
}

// TableName names the table.
func (Cosignature) TableName() string { return "cosignatures" }
