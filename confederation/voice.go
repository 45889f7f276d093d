package confederation

import (
	"encoding/json"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// Instructed is what an assembly has its delegate say on an item of our council, or what it confirms of a vote that no instruction covered (CF-5).
// Of several about one of them the one with the highest seq holds.
type Instructed struct {
	ID       int64
	Peer     PeerID
	Mandate  string // its record
	About    string // the address of the item, or of the motion
	Position commune.Choice
	Words    string
	Record   string
	Seq      commune.Seq
}

// TableName names the table.
func (Instructed) TableName() string { return "instructions" }

// After is what holds of what was known and what is heard, in whatever order both came.
func (i Instructed) After(heard Instructed) Instructed {
	if i.Record != "" && i.Seq >= heard.Seq {
		return i
	}
	heard.ID = i.ID
	return heard
}

// Instructs reads what a verified record of a member says to its delegate. The second value is false for one that instructs nobody in this council.
func Instructs(council commune.ActorID, r record.Parsed) (Instructed, bool) {
	i := Instructed{Record: r.ID, Seq: r.Header.Seq}
	var in commune.ActorID
	var position string
	switch r.Header.Kind {
	case record.KindInstruction:
		var said record.Instruction
		if json.Unmarshal(r.Data, &said) != nil {
			return i, false
		}
		in, i.Mandate, i.About, position, i.Words = said.Council, said.Mandate, said.Item, said.Position, said.Text
	case record.KindConfirmation:
		var said record.Confirmation
		if json.Unmarshal(r.Data, &said) != nil {
			return i, false
		}
		in, i.Mandate, i.About, position = said.Council, said.Mandate, said.Motion, said.Position
	}
	i.Position = commune.Choice(position)
	ours := in == council && commune.OriginOf(i.About) == commune.OriginOf(string(council)) && commune.OriginOf(i.Mandate) == commune.OriginOf(r.ID)
	return i, ours && slices.Contains(Stances(), i.Position)
}

// Stances are what an assembly can have its delegate say.
func Stances() []commune.Choice {
	return []commune.Choice{commune.For, commune.Against, commune.Abstain}
}

// FormConfirm is the form of a motion by which an assembly makes a vote of its delegate its own, which no instruction covered (CF-5).
const FormConfirm commune.FormName = "confirm"

// ConfirmTerms is what such a motion says: which vote of which delegate.
type ConfirmTerms struct {
	Council  commune.ActorID `json:"council"`
	Mandate  string          `json:"mandate"`
	Motion   string          `json:"motion"`
	Position string          `json:"position"`
}

// Voice is how one delegation votes in a council, with what is known of what allows it (CF-5).
type Voice struct {
	Seat
	Of        Peer
	Choice    commune.Choice // empty while it did not vote
	Told      Instructed     // by its assembly about the item; none while it has no record
	Confirmed Instructed     // by its assembly, of this very vote
}

// VoiceState is whether a voice counts.
type VoiceState string

// A voice counts; or waits until the mandate is confirmed to live, or until the assembly confirms it; or is lost with its mandate.
const (
	VoiceCounts  VoiceState = "counts"
	VoiceChecked VoiceState = "checked"
	VoiceAsked   VoiceState = "asked"
	VoiceLost    VoiceState = "lost"
)

// State tells whether the voice counts in a vote, as it is now known. No vote counts before the mandate was confirmed after that vote opened; it
// is lost with a mandate that ended before the close; and what no instruction covers waits for the assembly (CF-5, SE-7).
func (v Voice) State(m commune.Motion, now time.Time) VoiceState {
	closed := m.ClosedAt
	if closed.IsZero() {
		closed = now
	}
	switch {
	case v.EndedBy(closed):
		return VoiceLost
	case v.ConfirmedAt.Before(m.OpenedAt):
		return VoiceChecked
	case Imperative(m) && v.AllowedBy() == "":
		return VoiceAsked
	}
	return VoiceCounts
}

// AllowedBy is the record by which the assembly allows what its delegate voted: its confirmation, or else its instruction; empty for none.
func (v Voice) AllowedBy() string {
	for _, said := range []Instructed{v.Confirmed, v.Told} {
		if said.Record != "" && said.Position == v.Choice {
			return said.Record
		}
	}
	return ""
}

// Imperative tells whether a delegate votes on it as their assembly instructed: on everything but how the council itself works, the words of a
// text before it is voted, and a choice among several, which a vote for or against then adopts (CF-5).
func Imperative(m commune.Motion) bool {
	internal := []commune.FormName{
		commune.FormSitting, commune.FormLateItem, commune.FormPriorities, commune.FormCorrection, commune.FormExclusion, commune.FormSetting,
		commune.FormMandate, commune.FormRevocation, commune.FormElection, commune.FormSelection,
	}
	return m.Amends == 0 && !m.Plural() && !slices.Contains(internal, m.Form)
}

// Tell counts the voices of a vote: what counts, and how many wait for so many days after the close (CF-5).
func Tell(voices []Voice, m commune.Motion, now time.Time, days int) commune.Voiced {
	told := commune.Voiced{Counts: commune.Counts{}}
	for _, v := range voices {
		if v.Choice == "" {
			continue
		}
		switch v.State(m, now) {
		case VoiceCounts:
			told.Counts[v.Choice]++
		case VoiceChecked, VoiceAsked:
			told.Waiting++
		}
	}
	closed := m.ClosedAt
	if closed.IsZero() {
		closed = now
	}
	told.Until = closed.Add(time.Duration(days) * 24 * time.Hour)
	return told
}
