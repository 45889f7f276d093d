// Package confederation says what organisations decide together: communes join councils, councils hear what communes decided.
// It is pure, like package commune, on which it stands.
//
//	English   French       what it is
//	Council   conseil      delegates of the communes, at one level of the confederation
//	Peer      pair         another organisation with which this one is confederated, with its pinned key
//	Join      adhésion     a commune's decision to take part in a council, which names the charter that it adopts
//	Fault     défaut       why a record is kept apart: visible, never counted
package confederation

import "federes.org/commune"

// FormJoin is the form of a motion by which a commune joins a council (CF-1, CH-1).
const FormJoin commune.FormName = "join"

// The refusals of the confederation.
var (
	ErrNotCouncil      = commune.Refuse(commune.Invalid, "not_council")
	ErrCouncilUnknown  = commune.Refuse(commune.Invalid, "council_unknown")
	ErrCouncilItself   = commune.Refuse(commune.Invalid, "council_itself")
	ErrAlreadyJoined   = commune.Refuse(commune.Conflict, "already_joined")
	ErrNotAsked        = commune.Refuse(commune.Conflict, "not_asked")
	ErrJoinUnproved    = commune.Refuse(commune.Invalid, "join_unproved")
	ErrCharterOutdated = commune.Refuse(commune.Conflict, "charter_outdated") // CH-1
	ErrPeerUnknown     = commune.Refuse(commune.Forbidden, "peer_unknown")
	ErrPeerUnreachable = commune.Refuse(commune.Conflict, "peer_unreachable")
	ErrNotTheirs       = commune.Refuse(commune.Forbidden, "not_theirs")
)
