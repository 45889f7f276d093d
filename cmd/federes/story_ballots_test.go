package main_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"federes.org/cmd/federes/world"
)

// crowd is how many people vote at once when the process is killed.
const crowd = 24

// TestAG5_BallotsThatWereAnsweredAreThereOnceAfterAKill kills the real binary in the middle of a burst of ballots, named and secret.
func TestAG5_BallotsThatWereAnsweredAreThereOnceAfterAKill(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	h := assembled(ctx, t)
	for _, mode := range []struct{ name, voted string }{{"named", "Votre vote"}, {"secret", "Vous avez voté"}} {
		t.Run(mode.name, func(t *testing.T) {
			motion, err := h.people[0].ProposeMotion(ctx, h.item, "resolution", resolutionOf("Une décision, vote "+mode.name))
			ok(t, err)
			page, err := h.people[0].Open(ctx, h.meeting+"/console")
			ok(t, err)
			form, err := page.Form(fmt.Sprintf("/motions/%d/opening", motion))
			ok(t, err)
			ok(t, form.Fill("mode", mode.name))
			ok(t, h.people[0].Send(ctx, form))

			answered := h.burst(ctx, t, motion)
			ok(t, h.Start(ctx))
			there := 0
			for i, p := range h.people {
				page, err := p.Open(ctx, h.meeting+"/seat")
				ok(t, err)
				voted := page.Says(mode.voted)
				if answered[i] && !voted {
					t.Errorf("the ballot of %s was answered and is lost", p.Name)
				}
				if voted {
					there++
					continue
				}
				ok(t, p.Vote(ctx, h.meeting, motion, "for"))
			}
			t.Logf("%d ballots outlived the kill, of %d", there, len(h.people))
			_, err = h.people[0].CloseVote(ctx, h.meeting, motion)
			ok(t, err)
			page, err = h.people[0].Open(ctx, fmt.Sprintf("/motions/%d", motion))
			ok(t, err)
			tally := page.Parts("dl.counts")
			if len(tally) != 1 || strings.TrimSpace(tally[0].Texts("dd")[0]) != fmt.Sprint(len(h.people)) {
				t.Errorf("%d people voted for, and the page says:\n%s", len(h.people), page.Text())
			}
		})
	}
}

// assembled is a commune whose assembly sits, with everybody there.
func assembled(ctx context.Context, t *testing.T) *hall {
	t.Helper()
	w, err := world.Open(binary, t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, w.Close()) })
	ports, err := world.FreePorts(1)
	ok(t, err)
	h := &hall{Instance: w.Instance("filatures", ports[0])}
	for i := range crowd {
		h.people = append(h.people, w.Person(h.Instance, fmt.Sprintf("Personne %d", i), fmt.Sprintf("p%d@filatures.example", i)))
	}
	founder := h.people[0]
	link, err := h.Init(ctx, "--kind", "commune", "--name", "Commune de Mons-les-Filatures", "--founder", founder.Email, "--founder-name", founder.Name)
	ok(t, err)
	ok(t, h.Start(ctx))
	ok(t, founder.Enter(ctx, link))
	for _, p := range h.people[1:] {
		dues, err := founder.Admit(ctx, p.Name, p.Email)
		ok(t, err)
		ok(t, founder.RecordDues(ctx, dues, "12"))
		ok(t, p.SignIn(ctx))
	}
	h.meeting, err = founder.NextMeeting(ctx)
	ok(t, err)
	proposed, err := founder.ProposeItem(ctx, h.meeting, url.Values{"title": {"Décisions du jour"}, "kind": {"decision"}, "minutes": {"60"}})
	ok(t, err)
	h.item = proposed.Item
	page, err := founder.Open(ctx, h.meeting)
	ok(t, err)
	moments, err := page.Moments()
	ok(t, err)
	ok(t, w.Clock.Set(moments[0]))
	for _, p := range h.people {
		ok(t, p.Attend(ctx, h.meeting, "online"))
	}
	ok(t, founder.OpenMeeting(ctx, h.meeting))
	return h
}

// burst has everybody vote at once, kills the process once a few were answered, and tells whose ballots were.
func (h *hall) burst(ctx context.Context, t *testing.T, motion int64) []bool {
	t.Helper()
	forms := make([]*world.Form, len(h.people))
	for i, p := range h.people {
		page, err := p.Open(ctx, h.meeting+"/seat")
		ok(t, err)
		forms[i], err = page.Form(fmt.Sprintf("/motions/%d/ballot", motion))
		ok(t, err)
		ok(t, forms[i].Fill("choice", "for"))
	}
	answered := make([]bool, len(h.people))
	few := make(chan struct{})
	var count atomic.Int32
	var all sync.WaitGroup
	for i, p := range h.people {
		all.Go(func() {
			if p.Send(ctx, forms[i]) != nil {
				return // not answered: the process died
			}
			answered[i] = true
			if count.Add(1) == crowd/3 {
				close(few)
			}
		})
	}
	select {
	case <-few:
	case <-ctx.Done():
		t.Fatal("too few ballots were answered")
	}
	ok(t, h.Kill())
	all.Wait()
	return answered
}
