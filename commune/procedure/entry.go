package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// EnterBallot keeps the named ballot of someone without a device, whose presence who leads the meeting noted: what they say aloud is entered
// for them, and who entered it stays visible. Who voted by themselves is not spoken for, and nobody's secret ballot is (AG-5).
func EnterBallot(tx *store.Tx, who commune.MemberID, spoken commune.Ballot) (commune.Motion, error) {
	m, in, err := leadingVote(tx, who, spoken.Motion)
	if err != nil {
		return m, err
	}
	if m.Mode == commune.Secret {
		return m, commune.ErrSecretEntered
	}
	voter, err := tx.Elector(m.ID, spoken.Elector)
	if errors.Is(err, commune.ErrNotFound) {
		return m, commune.ErrTheirList
	}
	if err != nil {
		return m, err
	}
	if err := deviceless(tx, in.ID, voter); err != nil {
		return m, err
	}
	ballot, err := m.Cast(voter, spoken.Choice, tx.Now())
	if err != nil {
		return m, err
	}
	ballot.EnteredBy = who
	tx.Touch(in.ID)
	return m, tx.PutBallot(ballot)
}

// deviceless refuses to speak for someone who came by themselves, or has voted by themselves.
func deviceless(tx *store.Tx, id commune.MeetingID, voter commune.Elector) error {
	p, err := tx.Presence(id, voter.Member)
	if err != nil {
		return err
	}
	if p.NotedBy == 0 {
		return commune.ErrOwnDevice
	}
	cast, err := tx.BallotOf(voter.Motion, voter.Member)
	if errors.Is(err, commune.ErrNotFound) || err == nil && cast.EnteredBy != 0 {
		return nil
	}
	if err == nil {
		err = commune.ErrOwnDevice
	}
	return err
}
