package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"federes.org/cmd/federes/world"
	"federes.org/commune"
)

// gifts are what people give as dues: a price of their own, in euros.
var gifts = []string{"12", "15", "12", "5", "20", "0", "12", "8"}

// at moves the days on.
func (d *demo) at(when time.Time) error { return d.world.Clock.Set(when) }

func (d *demo) admit(ctx context.Context) (string, error) {
	admitted := 0
	for _, c := range d.communes {
		admitted += len(c.people) - 1
	}
	return fmt.Sprintf("%d people are admitted by the founders", admitted), d.each(func(c *troupe) error {
		for _, p := range c.people[1:] {
			if _, err := c.people[founder].Admit(ctx, p.Name, p.Email); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *demo) dues(ctx context.Context) (string, error) {
	if err := d.at(d.days.dues); err != nil {
		return "", err
	}
	return "dues are recorded, at a price that each chooses", d.each(func(c *troupe) error {
		page, err := c.people[founder].Open(ctx, "/members")
		if err != nil {
			return err
		}
		for n, p := range c.people[:len(c.people)-c.unpaid] {
			member, err := page.Link(p.Name)
			if err != nil {
				return err
			}
			if err := c.people[founder].RecordDues(ctx, member, gifts[n%len(gifts)]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *demo) signIn(ctx context.Context) (string, error) {
	return "everybody who comes signs in by a mailed link", d.each(func(c *troupe) error {
		return together(c.people[1:c.there], func(p *world.Person) error { return p.SignIn(ctx) })
	})
}

// propose puts points on the next agenda, with the motions of their proposers.
func (c *troupe) propose(ctx context.Context, points []point) error {
	meeting, err := c.people[founder].NextMeeting(ctx)
	if err != nil {
		return err
	}
	c.meeting, c.votes = meeting, nil
	for _, pt := range points {
		who := c.people[pt.by]
		proposed, err := who.ProposeItem(ctx, meeting, pt.answers())
		if err != nil {
			return err
		}
		if proposed.Meeting != meeting {
			return fmt.Errorf("%q came to %s instead of %s", pt.title, proposed.Meeting, meeting)
		}
		for _, q := range pt.motions {
			if err := c.move(ctx, who, proposed.Item, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// move puts a question to the vote; who would be mandated accepts it. A delegate can be sent to a council only once its acceptance has arrived.
func (c *troupe) move(ctx context.Context, who *world.Person, item int64, q question) error {
	var motion int64
	propose := func() (err error) {
		motion, err = who.ProposeMotion(ctx, item, string(q.form), c.terms(q))
		return err
	}
	var err error
	if q.grant.council {
		err = world.Until(ctx, arrival, propose)
	} else {
		err = propose()
	}
	c.votes = append(c.votes, vote{q, motion})
	if holder := c.people[q.grant.to]; err == nil && q.form == commune.FormMandate && holder != who {
		err = holder.AcceptTerms(ctx, motion)
	}
	return err
}

func (pt point) answers() url.Values {
	answers := url.Values{"title": {pt.title}, "kind": {string(pt.kind)}, "minutes": {pt.minutes}, "text": {pt.text}}
	if pt.theme != "" {
		answers.Set("theme", pt.theme)
	}
	return answers
}

// terms are the answers of a motion's form.
func (c *troupe) terms(q question) url.Values {
	answers := url.Values{"text": {q.text}, "audience": {string(commune.Public)}}
	switch q.form {
	case commune.FormMandate:
		answers.Set("holder", c.people[q.grant.to].Name)
		answers.Set("title", q.grant.title)
		answers.Set("mission", q.grant.mission)
		answers.Set("until", time.Now().AddDate(1, 0, 0).Format(time.DateOnly))
		for _, capability := range q.grant.capabilities {
			answers.Add("capabilities", string(capability))
		}
		if q.grant.council {
			answers.Set("council", c.council.URL+"/conseil")
		}
	case commune.FormPriorities:
		answers.Set("priorities", strings.Join(q.themes, "\n"))
	case "join":
		answers.Set("council", "conseil@"+c.council.Listen())
	}
	return answers
}

// gather opens the assembly with everybody who comes.
func (c *troupe) gather(ctx context.Context, leader int) error {
	meeting, err := c.people[leader].NextMeeting(ctx)
	if err != nil {
		return err
	}
	if meeting != c.meeting {
		return fmt.Errorf("%s: the assembly of today is %s, not %s", c.name, meeting, c.meeting)
	}
	come := func(p *world.Person) error { return p.Attend(ctx, meeting, c.mode(p)) }
	if err := together(c.people[:c.there], come); err != nil {
		return err
	}
	return c.people[leader].OpenMeeting(ctx, meeting)
}

// mode is how somebody is there: the last of those who come are online.
func (c *troupe) mode(p *world.Person) string {
	if slices.Index(c.people, p) >= c.there-c.online {
		return string(commune.Online)
	}
	return string(commune.Room)
}

// decide votes one motion: the leader opens, everybody answers, the leader counts.
func (c *troupe) decide(ctx context.Context, leader, round int) error {
	v := c.votes[round]
	if err := c.people[leader].OpenVote(ctx, c.meeting, v.motion); err != nil {
		return err
	}
	voters := slices.Concat(c.people[:c.there], c.people[:c.there])[round*7%c.there:][:v.votes.Voters()]
	err := together(voters, func(p *world.Person) error {
		choice := commune.Abstain
		switch n := slices.Index(voters, p); {
		case n < v.votes.Against:
			choice = commune.Against
		case n < v.votes.Against+v.votes.For:
			choice = commune.For
		}
		return p.Vote(ctx, c.meeting, v.motion, string(choice))
	})
	if err != nil {
		return err
	}
	_, err = c.people[leader].CloseVote(ctx, c.meeting, v.motion)
	return err
}

// assemble holds the assemblies of all communes at one hour, from their opening to their published minutes; each vote takes its time.
func (d *demo) assemble(ctx context.Context, start time.Time, leader int) (votes int, err error) {
	if err := d.at(start.Add(-15 * time.Minute)); err != nil {
		return 0, err
	}
	if err := d.each(func(c *troupe) error { return c.gather(ctx, leader) }); err != nil {
		return 0, err
	}
	if err := d.at(start); err != nil {
		return 0, err
	}
	if err := d.each(func(c *troupe) error { return c.open(ctx, leader) }); err != nil {
		return 0, err
	}
	for round := 0; ; round++ {
		sitting := slices.DeleteFunc(slices.Clone(d.communes), func(c *troupe) bool { return round >= len(c.votes) })
		if len(sitting) == 0 {
			break
		}
		if err := d.at(start.Add(time.Duration(20+13*round) * time.Minute)); err != nil {
			return votes, err
		}
		if err := together(sitting, func(c *troupe) error { return c.decide(ctx, leader, round) }); err != nil {
			return votes, err
		}
		votes += len(sitting)
	}
	return votes, d.each(func(c *troupe) error {
		if err := c.people[sittingFacilitator].CloseMeeting(ctx, c.meeting); err != nil {
			return err
		}
		return c.publish(ctx)
	})
}

func (d *demo) firstAgenda(ctx context.Context) (string, error) {
	if err := d.at(d.days.agenda); err != nil {
		return "", err
	}
	return "items and motions of the first assembly are proposed", d.each(func(c *troupe) error { return c.propose(ctx, c.first) })
}

func (d *demo) firstAssembly(ctx context.Context) (string, error) {
	votes, err := d.assemble(ctx, d.days.first, founder)
	return fmt.Sprintf("%d votes give the first mandates; the founders' own end, and the minutes are published", votes), err
}

func (d *demo) seat(ctx context.Context) (string, error) {
	if err := d.at(d.days.seating); err != nil {
		return "", err
	}
	seated := 0
	err := world.Until(ctx, time.Minute, func() error {
		n, err := d.chair.Seat(ctx)
		if seated += n; err == nil && seated < len(d.communes) {
			err = fmt.Errorf("%d communes of %d asked to join", seated, len(d.communes))
		}
		return err
	})
	if err == nil {
		err = world.Until(ctx, time.Minute, func() error { return d.followed(ctx) })
	}
	return fmt.Sprintf("the council seats %d communes that adopted its charter, and follows them", seated), err
}

// followed holds once every commune has accepted that the council follows it. What is still on its way when the clock jumps would
// arrive with the date of days ago, and be refused at first.
func (d *demo) followed(ctx context.Context) error {
	n, err := d.chair.Following(ctx, "conseil")
	if err == nil && n < len(d.communes) {
		err = fmt.Errorf("the council follows %d communes of %d", n, len(d.communes))
	}
	return err
}

func (d *demo) secondAgenda(ctx context.Context) (string, error) {
	if err := d.at(d.days.secondAgenda); err != nil {
		return "", err
	}
	return "items are proposed under the themes that the assembly ranked", d.each(func(c *troupe) error { return c.propose(ctx, c.second) })
}

func (d *demo) lateItem(ctx context.Context) (string, error) {
	if err := d.at(d.days.late); err != nil {
		return "", err
	}
	c := d.communes[0]
	proposed, err := c.people[lateItem.by].ProposeItem(ctx, c.meeting, lateItem.answers())
	if err == nil && proposed.Meeting == c.meeting {
		err = errors.New("an item was taken after the agenda closed")
	}
	return fmt.Sprintf("what comes too late goes to the next assembly: %q", proposed.Notice), err
}

func (d *demo) secondAssembly(ctx context.Context) (string, error) {
	votes, err := d.assemble(ctx, d.days.second, facilitator)
	return fmt.Sprintf("three mandates for the evening, %d votes, published minutes", votes), err
}
