package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"federes.org/cmd/federes/world"
)

// downloaded is what everybody can download of a text.
type downloaded struct {
	Proposal json.RawMessage
	Outcome  string
	Answers  []json.RawMessage
}

// late has a fourth commune, founded when all is decided, join the regional council: it comes to know of the text what the others know.
func (l *levels) late(ctx context.Context, t *testing.T) {
	ports, err := world.FreePorts(1)
	ok(t, err)
	d := &hall{Instance: l.Instance("Pévèle", ports[0]), clock: l.Clock}
	d.people = []*world.Person{l.Person(d.Instance, "Rojda K.", "rojda@pevele.example")}
	ok(t, d.found(ctx, "commune"))
	ok(t, d.prepare(ctx))
	page, err := d.people[0].Open(ctx, d.meeting)
	ok(t, err)
	moments, err := page.Moments()
	ok(t, err)
	ok(t, l.Clock.Set(moments[0]))
	ok(t, d.gather(ctx))
	l.region.joins(ctx, t, d)
	var before, after downloaded
	ok(t, l.everything(ctx, l.c, &before))
	ok(t, world.Until(ctx, arrival, func() error {
		err := l.everything(ctx, d, &after)
		if err == nil && (string(after.Proposal) != string(before.Proposal) || after.Outcome != before.Outcome) {
			err = fmt.Errorf("who joins late knows %q of the text, and the others %q", after.Outcome, before.Outcome)
		}
		return err
	}))
	var above, below downloaded
	ok(t, l.everything(ctx, l.region, &above))
	ok(t, l.everything(ctx, l.local, &below))
	for _, answer := range below.Answers {
		if !slices.ContainsFunc(above.Answers, func(a json.RawMessage) bool { return string(a) == string(answer) }) {
			t.Errorf("the council above lacks an answer that the one below holds: %s", answer)
		}
	}
}

// everything downloads what an organisation knows of the text.
func (l *levels) everything(ctx context.Context, at *hall, into *downloaded) error {
	return world.NewBrowser(at.URL, "").Fetch(ctx, l.text+"/everything", "application/json", into)
}
