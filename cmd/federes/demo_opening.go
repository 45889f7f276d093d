package main

import (
	"context"

	"federes.org/cmd/federes/world"
)

// Who is mandated at each opening, by their place in the list of a commune's people: to facilitate, to take minutes, to prepare the next
// agenda.
const (
	sittingFacilitator = iota + ordinary
	sittingTaker
	sittingPreparer
)

// The steps of an opening that are noted, by their place in the checklist; presence and mandates are facts of their own.
const (
	stepVideo  = 0
	stepRound  = 3
	stepAgenda = 4
)

// open walks an assembly that has just been opened through its checklist: the video, the three mandates by one vote, the round of names,
// the agenda. Who was mandated goes on from there.
func (c *troupe) open(ctx context.Context, leader int) error {
	if err := c.people[leader].TakeStep(ctx, c.meeting, stepVideo, "done"); err != nil {
		return err
	}
	motion, err := c.people[leader].ProposeSitting(ctx, c.meeting, c.people[sittingFacilitator], c.people[sittingTaker], c.people[sittingPreparer])
	if err != nil {
		return err
	}
	if err := together(c.people[:c.there], func(p *world.Person) error { return p.Vote(ctx, c.meeting, motion, "for") }); err != nil {
		return err
	}
	if _, err := c.people[leader].CloseVote(ctx, c.meeting, motion); err != nil {
		return err
	}
	if err := c.people[sittingFacilitator].TakeStep(ctx, c.meeting, stepRound, "done"); err != nil {
		return err
	}
	return c.people[sittingFacilitator].TakeStep(ctx, c.meeting, stepAgenda, "done")
}

// publish writes the minutes of an assembly that has closed, and publishes them.
func (c *troupe) publish(ctx context.Context) error {
	taker := c.people[sittingTaker]
	if err := taker.WriteMinutes(ctx, c.meeting, "La séance s'est ouverte à l'heure, par un tour des prénoms."); err != nil {
		return err
	}
	_, err := taker.PublishMinutes(ctx, c.meeting, "public")
	return err
}
