package main

import (
	"context"
	"fmt"
	"time"

	"federes.org/cmd/federes/world"
	"federes.org/commune"
)

// enter brings the delegate of a commune into the council, through the page of their mandate.
func (c *troupe) enter(ctx context.Context) (*world.Person, error) {
	holder := c.people[delegate]
	page, err := holder.Open(ctx, "/mandates")
	if err != nil {
		return nil, err
	}
	mandate, err := page.Link(holder.Name + " – " + delegation)
	if err != nil {
		return nil, err
	}
	return holder.EnterCouncil(ctx, mandate, c.world, c.council)
}

// delegates has them enter, so that the council has sittings, and one of them bring a text for the first.
func (d *demo) delegates(ctx context.Context) (string, error) {
	if err := d.at(d.days.entering); err != nil {
		return "", err
	}
	for _, c := range d.communes {
		p, err := c.enter(ctx)
		if err == nil {
			err = world.Until(ctx, arrival, func() error { _, err := p.NextMeeting(ctx); return err })
		}
		if err != nil {
			return "", err
		}
	}
	if err := d.at(d.days.text); err != nil {
		return "", err
	}
	bringer, err := d.communes[0].enter(ctx)
	if err != nil {
		return "", err
	}
	_, d.text, err = bringer.PutText(ctx, textTitle, textWords, d.days.deadline)
	return fmt.Sprintf("%d delegations entered by their mandates; the council's first sitting has a text on its agenda", len(d.communes)), err
}

// instruct has every assembly vote what its delegate says on that text (CF-5).
func (d *demo) instruct(ctx context.Context) (string, error) {
	if err := d.at(d.days.instructing); err != nil {
		return "", err
	}
	for i, c := range d.communes {
		c.votes = nil
		err := world.Until(ctx, arrival, func() (err error) {
			var motion int64
			c.meeting, motion, err = c.people[founder].Instruct(ctx, string(commune.For))
			if err == nil {
				c.votes = []vote{{question{votes: instructs[i]}, motion}}
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	votes, err := d.assemble(ctx, d.days.third, facilitator)
	return fmt.Sprintf("%d assemblies told their delegates how to vote on it", votes), err
}

// sit has all delegations hold the sitting that is due, vote for a motion, and publish the minutes. The first of them opens and closes it; the
// provisional mandate of the council's founder ends with it (PW-2).
func (d *demo) sit(ctx context.Context, start time.Time, motion int64) error {
	if err := d.at(start.Add(-15 * time.Minute)); err != nil {
		return err
	}
	var there []*world.Person
	var meeting string
	for _, c := range d.communes {
		p, err := c.enter(ctx)
		if err != nil {
			return err
		}
		if meeting, err = p.NextMeeting(ctx); err != nil {
			return err
		}
		if err := p.Attend(ctx, meeting, string(commune.Online)); err != nil {
			return err
		}
		there = append(there, p)
	}
	if err := d.at(start); err != nil {
		return err
	}
	leader := there[0]
	if err := leader.OpenMeeting(ctx, meeting); err != nil {
		return err
	}
	if err := agree(ctx, meeting, motion, there); err != nil {
		return err
	}
	if err := leader.CloseMeeting(ctx, meeting); err != nil {
		return err
	}
	if err := leader.WriteMinutes(ctx, meeting, "Chaque délégation a dit ce que son assemblée lui a demandé de porter."); err != nil {
		return err
	}
	_, err := leader.PublishMinutes(ctx, meeting, string(commune.Public))
	return err
}

// agree has delegations vote for a motion; the first of them opens and closes the vote.
func agree(ctx context.Context, meeting string, motion int64, there []*world.Person) error {
	if err := there[0].OpenVote(ctx, meeting, motion); err != nil {
		return err
	}
	for _, p := range there {
		if err := p.Vote(ctx, meeting, motion, string(commune.For)); err != nil {
			return err
		}
	}
	_, err := there[0].CloseVote(ctx, meeting, motion)
	return err
}

// putText has the council vote, as its delegates were told, to put the text to all communes (CF-7). It is put once each mandate was confirmed.
func (d *demo) putText(ctx context.Context) (string, error) {
	if err := d.sit(ctx, d.days.sitting, d.text); err != nil {
		return "", err
	}
	return fmt.Sprintf("the council puts to all communes: %q", textTitle), d.each(func(c *troupe) error {
		return world.Until(ctx, arrival, func() error { return c.tabled(ctx) })
	})
}

// tabled is what is missing while the council's text does not stand on the next agenda.
func (c *troupe) tabled(ctx context.Context) (err error) {
	if c.meeting, err = c.people[founder].NextMeeting(ctx); err != nil {
		return err
	}
	motion, err := c.people[founder].MotionOn(ctx, c.meeting, "Texte confédéral : "+textTitle)
	c.votes = []vote{{motion: motion}}
	return err
}

// answer has the assemblies answer the text, those that have the time, and waits for the council's count (CF-7).
func (d *demo) answer(ctx context.Context) (string, error) {
	for i, c := range d.communes {
		if c.votes[0].votes = answered[i]; answered[i].Voters() == 0 {
			c.votes = nil
		}
	}
	if _, err := d.assemble(ctx, d.days.fourth, facilitator); err != nil {
		return "", err
	}
	err := world.Until(ctx, arrival, func() error { return d.counted(ctx) })
	return "one assembly answered, the other has it on its coming agenda; the council counts", err
}
