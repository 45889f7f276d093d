package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// hearPending puts on the next agenda of our assembly whether it makes a vote of its delegate its own, as long as the council waits for it (CF-5).
// Without an agenda it waits for one.
func hearPending(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	var said record.PendingVoice
	if by.Role != confederation.RoleCouncil || json.Unmarshal(r.Data, &said) != nil || said.Council != by.Actor || !slices.Contains(confederation.Stances(), commune.Choice(said.Position)) {
		return nil
	}
	if until, err := time.Parse(time.RFC3339, said.Until); err != nil || tx.Now().After(until) {
		return nil
	}
	given, err := ownMandate(tx, said.Mandate)
	if errors.Is(err, commune.ErrNotFound) || err == nil && given.Council != said.Council {
		return nil // of somebody else's delegate
	}
	if err != nil {
		return err
	}
	payload, err := json.Marshal(confederation.ConfirmTerms{Council: said.Council, Mandate: said.Mandate, Motion: said.Motion, Position: said.Position})
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	position := words.T("voice." + said.Position)
	_, err = commons.RaiseToVote(tx, h, "confirm/"+said.Mandate+" "+said.Motion, commons.Proposal{
		Title: words.T("confirm.item", by.Name, given.HolderName), Reasons: words.T("confirm.reasons", given.HolderName, position, by.Name, said.Text),
		Motion: commune.Motion{
			Form: confederation.FormConfirm, Payload: payload, Audience: commune.Confederation,
			Text: words.T("confirm.text", given.HolderName, by.Name, position, said.Text),
		},
	})
	return err
}

// TablePending puts on the next agenda what our assembly was asked about its delegates' votes and what could not be put there before. What the
// council does not wait for any more is left.
func TablePending(tx *store.Tx, h commons.House) error {
	councils, err := peers.Peers(tx, confederation.RoleCouncil)
	if err != nil {
		return err
	}
	for _, p := range councils {
		if p.State != confederation.Accepted {
			continue
		}
		if err := eachVerified(tx, p, []string{record.KindPendingVoice}, func(r record.Parsed) error { return hearPending(tx, h, p, r) }); err != nil {
			return err
		}
	}
	return nil
}

// ownMandate is the mandate of ours that a record names.
func ownMandate(tx *store.Tx, uri string) (commune.Mandate, error) {
	o, err := tx.Organisation()
	if err != nil {
		return commune.Mandate{}, err
	}
	seq, err := strconv.ParseInt(strings.TrimPrefix(uri, o.BaseURL+"/records/"), 10, 64)
	if err != nil || commons.RecordURL(o, commune.Seq(seq)) != uri {
		return commune.Mandate{}, commune.ErrNotFound
	}
	return tx.MandateBySeq(commune.Seq(seq))
}

// checkConfirm refuses what no council of ours asked.
func checkConfirm(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms confederation.ConfirmTerms
	if err := json.Unmarshal(payload, &terms); err != nil {
		return nil, commune.ErrFormUnknown
	}
	council, err := peers.PeerByActor(tx, terms.Council)
	if errors.Is(err, commune.ErrNotFound) || err == nil && council.Role != confederation.RoleCouncil {
		return nil, confederation.ErrCouncilUnknown
	}
	return payload, err
}

// carryConfirm tells the council that the assembly makes the vote its own, in the transaction of the decision (CF-5).
func carryConfirm(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	var terms confederation.ConfirmTerms
	if err := json.Unmarshal(payload, &terms); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	_, err = writes(tx, h, commons.Act{
		Kind: record.KindConfirmation, Audience: commune.Confederation, Path: fmt.Sprintf("/decisions/%s", d.Number()), Content: []string{d.Text},
		Data: func(at record.Header) any {
			return record.Confirmation{
				Header: at, Mandate: terms.Mandate, Council: terms.Council, Motion: terms.Motion, Position: terms.Position,
				DecidedBy: commons.RecordURL(o, d.Seq), Audience: string(commune.Confederation),
			}
		},
	})
	return err
}
