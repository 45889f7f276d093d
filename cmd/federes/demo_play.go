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
	text     int64 // the motion that puts a text to all communes
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

// calendar is when things happen: four assemblies are past, on the Thursdays of every second week, and one sitting of the council between.
type calendar struct {
	council, founding, dues, agenda, first, seating, secondAgenda, late, second time.Time
	entering, text, instructing, third, sitting, fourth, afterwards, deadline   time.Time
}

// calendarOf counts back from now: the fourth assembly is the last Thursday that is over, so that the agenda of the fifth is open.
func calendarOf(now time.Time, zone *time.Location) calendar {
	y, m, d := now.In(zone).Date()
	at := func(days, hour, minute int) time.Time { return time.Date(y, m, d+days, hour, minute, 0, 0, zone) }
	last := -((int(at(0, 12, 0).Weekday()) - int(time.Thursday) + 7) % 7)
	if at(last, 22, 0).After(now) {
		last -= 7
	}
	before := last - 42
	return calendar{
		council: at(before-26, 10, 0), founding: at(before-6, 10, 0), dues: at(before-5, 10, 0), agenda: at(before-5, 20, 0),
		first: at(before, 18, 30), seating: at(before+3, 14, 0), secondAgenda: at(before+5, 20, 0),
		late: at(before+12, 20, 0), second: at(before+14, 18, 30),
		entering: at(before+15, 10, 0), text: at(before+22, 20, 0), instructing: at(before+23, 20, 0), third: at(before+28, 18, 30),
		sitting: at(before+35, 18, 30), fourth: at(last, 18, 30), afterwards: at(last, 21, 30), deadline: at(last+35, 20, 0),
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
		{"joining the council", d.seat},
		{"next agenda", d.secondAgenda},
		{"closing of the agenda", d.lateItem},
		{"assembly and vote", d.secondAssembly},
		{"decision", d.decision},
		{"record at the council", d.records},
		{"tally", d.tally},
		{"delegates", d.delegates},
		{"what delegates say", d.instruct},
		{"a text for everybody", d.putText},
		{"answers to it", d.answer},
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
	if err := d.at(d.days.council); err != nil {
		return "", err
	}
	if err := found(d.council, d.chair, "--kind", string(commune.KindCouncil), "--name", councilName, "--place", "Basse-Deûle"); err != nil {
		return "", err
	}
	if err := d.at(d.days.founding); err != nil {
		return "", err
	}
	err := d.each(func(c *troupe) error {
		return found(c.at, c.people[founder], "--kind", string(commune.KindCommune), "--name", c.name, "--place", c.place)
	})
	return fmt.Sprintf("%s, %s and their council are founded", d.communes[0].name, d.communes[1].name), err
}
