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
	o, err := checked(tx, h, f.Organisation)
	if err != nil {
		return commune.Member{}, err
	}
	words := h.Words.Printer(o.Language, o.Location())
	if strings.TrimSpace(f.FounderName) == "" {
		f.FounderName = words.T("founding.founder")
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
		return founder, storeCharter(tx, h, f.Charter)
	}
	return founder, Schedule(tx)
}

// checked is the organisation as it can be founded now, or the refusal of what cannot.
func checked(tx *store.Tx, h House, o commune.Organisation) (commune.Organisation, error) {
	o.Name, o.Place, o.FoundedAt = strings.TrimSpace(o.Name), strings.TrimSpace(o.Place), tx.Now()
	if !h.Words.Speaks(o.Language) {
		return o, commune.ErrLanguageUnknown
	}
	return o, o.Check()
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
