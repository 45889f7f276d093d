// Package record is the signed envelope of a political act: one document whose words a fediverse reader sees and whose data a
// commune computes with, under one URI and one signature (FEP-8b32, eddsa-jcs-2022). A record is never updated.
package record

import (
	"encoding/json"
	"time"

	"federes.org/commune"
)

// Namespace is where the one property of ours is defined.
const Namespace = "https://federes.org/ns#"

// Public is the audience of everybody, as ActivityStreams names it.
const Public = "https://www.w3.org/ns/activitystreams#Public"

// Property is the name under which the data of a record stands.
const Property = "federes:record"

// The kinds of records that exist so far.
const (
	KindDecision = "Decision"
	KindMandate  = "Mandate"
	KindCharter  = "Charter"
	KindMinutes  = "Minutes"
	KindReport   = "Report"

	KindBodyDecision = "BodyDecision"
	KindRevocation   = "Revocation"
	KindResignation  = "Resignation"

	KindPopularDecision = "PopularDecision"
	KindConvocation     = "Convocation"
)

// Context is the inline context of every record: nothing is fetched to understand one.
func Context() []any {
	return []any{
		"https://www.w3.org/ns/activitystreams",
		"https://w3id.org/security/data-integrity/v2",
		map[string]any{
			"federes": Namespace,
			Property:  map[string]any{"@id": Property, "@type": "@json"},
		},
	}
}

// Header begins the data of every record.
type Header struct {
	V    int         `json:"v"`
	Kind string      `json:"kind"`
	Seq  commune.Seq `json:"seq"` // the leaf's index in the instance's log
}

// Decision is what an assembly decided (CR-2).
type Decision struct {
	Header
	Number     string          `json:"number"`
	Text       string          `json:"text"`
	Tally      commune.Tally   `json:"tally"`
	Electorate int             `json:"electorate"`
	Mode       string          `json:"mode"`               // how it was voted: "named", "secret", "hands" or "mixed"
	Majority   string          `json:"majority,omitempty"` // that it reached: "voters" or "electors"; absent for more for than against (AG-5)
	Form       string          `json:"form"`
	Meeting    string          `json:"meeting"`
	DecidedAt  string          `json:"decidedAt"`
	Audience   string          `json:"audience"`
	Annuls     *string         `json:"annuls"`
	Council    commune.ActorID `json:"council,omitempty"`  // of the form "join": the council
	Charter    *CharterRef     `json:"charter,omitempty"`  // and the version of its charter that is adopted (CH-1); of the form "charter": our own
	Revokes    string          `json:"revokes,omitempty"`  // of the form "revocation": the record of the mandate (SE-7)
	Corrects   string          `json:"corrects,omitempty"` // of the form "correction": the record of the minutes
	Creates    commune.ActorID `json:"creates,omitempty"`  // of the form "create_body": the body that it made (SE-8, CO-2)
	Dissolves  commune.ActorID `json:"dissolves,omitempty"`

	CoOrganises commune.ActorID `json:"coorganises,omitempty"` // of the form "coorganise": the popular assembly of others (AP-1)
	PartsFrom   commune.ActorID `json:"partsFrom,omitempty"`   // of the form "coorganise_end": the one that it organises no more

	Answers string  `json:"answers,omitempty"` // of the form "ratify": the record of the proposal (CF-7)
	Carries string  `json:"carries,omitempty"` // of a council: the record of what it carries out (CF-5)
	Voices  []Voice `json:"voices,omitempty"`  // of a council: one for each delegation whose vote counted

	AccountsFor string `json:"accountsFor,omitempty"` // of the form "account": the digest of the evidence that the assembly answers for

	Rekeys commune.ActorID `json:"rekeys,omitempty"` // of the form "rekey": the peer whose key is another from now on
	Key    string          `json:"key,omitempty"`    // and that key, a Multikey
}

// CharterRef names one version of a charter beyond doubt.
type CharterRef struct {
	ID      string `json:"id,omitempty"` // its record; absent where that record names the decision
	Version int    `json:"version"`
	Hash    string `json:"hash"` // sha256: of the text, in hexadecimal
}

// Mandate is what an assembly gave to one person (SE-3).
type Mandate struct {
	Header
	Issuer       commune.ActorID      `json:"issuer"`
	Holder       string               `json:"holder"` // public name
	Title        string               `json:"title"`
	Body         commune.ActorID      `json:"body,omitempty"` // in which it is exercised; absent for the organisation itself
	Mission      string               `json:"mission"`        // the clauses, one a line
	Clauses      []string             `json:"clauses"`        // numbered from 1 (SE-4)
	Capabilities commune.Capabilities `json:"capabilities"`
	Council      commune.ActorID      `json:"council,omitempty"`
	DecidedBy    string               `json:"decidedBy"` // the decision's record
	From         string               `json:"from"`
	Until        string               `json:"until"`
	ReportEvery  int                  `json:"reportEvery,omitempty"` // days between two reports (SE-6)
	Status       string               `json:"status"`                // 204 while it lives, 410 once it ended
	Audience     string               `json:"audience"`
}

// Ending is that a mandate ended before its term: the assembly revoked it (SE-7), or its holder resigned.
type Ending struct {
	Header
	Mandate   string `json:"mandate"`             // its record
	DecidedBy string `json:"decidedBy,omitempty"` // of a revocation: the decision's record
	EndedAt   string `json:"endedAt"`
	Audience  string `json:"audience"`
}

// Charter is one version of a confederation's charter, or of a commune's own (CH-1).
type Charter struct {
	Header
	Version   int    `json:"version"`
	Text      string `json:"text"` // Markdown
	Hash      string `json:"hash"`
	DecidedBy string `json:"decidedBy,omitempty"` // the decision's record; absent for a council's first version, which stands from its founding
	Audience  string `json:"audience"`
}

// Minutes is what an assembly did, as its taker wrote it (CR-1). The words are the document's content; the hash is that of its Markdown.
type Minutes struct {
	Header
	Meeting   string   `json:"meeting"`
	OpenedAt  string   `json:"openedAt"`
	ClosedAt  string   `json:"closedAt"`
	Present   Present  `json:"present"`   // who was there is said to nobody
	Decisions []string `json:"decisions"` // their records, as far as their audience reaches
	Hash      string   `json:"hash"`      // sha256: of the Markdown, in hexadecimal
	Audience  string   `json:"audience"`
}

// Present counts who came to an assembly, in the room and online (AG-6).
type Present struct {
	Room   int `json:"room"`
	Online int `json:"online"`
}

// BodyDecision is what a secretariat decided under one clause of one mandate (SE-4). It is signed by the secretariat, and is no decision of
// the assembly.
type BodyDecision struct {
	Header
	Number     string          `json:"number"`
	Body       commune.ActorID `json:"body"`
	Mandate    string          `json:"mandate"` // its record
	Clause     int             `json:"clause"`  // of the mandate, from 1
	ClauseText string          `json:"clauseText"`
	Text       string          `json:"text"`
	TakenAt    string          `json:"takenAt"`
	Audience   string          `json:"audience"`
}

// PopularDecision is what a popular assembly decided (AP-2, AP-5). It is signed by that assembly, and decides nothing for the organisation.
type PopularDecision struct {
	Header
	Number     string          `json:"number"`
	Body       commune.ActorID `json:"body"`
	Text       string          `json:"text"`
	Tally      commune.Tally   `json:"tally"`
	Electorate int             `json:"electorate"`
	Mode       string          `json:"mode"`
	Meeting    string          `json:"meeting"`
	DecidedAt  string          `json:"decidedAt"`
	Audience   string          `json:"audience"`
}

// Convocation calls everybody to a sitting of a popular assembly, or says that it was moved or cancelled: of several about one meeting the last
// holds (AP-5).
type Convocation struct {
	Header
	Body     commune.ActorID `json:"body"`
	Meeting  string          `json:"meeting"`
	StartsAt string          `json:"startsAt"`
	Place    string          `json:"place"`
	Reason   string          `json:"reason,omitempty"` // of what is not as it was announced
	Off      bool            `json:"cancelled,omitempty"`
	Audience string          `json:"audience"`
}

// Report is what a body, or the holder of a mandate, tells of a period, or of a meeting (SE-5, SE-6, CO-5, CF-6). The words are the
// document's content; the hash is that of its Markdown.
type Report struct {
	Header
	Body     commune.ActorID `json:"body"`
	Mandate  string          `json:"mandate,omitempty"` // its record, if it reports on one
	From     string          `json:"from"`              // days, both included
	Until    string          `json:"until"`
	Hash     string          `json:"hash"` // sha256: of the Markdown, in hexadecimal
	Audience string          `json:"audience"`
}

// Envelope is what surrounds the data.
type Envelope struct {
	ID        string
	Type      string // Note for short acts, Article for long texts
	Body      commune.ActorID
	To, Cc    []string
	Published time.Time
	URL       string
	Language  string
	Name      string // of an Article
	Summary   string // of an Article, 500 characters at most
	Content   string // HTML
}

// document lays the envelope and its data out as one JSON object. Arrays stay arrays.
func document(e Envelope, data any) map[string]any {
	doc := map[string]any{
		"@context":     Context(),
		"id":           e.ID,
		"type":         e.Type,
		"attributedTo": string(e.Body),
		"to":           e.To,
		"cc":           e.Cc,
		"published":    Time(e.Published),
		"url":          e.URL,
		"content":      e.Content,
		"contentMap":   map[string]string{e.Language: e.Content},
		Property:       data,
	}
	if e.Type == "Article" {
		doc["name"], doc["summary"] = e.Name, e.Summary
	}
	return doc
}

// Time writes an instant as every record does: UTC, whole seconds, Z.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// Parsed is what can be read in a record before anything is believed.
type Parsed struct {
	ID           string          `json:"id"`
	Type         string          `json:"type"`
	AttributedTo commune.ActorID `json:"attributedTo"`
	To           []string        `json:"to"`
	Cc           []string        `json:"cc"`
	Published    time.Time       `json:"published"`
	URL          string          `json:"url"`
	Summary      string          `json:"summary"` // of an Article
	Content      string          `json:"content"`
	Data         json.RawMessage `json:"federes:record"`
	Header       Header          `json:"-"`
}
