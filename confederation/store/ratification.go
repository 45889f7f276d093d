package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// Proposals are the texts that were put to the communes, the newest first.
func Proposals(tx *store.Tx, below confederation.ProposalID, limit int) ([]confederation.Proposal, error) {
	q := tx.DB().Where("believed")
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return store.All[confederation.Proposal](q.Order("id DESC").Limit(limit))
}

// OpenProposals are those whose deadline is not over at an instant, the earliest deadline first.
func OpenProposals(tx *store.Tx, at time.Time) ([]confederation.Proposal, error) {
	return store.All[confederation.Proposal](tx.DB().Where("believed AND deadline >= ?", at).Order("deadline, id"))
}

// UncountedProposals are those of our own that have no outcome yet.
func UncountedProposals(tx *store.Tx) ([]confederation.Proposal, error) {
	return store.All[confederation.Proposal](tx.DB().Where("decision <> 0 AND outcome = ''").Order("deadline, id"))
}

// LiveProposals are those of which no outcome is known, our own or not.
func LiveProposals(tx *store.Tx) ([]confederation.Proposal, error) {
	return store.All[confederation.Proposal](tx.DB().Where("believed AND outcome = ''").Order("deadline, id"))
}

// UnreadProposals are those whose author's key was not read yet.
func UnreadProposals(tx *store.Tx) ([]confederation.Proposal, error) {
	return store.All[confederation.Proposal](tx.DB().Where("NOT believed").Order("id"))
}

// ProposalsToCompare are those of others that one commune answered and that were counted since, without a list of what was.
func ProposalsToCompare(tx *store.Tx, who commune.ActorID, since time.Time) ([]confederation.Proposal, error) {
	q := tx.DB().Where("outcome <> '' AND decision = 0 AND length(counted) = 0 AND counted_at > ?", since)
	return store.All[confederation.Proposal](q.Where("uri IN (SELECT proposal FROM answers WHERE commune = ?)", who).Order("id"))
}

// ProposalByRef is the one that an address names.
func ProposalByRef(tx *store.Tx, ref string) (confederation.Proposal, error) {
	return store.One[confederation.Proposal](tx.DB(), "ref = ?", ref)
}

// ProposalByOutcome is the one whose outcome stands in that record.
func ProposalByOutcome(tx *store.Tx, uri string) (confederation.Proposal, error) {
	return store.One[confederation.Proposal](tx.DB(), "outcome = ? AND outcome <> ''", uri)
}

// ProposalForUpdate is that of a record, locked.
func ProposalForUpdate(tx *store.Tx, uri string) (confederation.Proposal, error) {
	return store.One[confederation.Proposal](locked(tx), "uri = ?", uri)
}

// PutProposal keeps it as it now is.
func PutProposal(tx *store.Tx, p confederation.Proposal) (confederation.Proposal, error) {
	if p.Key == nil {
		p.Key = []byte{}
	}
	if p.Counted == nil {
		p.Counted = []byte{}
	}
	if err := tx.DB().Save(&p).Error; err != nil {
		return p, fmt.Errorf("confederation: %w", err)
	}
	return p, nil
}

// CountUnread is how many texts passed on by a council wait for their author's key.
func CountUnread(tx *store.Tx) (int64, error) {
	var n int64
	if err := tx.DB().Model(&confederation.Proposal{}).Where("NOT believed").Count(&n).Error; err != nil {
		return 0, fmt.Errorf("confederation: %w", err)
	}
	return n, nil
}

// PutTally keeps what is counted of a proposal.
func PutTally(tx *store.Tx, p confederation.Proposal) error {
	err := tx.DB().Model(&p).Updates(map[string]any{
		"yes": p.Yes, "no": p.No, "reserved": p.Reserved, "for": p.For, "against": p.Against, "abstain": p.Abstain, "electorate": p.Electorate,
	}).Error
	if err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// TextOffers are by whom a text was put to us.
func TextOffers(tx *store.Tx, p confederation.ProposalID) ([]confederation.TextOffer, error) {
	return store.All[confederation.TextOffer](tx.DB().Where("proposal = ?", p).Order(clause.OrderByColumn{Column: clause.Column{Name: "by"}}))
}

// PutTextOffer keeps by whom a text was put to us; the last offer of one council is the one that is answered.
func PutTextOffer(tx *store.Tx, o confederation.TextOffer) error {
	if err := tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&o).Error; err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// AddAnswer keeps an answer once, and tells whether it is new.
func AddAnswer(tx *store.Tx, r confederation.AnswerRow) (bool, error) {
	once := clause.OnConflict{Columns: []clause.Column{{Name: "proposal"}, {Name: "digest"}}, DoNothing: true}
	done := tx.DB().Clauses(once).Create(&r)
	if done.Error != nil {
		return false, fmt.Errorf("confederation: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}

// AnswersOf are all answers of one commune to a proposal.
func AnswersOf(tx *store.Tx, uri string, of commune.ActorID) ([]confederation.AnswerRow, error) {
	return store.All[confederation.AnswerRow](tx.DB().Where("proposal = ? AND commune = ?", uri, of).Order("seq, digest"))
}

// AllAnswers are all answers to a proposal, by commune.
func AllAnswers(tx *store.Tx, uri string) ([]confederation.AnswerRow, error) {
	return store.All[confederation.AnswerRow](tx.DB().Where("proposal = ?", uri).Order("commune, seq, digest"))
}

// StandingAnswers are those by which communes are shown, after one in the order of their actors.
func StandingAnswers(tx *store.Tx, uri string, after commune.ActorID, limit int) ([]confederation.AnswerRow, error) {
	return store.All[confederation.AnswerRow](tx.DB().Where("proposal = ? AND stands AND commune > ?", uri, after).Order("commune").Limit(limit))
}

// AnswersHeard are those by which communes are shown, in the order in which they were heard, after one of them.
func AnswersHeard(tx *store.Tx, uri string, after int64, limit int) ([]confederation.AnswerRow, error) {
	return store.All[confederation.AnswerRow](tx.DB().Where("proposal = ? AND stands AND id > ?", uri, after).Order("id").Limit(limit))
}

// CountStrangers is how many answers to a proposal are not proved by a key that a roll pins.
func CountStrangers(tx *store.Tx, uri string) (int64, error) {
	var n int64
	if err := tx.DB().Model(&confederation.AnswerRow{}).Where("proposal = ? AND apart IN ?", uri, []confederation.Apart{confederation.ApartRoll, confederation.ApartKey}).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("confederation: %w", err)
	}
	return n, nil
}

// MarkAnswer keeps how the tally took an answer.
func MarkAnswer(tx *store.Tx, r confederation.AnswerRow) error {
	err := tx.DB().Model(&r).Updates(map[string]any{"contested": r.Contested, "stands": r.Stands, "apart": r.Apart, "name": r.Name}).Error
	if err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}

// ContestAnswer keeps whether something else is signed at the place of an answer, and tells whether that is news.
func ContestAnswer(tx *store.Tx, r confederation.AnswerRow) (bool, error) {
	q := tx.DB().Model(&confederation.AnswerRow{}).Where("proposal = ? AND digest = ? AND contested <> ?", r.Proposal, r.Digest, r.Contested)
	done := q.Update("contested", r.Contested)
	if done.Error != nil {
		return false, fmt.Errorf("confederation: %w", done.Error)
	}
	return done.RowsAffected > 0, nil
}

// Supersede has a new answer of a commune stand in the place of its earlier ones.
func Supersede(tx *store.Tx, by confederation.AnswerRow) error {
	err := tx.DB().Model(&confederation.AnswerRow{}).Where("proposal = ? AND commune = ?", by.Proposal, by.Commune).Update("stands", false).Error
	if err != nil {
		return fmt.Errorf("confederation: %w", err)
	}
	return nil
}
