package main_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
)

// admit makes somebody a member in good standing, who signs in.
func (h *hall) admit(ctx context.Context, p *world.Person) error {
	dues, err := h.people[0].Admit(ctx, p.Name, p.Email)
	if err != nil {
		return err
	}
	if err := h.people[0].RecordDues(ctx, dues, "12"); err != nil {
		return err
	}
	return p.SignIn(ctx)
}

// prepare puts on the next agenda the item under which motions are proposed while the meeting sits.
func (h *hall) prepare(ctx context.Context) error {
	next, err := h.people[0].NextMeeting(ctx)
	if err != nil {
		return err
	}
	proposed, err := h.people[0].ProposeItem(ctx, next, url.Values{"title": {"Décisions du jour"}, "kind": {"decision"}, "minutes": {"60"}})
	if err == nil && proposed.Meeting != next {
		err = fmt.Errorf("%s: the agenda of %s is closed: %s", h.Name, next, proposed.Notice)
	}
	h.meeting, h.item = next, proposed.Item
	return err
}

// gather opens the meeting that is due, with everybody.
func (h *hall) gather(ctx context.Context) error {
	for _, p := range h.people {
		if err := p.Attend(ctx, h.meeting, "room"); err != nil {
			return err
		}
	}
	return h.people[0].OpenMeeting(ctx, h.meeting)
}

// proposes has the first person put a text to the vote of the sitting meeting.
func (h *hall) proposes(ctx context.Context, form string, answers url.Values) (int64, error) {
	return h.people[0].ProposeMotion(ctx, h.item, form, answers)
}

// adopts has everybody vote for a motion.
func (h *hall) adopts(ctx context.Context, motion int64) error {
	return h.answers(ctx, motion, "for", "Adoptée")
}

// answers has everybody vote alike, and wants what the page then says.
func (h *hall) answers(ctx context.Context, motion int64, choice, want string) error {
	if err := h.people[0].OpenVote(ctx, h.meeting, motion); err != nil {
		return err
	}
	for _, p := range h.people {
		if err := p.Vote(ctx, h.meeting, motion, choice); err != nil {
			return err
		}
	}
	notice, err := h.people[0].CloseVote(ctx, h.meeting, motion)
	if err == nil && !strings.Contains(notice, want) {
		err = fmt.Errorf("%s: after the vote the page says %q", h.Name, notice)
	}
	return err
}

// joins has some decide to join a council, whose founder seats them.
func (council *hall) joins(ctx context.Context, t *testing.T, members ...*hall) {
	t.Helper()
	each(t, members, func(h *hall) error {
		motion, err := h.proposes(ctx, "join", url.Values{
			"text": {"Nous rejoignons le conseil et adoptons sa charte."}, "audience": {"public"}, "council": {"conseil@" + council.Listen()},
		})
		if err != nil {
			return err
		}
		return h.adopts(ctx, motion)
	})
	seated := 0
	ok(t, world.Until(ctx, arrival, func() error {
		n, err := council.people[0].Seat(ctx)
		if seated += n; err == nil && seated < len(members) {
			err = fmt.Errorf("%d asked to join %s", seated, council.Name)
		}
		return err
	}))
}

// mandate is what an assembly gives somebody.
type mandate struct {
	to           *world.Person
	title        string
	capabilities []string
	council      *hall // in which they sit; nil for none
}

// mandates has the sitting assembly give a mandate, and gives its path. A delegate can be sent to a council once that has answered.
func (h *hall) mandates(ctx context.Context, m mandate) (path string, err error) {
	now, err := h.clock.Now()
	if err != nil {
		return "", err
	}
	answers := url.Values{
		"text": {m.title + " : " + m.to.Name}, "audience": {"public"}, "holder": {m.to.Name}, "title": {m.title}, "mission": {"Faire ce que l'assemblée décide."},
		"until": {now.AddDate(1, 0, 0).Format(time.DateOnly)}, "capabilities": m.capabilities,
	}
	if m.council != nil {
		answers.Set("council", m.council.URL+"/conseil")
	}
	var motion int64
	if err := world.Until(ctx, arrival, func() (err error) { motion, err = h.proposes(ctx, "mandate", answers); return err }); err != nil {
		return "", err
	}
	if m.to != h.people[0] {
		if err := m.to.AcceptTerms(ctx, motion); err != nil {
			return "", err
		}
	}
	if err := h.adopts(ctx, motion); err != nil {
		return "", err
	}
	page, err := m.to.Open(ctx, "/mandates")
	if err != nil {
		return "", err
	}
	for _, shown := range page.Parts("li") {
		if links := shown.Links("/mandates/[0-9]*"); shown.Says(m.title) && shown.Says(m.to.Name) && len(links) > 0 {
			return links[0], nil
		}
	}
	return "", fmt.Errorf("%s does not show %q: %s", page.URL, m.title, page.Text())
}

// each does something in several halls at once.
func each(t *testing.T, halls []*hall, do func(*hall) error) {
	t.Helper()
	done := make(chan error, len(halls))
	for _, h := range halls {
		go func() { done <- do(h) }()
	}
	for range halls {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}
