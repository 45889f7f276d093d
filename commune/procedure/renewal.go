package procedure

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/store"
)

// ProposeRenewal brings to the next agenda that a mandate be given again, to the same person, on the same terms, for as long (SE-3). Any
// member can ask for it; one motion is enough.
func ProposeRenewal(tx *store.Tx, h House, who commune.MemberID, id commune.MandateID) (commune.Motion, error) {
	if err := lockNextAgenda(tx); err != nil {
		return commune.Motion{}, err
	}
	m, err := tx.MandateForUpdate(id)
	if err != nil {
		return commune.Motion{}, err
	}
	if err := m.Renewable(); err != nil {
		return commune.Motion{}, err
	}
	switch waiting, err := RenewalOf(tx, id); {
	case err != nil:
		return waiting, err
	case waiting.ID != 0:
		return waiting, commune.ErrRenewalAsked
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	terms := m.Again(commune.DayOf(tx.Now(), o.Location()), o.Location())
	payload, err := json.Marshal(terms)
	if err != nil {
		return commune.Motion{}, err
	}
	d, err := tx.DecisionByID(m.Decision)
	if err != nil {
		return commune.Motion{}, err
	}
	p := h.WordsOf(o)
	return ProposeMandate(tx, h, who, Proposal{Motion: commune.Motion{
		Form: commune.FormMandate, Text: p.T("renewal.text", terms.Title, terms.HolderName, p.Date(terms.Until.Time())), Payload: payload, Audience: d.Audience,
	}})
}

// lockNextAgenda locks the meeting to which a proposal will go: meetings are locked before mandates.
func lockNextAgenda(tx *store.Tx) error {
	to, err := nextOpen(tx)
	if err == nil {
		_, err = tx.MeetingForUpdate(to.ID)
	}
	return err
}

// ProposeMandate brings a mandate to the next agenda that is open, under an item of its own, or under the one that the motion names (SE-3).
func ProposeMandate(tx *store.Tx, h House, who commune.MemberID, asked Proposal) (commune.Motion, error) {
	var terms commune.MandateTerms
	if err := unmarshal(asked.Payload, &terms); err != nil {
		return asked.Motion, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return asked.Motion, err
	}
	key := "mandate_new.item"
	if terms.Renews != 0 {
		key = "renewal.item"
	}
	asked.Form, asked.Title = commune.FormMandate, TitleOf(h.WordsOf(o).T(key, terms.Title))
	return ProposeOnAgenda(tx, h, who, asked)
}

// RenewalOf is the motion that would give a mandate again and is not voted yet; its ID is 0 if there is none.
func RenewalOf(tx *store.Tx, id commune.MandateID) (commune.Motion, error) {
	return WaitingMotion(tx, commune.FormMandate, func(payload []byte) (bool, error) {
		var terms commune.MandateTerms
		err := unmarshal(payload, &terms)
		return terms.Renews == id, err
	})
}

// TitleOf cuts the title of an item that names something long.
func TitleOf(words string) string {
	if runes := []rune(words); len(runes) > commune.MaxName {
		return string(runes[:commune.MaxName-1]) + "…"
	}
	return words
}
