package world

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// TakeStep notes how far a step of an assembly's opening is, by its place in the checklist.
func (p *Person) TakeStep(ctx context.Context, meeting string, step int, state string) error {
	page, err := p.Open(ctx, meeting+"/opening")
	if err != nil {
		return err
	}
	steps := page.Parts("li.step")
	if step >= len(steps) {
		return fmt.Errorf("%s has %d steps", page.URL.Path, len(steps))
	}
	form, err := steps[step].Form("/meetings/*/opening/steps")
	if err == nil {
		err = form.Fill("state", state)
	}
	if err != nil {
		return err
	}
	_, err = p.Submit(ctx, form)
	return err
}

// ProposeSitting puts the three mandates of an assembly to the vote, in the mode that the page proposes, and gives the motion's number.
func (p *Person) ProposeSitting(ctx context.Context, meeting string, facilitator, taker, preparer *Person) (motion int64, err error) {
	page, err := p.press(ctx, meeting+"/opening", "/meetings/*/opening/mandates", url.Values{
		"facilitator": {facilitator.Name}, "taker": {taker.Name}, "preparer": {preparer.Name},
	})
	if err != nil {
		return 0, err
	}
	for _, act := range []string{"closing", "count"} {
		if form, err := page.Form("/motions/*/" + act); err == nil {
			_, err = fmt.Sscanf(form.Action.Path, "/motions/%d/"+act, &motion)
			return motion, err
		}
	}
	return 0, fmt.Errorf("%s shows no open vote", page.URL.Path)
}

// Note notes that somebody without a device is in the room.
func (p *Person) Note(ctx context.Context, meeting, name string) error {
	_, err := p.press(ctx, meeting+"/presences?q="+url.QueryEscape(name), "/meetings/*/presence", url.Values{"mode": {"room"}})
	return err
}

// AskFloor asks to speak.
func (p *Person) AskFloor(ctx context.Context, meeting string) error {
	_, err := p.press(ctx, meeting+"/seat", "/meetings/*/requests", nil)
	return err
}

// GiveFloor gives the floor to the first of the list.
func (p *Person) GiveFloor(ctx context.Context, meeting string) error {
	_, err := p.press(ctx, meeting+"/console", "/meetings/*/speeches", nil)
	return err
}

// OpenVoteIn opens a vote in one of its modes.
func (p *Person) OpenVoteIn(ctx context.Context, motion int64, mode string) error {
	_, err := p.press(ctx, motionPath(motion), motionPath(motion)+"/opening", url.Values{"mode": {mode}})
	return err
}

// CountHands enters how many hands were raised, and proclaims it.
func (p *Person) CountHands(ctx context.Context, motion int64, inFavour, against, abstain string) error {
	hands := url.Values{"for": {inFavour}, "against": {against}, "abstain": {abstain}}
	if _, err := p.press(ctx, motionPath(motion), motionPath(motion)+"/count", hands); err != nil {
		return err
	}
	_, err := p.press(ctx, motionPath(motion), motionPath(motion)+"/closing", nil)
	return err
}

// Adjourn leaves to the next assembly what the console says does not fit into this one any more.
func (p *Person) Adjourn(ctx context.Context, meeting string) (*Page, error) {
	return p.press(ctx, meeting+"/console", "/meetings/*/adjournment", nil)
}

// WriteMinutes writes into the first section of an assembly's minutes.
func (p *Person) WriteMinutes(ctx context.Context, meeting, text string) error {
	_, err := p.press(ctx, meeting+"/minutes", "/meetings/*/minutes/sections", url.Values{"text": {text}})
	return err
}

// PublishMinutes publishes them, for an audience.
func (p *Person) PublishMinutes(ctx context.Context, meeting, audience string) (*Page, error) {
	return p.press(ctx, meeting+"/minutes/publication", "/meetings/*/minutes/publication", url.Values{"audience": {audience}})
}

func motionPath(motion int64) string { return fmt.Sprintf("/motions/%d", motion) }

// Convene calls an exceptional meeting, and gives its path.
func (p *Person) Convene(ctx context.Context, matter string, starts time.Time) (meeting string, err error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return "", err
	}
	page, err := p.press(ctx, "/meetings/new", "/meetings", url.Values{
		"matter": {matter}, "reason": {matter + "."}, "starts": {starts.In(zone).Format("2006-01-02T15:04")},
	})
	if err != nil {
		return "", err
	}
	return page.URL.Path, nil
}

// FirstItem is the item that comes first on a meeting's agenda.
func (p *Person) FirstItem(ctx context.Context, meeting string) (item int64, err error) {
	page, err := p.Open(ctx, meeting)
	if err != nil {
		return 0, err
	}
	for _, path := range page.Links("/items/*/motions/new") {
		_, err := fmt.Sscanf(path, "/items/%d/motions/new", &item)
		return item, err
	}
	return 0, fmt.Errorf("%s has no item under which %s can put something to the vote", meeting, p.Name)
}

// MotionOn is the last motion that stands on the item of a meeting with this title.
func (p *Person) MotionOn(ctx context.Context, meeting, title string) (motion int64, err error) {
	page, err := p.Open(ctx, meeting)
	if err != nil {
		return 0, err
	}
	for _, point := range page.Parts("article.point") {
		if !slices.Contains(point.Texts("h3"), title) {
			continue
		}
		for _, path := range point.Links("/motions/*") {
			if _, err := fmt.Sscanf(path, "/motions/%d", &motion); err != nil {
				return 0, err
			}
		}
	}
	if motion == 0 {
		err = fmt.Errorf("%s%s has no motion on %q: %q", p.Base, meeting, title, page.Texts("h3"))
	}
	return motion, err
}

// Instruct brings to the next assembly what its delegates say on the first point of their council's agenda, and gives that meeting and the motion.
func (p *Person) Instruct(ctx context.Context, position string) (meeting string, motion int64, err error) {
	page, err := p.Open(ctx, "/levels")
	if err != nil {
		return "", 0, err
	}
	agendas := page.Links("/levels/*/agenda")
	if len(agendas) == 0 {
		return "", 0, fmt.Errorf("%s leads to no council's agenda", p.Base)
	}
	page, err = p.press(ctx, agendas[0], "/levels/*/instructions", url.Values{"position": {position}})
	if err != nil {
		return "", 0, err
	}
	_, err = fmt.Sscanf(page.URL.Fragment, "motion-%d", &motion)
	return page.URL.Path, motion, err
}
