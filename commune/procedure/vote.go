package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// Cast keeps a member's ballot. It checks the electorate, an expulsion and the close, under the motion's lock, and nothing else (AG-4).
func Cast(tx *store.Tx, who commune.MemberID, id commune.MotionID, choice commune.Choice) (commune.Motion, error) {
	m, err := tx.MotionForCasting(id)
	if err != nil {
		return m, err
	}
	voter, err := tx.Elector(id, who)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return m, err
	}
	ballot, err := m.Cast(voter, choice, tx.Now())
	if err != nil {
		return m, err
	}
	tx.Touch(m.Meeting)
	if m.Mode != commune.Secret {
		return m, tx.PutBallot(ballot)
	}
	cast, err := tx.CastSecretly(ballot)
	if err == nil && !cast {
		err = commune.ErrVoteFinal // someone with the same session was faster
	}
	return m, err
}

// CloseVote counts and ends a vote. An adopted motion becomes a decision with its record, and its form is carried out, all in this
// transaction (AG-5, CR-2); everything else leaves its counts in the log.
func CloseVote(tx *store.Tx, h House, who commune.MemberID, id commune.MotionID) (commune.Motion, error) {
	m, in, err := leadingVote(tx, who, id)
	if err != nil {
		return m, err
	}
	cast, err := voiced(tx, h, m)
	if err != nil {
		return m, err
	}
	if m, err = m.CloseVoiced(cast, tx.Now()); err != nil {
		return m, err
	}
	if m.Settling() {
		tx.Touch(m.Meeting)
		if m, err = tx.PutMotion(m); err != nil {
			return m, err
		}
		return m, h.Council.Ask(tx, h, m)
	}
	if m.Mode == commune.Secret {
		if err := emptyUrn(tx, m.ID); err != nil {
			return m, err
		}
	}
	return enterVote(tx, h, in, m)
}

// enterVote keeps a vote that was counted, with its place in the log, and draws what it brings about.
func enterVote(tx *store.Tx, h House, in commune.Meeting, m commune.Motion) (_ commune.Motion, err error) {
	if m.Seq, err = tx.LockLog(); err != nil {
		return m, err
	}
	if m, err = tx.PutMotion(m); err != nil {
		return m, err
	}
	tx.Touch(m.Meeting)
	return m, conclude(tx, h, in, m)
}

// SettleVote counts a closed vote once none of its voices waits any more, or their time is over (CF-5); until then it changes nothing.
func SettleVote(tx *store.Tx, h House, id commune.MotionID) error {
	m, in, err := motionAndMeeting(tx, id)
	if err != nil || !m.Settling() {
		return err
	}
	cast, err := voiced(tx, h, m)
	if err != nil {
		return err
	}
	m, settled := m.Settle(cast, tx.Now())
	if !settled {
		tx.Touch(m.Meeting)
		return nil
	}
	_, err = enterVote(tx, h, in, m)
	return err
}

// voiced is what was cast in a vote, as far as it counts: all of it, unless each voice is a delegation's (CF-5).
func voiced(tx *store.Tx, h House, m commune.Motion) (commune.Voiced, error) {
	o, err := tx.Organisation()
	if err != nil {
		return commune.Voiced{}, err
	}
	if o.Kind == commune.KindCouncil && h.Council.Voices != nil {
		return h.Council.Voices(tx, m)
	}
	cast, err := castIn(tx, m)
	return commune.Voiced{Counts: cast}, err
}

// UrnJob is the durable work that has the database forget how a secret vote went.
const UrnJob = "urn"

// emptyUrn leaves of a counted secret vote its roll alone: in the tables at once, and soon in what the database keeps beside them (AG-5).
func emptyUrn(tx *store.Tx, id commune.MotionID) error {
	if err := tx.EmptyUrn(id); err != nil {
		return err
	}
	return tx.EnqueueOrWake(jobs.Job{Kind: UrnJob})
}

// castIn is what was cast in a vote. A named ballot of who was excluded from the sitting meanwhile is not counted: until the close it is
// theirs to replace, and they no longer can. A secret one is final and stays: nobody could find it.
func castIn(tx *store.Tx, m commune.Motion) (commune.Counts, error) {
	if m.Mode == commune.Secret {
		return tx.Urn(m.ID)
	}
	ballots, err := tx.Ballots(m.ID)
	return commune.Count(ballots), err
}

// conclude draws what a closed vote brings about.
func conclude(tx *store.Tx, h House, in commune.Meeting, m commune.Motion) error {
	switch {
	case m.Plural():
		return concludeChoice(tx, h, m)
	case !m.Adopted && !m.Decided():
		return reject(tx, h, m)
	case m.Amends != 0:
		return carryAmendment(tx, m)
	case in.Popular():
		return decidePopular(tx, h, in, m)
	}
	return decide(tx, h, m)
}

// reject leaves the counts of a text that was not adopted, and does what its form has follow.
func reject(tx *store.Tx, h House, m commune.Motion) error {
	if err := noteAt(tx, m.Seq, "Rejection", facts(m)); err != nil {
		return err
	}
	form := h.Forms[m.Form]
	if form.Decline == nil {
		return nil
	}
	return form.Decline(tx, m)
}

// facts are what the log keeps of a vote that is no decision.
func facts(m commune.Motion) map[string]any {
	all := map[string]any{
		"motion": m.ID, "text": m.Text, "tally": m.Tally(), "electorate": m.Electorate, "mode": m.Mode, "closedAt": m.ClosedAt,
	}
	if m.Amends != 0 {
		all["amends"] = m.Amends
	}
	if m.Majority != commune.OfVotes {
		all["majority"] = m.Majority
	}
	if m.Plural() {
		all["options"], all["votes"], all["selected"] = m.Options, m.Votes, m.Selected
	}
	return all
}

// decide enters the decision in the register, writes its record and carries its form out.
func decide(tx *store.Tx, h House, m commune.Motion) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	last, err := tx.LastRank("", m.DecidedAt().In(o.Location()).Year())
	if err != nil {
		return err
	}
	d := commune.Decide(m, last, o.Location())
	d.Seq = m.Seq
	form := h.Forms[m.Form]
	if form.Answer != nil {
		if d.Text, err = form.Answer(tx, h, m); err != nil {
			return err
		}
	}
	if d, err = tx.AddDecision(d); err != nil {
		return err
	}
	if err := recordDecision(tx, h, d, form, m.Payload); err != nil {
		return err
	}
	if err := chargeVoted(tx, m, d); err != nil {
		return err
	}
	if form.Carry == nil {
		return nil
	}
	return form.Carry(tx, h, d, m.Payload)
}
