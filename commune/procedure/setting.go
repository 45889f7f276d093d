package procedure

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/store"
)

// settingMinutes is what is foreseen for the item under which the change of a setting is proposed.
const settingMinutes = 10

// checkSetting refuses a value that the setting cannot have, and completes the terms with the one that it has (CH-2).
func checkSetting(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.SettingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	setting, err := commune.SettingOf(terms.Key)
	if err != nil {
		return nil, err
	}
	if terms.Value, err = setting.Check(terms.Value); err != nil {
		return nil, err
	}
	s, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	if terms.From = setting.Of(s); terms.From == terms.Value {
		return nil, commune.ErrSettingSame
	}
	return json.Marshal(terms)
}

// carrySetting changes the setting from the instant of the decision on. Meetings already planned keep their hours (CH-2).
func carrySetting(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.SettingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	return tx.ChangeSetting(commune.SettingChange{Key: terms.Key, Value: terms.Value, Decision: d.ID, ChangedAt: d.DecidedAt})
}

// SettingProposal is a motion that changes a setting; its item, if there is none yet, has this title.
type SettingProposal struct {
	commune.Motion
	Title string
}

// ProposeSetting brings the change of a setting to the next agenda that is open: an item, and under it the motion with its exact words
// (CH-2, OJ-2). Under an item that is there already the motion stands alone.
func ProposeSetting(tx *store.Tx, h House, who commune.MemberID, asked SettingProposal) (commune.Motion, error) {
	m := asked.Motion
	if m.Form != commune.FormSetting {
		return m, commune.ErrFormUnknown
	}
	if m.Item == 0 {
		to, err := nextOpen(tx)
		if err != nil {
			return m, err
		}
		p, err := ProposeItem(tx, who, commune.Item{Meeting: to.ID, Title: asked.Title, Kind: commune.ForDecision, Minutes: settingMinutes})
		if err != nil {
			return m, err
		}
		m.Item = p.ID
	}
	return ProposeMotion(tx, h, who, m)
}
