package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// bounded has each form ask first whether this organisation votes on such a thing at all (CF-5).
func bounded(forms map[commune.FormName]commons.Form) {
	resolution := forms[commune.FormResolution]
	resolution.Check, resolution.Describe = checkCarrying, describeCarrying
	forms[commune.FormResolution] = resolution
	for name, form := range forms {
		if confederation.AtCouncil(name) {
			continue
		}
		check := form.Check
		form.Check = func(tx *store.Tx, payload []byte) ([]byte, error) {
			o, err := tx.Organisation()
			if err == nil && o.Kind == commune.KindCouncil {
				err = confederation.ErrNotAtCouncil
			}
			if err != nil {
				return nil, err
			}
			return check(tx, payload)
		}
		forms[name] = form
	}
}

// checkCarrying refuses a resolution of a council that names nothing which an assembly decided, and completes it with whose decision that is and
// its words (CF-5). A resolution of an assembly carries out nothing but its own words.
func checkCarrying(tx *store.Tx, payload []byte) ([]byte, error) {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return nil, err
	}
	var asked confederation.CarryingTerms
	if len(payload) > 0 && json.Unmarshal(payload, &asked) != nil {
		return nil, commune.ErrFormUnknown
	}
	if asked.Carries == "" {
		return nil, confederation.ErrCarriesNothing
	}
	carried, err := Carried(tx, asked.Carries)
	if err != nil {
		return nil, err
	}
	return json.Marshal(carried)
}

func describeCarrying(payload []byte, d *record.Decision) error {
	if len(payload) == 0 {
		return nil
	}
	var terms confederation.CarryingTerms
	err := json.Unmarshal(payload, &terms)
	d.Carries = terms.Carries
	return err
}

// Carried is what a council can carry out, by the address of its record: a decision of a member that is here and verified, or the outcome of a
// text that the assemblies adopted (CF-5, CF-7).
func Carried(tx *store.Tx, uri string) (confederation.CarryingTerms, error) {
	known, err := peers.DecisionAt(tx, uri)
	if err == nil {
		return carriedFrom(tx, known)
	}
	if !errors.Is(err, commune.ErrNotFound) {
		return confederation.CarryingTerms{}, err
	}
	text, err := peers.ProposalByOutcome(tx, uri)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !text.Adopted {
		err = confederation.ErrCarriesUnknown
	}
	return confederation.CarryingTerms{Carries: uri, Of: text.AuthorName, Text: text.Title}, err
}

func carriedFrom(tx *store.Tx, known confederation.Record) (confederation.CarryingTerms, error) {
	by, err := peers.Peer(tx, known.Peer)
	if err != nil {
		return confederation.CarryingTerms{}, err
	}
	parsed, fault := by.Examine(known.Document)
	var d record.Decision
	if fault != confederation.NoFault || by.Role != confederation.RoleCommune || by.State != confederation.Accepted || json.Unmarshal(parsed.Data, &d) != nil {
		return confederation.CarryingTerms{}, confederation.ErrCarriesUnknown
	}
	return confederation.CarryingTerms{Carries: known.URI, Of: by.Name, Text: d.Text}, nil
}

// maxCarried is how many decisions a form offers to choose from; any other is named by its address.
const maxCarried = 100

// Carriable are the newest decisions and outcomes that our council can carry out (CF-5).
func Carriable(tx *store.Tx) (all []confederation.CarryingTerms, err error) {
	texts, err := peers.Proposals(tx, 0, maxCarried)
	if err != nil {
		return nil, err
	}
	for _, p := range texts {
		if p.Done() && p.Adopted {
			all = append(all, confederation.CarryingTerms{Carries: p.Outcome, Of: p.AuthorName, Text: p.Title})
		}
	}
	decisions, err := peers.RecordsOfKind(tx, record.KindDecision, 0, maxCarried)
	if err != nil {
		return nil, err
	}
	for _, known := range decisions {
		carried, err := carriedFrom(tx, known)
		if errors.Is(err, confederation.ErrCarriesUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, carried)
	}
	return all, nil
}
