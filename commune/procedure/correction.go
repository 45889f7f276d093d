package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// checkCorrection refuses a correction of minutes that are not published, and completes it with where their record stands.
func checkCorrection(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.CorrectionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	m, err := tx.Minutes(terms.Meeting)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !m.Published() {
		return nil, commune.ErrMinutesNone
	}
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	if terms.Minutes = ""; m.Audience != commune.MembersOnly {
		terms.Minutes = RecordURL(o, m.Seq)
	}
	return json.Marshal(terms)
}

// describeCorrection names the minutes in the decision's record.
func describeCorrection(payload []byte, d *record.Decision) error {
	var terms commune.CorrectionTerms
	err := unmarshal(payload, &terms)
	d.Corrects = terms.Minutes
	return err
}

// carryCorrection puts the decision beside the minutes that it corrects; their text stays as it was published.
func carryCorrection(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.CorrectionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	tx.Touch(terms.Meeting)
	return tx.AddCorrection(commune.Correction{Decision: d.ID, Meeting: terms.Meeting})
}
