package page

import (
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/confederation"
)

// Ratifications are the texts that were put to all communes.
type Ratifications struct {
	List  []confederation.Proposal
	May   bool // the viewer can bring one to the council's next sitting
	Older string
}

// Ratification is one text with what the assemblies answered (CF-7).
type Ratification struct {
	confederation.Proposal
	Words    string // of the text, as HTML
	Before   string // the charter's text that it would replace; empty for another text, or elsewhere than at its council
	Put      string // the number of the decision that put it; empty for a text of others
	Silent   int    // communes below that are not counted
	Answers  []confederation.AnswerRow
	More     string // after which commune the next answers come
	Own      []OwnAnswer
	Compared confederation.Comparison // what the count says of our answer
	Waiting  []commune.Motion         // of ours, that would answer it
	Reserved Field
	Problems []Problem
}

// tallyEvery is how often a tally is read anew while answers can come.
const tallyEvery = "every 10s"

// Polled holds where a tally grows: at a council, until the outcome.
func (v Ratification) Polled(f Frame) bool { return f.Council() && !v.Done() }

// OwnAnswer is what our assembly answered, the last first.
type OwnAnswer struct {
	confederation.AnswerRow
	Decision string // its number
}

// State says where a text stands, as the end of a key.
func (v Ratification) State(now time.Time) string { return stateOf(v.Proposal, now) }

func stateOf(p confederation.Proposal, now time.Time) string {
	switch {
	case p.Done() && p.Adopted:
		return "adopted"
	case p.Done():
		return "rejected"
	case p.Open(now):
		return "open"
	}
	return "counting"
}

// answerSaid is how an answer is named.
func answerSaid(r confederation.AnswerRow) string {
	switch {
	case !r.Yes:
		return "no"
	case r.Reservations != "":
		return "reserved"
	}
	return "yes"
}

// AuthorPage is the page of a text at the council that put it.
func AuthorPage(p confederation.Proposal) string {
	return commune.OriginOf(string(p.Author)) + confederation.ProposalPath(p.Ref)
}

func ratificationPath(p confederation.Proposal, more string) templ.SafeURL {
	return templ.SafeURL(confederation.ProposalPath(p.Ref) + more)
}

// RatificationPath is the page here of the text that a record names.
func RatificationPath(uri string) string { return confederation.ProposalPath(confederation.RefOf(uri)) }

// NewRatification is the form of a text to be put to all communes (CF-7).
type NewRatification struct {
	Title, Text, Deadline, Charter Field
	Rule                           confederation.Rule
	Problems                       []Problem
}
