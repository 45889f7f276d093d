package confederation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
)

// PeerID is our number for a peer.
type PeerID int64

// Role is what a peer is to us.
type Role string

// What is a member of ours, or stands below one, is there as a commune, even if it is a council itself. A commune has nobody below.
const (
	RoleCommune Role = "commune"
	RoleCouncil Role = "council"
)

// Kind is what a member below us is: a commune, or a council (CF-8).
func (p Peer) Kind() string {
	if p.Council {
		return OfCouncil
	}
	return OfCommune
}

// State is where the tie with a peer stands.
type State string

// Known: looked up or followed, nothing decided, or left. Asked: the commune's assembly decided to join. Then the council's answer.
const (
	Known    State = "known"
	Asked    State = "asked"
	Accepted State = "accepted"
	Refused  State = "refused"
)

// Peer is another organisation with which this one is, or asks to be, confederated. Its proof key is pinned: a record counts
// only if this key proves it.
type Peer struct {
	ID             PeerID
	Actor          commune.ActorID
	Role           Role
	State          State
	Council        bool // it is a council itself
	Followed       bool // no member of ours, nor we of it: its public records are read, because it stands below a member or above a council of ours (CF-8)
	Name           string
	Inbox          string
	Records        string // its federes:records
	KeyID          string
	Key            []byte // Ed25519, pinned
	Shown          []byte // another, that its address shows instead; empty for none
	ShownID        string
	ShownAt        time.Time
	Former         string // keys that were pinned before, as JSON
	CharterID      string // of a council: its charter's record; of a commune: the one that it adopted (CH-1)
	CharterVersion int
	CharterHash    string
	CharterText    string
	JoinActivity   string
	JoinRecord     []byte      // the commune's decision to join, as signed
	NextSeq        commune.Seq // everything below is here, or known to be hidden from us
	HeardAt        time.Time
	Since          time.Time // of the state
}

// Fingerprint is that of the pinned key.
func (p Peer) Fingerprint() string { return Fingerprint(p.Key) }

// Fingerprint is a short form of a key that two persons can compare aloud; both sides show the same.
func Fingerprint(key []byte) string {
	h := sha256.Sum256(key)
	text := hex.EncodeToString(h[:10])
	var groups []string
	for ; text != ""; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(groups, " ")
}

// Fault is why a record is kept apart; empty when it verifies.
type Fault string

// The faults, in words that the catalogues explain.
const (
	NoFault        Fault = ""
	FaultMalformed Fault = "malformed" // not a record
	FaultOwner     Fault = "owner"     // speaks in another body's name, or from another origin
	FaultProof     Fault = "proof"     // the pinned key did not make this proof over these bytes
	FaultConflict  Fault = "conflict"  // several verified records stand at the same place of the peer's log: none counts
)

// Examine computes the fault of a document from its very bytes and the pinned key (CF-3). It is asked anew whenever a record is
// shown or counted, so that altering one stored byte turns the mark.
func (p Peer) Examine(document []byte) (record.Parsed, Fault) {
	read, err := record.Open(document)
	if err != nil {
		return read.Parsed, FaultMalformed
	}
	if read.AttributedTo != p.Actor || !p.owns(read.ID) {
		return read.Parsed, FaultOwner
	}
	if !p.proved(read) {
		return read.Parsed, FaultProof
	}
	return read.Parsed, NoFault
}

// owns tells whether an id lies at the origin of the peer's actor.
func (p Peer) owns(id string) bool {
	return commune.OriginOf(id) != "" && commune.OriginOf(id) == commune.OriginOf(string(p.Actor))
}

// Record is what came from a peer, byte for byte.
type Record struct {
	ID         int64
	Peer       PeerID
	Seq        commune.Seq
	Digest     string
	URI        string
	Kind       string
	Audience   commune.Audience // as it stated when it came; empty if it stated none
	Fault      Fault
	Document   []byte
	Salt       []byte // of its entry in the peer's log; empty where it was not told
	Leaf       []byte // that the peer's log has at this place; empty where it was not told
	ReceivedAt time.Time
}

// TableName names the table.
func (Record) TableName() string { return "peer_records" }

// Hidden holds for an entry of the peer's log that we may not see.
func (r Record) Hidden() bool { return r.Kind == "" && len(r.Document) == 0 }

// PlacedAt tells whether a leaf can be the one of this record, as far as its salt is known.
func (r Record) PlacedAt(leaf []byte) bool {
	if r.Hidden() || len(r.Salt) != len(register.Salt{}) || len(leaf) == 0 {
		return true
	}
	own := register.LeafHash(register.Commit(register.Salt(r.Salt), r.Document))
	return bytes.Equal(own[:], leaf)
}

// Receive makes what is kept of a document that came from a peer.
func (p Peer) Receive(document []byte, at time.Time) Record {
	parsed, fault := p.Examine(document)
	r := Record{
		Peer: p.ID, Seq: parsed.Header.Seq, Digest: Digest(document), URI: parsed.ID, Kind: parsed.Header.Kind,
		Fault: fault, Document: document, ReceivedAt: at,
	}
	if fault == FaultMalformed {
		r.Kind = "?"
	}
	r.Audience = audience(parsed.Data)
	return r
}

// audience is for whom the data of a record say that they are.
func audience(data []byte) commune.Audience {
	var stated struct {
		Audience commune.Audience `json:"audience"`
	}
	if err := json.Unmarshal(data, &stated); err != nil || !stated.Audience.Valid() {
		return ""
	}
	return stated.Audience
}

// For tells whether a reader from here may see what it says: everybody what is public, verified or not, and who sits here the rest.
func (r Record) For(member bool) bool { return member || r.Audience == commune.Public }

// Digest names a document by its bytes.
func Digest(document []byte) string {
	h := sha256.Sum256(document)
	return hex.EncodeToString(h[:])
}
