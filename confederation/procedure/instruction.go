package procedure

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// instructionsRead is how many of our last instructions are looked through for those that hold.
const instructionsRead = 500

// checkInstruct refuses to instruct nobody, or on what does not stand on the council's agenda, and completes the terms with its words.
func checkInstruct(tx *store.Tx, payload []byte) ([]byte, error) {
	var t confederation.InstructTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	if err := t.Check(); err != nil {
		return nil, err
	}
	council, err := peers.PeerByActor(tx, t.Council)
	if errors.Is(err, commune.ErrNotFound) || err == nil && (council.Role != confederation.RoleCouncil || council.State != confederation.Accepted) {
		return nil, confederation.ErrCouncilUnknown
	}
	if err != nil {
		return nil, err
	}
	delegates, err := DelegatesTo(tx, t.Council)
	if err == nil && len(delegates) == 0 {
		err = confederation.ErrNoDelegate.With(council.Name)
	}
	if err != nil {
		return nil, err
	}
	agendas, err := AgendasOf(tx, council.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range agendas {
		if words, stands := confederation.Treats(a, t.About); stands {
			t.Words = words
			return json.Marshal(t)
		}
	}
	return nil, confederation.ErrPointUnknown
}

func describeInstruct(payload []byte, d *record.Decision) error {
	var t confederation.InstructTerms
	err := json.Unmarshal(payload, &t)
	d.Council = t.Council
	return err
}

// carryInstruct tells the council what each of our delegates is to say, in the transaction of the decision (CF-5).
func carryInstruct(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	var t confederation.InstructTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	delegates, err := DelegatesTo(tx, t.Council)
	if err != nil {
		return err
	}
	for _, m := range delegates {
		if err := tellDelegate(tx, h, m, word{InstructTerms: t, by: d}); err != nil {
			return err
		}
	}
	return nil
}

// DelegatesTo are the living mandates of ours to sit in a council (CF-5).
func DelegatesTo(tx *store.Tx, council commune.ActorID) ([]commune.Mandate, error) {
	all, err := tx.Mandates()
	return slices.DeleteFunc(all, func(m commune.Mandate) bool {
		return m.Council != council || m.Seq == 0 || !m.Allows(commune.SitInCouncil, tx.Now())
	}), err
}

// ProposeInstruction brings to the next agenda of our assembly what it would have its delegates say on a point of a council's agenda. One that
// is decided later amends one decided before (CF-5).
func ProposeInstruction(tx *store.Tx, h commons.House, who commune.MemberID, t confederation.InstructTerms) (commune.Motion, error) {
	t.Text = strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n"))
	payload, err := json.Marshal(t)
	if err != nil {
		return commune.Motion{}, err
	}
	if payload, err = checkInstruct(tx, payload); err != nil {
		return commune.Motion{}, err
	}
	if err := json.Unmarshal(payload, &t); err != nil {
		return commune.Motion{}, err
	}
	waiting, err := InstructionWaiting(tx, t.About)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrInstructionWaits
	}
	if err != nil {
		return waiting, err
	}
	council, err := peers.PeerByActor(tx, t.Council)
	if err != nil {
		return commune.Motion{}, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	words := h.WordsOf(o)
	text := words.T("instruct.words", council.Name, words.T("voice."+string(t.Position)), t.Words)
	if t.Text != "" {
		text += "\n\n" + t.Text
	}
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title:   commons.TitleOf(words.T("instruct.item", council.Name, t.Words)),
		Reasons: words.T("instruct.reasons", council.Name),
		Motion:  commune.Motion{Form: confederation.FormInstruct, Audience: commune.Confederation, Text: text, Payload: payload},
	})
}

// InstructionWaiting is the motion that would instruct on a point of a council's agenda and is not voted yet; its ID is 0 if there is none.
func InstructionWaiting(tx *store.Tx, about string) (commune.Motion, error) {
	return commons.WaitingMotion(tx, confederation.FormInstruct, func(payload []byte) (bool, error) {
		var t confederation.InstructTerms
		err := json.Unmarshal(payload, &t)
		return t.About == about, err
	})
}
