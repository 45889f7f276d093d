package confederation

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
)

// The kinds of evidence.
const (
	TwoHeads   = "heads"   // of one log, of which no log can have both
	TwoRecords = "records" // at one place of one log
)

// Evidence shows by itself that the keeper of a log told two stories: everything in it is signed with the log's own key, so that who reads it
// need believe nobody (CR-2, CF-7).
type Evidence struct {
	Kind  string          `json:"kind"`
	Actor commune.ActorID `json:"actor"` // whose log it is

	// Of two heads: the shorter, the longer, and the root that the longer one's tree gives to as many entries as the shorter has, with the
	// proof that it does.
	Older  string          `json:"older,omitempty"`
	Newer  string          `json:"newer,omitempty"`
	Prefix string          `json:"prefix,omitempty"`
	Proof  []register.Hash `json:"proof,omitempty"`

	First  json.RawMessage `json:"first,omitempty"` // of two records, in the order of their bytes
	Second json.RawMessage `json:"second,omitempty"`
}

// Proves tells whether the evidence holds against who has this key.
func (e Evidence) Proves(keyID string, key []byte) bool {
	if e.Kind == TwoRecords {
		return e.twoRecords(Peer{Actor: e.Actor, KeyID: keyID, Key: key})
	}
	return e.Kind == TwoHeads && e.twoHeads(key)
}

// twoHeads: the log signed a root for its first entries, and a longer tree which shows another root for the same entries.
func (e Evidence) twoHeads(key []byte) bool {
	older, err := register.OpenCheckpoint([]byte(e.Older), LogOrigin(e.Actor), ed25519.PublicKey(key))
	if err != nil {
		return false
	}
	newer, err := register.OpenCheckpoint([]byte(e.Newer), LogOrigin(e.Actor), ed25519.PublicKey(key))
	if err != nil {
		return false
	}
	var prefix register.Hash
	if json.Unmarshal([]byte(`"`+e.Prefix+`"`), &prefix) != nil || prefix == older.Tree.Root {
		return false
	}
	shown := register.Tree{Size: older.Tree.Size, Root: prefix}
	return register.VerifyConsistency(shown, newer.Tree, register.Consistency{From: shown.Size, Size: newer.Tree.Size, Hashes: e.Proof}) == nil
}

// twoRecords: two different records, both proved, say that they stand at one place.
func (e Evidence) twoRecords(p Peer) bool {
	first, fault := p.Examine(e.First)
	if fault != NoFault {
		return false
	}
	second, fault := p.Examine(e.Second)
	return fault == NoFault && first.Header.Seq == second.Header.Seq && !record.Same(e.First, e.Second)
}

// Contradiction compares two signed heads of one log, given a tree that makes the longer of them. There is evidence if that tree gives the shorter
// one another root; nothing can be said if the tree does not make the longer one.
func Contradiction(actor commune.ActorID, key, a, b []byte, tree register.Reader) (Evidence, bool) {
	older, err := register.OpenCheckpoint(a, LogOrigin(actor), ed25519.PublicKey(key))
	if err != nil {
		return Evidence{}, false
	}
	newer, err := register.OpenCheckpoint(b, LogOrigin(actor), ed25519.PublicKey(key))
	if err != nil {
		return Evidence{}, false
	}
	if older.Tree.Size > newer.Tree.Size {
		a, b, older, newer = b, a, newer, older
	}
	e := Evidence{Kind: TwoHeads, Actor: actor, Older: string(a), Newer: string(b), Prefix: newer.Tree.Root.String()}
	if older.Tree.Size < newer.Tree.Size {
		root, err := register.Root(newer.Tree.Size, tree)
		if err != nil || root != newer.Tree.Root {
			return Evidence{}, false
		}
		prefix, err := register.Root(older.Tree.Size, tree)
		if err != nil {
			return Evidence{}, false
		}
		proof, err := register.ProveConsistency(older.Tree.Size, newer.Tree.Size, tree)
		if err != nil {
			return Evidence{}, false
		}
		e.Prefix, e.Proof = prefix.String(), proof.Hashes
	}
	return e, e.twoHeads(key)
}

// span is where the two stories can differ: the last place that the shorter one has, and how many places the longer one has.
func (e Evidence) span() (place, reach int64) {
	if e.Kind == TwoRecords {
		parsed, err := record.Parse(e.First)
		if err != nil {
			return 0, 0
		}
		return int64(parsed.Header.Seq), int64(parsed.Header.Seq) + 1
	}
	older, newer := register.SizeOf([]byte(e.Older)), register.SizeOf([]byte(e.Newer))
	return older - 1, newer
}

// Doubled is the evidence of two records at one place; the same whichever came first.
func Doubled(actor commune.ActorID, a, b []byte) Evidence {
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	return Evidence{Kind: TwoRecords, Actor: actor, First: a, Second: b}
}
