package confederation

import (
	"encoding/json"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// FormAccount is the form of a motion by which an assembly answers for two stories that were told in its name (CR-2).
const FormAccount commune.FormName = "account"

// The refusals of who answers for what.
var (
	ErrAlertUnknown  = commune.Refuse(commune.Invalid, "alert_unknown")
	ErrAlertAnswered = commune.Refuse(commune.Conflict, "alert_answered")
	ErrAlertProposed = commune.Refuse(commune.Conflict, "alert_proposed")
)

// AccountTerms is what a motion of the form "account" says: for which evidence the assembly answers.
type AccountTerms struct {
	Digest string `json:"digest"`
}

// Alert is evidence that is known here. The counting of who it concerns is frozen until their assembly answers for it (CR-2).
type Alert struct {
	ID       int64
	Digest   string
	Actor    commune.ActorID
	Kind     string
	Evidence []byte          // as JSON
	FoundBy  commune.ActorID // the witness that found it
	FoundAt  time.Time
	Place    int64  // the last place of the log that both stories can have, before which they differ or at which
	Reach    int64  // how many places the longer story has; once answered, the answer's own place is among them
	Answer   []byte // the decision by which their assembly answered, as signed; empty before
}

// TableName names the table.
func (Alert) TableName() string { return "alerts" }

// Alerts makes of evidence what is kept of it.
func (e Evidence) Alerts(by commune.ActorID, at time.Time) (Alert, error) {
	raw, err := json.Marshal(e)
	if err != nil {
		return Alert{}, fmt.Errorf("confederation: evidence: %w", err)
	}
	a := Alert{Digest: Digest(raw), Actor: e.Actor, Kind: e.Kind, Evidence: raw, FoundBy: by, FoundAt: at}
	a.Place, a.Reach = e.span()
	return a, nil
}

// Answered tells whether their assembly answered for it.
func (a Alert) Answered() bool { return len(a.Answer) > 0 }

// AnsweredBy takes in a decision that answers for it.
func (a Alert) AnsweredBy(decision []byte, seq commune.Seq) Alert {
	a.Answer, a.Reach = decision, max(a.Reach, int64(seq)+1)
	return a
}

// Covers tells whether the answer to this evidence is one to the other too: both are about the same stretch of the log. What is told twice
// beyond it needs an answer of its own.
func (a Alert) Covers(other Alert) bool {
	return a.Answered() && a.Actor == other.Actor && other.Place < a.Reach
}

// Answers reads for which evidence a verified decision answers; empty for none.
func Answers(parsed record.Parsed) string {
	var d record.Decision
	if parsed.Header.Kind != record.KindDecision || json.Unmarshal(parsed.Data, &d) != nil || d.Form != string(FormAccount) {
		return ""
	}
	return d.AccountsFor
}

// HeadDoubted says that a log signed a head whose proof does not hold: its tree is to be read, to know whether it was rewritten or the proof was bad.
type HeadDoubted struct {
	Actor      commune.ActorID
	Checkpoint []byte
}

// EventName names the event.
func (HeadDoubted) EventName() string { return "head-doubted" }
