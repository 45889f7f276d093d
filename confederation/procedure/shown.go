package procedure

import (
	"encoding/json"
	"slices"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// ReadSitting computes what the screens of a meeting show; of a council with each delegation's voice (CF-5).
func ReadSitting(tx *store.Tx, id commune.MeetingID) (commons.Sitting, error) {
	s, err := commons.ReadSitting(tx, id)
	if err != nil {
		return s, err
	}
	for i, vote := range s.Votes {
		if s.Votes[i].Voices, err = ShownVoices(tx, vote.Motion); err != nil {
			return s, err
		}
	}
	if s.Result.ID != 0 {
		s.Result.Voices, err = ShownVoices(tx, s.Result.Motion)
	}
	return s, err
}

// ShownVoices are those of a vote of our council as everybody reads them: what each assembly has its delegate say, and once the vote is closed
// what they said and whether it counts (CF-5). In a commune, and while a vote is open that no instruction concerns, there are none.
func ShownVoices(tx *store.Tx, m commune.Motion) ([]commune.Voice, error) {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil || !m.Opened() || m.Voting() && !confederation.Imperative(m) {
		return nil, err
	}
	voices, err := Voices(tx, m)
	if err != nil {
		return nil, err
	}
	counted, err := attested(tx, m)
	if err != nil {
		return nil, err
	}
	shown := make([]commune.Voice, 0, len(voices))
	for _, v := range voices {
		said := commune.Voice{Of: v.Of.Name, Holder: v.Holder}
		if confederation.Imperative(m) {
			said.Told, said.Words, said.Record = v.Told.Position, v.Told.Words, v.Told.Record
		}
		if !m.Voting() && v.Choice != "" {
			said.Choice, said.State = v.Choice, string(v.State(m, tx.Now()))
			if slices.Contains(counted, v.Mandate) {
				said.State = string(confederation.VoiceCounts)
			}
		}
		shown = append(shown, said)
	}
	slices.SortStableFunc(shown, func(a, b commune.Voice) int { return strings.Compare(a.Of, b.Of) })
	return shown, nil
}

// attested are the mandates whose voices the record of a decision names: what is heard later of an instruction does not change them.
func attested(tx *store.Tx, m commune.Motion) (mandates []string, err error) {
	if !m.Decided() {
		return nil, nil
	}
	d, err := tx.DecisionOf(m.ID)
	if err != nil {
		return nil, err
	}
	entry, err := tx.Entry(d.Seq)
	if err != nil {
		return nil, err
	}
	parsed, err := record.Parse(entry.Document)
	var said record.Decision
	if err == nil {
		err = json.Unmarshal(parsed.Data, &said)
	}
	for _, v := range said.Voices {
		mandates = append(mandates, v.Mandate)
	}
	return mandates, err
}
