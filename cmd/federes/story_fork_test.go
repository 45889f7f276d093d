package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"federes.org/cmd/federes/world"
)

// forked restores the second commune to an old copy, on which its people agree to go on: it writes another history than the one that its council
// has heard. The council finds it out by itself, and counts nothing of that commune until its assembly answers for it.
func (l *levels) forked(ctx context.Context, t *testing.T) {
	copied := filepath.Join(t.TempDir(), l.b.Name)
	ok(t, l.b.Stop())
	ok(t, os.CopyFS(copied, os.DirFS(l.b.Data)))
	ok(t, l.b.Start(ctx))
	ok(t, l.b.resolves(ctx, "La commune ouvre une cantine."))
	l.local.hears(ctx, t, l.b, "La commune ouvre une cantine.")

	ok(t, l.b.Stop())
	ok(t, os.RemoveAll(l.b.Data))
	ok(t, os.CopyFS(l.b.Data, os.DirFS(copied)))
	ok(t, l.b.Start(ctx))
	ok(t, world.Until(ctx, arrival, func() error { return l.b.stopsWriting() }))
	if said, err := l.b.Run(ctx, "resume"); err == nil {
		t.Errorf("an old copy is written on without anybody's agreement: %s", said)
	}
	ok(t, l.b.Stop())
	_, err := l.b.Run(ctx, "resume", "--agreed")
	ok(t, err)
	ok(t, l.b.Start(ctx))
	ok(t, l.b.resolves(ctx, "La commune ferme son four à pain."))
	for _, at := range []*hall{l.local, l.b} {
		if at == l.b {
			ok(t, l.Clock.Advance(day)) // its witnesses are asked daily what they found
		}
		ok(t, world.Until(ctx, arrival, func() error { return at.accuses(ctx, l.b) }))
	}
	l.b.motion, err = l.b.people[0].AnswerForAlert(ctx)
	ok(t, err)
	l.counts(ctx, t, l.local, "1", "0", "1")
	l.counts(ctx, t, l.region, "1", "1", "1")
	var evidence struct {
		Evidence []struct {
			Evidence struct{ Actor string }
		}
	}
	ok(t, world.NewBrowser(l.local.URL, "").Fetch(ctx, "/witness/evidence", "application/json", &evidence))
	if len(evidence.Evidence) == 0 {
		t.Error("the witness shows no evidence")
	}
	for _, e := range evidence.Evidence {
		if e.Evidence.Actor != l.b.URL+"/ag" {
			t.Errorf("there is evidence on %s", e.Evidence.Actor)
		}
	}
}

// stopsWriting is what is missing while an instance does not say that an old copy of its register was put back.
func (h *hall) stopsWriting() error {
	if !strings.Contains(h.Log(), "an older copy of the register was put back") {
		return fmt.Errorf("%s does not know that it was put back", h.Name)
	}
	return nil
}

// resolves has the assembly adopt a resolution.
func (h *hall) resolves(ctx context.Context, text string) error {
	motion, err := h.proposes(ctx, "resolution", resolutionOf(text))
	if err != nil {
		return err
	}
	return h.adopts(ctx, motion)
}

// accuses is what is missing while a page does not say that an organisation told two stories.
func (h *hall) accuses(ctx context.Context, whom *hall) error {
	page, err := world.NewBrowser(h.URL, "").Open(ctx, "/witness")
	if err != nil {
		return err
	}
	alerts, err := page.Part("alerts")
	if err == nil && !alerts.Says(whom.Name) {
		err = fmt.Errorf("%s says nothing of %s: %s", h.Name, whom.Name, alerts.Text())
	}
	return err
}

// hears waits until a council knows a decision of a commune.
func (h *hall) hears(ctx context.Context, t *testing.T, from *hall, text string) {
	t.Helper()
	ok(t, world.Until(ctx, arrival, func() error {
		known, err := world.NewBrowser(h.URL, "").Decisions(ctx)
		for _, d := range known {
			if d.Text == text && d.Origin == from.URL && d.Verified {
				return nil
			}
		}
		if err == nil {
			err = fmt.Errorf("%s does not know %q", h.Name, text)
		}
		return err
	}))
}

// accounted has the next assembly of the second commune answer for it; from then on its answer counts again, at every level within a day.
func (l *levels) accounted(ctx context.Context, t *testing.T) {
	ok(t, l.b.adopts(ctx, l.b.motion))
	l.counts(ctx, t, l.local, "2", "0", "0")
	ok(t, l.Clock.Advance(day))
	l.counts(ctx, t, l.region, "3", "0", "0")
}
