package procedure

import (
	"encoding/json"
	"errors"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
	"federes.org/commune/store"
)

// Upload keeps a file of members or dues until its uploader has seen what importing it would do. How it is read is guessed, to be corrected.
func Upload(tx *store.Tx, who commune.MemberID, name string, content []byte) (commune.Import, error) {
	if _, err := importer(tx, who); err != nil {
		return commune.Import{}, err
	}
	i, err := commune.NewImport(who, name, content, tx.Now())
	if err != nil {
		return i, err
	}
	reading := spreadsheet.Detect(content)
	if _, err := spreadsheet.Read(content, reading); err != nil {
		return i, err
	}
	if i.Reading, err = written(reading); err != nil {
		return i, err
	}
	return tx.AddImport(i)
}

// importer is who may open a file of members or dues: a mandate to admit or to record dues allows it (ME-1). What each line needs is asked
// of that line.
func importer(tx *store.Tx, who commune.MemberID) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	_, admits := p.May(commune.AdmitMembers, tx.Now())
	_, records := p.May(commune.RecordDues, tx.Now())
	if admits != nil {
		return p, records
	}
	return p, nil
}

// Sheet is a file that waits to be imported, as it is read.
type Sheet struct {
	commune.Import
	spreadsheet.Table
	spreadsheet.Reading
	Unreadable commune.Refusal // of the file under this reading; none has no key
}

// OpenSheet reads the file of who uploaded it. Anybody else's is not found, nor one whose day is over (ME-2).
func OpenSheet(tx *store.Tx, who commune.MemberID, id commune.ImportID) (Sheet, error) {
	i, err := tx.Import(id, who)
	return opened(tx, who, i, err)
}

func opened(tx *store.Tx, who commune.MemberID, i commune.Import, err error) (Sheet, error) {
	if errors.Is(err, commune.ErrNotFound) || err == nil && i.Expired(tx.Now()) {
		err = commune.ErrImportGone
	}
	if err != nil {
		return Sheet{}, err
	}
	if _, err := importer(tx, who); err != nil {
		return Sheet{}, err
	}
	s := Sheet{Import: i}
	if err := json.Unmarshal([]byte(i.Reading), &s.Reading); err != nil {
		return s, fmt.Errorf("procedure: %w", err)
	}
	s.Table, err = spreadsheet.Read(i.Content, s.Reading)
	if !errors.As(err, &s.Unreadable) && err != nil {
		return s, err
	}
	return s, nil
}

// ReadAs corrects how a file is read. Another alphabet, separator or format matches its columns anew; what was chosen for its lines is kept
// as long as the lines are the same. It tells whether columns were matched anew.
func ReadAs(tx *store.Tx, who commune.MemberID, id commune.ImportID, as spreadsheet.Reading) (anew bool, err error) {
	i, err := tx.ImportForUpdate(id, who)
	s, err := opened(tx, who, i, err)
	if err != nil {
		return false, err
	}
	same := as.Encoding == s.Encoding && as.Separator == s.Separator
	t, err := spreadsheet.Read(s.Content, as)
	if err != nil {
		return false, err
	}
	if same {
		as.Choices = s.Choices
	}
	if anew = !same || as.Format != s.Format; anew {
		as = as.Matched(t.Header)
	} else if err := as.Check(len(t.Header)); err != nil {
		return false, err
	}
	return anew, save(tx, id, as)
}

// The choices for a line; anything else is the number of the member whom it is about.
const (
	ChooseNew    = "new"   // it is about someone new
	ChooseOther  = "other" // it is about somebody else, who is still to be named
	ChooseSkip   = "skip"  // it is left out
	ChooseAnyway = "+"     // after a number: although the same seems to have been entered by hand
)

// ChooseLines keeps what someone says of lines: whom they are about, or that they are left out. It tells whether that changed anything.
func ChooseLines(tx *store.Tx, who commune.MemberID, id commune.ImportID, choices map[int]string) (bool, error) {
	i, err := tx.ImportForUpdate(id, who)
	s, err := opened(tx, who, i, err)
	if err != nil {
		return false, err
	}
	changed := false
	for line, choice := range choices {
		if s.Choices[line] == choice {
			continue
		}
		if s.Choices == nil {
			s.Choices = make(map[int]string)
		}
		if changed = true; choice == "" {
			delete(s.Choices, line)
		} else {
			s.Choices[line] = choice
		}
	}
	if !changed {
		return false, nil
	}
	return true, save(tx, id, s.Reading)
}

// DropImport forgets a file that is not to be imported.
func DropImport(tx *store.Tx, who commune.MemberID, id commune.ImportID) error {
	i, err := tx.ImportForUpdate(id, who)
	if _, err := opened(tx, who, i, err); err != nil {
		return err
	}
	return tx.RemoveImport(id)
}

func save(tx *store.Tx, id commune.ImportID, r spreadsheet.Reading) error {
	text, err := written(r)
	if err != nil {
		return err
	}
	return tx.SaveReading(id, text)
}

func written(r spreadsheet.Reading) (string, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("procedure: %w", err)
	}
	return string(text), nil
}
