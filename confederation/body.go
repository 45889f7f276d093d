package confederation

import (
	"encoding/json"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// BodyID is our number for a peer's body.
type BodyID int64

// Body is a secretariat or a commission of a peer, with its pinned key. It speaks for itself and never for its assembly (CF-2, SE-4).
type Body struct {
	ID    BodyID
	Peer  PeerID
	Actor commune.ActorID
	Name  string
	KeyID string
	Key   []byte // Ed25519, pinned
	Since time.Time
}

// TableName names the table.
func (Body) TableName() string { return "peer_bodies" }

// BodyRecord is what a peer's body sent, byte for byte.
type BodyRecord struct {
	ID         int64
	Body       BodyID
	Digest     string
	Kind       string
	Audience   commune.Audience
	Document   []byte
	ReceivedAt time.Time
}

// TableName names the table.
func (BodyRecord) TableName() string { return "body_records" }

// For tells whether a reader from here may see what it says.
func (r BodyRecord) For(member bool) bool { return member || r.Audience == commune.Public }

// Houses tells whether an actor can be a body of this peer: one host is one organisation.
func (p Peer) Houses(actor commune.ActorID) bool { return actor != p.Actor && p.owns(string(actor)) }

// Vouches tells whether a record of the peer, verified anew, is the decision by which its assembly created a body (SE-8, CO-2).
func (p Peer) Vouches(document []byte, body commune.ActorID) bool {
	parsed, fault := p.Examine(document)
	if fault != NoFault || parsed.Header.Kind != record.KindDecision {
		return false
	}
	var d record.Decision
	return json.Unmarshal(parsed.Data, &d) == nil && d.Creates == body
}

// Examine computes the fault of a document from its very bytes and the body's pinned key. A body decides and reports; of what an assembly
// signs it signs nothing.
func (b Body) Examine(document []byte) (record.Parsed, Fault) {
	parsed, fault := Peer{Actor: b.Actor, KeyID: b.KeyID, Key: b.Key}.Examine(document)
	if fault == NoFault && !slices.Contains([]string{record.KindBodyDecision, record.KindReport}, parsed.Header.Kind) {
		fault = FaultOwner
	}
	return parsed, fault
}

// Receive makes what is kept of a document that the body sent; what does not verify is refused.
func (b Body) Receive(document []byte, at time.Time) (BodyRecord, error) {
	parsed, fault := b.Examine(document)
	if fault != NoFault {
		return BodyRecord{}, ErrNotTheirs
	}
	return BodyRecord{
		Body: b.ID, Digest: Digest(document), Kind: parsed.Header.Kind, Audience: audience(parsed.Data), Document: document, ReceivedAt: at,
	}, nil
}
