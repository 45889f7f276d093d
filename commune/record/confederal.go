package record

import "federes.org/commune"

// The kinds of records by which organisations decide together.
const (
	KindMembership   = "Membership"
	KindDeparture    = "Departure"
	KindInstruction  = "Instruction"
	KindConfirmation = "Confirmation"
	KindProposal     = "Proposal"
	KindRatification = "Ratification"
	KindOutcome      = "Outcome"
	KindPendingVoice = "PendingVoice"
	KindAgenda       = "Agenda"
)

// Kinds are all that this version writes.
var Kinds = []string{
	KindDecision, KindMandate, KindCharter, KindMinutes, KindReport, KindBodyDecision, KindRevocation, KindResignation, KindPopularDecision,
	KindConvocation, KindMembership, KindDeparture, KindInstruction, KindConfirmation, KindProposal, KindRatification, KindOutcome, KindPendingVoice,
	KindAgenda,
}

// Membership is that a council has an organisation for a member (CF-1, CF-8). Of several about one member the last holds.
type Membership struct {
	Header
	Council  commune.ActorID `json:"council"`
	Member   commune.ActorID `json:"member"`
	Of       string          `json:"of"` // "commune" or "council"
	Name     string          `json:"name"`
	Charter  CharterRef      `json:"charter"`  // that the member adopted (CH-1)
	Decision string          `json:"decision"` // the record of the member's decision to join, or to adopt that charter
	Key      string          `json:"key"`      // the member's Ed25519 key as it is pinned, a Multikey
	Since    string          `json:"since"`
	Audience string          `json:"audience"`
}

// Departure is that an organisation is no member of a council any more.
type Departure struct {
	Header
	Council    commune.ActorID `json:"council"`
	Member     commune.ActorID `json:"member"`
	Membership string          `json:"membership"` // the record that it ends
	DecidedBy  string          `json:"decidedBy"`  // the member's decision to leave, or the council's
	At         string          `json:"at"`
	Audience   string          `json:"audience"`
}

// Instruction is what an assembly has its delegate say on one item of a council (CF-5). Of several about one item the last holds.
type Instruction struct {
	Header
	Mandate   string          `json:"mandate"` // its record
	Council   commune.ActorID `json:"council"`
	Item      string          `json:"item"`     // its address at the council
	Position  string          `json:"position"` // "for", "against" or "abstain"
	Text      string          `json:"text,omitempty"`
	DecidedBy string          `json:"decidedBy"`
	Audience  string          `json:"audience"`
}

// Confirmation is that an assembly makes a vote of its delegate its own which no instruction covered (CF-5).
type Confirmation struct {
	Header
	Mandate   string          `json:"mandate"`
	Council   commune.ActorID `json:"council"`
	Motion    string          `json:"motion"`   // its address at the council
	Position  string          `json:"position"` // that is confirmed
	DecidedBy string          `json:"decidedBy"`
	Audience  string          `json:"audience"`
}

// Proposal is a text that a council puts to the assembly of every commune (CF-7).
type Proposal struct {
	Header
	Council   commune.ActorID `json:"council"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`              // Markdown
	Hash      string          `json:"hash"`              // sha256: of the text, in hexadecimal
	Charter   CharterRef      `json:"charter"`           // in force when it was put
	Becomes   int             `json:"becomes,omitempty"` // the version of the charter that the text would be; absent for another text
	Rule      string          `json:"rule"`              // "communes", "persons" or "both"
	Deadline  string          `json:"deadline"`          // answers decided later are not counted
	DecidedBy string          `json:"decidedBy"`         // the council's decision to put it
	Audience  string          `json:"audience"`
}

// Ratification is the answer of one assembly to a proposal (CF-7). Until the deadline the last holds.
type Ratification struct {
	Header
	Proposal     string        `json:"proposal"`
	Hash         string        `json:"hash"`   // of the text that was voted
	Answer       string        `json:"answer"` // "yes" or "no"
	Reservations string        `json:"reservations,omitempty"`
	Decision     string        `json:"decision"` // its record
	Tally        commune.Tally `json:"tally"`
	Electorate   int           `json:"electorate"`
	DecidedAt    string        `json:"decidedAt"`
	Audience     string        `json:"audience"`
}

// Outcome is what a council counted, so that anyone can count again (CF-7).
type Outcome struct {
	Header
	Proposal string        `json:"proposal"`
	Rule     string        `json:"rule"`
	Yes      int           `json:"yes"` // communes
	No       int           `json:"no"`
	Silent   int           `json:"silent"` // communes on the roll that did not answer
	Persons  commune.Tally `json:"persons"`
	Adopted  bool          `json:"adopted"`
	Answers  string        `json:"answers"`     // the address of the list of counted answers
	Hash     string        `json:"answersHash"` // sha256: of that list, in hexadecimal
	Audience string        `json:"audience"`
}

// PendingVoice asks an assembly whether it makes a vote of its delegate its own, which no instruction covered: until then, and for so long, that
// vote does not count (CF-5).
type PendingVoice struct {
	Header
	Council  commune.ActorID `json:"council"`
	Mandate  string          `json:"mandate"`
	Item     string          `json:"item"`
	Motion   string          `json:"motion"`
	Text     string          `json:"text"` // the exact words that were voted
	Position string          `json:"position"`
	ClosedAt string          `json:"closedAt"`
	Until    string          `json:"until"`
	Audience string          `json:"audience"`
}

// Voice is how one delegation voted in a council, and what allowed it (CF-5).
type Voice struct {
	Mandate   string `json:"mandate"`
	Position  string `json:"position"`
	AllowedBy string `json:"allowedBy,omitempty"` // the record of the instruction, or of the confirmation
}

// Agenda is what a sitting of a council will treat, so that the assemblies can instruct their delegates before it (CF-5). Of several about one
// meeting the last holds.
type Agenda struct {
	Header
	Council  commune.ActorID `json:"council"`
	Meeting  string          `json:"meeting"`
	StartsAt string          `json:"startsAt"`
	Place    string          `json:"place"`
	Off      bool            `json:"cancelled,omitempty"`
	Points   []Point         `json:"points"` // in the order in which they are treated
	Audience string          `json:"audience"`
}

// Point is one item of a council's agenda, with the exact words that stand under it to be voted.
type Point struct {
	Item  string    `json:"item"` // its address, wherever it is adjourned to
	Title string    `json:"title"`
	Text  string    `json:"text,omitempty"`
	Votes []Wording `json:"votes,omitempty"`
}

// Wording is what would be voted.
type Wording struct {
	Motion string `json:"motion"` // its address
	Text   string `json:"text"`
}
