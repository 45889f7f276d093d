package procedure

import (
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/store"
)

// concludeChoice keeps what a choice among several selected, and makes the motion that adopts it: it is voted for or against (AG-5).
func concludeChoice(tx *store.Tx, h House, m commune.Motion) error {
	if err := noteAt(tx, m.Seq, "Selection", facts(m)); err != nil || m.Selected == 0 {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	next := commune.Motion{
		Meeting: m.Meeting, Item: m.Item, Audience: m.Audience, ProposedBy: m.ProposedBy, ProposedAt: tx.Now(), Follows: m.ID,
		Charged: m.Charged, ReviewOn: m.ReviewOn,
		Text: words.T("motion.selected", m.Text, m.Options[m.Selected-1]),
	}
	if next.Form, next.Payload, err = h.Forms[m.Form].Select(tx, m); err != nil {
		return err
	}
	_, err = tx.PutMotion(next)
	return err
}

// checkSelection reads the options of a choice, one a line (AG-5).
func checkSelection(_ *store.Tx, payload []byte) ([]byte, error) {
	_, err := commune.Selection(string(payload))
	return payload, err
}

func readOptions(_ *store.Tx, payload []byte) (commune.Options, error) {
	return commune.Selection(string(payload))
}

func selectOption(*store.Tx, commune.Motion) (commune.FormName, []byte, error) {
	return commune.FormResolution, nil, nil
}

// checkElection refuses a mandate that could not be given, and candidates who are no members (SE-3, AG-5).
func checkElection(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.ElectionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	for _, candidate := range terms.Candidates {
		if _, err := activeMember(tx, candidate, commune.ErrCandidatesInvalid.With(commune.MinOptions, commune.MaxOptions)); err != nil {
			return nil, err
		}
	}
	if err := terms.CheckCandidates(); err != nil {
		return nil, err
	}
	if err := checkTerms(tx, terms.For(terms.Candidates[0], "")); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

func candidateNames(tx *store.Tx, payload []byte) (commune.Options, error) {
	var terms commune.ElectionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	names := make(commune.Options, len(terms.Candidates))
	for i, candidate := range terms.Candidates {
		m, err := tx.Member(candidate)
		if err != nil {
			return nil, err
		}
		names[i] = m.PublicName
	}
	return names, nil
}

func selectCandidate(_ *store.Tx, m commune.Motion) (commune.FormName, []byte, error) {
	var terms commune.ElectionTerms
	if err := unmarshal(m.Payload, &terms); err != nil {
		return "", nil, err
	}
	payload, err := json.Marshal(terms.For(terms.Candidates[m.Selected-1], m.Options[m.Selected-1]))
	return commune.FormMandate, payload, err
}
