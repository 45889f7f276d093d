package procedure

import (
	"encoding/json"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ListsToRead are the texts that our assembly answered and whose list of counted answers is to be compared with what it said (CF-7).
func ListsToRead(tx *store.Tx) ([]confederation.Proposal, error) {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCommune {
		return nil, err
	}
	return peers.ProposalsToCompare(tx, o.Assembly(), tx.Now().Add(-confederation.CompareUntil))
}

// CountedAt is where the list that an outcome names stands. It is empty for an outcome that is not the one that we know of the text, and for a list that
// is too long to be compared by everybody.
func CountedAt(p confederation.Proposal, outcome []byte) (address string) {
	d, ok := outcomeOf(p, outcome)
	if !ok || d.Yes+d.No > confederation.MaxCompared || commune.OriginOf(d.Answers) != commune.OriginOf(string(p.Author)) {
		return ""
	}
	return d.Answers
}

// outcomeOf reads the outcome of a text, proved by its author's key.
func outcomeOf(p confederation.Proposal, document []byte) (d record.Outcome, ok bool) {
	parsed, fault := (confederation.Peer{Actor: p.Author, KeyID: p.KeyID, Key: p.Key}).Examine(document)
	if fault != confederation.NoFault || parsed.ID != p.Outcome {
		return d, false
	}
	return d, json.Unmarshal(parsed.Data, &d) == nil
}

// HearCounted keeps the list of counted answers that an outcome names by its hash.
func HearCounted(tx *store.Tx, uri string, outcome, list []byte) error {
	p, err := peers.ProposalForUpdate(tx, uri)
	if err != nil {
		return err
	}
	if d, ok := outcomeOf(p, outcome); !ok || commons.TextHash(string(list)) != d.Hash {
		return confederation.ErrNotTheirs
	}
	p.Counted = list
	_, err = peers.PutProposal(tx, p)
	return err
}

// ComparedCount tells whether a text's count has our assembly's answer as it was voted.
func ComparedCount(tx *store.Tx, p confederation.Proposal) (confederation.Comparison, error) {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCommune {
		return confederation.NotCompared, err
	}
	rows, err := peers.AnswersOf(tx, p.URI, o.Assembly())
	own := make([]confederation.Answer, len(rows))
	for i, r := range rows {
		own[i] = r.Answer()
	}
	return confederation.Compare(p.Counted, o.Assembly(), own, p.Question()), err
}
