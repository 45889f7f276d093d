package procedure

import (
	"encoding/json"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Founding is what the first person says to start an organisation (PW-2).
type Founding struct {
	commune.Organisation
	FounderName  string // empty: a neutral word
	FounderEmail string
	Charter      string // of a council; empty: the default text (CH-1)
}

// Found starts the organisation once: its keys, its founder with a provisional mandate, the first entry of its log, and the
// first meetings of its schedule; a council stores its charter's first version.
func Found(tx *store.Tx, h House, f Founding) (commune.Member, error) {
	o := f.Organisation
	o.Name, o.Place, o.FoundedAt = strings.TrimSpace(o.Name), strings.TrimSpace(o.Place), tx.Now()
	words := h.WordsOf(o)
	if f.Organisation = o; strings.TrimSpace(f.FounderName) == "" {
		f.FounderName = words.T("founding.founder")
	}
	if err := f.faults(h).Err(); err != nil {
		return commune.Member{}, err
	}
	founder, err := commune.NewMember(f.FounderName, f.FounderEmail, tx.Now())
	if err != nil {
		return commune.Member{}, err
	}
	if err := tx.Found(o); err != nil {
		return commune.Member{}, err
	}
	for _, actor := range []string{o.AssemblyName(), "actor"} {
		if err := tx.NewKeys(actor); err != nil {
			return commune.Member{}, err
		}
	}
	if founder, err = tx.AddMember(founder); err != nil {
		return commune.Member{}, err
	}
	mission := "founding.mission"
	if o.Kind == commune.KindCouncil {
		mission += ".council"
	}
	m, err := tx.PutMandate(commune.Provisional(founder, o.Kind, words.T("founding.title"), words.T(mission), tx.Now()))
	if err != nil {
		return commune.Member{}, err
	}
	if err := Note(tx, "Founding", map[string]any{"organisation": o, "founder": founder.ID, "mandate": m.ID}); err != nil {
		return commune.Member{}, err
	}
	if o.Kind == commune.KindCouncil {
		return founder, foundCharter(tx, h, f.Charter)
	}
	return founder, Schedule(tx)
}

// faults are all that stands against a founding, in the order in which its form asks.
func (f Founding) faults(h House) commune.Faults {
	faults := f.Organisation.Faults()
	if !h.Words.Speaks(f.Language) {
		faults.Add("language", commune.ErrLanguageUnknown)
	}
	faults.Add("founder", commune.Text(strings.TrimSpace(f.FounderName), commune.MaxName, commune.ErrNameMissing))
	_, err := commune.Email(f.FounderEmail)
	faults.Add("email", err)
	return faults
}

// Note enters an internal fact in the log: its words stay here, only the commitment can be seen.
func Note(tx *store.Tx, kind string, fact any) error {
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	return noteAt(tx, seq, kind, fact)
}

func noteAt(tx *store.Tx, seq commune.Seq, kind string, fact any) error {
	document, err := json.Marshal(fact)
	if err != nil {
		return err
	}
	return tx.Append(store.Entry{Seq: seq, Kind: kind, Audience: commune.MembersOnly, Document: document})
}
