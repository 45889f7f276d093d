package procedure

import (
	"errors"
	"slices"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// maxStrangers is how many answers to one text are kept, apart, of who is on no roll that we know.
const maxStrangers = 200

// hearRatifications takes in what a member's log says at one place: an answer that is contested there does not hold (CF-7).
func hearRatifications(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	there, err := peers.RecordsAt(tx, by.ID, r.Header.Seq)
	if err != nil {
		return err
	}
	for _, kept := range there {
		if kept.Kind != record.KindRatification {
			continue
		}
		heard, err := confederation.ReadAnswer(kept.Document)
		if err != nil {
			continue // signed by the commune, and no answer all the same
		}
		heard.Name, heard.Contested = by.Name, kept.Fault == confederation.FaultConflict
		if err := hear(tx, heard); err != nil {
			return err
		}
	}
	return nil
}

// HearAnswer takes in an answer that came from a commune, or through a council in between: only its own key proves it (CF-7, CF-8). The key
// that its actor shows is no more than a name for who is on no roll.
func HearAnswer(tx *store.Tx, shown confederation.Peer, document []byte) error {
	heard, err := confederation.ReadAnswer(document)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if o.Kind != commune.KindCouncil {
		return confederation.ErrOnlyCouncils
	}
	rolls, err := enrolments(tx, o.Assembly(), heard.Commune)
	if err != nil {
		return err
	}
	if provedBy(rolls, document) {
		heard.Name = rolls[0].Name
		return hear(tx, heard)
	}
	if _, fault := shown.Examine(document); fault != confederation.NoFault {
		return confederation.ErrNotTheirs
	}
	heard.Name = shown.Name
	p, err := peers.ProposalForUpdate(tx, heard.Proposal)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.Believed {
		return confederation.ErrProposalUnknown
	}
	if err != nil {
		return err
	}
	strangers, err := peers.CountStrangers(tx, p.URI)
	if err == nil && strangers >= maxStrangers {
		err = confederation.ErrAnswersTooMany
	}
	if err != nil {
		return err
	}
	return hear(tx, heard)
}

// hear keeps an answer, and moves the tally if its text is known already.
func hear(tx *store.Tx, heard confederation.AnswerRow) error {
	heard.HeardAt = tx.Now()
	fresh, err := peers.AddAnswer(tx, heard)
	if err != nil {
		return err
	}
	if !fresh {
		if fresh, err = peers.ContestAnswer(tx, heard); err != nil {
			return err
		}
	}
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil || !fresh {
		return err
	}
	p, err := peers.ProposalForUpdate(tx, heard.Proposal)
	if errors.Is(err, commune.ErrNotFound) || err == nil && !p.Believed {
		return nil // it is counted once its text is here
	}
	if err != nil {
		return err
	}
	return restand(tx, o, p, heard.Commune)
}

// restand computes anew where one commune stands, and moves the tally by the difference: at a cost that does not depend on how many
// communes there are (CF-7). What was counted once the outcome is written stays.
func restand(tx *store.Tx, o commune.Organisation, p confederation.Proposal, of commune.ActorID) error {
	rows, err := peers.AnswersOf(tx, p.URI, of)
	if err != nil {
		return err
	}
	before := standingOf(rows)
	if p.Done() {
		if before.Answer.Heard() || len(rows) == 0 {
			return nil
		}
		rows[len(rows)-1].Stands, rows[len(rows)-1].Apart = true, confederation.ApartLate
		return peers.MarkAnswer(tx, rows[len(rows)-1])
	}
	after, err := stand(tx, o, p, rows)
	if err != nil {
		return err
	}
	return peers.PutTally(tx, p.Counting(p.Tally().Answer(before, after)))
}

// standingOf is how the tally last took a commune.
func standingOf(rows []confederation.AnswerRow) confederation.Standing {
	for _, r := range rows {
		if r.Stands {
			return r.Standing()
		}
	}
	return confederation.Standing{}
}

// stand folds what one commune answered, and marks the answer by which it is shown.
func stand(tx *store.Tx, o commune.Organisation, p confederation.Proposal, rows []confederation.AnswerRow) (confederation.Standing, error) {
	if len(rows) == 0 {
		return confederation.Standing{}, nil
	}
	rolls, err := enrolments(tx, o.Assembly(), rows[0].Commune)
	if err != nil {
		return confederation.Standing{}, err
	}
	frozen, err := peers.Frozen(tx, rows[0].Commune)
	if err != nil {
		return confederation.Standing{}, err
	}
	in := confederation.Circumstances{Enrolled: len(rolls) > 0, Frozen: frozen}
	var proved, all []confederation.Answer
	for _, r := range rows {
		all = append(all, r.Answer())
		if provedBy(rolls, r.Document) {
			proved = append(proved, r.Answer())
		}
	}
	if in.Enrolled && len(proved) == 0 {
		in.OtherKey = true
	} else if in.Enrolled {
		all = proved
	}
	after := confederation.Positions(all, p.Question()).Standing(p.Question(), in)
	name := rows[0].Name
	if in.Enrolled {
		name = rolls[0].Name
	}
	return after, show(tx, rows, after, name)
}

// show marks the answer by which a commune is shown, and why it is not counted if it is not.
func show(tx *store.Tx, rows []confederation.AnswerRow, by confederation.Standing, name string) error {
	for _, r := range rows {
		marked := r
		marked.Stands, marked.Apart = r.Digest == by.Answer.Digest, confederation.ApartNone
		if marked.Stands {
			marked.Apart, marked.Name = by.Apart, name
		}
		if marked.Stands == r.Stands && marked.Apart == r.Apart && marked.Name == r.Name {
			continue
		}
		if err := peers.MarkAnswer(tx, marked); err != nil {
			return err
		}
	}
	return nil
}

// provedBy tells whether a key that one of these rolls pins proves a document.
func provedBy(rolls []confederation.Enrolled, document []byte) bool {
	return slices.ContainsFunc(rolls, func(e confederation.Enrolled) bool {
		_, fault := confederation.Peer{Actor: e.Member, KeyID: commons.KeyID(e.Member), Key: e.Pinned()}.Examine(document)
		return fault == confederation.NoFault
	})
}

// enrolments are the rolls on which a commune stands, of our council or of one below it, by council (CF-8).
func enrolments(tx *store.Tx, council, of commune.ActorID) ([]confederation.Enrolled, error) {
	direct, err := peers.RollsOf(tx, of)
	if err != nil {
		return nil, err
	}
	direct = slices.DeleteFunc(direct, func(e confederation.Enrolled) bool {
		if err != nil || e.Kind != confederation.OfCommune {
			return true
		}
		var under bool
		under, err = stands(tx, e.Council, council, nil)
		return !under
	})
	return direct, err
}

// stands tells whether a council is ours, or stands below it: the way up is short, however many stand beside.
func stands(tx *store.Tx, who, council commune.ActorID, seen []commune.ActorID) (bool, error) {
	if who == council {
		return true, nil
	}
	if slices.Contains(seen, who) {
		return false, nil
	}
	over, err := peers.RollsOf(tx, who)
	if err != nil {
		return false, err
	}
	for _, e := range over {
		if found, err := stands(tx, e.Council, council, append(seen, who)); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// Recount counts a text from scratch: when it comes after its answers, and when the roll changes (CF-7).
func Recount(tx *store.Tx, p confederation.Proposal) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil || p.Done() {
		return err
	}
	all, err := peers.AllAnswers(tx, p.URI)
	if err != nil {
		return err
	}
	var standings []confederation.Standing
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Commune == all[0].Commune {
			n++
		}
		s, err := stand(tx, o, p, all[:n])
		if err != nil {
			return err
		}
		standings, all = append(standings, s), all[n:]
	}
	return peers.PutTally(tx, p.Counting(confederation.Recount(standings)))
}

// rollChanged counts anew what a change of a council's roll concerns: the texts that are not counted yet. To a member of ours that is new they
// are offered: who joins late answers with the others (CF-7).
func rollChanged(tx *store.Tx, before, after confederation.Enrolled) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	live, err := peers.LiveProposals(tx)
	if err != nil {
		return err
	}
	e := after
	if after.Departed {
		e = before
	}
	for _, p := range live {
		if e.Kind == confederation.OfCommune {
			p, err = peers.ProposalForUpdate(tx, p.URI)
			if err == nil {
				err = restand(tx, o, p, e.Member)
			}
		} else {
			err = Recount(tx, p)
		}
		if err != nil {
			return err
		}
	}
	if e.Council != o.Assembly() || after.Departed || before.Record != "" && !before.Departed {
		return nil
	}
	return offerOpenTexts(tx, e.Member)
}
