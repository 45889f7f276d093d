package confederation

import (
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// AnswerRow is an answer as it is kept: its bytes, what they say, and whether the tally holds it. It may come before its proposal.
type AnswerRow struct {
	ID           int64
	Proposal     string // its record's address
	Commune      commune.ActorID
	Name         string // as the roll, or its own actor, called it
	Seq          commune.Seq
	Digest       string
	URI          string
	Hash         string
	Yes          bool
	Reservations string
	For          int
	Against      int
	Abstain      int
	Electorate   int
	DecidedAt    time.Time
	Decision     string // its record
	Document     []byte
	Contested    bool  // something else is signed at its place of the log
	Stands       bool  // it is the one by which its commune is shown
	Apart        Apart // why that one is not counted; empty when it is
	HeardAt      time.Time
}

// TableName names the table.
func (AnswerRow) TableName() string { return "answers" }

// Answer is what it says.
func (r AnswerRow) Answer() Answer {
	return Answer{
		Commune: r.Commune, Seq: r.Seq, Digest: r.Digest, Hash: r.Hash, Yes: r.Yes, Reservations: r.Reservations,
		Persons: commune.Tally{For: r.For, Against: r.Against, Abstain: r.Abstain}, Electorate: r.Electorate, DecidedAt: r.DecidedAt, Contested: r.Contested,
	}
}

// Standing is how the tally last took it.
func (r AnswerRow) Standing() Standing {
	if !r.Stands {
		return Standing{}
	}
	return Standing{r.Answer(), r.Apart}
}

// ReadAnswer reads an answer out of a record that was verified.
func ReadAnswer(document []byte) (AnswerRow, error) {
	parsed, err := record.Parse(document)
	if err != nil {
		return AnswerRow{}, ErrAnswerUnread
	}
	return AnswerOf(parsed, document)
}

// AnswerOf reads it where the record was parsed already.
func AnswerOf(parsed record.Parsed, document []byte) (AnswerRow, error) {
	var d record.Ratification
	if parsed.Header.Kind != record.KindRatification || json.Unmarshal(parsed.Data, &d) != nil {
		return AnswerRow{}, ErrAnswerUnread
	}
	decided, err := time.Parse(time.RFC3339, d.DecidedAt)
	if err != nil || d.Answer != AnswerYes && d.Answer != AnswerNo || len(d.Proposal) > commune.MaxURL || commune.OptionalText(d.Reservations, commune.MaxText) != nil {
		return AnswerRow{}, ErrAnswerUnread
	}
	return AnswerRow{
		Proposal: d.Proposal, Commune: parsed.AttributedTo, Seq: parsed.Header.Seq, Digest: Digest(document), URI: parsed.ID, Hash: d.Hash,
		Yes: d.Answer == AnswerYes, Reservations: d.Reservations, For: d.Tally.For, Against: d.Tally.Against, Abstain: d.Tally.Abstain,
		Electorate: d.Electorate, DecidedAt: decided.UTC(), Decision: d.Decision, Document: document,
	}, nil
}

// What an assembly answers.
const (
	AnswerYes = "yes"
	AnswerNo  = "no"
)

// RatifyTerms is what a motion that answers a proposal says. The reservations are part of a yes.
type RatifyTerms struct {
	Proposal     string `json:"proposal"`
	Title        string `json:"title"`
	Council      string `json:"council"` // its name
	Hash         string `json:"hash"`
	Reservations string `json:"reservations,omitempty"`
}

// CountedAnswer is one line of the list that an outcome names, so that anybody can count again (CF-7).
type CountedAnswer struct {
	Commune commune.ActorID `json:"commune"`
	Record  string          `json:"record"`
	Digest  string          `json:"digest"` // sha256 of the record's bytes, in hexadecimal
}

// CountedList is that list.
type CountedList struct {
	Proposal string          `json:"proposal"`
	Answers  []CountedAnswer `json:"answers"`
}

// TextPut says that our council puts a text to its members, or passes on one that was offered to it (CF-7, CF-8).
type TextPut struct {
	Proposal Proposal
	To       []commune.ActorID
}

// EventName names the event.
func (TextPut) EventName() string { return "text-put" }

// TextAnswered says that our assembly answered a text.
type TextAnswered struct {
	Proposal Proposal
	Offers   []TextOffer
	Answer   AnswerRow
}

// EventName names the event.
func (TextAnswered) EventName() string { return "text-answered" }

// AuthorUnread says that a text was passed on to us whose author's key is to be read from the author's own actor.
type AuthorUnread struct{ Proposal Proposal }

// EventName names the event.
func (AuthorUnread) EventName() string { return "author-unread" }

// The refusals of answers.
var (
	ErrAnswerUnread   = commune.Refuse(commune.Invalid, "answer_unread")
	ErrAnswersTooMany = commune.Refuse(commune.Conflict, "answers_too_many")
)
