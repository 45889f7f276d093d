package confederation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// FormPropose is the form of a motion by which a council puts a text to the assemblies of all its communes (CF-7).
const FormPropose commune.FormName = "propose"

// CountAfter is how long after the deadline answers decided before it may still come in; then the outcome is written (CF-7).
const CountAfter = 24 * time.Hour

// The shortest and the longest time that the assemblies have to answer: each shall have an ordinary meeting in it.
const (
	MinAnswerTime = 24 * time.Hour
	MaxAnswerTime = 366 * 24 * time.Hour
)

// ProposalID is our number for a text that was put to the communes.
type ProposalID int64

// Proposal is a text that a council puts to the assembly of every commune: our own, or one that was offered to us (CF-7).
type Proposal struct {
	ID             ProposalID
	URI            string // its record
	Ref            string // names it in addresses, the same on every instance
	Author         commune.ActorID
	AuthorName     string
	AuthorInbox    string // empty for our own, and until its actor was read
	Key            []byte // Ed25519, of the author
	KeyID          string
	Title          string
	Text           string
	Hash           string
	CharterVersion int
	Becomes        int // the version of the charter that the text would be; 0 for another text
	Rule           Rule
	Deadline       time.Time
	Decision       commune.DecisionID // of our council; 0 for a text of others
	Document       []byte             // as it was signed
	Believed       bool               // its author's key proves it
	PutAt          time.Time

	Yes, No, Reserved     int // the tally (CF-7)
	For, Against, Abstain int
	Electorate            int

	Outcome    string // its record, once counted
	OutcomeSeq commune.Seq
	Adopted    bool
	Counted    []byte // the list of counted answers, as everybody can download it
	CountedAt  time.Time
	Became     int // the version of the charter that it became; 0 for none
}

// TableName names the table.
func (Proposal) TableName() string { return "proposals" }

// RefOf is how a proposal is named in addresses.
func RefOf(uri string) string {
	h := sha256.Sum256([]byte(uri))
	return hex.EncodeToString(h[:8])
}

// ProposalPath is its page, on every instance that knows of it.
func ProposalPath(ref string) string { return "/ratifications/" + ref }

// Own holds for a text that our council put.
func (p Proposal) Own() bool { return p.Decision != 0 }

// Open holds while an answer can still be decided.
func (p Proposal) Open(now time.Time) bool { return !now.After(p.Deadline) }

// Done holds once the outcome is known.
func (p Proposal) Done() bool { return p.Outcome != "" }

// DueToCount holds when the outcome of our own text is to be written.
func (p Proposal) DueToCount(now time.Time) bool {
	return p.Own() && !p.Done() && !now.Before(p.Deadline.Add(CountAfter))
}

// Question is what answers are held against.
func (p Proposal) Question() Question {
	return Question{Hash: p.Hash, Deadline: p.Deadline, Rule: p.Rule}
}

// Tally is what is counted so far.
func (p Proposal) Tally() Tally {
	return Tally{
		Yes: p.Yes, No: p.No, Reserved: p.Reserved, Electorate: p.Electorate,
		Persons: commune.Tally{For: p.For, Against: p.Against, Abstain: p.Abstain},
	}
}

// Counting is the proposal with this tally.
func (p Proposal) Counting(t Tally) Proposal {
	p.Yes, p.No, p.Reserved, p.Electorate = t.Yes, t.No, t.Reserved, t.Electorate
	p.For, p.Against, p.Abstain = t.Persons.For, t.Persons.Against, t.Persons.Abstain
	return p
}

// ProposalTerms is what a motion of the form "propose" says.
type ProposalTerms struct {
	Title    string    `json:"title"`
	Text     string    `json:"text"`
	Hash     string    `json:"hash"`
	Charter  bool      `json:"charter,omitempty"` // the text would be the next version of the charter
	Becomes  int       `json:"becomes,omitempty"`
	Rule     Rule      `json:"rule"`
	Deadline time.Time `json:"deadline"`
}

// Check refuses what cannot be put to the communes.
func (t ProposalTerms) Check(now time.Time) error {
	if err := commune.Text(t.Title, commune.MaxName, ErrProposalTitle); err != nil {
		return err
	}
	if err := commune.Text(t.Text, commune.MaxCharter, ErrProposalText); err != nil {
		return err
	}
	if t.Deadline.Before(now.Add(MinAnswerTime)) || t.Deadline.After(now.Add(MaxAnswerTime)) {
		return ErrProposalDeadline.With(now.Add(MinAnswerTime), now.Add(MaxAnswerTime))
	}
	return nil
}

// ReadProposal reads what a proposal's record says, and refuses what nobody could answer. It proves nothing.
func ReadProposal(document []byte) (Proposal, error) {
	parsed, err := record.Parse(document)
	var d record.Proposal
	if err != nil || parsed.Header.Kind != record.KindProposal || json.Unmarshal(parsed.Data, &d) != nil {
		return Proposal{}, ErrProposalUnread
	}
	deadline, err := time.Parse(time.RFC3339, d.Deadline)
	rule := Rule(d.Rule)
	told := d.Title != "" && d.Text != "" && d.Hash == hashOf(d.Text) && commune.OptionalText(d.Title, commune.MaxName) == nil &&
		commune.OptionalText(d.Text, commune.MaxCharter) == nil
	switch {
	case err != nil || !told || d.Becomes < 0:
		return Proposal{}, ErrProposalUnread
	case rule != ByCommunes && rule != ByPersons && rule != ByBoth:
		return Proposal{}, ErrProposalUnread
	case d.Council != parsed.AttributedTo || commune.OriginOf(parsed.ID) == "" || commune.OriginOf(parsed.ID) != commune.OriginOf(string(d.Council)):
		return Proposal{}, ErrNotTheirs
	}
	return Proposal{
		URI: parsed.ID, Ref: RefOf(parsed.ID), Author: d.Council, Title: d.Title, Text: d.Text, Hash: d.Hash, CharterVersion: d.Charter.Version,
		Becomes: d.Becomes, Rule: rule, Deadline: deadline.UTC(), Document: document, PutAt: parsed.Published.UTC(),
	}, nil
}

// hashOf names a text beyond doubt.
func hashOf(text string) string {
	h := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(h[:])
}

// Believe takes the proposal for its author's, whose key proves it.
func (p Proposal) Believe(author Peer) (Proposal, error) {
	if p.Author != author.Actor {
		return p, ErrNotTheirs
	}
	if _, fault := author.Examine(p.Document); fault != NoFault {
		return p, ErrNotTheirs
	}
	p.AuthorName, p.AuthorInbox, p.Key, p.KeyID, p.Believed = author.Name, author.Inbox, author.Key, author.KeyID, true
	return p, nil
}

// TextOffer is by whom a proposal was put to us: a council that we belong to, and the activity that our answer answers (CF-7, CF-8).
type TextOffer struct {
	Proposal ProposalID      `gorm:"primaryKey;autoIncrement:false"`
	By       commune.ActorID `gorm:"primaryKey"`
	Activity string
}

// TableName names the table.
func (TextOffer) TableName() string { return "proposal_offers" }

// The refusals of texts put to all communes.
var (
	ErrProposalTitle    = commune.Refuse(commune.Invalid, "proposal_title")
	ErrProposalText     = commune.Refuse(commune.Invalid, "proposal_text")
	ErrProposalDeadline = commune.Refuse(commune.Invalid, "proposal_deadline") // from, until
	ErrProposalUnread   = commune.Refuse(commune.Invalid, "proposal_unread")
	ErrProposalUnknown  = commune.Refuse(commune.NotFound, "proposal_unknown")
	ErrProposalClosed   = commune.Refuse(commune.Conflict, "proposal_closed") // since when
	ErrProposalWaits    = commune.Refuse(commune.Conflict, "proposal_waits")
	ErrOnlyCouncils     = commune.Refuse(commune.Forbidden, "only_councils")
	ErrOnlyCommunes     = commune.Refuse(commune.Forbidden, "only_communes")
)
