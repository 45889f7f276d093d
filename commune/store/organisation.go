package store

import (
	"federes.org/commune"
)

type organisationRow struct {
	ID                   int
	commune.Organisation `gorm:"embedded"`
}

func (organisationRow) TableName() string { return "organisation" }

// Organisation is what this instance hosts, or NotFound before the founding.
func (tx *Tx) Organisation() (commune.Organisation, error) {
	if tx.organisation == nil {
		row, err := One[organisationRow](tx.db, "id = 1")
		if err != nil {
			return commune.Organisation{}, err
		}
		row.Organisation.FoundedAt = row.FoundedAt.UTC()
		tx.organisation = &row.Organisation
	}
	return *tx.organisation, nil
}

// Found writes the organisation's one row; a second founding is refused by its key.
func (tx *Tx) Found(o commune.Organisation) error {
	err := tx.db.Create(&organisationRow{ID: 1, Organisation: o}).Error
	if IsUnique(err) {
		return commune.ErrAlreadyFounded
	}
	return wrap(err)
}

// Settings are the assembly's, with every change that it decided (CH-2).
func (tx *Tx) Settings() (commune.Settings, error) {
	if tx.settings == nil {
		changes, err := All[commune.SettingChange](tx.db.Order("id"))
		if err != nil {
			return commune.Settings{}, err
		}
		o, err := tx.Organisation()
		if err != nil {
			return commune.Settings{}, err
		}
		s := commune.FirstSettings(o.Kind)
		for _, c := range changes {
			s = s.With(c)
		}
		tx.settings = &s
	}
	return *tx.settings, nil
}

// ChangeSetting adds one line to a setting's history (CH-2).
func (tx *Tx) ChangeSetting(c commune.SettingChange) error {
	tx.settings = nil
	return wrap(tx.db.Create(&c).Error)
}

// Charter is the version in force, or NotFound.
func (tx *Tx) Charter() (commune.Charter, error) {
	return One[commune.Charter](tx.db.Order("version DESC"))
}

// CharterVersion is one version of the charter.
func (tx *Tx) CharterVersion(version int) (commune.Charter, error) {
	return One[commune.Charter](tx.db, "version = ?", version)
}

// Charters are all versions, the latest first (CH-1).
func (tx *Tx) Charters() ([]commune.Charter, error) {
	return All[commune.Charter](tx.db.Order("version DESC"))
}

// AddCharter keeps a version of the charter (CH-1).
func (tx *Tx) AddCharter(c commune.Charter) error { return wrap(tx.db.Create(&c).Error) }
