package main_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
)

// levels is a confederation of two levels: two communes in a local council, and above it a regional one, to which a third commune belongs
// directly. Each is a process of its own.
type levels struct {
	*world.World
	a, b, c       *hall // communes
	local, region *hall // councils; their first person is who founded them
	starts        time.Time
	text          string // the path of what was put to all communes
}

// What happens when: assemblies sit every second week, and the councils in the weeks between.
const (
	day  = 24 * time.Hour
	week = 7 * day
)

// TestAConfederationOfTwoLevels is how communes and councils decide together, and what must hold when somebody is late, lost or lies. Its chapters
// follow one another.
func TestAConfederationOfTwoLevels(t *testing.T) {
	l := newLevels(t)
	for _, chapter := range []struct {
		name string
		tell func(context.Context, *testing.T)
	}{
		{"three communes and two councils are founded", l.founded},
		{"assemblies join their councils, a council joins the one above, when their founders are still alone", l.joined},
		{"each assembly mandates a delegate, who enters the council by a ticket from home", l.mandated},
		{"within a day everybody's drawing shows the whole", l.drawn},
		{"a delegate brings a text, and votes for it as soon as their assembly confirms it", l.put},
		{"a delegate whom their assembly revokes during the sitting loses seat, session and vote", l.unseated},
		{"the text stands on the next agenda of every assembly by itself", l.tabled},
		{"each assembly answers in its own way, and both councils count each commune once", l.answered},
		{"a commune that was restored to an old copy writes another history: its witness finds out, and counts it no more", l.forked},
		{"an assembly changes its answer while a council is dead, and the last one counts", l.amended},
		{"the assembly of that commune answers for it, and it counts again", l.accounted},
		{"the outcome is written, and anybody counts it again at the communes", l.counted},
		{"a commune that joins weeks later comes to know what the others know", l.late},
	} {
		if !t.Run(chapter.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			chapter.tell(ctx, t)
		}) {
			return
		}
	}
}

func newLevels(t *testing.T) *levels {
	t.Helper()
	w := newWorld(t)
	ports, err := world.FreePorts(5)
	ok(t, err)
	l := &levels{World: w}
	for n, h := range []struct {
		at     **hall
		name   string
		people []string
	}{
		{&l.a, "Filatures", []string{"Zoé M.", "Karim B.", "Awa D."}}, {&l.b, "Weppes", []string{"Simone L.", "Idriss N.", "Élodie C."}},
		{&l.c, "Carembault", []string{"Odile W.", "Bastien F.", "Lucia G."}}, {&l.local, "Marque", []string{"Camille R."}}, {&l.region, "Deûle", []string{"Noé P."}},
	} {
		*h.at = &hall{Instance: w.Instance(h.name, ports[n]), clock: w.Clock}
		for i, name := range h.people {
			(*h.at).people = append((*h.at).people, w.Person((*h.at).Instance, name, fmt.Sprintf("m%d@h%d.example", i, n)))
		}
	}
	return l
}

func (l *levels) communes() []*hall { return []*hall{l.a, l.b, l.c} }
func (l *levels) councils() []*hall { return []*hall{l.local, l.region} }
func (l *levels) halls() []*hall    { return slices.Concat(l.communes(), l.councils()) }

// founded founds the councils three weeks before the communes: a council sits every four weeks, and the first time a week after the first assemblies.
func (l *levels) founded(ctx context.Context, t *testing.T) {
	begins := time.Now().Add(-12 * week) // a session ends by the machine's clock
	ok(t, l.Clock.Set(begins.Add(-3*week)))
	each(t, l.councils(), func(h *hall) error { return h.found(ctx, "council") })
	ok(t, l.Clock.Set(begins))
	each(t, l.communes(), func(h *hall) error {
		if err := h.found(ctx, "commune"); err != nil {
			return err
		}
		for _, p := range h.people[1:] {
			if err := h.admit(ctx, p); err != nil {
				return err
			}
		}
		return h.prepare(ctx)
	})
	page, err := l.a.people[0].Open(ctx, l.a.meeting)
	ok(t, err)
	moments, err := page.Moments()
	ok(t, err)
	l.starts = moments[0]
	l.local.meeting, err = l.local.people[0].Convene(ctx, "Rejoindre le conseil régional", l.starts.Add(time.Hour))
	ok(t, err)
	l.local.item, err = l.local.people[0].FirstItem(ctx, l.local.meeting)
	ok(t, err)
}

// found founds the organisation of a hall, and lets its founder in.
func (h *hall) found(ctx context.Context, kind string) error {
	link, err := h.Init(ctx, "--kind", kind, "--name", h.Name, "--founder", h.people[0].Email, "--founder-name", h.people[0].Name)
	if err != nil {
		return err
	}
	if err := h.Start(ctx); err != nil {
		return err
	}
	return h.people[0].Enter(ctx, link)
}

// joined has each decide to join: the local council once it has members of its own.
func (l *levels) joined(ctx context.Context, t *testing.T) {
	ok(t, l.Clock.Set(l.starts))
	each(t, l.communes(), func(h *hall) error { return h.gather(ctx) })
	l.local.joins(ctx, t, l.a, l.b)
	ok(t, l.Clock.Set(l.starts.Add(time.Hour)))
	ok(t, l.local.gather(ctx))
	l.region.joins(ctx, t, l.c, l.local)
	ok(t, l.local.people[0].CloseMeeting(ctx, l.local.meeting))
}

// drawn looks at the drawing of each: all councils above it with their members, and at a council all that is below. The third commune does not
// read a council that is neither.
func (l *levels) drawn(ctx context.Context, t *testing.T) {
	ok(t, l.Clock.Set(l.starts.Add(day+2*time.Hour)))
	for _, h := range l.halls() {
		ok(t, world.Until(ctx, arrival, func() error {
			page, err := world.NewBrowser(h.URL, "").Open(ctx, "/levels")
			if err != nil {
				return err
			}
			list, err := page.Part("level-list")
			for _, other := range l.halls() {
				beside := h == l.c && (other == l.a || other == l.b)
				if err == nil && list.Says(other.Name) == beside {
					err = fmt.Errorf("%s does not draw %s: %s", h.Name, other.Name, list.Text())
				}
			}
			return err
		}))
	}
}

// mandated has every assembly mandate who leads it, and its delegate; each delegate enters their council, which from then on has sittings.
func (l *levels) mandated(ctx context.Context, t *testing.T) {
	each(t, l.communes(), func(h *hall) (err error) {
		if _, err = h.mandates(ctx, mandate{to: h.people[0], title: "Vie des assemblées", capabilities: []string{"facilitate", "prepare_agenda"}}); err != nil {
			return err
		}
		council := l.local
		if h == l.c {
			council = l.region
		}
		h.mandate, err = h.mandates(ctx, mandate{to: h.people[1], title: "Délégation", capabilities: []string{"delegate"}, council: council})
		if err != nil {
			return err
		}
		if h.delegate, err = h.people[1].EnterCouncil(ctx, h.mandate, l.World, council.Instance); err != nil {
			return err
		}
		page, err := h.delegate.Open(ctx, "/")
		if err == nil && !page.Says(h.people[1].Name) {
			err = fmt.Errorf("the delegate is not greeted: %s", page.Text())
		}
		return err
	})
	each(t, l.communes(), func(h *hall) error {
		if err := h.people[0].CloseMeeting(ctx, h.meeting); err != nil {
			return err
		}
		return h.prepare(ctx)
	})
	var err error
	l.local.meeting, err = l.a.delegate.Convene(ctx, "Ce que le conseil traite d'abord", l.starts.Add(2*week+time.Hour))
	ok(t, err)
}

// textTitle is the text that is put to all communes.
const textTitle = "L'eau est un bien commun"

// put has the delegate of the third commune bring a text, and vote for it without an instruction: it is put once the home assembly made that
// vote its own.
func (l *levels) put(ctx context.Context, t *testing.T) {
	var motion int64
	var err error
	l.region.meeting, motion, err = l.c.delegate.PutText(ctx, textTitle, "Aucune commune ne vend son eau.", l.starts.Add(7*week))
	ok(t, err)
	ok(t, l.Clock.Set(l.starts.Add(week)))
	l.c.delegate, err = l.c.people[1].EnterCouncil(ctx, l.c.mandate, l.World, l.region.Instance)
	ok(t, err)
	l.region.people = append(l.region.people, l.c.delegate)
	ok(t, l.region.gather(ctx))
	ok(t, l.region.people[0].OpenVote(ctx, l.region.meeting, motion))
	if err := l.region.people[0].Vote(ctx, l.region.meeting, motion, "for"); err == nil {
		t.Error("who founded the council has a voice beside the delegations")
	}
	ok(t, l.c.delegate.Vote(ctx, l.region.meeting, motion, "for"))
	notice, err := l.region.people[0].CloseVote(ctx, l.region.meeting, motion)
	ok(t, err)
	if strings.Contains(notice, "Adoptée") {
		t.Errorf("a vote that nothing covers counts: %q", notice)
	}
	asked := "Deûle : confirmer le vote de Bastien F."
	ok(t, world.Until(ctx, arrival, func() (err error) { motion, err = l.c.people[0].MotionOn(ctx, l.c.meeting, asked); return err }))
	ok(t, l.Clock.Set(l.starts.Add(2*week+time.Hour)))
	each(t, l.communes(), func(h *hall) error { return h.gather(ctx) })
	ok(t, l.c.adopts(ctx, motion))
}

// tabled has the assemblies end; the text stands on the next agenda of each.
func (l *levels) tabled(ctx context.Context, t *testing.T) {
	each(t, l.communes(), func(h *hall) error {
		if err := h.people[0].CloseMeeting(ctx, h.meeting); err != nil {
			return err
		}
		return world.Until(ctx, arrival, func() error { return h.tables(ctx) })
	})
	ok(t, l.b.prepare(ctx))
	page, err := l.a.people[0].Open(ctx, fmt.Sprintf("/motions/%d", l.a.motion))
	ok(t, err)
	text, err := page.Link("Lire le texte")
	ok(t, err)
	page, err = l.a.people[0].Open(ctx, text)
	ok(t, err)
	if !page.Says("Aucune commune ne vend son eau.") {
		t.Errorf("behind the motion's link stands %s", page.Text())
	}
}

// tables is what is missing while the text does not stand on the next agenda.
func (h *hall) tables(ctx context.Context) (err error) {
	if h.meeting, err = h.people[0].NextMeeting(ctx); err != nil {
		return err
	}
	h.motion, err = h.people[0].MotionOn(ctx, h.meeting, "Texte confédéral : "+textTitle)
	return err
}
