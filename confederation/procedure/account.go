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

// ProposeAccount puts it to the next assembly to answer for an alert on our own register, which alone ends the freeze (CR-2). One motion is enough.
func ProposeAccount(tx *store.Tx, h commons.House, who commune.MemberID, id int64) (commune.Motion, error) {
	a, err := peers.Alert(tx, id)
	if err != nil {
		return commune.Motion{}, err
	}
	payload, err := json.Marshal(confederation.AccountTerms{Digest: a.Digest})
	if err != nil {
		return commune.Motion{}, err
	}
	if payload, err = checkAccount(tx, payload); err != nil {
		return commune.Motion{}, err
	}
	waiting, err := MotionOnAlert(tx, a)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrAlertProposed
	}
	if err != nil {
		return waiting, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	p := h.WordsOf(o)
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: p.T("account.item"), Reasons: p.T("account.reasons", a.Digest),
		Motion: commune.Motion{Form: confederation.FormAccount, Audience: commune.Public, Text: p.T("account.words"), Payload: payload},
	})
}

// MotionOnAlert is the motion that would answer for an alert and is not voted yet; its ID is 0 if there is none.
func MotionOnAlert(tx *store.Tx, a confederation.Alert) (commune.Motion, error) {
	return commons.WaitingMotion(tx, confederation.FormAccount, func(payload []byte) (bool, error) {
		var t confederation.AccountTerms
		err := json.Unmarshal(payload, &t)
		return t.Digest == a.Digest, err
	})
}

// checkAccount lets pass what answers for an alert on our own register that nobody answered for.
func checkAccount(tx *store.Tx, payload []byte) ([]byte, error) {
	var t confederation.AccountTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	a, err := peers.AlertBy(tx, t.Digest)
	if errors.Is(err, commune.ErrNotFound) {
		return nil, confederation.ErrAlertUnknown
	}
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	switch {
	case err != nil:
		return nil, err
	case a.Actor != o.Assembly():
		return nil, confederation.ErrAlertUnknown
	case a.Answered():
		return nil, confederation.ErrAlertAnswered
	}
	return payload, nil
}

func describeAccount(payload []byte, d *record.Decision) error {
	var t confederation.AccountTerms
	err := json.Unmarshal(payload, &t)
	d.AccountsFor = t.Digest
	return err
}

// carryAccount ends the alert here, in the transaction of the decision; its record ends it wherever it is heard.
func carryAccount(tx *store.Tx, _ commons.House, d commune.Decision, _ []byte) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	entry, err := tx.Entry(d.Seq)
	if err != nil {
		return err
	}
	self, err := accused(tx, o.Assembly())
	if err != nil {
		return err
	}
	return answer(tx, self, entry.Document)
}

// restandAll counts anew what an organisation answered to the texts that are open, and whether its delegates sit: its freeze begins or ends (CR-2,
// CF-5, CF-7).
func restandAll(tx *store.Tx, actor commune.ActorID) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	if err := reseat(tx, o.Assembly(), actor); err != nil {
		return err
	}
	texts, err := peers.TextsAnsweredBy(tx, actor)
	if err != nil {
		return err
	}
	for _, uri := range texts {
		p, err := peers.ProposalForUpdate(tx, uri)
		if errors.Is(err, commune.ErrNotFound) || err == nil && (!p.Believed || p.Done()) {
			continue
		}
		if err != nil {
			return err
		}
		if err := restand(tx, o, p, actor); err != nil {
			return err
		}
	}
	return nil
}
