package main

import (
	"context"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/confederation"
)

// deadline is for how long a text can be answered.
const deadline = 14 * 24 * time.Hour

// played is what a real confederation said, and how long its instances worked on the text.
type played struct {
	decision, put, quiet, answers, pages, outcome, day map[string]flow

	ratified time.Duration
}

// play has a real confederation take one decision, let a day pass, and ratify one text.
func play(ctx context.Context, r *realm, hours int) (p played, err error) {
	after := func(work func() error) (all map[string]flow) {
		if err == nil {
			err = work()
		}
		if err == nil {
			all, err = r.settle(ctx)
		}
		return all
	}
	passes := func(d time.Duration) func() error { return func() error { r.later(d); return nil } }
	highest, lowest := r.levels[0][0], r.levels[r.shape.communes()][0]
	after(passes(24 * time.Hour)) // agendas are told for the first time
	p.decision = after(func() error {
		return lowest.decide(ctx, commune.Motion{Form: commune.FormResolution, Audience: commune.Confederation, Text: someText})
	})
	p.day = after(passes(24 * time.Hour))
	begun := time.Now()
	var text confederation.Proposal
	p.put = after(func() error { text, err = highest.put(ctx, deadline); return err })
	p.quiet = after(passes(time.Hour))
	p.answers = after(func() error { return r.ratify(ctx, text) })
	p.pages = make(map[string]flow)
	for range hours {
		join(p.pages, after(passes(time.Hour)))
	}
	p.ratified = time.Since(begun)
	after(passes(deadline + confederation.CountAfter - time.Duration(hours+2)*time.Hour))
	begun = time.Now()
	p.outcome = after(passes(2 * time.Hour))
	join(p.outcome, after(passes(time.Hour)))
	p.ratified += time.Since(begun)
	if err != nil {
		return p, err
	}
	return p, r.agree(ctx, text)
}

// ratify has every commune say yes.
func (r *realm) ratify(ctx context.Context, text confederation.Proposal) error {
	for _, c := range r.levels[r.shape.communes()] {
		if err := c.ratify(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// agree fails unless every council counted every commune below it once, and everybody knows the outcome.
func (r *realm) agree(ctx context.Context, text confederation.Proposal) error {
	for level := range r.shape {
		for n, c := range r.levels[level] {
			known, err := c.knows(ctx, text)
			if err != nil {
				return err
			}
			want := country{r.shape}.communesBelow(level, n)
			if level < r.shape.communes() && known.Tally().Yes != want {
				return fmt.Errorf("%s counts %+v of %d", c.actor, known.Tally(), want)
			}
			if !known.Done() || !known.Adopted {
				return fmt.Errorf("%s does not know that the text was adopted", c.actor)
			}
		}
	}
	return nil
}
