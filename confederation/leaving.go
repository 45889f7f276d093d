package confederation

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/record"
)

// The forms of motions about a membership that exists (CF-1, CH-1).
const (
	FormLeave commune.FormName = "leave"          // we are no member of a council any more
	FormAdopt commune.FormName = "adopt"          // we adopt the version of a council's charter that is in force
	FormEnd   commune.FormName = "end_membership" // our council has somebody for a member no more
)

// The refusals of memberships.
var (
	ErrNotMember      = commune.Refuse(commune.Conflict, "no_membership")
	ErrCharterAdopted = commune.Refuse(commune.Conflict, "charter_adopted") // which version
	ErrCircle         = commune.Refuse(commune.Conflict, "circle")          // who stands below (CF-8)
	ErrNoGround       = commune.Refuse(commune.Conflict, "no_ground")       // until when the version before holds (CH-1)
	ErrTieProposed    = commune.Refuse(commune.Conflict, "tie_proposed")    // one motion is enough
)

// TieTerms is what a motion to leave a council, or to end a membership, says: with whom the tie ends.
type TieTerms struct {
	Actor   commune.ActorID `json:"actor"`
	Name    string          `json:"name"`
	Version int             `json:"version,omitempty"` // to end a membership: of the charter, that was not adopted in time (CH-1)
}

// LeaveDecided says that our assembly decided to leave a council.
type LeaveDecided struct {
	Peer   Peer
	Record []byte
}

// EventName names the event.
func (LeaveDecided) EventName() string { return "leave-decided" }

// MemberLeft says that an organisation is no member of our council any more.
type MemberLeft struct{ Peer Peer }

// EventName names the event.
func (MemberLeft) EventName() string { return "member-left" }

// FollowDue says that there is a council whose public records tell of the levels below or above us (CF-8).
type FollowDue struct {
	Actor commune.ActorID
	Role  Role
	Key   string // under which it was told to us, a Multikey; empty for none
}

// EventName names the event.
func (FollowDue) EventName() string { return "follow-due" }

// Leaves is the side of who decides to leave. A council that has not answered yet is not joined any more either.
func (p Peer) Leaves() (Peer, error) {
	if p.Role != RoleCouncil || p.State != Accepted && p.State != Asked {
		return p, ErrNotMember
	}
	p.State = Known
	return p, nil
}

// Parts is the council's side: who was a member, or asked to be, is not any more.
func (p Peer) Parts() Peer {
	p.State = Known
	return p
}

// Adopts is the side of who decides to adopt a version of a council's charter.
func (p Peer) Adopts(c record.CharterRef, text string) (Peer, error) {
	switch {
	case p.Role != RoleCouncil || p.State != Accepted:
		return p, ErrNotMember
	case c.Version <= p.CharterVersion:
		return p, ErrCharterAdopted.With(p.CharterVersion)
	}
	p.CharterID, p.CharterVersion, p.CharterHash, p.CharterText = c.ID, c.Version, c.Hash, text
	return p, nil
}

// Joined is the place in its own log at which a member decided to join; -1 if what it sent cannot be read.
func (p Peer) Joined() commune.Seq {
	parsed, err := record.Parse(p.JoinRecord)
	if err != nil {
		return -1
	}
	return parsed.Header.Seq
}

// ReadTie reads a verified decision about a membership in a council: to leave it, or to adopt its charter.
func ReadTie(parsed record.Parsed) (record.Decision, bool) {
	var d record.Decision
	if parsed.Header.Kind != record.KindDecision || json.Unmarshal(parsed.Data, &d) != nil || d.Council == "" {
		return d, false
	}
	switch commune.FormName(d.Form) {
	case FormJoin, FormLeave:
		return d, true
	case FormAdopt:
		return d, d.Charter != nil
	}
	return d, false
}
