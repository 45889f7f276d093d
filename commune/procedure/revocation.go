package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// checkRevocation refuses to revoke what allows nothing more, and names the mandate in the terms (SE-7).
func checkRevocation(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.RevocationTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	m, err := tx.Mandate(terms.Mandate)
	if err != nil {
		return nil, err
	}
	if err := m.Revocable(tx.Now()); err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	return json.Marshal(revocationTerms(o, m))
}

func revocationTerms(o commune.Organisation, m commune.Mandate) commune.RevocationTerms {
	terms := commune.RevocationTerms{Mandate: m.ID, Holder: m.HolderName, Title: m.Title}
	if m.Seq != 0 {
		terms.Record = RecordURL(o, m.Seq)
	}
	return terms
}

func describeRevocation(payload []byte, d *record.Decision) error {
	var terms commune.RevocationTerms
	err := unmarshal(payload, &terms)
	d.Revokes = terms.Record
	return err
}

// carryRevocation ends the mandate at the instant of the decision, here and for whoever has its record (SE-7). One that ended while it was
// voted stays as it is.
func carryRevocation(tx *store.Tx, h House, d commune.Decision, payload []byte) error {
	var terms commune.RevocationTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	m, err := tx.MandateForUpdate(terms.Mandate)
	if err != nil || m.Revocable(d.DecidedAt) != nil {
		return err
	}
	if m, err = tx.PutMandate(m.Revoke(d)); err != nil {
		return err
	}
	if err := tellRevoked(tx, m); err != nil || m.Seq == 0 {
		return err
	}
	return recordEnding(tx, h, m)
}

// ProposeRevocation puts the revocation of a mandate to the vote: at the meeting in session, if who asks is there, else at the next one
// (SE-7). It is never late: an item of its own comes onto that agenda, whether it is closed or not. Any member can ask for it; one motion
// is enough, and one that waits for a later meeting comes before the one in session.
func ProposeRevocation(tx *store.Tx, h House, who commune.MemberID, asked RevocationProposal) (commune.Motion, error) {
	if _, err := Identify(tx, who); err != nil {
		return commune.Motion{}, err
	}
	on, err := nextRevoking(tx, who)
	if err != nil {
		return commune.Motion{}, err
	}
	m, err := tx.MandateForUpdate(asked.Mandate)
	if err != nil {
		return commune.Motion{}, err
	}
	if err := m.Revocable(tx.Now()); err != nil {
		return commune.Motion{}, err
	}
	waiting, err := RevocationOf(tx, m.ID)
	if err != nil {
		return waiting, err
	}
	if waiting.ID != 0 {
		return bringForward(tx, waiting, on)
	}
	words, err := wordRevocation(tx, h, m)
	if err != nil {
		return commune.Motion{}, err
	}
	item := commune.Item{Title: words.Title, Text: asked.Reasons, Theme: asked.Theme, Kind: commune.ForDecision, Minutes: commune.UsualMinutes}
	if item, err = putItem(tx, who, on, item); err != nil {
		return commune.Motion{}, err
	}
	motion := words.Motion
	motion.Meeting, motion.Item, motion.ProposedBy, motion.ProposedAt = on.ID, item.ID, who, tx.Now()
	return putMotion(tx, h, motion)
}

// bringForward brings a revocation that waits for a later meeting before the one in session, with its item.
func bringForward(tx *store.Tx, waiting commune.Motion, on commune.Meeting) (commune.Motion, error) {
	if waiting.Meeting == on.ID || on.OpenedAt.IsZero() {
		return waiting, commune.ErrRevocationAsked
	}
	item, from, err := lockItem(tx, waiting.Item)
	if err != nil {
		return waiting, err
	}
	tx.Touch(from.ID)
	tx.Touch(on.ID)
	if err := tx.MoveItem(item.ID, on.ID); err != nil {
		return waiting, err
	}
	item.Meeting, item.Position, waiting.Meeting = on.ID, 0, on.ID
	_, err = tx.PutItem(item)
	return waiting, err
}

// RevocationProposal is which mandate someone would have revoked, and why and under which theme if they say so.
type RevocationProposal struct {
	Mandate commune.MandateID
	Reasons string
	Theme   string
}

// RevocationOf is the motion that would revoke a mandate and is not voted yet; its ID is 0 if there is none.
func RevocationOf(tx *store.Tx, id commune.MandateID) (commune.Motion, error) {
	return WaitingMotion(tx, commune.FormRevocation, func(payload []byte) (bool, error) {
		var terms commune.RevocationTerms
		err := unmarshal(payload, &terms)
		return terms.Mandate == id, err
	})
}

// WaitingMotion is one of a form that is still to be voted, and whose payload is the one that is sought; its ID is 0 if there is none. What
// stands under an item that was withdrawn, or at a meeting that is over, waits for nothing.
func WaitingMotion(tx *store.Tx, form commune.FormName, sought func(payload []byte) (bool, error)) (commune.Motion, error) {
	unended, err := tx.Unended(form)
	if err != nil {
		return commune.Motion{}, err
	}
	for _, m := range unended {
		if is, err := sought(m.Payload); err != nil || !is || m.Amends != 0 {
			continue // the payload of an older version proposes nothing that is asked for here
		}
		if waits, err := stillWaits(tx, m); err != nil || waits {
			return m, err
		}
	}
	return commune.Motion{}, nil
}

// stillWaits tells whether a motion that was not voted can still be.
func stillWaits(tx *store.Tx, m commune.Motion) (bool, error) {
	item, err := tx.Item(m.Item)
	if err != nil {
		return false, err
	}
	in, err := tx.Meeting(m.Meeting)
	return err == nil && !item.Withdrawn() && !in.State(tx.Now()).Over(), err
}

// nextRevoking is the meeting at which who asks can have a mandate revoked first, locked (SE-7).
func nextRevoking(tx *store.Tx, who commune.MemberID) (commune.Meeting, error) {
	open, err := tx.OpenMeeting()
	if err == nil {
		_, err = attendance(tx, open.ID, who)
		if err == nil {
			return tx.MeetingForUpdate(open.ID)
		}
	}
	if !errors.Is(err, commune.ErrNotFound) && !errors.Is(err, commune.ErrNotPresent) {
		return commune.Meeting{}, err
	}
	if err := Schedule(tx); err != nil {
		return commune.Meeting{}, err
	}
	coming, err := tx.MeetingsFrom(tx.Now().Add(-commune.OpenableFor))
	if err != nil {
		return commune.Meeting{}, err
	}
	for _, m := range coming {
		if m.TakesRevocations(tx.Now()) && m.OpenedAt.IsZero() {
			return tx.MeetingForUpdate(m.ID)
		}
	}
	return commune.Meeting{}, commune.ErrNoNextAgenda
}

// putItem brings an item onto an agenda, whatever its state.
func putItem(tx *store.Tx, who commune.MemberID, on commune.Meeting, item commune.Item) (commune.Item, error) {
	s, err := tx.Settings()
	if err != nil {
		return item, err
	}
	item = commune.Item{Meeting: on.ID, ProposedBy: who, ProposedAt: tx.Now()}.Written(item.Writing())
	if err := item.Check(s); err != nil {
		return item, err
	}
	tx.Touch(on.ID)
	return tx.PutItem(item)
}

// wordRevocation writes a revocation down: the item's title, the exact words, and the audience of the decision that gave the mandate, so
// that whoever learnt of it learns of its end.
func wordRevocation(tx *store.Tx, h House, m commune.Mandate) (Proposal, error) {
	o, err := tx.Organisation()
	if err != nil {
		return Proposal{}, err
	}
	p := h.WordsOf(o)
	words := Proposal{Title: TitleOf(p.T("revocation.item", m.Title, m.HolderName)), Motion: commune.Motion{
		Form: commune.FormRevocation, Audience: commune.Public, Text: p.T("revocation.text_provisional", m.Title, m.HolderName),
	}}
	if words.Payload, err = json.Marshal(revocationTerms(o, m)); err != nil || m.Provisional {
		return words, err
	}
	d, err := tx.DecisionByID(m.Decision)
	words.Text, words.Audience = p.T("revocation.text", m.Title, m.HolderName, d.Number()), d.Audience
	return words, err
}
