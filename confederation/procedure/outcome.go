package procedure

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// CountTexts writes the outcome of our own texts whose time to answer is over (CF-7).
func CountTexts(tx *store.Tx, h commons.House) error {
	waiting, err := peers.UncountedProposals(tx)
	if err != nil {
		return err
	}
	for _, p := range waiting {
		if p, err = peers.ProposalForUpdate(tx, p.URI); err != nil {
			return err
		}
		if !p.DueToCount(tx.Now()) {
			continue
		}
		if err := count(tx, h, p); err != nil {
			return err
		}
	}
	return nil
}

// count writes what was counted, so that anybody can count again. What the communes adopted as the charter is in force from then on (CH-1).
func count(tx *store.Tx, h commons.House, p confederation.Proposal) error {
	if err := Recount(tx, p); err != nil {
		return err
	}
	p, err := peers.ProposalForUpdate(tx, p.URI)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if p.Counted, err = countedList(tx, p); err != nil {
		return err
	}
	silent, err := Silent(tx, p)
	if err != nil {
		return err
	}
	p.Adopted = p.Tally().Adopted(p.Rule)
	document, err := commons.WriteAct(tx, h, outcomeAct(h, o, p, silent))
	if err != nil {
		return err
	}
	if p, err = takeOutcome(tx, p, document); err != nil {
		return err
	}
	if !p.Adopted || p.Becomes == 0 {
		return nil
	}
	now, err := commons.CharterInForce(tx)
	if err != nil || p.Becomes != now.Version+1 {
		return err // another version came in force meanwhile: this text is no successor of that one
	}
	c, err := commons.PromulgateCharter(tx, h, p.Text, p.Outcome)
	if err != nil {
		return err
	}
	p.Became = c.Version
	_, err = peers.PutProposal(tx, p)
	return err
}

// countedList is the list of the answers that are counted, by commune.
func countedList(tx *store.Tx, p confederation.Proposal) ([]byte, error) {
	all, err := peers.AllAnswers(tx, p.URI)
	if err != nil {
		return nil, err
	}
	list := confederation.CountedList{Proposal: p.URI, Answers: []confederation.CountedAnswer{}}
	for _, r := range all {
		if r.Standing().Counts() {
			list.Answers = append(list.Answers, confederation.CountedAnswer{Commune: r.Commune, Record: r.URI, Digest: r.Digest})
		}
	}
	return json.Marshal(list)
}

// Silent is how many communes below our council are not counted.
func Silent(tx *store.Tx, p confederation.Proposal) (int, error) {
	o, err := tx.Organisation()
	if err != nil {
		return 0, err
	}
	below, err := peers.Below(tx, o.Assembly())
	silent := -p.Tally().Answered()
	for _, r := range below {
		if r.Kind == confederation.OfCommune {
			silent++
		}
	}
	return max(silent, 0), err
}

func outcomeAct(h commons.House, o commune.Organisation, p confederation.Proposal, silent int) commons.Act {
	words, t := h.WordsOf(o), p.Tally()
	said := "outcome.rejected"
	if p.Adopted {
		said = "outcome.adopted"
	}
	hash := sha256.Sum256(p.Counted)
	return commons.Act{
		Kind: record.KindOutcome, Audience: commune.Public, Path: confederation.ProposalPath(p.Ref),
		Content: []string{
			words.T(said, p.Title), words.T("outcome.communes", words.N("outcome.yes", t.Yes), t.No, silent),
			words.T("outcome.persons", words.N("outcome.for", t.Persons.For), t.Persons.Against, t.Persons.Abstain), words.T("rule." + string(p.Rule)),
		},
		Data: func(at record.Header) any {
			return record.Outcome{
				Header: at, Proposal: p.URI, Rule: string(p.Rule), Yes: t.Yes, No: t.No, Silent: silent, Persons: t.Persons, Adopted: p.Adopted,
				Answers: o.BaseURL + confederation.ProposalPath(p.Ref) + "/counted.json", Hash: "sha256:" + hex.EncodeToString(hash[:]),
				Audience: string(commune.Public),
			}
		},
	}
}

// takeOutcome keeps the outcome that a text's author wrote.
func takeOutcome(tx *store.Tx, p confederation.Proposal, document []byte) (confederation.Proposal, error) {
	parsed, err := record.Parse(document)
	var d record.Outcome
	if err != nil || parsed.Header.Kind != record.KindOutcome || json.Unmarshal(parsed.Data, &d) != nil || d.Proposal != p.URI {
		return p, confederation.ErrProposalUnread
	}
	p.Outcome, p.OutcomeSeq, p.Adopted, p.CountedAt = parsed.ID, parsed.Header.Seq, d.Adopted, parsed.Published.UTC()
	return peers.PutProposal(tx, p)
}

// HearOutcome takes in what the author of a text counted, which its key proves. Of several the first in its log holds.
func HearOutcome(tx *store.Tx, uri string, document []byte) error {
	p, err := peers.ProposalForUpdate(tx, uri)
	if err != nil || p.Own() || !p.Believed {
		return err
	}
	parsed, err := record.Parse(document)
	if err != nil || p.Done() && parsed.Header.Seq >= p.OutcomeSeq {
		return err
	}
	if _, fault := (confederation.Peer{Actor: p.Author, KeyID: p.KeyID, Key: p.Key}).Examine(document); fault != confederation.NoFault {
		return confederation.ErrNotTheirs
	}
	_, err = takeOutcome(tx, p, document)
	return err
}

// hearOutcome is the outcome that a council of ours published of its own text.
func hearOutcome(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	kept, err := peers.RecordAt(tx, by.ID, r.Header.Seq)
	if by.ID == 0 || err != nil {
		return err
	}
	var d record.Outcome
	if json.Unmarshal(r.Data, &d) != nil {
		return nil
	}
	err = HearOutcome(tx, d.Proposal, kept.Document)
	if errors.As(err, new(commune.Refusal)) {
		return nil // of a text that we do not know, or of another's
	}
	return err
}
