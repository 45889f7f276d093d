package main_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"federes.org/cmd/federes/world"
)

// reservations are those of the second commune.
const reservations = "Les puits des jardins restent à qui les cultive."

// answered has the first assembly say yes, the second yes with reservations, and the third no.
func (l *levels) answered(ctx context.Context, t *testing.T) {
	var err error
	l.text, err = l.textAt(ctx, l.b)
	ok(t, err)
	_, l.b.motion, err = l.b.people[0].Answer(ctx, l.text, reservations)
	ok(t, err)
	ok(t, l.Clock.Set(l.starts.Add(4*week)))
	each(t, l.communes(), func(h *hall) error {
		if err := h.gather(ctx); err != nil {
			return err
		}
		if h == l.c {
			return h.answers(ctx, h.motion, "against", "rejetée")
		}
		return h.adopts(ctx, h.motion)
	})
	l.counts(ctx, t, l.local, "2", "0", "0")
	page := l.counts(ctx, t, l.region, "2", "1", "0")
	if !page.Says(reservations) {
		t.Errorf("the reservations are not shown: %s", page.Text())
	}
}

// textAt is the path of the text that was put to all, the same at each.
func (l *levels) textAt(ctx context.Context, at *hall) (string, error) {
	page, err := world.NewBrowser(at.URL, "").Open(ctx, "/ratifications")
	if err != nil {
		return "", err
	}
	return page.Link(textTitle)
}

// counts waits until a council counts so many communes: yes, no, without an answer.
func (l *levels) counts(ctx context.Context, t *testing.T, at *hall, want ...string) (page *world.Page) {
	t.Helper()
	ok(t, world.Until(ctx, arrival, func() (err error) {
		if page, err = world.NewBrowser(at.URL, "").Open(ctx, l.text); err != nil {
			return err
		}
		if got := page.Parts("dl.counts")[0].Texts("dd"); !slices.Equal(got, want) {
			return fmt.Errorf("%s counts %q instead of %q", at.Name, got, want)
		}
		return nil
	}))
	return page
}

// amended has the third assembly say yes after all, while the council to which it says so is dead.
func (l *levels) amended(ctx context.Context, t *testing.T) {
	var err error
	_, l.c.motion, err = l.c.people[0].Answer(ctx, l.text, "")
	ok(t, err)
	each(t, l.communes(), func(h *hall) (err error) {
		if err = h.people[0].CloseMeeting(ctx, h.meeting); err != nil {
			return err
		}
		h.meeting, err = h.people[0].NextMeeting(ctx)
		return err
	})
	ok(t, l.Clock.Set(l.starts.Add(6*week)))
	each(t, l.communes(), func(h *hall) error { return h.gather(ctx) })
	ok(t, l.region.Kill())
	ok(t, l.c.adopts(ctx, l.c.motion))
	ok(t, l.region.Start(ctx))
	ok(t, l.Clock.Advance(retry))
	l.counts(ctx, t, l.region, "2", "0", "1")
}

// counted has the outcome written a day after the deadline, and checked by the command that anybody has; then a copy of it is forged.
func (l *levels) counted(ctx context.Context, t *testing.T) {
	ok(t, l.Clock.Set(l.starts.Add(8*week+2*day)))
	var command []string
	for _, h := range l.councils() {
		ok(t, world.Until(ctx, arrival, func() error {
			page, err := world.NewBrowser(h.URL, "").Open(ctx, l.text)
			if err != nil {
				return err
			}
			shown := page.Texts("code")
			i := slices.IndexFunc(shown, func(s string) bool { return strings.HasPrefix(s, "federes verify") })
			if i < 0 || !slices.Contains(page.Texts("strong.tag"), "Adopté") {
				return fmt.Errorf("%s shows no outcome: %s", h.Name, page.Text())
			}
			command = strings.Fields(shown[i])[1:]
			return nil
		}))
	}
	said, err := l.c.Run(ctx, command...)
	ok(t, err)
	for _, h := range l.communes() {
		if !strings.Contains(said, h.Name) {
			t.Errorf("%s is not read: %s", h.Name, said)
		}
	}
	ok(t, l.region.Stop())
	forge(ctx, t, filepath.Join(l.region.Data, "federes.db"), l.b.URL, l.a.URL)
	ok(t, l.region.Start(ctx))
	if said, err := l.c.Run(ctx, command...); err == nil {
		t.Errorf("an outcome whose list was altered is confirmed: %s", said)
	}
	ok(t, l.region.Stop())
	forge(ctx, t, filepath.Join(l.region.Data, "federes.db"), l.a.URL, l.b.URL)
	ok(t, l.region.Start(ctx))
}

// forge puts the answer of one commune into the mouth of another, in what a stopped council says that it counted.
func forge(ctx context.Context, t *testing.T, database, of, by string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	ok(t, err)
	defer func() { ok(t, db.Close()) }()
	_, err = db.ExecContext(ctx, `UPDATE proposals SET counted = CAST(replace(CAST(counted AS TEXT), ?, ?) AS BLOB)`, `"commune":"`+of, `"commune":"`+by)
	ok(t, err)
}
