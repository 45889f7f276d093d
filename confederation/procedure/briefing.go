package procedure

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// word is what our assembly would have its delegates say on a point of a council's agenda, and the decision by which it does.
type word struct {
	confederation.InstructTerms
	by commune.Decision
}

// briefDelegate tells a delegate whose mandate begins what the assembly said before on what their council will treat: an instruction is the
// assembly's word on a point, whoever carries it (CF-5).
func briefDelegate(tx *store.Tx, h commons.House, m commune.Mandate) error {
	if m.Council == "" || !m.Capabilities.Has(commune.SitInCouncil) {
		return nil
	}
	council, err := peers.PeerByActor(tx, m.Council)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return brief(tx, h, council)
}

// hearAgenda tells the delegates of ours what holds on an agenda that is newly heard: a point that was adjourned stands there again, and who sits may
// be somebody else than when the assembly spoke (CF-5).
func hearAgenda(tx *store.Tx, h commons.House, by confederation.Peer, _ record.Parsed) error {
	if by.Role != confederation.RoleCouncil {
		return nil
	}
	return brief(tx, h, by)
}

// brief tells each of our delegates to a council the last word of our assembly on every point that its sittings will treat, once.
func brief(tx *store.Tx, h commons.House, council confederation.Peer) error {
	delegates, err := DelegatesTo(tx, council.Actor)
	if err != nil || len(delegates) == 0 {
		return err
	}
	words, err := standing(tx, council)
	if err != nil || len(words) == 0 {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	before, err := instructionsOf(tx)
	if err != nil {
		return err
	}
	for _, w := range words {
		for _, m := range delegates {
			knows := func(i record.Instruction) bool {
				return i.Mandate == commons.RecordURL(o, m.Seq) && i.Item == w.About && i.DecidedBy == commons.RecordURL(o, w.by.Seq)
			}
			if slices.ContainsFunc(before, knows) {
				continue
			}
			if err := tellDelegate(tx, h, m, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// standing are the last words of our assembly on the points of a council's sittings that are to come or in session.
func standing(tx *store.Tx, council confederation.Peer) ([]word, error) {
	agendas, err := AgendasOf(tx, council.ID)
	if err != nil {
		return nil, err
	}
	since := tx.Now().Add(-24 * time.Hour)
	agendas = slices.DeleteFunc(agendas, func(a record.Agenda) bool {
		at, err := time.Parse(time.RFC3339, a.StartsAt)
		return a.Off || err != nil || at.Before(since)
	})
	if len(agendas) == 0 {
		return nil, nil
	}
	adopted, err := peers.Adopted(tx, confederation.FormInstruct, instructionsRead)
	if err != nil {
		return nil, err
	}
	var words []word
	said := map[string]bool{}
	for _, m := range adopted {
		var t confederation.InstructTerms
		if json.Unmarshal(m.Payload, &t) != nil || t.Council != council.Actor || said[t.About] {
			continue
		}
		said[t.About] = true
		if !slices.ContainsFunc(agendas, func(a record.Agenda) bool { _, stands := confederation.Treats(a, t.About); return stands }) {
			continue
		}
		d, err := tx.DecisionOf(m.ID)
		if err != nil {
			return nil, err
		}
		words = append(words, word{InstructTerms: t, by: d})
	}
	return words, nil
}

// tellDelegate says to the council what one of our delegates is to say (CF-5).
func tellDelegate(tx *store.Tx, h commons.House, m commune.Mandate, w word) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	_, err = writes(tx, h, commons.Act{
		Kind: record.KindInstruction, Audience: commune.Confederation, Path: "/decisions/" + w.by.Number(), Content: []string{w.by.Text},
		Data: func(at record.Header) any {
			return record.Instruction{
				Header: at, Mandate: commons.RecordURL(o, m.Seq), Council: w.Council, Item: w.About, Position: string(w.Position), Text: w.Text,
				DecidedBy: commons.RecordURL(o, w.by.Seq), Audience: string(commune.Confederation),
			}
		},
	})
	return err
}
