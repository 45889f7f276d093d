package main_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"
)

// seatEnds is how long a delegate may still sit once the council was told that the assembly revoked them (SE-7).
const seatEnds = 5 * time.Second

// unseated has an assembly revoke its delegate while the local council sits, after their vote.
func (l *levels) unseated(ctx context.Context, t *testing.T) {
	var err error
	for _, h := range []*hall{l.a, l.b} {
		h.delegate, err = h.people[1].EnterCouncil(ctx, h.mandate, l.World, l.local.Instance)
		ok(t, err)
		ok(t, h.delegate.Attend(ctx, l.local.meeting, "online"))
	}
	ok(t, l.b.delegate.OpenMeeting(ctx, l.local.meeting))
	item, err := l.a.delegate.FirstItem(ctx, l.local.meeting)
	ok(t, err)
	motion, err := l.a.delegate.ProposeMotion(ctx, item, "priorities", url.Values{"text": {"L'eau d'abord."}, "audience": {"public"}, "priorities": {"Eau"}})
	ok(t, err)
	ok(t, l.b.delegate.OpenVote(ctx, l.local.meeting, motion))
	ok(t, l.a.delegate.Vote(ctx, l.local.meeting, motion, "for"))
	ok(t, l.b.delegate.Vote(ctx, l.local.meeting, motion, "abstain"))
	watching, err := l.a.delegate.Listen(ctx, l.local.meeting+"/stream?screen=seat")
	ok(t, err)

	revocation, err := l.a.people[0].Revoke(ctx, l.a.mandate)
	ok(t, err)
	ok(t, l.a.adopts(ctx, revocation))
	select {
	case <-watching:
	case <-time.After(seatEnds):
		t.Errorf("%v after the revocation the delegate still watches the sitting", seatEnds)
	}
	page, err := l.a.delegate.Open(ctx, l.local.meeting+"/seat")
	if err == nil && page.URL.Path == l.local.meeting+"/seat" {
		t.Errorf("the delegate still sits: %s", page.Text())
	}
	notice, err := l.b.delegate.CloseVote(ctx, l.local.meeting, motion)
	ok(t, err)
	if !strings.Contains(notice, "rejetée") {
		t.Errorf("the vote of a delegate who was revoked before its end counts: %q", notice)
	}
	if _, err := l.a.people[1].EnterCouncil(ctx, l.a.mandate, l.World, l.local.Instance); err == nil {
		t.Error("a delegate who was revoked enters again")
	}
}
