package main

import (
	"context"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// callVote admits so many members, opens the next assembly with all of them, and opens a vote.
func (i *instance) callVote(ctx context.Context, voters int) (*vote, error) {
	v := &vote{instance: i}
	var meeting commune.Meeting
	err := i.InTx(ctx, func(tx *store.Tx) (err error) {
		if v.electors, err = i.admit(tx, voters); err != nil {
			return err
		}
		if meeting, err = nextMeeting(tx); err != nil {
			return err
		}
		v.motion, err = i.propose(tx, meeting.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	i.moveTo(meeting.StartsAt)
	return v, i.InTx(ctx, func(tx *store.Tx) error {
		for _, who := range v.electors {
			if err := procedure.Attend(tx, who, meeting.ID, commune.Room); err != nil {
				return err
			}
		}
		if _, err := procedure.OpenMeeting(tx, i.founder, meeting.ID); err != nil {
			return err
		}
		_, err := procedure.OpenVote(tx, i.house, i.founder, v.motion)
		return err
	})
}

// admit makes members in good standing, the founder being the first.
func (i *instance) admit(tx *store.Tx, n int) ([]commune.MemberID, error) {
	all := []commune.MemberID{i.founder}
	for k := range n - 1 {
		m, err := procedure.Admit(tx, i.founder, fmt.Sprintf("Membre %d", k), fmt.Sprintf("membre%d@tisserands.example", k))
		if err != nil {
			return nil, err
		}
		all = append(all, m.ID)
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	today := tx.Now().In(o.Location())
	for _, who := range all {
		if _, err := procedure.RecordPayment(tx, i.founder, commune.Payment{
			Member: who, Cents: 1200, From: commune.DayOf(today, o.Location()), Until: commune.DayOf(today.AddDate(1, 0, -1), o.Location()),
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// nextMeeting is the first meeting of the schedule whose agenda is open.
func nextMeeting(tx *store.Tx) (commune.Meeting, error) {
	coming, err := tx.MeetingsFrom(tx.Now())
	if err != nil {
		return commune.Meeting{}, err
	}
	for _, m := range coming {
		if m.AcceptsItems(tx.Now()) == nil {
			return m, nil
		}
	}
	return commune.Meeting{}, commune.ErrNotFound
}

func (i *instance) propose(tx *store.Tx, meeting commune.MeetingID) (commune.MotionID, error) {
	item, err := procedure.ProposeItem(tx, i.founder, commune.Item{
		Meeting: meeting, Title: "Coopérative d'achat", Kind: commune.ForDecision, Minutes: 20,
	})
	if err != nil {
		return 0, err
	}
	m, err := procedure.ProposeMotion(tx, i.house, i.founder, commune.Motion{
		Item: item.ID, Form: commune.FormResolution, Text: someText, Audience: commune.Public,
	})
	return m.ID, err
}
