package main

import (
	"context"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// assemble calls an exceptional assembly and opens it.
func (c *citizen) assemble(ctx context.Context) error {
	return c.InTx(ctx, func(tx *store.Tx) error {
		m, err := procedure.CallMeeting(tx, c.founder, commune.Call{
			Matter: "L'eau", Reason: "Le contrat prend fin", Place: "Maison du peuple", StartsAt: tx.Now().Add(time.Minute),
		})
		if err == nil {
			err = procedure.Attend(tx, c.founder, m.ID, commune.Room)
		}
		if err == nil {
			_, err = procedure.OpenMeeting(tx, c.founder, m.ID)
		}
		c.meeting = m.ID
		return err
	})
}

// decide has the assembly vote on a motion and adopt it.
func (c *citizen) decide(ctx context.Context, m commune.Motion) error {
	if err := c.InTx(ctx, func(tx *store.Tx) error {
		items, err := tx.Items(c.meeting)
		if err != nil {
			return err
		}
		m.Item = items[0].ID
		if m, err = procedure.ProposeMotion(tx, c.house, c.founder, m); err == nil {
			_, err = procedure.OpenVote(tx, c.house, c.founder, m.ID)
		}
		return err
	}); err != nil {
		return err
	}
	return c.InTx(ctx, func(tx *store.Tx) error {
		if _, err := procedure.Cast(tx, c.founder, m.ID, commune.For); err != nil {
			return err
		}
		closed, err := procedure.CloseVote(tx, c.house, c.founder, m.ID)
		if err == nil && !closed.Adopted {
			err = fmt.Errorf("%s did not adopt: %s", c.actor, m.Text)
		}
		return err
	})
}

// join looks a council up and decides to belong to it.
func (c *citizen) join(ctx context.Context, council *citizen) error {
	found, err := c.service.Council(ctx, "conseil@"+council.address)
	if err != nil {
		return err
	}
	if err := c.InTx(ctx, func(tx *store.Tx) error { _, err := confederal.Meet(tx, c.founder, found); return err }); err != nil {
		return err
	}
	return c.decide(ctx, commune.Motion{
		Form: confederation.FormJoin, Audience: commune.Public, Text: "Nous rejoignons le conseil.", Payload: encoded(confederation.JoinTerms{Council: council.actor}),
	})
}

// acceptAll has a council accept all who asked.
func (c *citizen) acceptAll(ctx context.Context) error {
	return c.InTx(ctx, func(tx *store.Tx) error {
		all, err := peers.Peers(tx, confederation.RoleCommune)
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.State != confederation.Asked {
				continue
			}
			if err := confederal.AnswerJoin(tx, c.house, c.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true}); err != nil {
				return err
			}
		}
		return nil
	})
}

// put has the council put a text to all communes, open for so long.
func (c *citizen) put(ctx context.Context, open time.Duration) (p confederation.Proposal, err error) {
	if err = c.decide(ctx, commune.Motion{
		Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet un texte.",
		Payload: encoded(confederation.ProposalTerms{Title: "L'eau", Text: someText, Deadline: c.realm.now().Add(open)}),
	}); err != nil {
		return p, err
	}
	err = c.View(ctx, func(tx *store.Tx) error {
		all, err := peers.Proposals(tx, 0, 1)
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p, err
}

// ratify has the assembly say yes to a text.
func (c *citizen) ratify(ctx context.Context, p confederation.Proposal) error {
	return c.decide(ctx, commune.Motion{
		Form: commune.FormRatification, Audience: commune.Public, Text: "Notre assemblée ratifie.", Payload: encoded(confederation.RatifyTerms{Proposal: p.URI}),
	})
}

// knows is what an instance knows of a text.
func (c *citizen) knows(ctx context.Context, p confederation.Proposal) (known confederation.Proposal, err error) {
	err = c.View(ctx, func(tx *store.Tx) (err error) {
		known, err = peers.ProposalByRef(tx, p.Ref)
		return err
	})
	return known, err
}
