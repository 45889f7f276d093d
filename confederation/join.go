package confederation

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/record"
)

// JoinTerms is what a motion of the form "join a council" says: which council, and which version of its charter is adopted (CH-1).
type JoinTerms struct {
	Council        commune.ActorID `json:"council"`
	CouncilName    string          `json:"councilName"`
	CharterID      string          `json:"charterId"`
	CharterVersion int             `json:"charterVersion"`
	CharterHash    string          `json:"charterHash"`
}

// Terms are those of joining this council under the charter that it showed.
func (p Peer) Terms() JoinTerms {
	return JoinTerms{
		Council: p.Actor, CouncilName: p.Name, CharterID: p.CharterID, CharterVersion: p.CharterVersion, CharterHash: p.CharterHash,
	}
}

// Ask is the commune's side of its decision to join.
func (p Peer) Ask(decision []byte) (Peer, error) {
	switch {
	case p.Role != RoleCouncil:
		return p, ErrNotCouncil
	case p.State == Asked || p.State == Accepted:
		return p, ErrAlreadyJoined
	}
	p.State, p.JoinRecord = Asked, decision
	return p, nil
}

// Applies is the council's side: the decision must be the commune's own, proved, and name this council and its charter (CH-1).
func (p Peer) Applies(council commune.ActorID, decision []byte) (Peer, error) {
	if p.State == Accepted {
		return p, ErrAlreadyJoined
	}
	parsed, fault := p.Examine(decision)
	if fault != NoFault || parsed.Header.Kind != record.KindDecision {
		return p, ErrJoinUnproved
	}
	var d record.Decision
	if err := json.Unmarshal(parsed.Data, &d); err != nil || d.Council != council || d.Charter == nil || d.Form != string(FormJoin) {
		return p, ErrJoinUnproved
	}
	p.State, p.JoinRecord = Asked, decision
	p.CharterID, p.CharterVersion, p.CharterHash = d.Charter.ID, d.Charter.Version, d.Charter.Hash
	return p, nil
}

// Answer accepts or refuses a commune that asked. Only communes that adopted the charter in force are seated (CH-1).
func (p Peer) Answer(accept bool, charter commune.Charter, hash string) (Peer, error) {
	switch {
	case p.Role != RoleCommune || p.State != Asked:
		return p, ErrNotAsked
	case accept && (p.CharterVersion != charter.Version || p.CharterHash != hash):
		return p, ErrCharterOutdated.With(charter.Version, p.CharterVersion)
	case accept:
		p.State = Accepted
	default:
		p.State = Refused
	}
	return p, nil
}

// Answered is the commune's side of the council's answer to one of its decisions to join. Who left meanwhile and asked anew waits for the
// answer to that (CF-1).
func (p Peer) Answered(decision []byte, accepted bool) (Peer, error) {
	if p.Role != RoleCouncil || p.State != Asked || p.Joined() != (Peer{JoinRecord: decision}).Joined() {
		return p, ErrNotAsked
	}
	p.State = Refused
	if accepted {
		p.State = Accepted
	}
	return p, nil
}

// JoinDecided says that our assembly decided to join a council.
type JoinDecided struct{ Peer Peer }

// EventName names the event.
func (JoinDecided) EventName() string { return "join-decided" }

// JoinAnswered says that our council answered a commune that asked to join.
type JoinAnswered struct {
	Peer     Peer
	Accepted bool
}

// EventName names the event.
func (JoinAnswered) EventName() string { return "join-answered" }

// PullDue says that something of a peer's log may be missing here.
type PullDue struct{ Peer Peer }

// EventName names the event.
func (PullDue) EventName() string { return "pull-due" }
