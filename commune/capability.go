package commune

import (
	"slices"
	"strings"
)

// Capability is one thing that a mandate allows in the software (PW-1).
type Capability string

// The documented list. What is not here needs no mandate, or no software.
const (
	AdmitMembers  Capability = "admit_members"  // ME-1
	RecordDues    Capability = "record_dues"    // ME-1
	Convene       Capability = "convene"        // AG-3
	Facilitate    Capability = "facilitate"     // DR-2: open and close a meeting and its votes
	TakeMinutes   Capability = "take_minutes"   // DR-2, CR-1: write a meeting's minutes and publish them
	PrepareAgenda Capability = "prepare_agenda" // DR-2, OJ-3: order the items within a priority
	SeatCommunes  Capability = "seat_communes"  // CF-3: a council accepts or refuses a commune
	SitInCouncil  Capability = "delegate"       // CF-5
	Organise      Capability = "organise"       // AP-1: popular assemblies, with whoever else brings them about
)

// Capabilities is what a mandate lists.
type Capabilities []Capability

// AllCapabilities is the list that an assembly of this kind can give.
func AllCapabilities(kind OrganisationKind) Capabilities {
	if kind == KindCouncil {
		return Capabilities{AdmitMembers, SeatCommunes, Convene, Facilitate, TakeMinutes, PrepareAgenda, SitInCouncil}
	}
	return Capabilities{AdmitMembers, RecordDues, Convene, Facilitate, TakeMinutes, PrepareAgenda, SitInCouncil, Organise}
}

// Capabilities is the list that a mandate in a body of this kind can give. What a meeting needs is given by the meeting, and a delegate is
// the assembly's own; a commission has no power to decide, so that work in it needs none (SE-2, CO-3).
func (k BodyKind) Capabilities() Capabilities {
	if k == Secretariat {
		return Capabilities{AdmitMembers, RecordDues, Convene, Organise}
	}
	return nil
}

// capabilityRules are those by which the assembly gives each.
var capabilityRules = map[Capability]string{
	AdmitMembers: "ME-1", RecordDues: "ME-1", Convene: "AG-3", Facilitate: "DR-2, MO-1", TakeMinutes: "DR-2, CR-1", PrepareAgenda: "DR-2, OJ-3",
	SeatCommunes: "CF-3", SitInCouncil: "CF-5", Organise: "AP-1",
}

// Rule is the rule of the organisation by which the capability exists.
func (c Capability) Rule() string { return capabilityRules[c] }

// Has tells whether c is listed.
func (cs Capabilities) Has(c Capability) bool { return slices.Contains(cs, c) }

// String lists the capabilities with a space between.
func (cs Capabilities) String() string {
	words := make([]string, len(cs))
	for i, c := range cs {
		words[i] = string(c)
	}
	return strings.Join(words, " ")
}

// ParseCapabilities reads what String wrote.
func ParseCapabilities(s string) Capabilities {
	var cs Capabilities
	for _, word := range strings.Fields(s) {
		cs = append(cs, Capability(word))
	}
	return cs
}
