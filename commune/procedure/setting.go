package procedure

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/store"
)

// checkSetting refuses a value that the setting cannot have, and completes the terms with the one that it has (CH-2).
func checkSetting(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.SettingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	setting, err := settingHere(tx, terms.Key)
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

// settingHere is the setting of a key, if an organisation of our kind has it.
func settingHere(tx *store.Tx, key string) (commune.Setting, error) {
	o, err := tx.Organisation()
	if err != nil {
		return commune.Setting{}, err
	}
	for _, s := range commune.SettingsOf(o.Kind) {
		if s.Key == key {
			return s, nil
		}
	}
	return commune.Setting{}, commune.ErrSettingUnknown
}

// carrySetting changes the setting from the instant of the decision on. Meetings already planned keep their hours (CH-2).
func carrySetting(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.SettingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	return tx.ChangeSetting(commune.SettingChange{Key: terms.Key, Value: terms.Value, Decision: d.ID, ChangedAt: d.DecidedAt})
}

// ProposeSetting brings the change of a setting, or of the priorities, to the vote (CH-2, OJ-2, OJ-3).
func ProposeSetting(tx *store.Tx, h House, who commune.MemberID, asked Proposal) (commune.Motion, error) {
	if asked.Form != commune.FormSetting && asked.Form != commune.FormPriorities {
		return asked.Motion, commune.ErrFormUnknown
	}
	return ProposeOnAgenda(tx, h, who, asked)
}
