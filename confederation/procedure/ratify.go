package procedure

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// table puts a text on our assembly's next agenda by itself, with the motion that answers it (CF-7). Without an agenda it waits for one.
func table(tx *store.Tx, h commons.House, p confederation.Proposal) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCommune || !p.Open(tx.Now()) {
		return err
	}
	m, err := ratifying(h, o, p, "")
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	_, err = commons.RaiseToVote(tx, h, "proposal/"+p.Ref, commons.Proposal{
		Title: words.T("ratify.item", p.Title), Motion: m,
		Reasons: words.T("ratify.reasons", p.AuthorName, words.DateTime(p.Deadline), o.BaseURL+confederation.ProposalPath(p.Ref)),
	})
	return err
}

// TableTexts puts on the next agenda what could not be put there before.
func TableTexts(tx *store.Tx, h commons.House) error {
	open, err := peers.OpenProposals(tx, tx.Now())
	if err != nil {
		return err
	}
	for _, p := range open {
		if err := table(tx, h, p); err != nil {
			return err
		}
	}
	return nil
}

// ratifying is the motion by which our assembly answers a text.
func ratifying(h commons.House, o commune.Organisation, p confederation.Proposal, reservations string) (commune.Motion, error) {
	payload, err := json.Marshal(confederation.RatifyTerms{Proposal: p.URI, Reservations: reservations})
	words := h.WordsOf(o)
	text := words.T("ratify.words", p.Title, p.AuthorName)
	if reservations != "" {
		text = words.T("ratify.words_reserved", p.Title, p.AuthorName, reservations)
	}
	return commune.Motion{Form: commune.FormRatification, Audience: commune.Public, Text: text, Payload: payload}, err
}

// ProposeAnswer brings an answer to the next agenda once more: with reservations, or to amend what was answered (CF-7).
func ProposeAnswer(tx *store.Tx, h commons.House, who commune.MemberID, ref, reservations string) (commune.Motion, error) {
	p, err := peers.ProposalByRef(tx, ref)
	if err != nil {
		return commune.Motion{}, err
	}
	reservations = strings.TrimSpace(strings.ReplaceAll(reservations, "\r\n", "\n"))
	if err := commune.OptionalText(reservations, commune.MaxText/2); err != nil {
		return commune.Motion{}, err
	}
	waiting, err := AnswerWaiting(tx, p.URI, reservations)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrProposalWaits
	}
	if err != nil {
		return waiting, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	m, err := ratifying(h, o, p, reservations)
	if err != nil {
		return m, err
	}
	words := h.WordsOf(o)
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(words.T("ratify.item_again", p.Title)), Motion: m,
		Reasons: words.T("ratify.reasons", p.AuthorName, words.DateTime(p.Deadline), o.BaseURL+confederation.ProposalPath(p.Ref)),
	})
}

// AnswerWaiting is a motion that would answer a text with these reservations and is not voted yet; its ID is 0 if there is none.
func AnswerWaiting(tx *store.Tx, uri, reservations string) (commune.Motion, error) {
	return commons.WaitingMotion(tx, commune.FormRatification, func(payload []byte) (bool, error) {
		var t confederation.RatifyTerms
		err := json.Unmarshal(payload, &t)
		return t.Proposal == uri && t.Reservations == reservations, err
	})
}

// AnswersWaiting are the motions that would answer a text and are not voted yet.
func AnswersWaiting(tx *store.Tx, uri string) ([]commune.Motion, error) {
	unended, err := tx.Unended(commune.FormRatification)
	return slices.DeleteFunc(unended, func(m commune.Motion) bool {
		var t confederation.RatifyTerms
		return json.Unmarshal(m.Payload, &t) != nil || t.Proposal != uri
	}), err
}

// NumberOf is the number of our decision that gave an answer.
func NumberOf(tx *store.Tx, answer confederation.AnswerRow) (string, error) {
	return decisionNumber(tx, answer.Decision)
}

// decisionNumber is the number of the decision of ours that stands at an address.
func decisionNumber(tx *store.Tx, uri string) (string, error) {
	o, err := tx.Organisation()
	if err != nil {
		return "", err
	}
	seq, err := strconv.ParseInt(strings.TrimPrefix(uri, o.BaseURL+"/records/"), 10, 64)
	if err != nil {
		return "", commune.ErrNotFound
	}
	d, err := tx.DecisionBySeq(commune.Seq(seq))
	return d.Number(), err
}

// checkRatify refuses to answer a text that was not put to us, or no longer can be answered, and completes the terms.
func checkRatify(tx *store.Tx, payload []byte) ([]byte, error) {
	var t confederation.RatifyTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	if o.Kind != commune.KindCommune {
		return nil, confederation.ErrOnlyCommunes
	}
	p, err := peers.ProposalForUpdate(tx, t.Proposal)
	switch {
	case errors.Is(err, commune.ErrNotFound) || err == nil && !p.Believed:
		return nil, confederation.ErrProposalUnknown
	case err == nil && !p.Open(tx.Now()):
		return nil, confederation.ErrProposalClosed.With(p.Deadline)
	case err != nil:
		return nil, err
	}
	t.Title, t.Council, t.Hash = p.Title, p.AuthorName, p.Hash
	return json.Marshal(t)
}

// answerWords are those of the decision that the vote always yields: the answer, yes or no (CF-7).
func answerWords(tx *store.Tx, h commons.House, m commune.Motion) (string, error) {
	var t confederation.RatifyTerms
	if err := json.Unmarshal(m.Payload, &t); err != nil {
		return "", err
	}
	o, err := tx.Organisation()
	if err != nil {
		return "", err
	}
	words := h.WordsOf(o)
	switch {
	case !m.Adopted:
		return words.T("ratify.no", t.Title, t.Council), nil
	case t.Reservations != "":
		return words.T("ratify.reserved", t.Title, t.Council, t.Reservations), nil
	}
	return words.T("ratify.yes", t.Title, t.Council), nil
}

func describeRatify(payload []byte, d *record.Decision) error {
	var t confederation.RatifyTerms
	err := json.Unmarshal(payload, &t)
	d.Answers = t.Proposal
	return err
}

// carryRatify sends the answer up, in the transaction of the vote (CF-7).
func carryRatify(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	var t confederation.RatifyTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	p, err := peers.ProposalForUpdate(tx, t.Proposal)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	data := record.Ratification{
		Proposal: t.Proposal, Hash: t.Hash, Answer: confederation.AnswerNo, Decision: commons.RecordURL(o, d.Seq), Tally: d.Tally(),
		Electorate: d.Electorate, DecidedAt: record.Time(d.DecidedAt), Audience: string(commune.Public),
	}
	if d.Tally().AdoptedBy(d.Majority, d.Electorate) {
		data.Answer, data.Reservations = confederation.AnswerYes, t.Reservations
	}
	words := h.WordsOf(o)
	document, err := commons.WriteAct(tx, h, commons.Act{
		Kind: record.KindRatification, Audience: commune.Public,
		Path: "/decisions/" + d.Number(), Content: []string{words.T("ratify.record", o.Name, d.Number()), d.Text},
		Data: func(at record.Header) any { data.Header = at; return data },
	})
	if err != nil {
		return err
	}
	return answered(tx, o, p, document)
}

// answered keeps our own answer and tells who put the text.
func answered(tx *store.Tx, o commune.Organisation, p confederation.Proposal, document []byte) error {
	answer, err := confederation.ReadAnswer(document)
	if err != nil {
		return err
	}
	answer.Name, answer.HeardAt, answer.Stands = o.Name, tx.Now(), true
	if err := peers.Supersede(tx, answer); err != nil {
		return err
	}
	if _, err := peers.AddAnswer(tx, answer); err != nil {
		return err
	}
	offers, err := peers.TextOffers(tx, p.ID)
	if err != nil {
		return err
	}
	return tx.Publish(confederation.TextAnswered{Proposal: p, Offers: offers, Answer: answer})
}
