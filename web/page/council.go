package page

import (
	"strings"
	"time"

	"federes.org/confederation/procedure"
)

// Communes is what a council shows of the communes that joined it, that asked to, and that it refused.
type Communes struct {
	Members []PeerView
	Waiting []PeerView
	Refused []PeerView
	May     bool // the viewer seats communes
}

// PeerView is one commune as the council knows it.
type PeerView struct {
	ID          int64
	Name        string
	Host        string
	Actor       string
	State       string // known, asked, accepted, refused
	Fingerprint string // of the pinned key
	Charter     int    // the version that its assembly adopted
	Since       time.Time
	Heard       time.Time // zero: nothing came yet
	Entries     int64     // of its log that were followed without a gap
	Apart       int       // records that do not verify
}

// CommuneView is one commune's records with their marks; what does not verify stands apart and is never counted.
type CommuneView struct {
	Peer    PeerView
	Alerts  []AlertView
	Records []PeerRecord
	Apart   []PeerRecord
	Bodies  []PeerBody
	Seats   []procedure.Delegate // shown to who is signed in
	Older   string
	May     bool
}

// PeerRecord is one signed record that came from a commune.
type PeerRecord struct {
	Kind     string // Decision, Mandate, …
	Entry    *Entry // of a decision
	Summary  string // of any other record
	Verified bool
	Fault    string // why it is kept apart: a key after "fault."
	At       time.Time
}

// Failure is a page that says what stands against a request and how to go on.
type Failure struct {
	Status   int
	Sentence string
	ID       string // of the log line, for a failure of ours
	Back     string
	Unsent   *Unsent // nil: nothing
}

// Unsent is a form that a stranger sent, such as someone whose session had ended: what was typed stays, to be sent again after signing in.
type Unsent struct {
	Action string
	Fields []Typed
}

// Typed is what stood in one place of a form.
type Typed struct{ Name, Value string }

// Written holds for what someone took the time to write.
func (t Typed) Written() bool { return len(t.Value) > 40 || strings.Contains(t.Value, "\n") }

// PeerBody is a secretariat or a commission of a commune, with what it sent.
type PeerBody struct {
	Name    string
	Actor   string
	Records []PeerRecord
}
