package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"federes.org/cmd/federes/world"
	"federes.org/commune"
)

// The council's founder.
const (
	councilFounder = "Camille R."
	councilEmail   = "camille.r@conseil.example"
)

// demo is two communes, their council, and the days in which they come together.
type demo struct {
	world    *world.World
	out      io.Writer
	communes []*troupe
	council  *world.Instance
	chair    *world.Person // the council's founder
	days     calendar
}

// troupe is the people of one commune, with what they have yet to vote.
type troupe struct {
	script
	at      *world.Instance
	world   *world.World
	people  []*world.Person
	council *world.Instance
	meeting string // the path of the assembly that is prepared or sits
	votes   []vote // what it votes, in order
}

// vote is a motion that waits for its assembly.
type vote struct {
	question
	motion int64
}

func newDemo(w *world.World, ports []int, out io.Writer) (*demo, error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, err
	}
	d := &demo{world: w, out: out, days: calendarOf(time.Now(), zone)}
	for i, s := range scripts {
		c := &troupe{script: s, at: w.Instance(s.folder, ports[i]), world: w}
		for n := range s.people {
			c.people = append(c.people, c.newcomer(n))
		}
		d.communes = append(d.communes, c)
	}
	d.council = w.Instance("conseil", ports[len(scripts)])
	d.chair = w.Person(d.council, councilFounder, councilEmail)
	for _, c := range d.communes {
		c.council = d.council
	}
	return d, nil
}

// newcomer is one of the people with a browser that knows nothing yet.
func (c *troupe) newcomer(n int) *world.Person {
	return c.world.Person(c.at, c.script.people[n], mailbox(c.script.people[n])+"@"+c.domain)
}

var unaccented = strings.NewReplacer(" ", ".", ".", "", "ç", "c", "è", "e", "é", "e", "ë", "e", "î", "i", "ô", "o")

// mailbox is a name as the first half of a mail address.
func mailbox(name string) string { return unaccented.Replace(strings.ToLower(name)) }

// calendar is when things happen: two assemblies are past, on the last Thursdays of the schedule before now.
type calendar struct{ founding, dues, agenda, first, sitting, secondAgenda, late, second, afterwards time.Time }

// calendarOf counts back from now: the second assembly is the last Thursday that is over, so that the agenda of the third is open.
func calendarOf(now time.Time, zone *time.Location) calendar {
	y, m, d := now.In(zone).Date()
	at := func(days, hour, minute int) time.Time { return time.Date(y, m, d+days, hour, minute, 0, 0, zone) }
	last := -((int(at(0, 12, 0).Weekday()) - int(time.Thursday) + 7) % 7)
	if at(last, 22, 0).After(now) {
		last -= 7
	}
	before := last - 14
	return calendar{
		founding: at(before-6, 10, 0), dues: at(before-5, 10, 0), agenda: at(before-5, 20, 0),
		first: at(before, 18, 30), sitting: at(before+3, 14, 0), secondAgenda: at(before+5, 20, 0),
		late: at(last-2, 20, 0), second: at(last, 18, 30), afterwards: at(last, 21, 30),
	}
}

// step is one act of the story: it says what happened.
type step struct {
	name string
	play func(ctx context.Context) (string, error)
}

// steps are the whole path, from an empty folder to what the council knows.
func (d *demo) steps() []step {
	return []step{
		{"founding", d.found},
		{"admissions", d.admit},
		{"dues", d.dues},
		{"signing in", d.signIn},
		{"agenda", d.firstAgenda},
		{"first assembly", d.firstAssembly},
		{"joining the council", d.sitting},
		{"next agenda", d.secondAgenda},
		{"closing of the agenda", d.lateItem},
		{"assembly and vote", d.secondAssembly},
		{"decision", d.decision},
		{"record at the council", d.records},
		{"tally", d.tally},
		{"coming agenda", d.comingAgenda},
	}
}

// play plays every step, and names the one that failed.
func (d *demo) play(ctx context.Context) error {
	for _, s := range d.steps() {
		begun := time.Now()
		happened, err := s.play(ctx)
		if err != nil {
			return fmt.Errorf("the step %q failed: %w", s.name, err)
		}
		say(d.out, "%-22s %s (%.1f s)", s.name, happened, time.Since(begun).Seconds())
	}
	return d.world.Clock.SetNow()
}

// each lets both communes do something at once.
func (d *demo) each(do func(c *troupe) error) error { return together(d.communes, do) }

func (d *demo) found(ctx context.Context) (string, error) {
	if err := d.world.Clock.Set(d.days.founding); err != nil {
		return "", err
	}
	found := func(i *world.Instance, p *world.Person, args ...string) error {
		link, err := i.Init(ctx, append(args, "--founder", p.Email, "--founder-name", p.Name)...)
		if err != nil {
			return err
		}
		if err := i.Start(ctx); err != nil {
			return err
		}
		return p.Enter(ctx, link)
	}
	council := make(chan error, 1)
	go func() {
		council <- found(d.council, d.chair, "--kind", string(commune.KindCouncil), "--name", councilName, "--place", "Basse-Deûle")
	}()
	err := d.each(func(c *troupe) error {
		return found(c.at, c.people[founder], "--kind", string(commune.KindCommune), "--name", c.name, "--place", c.place)
	})
	if councilErr := <-council; err == nil {
		err = councilErr
	}
	return fmt.Sprintf("%s, %s and their council are founded", d.communes[0].name, d.communes[1].name), err
}
